"""When targets in working days are due: the end of the n-th working day that was not waited away (semantics 6).

Working days are numbered, so the rule for days is the rule for seconds on another line: a wait that begins before
the due day moves it by the number of days whose last working second lies in the wait (R13: day 0 is not counted).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from fuwubao.domain.zones import local_date
from fuwubao.engine.calendars import CalendarTables, DenseCalendars, WorkingDays
from fuwubao.engine.columns import Ints


@dataclass(frozen=True, eq=False)
class Waits:
    """Allowed waits [starts, ends) in order of ticket and time; ``first[t]`` … ``first[t + 1]`` are ticket t's."""

    first: Ints
    starts: Ints
    ends: Ints


def due_days(
    tables: CalendarTables,
    dense: DenseCalendars,
    *,
    ticket: Ints,
    calendar: Ints,
    days: Ints,
    opened_at: Ints,
    waits: Waits,
) -> Ints:
    """Return for each entry the instant at which its day is over, in epoch seconds.

    All arrays but ``waits`` are of one length; an entry's ticket has waits only when they move its date.
    Raises: NoWorkingTime.
    """
    due = np.zeros(len(ticket), dtype=np.int64)
    for number in np.unique(calendar):
        chosen = np.flatnonzero(calendar == number)
        lines = tables.working_days(int(number), dense)
        begin = lines.following(opened_at[chosen])
        wanted = begin + days[chosen] - 1 + _moved(lines, ticket[chosen], begin, days[chosen], waits)
        within = wanted < len(lines.day_end)
        due[chosen[within]] = lines.day_end[wanted[within]]
        for beyond in np.flatnonzero(~within):
            left = int(wanted[beyond]) - len(lines.day_end) + 1
            due[chosen[beyond]] = _far_day(tables, dense, int(number), left)
    return due


def _moved(lines: WorkingDays, ticket: Ints, begin: Ints, days: Ints, waits: Waits) -> Ints:
    """By how many working days waiting moves the due day of each entry."""
    moved = np.zeros(len(ticket), dtype=np.int64)
    counts = waits.first[ticket + 1] - waits.first[ticket]
    if not counts.any():
        return moved
    entry = np.repeat(np.arange(len(ticket)), counts)
    offsets = np.cumsum(counts) - counts
    wait = np.repeat(waits.first[ticket] - offsets, counts) + np.arange(len(entry))
    since = np.maximum(lines.ended_before(waits.starts[wait]), begin[entry])
    until = np.maximum(lines.ended_before(waits.ends[wait]), begin[entry])
    waited = until - since
    running = np.cumsum(waited)
    earlier = running - waited
    earlier -= np.repeat(earlier[np.minimum(offsets, max(len(entry) - 1, 0))], counts)
    moves = since - begin[entry] - earlier < days[entry]
    np.add.at(moved, entry[moves], waited[moves])
    return moved


def _far_day(tables: CalendarTables, dense: DenseCalendars, number: int, left: int) -> int:
    """A due day beyond the tables, by the calendar itself."""
    calendar = tables.calendars[number]
    day = local_date(dense.until, calendar.timezone) - timedelta(days=1)
    day = calendar.nth_working_day_after(day, left) + timedelta(days=1)
    return int(datetime.combine(day, time(), ZoneInfo(calendar.timezone)).timestamp())
