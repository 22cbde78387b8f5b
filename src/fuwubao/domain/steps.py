"""The shape of a lifecycle: states, the steps between them, and what refuses a step (domain part (f))."""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.domain.errors import NotAllowed, Refused
from fuwubao.domain.roles import Role
from fuwubao.domain.words import Words


class StepUnknown(Refused):
    """The thing's state does not permit the act."""

    code = "lifecycles.step_unknown"
    zh = "{what}现为“{state}”，不能办理 {act}"
    en = "The {what} is “{state}”: {act} is not possible"
    hint_zh = "此状态可办理：{possible}"
    hint_en = "Possible now: {possible}"
    source = "domain (f)"


class StepNotYours(NotAllowed):
    """The state permits the act, but not to a person of these roles."""

    code = "lifecycles.step_not_yours"
    zh = "没有权限：{act} 由 {roles} 办理"
    en = "Not permitted: {act} is done by {roles}"
    hint_zh = "请由具备该角色的人员或其有效委派代理办理"
    hint_en = "Ask a person who holds the role or a valid delegation of it"
    source = "domain (e)"


class StepNeeds(Refused):
    """The act lacks what it must be given, such as a reason."""

    code = "lifecycles.step_needs"
    zh = "办理 {act} 还需要：{missing}"
    en = "{act} still needs: {missing}"
    hint_zh = "请填写后重试"
    hint_en = "Fill it in and try again"
    source = "domain (f)"


@dataclass(frozen=True, slots=True)
class Step:
    """From ``source_state`` to ``target_state`` by one act; ``by`` are the roles that may, any one of them.

    ``needs`` are what the act must be given; ``guard`` the rule that can refuse it; ``source`` the clause.
    A step from ``ANY`` leaves every state that is not final.
    """

    source_state: str
    target_state: str
    act: str
    by: tuple[Role, ...]
    guard: str = ""
    needs: tuple[str, ...] = ()
    source: str = ""


ANY = "*"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All steps of one kind of thing; ``states`` in the order of the stepper, with their words."""

    subject: str
    words: Words
    initial: str
    states: dict[str, Words]
    rows: tuple[Step, ...]
    final: frozenset[str] = frozenset()

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that leave the state, those from any state included, in order of the table."""
        leaving = {state} if state in self.final else {state, ANY}
        return tuple(step for step in self.rows if step.source_state in leaving)

    def next_states(self, state: str) -> tuple[str, ...]:
        """Return the states that one step leads to, in order of the table, each once."""
        return tuple(dict.fromkeys(step.target_state for step in self.steps_from(state)))

    def step_for(self, state: str, act: str) -> Step:
        """Return the step that the act takes from the state. Raises: StepUnknown."""
        for step in self.steps_from(state):
            if step.act == act:
                return step
        possible = "、".join(dict.fromkeys(step.act for step in self.steps_from(state))) or "—"
        shown = self.states.get(state, Words(state, state))
        raise StepUnknown(what=self.words, state=shown, act=act, possible=possible)

    def acts(self) -> tuple[str, ...]:
        """Return every act of the table, each once."""
        return tuple(dict.fromkeys(step.act for step in self.rows))


def refuse_step(
    lifecycle: Lifecycle, state: str, act: str, *, roles: frozenset[Role], given: frozenset[str] = frozenset()
) -> Step:
    """Return the step when its state, one of the roles and all its needs are there; its guard is the room's.

    Raises: StepUnknown, StepNotYours, StepNeeds.
    """
    step = lifecycle.step_for(state, act)
    if roles.isdisjoint(step.by):
        raise StepNotYours(act=act, roles="、".join(step.by))
    missing = [need for need in step.needs if need not in given]
    if missing:
        raise StepNeeds(act=act, missing="、".join(missing))
    return step
