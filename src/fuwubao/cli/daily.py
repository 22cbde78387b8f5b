"""What the worker does once a day without being asked, in the name of the workspace operator."""

from __future__ import annotations

import logging
from datetime import datetime

logger = logging.getLogger("fuwubao.faults")


def do_daily(*, now: datetime) -> int:
    """Remind of what is overdue; return how many reminders went out.

    Whatever goes wrong is logged and the worker goes on: a chore of the day never stops the jobs of people.
    """
    from fuwubao.accounts.audit import through
    from fuwubao.accounts.operator import workspace_operator
    from fuwubao.improvement.actions.reminding import remind_overdue

    try:
        with through("worker"):
            return len(remind_overdue(actor=workspace_operator(now=now), now=now))
    except Exception:  # the net under a chore that nobody waits for
        logger.exception("daily reminders")
        return 0
