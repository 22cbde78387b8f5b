"""The kernel of tables and the judge of single tickets say the same, in every column of every verdict."""

from __future__ import annotations

from dataclasses import fields

from fuwubao.engine.kernel import judge_table
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.random_tickets import Tickets, tables, tickets

from fuwubao.domain.judge import NotYetOpened, judge
from fuwubao.domain.verdicts import Verdict

COLUMNS = tuple(field.name for field in fields(Verdict))
Rows = dict[tuple[str, str], dict[str, object]]


def judged(told: Tickets) -> Rows:
    rows: Rows = {}
    for row in told.rows:
        try:
            pair = judge(row, told.logs.get(row.id, []), told.agreements, told.as_of)
        except NotYetOpened:
            continue
        for verdict in pair:
            rows[verdict.ticket, verdict.clock] = {name: getattr(verdict, name) for name in COLUMNS}
    return rows


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
