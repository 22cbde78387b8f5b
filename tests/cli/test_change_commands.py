"""``fuwubao change``: a person's back-dated revision waits until another one approves it (design section 6)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.agreements.files import SMALL, changed
from tests.cli.commands import fuwubao

REVISED = changed(
    "within: 4h", "within: 1h", text=changed("timezone:", "revision: {from: 2026-01-02, reason: 目标调整}\ntimezone:")
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An agreement, its revision as a file, and two people."""
    (tmp_path / "hd.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "revised.yaml").write_text(REVISED, encoding="utf-8")
    for words in (
        ("agreement", "load", "hd.yaml"),
        ("user", "add", "li", "--name", "李经理", "--role", "report_manager"),
        ("user", "add", "he", "--name", "何经理", "--role", "service_manager"),
    ):
        done = fuwubao(tmp_path / "home", *words)
        assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def revisions(home: Path) -> int:
    return len(json.loads(fuwubao(home, "agreement", "list", "--json").stdout))


def test_a_person_s_revision_becomes_a_request_that_another_one_approves(home: Path) -> None:
    asked = json.loads(fuwubao(home, "agreement", "load", "revised.yaml", "--as", "he", "--json").stdout)
    number = asked["request"]
    assert (asked["added"], revisions(home)) == (False, 1)

    own = fuwubao(home, "change", "approve", number, "--as", "he")
    operator = fuwubao(home, "change", "approve", number)
    waiting = json.loads(fuwubao(home, "change", "list", "--mine", "--as", "li", "--json").stdout)
    shown = json.loads(fuwubao(home, "change", "show", number, "--json").stdout)
    done = fuwubao(home, "change", "approve", number, "--as", "li", "--json")

    assert (own.returncode, operator.returncode) == (1, 1)
    assert [one["number"] for one in waiting] == [number]
    assert (shown["kind"], shown["state"], shown["reason"]) == ("revision", "requested", "目标调整")
    assert json.loads(done.stdout)["state"] == "applied"
    assert revisions(home) == 2


def test_a_rejected_revision_is_not_loaded_and_the_operator_loads_alone(home: Path) -> None:
    number = json.loads(fuwubao(home, "agreement", "load", "revised.yaml", "--as", "he", "--json").stdout)["request"]

    assert fuwubao(home, "change", "reject", number, "--as", "li").returncode == 2
    assert fuwubao(home, "change", "reject", number, "--remark", "依据不足", "--as", "li").returncode == 0
    assert revisions(home) == 1
    assert fuwubao(home, "agreement", "load", "revised.yaml").returncode == 0
    assert revisions(home) == 2
