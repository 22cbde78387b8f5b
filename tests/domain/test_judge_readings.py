"""One test for each doubt that a reading (R01–R14) or a sentence of semantics 3–6 settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fuwubao.domain.coverage import TwoAgreements, TwoRows
from fuwubao.domain.judge import NotYetOpened, judge
from fuwubao.domain.terms import ClockKind, Reopen
from fuwubao.domain.verdicts import VerdictKind
from tests.domain.promises import HOUR, agreement, local, log, resolution, response, target, ticket

FAR = "2026-12-01 00:00"
MET, BREACHED, RUNNING = VerdictKind.MET, VerdictKind.BREACHED, VerdictKind.RUNNING
EXCLUDED, NOT_COVERED = VerdictKind.EXCLUDED, VerdictKind.NOT_COVERED
FOUR_HOURS = target(seconds=4 * HOUR)
TWO_DAYS = target(days=2)
ANSWER = target(ClockKind.RESPONSE, seconds=2 * HOUR)
P1, P3 = target(seconds=4 * HOUR, priority="P1"), target(seconds=8 * HOUR, priority="P3")
WAITS = ["2026-03-02 09:00 opened", "2026-03-02 10:00 pending waiting_customer"]


def test_r02_a_service_changed_at_the_first_instant_chooses_the_agreement() -> None:
    lines = log("2026-03-02 09:00 opened", "2026-03-02 09:00 service_changed NET")
    terms = (agreement(FOUR_HOURS), agreement(FOUR_HOURS, code="SLA-2", services=("NET",)))
    assert judge(ticket("2026-03-02 09:00"), lines, terms, local(FAR))[1].agreement == "SLA-2"


def test_r05_a_row_change_after_the_first_resolution_changes_nothing() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 resolved",
        "2026-03-02 11:00 priority_changed P3",
        "2026-03-02 12:00 reopened",
    ]
    verdict = resolution(agreement(P1, P3), lines, "2026-03-02 13:00", priority="P1")
    assert (verdict.target_row, verdict.due_at) == ("P1-resolution", local("2026-03-02 15:00"))


def test_a_row_change_after_the_breach_changes_nothing() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 14:00 priority_changed P3"]
    verdict = resolution(agreement(P1, P3), lines, FAR, priority="P1")
    assert (verdict.target_row, verdict.decided_at) == ("P1-resolution", local("2026-03-02 13:00"))


@pytest.mark.parametrize("pauses, waited, due", [(False, 0, "2026-03-02 11:00"), (True, 2 * HOUR, "2026-03-02 13:00")])
def test_r06_waiting_stops_the_response_clock_only_as_agreed(pauses: bool, waited: int, due: str) -> None:
    lines = [*WAITS, "2026-03-02 12:00 resumed", "2026-03-02 13:00 responded"]
    verdict = response(agreement(ANSWER, pause_response=pauses), lines, FAR)
    assert (verdict.pending_seconds, verdict.due_at) == (waited, local(due))


def test_r07_a_resolution_without_a_response_is_the_response() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 09:00:05 responded auto",
        "2026-03-02 10:00 resolved",
        "2026-03-02 11:00 reopened",
        "2026-03-02 15:00 responded",
    ]
    verdict = response(agreement(ANSWER), lines, FAR)
    assert (verdict.verdict, verdict.stopped_at) == (MET, local("2026-03-02 10:00"))


def test_r08_under_last_a_target_used_up_in_between_is_decided_at_the_reopening() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 12:00 resolved", "2026-03-03 09:00 reopened"]
    terms = agreement(FOUR_HOURS, reopen=Reopen.LAST)
    assert resolution(terms, lines, "2026-03-03 08:59").verdict is MET
    verdict = resolution(terms, lines, "2026-03-03 10:00")
    assert (verdict.due_at, verdict.decided_at) == (local("2026-03-02 13:00"), local("2026-03-03 09:00"))
    assert verdict.elapsed_seconds == 10 * HOUR


def test_under_last_the_latest_resolution_in_time_is_the_one_that_counts() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 resolved",
        "2026-03-02 11:00 reopened",
        "2026-03-02 12:00 resolved",
    ]
    verdict = resolution(agreement(FOUR_HOURS, reopen=Reopen.LAST), lines, FAR)
    assert (verdict.verdict, verdict.decided_at) == (MET, local("2026-03-02 12:00"))
    assert verdict.elapsed_seconds == 3 * HOUR


def test_r09_no_row_in_force_beats_a_cancellation() -> None:
    verdict = resolution(agreement(P1), ["2026-03-02 09:00 opened", "2026-03-02 10:00 cancelled"], FAR)
    assert (verdict.verdict, verdict.exclusion) == (NOT_COVERED, None)


@pytest.mark.parametrize("pause_days, due", [(True, None), (False, "2026-03-05 00:00")])
def test_r10_a_date_is_open_while_waiting_can_move_it(pause_days: bool, due: str | None) -> None:
    verdict = resolution(agreement(TWO_DAYS, pause_days=pause_days), WAITS, "2026-03-03 10:00")
    assert verdict.due_at == (local(due) if due else None)


def test_r10_a_date_is_void_once_cancelled() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 10:00 cancelled"]
    assert resolution(agreement(TWO_DAYS), lines, FAR).due_at is None


def test_r11_a_date_that_passed_while_resolved_is_breached_at_the_reopening() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-03 10:00 resolved", "2026-03-09 10:00 reopened"]
    verdict = resolution(agreement(TWO_DAYS), lines, FAR)
    assert (verdict.due_at, verdict.decided_at) == (local("2026-03-05 00:00"), local("2026-03-09 10:00"))


def test_r12_under_first_a_merge_after_the_resolution_still_excludes() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 10:00 resolved", "2026-03-02 11:00 merged"]
    verdict = resolution(agreement(FOUR_HOURS, reopen=Reopen.FIRST), lines, FAR)
    assert (verdict.verdict, verdict.exclusion) == (EXCLUDED, "merged")
    assert verdict.stopped_at == local("2026-03-02 10:00")


def test_r13_waiting_on_the_day_of_receipt_moves_nothing() -> None:
    lines = [*WAITS, "2026-03-03 09:00 resumed"]
    verdict = resolution(agreement(TWO_DAYS, pause_days=True), lines, "2026-03-03 10:00")
    assert verdict.due_at == local("2026-03-05 00:00")


def test_a_day_whose_last_second_was_waited_away_does_not_count() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-03 17:59:59 pending waiting_customer", "2026-03-03 18:00 resumed"]
    verdict = resolution(agreement(TWO_DAYS, pause_days=True), lines, "2026-03-04 10:00")
    assert verdict.due_at == local("2026-03-06 00:00")


def test_r14_a_clock_without_a_row_counts_nothing_until_one_fits() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 11:00 priority_changed P1"]
    assert resolution(agreement(P1), lines, "2026-03-02 10:00").verdict is NOT_COVERED
    verdict = resolution(agreement(P1), lines, "2026-03-02 12:00")
    assert (verdict.verdict, verdict.elapsed_seconds) == (RUNNING, HOUR)


def test_a_row_lost_midway_is_not_covered() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 11:00 priority_changed P4", "2026-03-02 12:00 resolved"]
    assert resolution(agreement(P3), lines, FAR).verdict is NOT_COVERED


def test_allowed_waiting_has_no_due_instant() -> None:
    verdict = resolution(agreement(FOUR_HOURS), WAITS, "2026-03-02 12:00")
    assert (verdict.verdict, verdict.due_at, verdict.pending_seconds) == (RUNNING, None, 2 * HOUR)


def test_a_stop_shows_how_much_was_left() -> None:
    verdict = resolution(agreement(FOUR_HOURS), ["2026-03-02 16:00 opened", "2026-03-02 17:00 resolved"], FAR)
    assert verdict.due_at == local("2026-03-03 11:00")


def test_waiting_does_not_protect_a_clock_that_a_change_left_with_less_than_it_used() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 15:00 pending waiting_customer",
        "2026-03-03 10:00 priority_changed P1",
    ]
    verdict = resolution(agreement(P1, P3), lines, FAR)
    assert (verdict.verdict, verdict.decided_at) == (BREACHED, local("2026-03-03 10:00"))


def test_time_used_to_the_second_when_waiting_begins_is_breached_when_waiting_ends() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 13:00 pending waiting_customer", "2026-03-03 10:00 resumed"]
    assert resolution(agreement(FOUR_HOURS), lines, "2026-03-03 09:00").verdict is RUNNING
    verdict = resolution(agreement(FOUR_HOURS), lines, FAR)
    assert (verdict.due_at, verdict.decided_at) == (local("2026-03-02 13:00"), local("2026-03-03 10:00"))


def test_the_row_with_most_keys_wins() -> None:
    terms = agreement(FOUR_HOURS, P3, target(seconds=HOUR, priority="P3", category="数据库"))
    facts = replace(ticket("2026-03-02 09:00"), category="数据库")
    assert judge(facts, [], (terms,), local(FAR))[1].target_seconds == HOUR


def test_two_rows_that_fit_equally_are_refused() -> None:
    terms = agreement(P3, target(seconds=HOUR, category=""))
    with pytest.raises(TwoRows):
        judge(ticket("2026-03-02 09:00"), [], (terms,), local(FAR))


def test_two_agreements_for_one_service_are_refused() -> None:
    with pytest.raises(TwoAgreements):
        judge(ticket("2026-03-02 09:00"), [], (agreement(P3), agreement(P3, code="SLA-2")), local(FAR))


@pytest.mark.parametrize("opened, seconds", [("2026-06-30 23:59", 4 * HOUR), ("2026-07-01 00:00", 2 * HOUR)])
def test_a_revision_holds_for_tickets_opened_from_its_date_on(opened: str, seconds: int) -> None:
    later = agreement(target(seconds=2 * HOUR), revision_from=date(2026, 7, 1))
    assert judge(ticket(opened), [], (later, agreement(FOUR_HOURS)), local(FAR))[1].target_seconds == seconds


def test_on_its_last_day_an_agreement_still_covers() -> None:
    verdict = judge(ticket("2026-12-31 23:59:59"), [], (agreement(FOUR_HOURS),), local("2027-06-01 00:00"))[1]
    assert verdict.agreement == "SLA-1"


@pytest.mark.parametrize("opened", ["2025-12-31 23:59:59", "2027-01-01 00:00"])
def test_outside_its_dates_an_agreement_covers_nothing(opened: str) -> None:
    verdict = judge(ticket(opened), [], (agreement(FOUR_HOURS),), local("2027-06-01 00:00"))[1]
    assert (verdict.verdict, verdict.agreement) == (NOT_COVERED, None)


@pytest.mark.parametrize(
    "mark, approver, told", [("test", "", "test"), ("agreed", "李经理", "agreed"), ("agreed", "", None)]
)
def test_a_mark_on_the_row_excludes_and_an_agreed_one_needs_its_approver(
    mark: str, approver: str, told: str | None
) -> None:
    facts = replace(ticket("2026-03-02 09:00"), exclusion=mark, exclusion_approver=approver)
    verdict = judge(facts, [], (agreement(FOUR_HOURS),), local("2026-03-02 10:00"))[1]
    assert (verdict.exclusion, verdict.verdict) == (told, EXCLUDED if told else RUNNING)


@pytest.mark.parametrize(
    "waited, elapsed, kind, decided",
    [(HOUR, 4 * HOUR, MET, "2026-03-02 14:00"), (HOUR - 1, 4 * HOUR + 1, BREACHED, "2026-03-02 14:00")],
)
def test_waiting_told_as_a_sum_is_taken_from_the_working_time_and_tagged(
    waited: int, elapsed: int, kind: VerdictKind, decided: str
) -> None:
    facts = replace(ticket("2026-03-02 09:00"), resolved_at=local("2026-03-02 14:00"), pending_total_seconds=waited)
    verdict = judge(facts, [], (agreement(FOUR_HOURS),), local(FAR))[1]
    assert (verdict.elapsed_seconds, verdict.pending_seconds, verdict.due_at) == (elapsed, waited, None)
    assert (verdict.verdict, verdict.decided_at, verdict.estimated) == (kind, local(decided), True)


def test_more_waiting_than_working_time_leaves_nothing_below_zero() -> None:
    facts = replace(ticket("2026-03-02 09:00"), resolved_at=local("2026-03-02 14:00"), pending_total_seconds=9 * HOUR)
    verdict = judge(facts, [], (agreement(FOUR_HOURS),), local(FAR))[1]
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (0, 5 * HOUR)


def test_a_sum_of_waiting_beside_a_log_is_ignored() -> None:
    facts = replace(ticket("2026-03-02 09:00"), pending_total_seconds=HOUR)
    verdict = judge(facts, log("2026-03-02 11:00 resolved"), (agreement(FOUR_HOURS),), local(FAR))[1]
    assert (verdict.elapsed_seconds, verdict.estimated) == (2 * HOUR, False)


def test_before_its_opening_a_ticket_does_not_exist() -> None:
    with pytest.raises(NotYetOpened):
        judge(ticket("2026-03-02 09:00"), [], (agreement(FOUR_HOURS),), local("2026-03-02 08:59:59"))


def test_events_after_the_question_do_not_exist() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 10:00 resolved"]
    assert resolution(agreement(FOUR_HOURS), lines, "2026-03-02 09:59:59").verdict is RUNNING
    assert resolution(agreement(FOUR_HOURS), lines, "2026-03-02 10:00").verdict is MET
