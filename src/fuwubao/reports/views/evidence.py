"""The evidence pack of a report as a download."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports.evidence.pack import take_evidence
from fuwubao.reports.files import disposition
from fuwubao.reports.queries.reports import report_with_id


@require_POST
@requires("reports.take_evidence")
def take(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Make the pack now; taking it is written into the audit chain."""
    found = report_with_id(report_id, reader=request.user)
    pack = take_evidence(number=found.number, actor=request.user, now=timezone.now())
    answer = HttpResponse(pack.content, content_type="application/zip")
    name = f"{found.number.replace('/', '-')}-evidence.zip"
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
