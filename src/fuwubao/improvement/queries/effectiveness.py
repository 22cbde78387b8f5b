"""K34 建议转化率 and K35 改进项按期完成率: exact pairs, counted from the rows themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from fuwubao.accounts.models import User
from fuwubao.domain.periods import Period
from fuwubao.domain.ratios import Ratio
from fuwubao.improvement.lateness import done_in_time
from fuwubao.improvement.models import Action
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.actions import visible_actions
from fuwubao.improvement.rules import EFFECTIVE_STATES


def suggestion_conversion(*, reader: User, period: Period, customer: str = "") -> Ratio:
    """K34 = suggestions that became actions ÷ suggestions raised in the period; undecided ones are not yet actions."""
    rows = _of(reader, customer).filter(was_suggested=True)
    raised = rows.filter(raised_at__gte=period.starts_at, raised_at__lt=period.ends_before)
    return Ratio(raised.exclude(state__in=("proposed", "declined")).count(), raised.count())


def completion_on_time(*, reader: User, period: Period, now: datetime, customer: str = "") -> Ratio:
    """K35 = actions verified effective whose work was done by the due day ÷ actions due in the period up to today.

    The effect of a figure can only be counted after the due day, so the day that counts is the one on which the
    owner reported the work done; an action that nobody has verified yet is not in the numerator. Cancelled ones
    are no part of it; an approved extension moves the due day.
    """
    today = today_of(now)
    rows = _of(reader, customer).filter(due_on__gte=period.first, due_on__lt=min(period.day_after, today))
    due = rows.exclude(state__in=("proposed", "declined", "cancelled"))
    kept = [row for row in due if row.state in EFFECTIVE_STATES and done_in_time(row)]
    return Ratio(len(kept), due.count())


def _of(reader: User, customer: str) -> QuerySet[Action]:
    rows = visible_actions(reader)
    return rows.filter(customer_code=customer) if customer else rows
