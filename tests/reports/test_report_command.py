"""``fuwubao report``: from files to five formats by command, with the exit codes and JSON that scripts rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reports.world import AGREEMENT, DRAFT, OUTAGES, TICKETS, as_csv
from tests.shared import shared

FORMATS = ("pdf", "docx", "xlsx", "html", "json")


def fuwubao(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "FUWUBAO_HOME": str(folder / "home"), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the world's agreement and records, and one build in every format in ``out``."""
    made = tmp_path_factory.mktemp("report")
    for name, text in (("hd.yaml", AGREEMENT), ("ticket.csv", as_csv(TICKETS)), ("outage.csv", as_csv(OUTAGES))):
        (made / name).write_text(text, encoding="utf-8")
    for command in (
        "agreement load hd.yaml",
        "intake load ticket.csv --kind ticket --source desk --timezone Asia/Shanghai",
        "intake load outage.csv --kind outage --source desk --timezone Asia/Shanghai",
        f"report build SLM-01 --period 2026Q3 --format {','.join(FORMATS)} --output out",
    ):
        done = fuwubao(made, *command.split())
        assert done.returncode == 0, done.stderr
    return made


def built(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next((folder / "out").glob("*.json")).read_text(encoding="utf-8"))
    return found


def test_every_format_is_written_under_the_reports_number(folder: Path) -> None:
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert {Path(name).suffix[1:] for name in names} == set(FORMATS)
    assert all(name.startswith("SLM-01-2026Q3-A0") for name in names)


def test_the_json_holds_what_the_report_is_its_figures_and_its_tree(folder: Path) -> None:
    found = built(folder)
    assert (found["report"], found["state"]) == (DRAFT, "draft")
    assert found["period"] == {
        "label": "2026Q3",
        "start": "2026-06-30T16:00:00+00:00",
        "end": "2026-09-30T16:00:00+00:00",
        "timezone": "Asia/Shanghai",
    }
    late = next(f for f in found["figures"] if f["scope"].get("target") == "P1-解决" and "period" not in f)
    assert {name: late[name] for name in ("measure", "numerator", "denominator", "value", "display", "verdict")} == {
        "measure": "K03",
        "numerator": 1,
        "denominator": 2,
        "value": "0.5",
        "display": "50.00%",
        "verdict": "not_met",
    }
    assert found["document"]["blocks"]


def test_the_documents_hold_the_numbers_of_the_json(folder: Path) -> None:
    check = subprocess.run(
        [sys.executable, str(shared("checks", "contract.py")), "documents", sys.executable, str(folder / "out")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_building_again_gives_the_same_draft_and_the_same_numbers(folder: Path) -> None:
    done = fuwubao(
        folder, "report", "build", "SLM-01", "--period", "2026Q3", "--format", "json", "--output", "again", "--json"
    )
    assert json.loads(done.stdout)["report"] == DRAFT
    again = json.loads(next((folder / "again").glob("*.json")).read_text(encoding="utf-8"))
    assert again["figures"] == built(folder)["figures"]
    assert again["as_of"] == built(folder)["as_of"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("build NO-1 --period 2026Q3", 1, "NO-1"),
        ("build SLM-01 --period 2026Q9", 1, "2026Q9"),
        ("build SLM-01 --period 2026Q3 --customer QM", 1, "HD"),
        ("build SLM-01 --period 2026Q3 --format odt", 2, "pdf,docx"),
        ("build SLM-01", 2, "--period"),
        ("check SLM-01-2026Q3-A/9", 1, "A/9"),
        (f"submit {DRAFT}", 1, "工作区操作员"),
    ],
)
def test_what_cannot_be_done_says_why_on_stderr_with_the_agreed_code(
    folder: Path, arguments: str, code: int, words: str
) -> None:
    done = fuwubao(folder, "report", *arguments.split())
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_list_and_the_duties_are_json_on_stdout(folder: Path) -> None:
    reports = json.loads(fuwubao(folder, "report", "list", "--json").stdout)
    assert [(r["number"], r["state"], r["customer"]) for r in reports] == [(DRAFT, "draft", "华东制造有限公司")]

    duties = json.loads(fuwubao(folder, "report", "due", "--from", "2026-10-01", "--to", "2026-10-13", "--json").stdout)
    assert [(d["row"], d["period"], d["due_on"], d["report"]) for d in duties] == [
        ("SLM-01", "2026Q3", "2026-10-13", DRAFT)
    ]
    assert json.loads(fuwubao(folder, "report", "due", "--to", "2026-01-01", "--json").stdout) == []


def test_the_check_lists_what_is_missing_and_exits_1_while_it_is(folder: Path) -> None:
    done = fuwubao(folder, "report", "check", DRAFT, "--json")
    assert done.returncode == 1
    assert {f["rule"] for f in json.loads(done.stdout)} == {
        "summary",
        "miss_explained",
        "breach_explained",
        "small_sample",
    }
