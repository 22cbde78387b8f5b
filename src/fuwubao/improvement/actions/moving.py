"""延期 and 转交: a due day or an owner changes by request and another person's decision, never silently."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import ACTION
from fuwubao.domain.words import Words
from fuwubao.improvement import rules
from fuwubao.improvement.actions.raising import audited, locked_action, tell
from fuwubao.improvement.errors import MoveOpen, NoOpenMove, SomethingMissing, StepRefused
from fuwubao.improvement.models import Move
from fuwubao.improvement.numbers import today_of


@transaction.atomic(durable=True)
def ask_move(
    *,
    number: str,
    reason: str,
    actor: User,
    now: datetime,
    new_due_on: date | None = None,
    new_owner: User | None = None,
) -> Move:
    """Ask for a later due day, another owner, or both, with a reason; nothing changes before the decision.

    Raises: NotAllowed, StepRefused, NotTheOwner, SomethingMissing, DueBehind, MoveOpen.
    """
    action = locked_action(number)
    grounds = permissions.refuse_unless_may(actor, "improvement.ask_move", customer_code=action.customer_code, now=now)
    if action.state not in rules.MOVABLE or action.due_on is None:
        state, act = ACTION.states[action.state], Words("申请延期或转交", "ask to extend or transfer")
        raise StepRefused(number=number, state=state, act=act, possible="—")
    rules.refuse_unless_owner(action, actor, grounds.role)
    rules.refuse_missing("improvement.ask_move", {"reason": reason})
    if new_due_on is None and (new_owner is None or new_owner.pk == action.owner_id):
        wanted = Words("新的期限或责任人", "a new due day or owner")
        raise SomethingMissing(act=Words("申请", "The request"), missing=wanted, where=wanted, why=wanted)
    if new_due_on is not None:
        rules.refuse_due_before(new_due_on, max(action.due_on, today_of(now)))
    if action.moves.filter(approved=None).exists():
        raise MoveOpen(number=number)
    move = Move.objects.create(
        action=action, new_due_on=new_due_on, new_owner=new_owner, reason=reason.strip(), asked_by=actor, asked_at=now
    )
    after = {"due_on": str(new_due_on or ""), "owner": new_owner.login if new_owner else ""}
    audit.record(
        "improvement.ask_move", subject=action, actor=actor, at=now, before=audited(action), after=after, remark=reason
    )
    return move


@transaction.atomic(durable=True)
def decide_move(*, number: str, approve: bool, remark: str, actor: User, now: datetime) -> Move:
    """Approve or refuse the open request of an action; neither by its owner nor by who asked.

    Raises: NotAllowed, NoOpenMove, SameHands, SomethingMissing when it is refused without a reason.
    """
    action = locked_action(number)
    permissions.refuse_unless_may(actor, "improvement.decide_move", customer_code=action.customer_code, now=now)
    move = action.moves.select_for_update(of=("self",)).select_related("asked_by").filter(approved=None).first()
    if move is None or action.state not in rules.MOVABLE:
        raise NoOpenMove(number=number)
    rules.refuse_own_decision(action, actor, move.asked_by_id)
    if not approve:
        rules.refuse_missing("improvement.decide_move", {"reason": remark})
    before = audited(action)
    move.approved, move.decided_by, move.decided_at, move.remark = approve, actor, now, remark.strip()
    move.save(update_fields=["approved", "decided_by", "decided_at", "remark"])
    if approve:
        action.due_on = move.new_due_on or action.due_on
        action.owner = move.new_owner or action.owner
        action.save(update_fields=["due_on", "owner"])
    after = audited(action) | {"approved": approve}
    audit.record(
        "improvement.decide_move", subject=action, actor=actor, at=now, before=before, after=after, remark=remark
    )
    said = _("改进措施 %(number)s 的申请已同意") if approve else _("改进措施 %(number)s 的申请未同意")
    tell(move.asked_by, said % {"number": number}, action, now)
    if approve and move.new_owner is not None:
        text = _("改进措施 %(number)s 转由你负责，期限 %(due)s") % {"number": number, "due": action.due_on}
        tell(move.new_owner, text, action, now)
    return move
