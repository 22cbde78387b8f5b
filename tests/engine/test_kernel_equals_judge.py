"""On random tickets the kernel says what the plain judge says, in every column."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from fuwubao.domain.history import replay
from fuwubao.domain.judge import judge_history
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.kernel import judge_table
from tests.engine.lives import MONDAYS, Lives, agreements, lives

CUSTOMERS = ("HD", "GZ", "MB", "BK")


def judged_one_by_one(cases: Lives, promised: list[AgreementTerms], as_of: datetime) -> dict[tuple[str, str], object]:
    """Every column of every verdict by the plain judge, with the service and priority in force."""
    told: dict[tuple[str, str], object] = {}
    for ticket, log in zip(cases.tickets, cases.logs, strict=True):
        history = replay(ticket, log)
        if history.first_instant > as_of:
            continue
        for one in judge_history(ticket, history, promised, as_of):
            columns = asdict(one.verdict)
            for when, at in (("decision", one.verdict.decided_at), ("stop", one.verdict.stopped_at)):
                held = [t for t in history.until(as_of) if at is not None and t.at <= at]
                columns[f"service_at_{when}"] = held[-1].service or None if held else None
                columns[f"priority_at_{when}"] = held[-1].priority or None if held else None
            told[ticket.id, str(columns["clock"])] = {name: plain(value) for name, value in columns.items()}
    return told


def plain(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else str(value) if isinstance(value, str) else value


@pytest.mark.parametrize("seed", range(12))
def test_kernel_and_judge_agree_in_every_column(seed: int) -> None:
    random = Random(seed)
    promised = [terms for customer in CUSTOMERS for terms in agreements(random, customer)]
    cases = lives(random, 150, CUSTOMERS)
    tickets, events = cases.tables()
    for _ in range(3):
        as_of = random.choice(MONDAYS) + timedelta(seconds=600 * random.randint(0, 3000))
        expected = judged_one_by_one(cases, promised, as_of)
        rows = judge_table(tickets, events, promised, as_of).to_pylist()
        assert len(rows) == len(expected)
        for row in rows:
            wanted = expected[row["ticket"], row["clock"]]
            assert isinstance(wanted, dict)
            assert {name: plain(row[name]) for name in wanted} == wanted, (seed, as_of, row["ticket"])
