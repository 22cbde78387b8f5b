"""Is the data whole? Missing days, sudden drops and gaps in ids, shown before a report uses them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

_NUMBERED = re.compile(r"^(.*?)(\d{1,15})$")
_DROP_TO = 0.4  # a day under 40 % of the median of the same weekday is shown
_GAPS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOfDay:
    """A day with far fewer rows than the same weekday has as a rule."""

    day: date
    rows: int
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapInIds:
    """Numbers that lie between two ids of one series and are not there."""

    after: str
    before: str
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What looks as if it were missing; days are local, both ends included."""

    first: date
    last: date
    rows: int
    missing_days: tuple[date, ...]
    drops: tuple[DropOfDay, ...]
    gaps: tuple[GapInIds, ...]


def check_completeness(days: Iterable[date], ids: Iterable[str], *, first: date, last: date) -> Completeness:
    """Look at the local days and ids of the rows of a period.

    A weekday that never has rows (rest days) is not missing; a drop is measured against the median of the
    same weekday within the period.
    """
    counts = Counter(day for day in days if first <= day <= last)
    span = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    by_weekday: dict[int, list[int]] = defaultdict(list)
    for day in span:
        by_weekday[day.weekday()].append(counts[day])
    usual = {weekday: median(found) for weekday, found in by_weekday.items()}
    missing = tuple(day for day in span if counts[day] == 0 and usual[day.weekday()] >= 1)
    drops = tuple(
        DropOfDay(day=day, rows=counts[day], usual=int(usual[day.weekday()]))
        for day in span
        if 0 < counts[day] < _DROP_TO * usual[day.weekday()]
    )
    return Completeness(
        first=first, last=last, rows=sum(counts.values()), missing_days=missing, drops=drops, gaps=gaps_in(ids)
    )


def gaps_in(ids: Iterable[str]) -> tuple[GapInIds, ...]:
    """Return the gaps in series of ids that are mostly dense: at least half of the span of numbers is there."""
    series: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for identity in set(ids):
        cut = _NUMBERED.match(identity)
        if cut:
            series[cut.group(1)].append((int(cut.group(2)), identity))
    found: list[GapInIds] = []
    for numbers in series.values():
        numbers.sort()
        span = numbers[-1][0] - numbers[0][0] + 1
        if len(numbers) < 3 or len(numbers) * 2 < span:
            continue
        for (one, before), (two, after) in pairwise(numbers):
            if two - one > 1:
                found.append(GapInIds(after=before, before=after, missing=two - one - 1))
    return tuple(sorted(found, key=lambda gap: -gap.missing)[:_GAPS_SHOWN])
