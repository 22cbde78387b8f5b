"""Working time the obvious way: look at the clock on the wall every quarter of an hour and ask whether one works.

Nothing here is shared with the calendar under test: dates, shifts and breaks are walked afresh at each look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOOK = timedelta(minutes=15)
Hours = Sequence[tuple[int, int]]  # quarters from midnight, the second one past 96 for a night shift
Pauses = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class PlainCalendar:
    """The same facts as a calendar, in quarters of an hour."""

    timezone: str
    weekly: Sequence[Hours]
    holidays: frozenset[date]
    extra_workdays: Mapping[date, Hours]
    special_shifts: Mapping[date, Hours]
    breaks: Mapping[date, Hours]

    def hours_of(self, day: date) -> Hours:
        """The first rule that fits."""
        if day in self.extra_workdays:
            return self.extra_workdays[day]
        if day in self.holidays:
            return ()
        if day in self.special_shifts:
            return self.special_shifts[day]
        return self.weekly[day.weekday()]

    def works_at(self, at: datetime) -> bool:
        """Whether some shift that began on this or an earlier date covers the reading of the clock."""
        wall = at.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None)
        for days_ago in range(3):
            day = wall.date() - timedelta(days=days_ago)
            quarter = (wall - datetime(day.year, day.month, day.day)) // LOOK  # noqa: DTZ001 - a reading of a wall clock
            covered = any(starts <= quarter < ends for starts, ends in self.hours_of(day))
            if covered and not any(starts <= quarter < ends for starts, ends in self.breaks.get(day, ())):
                return True
        return False

    def elapsed(self, start: datetime, end: datetime, pauses: Pauses = ()) -> int:
        """Seconds, by looking at the start of each quarter of an hour."""
        at, looks = start.astimezone(UTC), 0
        while at < end:
            looks += self.works_at(at) and not any(since <= at < until for since, until in pauses)
            at += LOOK
        return looks * int(LOOK.total_seconds())
