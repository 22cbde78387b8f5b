"""From a report to improvement: its measures become actions, its suggestions reach the process owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.improvement import forms
from fuwubao.improvement.queries.pages import improvers
from fuwubao.reports.actions import improving
from fuwubao.reports.promises import improving_page
from fuwubao.reports.queries.reports import report_with_id


def _show(request: AuthedRequest, report_id: int, *, status: int = 200, **bound: forms.PersonForm) -> HttpResponse:
    page = improving_page(report_id, reader=request.user, now=timezone.now())
    blank: dict[str, forms.PersonForm] = {"suggestion": forms.Suggestion(people=page.people)}
    return render(request, "reports/improving.html", {"page": page, "forms": blank | bound}, status=status)


@require_GET
@requires("improvement.read")
def page(request: AuthedRequest, report_id: int) -> HttpResponse:
    """What was open before the report, what it promises, what was raised in it."""
    return _show(request, report_id)


@require_POST
@requires("improvement.raise")
def raise_measure(request: AuthedRequest, report_id: int, note_id: int) -> HttpResponse:
    """Turn one measure into an action."""
    report = report_with_id(report_id, reader=request.user)
    form = forms.Handover(request.POST, people=tuple(improvers(now=timezone.now())))
    if not form.is_valid():
        return _show(request, report_id, status=422)
    action = improving.raise_measure(
        report=report,
        note_id=note_id,
        owner=form.cleaned_data["owner"],
        due_on=form.cleaned_data["due_on"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已转为改进措施 %(number)s") % {"number": action.number})
    return redirect("improving:page", report_id=report_id)


@require_POST
@requires("improvement.suggest")
def suggest(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Send a suggestion to the owner of the process."""
    report = report_with_id(report_id, reader=request.user)
    form = forms.Suggestion(request.POST, people=tuple(improvers(now=timezone.now())))
    if not form.is_valid():
        return _show(request, report_id, status=422, suggestion=form)
    given = form.cleaned_data
    action = improving.suggest(
        report=report,
        title=given["title"],
        problem=given["problem"],
        addressed_to=given["addressed_to"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("建议 %(number)s 已送流程负责人") % {"number": action.number})
    if request.POST.get("back") == "editor":
        return redirect(f"{reverse('reports:report', args=[report_id])}?block=improvement")
    return redirect("improving:page", report_id=report_id)
