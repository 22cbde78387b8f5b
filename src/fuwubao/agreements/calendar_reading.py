"""The calendars of an agreement file, with the national calendar put in where the file says ``china``.

A make-up day (调休) has the weekly Monday's hours unless the agreement writes its own: as hours beside
``china`` (``extra_workdays: {china: [...], "2026-10-10": [...]}``) or as that date's ``special_shifts`` (M13).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fuwubao.agreements.china import NationalCalendar
from fuwubao.agreements.errors import ChoiceUnknown, DateUnreadable
from fuwubao.agreements.notations import day_of_text, day_windows, weekly
from fuwubao.agreements.yaml_tree import Value
from fuwubao.domain.calendars import Shifts, WorkCalendar

CHINA = "china"
MONDAY = "monday"
KEYS = ("weekly", "holidays", "extra_workdays", "special_shifts", "breaks")


def read_work_calendar(value: Value, *, timezone: str, china: NationalCalendar) -> WorkCalendar:
    """Read one calendar. Raises the leaves of its notations."""
    fields = value.fields(KEYS, required=("weekly",))
    week = weekly(fields["weekly"])
    holidays, national_rest = _holidays(fields.get("holidays"), china)
    special = _dated(fields.get("special_shifts"))
    extra, national_work = _extra_workdays(fields.get("extra_workdays"), week[0], special, china)
    return WorkCalendar(
        timezone=timezone,
        weekly=week,
        holidays=holidays,
        extra_workdays=extra,
        special_shifts=special,
        breaks=_dated(fields.get("breaks")),
        provisional_after=china.published_through if national_rest or national_work else None,
    )


def _holidays(value: Value | None, china: NationalCalendar) -> tuple[frozenset[date], bool]:
    """Read ``china``, a list of dates, or a list of both; the flag tells that the national calendar is in it."""
    if value is None:
        return frozenset(), False
    listed = value.as_list() if value.shape == "list" else (value,)
    days: set[date] = set()
    national = False
    for item in listed:
        text = item.as_text()
        found = day_of_text(text)
        if text == CHINA:
            national = True
            days |= china.holidays.keys()
        elif found is not None:
            days.add(found)
        elif value.shape == "list":
            raise item.fault(DateUnreadable, value=text)
        else:
            raise item.fault(ChoiceUnknown, value=text, known=f"{CHINA}, [2026-10-01, …]")
    return frozenset(days), national


def _extra_workdays(
    value: Value | None, monday: Shifts, special: Mapping[date, Shifts], china: NationalCalendar
) -> tuple[dict[date, Shifts], bool]:
    """Read ``china``, or a map of dates to windows in which ``china`` may stand with hours of its own."""
    if value is None:
        return {}, False
    if value.shape == "text":
        if value.as_text() != CHINA:
            raise value.fault(ChoiceUnknown, value=value.as_text(), known=f"{CHINA}, {{2026-10-10: […]}}")
        return _make_up_days(monday, special, china), True
    entries = dict(value.as_map())
    own = entries.pop(CHINA, None)
    days = {} if own is None else _make_up_days(_own_hours(own, monday), special, china)
    days.update(_dated_entries(entries))
    return days, own is not None


def _own_hours(value: Value, monday: Shifts) -> Shifts:
    if value.shape == "text" and value.as_text() == MONDAY:
        return monday
    return day_windows(value)


def _make_up_days(hours: Shifts, special: Mapping[date, Shifts], china: NationalCalendar) -> dict[date, Shifts]:
    return {day: special.get(day, hours) for day in china.makeup_days}


def _dated(value: Value | None) -> dict[date, Shifts]:
    return {} if value is None else _dated_entries(value.as_map())


def _dated_entries(entries: Mapping[str, Value]) -> dict[date, Shifts]:
    """Read a map of dates to windows; an empty list means no hours on that date."""
    days: dict[date, Shifts] = {}
    for name, windows in entries.items():
        found = day_of_text(name)
        if found is None:
            raise windows.fault(DateUnreadable, value=name)
        days[found] = day_windows(windows)
    return days
