"""Close duties whose cause is settled elsewhere: data that a report froze, replies that were given (S1.29, S1.39)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import local_midnight
from fuwubao.improvement.models import Nonconformity
from fuwubao.reports.actions.duty_keeping import OPEN, step_fulfil, step_owe
from fuwubao.reports.duty_owing import Owed
from fuwubao.reports.models import Duty, Obligation

DATA = "data_cutoff"
REPLY = "nonconformity_reply"


@transaction.atomic(durable=True)
def close_settled_duties(*, actor: User, now: datetime) -> int:
    """Owe the replies to nonconformities, then close what is settled; return how many were closed. Repeats safely.

    Raises: NotAllowed.
    """
    permissions.refuse_unless_may(actor, "reports.schedule_duties", now=now)
    for owed in _replies_owed():
        step_owe(owed=owed, actor=actor, now=now)
    waiting = Duty.objects.filter(kind=DATA, state__in=OPEN, obligation__isnull=False).select_related("obligation")
    closed = sum(_close_data(duty, actor=actor, now=now) for duty in waiting)
    return closed + _close_replies(actor=actor, now=now)


def step_close_data(obligation: Obligation | None, *, actor: User, now: datetime) -> None:
    """Close the data duties of one report that is published; a step of its publication."""
    if obligation is None:
        return
    for duty in Duty.objects.filter(kind=DATA, state__in=OPEN, obligation=obligation).select_related("obligation"):
        _close_data(duty, actor=actor, now=now)


def _close_data(duty: Duty, *, actor: User, now: datetime) -> bool:
    """Data were complete when the report that went to review, or further, froze them; a waived report needs none."""
    obligation = duty.obligation
    assert obligation is not None, "a data duty belongs to a report"
    if obligation.state in ("waived", "cancelled"):
        before, duty.state = duty.state, "cancelled"
        duty.save(update_fields=["state"])
        audit.record("reports.cancel_duty", subject=duty, actor=actor, at=now, before=before, after="cancelled")
        return True
    told = (
        obligation.reports.filter(submitted_at__isnull=False, as_of__isnull=False).order_by("created_at", "pk").first()
    )
    if told is None:
        return False
    step_fulfil(duty=duty, remark=f"数据已冻结于 {told.number}", actor=actor, now=now, done_at=told.as_of)
    return True


def _replies_owed() -> Iterator[Owed]:
    """The replies that service managers owe to nonconformities of which they were told (S1.39)."""
    asked = Nonconformity.objects.filter(replied_at=None, notified_at__isnull=False, reply_due_on__isnull=False)
    for one in asked.select_related("responsible").order_by("number"):
        assert one.reply_due_on is not None, "asked for above"
        yield Owed(
            kind=REPLY,
            subject=one.number,
            title=f"{one.number} {one.description}"[:200],
            period_label=str(one.found_on.year),
            due_at=local_midnight(one.reply_due_on + timedelta(days=1), time_zone()),
            responsible=one.responsible,
            url=f"/improvement/nonconformities/{one.number}/",
        )


def _close_replies(*, actor: User, now: datetime) -> int:
    waiting = {duty.subject: duty for duty in Duty.objects.filter(kind=REPLY, state__in=OPEN)}
    given = Nonconformity.objects.filter(number__in=list(waiting), replied_at__isnull=False)
    for one in given:
        step_fulfil(duty=waiting[one.number], remark="已答复", actor=actor, now=now, done_at=one.replied_at)
    return len(given)
