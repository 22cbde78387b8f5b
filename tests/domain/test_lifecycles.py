"""The tables of the lives of things: every row is sound, every pair without a row is refused (domain part (f))."""

from __future__ import annotations

import re
from itertools import product

import pytest

from fuwubao.domain.lifecycles import (
    ANY,
    DELEGATION,
    LIFECYCLES,
    OBLIGATION,
    REGISTER_ROW,
    REPORT,
    TEMPLATE,
    Lifecycle,
    Step,
    StepNeeds,
    StepNotYours,
    StepUnknown,
    refuse_step,
)
from fuwubao.domain.roles import Role

MANAGER = frozenset({Role.REPORT_MANAGER})
each_lifecycle = pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.subject)


@each_lifecycle
def test_every_step_joins_states_of_the_table(lifecycle: Lifecycle) -> None:
    for step in lifecycle.rows:
        assert step.source_state in {*lifecycle.states, ANY}
        assert step.target_state in lifecycle.states


@each_lifecycle
def test_every_state_is_reached_from_the_first(lifecycle: Lifecycle) -> None:
    reached, open_ends = {lifecycle.initial}, [lifecycle.initial]
    while open_ends:
        for state in lifecycle.next_states(open_ends.pop()):
            if state not in reached:
                reached.add(state)
                open_ends.append(state)

    assert reached == set(lifecycle.states)


@each_lifecycle
def test_a_final_state_is_left_by_no_step(lifecycle: Lifecycle) -> None:
    assert lifecycle.final
    assert all(lifecycle.next_states(state) == () for state in lifecycle.final)


@each_lifecycle
def test_every_step_names_its_act_roles_and_clause(lifecycle: Lifecycle) -> None:
    for step in lifecycle.rows:
        assert re.fullmatch(r"(reports|accounts|improvement)\.[a-z_]+", step.act)
        assert step.by
        assert re.search(r"S\d+\.\d+|M\d+|domain \([a-j]\)", step.source)


@each_lifecycle
def test_an_act_leaves_a_state_by_one_step_only(lifecycle: Lifecycle) -> None:
    pairs = [(state, step.act) for state in lifecycle.states for step in lifecycle.steps_from(state)]

    assert len(pairs) == len(set(pairs))


@each_lifecycle
def test_every_pair_of_state_and_act_without_a_row_is_refused(lifecycle: Lifecycle) -> None:
    for state, act in product(lifecycle.states, lifecycle.acts()):
        if any(step.act == act for step in lifecycle.steps_from(state)):
            assert lifecycle.step_for(state, act).act == act
        else:
            with pytest.raises(StepUnknown):
                lifecycle.step_for(state, act)


def test_a_report_goes_from_plan_to_archive() -> None:
    acts = ("collect", "draft", "submit", "review", "approve", "publish", "acknowledge", "follow_up", "archive")
    states = [REPORT.initial]
    for act in acts:
        states.append(REPORT.step_for(states[-1], f"reports.{act}").target_state)

    assert states == [
        "planned",
        "collecting",
        "draft",
        "in_review",
        "in_review",
        "approved",
        "published",
        "acknowledged",
        "followed_up",
        "archived",
    ]


def test_no_way_leads_round_review_to_publication() -> None:  # S1.3
    publishing = [step for step in REPORT.rows if step.target_state == "published"]
    approving = {step.source_state for step in REPORT.rows if step.target_state == "approved"}

    assert [step.source_state for step in publishing] == ["approved"]
    assert approving == {"in_review", "escalated"}


def test_an_abnormal_report_is_approved_by_the_system_head_alone() -> None:  # S1.6
    with pytest.raises(StepNotYours):
        refuse_step(REPORT, "escalated", "reports.approve_abnormal", roles=MANAGER)
    step = refuse_step(REPORT, "escalated", "reports.approve_abnormal", roles=frozenset({Role.SYSTEM_HEAD}))
    assert step.target_state == "approved"


def test_a_customer_cannot_approve() -> None:
    with pytest.raises(StepNotYours, match="report_manager"):
        refuse_step(REPORT, "in_review", "reports.approve", roles=frozenset({Role.CUSTOMER}))


@pytest.mark.parametrize("act", ["reports.submit", "reports.review", "reports.approve", "reports.publish"])
def test_the_operator_neither_submits_nor_reviews_nor_approves_nor_publishes(act: str) -> None:
    assert all(Role.OPERATOR not in step.by for step in REPORT.rows if step.act == act)


def test_a_return_needs_a_reason() -> None:
    with pytest.raises(StepNeeds, match="reason"):
        refuse_step(REPORT, "in_review", "reports.return_to_author", roles=MANAGER)
    step = refuse_step(REPORT, "in_review", "reports.return_to_author", roles=MANAGER, given=frozenset({"reason"}))
    assert step == Step(
        "in_review",
        "returned",
        "reports.return_to_author",
        (Role.REVIEWER, Role.REPORT_MANAGER, Role.DELEGATE),
        guard="reviewer_is_another",
        needs=("reason",),
        source="S6.8",
    )


def test_a_refusal_says_the_state_and_what_is_possible_now() -> None:
    with pytest.raises(StepUnknown) as refused:
        REPORT.step_for("draft", "reports.publish")

    assert "草稿" in refused.value.message("zh")
    assert "“draft”" in refused.value.message("en")
    assert "reports.submit" in refused.value.hint("zh")


def test_a_register_row_may_be_retired_from_any_state() -> None:
    open_states = set(REGISTER_ROW.states) - REGISTER_ROW.final

    assert all("retired" in REGISTER_ROW.next_states(state) for state in open_states)
    assert REGISTER_ROW.next_states("active") == ("lowered_priority", "active", "paused", "retired")


def test_a_duty_is_waived_only_before_it_is_submitted_and_with_a_reason() -> None:
    assert "waived" not in OBLIGATION.next_states("submitted")
    assert OBLIGATION.step_for("scheduled", "reports.waive_duty").needs == ("reason",)


def test_only_the_manager_or_a_delegate_makes_a_template_effective() -> None:  # S1.7
    assert TEMPLATE.step_for("draft", "reports.make_template_effective").by == (Role.REPORT_MANAGER, Role.DELEGATE)


def test_a_delegation_may_be_revoked_before_and_while_it_holds() -> None:  # S1.8
    assert "revoked" in DELEGATION.next_states("pending")
    assert "revoked" in DELEGATION.next_states("active")
