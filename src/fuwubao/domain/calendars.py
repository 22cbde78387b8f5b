"""When service is given: weekly shifts, holidays, make-up days and special days of one calendar version.

Rules of a date, first that fits: ``extra_workdays``; none when it is in ``holidays``; ``special_shifts``;
``weekly``. ``breaks`` are then taken away on any kind of day (M13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A working window of a date: wall-clock seconds from its local midnight, half open.

    ``ends`` is greater than 86 400 when the shift runs past midnight; the whole of it belongs to its first date.
    """

    starts: int
    ends: int


Shifts = tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """One version of one calendar in the zone ``timezone``; ``weekly`` has seven entries, Monday first.

    ``provisional_after`` is the last date whose holidays are published; later dates follow the weekday.
    """

    timezone: str
    weekly: tuple[Shifts, ...]
    holidays: frozenset[date] = frozenset()
    extra_workdays: Mapping[date, Shifts] = field(default_factory=dict)
    special_shifts: Mapping[date, Shifts] = field(default_factory=dict)
    breaks: Mapping[date, Shifts] = field(default_factory=dict)
    provisional_after: date | None = None
