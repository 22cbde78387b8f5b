"""The kernel gives the expected verdicts of the shared worlds, in every column and as of every instant."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from fuwubao.engine.kernel import judge_table
from tests.engine import worlds
from tests.shared import shared


@pytest.mark.parametrize("name", ["w1", "w2"])
def test_the_verdicts_of_a_world_are_equal_in_every_column(name: str) -> None:
    folder = shared("worlds", name)
    tickets, events = worlds.table(folder / "tickets.csv"), worlds.table(folder / "ticket_events.csv")
    questions = json.loads((folder / "world.json").read_text(encoding="utf-8"))["as_of"]
    for as_of in questions:
        verdicts = judge_table(tickets, events, worlds.agreements(name), datetime.fromisoformat(as_of))
        report = worlds.compare().compare_verdicts(str(folder), as_of, worlds.lines(verdicts))
        assert report["differences"] == []
        assert report["ok"]
    assert len(questions) == 3
