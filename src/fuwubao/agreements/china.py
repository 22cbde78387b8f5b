"""The national calendar of China, version by version: holidays and make-up days (调休) by date.

The versions that come with the product are frozen files beside this module, so an upgrade of any package
never changes an old verdict. Days after ``published_through`` follow the weekday and are provisional (暂定).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from fuwubao.agreements.errors import CalendarFileUnreadable, CalendarVersionUnknown
from fuwubao.domain.calendars import Shift, WorkCalendar

SHIPPED = ("1.11.0",)
NEWEST = SHIPPED[-1]


class DayKind(StrEnum):
    """What a date is in the national calendar."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalCalendar:
    """One version: the dates that differ from their weekday, each with the festival's Chinese name."""

    version: str
    source: str
    published_through: date
    holidays: Mapping[date, str]
    makeup_days: Mapping[date, str]

    def kind(self, day: date) -> DayKind:
        """Say what ``day`` is; a day that no arrangement names follows its weekday (M13)."""
        if day in self.makeup_days:
            return DayKind.MAKEUP
        if day in self.holidays:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day`` is worked."""
        return self.kind(day) in (DayKind.WORKDAY, DayKind.MAKEUP)

    def festival(self, day: date) -> str:
        """Return the festival's name on a holiday or the make-up day that pays for it, else an empty text."""
        return self.makeup_days.get(day) or self.holidays.get(day, "")

    def is_provisional(self, day: date) -> bool:
        """Tell whether the arrangement for ``day`` was not yet published when this version was made."""
        return day > self.published_through

    def first_difference(self, other: NationalCalendar, *, through: date) -> date | None:
        """Return the first date up to ``through`` that the two versions see differently, or None."""
        days = {*self.holidays, *self.makeup_days, *other.holidays, *other.makeup_days}
        return min((day for day in days if day <= through and self.kind(day) != other.kind(day)), default=None)

    def working_days(self, timezone: str) -> WorkCalendar:
        """Return a calendar on which each worked date is one whole day: for due rules in working days (S1.29)."""
        whole_day = (Shift(0, 86_400),)
        return WorkCalendar(
            timezone=timezone,
            weekly=(whole_day,) * 5 + ((), ()),
            holidays=frozenset(self.holidays),
            extra_workdays=dict.fromkeys(self.makeup_days, whole_day),
            provisional_after=self.published_through,
        )

    def days_of(self, year: int) -> tuple[date, ...]:
        """Return every date of ``year`` in order."""
        first = date(year, 1, 1)
        return tuple(first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


@cache
def shipped(version: str = NEWEST) -> NationalCalendar:
    """Return a version that comes with the product. Raises CalendarVersionUnknown."""
    if version not in SHIPPED:
        raise CalendarVersionUnknown(version=version, known=", ".join(SHIPPED))
    return read_calendar(shipped_text(version), file=f"china-{version}.csv")


def shipped_text(version: str = NEWEST) -> str:
    """Return the frozen file of a version, byte for byte."""
    folder = resources.files("fuwubao.agreements") / "data"
    return (folder / f"china-{version}.csv").read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return SHA-256 of a calendar file."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_calendar(text: str, *, file: str) -> NationalCalendar:
    """Read a calendar file: ``# name: value`` lines, a header, then ``date,kind,name`` lines in any order.

    Raises CalendarFileUnreadable with file, line and what stands there.
    """
    head: dict[str, str] = {}
    holidays: dict[date, str] = {}
    makeup_days: dict[date, str] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if line.startswith("#"):
            name, _, value = line[1:].partition(":")
            head[name.strip()] = value.strip()
        elif line.strip() and not line.startswith("date,"):
            day, kind, name = _row(line, file, number)
            (holidays if kind is DayKind.HOLIDAY else makeup_days)[day] = name
    try:
        return NationalCalendar(
            version=head["version"],
            source=head.get("source", ""),
            published_through=date.fromisoformat(head["published_through"]),
            holidays=holidays,
            makeup_days=makeup_days,
        )
    except (KeyError, ValueError) as fault:
        raise CalendarFileUnreadable(file=file, line=1, value=str(fault).strip("'")) from fault


def _row(line: str, file: str, number: int) -> tuple[date, DayKind, str]:
    """Read one line; the kind is holiday or makeup."""
    parts = [part.strip() for part in line.split(",")]
    try:
        day, kind = date.fromisoformat(parts[0]), DayKind(parts[1])
    except (ValueError, IndexError) as fault:
        raise CalendarFileUnreadable(file=file, line=number, value=line) from fault
    if kind not in (DayKind.HOLIDAY, DayKind.MAKEUP):
        raise CalendarFileUnreadable(file=file, line=number, value=line)
    return day, kind, parts[2] if len(parts) > 2 else ""
