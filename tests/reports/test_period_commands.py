"""The period's run by command: build --due, submit, approve and publish --selected, exit codes, JSON (design 7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fuwubao.cli.report import report
from fuwubao.reports.actions.review import review_report
from fuwubao.reports.models import Report
from tests.reports.world import DRAFT, NOW, World, all_holds

pytestmark = pytest.mark.django_db(transaction=True)


def _run(*words: str) -> Result:
    return CliRunner().invoke(report, list(words))


def test_the_commands_take_a_period_from_draft_to_publication(world: World, tmp_path: Path) -> None:
    """Each act tells what became of each report; the JSON of ``run`` selects for the next act."""
    built = _run("build", "--due", "--period", "2026Q3", "--as", "zhang", "--json")
    assert (built.exit_code, json.loads(built.stdout)["done"]) == (0, 1)
    told = _run("run", "--period", "2026Q3", "--as", "zhang", "--json")
    selected = tmp_path / "selected.json"
    selected.write_text(told.stdout, encoding="utf-8")
    refused = _run("submit", "--selected", str(selected), "--as", "zhang", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["results"][0]["code"] == "reports.checks_open"
    world.written()
    assert _run("submit", "--selected", str(selected), "--as", "zhang").exit_code == 0
    review_report(number=DRAFT, judgement=all_holds(), actor=world.cast.reviewer, now=NOW)
    unread = _run("approve", "--selected", str(selected), "--as", "li", "--json")
    assert (unread.exit_code, json.loads(unread.stdout)["results"][0]["code"]) == (1, "reports.summary_unopened")
    summary = _run("summary", DRAFT, "--as", "li", "--json")
    assert "P1 有一项超时。" in json.loads(summary.stdout)["texts"].values()
    assert _run("approve", "--selected", str(selected), "--as", "li").exit_code == 0
    assert _run("publish", "--selected", str(selected), "--as", "li", "--json").exit_code == 0
    assert Report.objects.get(number=DRAFT).state == "published"


@pytest.mark.parametrize("act", ["submit", "approve", "publish"])
def test_a_number_or_a_file_and_never_both(world: World, tmp_path: Path, act: str) -> None:
    selected = tmp_path / "selected.txt"
    selected.write_text(DRAFT, encoding="utf-8")
    assert _run(act, "--as", "li").exit_code == 2
    assert _run(act, DRAFT, "--selected", str(selected), "--as", "li").exit_code == 2


def test_build_takes_a_row_or_all_that_is_due(world: World) -> None:
    assert _run("build", "--period", "2026Q3").exit_code == 2
    assert _run("build", "SLM-01", "--due", "--period", "2026Q3").exit_code == 2
