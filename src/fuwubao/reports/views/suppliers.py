"""供应商报告: what suppliers owe, sent and are scored by; and the supplier's own page in the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import supplier_forms as forms
from fuwubao.reports.actions import supplier_evaluation, supplying
from fuwubao.reports.queries import suppliers as pages
from fuwubao.reports.views.distribution import kept_file


@require_GET
@requires("reports.read_suppliers")
def suppliers(request: AuthedRequest) -> HttpResponse:
    """All suppliers with what they owe, and the reports that wait; filters live in the address."""
    now, state = timezone.now(), request.GET.get("state", "")
    facts = {
        "rows": pages.supplier_rows(reader=request.user, now=now),
        "lines": pages.supplier_lines(reader=request.user, now=now, state=state),
        "state": state,
    }
    return render(request, "reports/suppliers.html", facts)


@require_GET
@requires("reports.read_suppliers")
def supplier(request: AuthedRequest, code: str) -> HttpResponse:
    """One supplier in one period."""
    period = request.GET.get("period", "")
    page = pages.supplier_page(code, reader=request.user, period=period, now=timezone.now())
    facts = {"page": page, "dispute": forms.Dispute(), "evaluation": forms.Evaluation()}
    return render(request, "reports/supplier.html", facts)


@require_GET
@requires("reports.read_suppliers")
def report(request: AuthedRequest, report_id: int) -> HttpResponse:
    """One report of a supplier with its submissions and checks."""
    page = pages.supplier_report_page(report_id, reader=request.user, now=timezone.now())
    return render(request, "reports/supplier_report.html", _report_facts(page))


def _report_facts(page: pages.SupplierReportPage) -> dict[str, object]:
    return {"page": page, "received": forms.Receive(), "checks": forms.CheckList(items=page.items)}


def _to_report(report_id: int) -> HttpResponse:
    return redirect("reports:supplier-report", report_id=report_id)


@require_POST
@requires("reports.receive_supplier_report")
def receive(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Enter what came by mail, by hand or otherwise."""
    page = pages.supplier_report_page(report_id, reader=request.user, now=timezone.now())
    form = forms.Receive(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/supplier_report.html", _report_facts(page) | {"received": form}, status=422)
    given = form.cleaned_data
    paper = supplying.Paper(
        content=given["file"].read(),
        name=given["file"].name,
        received_at=given["received_at"],
        channel=given["channel"],
        remark=given["remark"],
    )
    supplying.receive_supplier_report(report_id=report_id, paper=paper, actor=request.user, now=timezone.now())
    messages.info(request, _("已登记收到，待核对"))
    return _to_report(report_id)


@require_POST
@requires("reports.check_supplier_report")
def check(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Store the check list."""
    page = pages.supplier_report_page(report_id, reader=request.user, now=timezone.now())
    form = forms.CheckList(request.POST, items=page.items)
    if not form.is_valid():
        return render(request, "reports/supplier_report.html", _report_facts(page) | {"checks": form}, status=422)
    results = form.results()
    supplying.check_supplier_report(report_id=report_id, results=results, actor=request.user, now=timezone.now())
    messages.info(request, _("核对结果已登记"))
    return _to_report(report_id)


@require_POST
@requires("reports.decide_supplier_report")
def decide(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Accept a report or send it back."""
    reason = request.POST.get("reason", "")[:1000]
    if request.POST.get("decision") == "accept":
        supplying.accept_supplier_report(report_id=report_id, remark=reason, actor=request.user, now=timezone.now())
        messages.info(request, _("已接受"))
    else:
        supplying.return_supplier_report(report_id=report_id, reason=reason, actor=request.user, now=timezone.now())
        messages.info(request, _("已退回供应商"))
    return _to_report(report_id)


@require_GET
@requires("reports.read_suppliers")
def file(request: AuthedRequest, report_id: int, serial: int) -> HttpResponse:
    """A file that a supplier handed in, as it came."""
    return _file(request, report_id, serial)


def _file(request: AuthedRequest, report_id: int, serial: int) -> HttpResponse:
    found = pages.submission_of(report_id, serial, reader=request.user)
    return kept_file(found.sha256, found.file_name)


@require_POST
@requires("reports.raise_supplier_dispute")
def dispute(request: AuthedRequest, code: str) -> HttpResponse:
    """Record a dispute."""
    form = forms.Dispute(request.POST)
    if not form.is_valid():
        messages.error(request, _("争议事项与经过都要填写"))
        return redirect("reports:supplier", code=code)
    raised = supplier_evaluation.raise_dispute(
        supplier=code, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.info(request, _("争议 %(number)s 已登记") % {"number": raised.number})
    return redirect("reports:supplier", code=code)


@require_POST
@requires("reports.settle_supplier_dispute")
def settle(request: AuthedRequest, number: str) -> HttpResponse:
    """Record how a dispute was settled."""
    outcome = request.POST.get("outcome", "")[:2000]
    settled = supplier_evaluation.settle_dispute(number=number, outcome=outcome, actor=request.user, now=timezone.now())
    messages.info(request, _("争议 %(number)s 已解决") % {"number": number})
    return redirect("reports:supplier", code=settled.supplier_code)


@require_POST
@requires("reports.evaluate_supplier")
def evaluate(request: AuthedRequest, code: str) -> HttpResponse:
    """Freeze the evaluation of a period."""
    period, form = request.POST.get("period", "")[:32], forms.Evaluation(request.POST)
    back = f"{reverse('reports:supplier', args=[code])}?period={period}"
    if not form.is_valid():
        messages.error(request, _("请写评价结论"))
        return redirect(back)
    kept = supplier_evaluation.evaluate_supplier(
        supplier=code,
        period=period,
        deductions=supplier_evaluation.read_deductions(form.cleaned_data["deductions"]),
        conclusion=form.cleaned_data["conclusion"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("评价已登记，得分 %(score)s") % {"score": pages.score_text(kept.score)})
    return redirect(back)


@require_GET
@requires("reports.hand_in_supplier_report")
def own(request: AuthedRequest) -> HttpResponse:
    """What the reader's own firm owes, with a form for each report that is open."""
    lines = pages.supplier_lines(reader=request.user, now=timezone.now())
    return render(request, "reports/portal_supplier.html", {"lines": lines, "form": forms.HandIn()})


@require_POST
@requires("reports.hand_in_supplier_report")
def hand_in(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Keep what a supplier hands in."""
    form = forms.HandIn(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择报告文件"))
        return redirect("portal:supplier")
    given = form.cleaned_data
    paper = supplying.Paper(content=given["file"].read(), name=given["file"].name, remark=given["remark"])
    supplying.receive_supplier_report(report_id=report_id, paper=paper, actor=request.user, now=timezone.now())
    messages.info(request, _("报告已提交"))
    return redirect("portal:supplier")


@require_GET
@requires("reports.hand_in_supplier_report")
def own_file(request: AuthedRequest, report_id: int, serial: int) -> HttpResponse:
    """A file that the reader's own firm handed in."""
    return _file(request, report_id, serial)
