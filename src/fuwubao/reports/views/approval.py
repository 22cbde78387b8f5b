"""The one-time link of a letter: shows nothing of the report, asks for the password, leads to review and approval."""

from __future__ import annotations

from django.contrib.auth import login as start_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fuwubao.accounts.permissions import public
from fuwubao.reports import review_forms
from fuwubao.reports.actions.approval_links import enter_by_link, open_approval_link


@never_cache
@require_http_methods(["GET", "POST"])
@public
def approval(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the password of the person the letter went to; a mail scanner that opens it uses nothing up."""
    now = timezone.now()
    form = review_forms.Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password, address = form.cleaned_data["password"], request.META.get("REMOTE_ADDR", "")
        link, person = enter_by_link(token=token, password=password, address=address, now=now)
        if person is not None:
            start_session(request, person)
            return redirect("reports:review", report_id=link.report_id)
        form.add_error(None, _("口令不对"))
    link = open_approval_link(token=token, now=now)
    answer = render(
        request, "reports/approval_link.html", {"form": form, "link": link}, status=422 if form.errors else 200
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
