"""Calendars as dense tables: working seconds before an instant, and the instant of a working second, by gather.

Every calendar becomes two tables over one stretch of time. *Slots* of equal length hold, packed in one integer,
the working seconds before the slot and the one working piece inside it; so any number of shifts, night shifts,
breaks and clock changes cost one gather. *Windows* hold the inverse, found through buckets of working time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.zones import DAY, instant_of, local_date

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]

SLOT_LENGTHS = (3600, 900, 300, 60, 12, 1)  # divisors of an hour; the first that leaves one piece a slot is taken
BITS = 13  # a piece's start and length inside a slot are at most 3 600
MASK = (1 << BITS) - 1
MOST_BUCKET_BITS = 13
LEAST_BUCKET_BITS = 8
AHEAD = 366 * DAY  # how far the tables reach beyond the latest instant asked for, for deadlines
MARGIN_DAYS = 4  # a night shift of the day before, and any zone's distance from UTC


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """The working days of one calendar in order, for targets in working days (semantics 6).

    ``midnights`` are the local midnights of all dates; ``through[d]`` counts working days before date number
    ``d``; ``last_second`` and ``day_end`` belong to working days.
    """

    midnights: Ints
    through: Ints
    last_second: Ints
    day_end: Ints

    def following(self, at: Ints) -> Ints:
        """Return the number of the first working day later than the local date of each instant."""
        return self.through[np.searchsorted(self.midnights, at, side="right")]

    def ended_before(self, at: Ints) -> Ints:
        """Count the working days whose last working second lies before each instant."""
        return np.searchsorted(self.last_second, at, side="left")


@dataclass(frozen=True, eq=False)
class DenseCalendars:
    """Several calendars over [since, until) in epoch seconds; ``calendar`` arguments are their numbers.

    Arrays in and out are int64 and of one length; instants must lie in the stretch. ``slot`` is the length of the
    slots by calendar, or one for all.
    """

    calendars: tuple[WorkCalendar, ...]
    since: int
    until: int
    slot: Ints
    first_slot: Ints
    packed: Ints
    bucket_bits: int
    bucket_base: Ints
    first_window: Ints
    work_at_end: Ints
    offset: Ints
    total: Ints

    def worked(self, calendar: Ints, at: Ints) -> Ints:
        """Return the working seconds of each calendar in [since, at)."""
        inside = at - self.since
        length = self.slot[0] if len(self.slot) == 1 else self.slot[calendar]
        number = inside // length
        inside -= number * length
        number += self.first_slot[calendar]
        found = self.packed[number]
        np.right_shift(found, BITS, out=number)
        inside -= number & MASK
        np.maximum(inside, 0, out=inside)
        np.minimum(inside, found & MASK, out=inside)
        found >>= 2 * BITS
        found += inside
        return found

    def instant(self, calendar: Ints, seconds: Ints) -> Ints:
        """Return the earliest instant before which ``seconds`` > 0 working seconds of the calendar lie.

        Raises: NoWorkingTime when the calendar has not as many within two centuries.
        """
        beyond = seconds > self.total[calendar]
        if beyond.any():
            return self._with_far_ones(calendar, seconds, beyond)
        bucket = (seconds - 1) >> self.bucket_bits
        bucket += self.bucket_base[calendar]
        window = self.first_window[bucket]
        late = seconds > self.work_at_end[window]
        while late.any():
            window += late
            late = seconds > self.work_at_end[window]
        found: Ints = seconds + self.offset[window]
        return found

    def _with_far_ones(self, calendar: Ints, seconds: Ints, beyond: Truths) -> Ints:
        """Answer what lies beyond the tables by the calendars themselves, one by one: it is rare."""
        near = self.instant(calendar, np.where(beyond, 1, seconds)) if self.total.min() > 0 else seconds.copy()
        for number in np.flatnonzero(beyond):
            which = int(calendar[number])
            left = int(seconds[number] - self.total[which])
            near[number] = self.calendars[which].deadline_second(self.until, left)
        if self.total.min() == 0 and not beyond.all():
            rest = ~beyond
            near[rest] = self.instant(calendar[rest], seconds[rest])
        return near


class CalendarTables:
    """Makes and remembers the dense tables of a fixed set of calendars, grown by whole years on demand."""

    def __init__(self, calendars: Sequence[WorkCalendar]) -> None:
        self.calendars = tuple(calendars)
        self._dense: DenseCalendars | None = None
        self._days: dict[tuple[int, int, int], WorkingDays] = {}

    def covering(self, first: int, last: int) -> DenseCalendars:
        """Return tables that hold both instants and the year after the later one."""
        held = self._dense
        if held is not None and held.since <= first and last <= held.until - AHEAD:
            return held
        if held is not None:
            first, last = min(first, held.since + MARGIN_DAYS * DAY), max(last, held.until - AHEAD)
        since = _midnight(instant_of(first).year, 1) - MARGIN_DAYS * DAY
        until = _midnight(instant_of(last).year + 2, 1)
        self._dense = dense_calendars(self.calendars, since, max(until, last + AHEAD))
        return self._dense

    def working_days(self, calendar: int, dense: DenseCalendars) -> WorkingDays:
        """Return the working days of one calendar over the stretch of the tables."""
        key = (calendar, dense.since, dense.until)
        if key not in self._days:
            self._days[key] = working_days(self.calendars[calendar], dense.since, dense.until)
        return self._days[key]


def dense_calendars(calendars: Sequence[WorkCalendar], since: int, until: int) -> DenseCalendars:
    """Lay the calendars out over [since, until), both UTC midnights."""
    windows = [_windows(calendar, since, until) for calendar in calendars]
    slots = [next(length for length in SLOT_LENGTHS if _fits(w, since, until, length)) for w in windows]
    packed = [_packed(w, since, until, slot) for w, slot in zip(windows, slots, strict=True)]
    works = [np.cumsum(w[:, 1] - w[:, 0]) for w in windows]
    shortest = min((int((w[:, 1] - w[:, 0]).min()) for w in windows if len(w)), default=1)
    bits = max(LEAST_BUCKET_BITS, min(MOST_BUCKET_BITS, shortest.bit_length() - 1))
    total = np.array([work[-1] if len(work) else 0 for work in works], dtype=np.int64)
    buckets = (np.maximum(total, 1) - 1 >> bits) + 1
    starts = np.cumsum([0, *(len(w) for w in windows[:-1])]) if windows else np.zeros(0, dtype=np.int64)
    first = [
        base + np.searchsorted(work, (np.arange(count, dtype=np.int64) << bits) + 1)
        for base, work, count in zip(starts, works, buckets, strict=True)
    ]
    return DenseCalendars(
        calendars=tuple(calendars),
        since=since,
        until=until,
        slot=np.array(slots[:1] if len(set(slots)) == 1 else slots, dtype=np.int64),
        first_slot=np.cumsum([0, *(len(part) for part in packed[:-1])]).astype(np.int64),
        packed=_joined(packed),
        bucket_bits=bits,
        bucket_base=np.concatenate([[0], np.cumsum(buckets)[:-1]]).astype(np.int64),
        first_window=_joined(first),
        work_at_end=_joined(works),
        offset=_joined([w[:, 1] - work for w, work in zip(windows, works, strict=True)]),
        total=total,
    )


def working_days(calendar: WorkCalendar, since: int, until: int) -> WorkingDays:
    """List the working days whose dates lie in the stretch."""
    first, last = local_date(since, calendar.timezone), local_date(until, calendar.timezone)
    dates = [first + timedelta(days=number) for number in range((last - first).days)]
    midnights = np.array(_local_midnights([*dates, last], calendar.timezone), dtype=np.int64)
    worked = np.array([calendar.is_working_day(day) for day in dates], dtype=np.bool_)
    latest = [
        min(max((end for _, end in calendar.utc_windows(day, day)), default=midnight), midnight_after)
        for day, midnight, midnight_after, works in zip(
            dates, midnights[:-1].tolist(), midnights[1:].tolist(), worked.tolist(), strict=True
        )
        if works
    ]
    return WorkingDays(
        midnights=midnights,
        through=np.concatenate([[0], np.cumsum(worked), [int(worked.sum())]]).astype(np.int64),
        last_second=np.array(latest, dtype=np.int64) - 1,
        day_end=midnights[1:][worked],
    )


def _local_midnights(dates: Sequence[date], timezone: str) -> list[int]:
    zone = ZoneInfo(timezone)
    return [int(datetime.combine(day, time(), zone).timestamp()) for day in dates]


def _midnight(year: int, day: int) -> int:
    return (date(year, 1, day).toordinal() - date(1970, 1, 1).toordinal()) * DAY


def _windows(calendar: WorkCalendar, since: int, until: int) -> Ints:
    """The calendar's windows cut to the stretch, as pairs in order."""
    first = instant_of(since).date() - timedelta(days=MARGIN_DAYS)
    last = instant_of(until).date() + timedelta(days=MARGIN_DAYS)
    pairs = np.array(calendar.utc_windows(first, last), dtype=np.int64).reshape(-1, 2)
    np.clip(pairs, since, until, out=pairs)
    return pairs[pairs[:, 0] < pairs[:, 1]]


def _slot_pieces(windows: Ints, starts: Ints, slot: int) -> tuple[Ints, Ints]:
    """For each slot the first window that ends in or after it, and how many windows it touches."""
    first = np.searchsorted(windows[:, 1], starts, side="right")
    beyond = np.searchsorted(windows[:, 0], starts + slot, side="left")
    return first, beyond - first


def _fits(windows: Ints, since: int, until: int, slot: int) -> bool:
    _, touched = _slot_pieces(windows, np.arange(since, until, slot, dtype=np.int64), slot)
    return bool((touched <= 1).all())


def _packed(windows: Ints, since: int, until: int, slot: int) -> Ints:
    starts = np.arange(since, until, slot, dtype=np.int64)
    first, touched = _slot_pieces(windows, starts, slot)
    worked = np.concatenate([[0], np.cumsum(windows[:, 1] - windows[:, 0])]).astype(np.int64)
    padded = np.vstack([windows, np.full((1, 2), until, dtype=np.int64)])
    window = padded[np.minimum(first, len(windows))]
    begins = np.clip(window[:, 0] - starts, 0, slot)
    ends = np.clip(window[:, 1] - starts, 0, slot)
    has_piece = touched == 1
    inside = np.maximum(starts - window[:, 0], 0) * (window[:, 0] < starts)
    before = worked[first] + np.where(has_piece, inside, 0)
    begins, length = np.where(has_piece, begins, 0), np.where(has_piece, ends - begins, 0)
    packed: Ints = (before << (2 * BITS)) | (begins << BITS) | length
    return packed


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([*parts, np.zeros(0, dtype=np.int64)]).astype(np.int64)
