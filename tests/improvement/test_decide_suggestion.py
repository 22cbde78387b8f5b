"""A suggestion reaches the owner of its process and is accepted or declined with a reason (S2.3, S6.7, K34)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.improvement.actions.raising import decide_suggestion
from fuwubao.improvement.actions.working import plan_action
from fuwubao.improvement.errors import NotTheOwner, SameHands, SomethingMissing, StepRefused
from fuwubao.improvement.queries.actions import suggestion_lines
from fuwubao.improvement.queries.effectiveness import suggestion_conversion
from fuwubao.improvement.queries.lists import own_work
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import accepted, suggested

QUARTER = parse_period("2026Q4", "Asia/Shanghai")


def test_a_suggestion_waits_for_the_process_owner(people: People) -> None:
    suggestion = suggested(people)

    assert [line.number for line in own_work(reader=people["周岚"], now=NOW).to_decide] == [suggestion.number]
    assert own_work(reader=people["王审"], now=NOW).to_decide == ()
    assert Notice.objects.filter(to=people["周岚"]).count() == 1


def test_without_an_owner_the_process_manager_is_told(people: People) -> None:
    suggested(people, to=None)

    assert Notice.objects.filter(to=people["李经理"]).count() == 1


def test_accepted_it_becomes_an_action_that_its_owner_plans(people: People) -> None:
    action = accepted(people)

    assert (action.state, action.owner) == ("accepted", people["张工"])
    planned = plan_action(
        number=action.number, measure="每周一核对", due_on=date(2026, 11, 6), actor=people["张工"], now=NOW
    )
    assert (planned.state, planned.due_on, planned.first_due_on) == ("planned", date(2026, 11, 6), date(2026, 11, 6))


def test_declining_needs_a_reason_and_its_author_is_told(people: People) -> None:
    number = suggested(people).number

    with pytest.raises(SomethingMissing):
        decide_suggestion(number=number, accept=False, reason=" ", actor=people["周岚"], now=NOW)
    decide_suggestion(number=number, accept=False, reason="已有同类措施", actor=people["周岚"], now=NOW)
    assert "已有同类措施" in Notice.objects.filter(to=people["张工"]).latest("pk").text


def test_accepting_needs_an_owner(people: People) -> None:
    with pytest.raises(SomethingMissing):
        decide_suggestion(number=suggested(people).number, accept=True, actor=people["周岚"], now=NOW)


def test_nobody_decides_her_own_suggestion_nor_one_put_to_another(people: People) -> None:
    number = suggested(people).number

    with pytest.raises(SameHands):
        decide_suggestion(number=number, accept=True, owner=people["张工"], actor=people["张工"], now=NOW)
    with pytest.raises(NotTheOwner):
        decide_suggestion(number=number, accept=True, owner=people["张工"], actor=people["王审"], now=NOW)
    with pytest.raises(RoleMissing):
        decide_suggestion(number=number, accept=True, owner=people["张工"], actor=people["宋文"], now=NOW)


def test_a_decided_suggestion_is_not_decided_again(people: People) -> None:
    action = accepted(people)

    with pytest.raises(StepRefused):
        decide_suggestion(number=action.number, accept=False, reason="不", actor=people["周岚"], now=NOW)


def test_k34_counts_suggestions_that_became_actions(people: People) -> None:
    """K34 建议转化率 = suggestions that became actions ÷ suggestions: of three, one accepted and one declined."""
    accepted(people)
    number = suggested(people).number
    decide_suggestion(number=number, accept=False, reason="重复", actor=people["周岚"], now=NOW)
    suggested(people)
    suggested(people, now=NOW - timedelta(days=30))  # in September: another quarter

    assert suggestion_conversion(reader=people["李经理"], period=QUARTER) == Ratio(1, 3)
    assert len(suggestion_lines(reader=people["李经理"], now=NOW, undecided=True)) == 2


def test_k34_of_a_period_without_suggestions_is_not_applicable(people: People) -> None:
    ratio = suggestion_conversion(reader=people["李经理"], period=QUARTER)

    assert ratio.display() == "不适用 (n=0)"
