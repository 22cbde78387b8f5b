"""What the worker does once a day without being asked, in the name of the workspace operator."""

from __future__ import annotations

import logging
from datetime import datetime

logger = logging.getLogger("fuwubao.faults")


def do_daily(*, now: datetime) -> int:
    """Remind of what is overdue and delete uploads that nobody loaded; return how many reminders went out.

    Whatever goes wrong is logged and the worker goes on: a chore of the day never stops the jobs of people.
    """
    from fuwubao.accounts.audit import through
    from fuwubao.accounts.operator import workspace_operator
    from fuwubao.improvement.actions.reminding import remind_overdue
    from fuwubao.records.actions import forget_uploads

    reminders = 0
    with through("worker"):
        try:
            actor = workspace_operator(now=now)
            forget_uploads(actor=actor, now=now)
            reminders = len(remind_overdue(actor=actor, now=now))
        except Exception:  # the net under chores that nobody waits for
            logger.exception("daily chores")
    return reminders
