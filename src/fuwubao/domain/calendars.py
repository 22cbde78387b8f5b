"""When service is given: weekly shifts, holidays, make-up days and special days of one calendar version.

Rules of a date, first that fits: ``extra_workdays``; none when it is in ``holidays``; ``special_shifts``;
``weekly``. ``breaks`` are then taken away on any kind of day (M13). Time is summed over windows remembered by
blocks of four weeks, never second by second (decision 0002).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from fuwubao.domain.errors import Refused
from fuwubao.domain.spans import Span, clipped, merged, without
from fuwubao.domain.zones import (
    BLOCK,
    DAY,
    EPOCH_ORDINAL,
    instant_of,
    instants_of,
    local_date,
    pieces,
    second_of,
    wall_midnight,
    zone_of,
)

Pauses = Sequence[tuple[datetime, datetime]]
LONGEST_REST = 3_660  # days without a working day that end a search
FARTHEST = 200 * 366 * DAY  # a deadline farther off than two centuries is a mistake, and the search ends


class NoWorkingTime(Refused):
    """The calendar has, from some date on, no working time left, or too little within two centuries."""

    code = "calendars.no_working_time"
    zh = "该日历从 {since} 起没有足够的工作时间，无法算出期限"
    en = "From {since} on the calendar has not enough working time to reach the deadline"
    hint_zh = "请检查日历的每周工作时段、节假日和时长"
    hint_en = "Check the calendar's weekly hours, its holidays and the duration"
    source = "M13"


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A working window of a date: wall-clock seconds from its local midnight, half open.

    ``ends`` is greater than 86 400 when the shift runs past midnight; the whole of it belongs to its first date.
    """

    starts: int
    ends: int


Shifts = tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """The merged windows of one block of four weeks and the working seconds before each (and after all)."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.before[-1]

    def worked_until(self, second: int) -> int:
        """Working seconds of the block that lie before ``second``."""
        number = bisect_right(self.starts, second) - 1
        if number < 0:
            return 0
        return self.before[number] + min(second, self.ends[number]) - self.starts[number]

    def instant_after(self, seconds: int) -> int:
        """Earliest second before which ``seconds`` > 0 of the block's working time lie."""
        number = bisect_right(self.before, seconds - 1) - 1
        return self.starts[number] + seconds - self.before[number]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """One version of one calendar in the zone ``timezone``; ``weekly`` has seven entries, Monday first.

    ``provisional_after`` is the last date whose holidays are published; later dates follow the weekday.
    The mappings must not be changed once the calendar is made: what was worked out is remembered.
    """

    timezone: str
    weekly: tuple[Shifts, ...]
    holidays: frozenset[date] = frozenset()
    extra_workdays: Mapping[date, Shifts] = field(default_factory=dict)
    special_shifts: Mapping[date, Shifts] = field(default_factory=dict)
    breaks: Mapping[date, Shifts] = field(default_factory=dict)
    provisional_after: date | None = None
    _blocks: dict[int, _Block] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a calendar that is not one. Raises: ValueError, ZoneUnknown."""
        if len(self.weekly) != 7:
            raise ValueError("weekly has seven entries, Monday first")
        zone_of(self.timezone)

    def shifts_on(self, day: date) -> Shifts:
        """Return the shifts that start on the date, as written, before breaks."""
        extra = self.extra_workdays.get(day)
        if extra is not None:
            return extra
        if day in self.holidays:
            return ()
        special = self.special_shifts.get(day)
        return self.weekly[day.weekday()] if special is None else special

    def windows_on(self, day: date) -> Shifts:
        """Return the shifts of the date merged, breaks taken away."""
        windows = _union(self.shifts_on(day))
        pauses = self.breaks.get(day)
        return _shifts(without(_pairs(windows), _pairs(_union(pauses)))) if pauses else windows

    def is_working_day(self, day: date) -> bool:
        """Say whether at least one shift starts on the date; breaks are left aside."""
        return bool(self.shifts_on(day))

    def is_working_time(self, at: datetime) -> bool:
        """Say whether the clock on the wall stands inside a window at the instant."""
        second = second_of(at)
        block = self._block(second // BLOCK)
        number = bisect_right(block.starts, second) - 1
        return number >= 0 and second < block.ends[number]

    def utc_windows(self, first: date, last: date) -> list[tuple[int, int]]:
        """Return the windows that start on ``first`` … ``last`` (both included) as merged epoch seconds.

        A shift past midnight is given whole, even where it runs beyond ``last``.
        """
        wall = self._wall(first.toordinal(), last.toordinal())
        if not wall:
            return []
        earliest, latest = min(span[0] for span in wall), max(span[1] for span in wall)
        return merged(instants_of(wall, pieces(earliest - DAY, latest + DAY, self.timezone)))

    def elapsed(self, start: datetime, end: datetime, pauses: Pauses = ()) -> int:
        """Return the working seconds in [start, end) outside the pauses; 0 when ``end`` is not later."""
        return self.elapsed_seconds(second_of(start), second_of(end), _span_pairs(pauses))

    def elapsed_seconds(self, start: int, end: int, pauses: Iterable[Span] = ()) -> int:
        """The same in epoch seconds."""
        if end <= start:
            return 0
        paused = merged(clipped(pauses, start, end))
        return self._worked(start, end) - sum(self._worked(since, until) for since, until in paused)

    def deadline(self, start: datetime, seconds: int, pauses: Pauses = ()) -> datetime:
        """Return the earliest instant t ≥ ``start`` with ``elapsed(start, t, pauses) == seconds``, in UTC.

        A deadline that uses up a window is the end of that window. Zero seconds are over at ``start``.
        Raises: NoWorkingTime; ValueError for negative seconds.
        """
        return instant_of(self.deadline_second(second_of(start), seconds, _span_pairs(pauses)))

    def deadline_second(self, start: int, seconds: int, pauses: Iterable[Span] = ()) -> int:
        """The same in epoch seconds: pauses cut time into stretches, the last of which has no end."""
        if seconds < 0:
            raise ValueError("a duration is never negative")
        if seconds == 0:
            return start
        for since, until in merged(pauses):
            if until <= start:
                continue
            if since > start:
                worked = self._worked_within(start, since, seconds)
                if worked >= seconds:
                    break
                seconds -= worked
            start = until
        return self._reached(start, seconds)

    def nth_working_day_after(self, day: date, n: int) -> date:
        """Return the n-th working day later than ``day``; ``day`` itself when n is 0 (M13).

        Raises: NoWorkingTime; ValueError for a negative n.
        """
        if n < 0:
            raise ValueError("working days are counted forwards")
        found = day
        for _ in range(n):
            found = self._working_day_beyond(found, timedelta(days=1))
        return found

    def working_day_from(self, day: date, *, forwards: bool) -> date:
        """Return ``day`` when it is a working day, else the nearest one after (or before) it.

        Raises: NoWorkingTime.
        """
        return day if self.is_working_day(day) else self._working_day_beyond(day, timedelta(days=1 if forwards else -1))

    def is_provisional(self, day: date) -> bool:
        """Say whether the date lies after the holidays that are published (M13)."""
        return self.provisional_after is not None and day > self.provisional_after

    @property
    def _ends_forever(self) -> int | None:
        """Where the weekly hours are empty: a second after which no working time is left."""
        if any(self.weekly):
            return None
        last = max((*self.extra_workdays, *self.special_shifts), default=date.min)
        return wall_midnight(last) + self._reach + 2 * DAY

    @property
    def _reach(self) -> int:
        """How many seconds after its own midnight the longest shift ends, at least a day."""
        written = (*self.weekly, *self.extra_workdays.values(), *self.special_shifts.values())
        return max((shift.ends for shifts in written for shift in shifts), default=DAY)

    def _working_day_beyond(self, day: date, step: timedelta) -> date:
        """The nearest working day on one side of the day; ten years without one end the search."""
        found = day
        for _ in range(LONGEST_REST):
            try:
                found += step
            except OverflowError:
                break
            if self.is_working_day(found):
                return found
        raise NoWorkingTime(since=day)

    def _wall(self, first: int, last: int) -> list[Span]:
        """Wall spans of the windows that start on the dates of these ordinals, in order of date."""
        wall: list[Span] = []
        for ordinal in range(max(first, 1), min(last, date.max.toordinal()) + 1):
            midnight = (ordinal - EPOCH_ORDINAL) * DAY
            windows = self.windows_on(date.fromordinal(ordinal))
            wall.extend((midnight + window.starts, midnight + window.ends) for window in windows)
        return wall

    def _block(self, number: int) -> _Block:
        known = self._blocks.get(number)
        if known is None:
            known = self._blocks[number] = self._make_block(number)
        return known

    def _make_block(self, number: int) -> _Block:
        since, until = number * BLOCK, (number + 1) * BLOCK
        first = (since - DAY - self._reach) // DAY + EPOCH_ORDINAL
        wall = self._wall(first, (until + DAY) // DAY + EPOCH_ORDINAL)
        windows = merged(clipped(instants_of(wall, pieces(since, until, self.timezone)), since, until))
        return _Block(
            starts=tuple(starts for starts, _ in windows),
            ends=tuple(ends for _, ends in windows),
            before=tuple(accumulate((ends - starts for starts, ends in windows), initial=0)),
        )

    def _worked(self, start: int, end: int) -> int:
        """Working seconds in [start, end), which is not empty."""
        first, last = start // BLOCK, (end - 1) // BLOCK
        whole = sum(self._block(number).total for number in range(first, last))
        return whole + self._block(last).worked_until(end) - self._block(first).worked_until(start)

    def _worked_within(self, start: int, end: int, enough: int) -> int:
        """Working seconds in [start, end), or some number not below ``enough`` as soon as that is certain."""
        worked, at = 0, start
        while at < end and worked < enough and not self._is_hopeless(at, start):
            until = min(end, (at // BLOCK + 1) * BLOCK)
            worked += self._worked(at, until)
            at = until
        return worked

    def _reached(self, start: int, seconds: int) -> int:
        """The earliest second at which ``seconds`` > 0 have been worked since ``start``, without pauses."""
        number = start // BLOCK
        seconds += self._block(number).worked_until(start)
        while seconds > self._block(number).total:
            seconds -= self._block(number).total
            number += 1
            if self._is_hopeless(number * BLOCK, start):
                raise NoWorkingTime(since=local_date(start, self.timezone))
        return self._block(number).instant_after(seconds)

    def _is_hopeless(self, at: int, start: int) -> bool:
        """Say whether a search that began at ``start`` may end: no working time comes, or it is too far off."""
        ends_forever = self._ends_forever
        return at > start + FARTHEST or (ends_forever is not None and at > ends_forever)


@lru_cache(maxsize=64)
def ALWAYS(timezone: str) -> WorkCalendar:  # noqa: N802 - reads as the constant it is, one a zone
    """Return the calendar of round-the-clock service, 24 hours on 7 days."""
    return WorkCalendar(timezone=timezone, weekly=((Shift(0, DAY),),) * 7)


@lru_cache(maxsize=4096)
def _union(shifts: Shifts) -> Shifts:
    return _shifts(merged(_pairs(shifts)))


def _pairs(shifts: Shifts) -> list[Span]:
    return [(shift.starts, shift.ends) for shift in shifts]


def _shifts(spans: Iterable[Span]) -> Shifts:
    return tuple(Shift(starts, ends) for starts, ends in spans)


def _span_pairs(pauses: Pauses) -> list[Span]:
    return [(second_of(since), second_of(until)) for since, until in pauses]
