"""In the very second in which time is used up: what counts, what waits and what is asked (semantics 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from fuwubao.domain.calendars import ALWAYS
from fuwubao.domain.judge import judge
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, ServiceTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.domain.zones import second_of
from fuwubao.engine.columns import NEVER
from fuwubao.engine.history import transitions_of
from fuwubao.engine.kernel import judge_table
from fuwubao.engine.lives import Legend, is_plain, judge_lives, plain_lives
from fuwubao.engine.promises import promises
from tests.engine.lives import event_table, ticket_table

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TERMS = AgreementTerms(
    code="SLA-1",
    kind="sla",
    customer_code="HD",
    customer_name="HD",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    timezone="UTC",
    calendars={"always": ALWAYS("UTC")},
    services=(
        ServiceTerms(
            code="ERP",
            name="ERP",
            targets=tuple(
                ClockTarget(
                    id=f"{priority}-{clock}",
                    clock=clock,
                    applies=(("priority", priority),),
                    calendar="always",
                    within_seconds=seconds,
                )
                for priority, seconds in (("P1", 1800), ("P3", 3600))
                for clock in ClockKind
            ),
        ),
    ),
    pending_reasons=frozenset(["waiting_customer"]),
)
LIVES = {  # opened at nine, the target is an hour
    "waiting begins as time is used up": ("10:00 pending", "11:00 resolved"),
    "waiting begins as time is used up and ends": ("10:00 pending", "10:20 resumed", "11:00 resolved"),
    "waiting begins a while before": ("09:59 pending", "10:20 resumed"),
    "waiting begins and ends at once": ("10:00 pending", "10:00 resumed"),
    "resolved in the last second": ("10:00 resolved",),
    "still counting": (),
    "moved to a shorter promise while waiting, all used": ("09:30 pending", "09:40 priority_changed P1"),
    "moved to a shorter promise while waiting, more used": ("09:40 pending", "09:50 priority_changed P1"),
    "moved back at once": ("10:00 pending", "10:30 priority_changed P1", "10:30 priority_changed P3", "10:40 resumed"),
}


def log(lines: Sequence[str]) -> list[TicketEvent]:
    events = [TicketEvent(at=NINE, event=EventKind.OPENED)]
    for line in lines:
        clock, word, *value = line.split()
        hour, minute = (int(part) for part in clock.split(":"))
        kind = EventKind(word)
        reason = "waiting_customer" if kind is EventKind.PENDING else ""
        events.append(
            TicketEvent(at=NINE.replace(hour=hour, minute=minute), event=kind, value="".join(value), reason=reason)
        )
    return events


@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("seconds", [3599, 3600, 3601, 4800, 4801, 9000])
def test_every_way_of_judging_agrees_about_the_last_second(name: str, seconds: int) -> None:
    as_of = NINE + timedelta(seconds=seconds)
    ticket = TicketFacts(id="T1", ticket_class="incident", customer="HD", service="ERP", priority="P3", opened_at=NINE)
    events = log(LIVES[name])
    tables = ticket_table([ticket]), event_table([ticket], [events])
    judged = judge(ticket, events, [TERMS], as_of)
    rows = judge_table(*tables, [TERMS], as_of).to_pylist()
    for verdict, row in zip(judged, rows, strict=True):
        for column in ("verdict", "due_at", "decided_at", "elapsed_seconds", "pending_seconds", "stopped_at"):
            assert row[column] == getattr(verdict, column), (row["clock"], column)

    made, history = promises([TERMS]), transitions_of(*tables)
    if not is_plain(history).all():
        return
    lives = plain_lives(history)
    legend = Legend(made.keys, (("HD", "ERP", "P3"),), lives.reasons)
    runs = judge_lives(lives, np.zeros(1, dtype=np.int32), legend, made, second_of(as_of))
    for verdict, run in zip(judged, (runs[ClockKind.RESPONSE], runs[ClockKind.RESOLUTION]), strict=True):
        breached_at = verdict.decided_at if verdict.verdict == "breached" else None
        assert (run.due_at[0], run.breached_at[0]) == (second(verdict.due_at), second(breached_at))


def second(at: datetime | None) -> int:
    return int(NEVER) if at is None else second_of(at)


@pytest.mark.parametrize(("waited", "verdict"), [(1800, "met"), (1799, "breached")])
def test_told_waiting_that_leaves_exactly_the_target_keeps_the_promise(waited: int, verdict: str) -> None:
    ticket = TicketFacts(
        id="T1",
        ticket_class="incident",
        customer="HD",
        service="ERP",
        priority="P3",
        opened_at=NINE,
        resolved_at=NINE + timedelta(seconds=5400),
        pending_total_seconds=waited,
    )
    rows = judge_table(ticket_table([ticket]), event_table([], []), [TERMS], NINE + timedelta(days=1)).to_pylist()
    assert (rows[1]["verdict"], rows[1]["estimated"]) == (verdict, True)
