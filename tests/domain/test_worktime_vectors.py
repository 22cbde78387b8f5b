"""Every open vector of public projects is answered as they state, and the choices of one peer as our rules say."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

import pytest

from fuwubao.domain.worktime import Worktime
from tests.shared import shared

FILES = {
    "biz.json": 298,
    "otrs.json": 151,
    "business_time.json": 46,
    "glpi.json": 70,
    "gocardless-business.json": 10,
    "perl-business-hours.json": 5,
    "chinese-calendar.json": 391,
    "random.json.gz": 500,
}


def vectors(name: str) -> list[dict[str, Any]]:
    path = shared("vectors", name)
    with gzip.open(path, "rt") if name.endswith(".gz") else path.open(encoding="utf-8") as file:
        found: list[dict[str, Any]] = json.load(file)["vectors"]
    return found


def expected(vector: dict[str, Any]) -> dict[str, Any]:
    """What the vector states, under the keys of an answer; instants as moments."""
    if vector["case"] == "clock":
        return {key: moment(value) for key, value in vector["expected"].items()}
    if vector["case"] == "elapsed":
        return {"elapsed_seconds": vector["seconds_expected"]}
    if vector["case"] == "deadline":
        return {"deadline": moment(vector["deadline_expected"])}
    return {vector["case"].removeprefix("is_"): vector["expected"]}


def moment(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def differences(cases: list[dict[str, Any]]) -> list[tuple[str, object, object]]:
    clerk = Worktime()
    found: list[tuple[str, object, object]] = []
    for vector in cases:
        answer, want = clerk.answer(vector), expected(vector)
        got = {key: moment(answer[key]) for key in want}
        if got != want:
            found.append((vector["id"], got, want))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_vector_of_the_file_agrees(name: str) -> None:
    cases = vectors(name)

    assert len(cases) == FILES[name]
    assert differences(cases) == []


def test_where_a_peer_chose_otherwise_our_rules_hold() -> None:
    cases = [vector | vector["oracle"] for vector in vectors("policy.json") if "oracle" in vector]

    assert len(cases) == 13
    assert differences(cases) == []


def test_days_instead_of_seconds_end_with_the_last_of_them() -> None:
    cases = {v["id"]: v for v in vectors("policy.json") if "business_days" in v}
    answer = Worktime().answer(cases["policy-glpi-011"])

    assert len(cases) == 11
    assert answer == {"deadline": "2018-11-29T00:00:00Z"}
