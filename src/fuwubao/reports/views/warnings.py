"""预警, 报告申请 and 重大事件: what is seen coming, what is asked for, what has to be explained."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import warning_forms as forms
from fuwubao.reports.actions import major_incident, request, warning
from fuwubao.reports.queries import warning_pages as pages
from fuwubao.reports.warning_rules import RULES


@require_GET
@requires("reports.read")
def warnings(asked: AuthedRequest) -> HttpResponse:
    """All warnings with the share that was averted; filters live in the address."""
    state = asked.GET.get("state", "")
    lines = pages.warning_lines(reader=asked.user, state=state)
    facts = {"lines": lines, "rate": pages.avoidance(reader=asked.user), "rules": RULES, "state": state}
    return render(asked, "reports/warnings.html", facts)


@require_POST
@requires("reports.warn")
def warn(asked: AuthedRequest) -> HttpResponse:
    """Let the rules look now."""
    done = warning.warn(actor=asked.user, now=timezone.now())
    numbers = {"raised": len(done.raised), "averted": done.averted, "breached": done.breached}
    messages.info(asked, _("发出 %(raised)s 条，避免 %(averted)s 条、未能避免 %(breached)s 条") % numbers)
    return redirect("reports:warnings")


@require_GET
@requires("reports.read")
def one_warning(asked: AuthedRequest, number: str) -> HttpResponse:
    """One warning with its reason, its answer and its outcome."""
    line = pages.warning_line(number, reader=asked.user)
    facts = {"line": line, "answer": forms.WarningAnswer(), "remark": forms.Remark(), "open": line.state in pages.OPEN}
    return render(asked, "reports/warning.html", facts)


@require_POST
@requires("reports.answer_warning")
def answer(asked: AuthedRequest, number: str) -> HttpResponse:
    """Name who takes care, and how."""
    form = forms.WarningAnswer(asked.POST)
    if not form.is_valid():
        line = pages.warning_line(number, reader=asked.user)
        facts = {"line": line, "answer": form, "remark": forms.Remark(), "open": line.state in pages.OPEN}
        return render(asked, "reports/warning.html", facts, status=422)
    given = form.cleaned_data
    warning.answer_warning(
        number=number,
        owner=given["owner"],
        action=given["action"],
        due_on=given["due_on"],
        actor=asked.user,
        now=timezone.now(),
    )
    messages.info(asked, _("%(number)s 的处置已登记") % {"number": number})
    return redirect("reports:warning", number=number)


@require_POST
@requires("reports.close_warning")
def close(asked: AuthedRequest, number: str) -> HttpResponse:
    """Close a warning that came out."""
    remark = asked.POST.get("remark", "")
    warning.close_warning(number=number, remark=remark, actor=asked.user, now=timezone.now())
    messages.info(asked, _("%(number)s 已关闭") % {"number": number})
    return redirect("reports:warning", number=number)


@require_GET
@requires("reports.read")
def requests(asked: AuthedRequest) -> HttpResponse:
    """Requests for reports with their answers."""
    lines = pages.request_lines(reader=asked.user, today=timezone.localdate())
    facts = {"lines": lines, "form": forms.NewRequest(), "answer": forms.RequestAnswer()}
    return render(asked, "reports/requests.html", facts)


@require_POST
@requires("reports.register_request")
def register_request(asked: AuthedRequest) -> HttpResponse:
    """Register who asks for a report."""
    form = forms.NewRequest(asked.POST)
    if not form.is_valid():
        lines = pages.request_lines(reader=asked.user, today=timezone.localdate())
        facts = {"lines": lines, "form": form, "answer": forms.RequestAnswer()}
        return render(asked, "reports/requests.html", facts, status=422)
    made = request.register_request(asked=request.Asked(**form.cleaned_data), actor=asked.user, now=timezone.now())
    messages.info(asked, _("%(number)s 已登记，待受理") % {"number": made.number})
    return redirect("reports:requests")


@require_POST
@requires("reports.answer_request")
def decide_request(asked: AuthedRequest, number: str) -> HttpResponse:
    """Accept or decline a request."""
    accept = asked.POST.get("accept") == "1"
    reason = asked.POST.get("reason", "")
    request.decide_request(number=number, accept=accept, reason=reason, actor=asked.user, now=timezone.now())
    words = _("%(number)s 已受理") if accept else _("%(number)s 不受理，原因已登记")
    messages.info(asked, words % {"number": number})
    return redirect("reports:requests")


@require_POST
@requires("reports.answer_request")
def answer_request(asked: AuthedRequest, number: str) -> HttpResponse:
    """Answer a request with words or a published report."""
    request.answer_request(
        number=number,
        answer=asked.POST.get("answer", ""),
        report_number=asked.POST.get("report_number", ""),
        actor=asked.user,
        now=timezone.now(),
    )
    messages.info(asked, _("%(number)s 已答复") % {"number": number})
    return redirect("reports:requests")


@require_GET
@requires("reports.read")
def incidents(asked: AuthedRequest) -> HttpResponse:
    """Major incidents of the last year with their reports."""
    lines = pages.incident_lines(reader=asked.user, now=timezone.now())
    return render(asked, "reports/incidents.html", {"lines": lines})


@require_POST
@requires("reports.open_incident_report")
def open_incident(asked: AuthedRequest, ticket: str) -> HttpResponse:
    """Make the duty of the report on a major incident."""
    duty = major_incident.open_incident_report(ticket=ticket, actor=asked.user, now=timezone.now())
    facts = {"row": duty.row.number, "due": timezone.localtime(duty.due_at).strftime("%Y-%m-%d %H:%M")}
    messages.info(asked, _("%(row)s 的重大事件报告已列入应提交，不迟于 %(due)s") % facts)
    return redirect("reports:incidents")
