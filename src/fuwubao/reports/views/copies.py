"""受控副本、用印、签章扫描件 of one report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import distribution_forms as forms
from fuwubao.reports import files
from fuwubao.reports.actions import copies as copying
from fuwubao.reports.actions import sealing
from fuwubao.reports.distribution_errors import DeliveryUnknown
from fuwubao.reports.queries.distribution import copies_page
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.views.distribution import kept_file
from fuwubao.reports.views.report import attachment


def _back(report_id: int) -> HttpResponse:
    return redirect("reports:copies", report_id=report_id)


@require_GET
@requires("reports.read")
def copies(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The copies, seals and scans of a report."""
    page = copies_page(report_id, reader=request.user, now=timezone.now())
    context = {"page": page, "copy": forms.Copy(), "seal": forms.Seal(), "scan": forms.Scan()}
    return render(request, "reports/copies.html", context)


@require_POST
@requires("reports.issue_copy")
def issue(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Issue a controlled copy to a holder."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Copy(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写持有人"))
        return _back(report_id)
    made = copying.issue_copy(number=found.number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("已发放，分发号 %(number)s") % {"number": made.number})
    return _back(report_id)


@require_GET
@requires("reports.read")
def copy_file(request: AuthedRequest, report_id: int, serial: int) -> HttpResponse:
    """The stamped PDF of a controlled copy, as it was issued."""
    found = report_with_id(report_id, reader=request.user)
    copy = found.copies.filter(serial=serial).first()
    if copy is None:
        raise DeliveryUnknown(number=found.number, delivery=serial)
    name = f"{files.name_of(found, 'pdf').removesuffix('.pdf')} 分发号{copy.serial:02d}.pdf"
    return attachment(files.read(copy.sha256, name=name), name, "pdf")


@require_POST
@requires("reports.issue_copy")
def end_copy(request: AuthedRequest, report_id: int, serial: int, act: str) -> HttpResponse:
    """Recall, lose or destroy a copy."""
    found = report_with_id(report_id, reader=request.user)
    ended = copying.end_copy(
        number=found.number,
        copy_number=f"{found.number}-{serial:02d}",
        act=act,
        reason=request.POST.get("reason", "")[:300],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("副本 %(number)s 已更新") % {"number": ended.number})
    return _back(report_id)


@require_POST
@requires("reports.request_seal")
def request_seal(request: AuthedRequest, report_id: int) -> HttpResponse:
    """申请用印."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Seal(request.POST)
    if not form.is_valid():
        messages.error(request, _("印章、用途与份数都要填写"))
        return _back(report_id)
    sealing.request_seal(number=found.number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("用印申请已提交"))
    return _back(report_id)


@require_POST
@requires("reports.approve_seal")
def decide_seal(request: AuthedRequest, report_id: int, use_id: int) -> HttpResponse:
    """Approve or refuse the use of a seal."""
    report_with_id(report_id, reader=request.user)
    sealing.decide_seal(
        use_id=use_id,
        approved=request.POST.get("decision") == "approve",
        reason=request.POST.get("reason", "")[:300],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("用印申请已裁定"))
    return _back(report_id)


@require_POST
@requires("reports.register_seal")
def register_seal(request: AuthedRequest, report_id: int, use_id: int) -> HttpResponse:
    """用印登记."""
    report_with_id(report_id, reader=request.user)
    register_number = request.POST.get("register_number", "")[:32]
    sealing.register_seal(use_id=use_id, register_number=register_number, actor=request.user, now=timezone.now())
    messages.info(request, _("已登记用印"))
    return _back(report_id)


@require_POST
@requires("reports.register_scan")
def register_scan(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Attach the scan of a signed paper to this version."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Scan(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("签章人、签章日期与扫描件都要填写"))
        return _back(report_id)
    given = form.cleaned_data
    paper = sealing.ReturnedPaper(
        name=given["scan"].name,
        content=given["scan"].read(),
        signed_by=given["signed_by"],
        signed_on=given["signed_on"],
        code=given["code"],
    )
    sealing.register_scan(number=found.number, paper=paper, actor=request.user, now=timezone.now())
    messages.info(request, _("签章扫描件已登记"))
    return _back(report_id)


@require_GET
@requires("reports.read")
def scan_file(request: AuthedRequest, report_id: int, scan_id: int) -> HttpResponse:
    """A signed scan as it was kept."""
    found = report_with_id(report_id, reader=request.user)
    scan = found.scans.filter(pk=scan_id).first()
    if scan is None:
        raise DeliveryUnknown(number=found.number, delivery=scan_id)
    return kept_file(scan.sha256, scan.name)
