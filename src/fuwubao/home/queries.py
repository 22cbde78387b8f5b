"""The first page as one value: what is due, what waits for the reader, how timely the year was, how the data stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from fuwubao.accounts import permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.accounts.queries import notices_of, second_approver_missing
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements.queries import national_calendar
from fuwubao.domain.ratios import Ratio
from fuwubao.home.changing import changing_tasks
from fuwubao.home.deciding import deciding_tasks
from fuwubao.home.improving import improvement_tasks
from fuwubao.home.strip import Day, span, strip
from fuwubao.home.work import Task, Work, work_of
from fuwubao.records.queries import BatchRow, batches, latest_snapshot
from fuwubao.reports.duty_kinds import KINDS, REPORT
from fuwubao.reports.queries.duties import DueFlag, DutyLine, duty_lines, timeliness

LATEST = 5
ALL = tuple(KINDS)
MOST_TASKS = 12
BAR_HEIGHT = 40
NOTHING = Work(tasks=(), waiting=())


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBar:
    """One month of the year: how many were due, how many of them late, and the heights that show it."""

    month: int
    due: int
    late: int
    height: int
    late_height: int
    x: int
    y: int
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness:
    """服务报告及时率 (K30) of the year so far, with its months."""

    year: int
    month: int
    share: Ratio
    value: str
    late: int
    bars: tuple[MonthBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataState:
    """What the figures are made from: the store's snapshot and the last batches."""

    snapshot: str
    batches: tuple[BatchRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything that the home page shows; parts that the reader may not see are empty."""

    today: date
    first_day: date
    last_day: date
    days: tuple[Day, ...]
    tasks: tuple[Task, ...]
    more_tasks: int
    waiting: tuple[Task, ...]
    late: int
    next_due: DutyLine | None
    timeliness: Timeliness | None
    data: DataState | None
    notices: tuple[Notice, ...]
    lonely_approver: bool
    may_read_reports: bool
    may_draft: bool


def _more_tasks(reader: User, now: datetime) -> list[Task]:
    return [
        *deciding_tasks(reader, now=now),
        *changing_tasks(reader, now=now),
        *improvement_tasks(reader, now=now),
    ]


def home_page(*, reader: User, now: datetime) -> HomePage:
    """Return the home page of a person of this firm."""
    today = now.astimezone(ZoneInfo(time_zone())).date()
    first, last = span(today)
    reads = permissions.may(reader, "reports.read", now=now)
    open_duties = _concerning(reader, duty_lines(reader=reader, now=now, open_only=True, kinds=ALL)) if reads else []
    shown = duty_lines(reader=reader, now=now, due_from=first, due_to=last, kinds=ALL) if reads else []
    shown = _concerning(reader, shown)
    more = _more_tasks(reader, now) if reads else []
    work = work_of(reader, duties=open_duties, more=more, now=now) if reads else NOTHING
    return HomePage(
        today=today,
        first_day=first,
        last_day=last,
        days=strip(shown, today=today, calendar=national_calendar()) if reads else (),
        tasks=work.tasks[:MOST_TASKS],
        more_tasks=max(0, len(work.tasks) - MOST_TASKS),
        waiting=work.waiting[:MOST_TASKS],
        late=sum(duty.flag is DueFlag.OVERDUE for duty in open_duties),
        next_due=next((duty for duty in open_duties if duty.flag is not DueFlag.OVERDUE), None),
        timeliness=_timeliness(reader, today=today, now=now) if reads else None,
        data=data_state() if permissions.may(reader, "records.read", now=now) else None,
        notices=tuple(notices_of(reader)[:LATEST]),
        lonely_approver=_warns_of_lonely_approver(reader, today=today, now=now),
        may_read_reports=reads,
        may_draft=permissions.may(reader, "reports.draft", now=now),
    )


def _concerning(reader: User, duties: list[DutyLine]) -> list[DutyLine]:
    """All reports owed, and of the other duties those that the reader is responsible for."""
    return [duty for duty in duties if duty.kind == REPORT or duty.responsible_id == reader.pk]


def _warns_of_lonely_approver(reader: User, *, today: date, now: datetime) -> bool:
    """Those who can mend it are told that only one person can approve (design section 6)."""
    can_mend = any(permissions.may(reader, act, now=now) for act in ("accounts.manage", "accounts.delegate"))
    return can_mend and second_approver_missing(on=today)


def data_state() -> DataState:
    """Return the store's present snapshot and the batches that were loaded last."""
    return DataState(snapshot=latest_snapshot(), batches=batches()[:3])


def _timeliness(reader: User, *, today: date, now: datetime) -> Timeliness:
    zone = ZoneInfo(time_zone())
    starts_at = datetime(today.year, 1, 1, tzinfo=zone)
    share = timeliness(
        reader=reader, starts_at=starts_at, ends_before=datetime(today.year + 1, 1, 1, tzinfo=zone), now=now
    )
    year = duty_lines(reader=reader, now=now, due_from=date(today.year, 1, 1), due_to=today)
    return Timeliness(
        year=today.year,
        month=today.month,
        share=share,
        value=share.display().rstrip("%") if share.is_applicable else "—",
        late=share.denominator - share.numerator,
        bars=_bars([duty for duty in year if duty.due_at <= now], today.month),
    )


def _bars(duties: list[DutyLine], months: int) -> tuple[MonthBar, ...]:
    """Heights in whole units, the fullest month filling the drawing."""
    counted = (DueFlag.ON_TIME, DueFlag.LATE, DueFlag.OVERDUE)
    due = [[d for d in duties if d.due_on.month == month and d.flag in counted] for month in range(1, months + 1)]
    fullest = max((len(month) for month in due), default=0) or 1
    bars = []
    for month, those in enumerate(due, start=1):
        late = sum(duty.flag is not DueFlag.ON_TIME for duty in those)
        height = _height(len(those), fullest)
        bars.append(
            MonthBar(
                month=month,
                due=len(those),
                late=late,
                height=height,
                late_height=_height(late, fullest),
                x=(month - 1) * 24,
                y=BAR_HEIGHT - height,
                is_now=month == months,
            )
        )
    return tuple(bars)


def _height(count: int, fullest: int) -> int:
    return round(Fraction(count * BAR_HEIGHT, fullest))
