"""Tables come in pieces, from several sources, in any order, sometimes empty: the verdicts do not care."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from fuwubao.domain.history import NoFirstInstant
from fuwubao.engine.kernel import SCHEMA, judge_table
from fuwubao.engine.logs import UnknownEvent
from tests.engine.lives import INSTANT, agreements, lives

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
CUSTOMERS = ("HD", "GZ")


def stored(seed: int) -> tuple[pa.Table, pa.Table]:
    """Tables with the columns that the store adds; rows in the order of batch and row."""
    tickets, events = lives(Random(seed), 120, CUSTOMERS).tables()
    batch = np.sort(np.random.default_rng(seed).integers(0, 3, len(events)))
    ingested = [datetime(2026, 4, 1, tzinfo=UTC) + timedelta(days=int(day)) for day in batch]
    events = events.append_column("ingested_at", pa.array(ingested, INSTANT))
    events = events.append_column("row_number", pa.array(np.arange(len(events))))
    return told_by("desk", tickets), told_by("desk", events)


def told_by(source: str, table: pa.Table) -> pa.Table:
    return table.append_column("source", pa.array([source] * len(table)))


def verdicts(tickets: pa.Table, events: pa.Table) -> list[dict[str, object]]:
    promised = [terms for customer in CUSTOMERS for terms in agreements(Random(7), customer)]
    rows: list[dict[str, object]] = judge_table(tickets, events, promised, AS_OF).to_pylist()
    return sorted(rows, key=lambda row: (row["source"], row["ticket"], row["clock"]))


def in_pieces(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table.slice(0, 31), table.slice(31, 1), table.slice(32)])


@pytest.mark.parametrize("seed", range(3))
def test_pieces_and_the_order_of_rows_do_not_matter(seed: int) -> None:
    tickets, events = stored(seed)
    expected = verdicts(tickets, events)
    shuffled = events.take(np.random.default_rng(seed).permutation(len(events)))
    assert len(expected) > 100
    assert verdicts(in_pieces(tickets), in_pieces(events)) == expected
    assert verdicts(tickets.take(np.arange(len(tickets))[::-1]), shuffled) == expected


def test_equal_numbers_of_two_sources_are_two_tickets() -> None:
    (desk, desk_log), (web, web_log) = stored(1), stored(2)
    web, web_log = (told_by("web", table.drop_columns("source")) for table in (web, web_log))
    apart = verdicts(desk, desk_log) + verdicts(web, web_log)
    assert verdicts(pa.concat_tables([desk, web]), pa.concat_tables([web_log, desk_log])) == apart


def test_no_tickets_have_no_verdicts() -> None:
    tickets, events = stored(1)
    nothing = judge_table(tickets.slice(0, 0), events, agreements(Random(1), "HD"), AS_OF)
    assert (nothing.schema, len(nothing)) == (SCHEMA, 0)


def test_without_agreements_nothing_is_covered() -> None:
    tickets, events = stored(1)
    told = judge_table(tickets, events.slice(0, 0), [], AS_OF)
    assert set(told["verdict"].to_pylist()) == {"not_covered"}


def test_a_ticket_without_any_beginning_is_named() -> None:
    tickets, events = stored(1)
    never = pa.array([None] * len(tickets), INSTANT)
    tickets = tickets.set_column(tickets.column_names.index("opened_at"), "opened_at", never)
    with pytest.raises(NoFirstInstant, match="T"):
        judge_table(tickets, events.slice(0, 0), [], AS_OF)


def test_a_word_that_no_event_has_is_refused() -> None:
    tickets, events = stored(1)
    words = pa.array(["archived"] * len(events))
    events = events.set_column(events.column_names.index("event"), "event", words)
    with pytest.raises(UnknownEvent, match="archived"):
        judge_table(tickets, events, [], AS_OF)
