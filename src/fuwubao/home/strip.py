"""应办日历: a fortnight of days with what is due on each; 休 and 班 come from the national calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.agreements.china import DayKind, NationalCalendar
from fuwubao.reports.queries.duties import DueFlag, DutyLine

BEFORE, AFTER = 4, 10
MOST = 4  # lines in one day; the rest are counted
SHAPES = {
    DueFlag.ON_TIME: "ok",
    DueFlag.LATE: "near",
    DueFlag.OVERDUE: "bad",
    DueFlag.WAIVED: "na",
    DueFlag.CANCELLED: "na",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One duty in a day's cell."""

    words: str
    title: str
    shape: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the strip; ``mark`` is 休 on a day off, 班 on a make-up day; ``more`` counts what has no room."""

    on: date
    weekday: str
    mark: str
    is_off: bool
    is_past: bool
    is_today: bool
    dues: tuple[Due, ...]
    more: int


def span(today: date) -> tuple[date, date]:
    """Return the first and last day that the strip shows."""
    return today - timedelta(days=BEFORE), today + timedelta(days=AFTER)


def strip(duties: list[DutyLine], *, today: date, calendar: NationalCalendar) -> tuple[Day, ...]:
    """Return the days around today with their duties."""
    first, last = span(today)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple(_day(day, [d for d in duties if d.due_on == day], today, calendar) for day in days)


def _day(day: date, duties: list[DutyLine], today: date, calendar: NationalCalendar) -> Day:
    kind = calendar.kind(day)
    is_off = kind in (DayKind.HOLIDAY, DayKind.WEEKEND)
    return Day(
        on=day,
        weekday=weekday(day),
        mark=_("休") if is_off else _("班") if kind is DayKind.MAKEUP else "",
        is_off=is_off,
        is_past=day < today,
        is_today=day == today,
        dues=tuple(_due(duty) for duty in duties[:MOST]),
        more=max(0, len(duties) - MOST),
    )


def _due(duty: DutyLine) -> Due:
    under_way = "run" if duty.report_id else "open"
    url = (
        reverse("reports:report", args=[duty.report_id]) if duty.report_id else reverse("reports:duty", args=[duty.key])
    )
    return Due(
        words=duty.row_number,
        title=f"{duty.row_name} {duty.period_label} {duty.customer}",
        shape=SHAPES.get(duty.flag, under_way),
        url=url or reverse("reports:row", args=[duty.row_number]),
    )


def weekday(day: date) -> str:
    """The day of the week in words."""
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return names[day.weekday()]
