"""The small worlds of semantics section 9 and the golden cases G2–G4 of domain part (c), worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.domain.terms import Reopen
from fuwubao.domain.verdicts import VerdictKind
from tests.domain.promises import HOUR, agreement, local, resolution, target

FOUR_HOURS = target(seconds=4 * HOUR)
G2 = (
    "2026-03-02 16:30 opened",
    "2026-03-03 09:30 pending waiting_customer",
    "2026-03-03 11:00 resumed",
)
P3_AND_P1 = (target(seconds=8 * HOUR, priority="P3"), target(seconds=4 * HOUR, priority="P1"))
REOPENED = (
    "2026-03-20 09:00 opened",
    "2026-03-20 11:00 resolved",
    "2026-04-01 09:00 reopened",
    "2026-04-01 12:00 resolved",
)


def test_g2_a_ticket_that_waits_is_breached_when_its_working_time_is_used_up() -> None:
    verdict = resolution(agreement(FOUR_HOURS), [*G2, "2026-03-03 13:30 resolved"], "2026-03-31 00:00")
    assert (verdict.elapsed_seconds, verdict.pending_seconds, verdict.gross_seconds) == (16_200, 5_400, 75_600)
    assert verdict.verdict is VerdictKind.BREACHED
    assert verdict.due_at == verdict.decided_at == local("2026-03-03 13:00")


def test_g2_share_of_waiting_is_a_quarter() -> None:
    verdict = resolution(agreement(FOUR_HOURS), [*G2, "2026-03-03 13:30 resolved"], "2026-03-31 00:00")
    assert verdict.pending_seconds is not None
    assert verdict.elapsed_seconds is not None
    assert verdict.pending_seconds * 4 == verdict.elapsed_seconds + verdict.pending_seconds


def test_resolved_in_the_very_second_that_is_due_is_met() -> None:
    verdict = resolution(agreement(FOUR_HOURS), [*G2, "2026-03-03 13:00 resolved"], "2026-03-31 00:00")
    assert (verdict.verdict, verdict.decided_at) == (VerdictKind.MET, local("2026-03-03 13:00"))


def test_waiting_for_a_reason_not_agreed_keeps_the_clock_running() -> None:
    lines = [G2[0], "2026-03-03 09:30 pending waiting_supplier", G2[2], "2026-03-03 13:30 resolved"]
    verdict = resolution(agreement(FOUR_HOURS), lines, "2026-03-31 00:00")
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (21_600, 0)
    assert verdict.verdict is VerdictKind.BREACHED
    assert verdict.due_at == verdict.decided_at == local("2026-03-03 11:30")


def test_a_stricter_priority_with_more_time_used_breaches_at_the_change() -> None:
    lines = ["2026-03-03 14:00 opened", "2026-03-04 10:00 priority_changed P1"]
    verdict = resolution(agreement(*P3_AND_P1), lines, "2026-03-04 10:00")
    assert (verdict.verdict, verdict.elapsed_seconds) == (VerdictKind.BREACHED, 5 * HOUR)
    assert verdict.decided_at == local("2026-03-04 10:00")
    assert verdict.target_row == "P1-resolution"


def test_a_milder_priority_gives_its_own_target_to_the_sum() -> None:
    lines = [
        "2026-03-03 09:00 opened",
        "2026-03-03 12:59 priority_changed P3",
        "2026-03-03 14:59 resolved",
    ]
    verdict = resolution(agreement(*P3_AND_P1), lines, "2026-03-04 10:00", priority="P1")
    assert (verdict.verdict, verdict.elapsed_seconds) == (VerdictKind.MET, 5 * HOUR + 59 * 60)


@pytest.mark.parametrize(
    "policy, as_of, kind, decided",
    [
        (Reopen.TOTAL, "2026-03-31 00:00", VerdictKind.MET, "2026-03-20 11:00"),
        (Reopen.TOTAL, "2026-04-30 00:00", VerdictKind.BREACHED, "2026-04-01 11:00"),
        (Reopen.FIRST, "2026-04-30 00:00", VerdictKind.MET, "2026-03-20 11:00"),
        (Reopen.LAST, "2026-04-30 00:00", VerdictKind.BREACHED, "2026-04-01 09:00"),
    ],
)
def test_g4_a_reopening_turns_the_verdict_of_its_own_month(
    policy: Reopen, as_of: str, kind: VerdictKind, decided: str
) -> None:
    verdict = resolution(agreement(FOUR_HOURS, reopen=policy), REOPENED, as_of)
    assert (verdict.verdict, verdict.decided_at) == (kind, local(decided))


def test_a_deadline_over_midnight_and_month_is_decided_where_it_was_met() -> None:
    round_the_clock = agreement(target(seconds=HOUR, calendar="always"))
    lines = ["2026-03-31 23:59:59 opened", "2026-04-01 00:59:59 resolved"]
    verdict = resolution(round_the_clock, lines, "2026-04-30 00:00")
    assert (verdict.verdict, verdict.decided_at) == (VerdictKind.MET, local("2026-04-01 00:59:59"))


def test_cancelled_after_its_breach_is_excluded_and_keeps_its_due_instant() -> None:
    lines = ["2026-03-02 09:00 opened", "2026-03-02 15:00 cancelled"]
    verdict = resolution(agreement(FOUR_HOURS), lines, "2026-03-31 00:00")
    assert (verdict.verdict, verdict.exclusion) == (VerdictKind.EXCLUDED, "cancelled")
    assert verdict.due_at == local("2026-03-02 13:00")
    before = resolution(agreement(FOUR_HOURS), lines, "2026-03-02 14:00")
    assert before.verdict is VerdictKind.BREACHED


def test_g3_april_holds_one_verdict_of_five_spanning_tickets() -> None:
    terms, end = agreement(FOUR_HOURS), "2026-04-30 23:59"
    tickets = {
        "X": ["2026-03-31 09:00 opened", "2026-04-02 10:00 resolved"],
        "Y": ["2026-03-31 16:00 opened", "2026-04-01 10:00 resolved"],
        "Z": ["2026-04-30 16:00 opened"],
        "W": ["2026-04-08 09:00 opened", "2026-04-10 09:00 cancelled"],
        "V": ["2026-04-01 09:00 opened", "2026-04-01 09:30 merged"],
    }
    verdicts = {name: resolution(terms, lines, end) for name, lines in tickets.items()}
    counting = (VerdictKind.MET, VerdictKind.BREACHED)
    in_april = {
        name: verdict.verdict
        for name, verdict in verdicts.items()
        if verdict.verdict in counting
        and verdict.decided_at is not None
        and local("2026-04-01 00:00") <= verdict.decided_at < local("2026-05-01 00:00")
    }
    assert in_april == {"Y": VerdictKind.MET}
    assert verdicts["X"].decided_at == local("2026-03-31 13:00")
    assert verdicts["Z"].verdict is VerdictKind.RUNNING
    assert verdicts["Z"].due_at == local("2026-05-01 11:00")


def test_a_verdict_never_hangs_over_the_night() -> None:
    lines = ["2026-03-02 14:00 opened", "2026-03-02 19:30 resolved"]
    verdict = resolution(agreement(FOUR_HOURS), lines, "2026-03-31 00:00")
    assert (verdict.verdict, verdict.elapsed_seconds) == (VerdictKind.BREACHED, 4 * HOUR)
    assert verdict.decided_at == local("2026-03-02 18:00")
    assert verdict.stopped_at is not None
    assert verdict.stopped_at - verdict.decided_at == timedelta(minutes=90)
