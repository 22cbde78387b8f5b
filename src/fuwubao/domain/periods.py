"""The span that a figure or a report speaks of: whole local days, half open (M1).

A period is a pair of dates in a zone; its instants follow from them, so that a day of a clock change has its
23 or 25 hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fuwubao.domain.errors import BadInput


class PeriodUnreadable(BadInput):
    """The text names no month, quarter, year or pair of dates."""

    code = "periods.unreadable"
    zh = "看不懂期间“{text}”"
    en = "Cannot read the period “{text}”"
    hint_zh = "请写 2026-09、2026Q3、2026 或 2026-09-15/2026-10-02（含最后一天）"
    hint_en = "Write 2026-09, 2026Q3, 2026 or 2026-09-15/2026-10-02 (its last day included)"
    source = "M1"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local days ``first`` … the day before ``day_after`` in ``timezone``; ``label`` is how people wrote it."""

    first: date
    day_after: date
    timezone: str
    label: str

    @property
    def starts_at(self) -> datetime:
        """First instant, in UTC."""
        return local_midnight(self.first, self.timezone)

    @property
    def ends_before(self) -> datetime:
        """The instant after the last one, in UTC."""
        return local_midnight(self.day_after, self.timezone)

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.day_after - timedelta(days=1)

    def holds(self, at: datetime) -> bool:
        """Say whether the instant lies in [start, end)."""
        return self.starts_at <= at < self.ends_before

    def shifted(self, steps: int) -> Period:
        """Return the period ``steps`` earlier (negative) or later: months, quarters, years, or as many days."""
        months = {"month": 1, "quarter": 3, "year": 12}.get(self.kind)
        if months is None:
            days = (self.day_after - self.first) * steps
            return _span(self.first + days, self.day_after + days, self.timezone)
        number = self.first.year * 12 + self.first.month - 1 + months * steps
        first = date(number // 12, number % 12 + 1, 1)
        text = _label(first, self.kind)
        return parse_period(text, self.timezone)

    @property
    def kind(self) -> str:
        """``month``, ``quarter``, ``year`` or ``span``, by the way it is written."""
        if _MONTH.fullmatch(self.label):
            return "month"
        if _QUARTER.fullmatch(self.label):
            return "quarter"
        return "year" if _YEAR.fullmatch(self.label) else "span"


_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_YEAR = re.compile(r"\d{4}")


def parse_period(text: str, timezone: str) -> Period:
    """Read ``2026-09``, ``2026Q3``, ``2026`` or ``2026-09-15/2026-10-02`` (last day included) in a zone.

    Raises: PeriodUnreadable.
    """
    given = text.strip()
    try:
        if month := _MONTH.fullmatch(given):
            return _months(int(month[1]), int(month[2]), 1, timezone, given)
        if quarter := _QUARTER.fullmatch(given):
            label = f"{quarter[1]}Q{quarter[2]}"
            return _months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3, timezone, label)
        if _YEAR.fullmatch(given):
            return _months(int(given), 1, 12, timezone, given)
        starts, ends = given.split("/")
        first, last = date.fromisoformat(starts.strip()), date.fromisoformat(ends.strip())
    except (ValueError, OverflowError) as unreadable:
        raise PeriodUnreadable(text=text, where="--period", why=text) from unreadable
    if last < first:
        raise PeriodUnreadable(text=text, where="--period", why=text)
    return _span(first, last + timedelta(days=1), timezone)


def local_midnight(day: date, timezone: str) -> datetime:
    """Return the instant at which a local day begins, in UTC; where midnight is skipped, the first one after."""
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _months(year: int, month: int, count: int, timezone: str, label: str) -> Period:
    number = year * 12 + month - 1 + count
    return Period(date(year, month, 1), date(number // 12, number % 12 + 1, 1), timezone, label)


def _span(first: date, day_after: date, timezone: str) -> Period:
    last = day_after - timedelta(days=1)
    return Period(first, day_after, timezone, f"{first.isoformat()}/{last.isoformat()}")


def _label(first: date, kind: str) -> str:
    if kind == "month":
        return f"{first:%Y-%m}"
    return f"{first.year}Q{(first.month + 2) // 3}" if kind == "quarter" else f"{first.year}"
