"""One report: writing, checks, review, approval, publication. Each view calls one action."""

from __future__ import annotations

import base64
import hashlib
import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import files, forms
from fuwubao.reports.actions import drafting, publishing, review, writing
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.queries.pages import editor_page
from fuwubao.reports.queries.reports import report_with_id


def _back(report_id: int, block: str = "") -> HttpResponse:
    address = reverse("reports:report", kwargs={"report_id": report_id})
    return redirect(f"{address}?block={block}" if block else address)


@require_GET
@requires("reports.read")
def report(request: AuthedRequest, report_id: int) -> HttpResponse:
    """A report with one chapter open, its checks and its preview."""
    page = editor_page(report_id, reader=request.user, block=request.GET.get("block", ""), now=timezone.now())
    return render(request, "reports/report.html", {"page": page, "event": forms.Event(), "decision": forms.Decision()})


@require_GET
@requires("reports.read")
def preview(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The document as it stands, for the frame beside the editor."""
    document, _figures = document_of(report_with_id(report_id, reader=request.user))
    return framed(files.written(document, "html"))


def framed(content: bytes) -> HttpResponse:
    """Return a document page whose only style sheet is allowed by its own hash; no script runs in it."""
    styles = re.findall(rb"<style>(.*?)</style>", content, re.DOTALL)
    hashes = ["'sha256-" + base64.b64encode(hashlib.sha256(style).digest()).decode() + "'" for style in styles]
    answer = HttpResponse(content, content_type="text/html; charset=utf-8")
    answer._csp_update = {"style-src": ["'self'", *hashes], "script-src": ["'none'"]}  # type: ignore[attr-defined]  # read by django-csp
    return answer


@require_GET
@requires("reports.read")
def file(request: AuthedRequest, report_id: int, file_format: str) -> HttpResponse:
    """A file of the report: the approved bytes, or the draft written now."""
    found = report_with_id(report_id, reader=request.user)
    kept = found.files.filter(file_format=file_format).first()
    if kept is not None:
        return attachment(files.read(kept.sha256, name=kept.name), kept.name, file_format)
    document, _figures = document_of(found)
    content = files.written(document, file_format, word_sha256=found.template.word_sha256)
    return attachment(content, files.name_of(found, file_format), file_format)


def attachment(content: bytes, name: str, file_format: str) -> HttpResponse:
    """Return bytes as a file; a PDF opens in the browser."""
    answer = HttpResponse(content, content_type=files.MEDIA[file_format])
    header = content_disposition_header(file_format != "pdf", name)
    answer.headers["Content-Disposition"] = header or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@requires("reports.write")
def cite(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Replace a typed number by the figure that it stands for."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Citation(request.POST)
    if form.is_valid():
        writing.cite_number(
            number=found.number, block=block, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
    return _back(report_id, block)


@require_POST
@requires("reports.write")
def state(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Let a number stand as the author's own statement."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Statement(request.POST)
    if not form.is_valid():
        messages.error(request, _("作者陈述要写明依据"))
        return _back(report_id, block)
    writing.state_number(number=found.number, block=block, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(report_id, block)


@require_POST
@requires("reports.write")
def explain(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Note cause, measure, owner and date for the chosen breaches."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Explanation(request.POST)
    if not form.is_valid():
        messages.error(request, _("原因未填写"))
        return _back(report_id, "attainment")
    given = form.cleaned_data
    explanation = writing.Explanation(
        cause=given["cause"], measure=given["measure"], owner=given["owner"], due_on=given["due_on"]
    )
    count = writing.explain_breaches(
        number=found.number, subjects=given["subjects"], explanation=explanation, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("已说明 %(count)s 项") % {"count": count})
    return _back(report_id, "attainment")


@require_POST
@requires("reports.write")
def nothing(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """State 本期无 for a block."""
    found = report_with_id(report_id, reader=request.user)
    writing.state_nothing(number=found.number, block=block, actor=request.user, now=timezone.now())
    return _back(report_id, block)


@require_POST
@requires("reports.write")
def decision(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Ask the recipient to decide something."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Decision(request.POST)
    if not form.is_valid():
        messages.error(request, _("事项与决策人都要填写"))
        return _back(report_id, "summary")
    writing.ask_decision(number=found.number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(report_id, "summary")


@require_POST
@requires("reports.write")
def event(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Add a significant event."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Event(request.POST)
    if not form.is_valid():
        messages.error(request, _("事件的时间与名称都要填写"))
        return _back(report_id, "events")
    writing.note_event(number=found.number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(report_id, "events")


@require_POST
@requires("reports.write")
def follow_up(request: AuthedRequest, report_id: int, note_id: int) -> HttpResponse:
    """Say what became of a measure of the last report."""
    report_with_id(report_id, reader=request.user)
    writing.follow_up_measure(
        note_id=note_id,
        outcome=request.POST.get("outcome", "open"),
        remark=request.POST.get("remark", "")[:300],
        actor=request.user,
        now=timezone.now(),
    )
    return _back(report_id, "previous_actions")


@require_POST
@requires("reports.write")
def waive(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Let a warning stand with a reason."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Waiver(request.POST)
    if not form.is_valid():
        messages.error(request, _("放行要写明理由"))
        return _back(report_id)
    writing.waive_finding(number=found.number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(report_id)


@require_POST
@requires("reports.write")
def retake(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Take the figures anew."""
    found = report_with_id(report_id, reader=request.user)
    drafting.retake_figures(number=found.number, actor=request.user, now=timezone.now())
    messages.info(request, _("数字已按最新数据重新冻结"))
    return _back(report_id)


@require_POST
@requires("reports.submit")
def submit(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Send the draft to review."""
    found = report_with_id(report_id, reader=request.user)
    sent = review.submit_report(number=found.number, actor=request.user, now=timezone.now())
    reviewer = sent.row.reviewer.name if sent.row.reviewer else _("审核人")
    messages.info(request, _("已送评审给%(name)s") % {"name": reviewer})
    return _back(report_id)


@require_POST
@requires("reports.write")
def revise(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Take a returned report up again."""
    found = report_with_id(report_id, reader=request.user)
    review.revise_report(number=found.number, actor=request.user, now=timezone.now())
    return _back(report_id)


@require_POST
@requires("reports.escalate")
def escalate(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Ask for the system head's approval as well."""
    found = report_with_id(report_id, reader=request.user)
    reason = request.POST.get("reason", "")
    review.escalate_report(number=found.number, reason=reason, actor=request.user, now=timezone.now())
    messages.info(request, _("已转管理体系负责人"))
    return _back(report_id)


@require_POST
@requires("reports.read")
def approve(request: AuthedRequest, report_id: int) -> HttpResponse:
    """批准; the action asks for the role, since two roles may."""
    found = report_with_id(report_id, reader=request.user)
    remark = request.POST.get("remark", "")[:300]
    review.approve_report(number=found.number, remark=remark, actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 已批准，文件已按散列值封存") % {"number": found.number})
    return _back(report_id)


@require_POST
@requires("reports.publish")
def publish(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Publish the approved bytes."""
    found = report_with_id(report_id, reader=request.user)
    sent = publishing.publish_report(number=found.number, actor=request.user, now=timezone.now())
    people = sent.deliveries.values("recipient").distinct().count()
    messages.info(request, _("已发布给 %(count)s 位接收人") % {"count": people})
    return _back(report_id)


@require_POST
@requires("reports.correct")
def correct(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Open a corrected version."""
    found = report_with_id(report_id, reader=request.user)
    reason = request.POST.get("reason", "")
    newer = drafting.correct_report(number=found.number, reason=reason, actor=request.user, now=timezone.now())
    messages.info(request, _("已建立更正版本 %(number)s") % {"number": newer.number})
    return _back(newer.pk)


@require_POST
@requires("reports.write")
def answer(request: AuthedRequest, report_id: int, feedback_id: int) -> HttpResponse:
    """Answer a reader's feedback."""
    report_with_id(report_id, reader=request.user)
    text = request.POST.get("answer", "")
    publishing.answer_feedback(feedback_id=feedback_id, answer=text, actor=request.user, now=timezone.now())
    return _back(report_id)
