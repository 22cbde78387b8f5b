"""``register import`` of ``register export``: what is there is compared, what is new needs its agreements (S1.40)."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.agreements.files import DUTY, SMALL
from tests.cli.commands import fuwubao

INTERNAL = {"编号": "INC-09", "服务协议": "", "汇报对象": "内部 · 李经理", "名称/内容": "事件月报"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with the row SLM-01 that an agreement promises, and its register as a file."""
    (tmp_path / "hd.yaml").write_text(SMALL + DUTY, encoding="utf-8")
    for words in (("agreement", "load", "hd.yaml"), ("register", "show"), ("register", "export", "--output", "a.csv")):
        assert fuwubao(tmp_path / "home", *words).returncode == 0
    return tmp_path / "home"


def exported(home: Path) -> dict[str, dict[str, str]]:
    """The exported rows by number."""
    text = (home.parent / "a.csv").read_text(encoding="utf-8-sig")
    return {row["编号"]: row for row in csv.DictReader(StringIO(text))}


def write(path: Path, rows: list[dict[str, str]]) -> None:
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_what_was_exported_is_there_and_the_same(home: Path, language: str) -> None:
    done = fuwubao(home, "register", "import", "a.csv", "--json", language=language)

    told = json.loads(done.stdout)
    assert (done.returncode, told["added"], told["different"]) == (0, [], [])
    assert sorted(told["same"]) == sorted(exported(home))


def test_a_changed_cell_is_told_and_not_written_a_new_row_is_added(home: Path) -> None:
    row = exported(home)["SLM-01"]
    write(home.parent / "b.csv", [{**row, "目的": "给领导看"}, {**row, **INTERNAL}])

    told = json.loads(fuwubao(home, "register", "import", "b.csv", "--json").stdout)
    again = fuwubao(home, "register", "import", "b.csv")

    assert told["added"] == ["INC-09"]
    assert told["different"] == [{"number": "SLM-01", "column": "目的", "here": "", "file": "给领导看"}]
    assert "不同：SLM-01 目的" in again.stdout


def test_an_empty_home_says_what_comes_first_and_what_can_be_taken(home: Path) -> None:
    row = exported(home)["SLM-01"]
    write(home.parent / "b.csv", [row, {**row, **INTERNAL}])
    empty = home.parent / "empty"

    refused = fuwubao(empty, "register", "import", "b.csv")
    taken = fuwubao(empty, "register", "import", "b.csv", "--available", "--json")

    said = ("SLM-01", "SLA-2026-007", "agreement load", "INC-09", "--available")
    assert refused.returncode == 1
    assert [words for words in said if words not in refused.stderr] == []
    assert (taken.returncode, json.loads(taken.stdout)["added"]) == (0, ["INC-09"])


def test_a_number_that_stands_twice_or_a_file_that_is_none_is_refused(home: Path) -> None:
    write(home.parent / "b.csv", [exported(home)["SLM-01"]] * 2)

    for file, told in (("b.csv", "SLM-01"), ("none.csv", "none.csv"), (".", "文件夹")):
        done = fuwubao(home, "register", "import", file)
        assert (done.returncode, told in done.stderr) == (1, True)
