"""A service calendar as a year of twelve months: holidays, make-up days, special hours, provisional days (M13)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fuwubao.agreements import wording
from fuwubao.agreements.china import NationalCalendar
from fuwubao.domain.calendars import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One date; ``mark`` is holiday, makeup, special, rest or work; ``title`` says why and the hours."""

    day: date
    mark: str
    title: str
    is_today: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """One month: empty places before the first day, the days, and how many of them are worked."""

    name: str
    blanks: range
    days: tuple[DayCell, ...]
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """One year of one calendar with its sums and where it comes from."""

    year: int
    name: str
    weekly: str
    months: tuple[MonthView, ...]
    working_days: int
    national_version: str
    is_provisional: bool
    has_special: bool

    @property
    def marks_are_national(self) -> bool:
        """Tell whether holidays come from the national calendar."""
        return bool(self.national_version)


def year_view(work: WorkCalendar, *, name: str, year: int, today: date, national: NationalCalendar | None) -> YearView:
    """Lay out ``year``; ``national`` gives the festivals' names and is None where the dates are written out."""
    months = tuple(_month(work, year, number, today, national) for number in range(1, 13))
    return YearView(
        year=year,
        name=name,
        weekly=wording.week(work.weekly),
        months=months,
        working_days=sum(month.working_days for month in months),
        national_version=national.version if national else "",
        is_provisional=any(day.is_provisional for month in months for day in month.days),
        has_special=any(day.mark == "special" for month in months for day in month.days),
    )


def _month(work: WorkCalendar, year: int, number: int, today: date, national: NationalCalendar | None) -> MonthView:
    blanks, length = calendar.monthrange(year, number)
    days = tuple(_cell(work, date(year, number, day), today, national) for day in range(1, length + 1))
    return MonthView(
        name=wording.month_name(number),
        blanks=range(blanks),
        days=days,
        working_days=sum(work.is_working_day(cell.day) for cell in days),
    )


def _cell(work: WorkCalendar, day: date, today: date, national: NationalCalendar | None) -> DayCell:
    festival = national.festival(day) if national else ""
    mark = _mark(work, day)
    hours = wording.hours(work.windows_on(day))
    words = {
        "holiday": festival or _("节假日"),
        "makeup": _("%(festival)s 调休上班，%(hours)s") % {"festival": festival, "hours": hours},
        "special": _("特别安排，%(hours)s") % {"hours": hours},
    }
    return DayCell(
        day=day,
        mark=mark,
        title=words.get(mark, hours).strip(),
        is_today=day == today,
        is_provisional=work.is_provisional(day),
    )


def _mark(work: WorkCalendar, day: date) -> str:
    """Say what the rules of a date make of it, in their order (vectors/README.md)."""
    if day in work.extra_workdays:
        return "makeup"
    if day in work.holidays:
        return "holiday"
    if day in work.special_shifts or day in work.breaks:
        return "special"
    return "work" if work.is_working_day(day) else "rest"
