"""Raise warnings by rule, answer them with owner and preventive action, settle and close them (S1.23, R08)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports.errors import ReasonMissing, StepRefused
from fuwubao.reports.models import EarlyWarning
from fuwubao.reports.queries.warning_signs import Outcome, Seen, Sign, outcome_of, signs
from fuwubao.reports.warning_errors import ActionMissing, WarningNotFound
from fuwubao.reports.warning_rules import STATES

OPEN = ("raised", "assigned", "acting")
SETTLED = ("averted", "breached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What one run of the rules did."""

    raised: tuple[EarlyWarning, ...]
    averted: int
    breached: int
    ended: int


def warn(*, actor: User, now: datetime) -> Warned:
    """Let every rule look; raise what is new once, and settle what has come out by now.

    What is read is read before the transaction. Source: S1.23. Raises: NotAllowed.
    """
    permissions.refuse_unless_may(actor, "reports.warn", now=now)
    seen = Seen(now)
    told = list(signs(seen))
    outcomes = [(one.pk, outcome_of(one, seen)) for one in EarlyWarning.objects.filter(state__in=OPEN).order_by("pk")]
    return _keep(told=told, outcomes=outcomes, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep(*, told: list[Sign], outcomes: list[tuple[int, Outcome | None]], actor: User, now: datetime) -> Warned:
    raised = [one for sign in told if (one := _raise(sign, actor=actor, now=now)) is not None]
    counts: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    for key, outcome in outcomes:
        if outcome is not None and _settle(key, outcome, actor=actor, now=now):
            counts[outcome.averted] += 1
    return Warned(raised=tuple(raised), averted=counts[True], breached=counts[False], ended=counts[None])


def _raise(sign: Sign, *, actor: User, now: datetime) -> EarlyWarning | None:
    known = EarlyWarning.objects.filter(rule=sign.rule, subject=sign.subject, period_label=sign.period)
    if known.exists():
        return None
    warning = EarlyWarning.objects.create(
        number=next_number("WRN", EarlyWarning.objects.values_list("number", flat=True), now),
        rule=sign.rule,
        subject=sign.subject,
        customer_code=sign.customer,
        period_label=sign.period,
        title=sign.title,
        used_numerator=None if sign.used is None else sign.used.numerator,
        used_denominator=None if sign.used is None else sign.used.denominator,
        expected_at=sign.expected_at,
        raised_at=now,
    )
    audit.record("reports.warn", subject=warning, actor=actor, at=now, after={"rule": sign.rule, "title": sign.title})
    return warning


def next_number(prefix: str, taken: Iterable[str], now: datetime) -> str:
    """Return the number after the highest of the year, ``WRN-2026-0007``; one that was given is never given again."""
    stem = f"{prefix}-{now.year}-"
    highest = max((int(number.removeprefix(stem)) for number in taken if number.startswith(stem)), default=0)
    return f"{stem}{highest + 1:04d}"


def _settle(key: int, outcome: Outcome, *, actor: User, now: datetime) -> bool:
    warning = EarlyWarning.objects.select_for_update().get(pk=key)
    if warning.state not in OPEN:
        return False
    before = warning.state
    warning.state = "closed" if outcome.averted is None else "averted" if outcome.averted else "breached"
    warning.averted, warning.outcome, warning.settled_at = outcome.averted, outcome.words, now
    warning.save(update_fields=["state", "averted", "outcome", "settled_at"])
    audit.record(
        "reports.settle_warning", subject=warning, actor=actor, at=now, before=before, after=warning.state,
        remark=outcome.words,
    )  # fmt: skip
    return True


@transaction.atomic(durable=True)
def answer_warning(
    *, number: str, owner: User | None, action: str, due_on: date | None, actor: User, now: datetime
) -> EarlyWarning:
    """Name an owner and, with an action and its date, start acting. Raises: NotAllowed, StepRefused, ActionMissing."""
    warning = locked_warning(number)
    permissions.refuse_unless_may(actor, "reports.answer_warning", customer_code=warning.customer_code, now=now)
    if warning.state not in OPEN:
        raise StepRefused(act="处置", what=number, state=STATES[warning.state].zh)
    owner = owner or warning.owner
    if owner is None or (bool(action.strip()) != bool(due_on)):
        raise ActionMissing(number=number)
    before = {"state": warning.state, "owner": warning.owner.name if warning.owner else ""}
    warning.state = "acting" if action.strip() else "assigned" if warning.state == "raised" else warning.state
    warning.owner, warning.answered_at = owner, now
    if action.strip():
        warning.action, warning.due_on = action.strip(), due_on
    warning.save(update_fields=["state", "owner", "action", "due_on", "answered_at"])
    after = {"state": warning.state, "owner": owner.name, "action": action, "due_on": str(due_on or "")}
    audit.record("reports.answer_warning", subject=warning, actor=actor, at=now, before=before, after=after)
    return warning


@transaction.atomic(durable=True)
def close_warning(*, number: str, remark: str, actor: User, now: datetime) -> EarlyWarning:
    """Close a warning that came out, with what is learnt. Raises: NotAllowed, StepRefused, ReasonMissing."""
    warning = locked_warning(number)
    permissions.refuse_unless_may(actor, "reports.close_warning", customer_code=warning.customer_code, now=now)
    if warning.state not in SETTLED:
        raise StepRefused(act="关闭", what=number, state=STATES[warning.state].zh)
    if not remark.strip():
        raise ReasonMissing(act="关闭", where=number, why="remark")
    before, warning.state, warning.closed_remark = warning.state, "closed", remark.strip()
    warning.save(update_fields=["state", "closed_remark"])
    audit.record(
        "reports.close_warning", subject=warning, actor=actor, at=now, before=before, after="closed", remark=remark
    )
    return warning


def locked_warning(number: str) -> EarlyWarning:
    """Return a warning, locked for change. Raises: WarningNotFound."""
    warning = EarlyWarning.objects.select_for_update().filter(number=number).first()
    if warning is None:
        raise WarningNotFound(number=number)
    return warning
