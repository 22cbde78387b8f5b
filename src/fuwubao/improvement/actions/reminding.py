"""催办: tell what is overdue up the ladder, each rung once; the rungs are data (``rules.LADDER``)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.improvement import rules
from fuwubao.improvement.actions.raising import people_with
from fuwubao.improvement.lateness import OWED_STATES, days_over, working_calendar
from fuwubao.improvement.models import Action, Nonconformity, Reminder
from fuwubao.improvement.numbers import today_of


@transaction.atomic(durable=True)
def remind_overdue(*, actor: User, now: datetime) -> list[Reminder]:
    """Climb the ladder for every overdue action and unanswered nonconformity; return the new reminders.

    Run again on the same day it tells nobody twice. Raises: NotAllowed.
    """
    permissions.refuse_unless_may(actor, "improvement.remind", now=now)
    today = today_of(now)
    actions = Action.objects.filter(state__in=OWED_STATES, due_on__lt=today).select_related("owner").order_by("number")
    replies = Nonconformity.objects.filter(state="notified", reply_due_on__lt=today).select_related("responsible")
    made: list[Reminder] = []
    calendar = working_calendar()
    for action in actions:
        if action.due_on is not None:
            made += _climb(action, action.owner, action.due_on, calendar, actor=actor, now=now)
    for found in replies.order_by("number"):
        if found.reply_due_on is not None:
            made += _climb(found, found.responsible, found.reply_due_on, calendar, actor=actor, now=now)
    return made


def _climb(
    subject: Action | Nonconformity,
    owner: User | None,
    due_on: date,
    calendar: WorkCalendar,
    *,
    actor: User,
    now: datetime,
) -> list[Reminder]:
    over = days_over(due_on, today_of(now), calendar)
    climbed = set(subject.reminders.filter(due_on=due_on).values_list("rung", flat=True))
    made = []
    for number, rung in enumerate(rules.LADDER, start=1):
        if rung.days > over or number in climbed:
            continue
        people = [owner] if owner and not rung.roles else []
        for role in rung.roles:
            people += people_with(role, now=now, customer_code=subject.customer_code)
        text = _("%(number)s 已逾期 %(days)s 个工作日") % {"number": subject.number, "days": over}
        for person in people:
            Notice.objects.create(to=person, at=now, text=text, url=address_of(subject))
        told = "、".join(person.name for person in people)[:300]
        reminder = Reminder.objects.create(
            action=subject if isinstance(subject, Action) else None,
            nonconformity=subject if isinstance(subject, Nonconformity) else None,
            rung=number,
            due_on=due_on,
            told=told,
            told_at=now,
        )
        after = {"rung": number, "told": told, "days_over": over}
        audit.record("improvement.remind", subject=subject, actor=actor, at=now, after=after)
        made.append(reminder)
    return made


def address_of(subject: Action | Nonconformity) -> str:
    """Return the path of the page of an action or a nonconformity."""
    below = "nonconformities/" if isinstance(subject, Nonconformity) else ""
    return f"/improvement/{below}{subject.number}/"
