"""Plain lives judged by their formulas, from Parquet, are judged as the kernel judges them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fuwubao.domain.tickets import EventKind
from fuwubao.domain.zones import second_of
from fuwubao.engine.columns import NEVER
from fuwubao.engine.duck import JudgedBatch, stream
from fuwubao.engine.history import transitions_of
from fuwubao.engine.kernel import judge_table
from fuwubao.engine.lives import Legend, is_plain, lives_table, plain_lives
from fuwubao.engine.promises import promises
from tests.engine.lives import MONDAYS, Lives, agreements, lives

CUSTOMERS = ("HD", "GZ", "MB", "BK")
COLUMNS = ("row", "stopped_at", "elapsed", "pending", "due_at", "breached_at")
QUIET = (EventKind.OPENED, EventKind.RESPONDED, EventKind.PENDING, EventKind.RESUMED, EventKind.ASSIGNED)


def quiet(random: Random, count: int) -> Lives:
    """Lives without reopenings, moves and endings; most are resolved at last."""
    some = lives(random, count, CUSTOMERS)
    logs = []
    for ticket, log in zip(some.tickets, some.logs, strict=True):
        kept = [event for event in log if event.event in QUIET]
        if kept and random.random() < 0.8:
            latest = max(event.at for event in kept)
            kept.append(replace(kept[0], event=EventKind.RESOLVED, at=latest + timedelta(seconds=600), reason=""))
        logs.append(kept)
        assert ticket.opened_at
    return Lives([replace(ticket, exclusion="", category="", line="") for ticket in some.tickets], logs)


def told(batch: JudgedBatch) -> dict[tuple[str, str], tuple[int | None, ...]]:
    rows = {}
    for name in ("response", "resolution"):
        run = getattr(batch, name)
        for number, ticket in enumerate(batch.tickets.to_pylist()):
            values = [
                getattr(run, n)[number] for n in ("row", "stopped_at", "elapsed", "pending", "due_at", "breached_at")
            ]
            rows[ticket, name] = tuple(None if value == NEVER else int(value) for value in values)
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_lives_from_parquet_are_judged_as_the_kernel_judges_tables(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    made = promises([terms for customer in CUSTOMERS for terms in agreements(random, customer)])
    cases = quiet(random, 300)
    tickets, events = cases.tables()
    history = transitions_of(tickets, events)
    plain = np.flatnonzero(is_plain(history))
    assert len(plain) > 200
    some, _ = history.only(plain)
    facts = [tuple(_fact(cases, int(n), key) for key in ("customer", *made.keys)) for n in plain]
    kinds = sorted(set(facts))
    legend = Legend(made.keys, tuple(kinds), some.reason.words)
    kind = np.array([kinds.index(fact) for fact in facts], dtype=np.int32)
    lying = lives_table(tickets["id"].combine_chunks().take(pa.array(plain)), kind, plain_lives(some), legend)
    pq.write_table(lying, tmp_path / "lives.parquet", row_group_size=64)
    as_of = random.choice(MONDAYS) + timedelta(seconds=600 * random.randint(0, 3000))

    found: dict[tuple[str, str], tuple[int | None, ...]] = {}
    for batch in stream([tmp_path / "lives.parquet"], made, second_of(as_of), told):
        found.update(batch)

    for row in judge_table(tickets, events, made.agreements, as_of).to_pylist():
        if row["ticket"] not in {tickets["id"][int(n)].as_py() for n in plain}:
            continue
        number, stopped, elapsed, pending, due, breached = found.pop((row["ticket"], row["clock"]))
        assert (number is None or number < 0) == (row["verdict"] == "not_covered")
        if row["verdict"] == "not_covered":
            continue
        assert number is not None
        assert made.rows.ids[number] == row["target_row"]
        assert (stopped, elapsed, pending, due) == (
            _second(row["stopped_at"]),
            row["elapsed_seconds"],
            row["pending_seconds"],
            _second(row["due_at"]),
        )
        assert breached == (_second(row["decided_at"]) if row["verdict"] == "breached" else None)
    assert not found


def _fact(cases: Lives, number: int, key: str) -> str:
    ticket = cases.tickets[number]
    return ticket.key(key, service=ticket.service, priority=ticket.priority)


def _second(at: datetime | None) -> int | None:
    return None if at is None else int(at.astimezone(UTC).timestamp())
