"""《服务报告列表》, the year plan and the list of reports."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.domain.lifecycles import REGISTER_ROW
from fuwubao.domain.terms import DueRule
from fuwubao.reports import forms
from fuwubao.reports.actions import drafting, duties, register
from fuwubao.reports.queries import register as rows
from fuwubao.reports.queries.reports import PUBLISHED, report_lines
from fuwubao.reports.register_files import register_csv
from fuwubao.ui.language import said

STATES = {
    "writing": ("draft", "returned"),
    "review": ("in_review", "escalated", "approved"),
    "published": PUBLISHED,
}


@require_GET
@requires("reports.read")
def issues(request: AuthedRequest) -> HttpResponse:
    """All reports, by what they wait for."""
    chosen = request.GET.get("waits", "")
    lines = report_lines(reader=request.user, states=STATES.get(chosen, ()))
    in_force = rows.lines_in_force(reader=request.user, now=timezone.now())
    return render(request, "reports/issues.html", {"lines": lines, "chosen": chosen, "rows": in_force})


@require_GET
@requires("reports.read")
def register_page(request: AuthedRequest) -> HttpResponse:
    """The register with its record of periods; filters live in the address."""
    asked = {name: request.GET.get(name, "") for name in ("state", "customer", "kind")}
    lines = rows.register_lines(reader=request.user, now=timezone.now(), **asked)
    kinds = [(code, _(words)) for code, words in rows.KINDS.items()]
    facts = {
        "groups": rows.register_groups(lines),
        "count": len(lines),
        "kinds": kinds,
        "filtered": any(asked.values()),
    }
    return render(request, "reports/register.html", facts)


@require_GET
@requires("reports.read")
def register_print(request: AuthedRequest) -> HttpResponse:
    """The register as the printed form (F01)."""
    lines = rows.register_lines(reader=request.user, now=timezone.now())
    return render(request, "reports/register_print.html", {"lines": lines, "today": timezone.localdate()})


@require_GET
@requires("reports.read")
def register_export(request: AuthedRequest) -> HttpResponse:
    """The register as CSV that no spreadsheet runs, in Chinese as the form is: what is exported can be imported."""
    with translation.override(settings.LANGUAGE_CODE):
        content = register_csv(rows.register_lines(reader=request.user, now=timezone.now()))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="register.csv"'
    return answer


@require_http_methods(["GET", "POST"])
@requires("reports.edit_register")
def new_row(request: AuthedRequest) -> HttpResponse:
    """Register one more report as a draft."""
    form = forms.Row(request.POST or None, initial=rows.row_from_template(request.GET.get("from", ""), timezone.now()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = duties.add_row_for_agreement(
            content=register.RowContent(
                number=given["number"],
                name=given["name"],
                source_process=given["source_process"],
                template=given["template"],
                frequency=given["frequency"],
                due=DueRule(working_days=given["working_days"]),
                purpose=given["purpose"],
                row_template=given["row_template"],
                recipients=tuple(
                    name.strip() for name in given["recipients"].replace(",", "、").split("、") if name.strip()
                ),
                agreements=(given["agreement"],) if given["agreement"] else (),
            ),
            actor=request.user,
            now=timezone.now(),
        )
        messages.info(request, _("%(number)s 已登记为草稿，约定后生效") % {"number": row.number})
        return redirect("reports:row", number=row.number)
    return render(request, "reports/new_row.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@requires("reports.read")
def row(request: AuthedRequest, number: str) -> HttpResponse:
    """One row of the register with its agreement and its reports."""
    line = rows.register_line(number, reader=request.user, now=timezone.now())
    return _row_page(request, line, forms.Agreed())


def _row_page(request: AuthedRequest, line: rows.RegisterLine, agreed: forms.Agreed) -> HttpResponse:
    lines = report_lines(reader=request.user, row_number=line.number)
    moves = rows.row_moves(line, reader=request.user, now=timezone.now())
    facts = {"line": line, "lines": lines, "agreed": agreed, "moves": moves, "period": request.GET.get("period", "")}
    return render(request, "reports/row.html", facts, status=422 if agreed.is_bound else 200)


@require_POST
@requires("reports.agree_row")
def agree_row(request: AuthedRequest, number: str) -> HttpResponse:
    """Record who agreed the report."""
    form = forms.Agreed(request.POST)
    if not form.is_valid():
        line = rows.register_line(number, reader=request.user, now=timezone.now())
        return _row_page(request, line, form)
    register.agree_row(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("已登记约定"))
    return redirect("reports:row", number=number)


@require_POST
@requires("reports.activate_row")
def activate_row(request: AuthedRequest, number: str) -> HttpResponse:
    """Let a row raise duties."""
    duties.activate_and_schedule(number=number, actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 已生效，应提交期次已列入年度报告计划") % {"number": number})
    return redirect("reports:row", number=number)


@require_POST
@requires("reports.pause_row")
def move_row(request: AuthedRequest, number: str, act: str) -> HttpResponse:
    """Pause, resume, lower, restore or retire a row."""
    reason = request.POST.get("reason", "")
    moved = register.move_row(
        number=number, act=f"reports.{act}", reason=reason, actor=request.user, now=timezone.now()
    )
    told = {"number": number, "state": said(REGISTER_ROW.states[moved.state])}
    messages.info(request, _("%(number)s 状态已改为“%(state)s”") % told)
    return redirect("reports:row", number=number)


@require_GET
@requires("reports.read")
def year(request: AuthedRequest) -> HttpResponse:
    """年度报告计划: the year's duties by month."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else today.year
    plan = rows.year_plan(reader=request.user, year=chosen, now=timezone.now())
    return render(request, "reports/year.html", {"plan": plan, "months": range(1, 13)})


@require_POST
@requires("reports.draft")
def new_report(request: AuthedRequest) -> HttpResponse:
    """Draft the report of a row and period with frozen figures."""
    form = forms.NewReport(request.POST)
    if not form.is_valid():
        return redirect("reports:issues")
    report = drafting.draft_report(
        row_number=form.cleaned_data["row"],
        period_label=form.cleaned_data["period"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已生成 %(number)s 草稿，数字已冻结") % {"number": report.number})
    return redirect("reports:report", report_id=report.pk)
