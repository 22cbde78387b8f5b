"""What readers say of a report: objections with their clock, feedback with its answer, and the rates of K33."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.distribution import OBJECTION
from fuwubao.reports.models import Delivery, Feedback, Objection, Report
from fuwubao.reports.queries.reports import PUBLISHED, report_with_id
from fuwubao.ui.language import said

SHAPES = {"raised": "open", "examined": "run", "accepted": "near", "rejected": "na", "answered": "ok"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLine:
    """One objection in a list; ``is_late`` when it was or is answered after its due instant."""

    objection: Objection
    state_words: str
    shape: str
    is_late: bool
    due_at: datetime
    may_examine: bool
    may_decide: bool
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesPage:
    """Objections and feedback of one report."""

    report: Report
    objections: tuple[ObjectionLine, ...]
    feedback: tuple[Feedback, ...]
    may_answer_feedback: bool


def voices_page(report_id: int, *, reader: User, now: datetime) -> VoicesPage:
    """Return what readers said of a report. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    code = report.row.customer_code
    return VoicesPage(
        report=report,
        objections=objection_lines(Q(report=report), reader=reader, now=now),
        feedback=tuple(report.feedback.select_related("given_by", "answered_by").order_by("-given_at", "-pk")),
        may_answer_feedback=permissions.may(reader, "reports.write", customer_code=code, now=now),
    )


def open_objections(*, reader: User, now: datetime) -> tuple[ObjectionLine, ...]:
    """Return what is not answered yet, the earliest due first; outsiders see none here."""
    if reader.customer_code:
        return ()
    return objection_lines(~Q(state="answered"), reader=reader, now=now)


def objection_lines(which: Q, *, reader: User, now: datetime) -> tuple[ObjectionLine, ...]:
    """Return objections by due instant."""
    found = Objection.objects.filter(which).select_related(
        "report__row", "raised_by", "examined_by", "decided_by", "answered_by", "correction"
    )
    return tuple(_line(one, reader, now) for one in found.order_by("due_at", "pk"))


def _line(one: Objection, reader: User, now: datetime) -> ObjectionLine:
    code = one.report.row.customer_code
    decides = permissions.may(reader, "reports.decide_objection", customer_code=code, now=now)
    examines = permissions.may(reader, "reports.examine_objection", customer_code=code, now=now)
    return ObjectionLine(
        objection=one,
        state_words=said(OBJECTION.states[one.state]),
        shape=SHAPES[one.state],
        is_late=(one.answered_at or now) > one.due_at,
        due_at=one.due_at,
        may_examine=one.state == "raised" and examines,
        may_decide=one.state == "examined" and decides,
        may_answer=one.state in ("accepted", "rejected") and decides,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """K33's parts over reports published in a span: recipients, not ways; silence counts as no receipt."""

    asked: int
    acknowledged: int
    sent: int
    opened: int


def receipts(*, starts_at: datetime, ends_before: datetime, within: timedelta) -> Receipts:
    """Count recipients asked, those who acknowledged themselves within a time after the hand-over, sent and opened.

    Acknowledgement by default is never counted. Source: K33.
    """
    found = Delivery.objects.filter(
        report__published_at__gte=starts_at, report__published_at__lt=ends_before, report__state__in=PUBLISHED
    ).exclude(channel="bulletin")
    people: dict[tuple[int, str], list[Delivery]] = {}
    for delivery in found.order_by("pk"):
        people.setdefault((delivery.report_id, delivery.recipient), []).append(delivery)
    return Receipts(
        asked=len(people),
        acknowledged=sum(any(_in_time(one, ways, within) for one in ways) for ways in people.values()),
        sent=sum(any(one.sent_at for one in ways) for ways in people.values()),
        opened=sum(any(one.opened_at for one in ways) for ways in people.values()),
    )


def _in_time(one: Delivery, ways: list[Delivery], within: timedelta) -> bool:
    handed = [way.sent_at for way in ways if way.sent_at is not None]
    return one.acknowledged_at is not None and bool(handed) and one.acknowledged_at <= min(handed) + within


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One report on the bulletin board."""

    id: int
    number: str
    name: str
    period_label: str
    shown_at: datetime | None
    mark: str


def board_lines(*, reader: User) -> tuple[BoardLine, ...]:
    """公告栏: what was published on the board of the reader's own firm, newest first."""
    shown = Delivery.objects.filter(
        channel="bulletin", report__state__in=PUBLISHED, report__row__customer_code=reader.customer_code
    )
    return tuple(
        BoardLine(
            id=one.report_id,
            number=one.report.number,
            name=one.report.row.name,
            period_label=one.report.period_label,
            shown_at=one.sent_at,
            mark=one.report.state if one.report.state in ("superseded", "withdrawn") else "",
        )
        for one in shown.select_related("report__row").order_by("-sent_at", "-pk")
    )
