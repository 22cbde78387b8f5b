"""``fuwubao template …`` and ``report rules`` do what the pages do, with the same refusals and exit codes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from fuwubao.cli.report import report
from fuwubao.cli.template import template
from fuwubao.domain.errors import FuwubaoError
from fuwubao.reports.models import Template
from fuwubao.reports.template_errors import (
    BlocksUnreadable,
    EffectiveTooEarly,
    RequesterDecides,
    RuleIsHard,
    TemplateVersionUnknown,
)
from tests.reports.world import DRAFT, World

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 – commands take the machine's own day


def run(group: Command, *words: str) -> Result:
    return CliRunner().invoke(group, list(words), env={"LANG": "zh_CN.UTF-8"})


def refused(group: Command, *words: str) -> FuwubaoError:
    told = run(group, *words).exception
    assert isinstance(told, FuwubaoError)
    return told


def changed_file(folder: Path, *, without: str = "availability") -> str:
    """Write what ``template show`` prints without one block."""
    shown = json.loads(run(template, "show", "R02").stdout)
    shown["blocks"] = [block for block in shown["blocks"] if block["code"] != without]
    path = folder / "r02.json"
    path.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_change_goes_by_command_from_request_to_the_next_version_and_a_draft_moves(
    world: World, tmp_path: Path
) -> None:
    """S1.7, F05: --as names who acts; the requester is refused as reviewer and approver."""
    world.draft()
    path = changed_file(tmp_path)
    asked = ("request", "R02", "--file", path, "--reason", "客户要求", "--as", "zhang")
    assert isinstance(refused(template, *asked, "--effective", "2026-01-01"), EffectiveTooEarly)
    made = run(template, *asked, "--effective", TOMORROW)
    number = made.stdout.strip()
    assert (made.exit_code, number) == (0, "TC-2026-002")
    own = run(template, "request", "R02", "--file", path, "--reason", "同样", "--effective", TOMORROW, "--as", "li")
    assert isinstance(refused(template, "approve", own.stdout.strip(), "--as", "li"), RequesterDecides)

    assert run(template, "review", number, "--opinion", "可以", "--as", "wang").exit_code == 0
    compared = json.loads(run(template, "compare", DRAFT, "--before", "1", "--after", number, "--json").stdout)
    assert [line["what"] for line in compared["differences"]] == ["removed"]
    assert "第 2 版" in run(template, "approve", number, "--as", "li").stdout
    states = {line["number"]: line["state"] for line in json.loads(run(template, "changes", "--json").stdout)}
    assert states[number] == "approved"
    assert json.loads(run(template, "list", "--json").stdout)[1]["coming"] == 2

    Template.objects.filter(version=2).update(effective_from=date(2026, 1, 1))
    assert run(template, "move", DRAFT, "--version", "2", "--as", "zhang").exit_code == 0
    out = tmp_path / "both"
    run(template, "compare", DRAFT, "--before", "1", "--after", "2", "--output", str(out))
    assert sorted(one.name for one in out.iterdir()) == [f"{DRAFT.replace('/', '-')}-{n}.html" for n in ("1", "2")]


def test_a_file_that_is_no_template_is_refused(world: World, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    words = ("request", "R02", "--file", str(path), "--reason", "x", "--effective", TOMORROW, "--as", "zhang")
    path.write_text("{", encoding="utf-8")
    assert isinstance(refused(template, *words), BlocksUnreadable)
    path.write_text('{"blocks": [{"code": "nonsense"}]}', encoding="utf-8")
    assert isinstance(refused(template, *words), BlocksUnreadable)
    assert isinstance(refused(template, "show", "R99"), TemplateVersionUnknown)


def test_a_rejection_by_command_keeps_its_reason(world: World, tmp_path: Path) -> None:
    path = changed_file(tmp_path)
    made = run(template, "request", "R02", "--file", path, "--reason", "x", "--effective", TOMORROW, "--as", "zhang")
    assert run(template, "reject", made.stdout.strip(), "--reason", "客户仍要看", "--as", "li").exit_code == 0


def test_the_rules_are_listed_with_their_noise_and_switched_by_the_manager(world: World) -> None:
    """Issue B part 5: the same rules by command, as JSON too; a hard stop stays on."""
    lines = {line["id"]: line for line in json.loads(run(report, "rules", "--json").stdout)}
    assert (lines["uncited"]["severity"], lines["passive"]["on"], lines["passive"]["raised"]) == ("must", True, 0)
    off = ("switch-rule", "passive", "--off", "--reason", "嘈杂", "--as")
    assert run(report, *off, "li").exit_code == 0
    assert json.loads(run(report, "rules", "--json").stdout)[-1]["on"] is True
    switched = {line["id"]: line for line in json.loads(run(report, "rules", "--json").stdout)}["passive"]
    assert (switched["on"], switched["off_because"]) == (False, "嘈杂")
    assert isinstance(refused(report, "switch-rule", "uncited", "--reason", "x", "--as", "li"), RuleIsHard)
    assert "已关闭" in run(report, "rules").stdout


def test_the_check_by_command_is_json_and_exits_1_while_something_must_be_mended(world: World) -> None:
    world.draft()
    told = run(report, "check", DRAFT, "--json", "--as", "zhang")
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert {"rule", "severity", "block", "subject", "message", "detail", "mend", "suggestions"} == set(found[0])
    world.written()
    left = json.loads(run(report, "check", DRAFT, "--json", "--as", "zhang").stdout)
    assert {one["severity"] for one in left} <= {"warn"}
