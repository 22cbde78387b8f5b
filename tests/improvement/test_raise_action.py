"""Actions come from somewhere, belong to somebody and have a day (F08, S6.13)."""

from __future__ import annotations

from datetime import date

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, Notice
from fuwubao.improvement.actions.working import cancel_action, close_action, report_done, start_action
from fuwubao.improvement.errors import DueBehind, NotTheOwner, SameHands, SomethingMissing, StepRefused
from fuwubao.improvement.queries.actions import action_lines, actions_of_report, open_actions
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import done, raised, verified


def test_an_action_is_numbered_by_year_and_leads_back_to_its_report(people: People) -> None:
    first, second = raised(people), raised(people, title="复核值班表")

    assert (first.number, second.number) == ("IMP-2026-0001", "IMP-2026-0002")
    assert (first.state, first.source_kind, first.source_number) == ("planned", "report", "SLM-01-2026Q3-A/0")
    lines = actions_of_report("SLM-01-2026Q3-A/0", reader=people["李经理"], now=NOW)
    assert [line.number for line in lines] == ["IMP-2026-0001", "IMP-2026-0002"]


def test_its_owner_is_told_and_the_chain_names_the_act(people: People) -> None:
    action = raised(people)

    assert Notice.objects.get(to=people["张工"]).url == f"/improvement/{action.number}/"
    entry = AuditEntry.objects.get(act="improvement.raise")
    assert entry.after["owner"] == "zhang"
    assert entry.after["due_on"] == "2026-10-30"


@pytest.mark.parametrize("lacking", [{"title": ""}, {"measure": " "}, {"due_on": None}])
def test_without_title_measure_or_day_it_is_refused(people: People, lacking: dict[str, str | None]) -> None:
    with pytest.raises(SomethingMissing):
        raised(people, **lacking)  # type: ignore[arg-type]  # each case leaves one thing blank


def test_a_day_that_has_passed_is_refused(people: People) -> None:
    with pytest.raises(DueBehind):
        raised(people, due_on=date(2026, 10, 8))


def test_a_customer_and_an_administrator_cannot_raise_one(people: People) -> None:
    for name in ("刘主任", "高管理员", "宋文"):
        with pytest.raises(RoleMissing):
            raised(people, by=name)


def test_only_its_owner_or_who_runs_the_process_works_on_it(people: People) -> None:
    action = raised(people)

    with pytest.raises(NotTheOwner):
        start_action(number=action.number, actor=people["王审"], now=NOW)
    assert start_action(number=action.number, actor=people["李经理"], now=NOW).state == "in_progress"


def test_done_without_words_or_before_the_start_is_refused(people: People) -> None:
    action = raised(people)

    with pytest.raises(StepRefused):
        report_done(number=action.number, result="好了", actor=people["张工"], now=NOW)
    start_action(number=action.number, actor=people["张工"], now=NOW)
    with pytest.raises(SomethingMissing):
        report_done(number=action.number, result="  ", actor=people["张工"], now=NOW)


def test_the_owner_cannot_verify_her_own_action(people: People) -> None:
    """Domain (e): action owner ≠ verifier."""
    action = done(raised(people, owner="李经理"), by=people["李经理"])

    with pytest.raises(SameHands):
        verified(action, by=people["李经理"])
    assert verified(action, by=people["王审"]).state == "verified_effective"


def test_an_ineffective_action_goes_back_to_be_planned_anew(people: People) -> None:
    action = done(raised(people), by=people["张工"])

    back = verified(action, by=people["王审"], effective=False)

    assert back.state == "ineffective"
    lines = open_actions(customer_code="HD", reader=people["李经理"], now=NOW)
    assert [line.number for line in lines] == [action.number]
    with pytest.raises(StepRefused):
        close_action(number=action.number, actor=people["李经理"], now=NOW)


def test_a_verified_action_is_closed_by_who_runs_the_process(people: People) -> None:
    action = verified(done(raised(people), by=people["张工"]), by=people["王审"])

    with pytest.raises(RoleMissing):
        close_action(number=action.number, actor=people["张工"], now=NOW)
    assert close_action(number=action.number, actor=people["李经理"], now=NOW).state == "closed"


def test_cancelling_needs_a_reason(people: People) -> None:
    action = raised(people)

    with pytest.raises(SomethingMissing):
        cancel_action(number=action.number, reason="", actor=people["李经理"], now=NOW)
    cancel_action(number=action.number, reason="合同终止", actor=people["李经理"], now=NOW)
    assert action_lines(reader=people["李经理"], now=NOW)[0].flag == "cancelled"
