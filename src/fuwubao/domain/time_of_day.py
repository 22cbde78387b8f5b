"""Hours as people write them, 09:00 … 24:00, as wall-clock seconds from midnight; and shifts between two of them."""

from __future__ import annotations

import re

from fuwubao.domain.calendars import Shift
from fuwubao.domain.zones import DAY

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def parse_time_of_day(text: str) -> int:
    """Return the seconds from midnight of ``9:00``, ``09:00``, ``09:00:30`` or ``24:00``.

    Raises: ValueError.
    """
    match = _TIME.fullmatch(text.strip().replace("：", ":"))
    if match is None:
        raise ValueError(f"not a time of day: {text}")
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    second = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or second > DAY:
        raise ValueError(f"not a time of day: {text}")
    return second


def shift_between(starts: str, ends: str) -> Shift:
    """Return the shift between two times; one whose end is not later than its start runs past midnight.

    Raises: ValueError.
    """
    first, last = parse_time_of_day(starts), parse_time_of_day(ends)
    return Shift(first, last if last > first else last + DAY)
