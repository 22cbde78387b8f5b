"""Logs out of order, given twice, without an opening, over clock changes and revisions: kernel and judge agree."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwubao.domain.history import replay
from fuwubao.domain.judge import NotYetOpened, judge
from fuwubao.domain.tickets import TicketEvent, TicketFacts
from fuwubao.domain.verdicts import Verdict
from fuwubao.engine.kernel import judge_table
from tests.engine.random_tickets import Tickets, tables, tickets

VERDICT = tuple(field.name for field in fields(Verdict))
HELD = tuple(f"{name}_at_{when}" for when in ("decision", "stop") for name in ("service", "priority"))
COLUMNS = (*VERDICT, "customer", "class", "category", *HELD)
Rows = dict[tuple[str, str], dict[str, object]]


def judged(told: Tickets) -> Rows:
    rows: Rows = {}
    for facts in told.rows:
        log = told.logs.get(facts.id, [])
        try:
            pair = judge(facts, log, told.agreements, told.as_of)
        except NotYetOpened:
            continue
        for verdict in pair:
            row = {name: getattr(verdict, name) for name in VERDICT}
            row |= {"customer": facts.customer, "class": facts.ticket_class, "category": facts.category or None}
            row |= held_at(facts, log, verdict.decided_at, "decision") | held_at(facts, log, verdict.stopped_at, "stop")
            rows[verdict.ticket, verdict.clock] = row
    return rows


def held_at(facts: TicketFacts, log: list[TicketEvent], at: datetime | None, when: str) -> dict[str, object]:
    """Service and priority after everything that happened at the instant (F02)."""
    known = replay(facts, log).until(at) if at else ()
    service, priority = (known[-1].service, known[-1].priority) if known else (None, None)
    return {f"service_at_{when}": service or None, f"priority_at_{when}": priority or None}


def counted(told: Tickets) -> Rows:
    table = judge_table(*tables(told), told.agreements, told.as_of)
    rows: Rows = {}
    for row in table.select(COLUMNS).to_pylist():
        rows[row["ticket"], row["clock"]] = row
    assert len(rows) == table.num_rows
    return rows


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_tables_of_lively_tickets_are_judged_alike(seed: int) -> None:
    told = tickets(seed, count=80)
    expected, got = judged(told), counted(told)
    assert got.keys() == expected.keys()
    different = [
        (key, name, expected[key][name], got[key][name])
        for key in expected
        for name in COLUMNS
        if expected[key][name] != got[key][name]
    ]
    assert different == []
