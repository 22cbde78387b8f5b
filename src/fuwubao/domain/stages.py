"""The stages of a report before its due date, counted backwards in working days (S1.29, S2.4).

How many working days each stage ends before the due day is data: by agreement, by row, else by frequency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.words import Words

STAGES: Mapping[str, Words] = MappingProxyType(
    {
        "data_cutoff": Words("数据截止", "data cut-off"),
        "draft": Words("草稿", "draft"),
        "review": Words("评审", "review"),
        "approval": Words("批准", "approval"),
    }
)

StageDays = tuple[tuple[str, int], ...]

DEFAULTS: Mapping[str, StageDays] = MappingProxyType(
    {
        "monthly": (("data_cutoff", 4), ("draft", 3), ("review", 2), ("approval", 1)),
        "quarterly": (("data_cutoff", 4), ("draft", 3), ("review", 2), ("approval", 1)),
        "half_yearly": (("data_cutoff", 8), ("draft", 5), ("review", 3), ("approval", 1)),
        "yearly": (("data_cutoff", 15), ("draft", 10), ("review", 5), ("approval", 2)),
        "on_event": (("data_cutoff", 2), ("draft", 2), ("review", 1), ("approval", 0)),
    }
)


@dataclass(frozen=True, slots=True)
class StageDue:
    """The last local day of one stage; ``provisional`` while its holidays are not published."""

    stage: str
    on: date
    provisional: bool


def stage_days(frequency: str, own: StageDays = ()) -> StageDays:
    """Return the working days before the due day of each stage: its own where given, else those of the frequency."""
    known = dict(DEFAULTS.get(frequency, DEFAULTS["monthly"]))
    return tuple((stage, dict(own).get(stage, known[stage])) for stage in STAGES)


def stage_dates(due_on: date, period_last: date, days: StageDays, calendar: WorkCalendar) -> tuple[StageDue, ...]:
    """Return the last day of each stage, in order.

    Data of a period cannot be complete before it ends: a stage that would fall into the period is due on the first
    working day after it, yet never after the report itself. Raises: NoWorkingTime.
    """
    floor = min(calendar.working_day_from(period_last + timedelta(days=1), forwards=True), due_on)
    dated = []
    for stage, before in days:
        on = max(nth_working_day_before(due_on, before, calendar), floor)
        dated.append(StageDue(stage=stage, on=on, provisional=calendar.is_provisional(on)))
    return tuple(dated)


def nth_working_day_before(day: date, n: int, calendar: WorkCalendar) -> date:
    """Return the n-th working day earlier than ``day``; ``day`` itself when n is 0. Raises: NoWorkingTime."""
    found = day
    for _ in range(n):
        found = calendar.working_day_from(found - timedelta(days=1), forwards=False)
    return found
