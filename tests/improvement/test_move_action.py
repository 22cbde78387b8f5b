"""A due day or an owner moves by request, with a reason and another person's decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.improvement.actions.moving import ask_move, decide_move
from fuwubao.improvement.actions.working import plan_action
from fuwubao.improvement.errors import (
    DueBehind,
    MoveOpen,
    NoOpenMove,
    NotTheOwner,
    SameHands,
    SomethingMissing,
    StepRefused,
)
from fuwubao.improvement.models import Action
from tests.improvement.conftest import DUE, NOW, People
from tests.improvement.raising import done, raised

LATER = date(2026, 11, 20)


def asked(people: People, **given: object) -> Action:
    """An action whose owner asks for three more weeks."""
    action = raised(people)
    wanted: dict[str, object] = {"new_due_on": LATER, "reason": "供应商换签"} | given
    ask_move(number=action.number, actor=people["张工"], now=NOW, **wanted)  # type: ignore[arg-type]  # as each test names them
    return action


def test_nothing_changes_before_the_decision(people: People) -> None:
    action = asked(people)

    assert Action.objects.get(pk=action.pk).due_on == DUE


def test_an_approved_extension_moves_the_day_and_keeps_the_first_one(people: People) -> None:
    action = asked(people)

    decide_move(number=action.number, approve=True, remark="", actor=people["李经理"], now=NOW)

    action.refresh_from_db()
    assert (action.due_on, action.first_due_on) == (LATER, DUE)


def test_an_approved_transfer_changes_the_owner(people: People) -> None:
    action = asked(people, new_due_on=None, new_owner=people["王审"])

    decide_move(number=action.number, approve=True, remark="", actor=people["李经理"], now=NOW)

    action.refresh_from_db()
    assert (action.owner, action.due_on) == (people["王审"], DUE)


def test_a_refusal_needs_its_reason_and_changes_nothing(people: People) -> None:
    action = asked(people)

    with pytest.raises(SomethingMissing):
        decide_move(number=action.number, approve=False, remark="", actor=people["李经理"], now=NOW)
    decide_move(number=action.number, approve=False, remark="客户在等", actor=people["李经理"], now=NOW)
    action.refresh_from_db()
    assert action.due_on == DUE


def test_neither_asker_nor_owner_decides(people: People) -> None:
    action = raised(people, owner="李经理", by="何远")
    ask_move(number=action.number, reason="忙", new_due_on=LATER, actor=people["李经理"], now=NOW)

    with pytest.raises(SameHands):
        decide_move(number=action.number, approve=True, remark="", actor=people["李经理"], now=NOW)
    with pytest.raises(RoleMissing):
        decide_move(number=action.number, approve=True, remark="", actor=people["张工"], now=NOW)


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"reason": " "}, SomethingMissing),
        ({"new_due_on": None}, SomethingMissing),
        ({"new_due_on": DUE - timedelta(days=1)}, DueBehind),
    ],
)
def test_a_request_without_reason_or_gain_is_refused(
    people: People, given: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asked(people, **given)


def test_one_request_at_a_time_by_the_owner_while_the_work_is_open(people: People) -> None:
    action = asked(people)

    with pytest.raises(MoveOpen):
        ask_move(number=action.number, reason="再延", new_due_on=LATER, actor=people["张工"], now=NOW)
    with pytest.raises(NotTheOwner):
        ask_move(number=action.number, reason="再延", new_due_on=LATER, actor=people["王审"], now=NOW)
    finished = done(raised(people), by=people["张工"])
    with pytest.raises(StepRefused):
        ask_move(number=finished.number, reason="再延", new_due_on=LATER, actor=people["张工"], now=NOW)


def test_without_a_request_there_is_nothing_to_decide(people: People) -> None:
    with pytest.raises(NoOpenMove):
        decide_move(number=raised(people).number, approve=True, remark="", actor=people["李经理"], now=NOW)


def test_an_agreed_day_cannot_be_moved_by_planning_again(people: People) -> None:
    action = raised(people)

    again = plan_action(number=action.number, measure="另一做法", due_on=LATER, actor=people["张工"], now=NOW)

    assert (again.measure, again.due_on) == ("另一做法", DUE)
