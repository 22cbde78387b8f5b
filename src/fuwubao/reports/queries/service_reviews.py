"""Service reviews: what is owed and held, the agenda that a report gives, evaluations over time (S6.12, S6.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.due import day_ended_by
from fuwubao.domain.words import Words
from fuwubao.improvement.queries.actions import ActionLine, lines_of, open_actions, visible_actions
from fuwubao.reports.models import (
    Duty,
    ProcessDocument,
    Report,
    ServiceEvaluation,
    ServiceReview,
    ServiceReviewDecision,
)
from fuwubao.reports.process_errors import MeetingNotFound
from fuwubao.reports.process_words import ASPECTS, DECISIONS, SIDES
from fuwubao.reports.queries.duties import flag_of, key_of
from fuwubao.reports.queries.reports import PUBLISHED, visible_reports

KIND = "service_review_meeting"
TARGET = "target "  # how a breach note names a target instead of a ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMeeting:
    """A meeting that is owed to a customer for a year, and the one that was held for it."""

    key: str
    customer_code: str
    customer_name: str
    year: str
    due_on: date
    flag: str
    held: ServiceReview | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The evaluations of one aspect of one customer's service, the oldest period first."""

    code: str
    words: Words
    kept: tuple[ServiceEvaluation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsPage:
    """What is owed, what was held, and the reports that a meeting can go through."""

    owed: tuple[OwedMeeting, ...]
    held: tuple[ServiceReview, ...]
    reports: tuple[Report, ...]
    may_hold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision with what followed it: the action as it stands, or the version that was drafted for it."""

    decision: ServiceReviewDecision
    kind: Words
    action: ActionLine | None
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """One meeting with its people by side, its decisions and the customer's evaluations."""

    held: ServiceReview
    people: tuple[tuple[Words, tuple[str, ...]], ...]
    decisions: tuple[DecisionLine, ...]
    strips: tuple[Strip, ...]
    documents: tuple[ProcessDocument, ...]
    may_hold: bool
    may_evaluate: bool


def meetings_page(*, reader: User, now: datetime) -> MeetingsPage:
    """Return the meetings that are owed by customer and year, and those that were held, the newest first."""
    duties = Duty.objects.filter(kind=KIND).select_related("service_review").order_by("-period_label", "customer_code")
    told = visible_reports(reader).filter(state__in=PUBLISHED).exclude(row__customer_code="")
    return MeetingsPage(
        owed=tuple(_owed(one, now) for one in duties),
        held=tuple(ServiceReview.objects.select_related("report").order_by("-held_at", "-pk")),
        reports=tuple(told.order_by("-published_at", "number")),
        may_hold=permissions.may(reader, "reports.hold_service_review", now=now),
    )


def _owed(duty: Duty, now: datetime) -> OwedMeeting:
    return OwedMeeting(
        key=key_of(duty),
        customer_code=duty.customer_code,
        customer_name=duty.customer_name,
        year=duty.period_label,
        due_on=day_ended_by(duty.due_at, ZoneInfo(time_zone())),
        flag=flag_of(duty, now).value,
        held=ServiceReview.objects.filter(duty=duty).first(),
    )


def agenda_for(report: Report, *, reader: User, now: datetime) -> list[str]:
    """Return the points that a report brings to its meeting: actions, what was missed, decisions asked, what next."""
    row = report.row
    actions = open_actions(customer_code=row.customer_code, reader=reader, now=now)
    points = [f"上期措施：{len(actions)} 项未完成" if actions else "上期措施：均已完成或没有"]
    points += [f"措施 {one.number}：{one.title}" for one in actions]
    points += [f"未达标：{subject.removeprefix(TARGET)}" for subject in _missed(report)]
    measures = dict.fromkeys(report.breach_notes.exclude(measure="").order_by("pk").values_list("measure", flat=True))
    points += [f"改进措施：{measure}" for measure in measures]
    points += [f"提请决策：{one.text}" for one in report.decisions.order_by("pk")]
    points += [f"重大事件：{one.title}" for one in report.event_notes.order_by("pk")]
    return [*points, "对服务和报告的意见", "下期工作安排"]


def _missed(report: Report) -> list[str]:
    missed = report.breach_notes.filter(subject__startswith=TARGET).order_by("pk")
    return list(missed.values_list("subject", flat=True))


def meeting_named(number: str) -> ServiceReview:
    """Return a meeting. Raises: MeetingNotFound."""
    found = ServiceReview.objects.filter(number=number).select_related("report__row", "recorded_by", "duty").first()
    if found is None:
        raise MeetingNotFound(number=number)
    return found


def meeting_page(number: str, *, reader: User, now: datetime) -> MeetingPage:
    """Return one meeting with what followed from it. Raises: MeetingNotFound."""
    held = meeting_named(number)
    code = held.customer_code
    sides = {side: tuple(one["name"] for one in held.attendance if one["side"] == side) for side in SIDES}
    return MeetingPage(
        held=held,
        people=tuple((SIDES[side], names) for side, names in sides.items()),
        decisions=_decisions(held, reader, now),
        strips=evaluation_strips(customer_code=code),
        documents=tuple(ProcessDocument.objects.order_by("number")),
        may_hold=permissions.may(reader, "reports.hold_service_review", customer_code=code, now=now),
        may_evaluate=permissions.may(reader, "reports.evaluate_service", customer_code=code, now=now),
    )


def _decisions(held: ServiceReview, reader: User, now: datetime) -> tuple[DecisionLine, ...]:
    made = list(held.decisions.select_related("document").prefetch_related("versions__document").order_by("serial"))
    numbers = [one.action_number for one in made if one.action_number]
    actions = {one.number: one for one in lines_of(visible_actions(reader).filter(number__in=numbers), now=now)}
    return tuple(
        DecisionLine(
            decision=one,
            kind=DECISIONS[one.kind],
            action=actions.get(one.action_number),
            versions=tuple(str(version) for version in one.versions.all()),
        )
        for one in made
    )


def evaluation_strips(*, customer_code: str) -> tuple[Strip, ...]:
    """Return how a customer's service was judged over time, by aspect (S6.15)."""
    kept = list(
        ServiceEvaluation.objects.filter(customer_code=customer_code)
        .select_related("evaluated_by", "review")
        .order_by("period_label", "evaluated_at", "pk")
    )
    return tuple(
        Strip(code=code, words=words, kept=tuple(one for one in kept if one.aspect == code))
        for code, words in ASPECTS.items()
    )


def meetings_on(report_id: int) -> list[ServiceReview]:
    """Return the meetings that went through a report, for its own page (S6.12)."""
    return list(ServiceReview.objects.filter(report=report_id).order_by("held_at", "pk"))
