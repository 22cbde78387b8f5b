"""The end of a report: followed up, archived. Each view calls one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports.actions import closing
from fuwubao.reports.queries.reports import report_with_id


@require_POST
@requires("reports.follow_up")
def follow_up(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Confirm that what readers suggested is decided."""
    found = report_with_id(report_id, reader=request.user)
    closing.follow_up_report(number=found.number, actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 的建议已落实，可以归档") % {"number": found.number})
    return redirect("reports:report", report_id=report_id)


@require_POST
@requires("reports.archive")
def archive(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Close the file of a report."""
    found = report_with_id(report_id, reader=request.user)
    closing.archive_report(number=found.number, actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 已归档") % {"number": found.number})
    return redirect("reports:report", report_id=report_id)
