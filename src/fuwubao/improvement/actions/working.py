"""The owner's and the verifier's steps of an action: plan, start, done, verified, closed, cancelled (F08)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.improvement import rules
from fuwubao.improvement.actions.raising import audited, locked_action, tell
from fuwubao.improvement.effects import Expectation, effect_period, expect, figure_now, freeze, target_of
from fuwubao.improvement.errors import EffectMissed, EffectTooEarly
from fuwubao.improvement.models import Action
from fuwubao.improvement.numbers import today_of
from fuwubao.measurement.notations import shown
from fuwubao.records.queries import latest_snapshot


@transaction.atomic(durable=True)
def plan_action(
    *,
    number: str,
    measure: str,
    due_on: date | None,
    actor: User,
    now: datetime,
    expected: Expectation | None = None,
) -> Action:
    """Say what will be done by when; anew after an ineffective try. A named figure is frozen as baseline.

    An agreed due day is not moved here: see ``ask_move``.
    Raises: NotAllowed, StepRefused, NotTheOwner, SomethingMissing, DueBehind, FigureIncomplete.
    """
    action, step_to, before = _begin(number, "improvement.plan", actor=actor, now=now)
    if action.state == "planned" and action.due_on is not None:
        due_on = action.due_on
    rules.refuse_missing("improvement.plan", {"measure": measure, "due_on": due_on})
    assert due_on is not None
    if due_on != action.due_on:
        rules.refuse_due_before(due_on, today_of(now))
    action.measure, action.due_on, action.first_due_on = measure.strip(), due_on, action.first_due_on or due_on
    action.state, action.done_at, action.started_at, action.effect = step_to, None, None, None
    if expected is not None and not expected.is_blank:
        expect(action, expected, actor=actor, now=now)
    return _finish(action, "improvement.plan", before, actor=actor, now=now)


@transaction.atomic(durable=True)
def start_action(*, number: str, actor: User, now: datetime) -> Action:
    """Begin the work. Raises: NotAllowed, StepRefused, NotTheOwner."""
    action, action_state, before = _begin(number, "improvement.start", actor=actor, now=now)
    action.state, action.started_at = action_state, now
    return _finish(action, "improvement.start", before, actor=actor, now=now)


@transaction.atomic(durable=True)
def report_done(*, number: str, result: str, actor: User, now: datetime) -> Action:
    """Say that the work is done and how; the effect still waits for its verifier.

    Raises: NotAllowed, StepRefused, NotTheOwner, SomethingMissing.
    """
    action, action_state, before = _begin(number, "improvement.report_done", actor=actor, now=now)
    rules.refuse_missing("improvement.report_done", {"result": result})
    action.state, action.done_at, action.result = action_state, now, result.strip()
    return _finish(action, "improvement.report_done", before, actor=actor, now=now, remark=result)


@transaction.atomic(durable=True)
def verify_action(*, number: str, effective: bool, remark: str, actor: User, now: datetime) -> Action:
    """Conclude that an action had its effect, or send it back; never by its owner (domain (e)).

    Where a figure was named, it is counted for the first full period after the due day and frozen: an action whose
    figure missed its target cannot be called effective, and none before that period has ended.
    Raises: NotAllowed, StepRefused, SameHands, SomethingMissing, EffectTooEarly, EffectMissed.
    """
    action = locked_action(number)
    grounds = permissions.refuse_unless_may(actor, "improvement.verify", customer_code=action.customer_code, now=now)
    act = "improvement.verify" if effective else "improvement.find_ineffective"
    step = rules.step_of_action(action, act)
    rules.refuse_own_verification(action, actor)
    rules.refuse_missing("improvement.verify", {"verification": remark})
    before = audited(action)
    _measure_effect(action, effective=effective, actor=actor, now=now)
    action.state = step.target_state
    action.verified_by, action.verified_at, action.verification = actor, now, remark.strip()
    action.save()
    after = audited(action) | ({"effect": str(action.effect.value)} if action.effect else {})
    audit.record(
        act, subject=action, actor=actor, at=now, before=before, after=after, remark=remark, for_whom=grounds.for_whom
    )
    if not effective and action.owner is not None:
        text = _("改进措施 %(number)s 验证无效，请重新制定") % {"number": number}
        tell(action.owner, text, action, now)
    return action


def _measure_effect(action: Action, *, effective: bool, actor: User, now: datetime) -> None:
    """Freeze the effect when its period has ended; refuse a conclusion that the figure contradicts."""
    wanted = target_of(action)
    if wanted is None or action.baseline is None or action.due_on is None:
        return
    period = effect_period(action.baseline, action.due_on)
    measure = action.figure["measure"]
    if now < period.ends_before:
        if effective:
            raise EffectTooEarly(number=action.number, period=period.label, measure=measure)
        return
    snapshot = latest_snapshot()
    figure = figure_now(action.figure, period.label, now=now, snapshot=snapshot)
    if effective and (figure.value is None or not wanted.holds(figure.value)):
        target = f"{action.operator} {action.target}"
        raise EffectMissed(
            number=action.number, period=period.label, measure=measure, actual=shown(figure), target=target
        )
    action.effect = freeze(figure, purpose=f"{action.number} effect", snapshot=snapshot, actor=actor, now=now)


@transaction.atomic(durable=True)
def close_action(*, number: str, actor: User, now: datetime) -> Action:
    """Close an action that was verified effective. Raises: NotAllowed, StepRefused."""
    action, action_state, before = _begin(number, "improvement.close", actor=actor, now=now, by_owner=False)
    action.state, action.closed_at = action_state, now
    return _finish(action, "improvement.close", before, actor=actor, now=now)


@transaction.atomic(durable=True)
def cancel_action(*, number: str, reason: str, actor: User, now: datetime) -> Action:
    """Give an action up, with a reason. Raises: NotAllowed, StepRefused, SomethingMissing."""
    action, action_state, before = _begin(number, "improvement.cancel", actor=actor, now=now, by_owner=False)
    rules.refuse_missing("improvement.cancel", {"reason": reason})
    action.state, action.cancel_reason = action_state, reason.strip()
    return _finish(action, "improvement.cancel", before, actor=actor, now=now, remark=reason)


def _begin(
    number: str, act: str, *, actor: User, now: datetime, by_owner: bool = True
) -> tuple[Action, str, dict[str, object]]:
    """Lock an action and ask state, role and person; return it with the next state and what it was before."""
    action = locked_action(number)
    grounds = permissions.refuse_unless_may(actor, act, customer_code=action.customer_code, now=now)
    step = rules.step_of_action(action, act)
    if by_owner:
        rules.refuse_unless_owner(action, actor, grounds.role)
    return action, step.target_state, audited(action)


def _finish(
    action: Action, act: str, before: dict[str, object], *, actor: User, now: datetime, remark: str = ""
) -> Action:
    action.save()
    audit.record(act, subject=action, actor=actor, at=now, before=before, after=audited(action), remark=remark)
    return action
