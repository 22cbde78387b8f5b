"""The recipient's portal: own published reports only, receipt, feedback."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import distribution_forms, files, forms
from fuwubao.reports.actions import objections, publishing
from fuwubao.reports.errors import ReportNotFound
from fuwubao.reports.queries.portal import portal_report
from fuwubao.reports.queries.reports import portal_lines
from fuwubao.reports.queries.voices import board_lines
from fuwubao.reports.views.report import attachment, framed

OPEN_FORMATS = ("pdf", "xlsx")


@require_GET
@requires("reports.read_published")
def reports(request: AuthedRequest) -> HttpResponse:
    """The reports that were published to the reader's firm, newest first."""
    return render(request, "reports/portal_list.html", {"lines": portal_lines(reader=request.user)})


@require_GET
@requires("reports.read_published")
def report(request: AuthedRequest, report_id: int) -> HttpResponse:
    """One published report; opening it is noted for the reader."""
    found = publishing.open_published(report_id=report_id, actor=request.user, now=timezone.now())
    page = portal_report(found, reader=request.user)
    return render(
        request,
        "reports/portal_report.html",
        {"page": page, "opinion": forms.Opinion(), "objection": distribution_forms.Objection()},
    )


@require_GET
@requires("reports.read_published")
def document(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The approved document as a page."""
    found = publishing.published_for(report_id, request.user)
    kept = found.files.filter(file_format="html").first()
    if kept is None:
        raise ReportNotFound(number=found.number)
    return framed(files.read(kept.sha256, name=kept.name))


@require_GET
@requires("reports.read_published")
def file(request: AuthedRequest, report_id: int, file_format: str) -> HttpResponse:
    """The approved bytes as a file."""
    found = publishing.published_for(report_id, request.user)
    kept = found.files.filter(file_format=file_format).first()
    if kept is None or file_format not in OPEN_FORMATS:
        raise ReportNotFound(number=found.number)
    return attachment(files.read(kept.sha256, name=kept.name), kept.name, file_format)


@require_POST
@requires("reports.acknowledge")
def acknowledge(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Confirm receipt."""
    remark = request.POST.get("remark", "")[:300]
    publishing.acknowledge_report(report_id=report_id, remark=remark, actor=request.user, now=timezone.now())
    messages.info(request, _("已确认收到"))
    return redirect("portal:report", report_id=report_id)


@require_POST
@requires("reports.give_feedback")
def feedback(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Keep the reader's scores and words."""
    form = forms.Opinion(request.POST)
    if not form.is_valid() or not any(form.cleaned_data.values()):
        messages.error(request, _("请给出评分或意见"))
        return redirect("portal:report", report_id=report_id)
    opinion = publishing.Opinion(**form.cleaned_data)
    publishing.give_feedback(report_id=report_id, opinion=opinion, actor=request.user, now=timezone.now())
    messages.info(request, _("反馈已送达编制人"))
    return redirect("portal:report", report_id=report_id)


@require_POST
@requires("reports.object")
def object_(request: AuthedRequest, report_id: int) -> HttpResponse:
    """提出异议 to something in the report."""
    publishing.published_for(report_id, request.user)
    form = distribution_forms.Objection(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明对哪一项有异议及其内容"))
        return redirect("portal:report", report_id=report_id)
    raised = objections.raise_objection(
        report_id=report_id, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    due = timezone.localtime(raised.due_at - timedelta(seconds=1)).date().isoformat()
    messages.info(request, _("异议已提出，我们将在 %(day)s 前答复") % {"day": due})
    return redirect("portal:report", report_id=report_id)


@require_GET
@requires("reports.read_published")
def board(request: AuthedRequest) -> HttpResponse:
    """公告栏: reports that were published to everybody of the reader's firm."""
    return render(request, "reports/board.html", {"lines": board_lines(reader=request.user)})
