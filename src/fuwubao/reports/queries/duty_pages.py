"""What the pages of duties show: the wall of a year, stages side by side, the chase list, one duty's trail."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.agreements.china import DayKind
from fuwubao.domain.due import day_ended_by
from fuwubao.domain.icalendar import Event
from fuwubao.domain.stages import STAGES, stage_dates
from fuwubao.reports.duty_kinds import KINDS, WHY_WORDS
from fuwubao.reports.errors import DutyNotFound
from fuwubao.reports.models import Consent, DueChange, Duty, FeedToken, Obligation, Reminder
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.queries.duties import DueFlag, DutyLine, duty_lines
from fuwubao.ui.language import said

OPEN_FLAGS = (DueFlag.COMING, DueFlag.DUE_SOON, DueFlag.OVERDUE)
PX = 20  # width of a day in the drawing at least
LEAST = 1_080  # width of the drawing at least, so that it fills its page and names find room
ROW = 34  # height of a duty in it


@dataclass(frozen=True, slots=True, kw_only=True)
class WallDay:
    """One cell of the wall; ``on`` is None where the month has no such day."""

    on: date | None
    is_off: bool = False
    is_today: bool = False
    lines: tuple[DutyLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WallMonth:
    """One month of the wall with 31 cells."""

    month: int
    days: tuple[WallDay, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stage of the drawing, in its units."""

    x: int
    width: int
    words: str
    stage: str
    on: date
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One duty of the drawing: its line and its stages."""

    line: DutyLine
    y: int
    bars: tuple[Bar, ...]
    due_x: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """Stages of a period's reports, in units of the drawing."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[int, date], ...]
    width: int
    height: int
    today_x: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One duty with its stages and all that happened to its date."""

    line: DutyLine
    stages: tuple[tuple[str, date, bool], ...]
    changes: tuple[tuple[DueChange, str], ...]
    consents: tuple[Consent, ...]
    reminders: tuple[Reminder, ...]
    needs_consent: bool
    waived_because: str
    is_open: bool


def year_wall(*, reader: User, year: int, now: datetime) -> tuple[WallMonth, ...]:
    """Return the twelve months of a year with what is due on each day."""
    lines = duty_lines(reader=reader, now=now, due_from=date(year, 1, 1), due_to=date(year, 12, 31), kinds=tuple(KINDS))
    by_day: dict[date, list[DutyLine]] = {}
    for line in lines:
        by_day.setdefault(line.due_on, []).append(line)
    national, today = agreements.national_calendar(), now.astimezone(ZoneInfo(time_zone())).date()
    months = []
    for month in range(1, 13):
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        cells = [
            WallDay(
                on=day,
                is_off=national.kind(day) in (DayKind.HOLIDAY, DayKind.WEEKEND),
                is_today=day == today,
                lines=tuple(by_day.get(day, ())),
            )
            for day in days
        ]
        cells += [WallDay(on=None)] * (31 - len(cells))
        months.append(WallMonth(month=month, days=tuple(cells), count=sum(len(cell.lines) for cell in cells)))
    return tuple(months)


def stage_gantt(*, reader: User, due_from: date, due_to: date, now: datetime) -> Gantt:
    """Return the stages of the reports due in a span of days as bars."""
    lines = duty_lines(reader=reader, now=now, due_from=due_from, due_to=due_to)
    promises, zone = Promises(), ZoneInfo(time_zone())
    duties = Obligation.objects.select_related("row", "row__stage_plan").prefetch_related("row__agreements")
    by_id = duties.in_bulk([line.id for line in lines])
    dated = [(line, _stages(by_id[line.id], line, promises)) for line in lines]
    if not dated:
        return Gantt(lanes=(), ticks=(), width=0, height=0, today_x=None)
    first = min(due_from, *(stages[0][1] for _line, stages in dated)) - timedelta(days=2)
    last = max(due_to, *(line.due_on for line, _stages_of in dated)) + timedelta(days=2)
    span = (last - first).days + 1
    px = max(PX, LEAST // span)
    lanes = []
    for number, (line, stages) in enumerate(dated):
        begins, bars = stages[0][1] - timedelta(days=1), []
        for stage, on, provisional in stages:
            x = (begins - first).days + 1
            width = max(1, (on - begins).days)
            bars.append(
                Bar(
                    x=x * px,
                    width=width * px,
                    words=said(STAGES[stage]),
                    stage=stage,
                    on=on,
                    provisional=provisional,
                )
            )
            begins = max(begins, on)
        lanes.append(
            Lane(line=line, y=24 + number * ROW, bars=tuple(bars), due_x=((line.due_on - first).days + 1) * px)
        )
    today = now.astimezone(zone).date()
    ticks = tuple(
        ((day - first).days * px, day) for day in (first + timedelta(days=n) for n in range(span)) if day.weekday() == 0
    )
    here = (today - first).days * px if first <= today <= last else None
    return Gantt(lanes=tuple(lanes), ticks=ticks, width=span * px, height=32 + len(lanes) * ROW, today_x=here)


def _stages(duty: Obligation, line: DutyLine, promises: Promises) -> list[tuple[str, date, bool]]:
    zone = ZoneInfo(time_zone())
    last = day_ended_by(duty.period_ends_before, zone)
    terms = promises.of(duty.row, last)
    return [(x.stage, x.on, x.provisional) for x in stage_dates(line.due_on, last, terms.stages, terms.calendar)]


def chase_list(
    *, reader: User, now: datetime, within: timedelta = timedelta(days=30)
) -> list[tuple[str, list[DutyLine]]]:
    """催办清单: data that are not complete, late or due soon, by who sees to them."""
    until = (now + within).astimezone(ZoneInfo(time_zone())).date()
    lines = duty_lines(reader=reader, now=now, due_to=until, open_only=True, kinds=("data_cutoff",))
    by_owner = sorted(lines, key=lambda line: (line.author, line.due_at))
    return [(owner or _("未指定"), list(group)) for owner, group in groupby(by_owner, key=lambda line: line.author)]


def filtered(lines: list[DutyLine], *, flag: str, owner: str) -> list[DutyLine]:
    """Keep the lines of one flag and one person; empty means all."""
    return [line for line in lines if flag in ("", line.flag.value) and owner in ("", line.author)]


def trail_of(key: str, *, reader: User, now: datetime) -> Trail:
    """Return one duty with its trail. Raises: DutyNotFound, also for another firm's."""
    found = [line for line in duty_lines(reader=reader, now=now, kinds=tuple(KINDS)) if line.key == key]
    if not found:
        raise DutyNotFound(key=key)
    line = found[0]
    report = Obligation.objects.select_related("row").filter(pk=line.id).first() if key[0] == "R" else None
    other = Duty.objects.filter(pk=line.id).first() if report is None else None
    duty = report or other
    assert duty is not None
    stages = _stages(report, line, Promises()) if report else []
    return Trail(
        line=line,
        stages=tuple((said(STAGES[stage]), on, provisional) for stage, on, provisional in stages),
        changes=tuple((x, _(WHY_WORDS[x.why])) for x in duty.duechanges.select_related("by").order_by("at", "pk")),
        consents=tuple(duty.consents.select_related("entered_by").order_by("entered_at", "pk")),
        reminders=tuple(duty.reminders.order_by("at", "pk")),
        needs_consent=bool(line.customer_code) and KINDS[line.kind].to_customer,
        waived_because=duty.waived_because,
        is_open=line.flag in OPEN_FLAGS,
    )


def hash_of(secret: str) -> str:
    """Return what is kept of the secret of a feed."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def reader_of_feed(secret: str) -> User | None:
    """Return whose live feed has this secret; None for an unknown or revoked one, or a closed account."""
    token = FeedToken.objects.select_related("user").filter(sha256=hash_of(secret), revoked_at=None).first()
    return token.user if token is not None and token.user.is_active else None


def feed_events(*, reader: User, all_duties: bool, base: str, now: datetime) -> list[Event]:
    """Return the duties of one person (or all, for who manages them) of the last and the coming year as events."""
    today = now.astimezone(ZoneInfo(time_zone())).date()
    span = timedelta(days=400)
    lines = duty_lines(reader=reader, now=now, due_from=today - span, due_to=today + span, kinds=tuple(KINDS))
    if not all_duties:
        lines = [line for line in lines if line.responsible_id == reader.pk]
    moved: dict[str, list[datetime]] = {}
    for change in DueChange.objects.order_by("at"):
        key = f"R{change.obligation_id}" if change.obligation_id else f"D{change.duty_id}"
        moved.setdefault(key, []).append(change.at)
    return [_event(line, moved.get(line.key, []), base, now) for line in lines]


def _event(line: DutyLine, moved: list[datetime], base: str, now: datetime) -> Event:
    local = line.due_at.astimezone(ZoneInfo(time_zone()))
    ends_day = (local.hour, local.minute, local.second) == (0, 0, 0)
    gone = line.flag in (DueFlag.WAIVED, DueFlag.CANCELLED)
    mark = "✓ " if line.flag in (DueFlag.ON_TIME, DueFlag.LATE) else ""
    return Event(
        uid=f"duty-{line.key}@fuwubao",
        on=line.due_on,
        at=None if ends_day else line.due_at,
        summary=f"{mark}{line.row_number} {line.row_name} {line.period_label}",
        description=f"{line.kind_words} · {line.customer} · {line.author}".rstrip(" ·"),
        url=f"{base}/reports/duties/{line.key}/",
        changed_at=now,
        sequence=len(moved),
        status="CANCELLED" if gone else "TENTATIVE" if line.provisional else "CONFIRMED",
    )
