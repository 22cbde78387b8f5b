"""免报 and 延期: a date owed to a customer goes or moves only with the customer's consent, dated before it (S1.29).

An internal duty moves by the manager's decision with a reason. What is decided already never moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.due import day_ended_by
from fuwubao.domain.lifecycles import OBLIGATION
from fuwubao.reports import files
from fuwubao.reports.duty_kinds import KINDS, REPORT
from fuwubao.reports.errors import ConsentMissing, DateNotLater, DutyNotFound, ReasonMissing
from fuwubao.reports.models import Consent, DueChange, Duty, Obligation
from fuwubao.reports.queries.duties import customer_of, zone_of_duty

AnyDuty = Obligation | Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The customer's consent as it was given: by whom, on which day, with the file that shows it."""

    by: str
    on: date
    file_name: str
    content: bytes


@transaction.atomic(durable=True)
def waive_duty(*, key: str, reason: str, consent: Agreed | None, actor: User, now: datetime) -> AnyDuty:
    """免报: free one occurrence. Raises: NotAllowed, DutyNotFound, StepUnknown, ReasonMissing, ConsentMissing."""
    duty = locked_duty(key)
    permissions.refuse_unless_may(actor, "reports.waive_duty", customer_code=customer_of(duty), now=now)
    step = OBLIGATION.step_for(duty.state, "reports.waive_duty")
    _refuse_unfounded(duty, "免报", reason, consent, now)
    before = duty.state
    duty.state, duty.waived_because = step.target_state, reason
    if consent is not None:
        duty.consent = _keep_consent(duty, "waive", consent, actor, now)
    duty.save(update_fields=["state", "waived_because", "consent"])
    after = {"state": duty.state, "consent": duty.consent}
    audit.record("reports.waive_duty", subject=duty, actor=actor, at=now, before=before, after=after, remark=reason)
    return duty


@transaction.atomic(durable=True)
def postpone_duty(
    *, key: str, new_due_at: datetime, reason: str, consent: Agreed | None, actor: User, now: datetime
) -> AnyDuty:
    """延期: move one date later; the trail keeps the old one.

    Raises: NotAllowed, DutyNotFound, StepUnknown, ReasonMissing, ConsentMissing, DateNotLater.
    """
    duty = locked_duty(key)
    permissions.refuse_unless_may(actor, "reports.postpone_duty", customer_code=customer_of(duty), now=now)
    OBLIGATION.step_for(duty.state, "reports.waive_duty")  # the same open states
    _refuse_unfounded(duty, "延期", reason, consent, now)
    if new_due_at <= duty.due_at:
        raise DateNotLater(what=str(duty), where="due", why=new_due_at.isoformat())
    words = _keep_consent(duty, "postpone", consent, actor, now) if consent else ""
    before = duty.due_at
    step_move(duty, new_due_at, provisional=False, why="consent", reason=f"{reason} {words}".strip(), by=actor, now=now)
    after = {"due_at": new_due_at.isoformat(), "consent": words}
    audit.record(
        "reports.postpone_duty",
        subject=duty,
        actor=actor,
        at=now,
        before=before.isoformat(),
        after=after,
        remark=reason,
    )
    return duty


def step_move(
    duty: AnyDuty, due_at: datetime, *, provisional: bool, why: str, reason: str, by: User, now: datetime
) -> None:
    """Give a duty its new date and keep the old one in its trail; a step of an action."""
    DueChange.objects.create(
        **owner_of(duty), old_due_at=duty.due_at, new_due_at=due_at, why=why, reason=reason[:300], at=now, by=by
    )
    duty.due_at, duty.provisional = due_at, provisional
    duty.save(update_fields=["due_at", "provisional"])


def owner_of(duty: AnyDuty) -> dict[str, AnyDuty]:
    """Return the field that ties a trail, consent or reminder to the duty."""
    return {"obligation": duty} if isinstance(duty, Obligation) else {"duty": duty}


def locked_duty(key: str) -> AnyDuty:
    """Return the duty of a key (R12 a report, D7 another), locked. Raises: DutyNotFound."""
    number = int(key[1:]) if key[1:].isascii() and key[1:].isdigit() else 0
    found: AnyDuty | None = None
    if key[:1] == "R":
        found = Obligation.objects.select_for_update().select_related("row").filter(pk=number).first()
    elif key[:1] == "D":
        found = Duty.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise DutyNotFound(key=key)
    return found


def _refuse_unfounded(duty: AnyDuty, act: str, reason: str, consent: Agreed | None, now: datetime) -> None:
    """Refuse an act without reason, or on a customer's date without her consent in time."""
    if not reason.strip():
        raise ReasonMissing(act=act, where=str(duty), why="reason")
    kind = REPORT if isinstance(duty, Obligation) else duty.kind
    if not (customer_of(duty) and KINDS[kind].to_customer):
        return
    zone = ZoneInfo(zone_of_duty(duty))
    due_on = day_ended_by(duty.due_at, zone)  # 24:00 belongs to the day that it ends
    latest = min(due_on, now.astimezone(zone).date())
    given = consent is not None and bool(consent.by.strip() and consent.file_name and consent.content)
    if now > duty.due_at or consent is None or not given or consent.on > latest:
        raise ConsentMissing(what=str(duty))


def _keep_consent(duty: AnyDuty, act: str, consent: Agreed, actor: User, now: datetime) -> str:
    kept = files.keep(consent.content, "consent")
    Consent.objects.create(
        **owner_of(duty),
        act=act,
        consented_by=consent.by,
        consented_on=consent.on,
        file_name=consent.file_name[:160],
        sha256=kept.sha256,
        size=kept.size,
        entered_at=now,
        entered_by=actor,
    )
    return f"{consent.by} {consent.on} {consent.file_name}"[:300]
