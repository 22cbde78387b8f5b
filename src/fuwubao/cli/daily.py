"""What the worker does once a day without being asked, in the name of the workspace operator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fuwubao.accounts.models import User

logger = logging.getLogger("fuwubao.faults")


def do_daily(*, now: datetime) -> dict[str, int]:
    """Do each chore of the day; return by its name how much it did, nothing for one that went wrong.

    Whatever goes wrong is logged and the next chore goes on: no chore stops another, or the jobs of people.
    """
    from fuwubao.accounts.audit import through
    from fuwubao.accounts.operator import workspace_operator

    done: dict[str, int] = {}
    with through("worker"):
        for name, chore in _chores().items():
            try:
                done[name] = chore(workspace_operator(now=now), now)
            except Exception:  # the net under chores that nobody waits for
                logger.exception("daily chore %s", name)
    return done


def _chores() -> dict[str, Callable[[User, datetime], int]]:
    """The chores in their order: first what is owed, then who is told of it."""
    from fuwubao.improvement.actions.reminding import remind_overdue
    from fuwubao.records.actions import forget_uploads
    from fuwubao.reports.actions.building import bring_up_to_date
    from fuwubao.reports.actions.silence import acknowledge_silent
    from fuwubao.reports.actions.warning import warn

    def keep(actor: User, now: datetime) -> int:
        bring_up_to_date(actor=actor, now=now)
        return 1

    return {
        "duties": keep,
        "warnings": lambda actor, now: len(warn(actor=actor, now=now).raised),
        "silence": lambda actor, now: len(acknowledge_silent(actor=actor, now=now)),
        "reminders": lambda actor, now: len(remind_overdue(actor=actor, now=now)),
        "uploads": lambda actor, now: forget_uploads(actor=actor, now=now),
    }
