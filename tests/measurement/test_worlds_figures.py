"""From files to figures: both worlds are loaded into a fresh workspace and asked for everything that is expected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuwubao.accounts.operator import workspace_operator
from fuwubao.agreements.actions import load_agreement
from fuwubao.measurement.queries import bounds_of, figures_for
from fuwubao.records.actions.load import load_file
from tests.measurement.test_worlds_counted import comparison, expected_sets
from tests.shared import shared

NOW = datetime(2026, 12, 1, tzinfo=UTC)
FILES = (("tickets.csv", "ticket"), ("ticket_events.csv", "ticket_event"), ("outages.csv", "outage"))


def load(name: str) -> None:
    """Load a world as the workspace's operator."""
    operator = workspace_operator(now=NOW)
    for path in sorted(shared("worlds", name).glob("agreement_*.yaml")):
        load_agreement(text=path.read_text(encoding="utf-8"), file=path.name, actor=operator, now=NOW)
    for file, kind in FILES:
        load_file(path=shared("worlds", name, file), kind=kind, source="world", actor=operator, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["w1", "w2"])
def test_a_loaded_world_gives_every_expected_figure(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path))
    load(name)
    compare, world = comparison(), str(shared("worlds", name))
    for as_of, sets in expected_sets(name).items():
        for label in dict.fromkeys(expected["period"]["label"] for expected in sets):
            answer = figures_for(period=label, as_of=datetime.fromisoformat(as_of))
            for expected in (one for one in sets if one["period"]["label"] == label):
                own = [figure for figure in answer.figures if figure.scope.customer == expected["customer"]]
                told = {"figures": [figure.to_json() for figure in own]}
                report = compare.compare_figures(world, as_of, expected["customer"], label, told)
                assert (report["different"], report["missing"]) == ({}, {}), (expected["customer"], label, as_of)
                bounds = {key: expected["period"][key] for key in ("start", "end", "timezone")}
                assert all(bounds_of(figure.period) == bounds for figure in own)


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``fuwubao WORDS`` in a workspace."""
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", *words],
        env={**os.environ, "FUWUBAO_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_give_the_expected_verdicts_and_figures(tmp_path: Path) -> None:
    world, as_of, compare = shared("worlds", "w1"), "2025-12-31T23:00:00Z", comparison()
    run(tmp_path, "agreement", "load", *(str(path) for path in sorted(world.glob("agreement_*.yaml"))))
    for file, kind in FILES:
        run(tmp_path, "intake", "load", str(world / file), "--kind", kind, "--source", "world")

    output = tmp_path / "verdicts.csv"
    evaluated = run(tmp_path, "sla", "evaluate", "--as-of", as_of, "--output", str(output))
    asked = ("figures", "--customer", "MB", "--period", "2025-10", "--as-of", as_of)
    told = json.loads(run(tmp_path, *asked, "--json").stdout)
    for_people = run(tmp_path, *asked, "--measure", "K09")

    assert evaluated.returncode == 0, evaluated.stderr
    assert compare.compare_verdicts(str(world), as_of, output.read_text(encoding="utf-8"))["ok"]
    assert compare.compare_figures(str(world), as_of, "MB", "2025-10", told)["ok"]
    assert "可用性" in for_people.stdout
