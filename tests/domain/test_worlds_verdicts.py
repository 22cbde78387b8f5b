"""The judge says of every ticket of both worlds what was worked out apart from it, in every column."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from types import ModuleType

import pytest

from fuwubao.domain.judge import NotYetOpened, judge
from fuwubao.domain.verdicts import Verdict
from tests.domain.worlds import World, world
from tests.shared import shared


@pytest.fixture(scope="module", params=["w1", "w2"])
def told(request: pytest.FixtureRequest) -> World:
    return world(request.param)


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare", shared("worlds", "compare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verdicts(told: World, as_of: datetime) -> dict[tuple[str, str], Verdict]:
    judged = {}
    for ticket in told.tickets:
        try:
            pair = judge(ticket, told.events.get(ticket.id, []), told.agreements, as_of)
        except NotYetOpened:
            continue
        judged.update({(verdict.ticket, verdict.clock): verdict for verdict in pair})
    return judged


def cell(verdict: Verdict, column: str) -> str:
    value = getattr(verdict, column)
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


def test_each_verdict_is_the_expected_one_in_every_column(told: World, compare: ModuleType) -> None:
    different = []
    for as_of, expected in told.expected.items():
        judged = verdicts(told, as_of)
        assert judged.keys() == expected.keys()
        for key, row in expected.items():
            for column in compare.COLUMNS:
                if compare.skipped(column, row):
                    continue
                got = cell(judged[key], column)
                if compare.value(column, row[column]) != compare.value(column, got):
                    different.append((as_of.isoformat(), *key, column, row[column], got, row["depends"]))
    assert different == []
