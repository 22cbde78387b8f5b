"""服务回顾会: record the meeting, take its decisions on, and keep how the service was judged (S6.12, S6.13, S6.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import parse_period
from fuwubao.improvement.actions import raising
from fuwubao.improvement.actions.raising import Content
from fuwubao.improvement.actions.raising import Source as Origin
from fuwubao.reports import proofs
from fuwubao.reports.actions.duty_keeping import OPEN, step_fulfil
from fuwubao.reports.actions.warning import next_number
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Duty, ServiceEvaluation, ServiceReview, ServiceReviewDecision
from fuwubao.reports.process_errors import EvaluationUnclear, MeetingNotFound, MeetingUnclear, ReportNotTold
from fuwubao.reports.process_words import ASPECTS, BEST, SIDES
from fuwubao.reports.queries.process_documents import document_named
from fuwubao.reports.queries.reports import PUBLISHED, report_numbered

DUTY = "service_review_meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What is recorded of a meeting; ``attendance`` holds pairs of side (ours, customer) and name."""

    report: str
    held_at: datetime
    agenda: Sequence[str]
    attendance: Sequence[tuple[str, str]]
    minutes: str
    place: str = ""
    content: bytes = b""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one aspect of a customer's service was judged for a period; ``meeting`` is empty outside of one."""

    customer_code: str
    period: str
    aspect: str
    score: int
    text: str
    service_code: str = ""
    meeting: str = ""


@transaction.atomic(durable=True)
def hold_service_review(*, meeting: Meeting, actor: User, now: datetime) -> ServiceReview:
    """Record a meeting on a published report; the customer's duty of that year is fulfilled as of the meeting (S6.12).

    Raises: NotAllowed, ReportNotFound, ReportNotTold, MeetingUnclear, FileUnfit.
    """
    report = report_numbered(meeting.report, reader=actor)
    row = report.row
    permissions.refuse_unless_may(actor, "reports.hold_service_review", customer_code=row.customer_code, now=now)
    if report.state not in PUBLISHED or not row.customer_code:
        raise ReportNotTold(number=report.number, customer=row.customer_name or "客户")
    agenda, attendance = _checked(meeting, now)
    kept = proofs.keep(meeting.content, meeting.file_name) if meeting.content else None
    duty = _duty(row.customer_code, meeting.held_at)
    held = ServiceReview.objects.create(
        number=next_number("SRM", ServiceReview.objects.values_list("number", flat=True), now),
        duty=duty,
        customer_code=row.customer_code,
        customer_name=row.customer_name,
        report=report,
        held_at=meeting.held_at,
        place=meeting.place.strip(),
        agenda=agenda,
        attendance=attendance,
        minutes=meeting.minutes.strip(),
        file_name=kept.name if kept else "",
        sha256=kept.sha256 if kept else "",
        recorded_by=actor,
        recorded_at=now,
    )
    after = {"report": report.number, "held_at": held.held_at.isoformat(), "attendance": attendance}
    audit.record("reports.hold_service_review", subject=held, actor=actor, at=now, after=after)
    if duty is not None:
        step_fulfil(duty=duty, remark=f"已召开 {held.number}", actor=actor, now=now, done_at=held.held_at)
    return held


def _checked(meeting: Meeting, now: datetime) -> tuple[list[str], list[dict[str, str]]]:
    agenda = [line.strip() for line in meeting.agenda if line.strip()]
    people = [{"side": side, "name": name.strip()} for side, name in meeting.attendance if name.strip()]
    wrong = []
    if meeting.held_at > now:
        wrong.append("会议时间晚于现在")
    if not agenda:
        wrong.append("没有议程")
    if not meeting.minutes.strip():
        wrong.append("没有纪要")
    wrong += [f"没有{words.zh}出席人" for side, words in SIDES.items() if all(one["side"] != side for one in people)]
    if wrong:
        raise MeetingUnclear(why="、".join(wrong), where="meeting")
    return agenda, people


def _duty(customer_code: str, held_at: datetime) -> Duty | None:
    """The open meeting that is owed for the year in which it was held; none when it was held already."""
    year = str(held_at.astimezone(ZoneInfo(time_zone())).year)
    owed = Duty.objects.select_for_update().filter(kind=DUTY, subject=customer_code, period_label=year)
    return owed.filter(state__in=OPEN).first()


def decide_action(
    *, number: str, text: str, owner: User | None, due_on: date | None, actor: User, now: datetime
) -> ServiceReviewDecision:
    """Record a decision that an improvement action follows; each names the other (S6.13).

    The action is raised by its own room's act, a transaction of its own, before the decision is kept.
    Raises: NotAllowed, MeetingNotFound, SomethingMissing, DueBehind.
    """
    held = meeting_numbered(number, actor=actor, now=now)
    content = Content(
        title=text.strip()[:200],
        problem=f"{held.number} {held.report.number}",
        measure=text.strip(),
        process=held.report.row.source_process,
        customer_code=held.customer_code,
    )
    origin = Origin(kind="meeting", number=held.number, url=f"/reports/process/meetings/{held.number}/")
    action = raising.raise_action(content=content, source=origin, owner=owner, due_on=due_on, actor=actor, now=now)
    return _keep_decision(number=number, kind="action", text=text, action=action.number, actor=actor, now=now)


def decide_process_change(
    *, number: str, text: str, document: str, actor: User, now: datetime
) -> ServiceReviewDecision:
    """Record a decision that a document of the process shall change; its next version names it (S6.13).

    Raises: NotAllowed, MeetingNotFound, DocumentNotFound, ReasonMissing.
    """
    meeting_numbered(number, actor=actor, now=now)
    return _keep_decision(number=number, kind="process", text=text, document=document, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_decision(
    *, number: str, kind: str, text: str, actor: User, now: datetime, action: str = "", document: str = ""
) -> ServiceReviewDecision:
    held = ServiceReview.objects.select_for_update().get(number=number)
    if not text.strip():
        raise ReasonMissing(act="会议决定", where=number, why="text")
    decision = ServiceReviewDecision.objects.create(
        review=held,
        serial=held.decisions.count() + 1,
        kind=kind,
        text=text.strip(),
        action_number=action,
        document=document_named(document) if document else None,
        decided_at=now,
    )
    after = {"kind": kind, "action": action, "document": document}
    audit.record("reports.decide_in_service_review", subject=decision, actor=actor, at=now, after=after, remark=text)
    return decision


def meeting_numbered(number: str, *, actor: User, now: datetime) -> ServiceReview:
    """Return a meeting that the actor may work on. Raises: NotAllowed, MeetingNotFound."""
    held = ServiceReview.objects.filter(number=number).select_related("report__row").first()
    if held is None:
        raise MeetingNotFound(number=number)
    permissions.refuse_unless_may(actor, "reports.hold_service_review", customer_code=held.customer_code, now=now)
    return held


@transaction.atomic(durable=True)
def evaluate_service(*, judged: Judged, actor: User, now: datetime) -> ServiceEvaluation:
    """Keep how one aspect of a service was judged for a period, with its grounds (S6.15).

    Raises: NotAllowed, EvaluationUnclear, MeetingNotFound, PeriodUnreadable.
    """
    code = judged.customer_code
    permissions.refuse_unless_may(actor, "reports.evaluate_service", customer_code=code, now=now)
    period = parse_period(judged.period, time_zone())
    known = (
        Duty.objects.filter(kind=DUTY, customer_code=code).first()
        or ServiceReview.objects.filter(customer_code=code).first()
    )
    wrong = []
    if known is None:
        wrong.append(f"没有客户 {code}")
    if judged.aspect not in ASPECTS:
        wrong.append(f"没有评价方面 {judged.aspect}")
    if not 1 <= judged.score <= BEST:
        wrong.append(f"分数 {judged.score}")
    if not judged.text.strip():
        wrong.append("没有依据")
    if wrong or known is None:
        raise EvaluationUnclear(why="、".join(wrong), where="evaluation")
    held = ServiceReview.objects.filter(number=judged.meeting, customer_code=code).first() if judged.meeting else None
    if judged.meeting and held is None:
        raise MeetingNotFound(number=judged.meeting)
    kept = ServiceEvaluation.objects.create(
        customer_code=code,
        customer_name=known.customer_name,
        service_code=judged.service_code.strip(),
        period_label=period.label,
        aspect=judged.aspect,
        score=judged.score,
        text=judged.text.strip(),
        review=held,
        evaluated_by=actor,
        evaluated_at=now,
    )
    after = {"period": kept.period_label, "aspect": kept.aspect, "score": kept.score}
    audit.record("reports.evaluate_service", subject=kept, actor=actor, at=now, after=after, remark=kept.text)
    return kept
