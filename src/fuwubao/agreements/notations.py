"""The small notations of an agreement file: dates, durations, bounds, weekdays, windows.

Each function takes one value of the tree and returns a domain value, or raises the leaf that says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fuwubao.agreements.errors import (
    BoundUnreadable,
    ChoiceUnknown,
    CodeUnreadable,
    DateUnreadable,
    DurationUnreadable,
    MaintenanceUnreadable,
    NumberUnreadable,
    SpanUnreadable,
    TextTooLong,
    WeekdaysUnreadable,
    WindowUnreadable,
    ZoneUnknown,
)
from fuwubao.agreements.yaml_tree import Value
from fuwubao.domain.calendars import Shift, Shifts
from fuwubao.domain.terms import Bound, Operator, WeeklyWindow

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400
MOST_SECONDS = 10 * 366 * DAY  # no promise runs longer than ten years

_SECONDS = {"h": 3_600, "m": 60, "s": 1}
_PART = re.compile(r"(\d{1,9})\s*([hms])")
_DURATION = re.compile(r"(?:\d{1,9}\s*h)?\s*(?:\d{1,9}\s*m)?\s*(?:\d{1,9}\s*s)?")
_WORKING_DAYS = re.compile(r"(\d{1,4})\s*wd")
_BOUND = re.compile(r"(>=|<=|≥|≤|⩾|⩽)\s*(.+)")
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*([%％]?)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_WINDOW = re.compile(r"(\d{1,2}:\d{2})\s*[-–—]\s*(\d{1,2}:\d{2})")
_OPERATORS = {
    ">=": Operator.AT_LEAST,
    "≥": Operator.AT_LEAST,
    "⩾": Operator.AT_LEAST,
    "<=": Operator.AT_MOST,
    "≤": Operator.AT_MOST,
    "⩽": Operator.AT_MOST,
}


def code(value: Value) -> str:
    """Read a code that can stand in an address. Raises CodeUnreadable."""
    text = value.as_text()
    if not re.fullmatch(r"[\w][\w.-]{0,63}", text):
        raise value.fault(CodeUnreadable, value=text)
    return text


def words(value: Value, *, most: int = 120) -> str:
    """Read a text of at most ``most`` characters. Raises TextTooLong."""
    text = value.as_text()
    if len(text) > most:
        raise value.fault(TextTooLong, length=len(text), most=most)
    return text


def choice(value: Value, known: Sequence[str]) -> str:
    """Read one word of a closed list. Raises ChoiceUnknown."""
    text = value.as_text()
    if text not in known:
        raise value.fault(ChoiceUnknown, value=text, known=", ".join(known))
    return text


def flag(value: Value) -> bool:
    """Read true or false. Raises ChoiceUnknown."""
    return choice(value, ("true", "false")) == "true"


def whole_number(value: Value, *, least: int, most: int) -> int:
    """Read a whole number within [least, most]. Raises NumberUnreadable."""
    text = value.as_text()
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII) or not least <= int(text) <= most:
        raise value.fault(NumberUnreadable, value=text, least=least, most=most)
    return int(text)


def day(value: Value) -> date:
    """Read a date such as 2026-10-01. Raises DateUnreadable."""
    found = day_of_text(value.as_text())
    if found is None:
        raise value.fault(DateUnreadable, value=value.as_text())
    return found


def day_of_text(text: str) -> date | None:
    """Return the date that ``text`` writes as YYYY-MM-DD, or None when it writes none."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def span(value: Value) -> tuple[date, date]:
    """Read two dates in order, both included: 2026-01-01/2026-12-31. Raises SpanUnreadable."""
    text = value.as_text()
    first, slash, last = (part.strip() for part in text.partition("/"))
    starts, ends = day_of_text(first), day_of_text(last)
    if not slash or starts is None or ends is None or ends < starts:
        raise value.fault(SpanUnreadable, value=text)
    return starts, ends


def zone(value: Value) -> str:
    """Read the name of a time zone that exists. Raises ZoneUnknown."""
    name = value.as_text()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise value.fault(ZoneUnknown, value=name) from fault
    return name


def duration(value: Value) -> tuple[int | None, int | None]:
    """Read (seconds, None) from 15m, 4h, 1h30m, 90s, or (None, working days) from 5wd. Raises DurationUnreadable."""
    text = value.as_text()
    days = _WORKING_DAYS.fullmatch(text)
    if days and int(days[1]) > 0:
        return None, int(days[1])
    seconds = _seconds(text)
    if seconds is None or not 0 < seconds <= MOST_SECONDS:
        raise value.fault(DurationUnreadable, value=text)
    return seconds, None


def _seconds(text: str) -> int | None:
    if not text.isascii() or not _DURATION.fullmatch(text):
        return None
    parts = _PART.findall(text)
    return sum(int(count) * _SECONDS[unit] for count, unit in parts) if parts else None


def bound(value: Value) -> Bound:
    """Read an operator with a percentage, a number or a duration; exact, never a float. Raises BoundUnreadable."""
    text = value.as_text()
    found = _BOUND.fullmatch(text)
    if not found:
        raise value.fault(BoundUnreadable, value=text)
    number = _NUMBER.fullmatch(found[2].strip(), 0)
    if number and number[1].isascii():
        amount = Fraction(number[1]) / (100 if number[2] else 1)
    else:
        seconds = _seconds(found[2].strip())
        if seconds is None:
            raise value.fault(BoundUnreadable, value=text)
        amount = Fraction(seconds)
    return Bound(operator=_OPERATORS[found[1]], value=amount)


def attainment(value: Value) -> Bound:
    """Read a bound on a share: at least, from 0 to 100 %. Raises BoundUnreadable."""
    found = bound(value)
    if found.operator is not Operator.AT_LEAST or not 0 <= found.value <= 1:
        raise value.fault(BoundUnreadable, value=value.as_text())
    return found


def weekdays(text: str) -> tuple[int, ...] | None:
    """Return weekday numbers (0 = Monday) of ``mon``, ``mon-fri``, ``sat-mon`` or ``mon,wed``; None if unreadable."""
    found: list[int] = []
    for part in text.lower().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last) - start) % 7 + 1 if dash else 1
        found.extend((start + n) % 7 for n in range(length))
    return tuple(found)


def weekly(value: Value) -> tuple[Shifts, ...]:
    """Read a map of weekdays to windows into seven entries, Monday first; a day named twice is refused.

    Raises WeekdaysUnreadable, WindowUnreadable.
    """
    week: list[Shifts | None] = [None] * 7
    for name, windows in value.as_map().items():
        numbers = weekdays(name)
        if numbers is None or any(week[n] is not None for n in numbers) or len(set(numbers)) < len(numbers):
            raise windows.fault(WeekdaysUnreadable, value=name)
        shifts = day_windows(windows)
        for number in numbers:
            week[number] = shifts
    return tuple(shifts or () for shifts in week)


def day_windows(value: Value) -> Shifts:
    """Read the windows of one day: a list, or a single text; sorted. Raises WindowUnreadable."""
    listed = (value,) if value.shape == "text" and not value.empty else value.as_list()
    return tuple(sorted(_window(item) for item in listed))


def _window(value: Value) -> Shift:
    found = window_of_text(value.as_text())
    if found is None:
        raise value.fault(WindowUnreadable, value=value.as_text())
    return found


def window_of_text(text: str) -> Shift | None:
    """Return the window that ``text`` writes; an end not later than the start lies on the next day."""
    found = _WINDOW.fullmatch(text)
    if not found:
        return None
    starts, ends = time_of_text(found[1]), time_of_text(found[2])
    if starts is None or ends is None or starts == DAY:
        return None
    return Shift(starts, ends if ends > starts else ends + DAY)


def time_of_text(text: str) -> int | None:
    """Return seconds from midnight of HH:MM, 24:00 included, or None."""
    found = _CLOCK.fullmatch(text)
    if not found or not text.isascii():
        return None
    hours, minutes = int(found[1]), int(found[2])
    seconds = hours * 3_600 + minutes * 60
    return seconds if minutes < 60 and seconds <= DAY else None


def maintenance(value: Value) -> tuple[WeeklyWindow, ...]:
    """Read ``sun 00:00-04:00`` (a range of days gives one window a day). Raises MaintenanceUnreadable."""
    text = value.as_text()
    days, _, hours = text.partition(" ")
    numbers, window = weekdays(days), window_of_text(hours.strip())
    if numbers is None or window is None:
        raise value.fault(MaintenanceUnreadable, value=text)
    return tuple(WeeklyWindow(weekday=n, starts=window.starts, ends=window.ends) for n in numbers)
