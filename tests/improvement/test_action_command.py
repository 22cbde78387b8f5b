"""``fuwubao action`` and ``fuwubao nonconformity``: the same acts as the pages, JSON on stdout."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from fuwubao.cli.improvement import action, nonconformity
from fuwubao.domain.errors import FuwubaoError
from fuwubao.improvement.errors import SameHands
from fuwubao.improvement.models import Action, Nonconformity
from tests.improvement.conftest import People

NEXT_YEAR = f"{timezone.localdate().year + 1}-01-05"


def ran(group: object, *arguments: str) -> str:
    """What the command prints; a refusal travels up as it does to the last net of the command line."""
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)  # type: ignore[arg-type]  # one of the two groups
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def number(people: People) -> str:
    """An action raised by command."""
    told = ran(
        action, "raise", "--title", "缩短到场", "--measure", "约定时限", "--owner", "zhang", "--due", NEXT_YEAR,
        "--source", "report", "--reference", "SLM-01-2026Q3-A/0", "--customer", "HD", "--json", "--as", "li",
    )  # fmt: skip
    assert json.loads(told)["state"] == "planned"
    return str(json.loads(told)["number"])


def test_an_action_is_listed_and_shown_as_json(number: str) -> None:
    (line,) = json.loads(ran(action, "list", "--customer", "HD", "--state", "open", "--json", "--as", "li"))

    assert (line["number"], line["owner"], line["due_on"]) == (number, "zhang", NEXT_YEAR)
    assert line["source"] == {"kind": "report", "number": "SLM-01-2026Q3-A/0", "url": ""}
    shown = json.loads(ran(action, "show", number, "--json", "--as", "li"))
    assert [one["who"] for one in shown["happened"]] == ["李经理"]


def test_an_action_is_started_done_and_verified_by_command(number: str) -> None:
    ran(action, "start", number, "--as", "zhang")
    ran(action, "done", number, "--result", "已签", "--as", "zhang")
    with pytest.raises(SameHands):
        ran(action, "verify", number, "--effective", "--remark", "好", "--as", "zhang")
    ran(action, "verify", number, "--effective", "--remark", "抽查", "--as", "wang")

    assert Action.objects.get().state == "verified_effective"


def test_reminders_are_told_as_json(number: str) -> None:
    assert json.loads(ran(action, "remind", "--json", "--as", "li")) == []


def test_a_nonconformity_is_raised_notified_and_answered(people: People) -> None:
    told = ran(nonconformity, "raise", "--basis", "sms", "--description", "未评审", "--json", "--as", "songwen")
    number = json.loads(told)["number"]
    ran(nonconformity, "notify", number, "--responsible", "zhoulan", "--as", "songwen")
    ran(nonconformity, "reply", number, "--correction", "补评审", "--cause", "遗漏", "--as", "zhoulan")

    (line,) = json.loads(ran(nonconformity, "list", "--basis", "sms", "--json", "--as", "li"))
    assert (line["state"], line["cause"]) == ("cause", "遗漏")
    assert Nonconformity.objects.count() == 1


def test_a_customer_lists_nothing(people: People) -> None:
    with pytest.raises(FuwubaoError):
        ran(action, "list", "--as", "liu")
