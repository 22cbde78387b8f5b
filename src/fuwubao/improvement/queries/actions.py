"""Actions as lists, exports, the home page and the reports room read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.lifecycles import ACTION
from fuwubao.improvement.errors import ActionUnknown
from fuwubao.improvement.lateness import OWED_STATES, days_over, flag_of, working_calendar
from fuwubao.improvement.models import Action
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.strips import Strip, strip_of
from fuwubao.improvement.rules import EFFECTIVE_STATES, OPEN_STATES, PRIORITIES, SOURCES
from fuwubao.ui.language import said

SHAPES = {
    "proposed": "open",
    "accepted": "open",
    "planned": "open",
    "in_progress": "run",
    "done": "run",
    "ineffective": "bad",
    "verified_effective": "ok",
    "closed": "ok",
    "declined": "na",
    "cancelled": "na",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list shows: one state or ``open``, an owner's login, only overdue ones, a customer, a source kind."""

    state: str = ""
    owner: str = ""
    overdue: bool = False
    customer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action of a list; ``flag`` is its due flag, ``days_over`` the working days past its due day."""

    number: str
    title: str
    measure: str
    customer: str
    process: str
    source: str
    source_kind: str
    source_number: str
    source_url: str
    priority: str
    state: str
    state_words: str
    shape: str
    owner: str
    owner_login: str
    due_on: date | None
    first_due_on: date | None
    flag: str
    days_over: int
    verifier: str
    outcome: str
    strip: Strip | None

    def to_json(self) -> dict[str, object]:
        """Return the line as ``action list --json`` prints it."""
        return {
            "number": self.number,
            "title": self.title,
            "measure": self.measure,
            "customer": self.customer,
            "source": {"kind": self.source_kind, "number": self.source_number, "url": self.source_url},
            "state": self.state,
            "owner": self.owner_login,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "flag": self.flag or None,
            "working_days_over": self.days_over,
            "figure": self.strip.to_json() if self.strip else None,
        }


def visible_actions(reader: User) -> QuerySet[Action]:
    """Return the actions that a reader may see: outsiders none but their own firm's."""
    rows = Action.objects.select_related(
        "owner", "verified_by", "raised_by", "addressed_to", "baseline__figure_set", "effect__figure_set"
    )
    return rows.filter(customer_code=reader.customer_code) if reader.customer_code else rows


def action_lines(*, reader: User, now: datetime, filters: Filters | None = None) -> list[ActionLine]:
    """Return actions (not suggestions that wait or were declined) within the reader's reach, overdue ones first."""
    rows = _filtered(visible_actions(reader).exclude(state__in=("proposed", "declined")), filters or Filters())
    lines = lines_of(rows, now=now)
    return [line for line in lines if line.flag == "overdue"] if filters and filters.overdue else lines


def suggestion_lines(*, reader: User, now: datetime, undecided: bool = False) -> list[ActionLine]:
    """Return suggestions, newest first; with ``undecided`` those that still wait for a decision (S2.3)."""
    rows = visible_actions(reader).filter(was_suggested=True)
    rows = rows.filter(state="proposed") if undecided else rows
    today, calendar = today_of(now), working_calendar()
    return [line_of(row, today, calendar=calendar) for row in rows.order_by("-raised_at", "-pk")]


def lines_of(rows: QuerySet[Action], *, now: datetime) -> list[ActionLine]:
    """Return the lines of actions: what is due earliest first, then by number."""
    today, calendar = today_of(now), working_calendar()
    lines = [line_of(row, today, calendar=calendar) for row in rows.order_by("due_on", "number")]
    return sorted(lines, key=lambda line: (line.flag != "overdue", line.due_on or date.max, line.number))


def action_named(number: str, *, reader: User) -> Action:
    """Return one action that the reader may see. Raises: ActionUnknown."""
    found = visible_actions(reader).select_related("nonconformity", "decided_by").filter(number=number).first()
    if found is None:
        raise ActionUnknown(number=number, what=number)
    return found


def open_actions(*, customer_code: str, reader: User, now: datetime, before: date | None = None) -> list[ActionLine]:
    """Return a customer's actions that were raised before a day and still ask something: what a report tells first.

    ``before`` leaves out actions raised on that day or later; ineffective ones are open.
    """
    rows = visible_actions(reader).filter(customer_code=customer_code, state__in=OPEN_STATES)
    lines = lines_of(rows, now=now)
    if before is None:
        return lines
    raised = {row.number for row in rows if today_of(row.raised_at) < before}
    return [line for line in lines if line.number in raised]


def actions_of_report(number: str, *, reader: User, now: datetime) -> list[ActionLine]:
    """Return the actions and suggestions that were raised in a report, in any state."""
    return lines_of(visible_actions(reader).filter(source_kind="report", source_number=number), now=now)


def line_of(row: Action, today: date, *, calendar: WorkCalendar) -> ActionLine:
    """Return one action as lists show it; the calendar is made once a list."""
    flag = flag_of(row, today, calendar)
    over = days_over(row.due_on, today, calendar) if row.due_on and row.state in OWED_STATES else 0
    return ActionLine(
        number=row.number,
        title=row.title,
        measure=row.measure,
        customer=row.customer_code,
        process=row.process,
        source=_(SOURCES.get(row.source_kind, row.source_kind)),
        source_kind=row.source_kind,
        source_number=row.source_number,
        source_url=row.source_url,
        priority=_(PRIORITIES.get(row.priority, row.priority)),
        state=row.state,
        state_words=said(ACTION.states[row.state]),
        shape=SHAPES[row.state],
        owner=row.owner.name if row.owner else "",
        owner_login=row.owner.login if row.owner else "",
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        flag=flag,
        days_over=over,
        verifier=row.verified_by.name if row.verified_by else "",
        outcome=row.verification or row.result or row.decision or row.cancel_reason,
        strip=strip_of(row),
    )


def _filtered(rows: QuerySet[Action], filters: Filters) -> QuerySet[Action]:
    if filters.state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif filters.state == "effective":
        rows = rows.filter(state__in=EFFECTIVE_STATES)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.owner:
        rows = rows.filter(owner__login=filters.owner)
    if filters.customer:
        rows = rows.filter(customer_code="" if filters.customer == "-" else filters.customer)
    if filters.source:
        rows = rows.filter(source_kind=filters.source)
    return rows
