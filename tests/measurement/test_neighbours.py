"""What lies before and after each transition: the tables' quick way equals a plain look at each ticket's history."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fuwubao.engine.measures.evidence import TRANSITIONS
from fuwubao.engine.measures.neighbours import with_neighbours
from fuwubao.measurement.judging import judge_tables
from tests.engine.random_tickets import tables, tickets
from tests.measurement import known

AROUND = ("was", "service_before", "priority_before", "until", "turns", "next_at", "next_by", "is_ended")


def told(table: pa.Table) -> list[dict[str, object]]:
    return sorted(
        table.select(["ticket", "seq", "at", "by", "state", *AROUND]).to_pylist(),
        key=lambda row: (row["ticket"], row["seq"]),
    )


@pytest.mark.parametrize("seed", range(12))
def test_lively_tickets_have_the_neighbours_that_their_histories_show(seed: int) -> None:
    made = tickets(seed, 60)
    _, transitions = judge_tables(*tables(made), made.agreements, made.as_of)
    plain = known.evidence(made.rows, made.logs, made.agreements, made.as_of).transitions
    assert told(transitions) == told(plain)


def test_no_transitions_have_no_neighbours() -> None:
    bare = TRANSITIONS.empty_table().select([name for name in TRANSITIONS.names if name not in AROUND])
    assert set(AROUND) < set(with_neighbours(bare).column_names)
