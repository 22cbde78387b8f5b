"""Decision 0011, corner by corner (those that the readings' tests do not hold yet)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fuwubao.domain.calendars import Shift, WorkCalendar
from fuwubao.domain.judge import judge
from fuwubao.domain.terms import ClockKind
from fuwubao.domain.verdicts import VerdictKind
from tests.domain.promises import HOUR, agreement, local, log, resolution, response, target, ticket

FAR = "2026-12-01 00:00"
P1, P3 = target(seconds=4 * HOUR, priority="P1"), target(seconds=8 * HOUR, priority="P3")


def test_exactly_used_time_is_no_breach_while_a_changed_ticket_waits() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 13:00 pending waiting_customer",
        "2026-03-03 10:00 priority_changed P1",
    ]
    assert resolution(agreement(P1, P3), lines, "2026-03-03 11:00").verdict is VerdictKind.RUNNING
    stopped = [*lines, "2026-03-03 12:00 resolved"]
    assert resolution(agreement(P1, P3), stopped, FAR).verdict is VerdictKind.MET


def test_a_change_that_leaves_the_row_in_force_moves_no_due_instant() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 13:00 pending waiting_customer",
        "2026-03-03 10:00 priority_changed P1",
        "2026-03-03 11:00 resumed",
    ]
    verdict = resolution(agreement(target(seconds=4 * HOUR)), lines, FAR)
    assert (verdict.due_at, verdict.decided_at) == (local("2026-03-02 13:00"), local("2026-03-03 11:00"))


def test_resolved_in_the_second_of_a_stricter_priority_is_met() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 15:00 priority_changed P1", "2026-03-02 15:00 resolved"]
    assert resolution(agreement(P1, P3), lines, FAR).verdict is VerdictKind.MET


def test_a_changed_service_brings_its_own_agreement_with_its_reasons() -> None:
    there = agreement(target(seconds=8 * HOUR), code="SLA-2", services=("NET",), reasons=("waiting_supplier",))
    lines = log(
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 service_changed NET",
        "2026-03-02 11:00 pending waiting_supplier",
        "2026-03-02 13:00 resumed",
        "2026-03-02 14:00 resolved",
    )
    verdict = judge(ticket("2026-03-02 09:00"), lines, (agreement(P3), there), local(FAR))[1]
    assert (verdict.agreement, verdict.elapsed_seconds, verdict.pending_seconds) == ("SLA-2", 3 * HOUR, 2 * HOUR)


def test_a_changed_service_is_covered_by_the_revision_of_the_day_of_opening() -> None:
    later = agreement(P3, services=("ERP", "NET"), revision_from=date(2026, 3, 10))
    lines = log("2026-03-09 09:00 opened", "2026-03-09 10:00 service_changed NET")
    verdict = judge(ticket("2026-03-09 09:00"), lines, (agreement(P3), later), local(FAR))[1]
    assert verdict.verdict is VerdictKind.NOT_COVERED


def test_a_date_falls_on_a_waiting_ticket_where_waiting_moves_no_days() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 10:00 pending waiting_customer"]
    verdict = resolution(agreement(target(days=2)), lines, FAR)
    assert (verdict.verdict, verdict.decided_at) == (VerdictKind.BREACHED, local("2026-03-05 00:00"))


@pytest.mark.parametrize("pause_response, due", [(False, "2026-03-05 00:00"), (True, "2026-03-06 00:00")])
def test_a_response_in_days_is_moved_only_where_waiting_stops_responses(pause_response: bool, due: str) -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-03 10:00 pending waiting_customer", "2026-03-04 10:00 resumed"]
    terms = agreement(target(ClockKind.RESPONSE, days=2), pause_days=True, pause_response=pause_response)
    assert response(terms, lines, "2026-03-04 11:00").due_at == local(due)


@pytest.mark.parametrize(
    "resumed, due", [("2026-03-03 23:59:59", "2026-03-04 00:00"), ("2026-03-04 00:00", "2026-03-05 00:00")]
)
def test_the_last_working_second_of_a_night_shift_is_cut_at_midnight(resumed: str, due: str) -> None:
    night = WorkCalendar(timezone="Asia/Shanghai", weekly=((Shift(22 * HOUR, 30 * HOUR),),) * 7)
    terms = agreement(target(days=1), calendars={"office": night}, pause_days=True)
    lines = ["2026-03-02 09:00 opened", "2026-03-03 22:00 pending waiting_customer", f"{resumed} resumed"]
    assert resolution(terms, lines, "2026-03-04 00:00").due_at == local(due)


@pytest.mark.parametrize("pause_response, tagged", [(False, False), (True, True)])
def test_told_waiting_concerns_a_response_only_where_waiting_stops_it(pause_response: bool, tagged: bool) -> None:
    facts = replace(ticket("2026-03-02 09:00"), responded_at=local("2026-03-02 12:00"), pending_total_seconds=HOUR)
    terms = agreement(target(ClockKind.RESPONSE, seconds=8 * HOUR), pause_response=pause_response)
    verdict = judge(facts, [], (terms,), local(FAR))[0]
    assert (verdict.estimated, verdict.elapsed_seconds) == (tagged, 2 * HOUR if tagged else 3 * HOUR)


def test_a_working_day_target_keeps_its_date_beside_told_waiting() -> None:
    facts = replace(ticket("2026-03-02 09:00"), pending_total_seconds=HOUR)
    verdict = judge(facts, [], (agreement(target(days=2), pause_days=True),), local(FAR))[1]
    assert (verdict.verdict, verdict.decided_at, verdict.due_at) == (
        VerdictKind.BREACHED,
        local("2026-03-05 00:00"),
        None,
    )


def test_a_cancellation_is_named_before_a_mark_and_keeps_the_stop() -> None:
    facts = replace(ticket("2026-03-02 09:00"), exclusion="test")
    lines = log("2026-03-02 10:00 resolved", "2026-03-02 11:00 cancelled")
    verdict = judge(facts, lines, (agreement(P3),), local(FAR))[1]
    assert (verdict.exclusion, verdict.stopped_at) == ("cancelled", local("2026-03-02 10:00"))
    before = judge(facts, lines, (agreement(P3),), local("2026-03-02 10:30"))[1]
    assert (before.exclusion, before.decided_at) == ("test", None)
