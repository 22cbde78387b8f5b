"""本期批次: the run of a period, its summaries and carried words. What takes long goes to the worker as a job."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts import jobs
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports.actions import carrying, summary_opening
from fuwubao.reports.actions import late_data as late_actions
from fuwubao.reports.period_errors import NothingSelected
from fuwubao.reports.period_tasks import ACT, BUILD
from fuwubao.reports.queries.carried_pages import carried_reports
from fuwubao.reports.queries.late_data import late_data
from fuwubao.reports.queries.period_run import period_run
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.queries.run_pages import export_rows, outcomes_of, summary_page


@require_GET
@requires("reports.read")
def run(request: AuthedRequest) -> HttpResponse:
    """A period's due rows from data to hand-over; period, filter and the last result live in the address."""
    only = request.GET.get("only", "")
    page = period_run(label=request.GET.get("period", ""), reader=request.user, now=timezone.now(), only=only)
    facts = {"page": page, "only": only, "outcomes": outcomes_of(page.job, request.GET.get("result", ""))}
    return render(request, "reports/run.html", facts)


@require_GET
@requires("reports.read")
def export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The rows that the filter shows as CSV or JSON; either selects reports for the command line."""
    page = period_run(
        label=request.GET.get("period", ""), reader=request.user, now=timezone.now(), only=request.GET.get("only", "")
    )
    name = f"period-run-{page.period.label.replace('/', '_')}"
    if file_format == "json":
        told = {"period": page.period.label, "reports": [line.to_json() for line in page.shown]}
        answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return answer
    out = io.StringIO()
    csv.writer(out).writerows(export_rows(page.shown))
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_POST
@requires("reports.draft")
def build(request: AuthedRequest) -> HttpResponse:
    """Queue the building of every draft whose data is complete."""
    period = request.POST.get("period", "")[:32]
    arguments: dict[str, object] = {"period": period, "carry": request.POST.get("carry") == "yes"}
    title = _("生成 %(period)s 的草稿") % {"period": period}
    return _queued(request, BUILD, title, arguments)


@require_POST
@requires("reports.submit")
def submit(request: AuthedRequest) -> HttpResponse:
    """Queue the submission of the selected reports."""
    return _selected(request, "submit", _("提交所选报告"))


@require_POST
@requires("reports.read")
def approve(request: AuthedRequest) -> HttpResponse:
    """Queue the approval of the selected reports; the action asks for the role, since two roles may."""
    return _selected(request, "approve", _("批准所选报告"))


@require_POST
@requires("reports.publish")
def publish(request: AuthedRequest) -> HttpResponse:
    """Queue the publication of the selected reports."""
    return _selected(request, "publish", _("发布所选报告"))


def _selected(request: AuthedRequest, act: str, title: str) -> HttpResponse:
    numbers = request.POST.getlist(act)
    if not numbers:
        raise NothingSelected(where=_("本页"), why=act)
    period = request.POST.get("period", "")[:32]
    arguments: dict[str, object] = {"period": period, "act": act, "numbers": numbers}
    return _queued(request, ACT, f"{title} · {len(numbers)}", arguments)


def _queued(request: AuthedRequest, task: str, title: str, arguments: dict[str, object]) -> HttpResponse:
    job = jobs.enqueue(task=task, title=title, arguments=arguments, owner=request.user, now=timezone.now())
    return redirect("accounts:job", job_id=job.pk)


@require_GET
@requires("reports.read")
def summary(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The summary of one submitted report; that it was opened is kept, since approval by selection asks for it."""
    found = report_with_id(report_id, reader=request.user)
    summary_opening.open_summary(number=found.number, actor=request.user, now=timezone.now())
    page = summary_page(report_id, period=request.GET.get("period", ""), reader=request.user, now=timezone.now())
    return render(request, "reports/run_summary.html", {"page": page})


@require_GET
@requires("reports.read")
def carried(request: AuthedRequest) -> HttpResponse:
    """The carried sentences of a period's drafts, to be confirmed one by one."""
    page = period_run(label=request.GET.get("period", ""), reader=request.user, now=timezone.now())
    numbers = [line.report.number for line in page.lines if line.report and line.look and line.look.carried]
    reports = carried_reports(reader=request.user, numbers=numbers)
    return render(request, "reports/run_carried.html", {"page": page, "reports": reports})


@require_POST
@requires("reports.write")
def confirm(request: AuthedRequest) -> HttpResponse:
    """Confirm the ticked sentences, report by report; each report is an act of its own."""
    chosen: dict[str, list[int]] = {}
    for ticked in request.POST.getlist("sentence"):
        number, _sign, key = ticked.rpartition("#")
        chosen.setdefault(number, []).append(int(key))
    count = 0
    for number, keys in chosen.items():
        count += carrying.confirm_carried(number=number, sentence_ids=keys, actor=request.user, now=timezone.now())
    messages.info(request, _("已确认 %(count)s 句") % {"count": count})
    query = urlencode({"period": request.POST.get("period", "")})
    return redirect(f"{reverse('reports:run-carried')}?{query}")


@require_POST
@requires("reports.write")
def carry(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Take the last period's words into one empty block, or into all."""
    found = report_with_id(report_id, reader=request.user)
    block = request.POST.get("block", "")[:40]
    blocks = carrying.carry_words(number=found.number, block=block, actor=request.user, now=timezone.now())
    messages.info(request, _("已带入上期文字 %(count)s 节，请逐句确认") % {"count": len(blocks)})
    query = f"?{urlencode({'block': block})}" if block else ""
    return redirect(f"{reverse('reports:report', args=[report_id])}{query}")


@require_GET
@requires("reports.read")
def late(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The difference list of data that came after the freeze, with what was chosen about it."""
    page = late_data(report_id, reader=request.user)
    return render(request, "reports/late.html", {"page": page})


@require_POST
@requires("reports.write")
def choose_late(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Take the figures anew, or explain in the next report; the reason is asked for."""
    found = report_with_id(report_id, reader=request.user)
    reason = request.POST.get("reason", "")
    if request.POST.get("choice") == "update":
        late_actions.update_data(number=found.number, reason=reason, actor=request.user, now=timezone.now())
        messages.info(request, _("数字已按最新数据重新冻结"))
    else:
        late_actions.explain_later(number=found.number, reason=reason, actor=request.user, now=timezone.now())
        messages.info(request, _("已登记，下期报告写更正说明"))
    return redirect("reports:late", report_id=report_id)
