"""被动报告: register who asks for a report and by when, accept or decline, answer (S1.14, S1.21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.reports.actions.warning import next_number
from fuwubao.reports.errors import ReasonMissing, ReportNotFound, StepRefused
from fuwubao.reports.models import Report, ReportRequest
from fuwubao.reports.warning_errors import NeededBeforeAsked, RequestNotFound
from fuwubao.reports.warning_rules import REQUEST_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: who, about what, why, which period, by when."""

    requester: str
    topic: str
    needed_by: date
    customer_code: str = ""
    purpose: str = ""
    period_label: str = ""


@transaction.atomic(durable=True)
def register_request(*, asked: Asked, actor: User, now: datetime) -> ReportRequest:
    """Register a request for a report. Raises: NotAllowed, NeededBeforeAsked."""
    permissions.refuse_unless_may(actor, "reports.register_request", customer_code=asked.customer_code, now=now)
    today = now.astimezone(ZoneInfo(time_zone())).date()
    if asked.needed_by < today:
        raise NeededBeforeAsked(needed=asked.needed_by.isoformat(), today=today.isoformat(), where="needed_by", why="")
    request = ReportRequest.objects.create(
        number=next_number("REQ", ReportRequest.objects.values_list("number", flat=True), now),
        requester=asked.requester,
        customer_code=asked.customer_code,
        topic=asked.topic,
        purpose=asked.purpose,
        period_label=asked.period_label,
        needed_by=asked.needed_by,
        received_at=now,
        received_by=actor,
    )
    after = {"requester": asked.requester, "topic": asked.topic, "needed_by": asked.needed_by.isoformat()}
    audit.record("reports.register_request", subject=request, actor=actor, at=now, after=after)
    return request


@transaction.atomic(durable=True)
def decide_request(*, number: str, accept: bool, reason: str, actor: User, now: datetime) -> ReportRequest:
    """Accept a request or decline it with the reason that the requester is told.

    Raises: NotAllowed, RequestNotFound, StepRefused, ReasonMissing.
    """
    request = locked_request(number)
    permissions.refuse_unless_may(actor, "reports.answer_request", customer_code=request.customer_code, now=now)
    _refuse_unless_in(request, "received", act="受理")
    if not accept and not reason.strip():
        raise ReasonMissing(act="不受理", where=number, why="reason")
    request.state = "accepted" if accept else "declined"
    if not accept:
        request.answer, request.answered_at, request.answered_by = reason.strip(), now, actor
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    audit.record(
        "reports.answer_request", subject=request, actor=actor, at=now, before="received", after=request.state,
        remark=reason,
    )  # fmt: skip
    return request


@transaction.atomic(durable=True)
def answer_request(*, number: str, answer: str, report_number: str, actor: User, now: datetime) -> ReportRequest:
    """Answer an accepted request with words, or with a published report; a draft answers nothing.

    Raises: NotAllowed, RequestNotFound, StepRefused, ReasonMissing, ReportNotFound.
    """
    request = locked_request(number)
    permissions.refuse_unless_may(actor, "reports.answer_request", customer_code=request.customer_code, now=now)
    _refuse_unless_in(request, "accepted", act="答复")
    report = None
    if report_number.strip():
        report = Report.objects.filter(number=report_number.strip(), published_at__isnull=False).first()
        if report is None:
            raise ReportNotFound(number=report_number)
    if not answer.strip():
        raise ReasonMissing(act="答复", where=number, why="answer")
    request.state, request.answer, request.report = "answered", answer.strip(), report
    request.answered_at, request.answered_by = now, actor
    request.save(update_fields=["state", "answer", "report", "answered_at", "answered_by"])
    after = {"state": "answered", "report": report.number if report else ""}
    audit.record(
        "reports.answer_request", subject=request, actor=actor, at=now, before="accepted", after=after, remark=answer
    )
    return request


def locked_request(number: str) -> ReportRequest:
    """Return a request, locked for change. Raises: RequestNotFound."""
    request = ReportRequest.objects.select_for_update().filter(number=number).first()
    if request is None:
        raise RequestNotFound(number=number)
    return request


def _refuse_unless_in(request: ReportRequest, state: str, *, act: str) -> None:
    if request.state != state:
        raise StepRefused(what=request.number, state=REQUEST_STATES[request.state].zh, act=act)
