"""How late something is, in working days, and the flag that its due day shows; computed, never stored."""

from __future__ import annotations

from datetime import date, datetime

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements.queries import national_calendar
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.due import working_days_left
from fuwubao.improvement.models import Action, Nonconformity
from fuwubao.improvement.numbers import today_of

# the owner still owes something; an action that waits for its verifier is not hers to hasten
OWED_STATES = ("accepted", "planned", "in_progress", "ineffective")
SOON_WORKING_DAYS = 3


def working_calendar() -> WorkCalendar:
    """Return the national working days in the workspace's zone."""
    return national_calendar().working_days(time_zone())


def days_over(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Count the working days after the due day up to today; at least 1 once it has passed, 0 before."""
    return max(1, working_days_left(due_on, today, calendar)) if today > due_on else 0


def done_in_time(action: Action) -> bool:
    """Tell whether the owner reported the work done on its due day or before."""
    return action.done_at is not None and action.due_on is not None and today_of(action.done_at) <= action.due_on


def flag_of(action: Action, today: date, calendar: WorkCalendar) -> str:
    """Return coming, due_soon, overdue, on_time, late or cancelled for an action; empty without a due day."""
    if action.state in ("cancelled", "declined"):
        return "cancelled"
    if action.due_on is None:
        return ""
    if action.state not in OWED_STATES:
        return "on_time" if done_in_time(action) else "late"
    return _open_flag(action.due_on, today, calendar)


def reply_flag(found: Nonconformity, now: datetime, calendar: WorkCalendar) -> str:
    """Return the flag of the reply that a nonconformity wants; empty before anybody was told."""
    if found.reply_due_on is None:
        return ""
    if found.replied_at is not None:
        return "on_time" if today_of(found.replied_at) <= found.reply_due_on else "late"
    return _open_flag(found.reply_due_on, today_of(now), calendar)


def _open_flag(due_on: date, today: date, calendar: WorkCalendar) -> str:
    if today > due_on:
        return "overdue"
    return "due_soon" if working_days_left(today, due_on, calendar) <= SOON_WORKING_DAYS else "coming"
