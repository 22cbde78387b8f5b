"""Who may do what: by role on the day, by delegation in its time and scope, outsiders on their own things only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fuwubao.accounts import actions, permissions, queries
from fuwubao.accounts.act_words import ACT_WORDS
from fuwubao.accounts.errors import DelegationUnclear, RoleMissing
from fuwubao.accounts.models import Appointment, Delegation, User
from fuwubao.accounts.rules import MAY
from fuwubao.domain.roles import Role
from tests.accounts.conftest import NOW, Appoint


def given(giver: User, holder: User, **terms: object) -> Delegation:
    """The manager delegates for a week from now."""
    whole = {"holder": holder.login, "starts_at": NOW, "ends_before": NOW + timedelta(days=7), "reason": "出差"}
    return actions.delegate(terms=actions.DelegationTerms(**{**whole, **terms}), actor=giver, now=NOW)  # type: ignore[arg-type]  # terms are mixed on purpose


def test_every_act_of_the_table_has_words() -> None:
    assert set(ACT_WORDS) == set(MAY)


def test_an_act_that_the_table_does_not_name_is_refused_to_everybody(manager: User) -> None:
    assert not permissions.may(manager, "reports.invent", now=NOW)


def test_a_role_counts_from_its_first_day_until_its_last(appoint: Appoint) -> None:
    user = appoint("li", Role.REVIEWER)
    Appointment.objects.filter(user=user).update(starts_on=date(2026, 10, 9), ends_before=date(2026, 10, 10))

    days = [permissions.may(user, "reports.review", now=NOW + timedelta(days=n)) for n in (-1, 0, 1)]

    assert days == [False, True, False]


def test_a_day_begins_at_midnight_of_the_workspace_and_not_of_greenwich(appoint: Appoint) -> None:
    user = appoint("li", Role.REVIEWER)
    Appointment.objects.filter(user=user).update(starts_on=date(2026, 10, 10))

    assert not permissions.may(user, "reports.review", now=NOW.replace(hour=15))
    assert permissions.may(user, "reports.review", now=NOW.replace(hour=16))


def test_an_outsider_acts_on_the_own_firms_things_only(appoint: Appoint) -> None:
    customer = appoint("wang", Role.CUSTOMER, customer_code="HD")

    assert permissions.may(customer, "reports.acknowledge", customer_code="HD", now=NOW)
    assert not permissions.may(customer, "reports.acknowledge", customer_code="NF", now=NOW)
    assert not permissions.may(customer, "measurement.read", customer_code="HD", now=NOW)


def test_an_appointment_for_one_department_does_not_reach_another(appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR, department_code="D1")

    assert permissions.may(author, "reports.write", department_code="D1", now=NOW)
    assert not permissions.may(author, "reports.write", department_code="D2", now=NOW)


def test_a_closed_account_may_nothing(manager: User) -> None:
    manager.is_active = False

    assert not permissions.may(manager, "accounts.own", now=NOW)


def test_a_refusal_names_the_person_the_act_and_who_may(appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)

    with pytest.raises(RoleMissing) as refused:
        permissions.refuse_unless_may(author, "reports.publish", now=NOW)

    assert "发布报告" in refused.value.message("zh")
    assert "服务报告流程经理" in refused.value.hint("zh")
    assert "publish a report" in refused.value.message("en")


def test_a_delegate_acts_for_the_giver_while_the_delegation_is_valid(manager: User, appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)
    delegation = given(manager, author)

    grounds = permissions.grounds_for(author, "reports.approve", now=NOW)

    assert grounds is not None
    assert grounds.for_whom == manager
    assert not permissions.may(author, "reports.approve", now=NOW + timedelta(days=7))
    actions.revoke_delegation(delegation_id=delegation.pk, reason="已回", actor=manager, now=NOW)
    assert not permissions.may(author, "reports.approve", now=NOW)


def test_a_delegation_reaches_no_further_than_its_customer_and_acts(manager: User, appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)
    given(manager, author, scope="HD", acts=("reports.approve",))

    assert permissions.may(author, "reports.approve", customer_code="HD", now=NOW)
    assert not permissions.may(author, "reports.approve", customer_code="NF", now=NOW)
    assert not permissions.may(author, "reports.publish", customer_code="HD", now=NOW)


def test_a_delegation_ends_with_the_givers_own_role(manager: User, appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)
    given(manager, author)
    Appointment.objects.filter(user=manager).update(ends_before=date(2026, 10, 10))

    assert not permissions.may(author, "reports.approve", now=NOW + timedelta(days=2))


def test_a_delegate_cannot_pass_the_powers_on(manager: User, appoint: Appoint) -> None:
    author, third = appoint("sun", Role.AUTHOR), appoint("qian", Role.AUTHOR)
    given(manager, author)

    with pytest.raises(RoleMissing):
        given(author, third)


def test_nobody_delegates_to_herself_or_into_the_past(manager: User, appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)

    with pytest.raises(DelegationUnclear):
        given(manager, manager)
    with pytest.raises(DelegationUnclear):
        given(manager, author, starts_at=NOW - timedelta(days=9), ends_before=NOW - timedelta(days=1))


def test_a_lone_approver_is_warned_of(manager: User, appoint: Appoint) -> None:
    today = NOW.date()

    assert queries.second_approver_missing(on=today)
    appoint("he", Role.SYSTEM_HEAD)
    assert not queries.second_approver_missing(on=today)


def test_who_held_a_role_on_a_day_is_known(manager: User) -> None:
    names = [holder.login for holder in queries.holders_of(Role.REPORT_MANAGER, on=date(2026, 3, 1))]

    assert names == ["zhou"]
    assert queries.holders_of(Role.REPORT_MANAGER, on=date(2025, 12, 31)) == []
