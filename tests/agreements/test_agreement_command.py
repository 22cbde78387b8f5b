"""``fuwubao agreement`` as scripts and people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fuwubao.agreements.china import shipped_text
from tests.agreements.files import SMALL, changed

REVISED = changed(
    "within: 4h", "within: 1h", text=changed("timezone:", "revision: {from: 2026-07-01, reason: 目标调整}\ntimezone:")
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a first version, its revision, and a file with two faults."""
    (tmp_path / "hd.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "revised.yaml").write_text(REVISED, encoding="utf-8")
    wrong = changed("within: 15m", "within: soon", text=changed("kind: sla", "kind: slaa"))
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    (tmp_path / "gbk.yaml").write_bytes(SMALL.encode("gbk"))
    return tmp_path


def run(files: Path, *words: str, language: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run ``fuwubao agreement WORDS`` in the folder, with a workspace of its own."""
    environment = {**os.environ, "FUWUBAO_HOME": str(files / "home"), "LANG": language}
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", "agreement", *words],
        cwd=files,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_validate_needs_no_workspace_and_tells_every_fault(files: Path) -> None:
    done = run(files, "validate", "hd.yaml", "wrong.yaml", "--json")

    answers = json.loads(done.stdout)
    assert done.returncode == 1
    assert [answer["valid"] for answer in answers] == [True, False]
    assert [(fault["line"], fault["key"]) for fault in answers[1]["faults"]] == [
        (2, "kind"),
        (14, "services[0].targets[0].within"),
    ]
    assert "wrong.yaml 第 14 行" in done.stderr
    assert not (files / "home").exists()


def test_validate_speaks_english_where_the_terminal_does(files: Path) -> None:
    done = run(files, "validate", "wrong.yaml", language="en_US.UTF-8")

    assert "wrong.yaml, line 2, kind: “slaa” is not one of the allowed values" in done.stderr


@pytest.mark.parametrize("name, told", [("absent.yaml", "absent.yaml"), ("gbk.yaml", "不是 UTF-8 文本")])
def test_a_file_that_cannot_be_read_is_refused(files: Path, name: str, told: str) -> None:
    done = run(files, "validate", name)

    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_load_list_and_dump_go_round(files: Path) -> None:
    first = run(files, "load", "hd.yaml", "revised.yaml", "--json")
    again = run(files, "load", "hd.yaml", "--json")
    listed = run(files, "list", "--json")
    dumped = run(files, "dump", "SLA-2026-007", "--revision", "1")

    assert [(answer["revision"], answer["added"]) for answer in json.loads(first.stdout)] == [(1, True), (2, True)]
    assert json.loads(again.stdout)["added"] is False
    assert [row["holds_from"] for row in json.loads(listed.stdout)] == ["2026-01-01", "2026-07-01"]
    assert dumped.stdout == SMALL


def test_refusals_exit_with_one_and_say_how_to_mend(files: Path) -> None:
    run(files, "load", "hd.yaml")
    (files / "hd.yaml").write_text(changed("within: 4h", "within: 2h"), encoding="utf-8")

    differs = run(files, "load", "hd.yaml")
    nobody = run(files, "load", "revised.yaml", "--as", "nobody")
    unknown = run(files, "dump", "SLA-0")

    assert [done.returncode for done in (differs, nobody, unknown)] == [1, 1, 1]
    assert "revision: {from:" in differs.stderr
    assert "nobody" in nobody.stderr
    assert "SLA-0" in unknown.stderr


def test_a_newer_national_calendar_is_loaded_and_adopted(files: Path) -> None:
    run(files, "load", "hd.yaml")
    rows = "# version: 2027.1\n# published_through: 2027-12-31\n" + shipped_text().split("2026-12-31\n", 1)[1]
    (files / "2027.csv").write_text(rows + "2027-10-01,holiday,国庆节\n", encoding="utf-8")

    done = run(files, "calendar", "2027.csv", "--adopt", "SLA-2026-007", "--reason", "已公布", "--json")
    again = run(files, "load", "hd.yaml", "--json")

    assert json.loads(done.stdout) == {
        "version": "2027.1",
        "published_through": "2027-12-31",
        "adopted": ["SLA-2026-007"],
        "requests": [],
    }
    assert json.loads(again.stdout)["added"] is False
