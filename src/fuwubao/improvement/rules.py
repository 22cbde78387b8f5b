"""Who may take which step, what each step needs, and the ladder for what is overdue: guards and data, no writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from fuwubao.accounts.act_words import act_in_words
from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import ACTION, NONCONFORMITY, Lifecycle
from fuwubao.domain.roles import Role
from fuwubao.domain.steps import Step
from fuwubao.domain.words import Words
from fuwubao.improvement.errors import CorrectionsOpen, DueBehind, NotTheOwner, SameHands, SomethingMissing, StepRefused
from fuwubao.improvement.models import Action, Nonconformity

SOURCES = {
    "report": gettext_noop("服务报告"),
    "review": gettext_noop("年度评审"),
    "feedback": gettext_noop("接收方反馈"),
    "audit": gettext_noop("内审或外审"),
    "nonconformity": gettext_noop("不符合"),
    "meeting": gettext_noop("服务回顾会"),
    "suggestion": gettext_noop("员工建议"),
}
BASES = {
    "iso20000": gettext_noop("ISO/IEC 20000"),
    "sms": gettext_noop("服务管理体系"),
    "requirement": gettext_noop("服务要求"),
}
SEVERITIES = {"minor": gettext_noop("一般"), "major": gettext_noop("严重")}
PRIORITIES = {"high": gettext_noop("高"), "normal": gettext_noop("中"), "low": gettext_noop("低")}
# an action that still asks something of somebody
OPEN_STATES = ("accepted", "planned", "in_progress", "done", "ineffective")
MOVABLE = ("planned", "in_progress")  # a due day or an owner can be moved
EFFECTIVE_STATES = ("verified_effective", "closed")
NEEDS = {
    "owner": Words("责任人", "owner"),
    "reason": Words("原因", "reason"),
    "measure": Words("措施", "measure"),
    "due_on": Words("期限", "due day"),
    "result": Words("完成情况", "what was done"),
    "verification": Words("验证结论", "what was found"),
    "responsible": Words("责任服务经理", "responsible service manager"),
    "reply_due_on": Words("答复期限", "day of the reply"),
    "correction": Words("纠正", "correction"),
    "cause": Words("原因分析", "cause"),
    "title": Words("事项", "what it is about"),
    "description": Words("事实", "facts"),
}
# who stands in for an owner who does not act
PROCESS_ROLES = frozenset({Role.REPORT_MANAGER, Role.MANAGEMENT_REPRESENTATIVE, Role.SYSTEM_HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """After so many working days over the due day these are told: the owner, and holders of the roles."""

    days: int
    roles: tuple[Role, ...] = ()
    words: Words


LADDER = (
    Rung(days=1, words=Words("责任人", "the owner")),
    Rung(days=3, roles=(Role.SERVICE_MANAGER,), words=Words("服务经理", "the service managers")),
    Rung(days=5, roles=(Role.REPORT_MANAGER,), words=Words("服务报告流程经理", "the report process manager")),
    Rung(
        days=10,
        roles=(Role.MANAGEMENT_REPRESENTATIVE,),
        words=Words("管理者代表", "the management representative"),
    ),
)


def step_of_action(action: Action, act: str) -> Step:
    """Return the step that the act takes from the action's state. Raises: StepRefused."""
    return _step(ACTION, action.number, action.state, act)


def step_of_nonconformity(found: Nonconformity, act: str) -> Step:
    """Return the step that the act takes from the state of a nonconformity. Raises: StepRefused."""
    return _step(NONCONFORMITY, found.number, found.state, act)


def _step(lifecycle: Lifecycle, number: str, state: str, act: str) -> Step:
    leaving = lifecycle.steps_from(state)
    for step in leaving:
        if step.act == act:
            return step
    told = [act_in_words(one) for one in dict.fromkeys(step.act for step in leaving)]
    possible = Words("、".join(one.zh for one in told) or "—", ", ".join(one.en for one in told) or "—")
    raise StepRefused(number=number, state=lifecycle.states[state], act=act_in_words(act), possible=possible)


def refuse_missing(act: str, given: Mapping[str, object]) -> None:
    """Refuse an act when one of the named things is blank. Raises: SomethingMissing."""
    missing = [NEEDS[name] for name, value in given.items() if not (value.strip() if isinstance(value, str) else value)]
    if missing:
        told = Words("、".join(one.zh for one in missing), ", ".join(one.en for one in missing))
        raise SomethingMissing(act=act_in_words(act), missing=told, where=told, why=told)


def refuse_unless_owner(action: Action, actor: User, role: Role) -> None:
    """Refuse whoever is neither the owner nor runs the process. Raises: NotTheOwner."""
    if action.owner_id != actor.pk and role not in PROCESS_ROLES:
        raise NotTheOwner(number=action.number, owner=action.owner.name if action.owner else "—", person=actor.name)


def refuse_decider(action: Action, actor: User, role: Role, act: str) -> None:
    """Refuse the suggestion's own author, and anyone but its addressee and who runs the process (S2.3).

    Raises: SameHands, NotTheOwner.
    """
    if actor.pk == action.raised_by_id:
        raise _same_hands(action.number, actor, Words("提出人", "proposer"), act)
    if action.addressed_to_id and action.addressed_to_id != actor.pk and role not in PROCESS_ROLES:
        addressee = action.addressed_to.name if action.addressed_to else "—"
        raise NotTheOwner(number=action.number, owner=addressee, person=actor.name)


def refuse_own_verification(action: Action, actor: User) -> None:
    """Refuse the owner as verifier of her own action (hard rule of (e)). Raises: SameHands."""
    if actor.pk == action.owner_id:
        raise _same_hands(action.number, actor, Words("责任人", "owner"), "improvement.verify")


def refuse_own_decision(action: Action, actor: User, asked_by_id: int) -> None:
    """Refuse who asked for an extension or transfer as the one who decides it. Raises: SameHands."""
    if actor.pk in (asked_by_id, action.owner_id):
        raise _same_hands(action.number, actor, Words("申请人或责任人", "owner or asker"), "improvement.decide_move")


def refuse_unless_responsible(found: Nonconformity, actor: User) -> None:
    """Refuse anyone but the responsible service manager. Raises: NotTheOwner."""
    if actor.pk != found.responsible_id:
        name = found.responsible.name if found.responsible else "—"
        raise NotTheOwner(number=found.number, owner=name, person=actor.name)


def refuse_own_nonconformity(found: Nonconformity, actor: User) -> None:
    """Refuse the responsible person as verifier. Raises: SameHands."""
    if actor.pk == found.responsible_id:
        role, act = Words("责任人", "responsible person"), "improvement.verify_nonconformity"
        raise _same_hands(found.number, actor, role, act)


def refuse_unless_corrected(found: Nonconformity) -> None:
    """Refuse while a corrective action is not verified effective. Raises: CorrectionsOpen."""
    actions = found.actions.exclude(state__in=("cancelled", "declined")).order_by("number")
    waiting = [action.number for action in actions if action.state not in EFFECTIVE_STATES]
    if waiting or not actions:
        raise CorrectionsOpen(number=found.number, open="、".join(waiting) or "—")


def refuse_due_before(due_on: date, earliest: date) -> None:
    """Refuse a due day that lies before ``earliest``. Raises: DueBehind."""
    if due_on < earliest:
        raise DueBehind(due=due_on, earliest=earliest, where=due_on, why=earliest)


def _same_hands(number: str, actor: User, role: Words, act: str) -> SameHands:
    return SameHands(number=number, person=actor.name, role=role, act=act_in_words(act))
