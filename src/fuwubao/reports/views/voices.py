"""异议与反馈 of one report, and the list of objections that wait for an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import distribution_forms as forms
from fuwubao.reports.actions import objections as hearing
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.queries.voices import open_objections, voices_page


def _back(report_id: int) -> HttpResponse:
    return redirect("reports:voices", report_id=report_id)


@require_GET
@requires("reports.read")
def voices(request: AuthedRequest, report_id: int) -> HttpResponse:
    """What readers said of a report."""
    page = voices_page(report_id, reader=request.user, now=timezone.now())
    return render(request, "reports/voices.html", {"page": page, "decision": forms.Decision()})


@require_GET
@requires("reports.read")
def objections(request: AuthedRequest) -> HttpResponse:
    """Objections that are not answered yet, the earliest due first."""
    lines = open_objections(reader=request.user, now=timezone.now())
    return render(request, "reports/objections.html", {"lines": lines})


@require_POST
@requires("reports.examine_objection")
def examine(request: AuthedRequest, report_id: int, objection_id: int) -> HttpResponse:
    """Take an objection up."""
    report_with_id(report_id, reader=request.user)
    hearing.examine_objection(objection_id=objection_id, actor=request.user, now=timezone.now())
    messages.info(request, _("已开始核查"))
    return _back(report_id)


@require_POST
@requires("reports.decide_objection")
def decide(request: AuthedRequest, report_id: int, objection_id: int) -> HttpResponse:
    """Accept, which opens a correction, or reject."""
    report_with_id(report_id, reader=request.user)
    form = forms.Decision(request.POST)
    if not form.is_valid():
        messages.error(request, _("裁定要写明理由"))
        return _back(report_id)
    given = form.cleaned_data
    decided = hearing.decide_objection(
        objection_id=objection_id,
        accepted=given["accepted"] == "yes",
        reason=given["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    if decided.correction is not None:
        messages.info(request, _("异议成立，已建立更正版本 %(number)s") % {"number": decided.correction.number})
    else:
        messages.info(request, _("已裁定异议不成立"))
    return _back(report_id)


@require_POST
@requires("reports.decide_objection")
def answer(request: AuthedRequest, report_id: int, objection_id: int) -> HttpResponse:
    """Answer who objected."""
    report_with_id(report_id, reader=request.user)
    text = request.POST.get("answer", "")[:4000]
    hearing.answer_objection(objection_id=objection_id, answer=text, actor=request.user, now=timezone.now())
    messages.info(request, _("答复已送达提出人"))
    return _back(report_id)
