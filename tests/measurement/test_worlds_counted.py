"""The engine counts from the plain judge's verdicts what was worked out apart from it, in every figure."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest

from fuwubao.domain.figures import Figure
from fuwubao.domain.periods import parse_period
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.engine.measures.computing import compute
from fuwubao.engine.measures.evidence import FAR_FUTURE, Question
from fuwubao.engine.measures.service_time import Outage
from tests.domain.worlds import world
from tests.measurement.known import evidence, second
from tests.shared import shared


def comparison() -> ModuleType:
    """The shared comparison of figures."""
    spec = importlib.util.spec_from_file_location("compare", shared("worlds", "compare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outages(name: str) -> list[Outage]:
    with shared("worlds", name, "outages.csv").open(encoding="utf-8", newline="") as handle:
        return [
            Outage(
                id=row["id"],
                service=row["service"],
                starts=second(datetime.fromisoformat(row["start"])) or 0,
                ends=second(datetime.fromisoformat(row["end"])) or 0 if row["end"] else FAR_FUTURE,
                weight=int(Fraction(row["weight"]) * 100),
                planned=row["planned"] == "true",
                agreed=False,
            )
            for row in csv.DictReader(handle)
        ]


def expected_sets(name: str) -> dict[str, list[dict[str, Any]]]:
    """Expected sets by the text of their cut-off."""
    by_cut: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for expected in json.loads(shared("worlds", name, "expected_figures.json").read_text())["sets"]:
        by_cut[expected["as_of"]].append(expected)
    return by_cut


@pytest.mark.parametrize("name", ["w1", "w2"])
def test_every_figure_of_every_customer_period_and_cut_off_is_the_expected_one(name: str) -> None:
    told, compare = world(name), comparison()
    for as_of, sets in expected_sets(name).items():
        known = evidence(told.tickets, told.events, told.agreements, datetime.fromisoformat(as_of), outages(name))
        periods: dict[str, list[Any]] = defaultdict(list)
        for expected in sets:
            bounds = expected["period"]
            periods[expected["customer"]].append(parse_period(bounds["label"], bounds["timezone"]))
        questions = [Question(customer, tuple(asked)) for customer, asked in periods.items()]
        found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in compute(known, questions, CATALOGUE):
            found[figure.scope.customer, figure.period.label].append(figure)
        for expected in sets:
            customer, label = expected["customer"], expected["period"]["label"]
            told_figures = {"figures": [figure.to_json() for figure in found[customer, label]]}
            report = compare.compare_figures(str(shared("worlds", name)), as_of, customer, label, told_figures)
            assert (report["different"], report["missing"]) == ({}, {}), (customer, label, as_of)
            assert report["ok"]
