"""How often a report is due, and which period comes next (S1.28, S1.29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_noop

from fuwubao.domain.periods import Period, parse_period

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
WORDS = {
    "monthly": gettext_noop("每月"),
    "quarterly": gettext_noop("每季"),
    "half_yearly": gettext_noop("每半年"),
    "yearly": gettext_noop("每年"),
    "on_event": gettext_noop("按需"),
}


def periods_between(frequency: str, first: date, last: date, timezone: str) -> Iterator[Period]:
    """Yield the whole periods of a frequency that end on or after ``first`` and begin on or before ``last``."""
    step = MONTHS.get(frequency)
    if step is None:
        return
    month = (first.month - 1) // step * step
    year = first.year
    while date(year, month + 1, 1) <= last:
        yield parse_period(_label(year, month, step), timezone)
        month += step
        year, month = year + month // 12, month % 12


def _label(year: int, month: int, step: int) -> str:
    if step == 1:
        return f"{year}-{month + 1:02d}"
    if step == 3:
        return f"{year}Q{month // 3 + 1}"
    return f"{year}H{month // 6 + 1}" if step == 6 else str(year)
