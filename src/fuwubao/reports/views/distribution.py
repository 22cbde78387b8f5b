"""分发: who gets a report, how, when and in what state; what a person enters about it; links for customers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import distribution_forms as forms
from fuwubao.reports import files, proofs
from fuwubao.reports.actions import delivering, links, publishing, silence
from fuwubao.reports.distribution_errors import DeliveryUnknown
from fuwubao.reports.models import Report
from fuwubao.reports.queries.distribution import distribution_page
from fuwubao.reports.queries.reports import report_with_id


def _back(report_id: int) -> HttpResponse:
    return redirect("reports:distribution", report_id=report_id)


def _number(request: AuthedRequest, report_id: int) -> str:
    return report_with_id(report_id, reader=request.user).number


def _page(request: AuthedRequest, report_id: int, *, hand_over: forms.HandOver | None = None) -> HttpResponse:
    """The page; with a form that was refused its status is 422."""
    page = distribution_page(report_id, reader=request.user, now=timezone.now())
    made = [
        (line, request.build_absolute_uri(reverse("portal:link", args=[links.token_of(line.link)])))
        for line in page.links
    ]
    context = {
        "page": page,
        "links": made,
        "hand_over": hand_over or forms.HandOver(recipients=page.recipients),
        "link": forms.Link(),
        "silence": forms.Silence(),
    }
    return render(request, "reports/distribution.html", context, status=422 if hand_over else 200)


@require_GET
@requires("reports.read")
def distribution(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Who got the report, how, when, in what state."""
    return _page(request, report_id)


@require_POST
@requires("reports.hand_over")
def hand_over(request: AuthedRequest, report_id: int) -> HttpResponse:
    """登记线下送达."""
    found: Report = report_with_id(report_id, reader=request.user)
    form = forms.HandOver(request.POST, request.FILES, recipients=tuple(found.row.recipients))
    if not form.is_valid():
        return _page(request, report_id, hand_over=form)
    given = form.cleaned_data
    told = delivering.HandOver(
        recipient=given["recipient"],
        channel=given["channel"],
        handed_at=given["handed_at"],
        handed_by=given["handed_by"],
        remark=given["remark"],
        proof_name=given["proof"].name,
        proof=given["proof"].read(),
    )
    delivery = delivering.register_hand_over(number=found.number, told=told, actor=request.user, now=timezone.now())
    words = _("已登记送达，标为补录") if delivery.entered_late else _("已登记送达")
    messages.info(request, words)
    return _back(report_id)


@require_POST
@requires("reports.publish")
def resend(request: AuthedRequest, report_id: int, delivery_id: int) -> HttpResponse:
    """Send a letter again."""
    number = _number(request, report_id)
    delivering.resend(number=number, delivery_id=delivery_id, actor=request.user, now=timezone.now())
    messages.info(request, _("已排入发送队列"))
    return _back(report_id)


@require_POST
@requires("reports.publish")
def settle(request: AuthedRequest, report_id: int, delivery_id: int) -> HttpResponse:
    """Say that a letter of unknown outcome arrived."""
    number = _number(request, report_id)
    reason = request.POST.get("reason", "")[:300]
    delivering.settle_delivery(
        number=number, delivery_id=delivery_id, reason=reason, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("已确认送达"))
    return _back(report_id)


@require_POST
@requires("reports.publish")
def bounce(request: AuthedRequest, report_id: int, delivery_id: int) -> HttpResponse:
    """Note that a letter came back."""
    number = _number(request, report_id)
    reason = request.POST.get("reason", "")[:300]
    delivering.note_bounce(
        number=number, delivery_id=delivery_id, reason=reason, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("已登记退信"))
    return _back(report_id)


@require_POST
@requires("reports.publish")
def address(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Enter where a recipient gets mail; the letter that waited for it is queued."""
    number = _number(request, report_id)
    form = forms.MailAddress(request.POST)
    if not form.is_valid():
        messages.error(request, _("邮箱地址不正确"))
        return _back(report_id)
    delivering.set_address(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("已登记邮箱，报告已排入发送队列"))
    return _back(report_id)


@require_GET
@requires("reports.read")
def proof(request: AuthedRequest, report_id: int, delivery_id: int) -> HttpResponse:
    """The file that proves a hand-over."""
    found = report_with_id(report_id, reader=request.user)
    kept = found.deliveries.filter(pk=delivery_id).exclude(proof_sha256="").first()
    if kept is None:
        raise DeliveryUnknown(number=found.number, delivery=delivery_id)
    return kept_file(kept.proof_sha256, kept.proof_name)


def kept_file(sha256: str, name: str) -> HttpResponse:
    """Return a kept file to be saved, never shown: it came from outside. Raises: FileDamaged."""
    media = proofs.MEDIA.get(proofs.extension_of(name), "application/octet-stream")
    answer = HttpResponse(files.read(sha256, name=name), content_type=media)
    answer.headers["Content-Disposition"] = files.disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@requires("reports.make_link")
def make_link(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Make a link that opens this one report without a log-in."""
    number = _number(request, report_id)
    form = forms.Link(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择接收人并填写 1–90 天"))
        return _back(report_id)
    links.make_link(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("链接已建立，可复制后发给接收人"))
    return _back(report_id)


@require_POST
@requires("reports.make_link")
def revoke_link(request: AuthedRequest, report_id: int, link_id: int) -> HttpResponse:
    """Close a link before its time."""
    report_with_id(report_id, reader=request.user)
    links.revoke_link(link_id=link_id, actor=request.user, now=timezone.now())
    messages.info(request, _("链接已收回"))
    return _back(report_id)


@require_POST
@requires("reports.withdraw")
def withdraw(request: AuthedRequest, report_id: int) -> HttpResponse:
    """撤回 a published report."""
    number = _number(request, report_id)
    reason = request.POST.get("reason", "")[:300]
    publishing.withdraw_report(number=number, reason=reason, actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 已撤回，接收人已收到通知") % {"number": number})
    return _back(report_id)


@require_POST
@requires("reports.agree_silence")
def agree_silence(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Record the clause of acknowledgement by default."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Silence(request.POST)
    if not form.is_valid():
        messages.error(request, _("条款、工作日数与约定日期都要填写"))
        return _back(report_id)
    given = form.cleaned_data
    clause = silence.Clause(working_days=given["working_days"], words=given["clause"], agreed_on=given["agreed_on"])
    silence.agree_silence(row_number=found.row.number, clause=clause, actor=request.user, now=timezone.now())
    messages.info(request, _("默认确认条款已登记"))
    return _back(report_id)


@require_POST
@requires("reports.acknowledge_by_default")
def by_default(request: AuthedRequest, report_id: int) -> HttpResponse:
    """默认确认 after the agreed silence."""
    number = _number(request, report_id)
    silence.acknowledge_by_default(number=number, actor=request.user, now=timezone.now())
    messages.info(request, _("已按约定默认确认，不计入确认率"))
    return _back(report_id)
