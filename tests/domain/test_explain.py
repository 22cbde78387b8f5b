"""The timeline says the same as the verdict, second by second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import pairwise

import pytest

from fuwubao.domain.explain import Timeline, explain
from fuwubao.domain.judge import NotYetOpened
from fuwubao.domain.verdicts import VerdictKind
from tests.domain.promises import HOUR, agreement, local, log, target, ticket
from tests.domain.worlds import World, world

G2 = (
    "2026-03-02 16:30 opened",
    "2026-03-03 09:30 pending waiting_customer",
    "2026-03-03 10:00 pending waiting_supplier",
    "2026-03-03 11:00 resumed",
    "2026-03-03 13:30 resolved",
)


def timeline(*lines: str, as_of: str = "2026-03-03 14:00") -> Timeline:
    terms = agreement(target(seconds=4 * HOUR))
    return explain(ticket("2026-03-02 16:30"), log(*lines), (terms,), local(as_of))[1]


def test_each_segment_says_what_the_clock_did_and_the_total_after_it() -> None:
    told = timeline(*G2)
    assert [(s.kind.value, s.starts, s.elapsed_after, s.pending_after) for s in told.segments] == [
        ("running", local("2026-03-02 16:30"), 5_400, 0),
        ("outside", local("2026-03-02 18:00"), 5_400, 0),
        ("running", local("2026-03-03 09:00"), 7_200, 0),
        ("pending", local("2026-03-03 09:30"), 7_200, 1_800),
        ("waiting_not_allowed", local("2026-03-03 10:00"), 10_800, 1_800),
        ("running", local("2026-03-03 11:00"), 14_400, 1_800),
        ("running", local("2026-03-03 12:00"), 19_800, 1_800),
        ("stopped", local("2026-03-03 13:30"), 19_800, 1_800),
    ]


def test_the_breach_is_an_edge_at_which_the_total_is_the_target() -> None:
    told = timeline(*G2)
    assert told.breached_at == local("2026-03-03 12:00")
    assert [s.elapsed_after for s in told.segments if s.ends == told.breached_at] == [4 * HOUR]
    assert told.target is not None
    assert told.target.within_seconds == 4 * HOUR


def test_reasons_stand_beside_their_waiting() -> None:
    assert [s.reason for s in timeline(*G2).segments if s.reason] == ["waiting_customer", "waiting_supplier"]


def test_an_event_that_leaves_the_clock_alone_makes_no_edge() -> None:
    told = timeline("2026-03-02 16:30 opened", "2026-03-02 17:00 responded", as_of="2026-03-02 17:30")
    assert [(s.starts, s.ends) for s in told.segments] == [(local("2026-03-02 16:30"), local("2026-03-02 17:30"))]


def test_a_night_is_one_segment_whatever_happened_in_it() -> None:
    told = timeline(
        "2026-03-02 16:30 opened",
        "2026-03-02 20:00 pending waiting_customer",
        "2026-03-02 21:00 resumed",
        as_of="2026-03-03 10:00",
    )
    assert [(s.kind.value, s.reason, s.ends) for s in told.segments] == [
        ("running", "", local("2026-03-02 18:00")),
        ("outside", "", local("2026-03-03 09:00")),
        ("running", "", local("2026-03-03 10:00")),
    ]


def test_a_stop_out_of_waiting_has_no_reason() -> None:
    told = timeline("2026-03-02 16:30 opened", "2026-03-02 17:00 pending x", "2026-03-02 17:30 resolved")
    assert [(s.kind.value, s.reason) for s in told.segments] == [
        ("running", ""),
        ("waiting_not_allowed", "x"),
        ("stopped", ""),
    ]


@pytest.mark.parametrize("name", ["w1", "w2"])
def test_every_timeline_adds_up_to_its_verdict(name: str) -> None:
    told = world(name)
    wrong = [line for as_of in told.expected for line in _timelines(told, as_of) if not _adds_up(line)]
    assert wrong == []


def _timelines(told: World, as_of: datetime) -> Iterator[Timeline]:
    for facts in told.tickets:
        with suppress(NotYetOpened):
            yield from explain(facts, told.events.get(facts.id, []), told.agreements, as_of)


def _adds_up(line: Timeline) -> bool:
    verdict = line.verdict
    if verdict.verdict is VerdictKind.NOT_COVERED:
        return line.target is None
    gapless = all(before.ends == after.starts for before, after in pairwise(line.segments))
    breached = verdict.verdict is not VerdictKind.BREACHED or line.breached_at == verdict.decided_at
    if not line.segments:
        return breached and verdict.elapsed_seconds == 0
    latest = line.segments[-1]
    totals = (latest.elapsed_after, latest.pending_after) == (verdict.elapsed_seconds, verdict.pending_seconds)
    return gapless and breached and totals and line.segments[0].starts == verdict.opened_at
