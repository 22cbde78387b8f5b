"""Whose turn it is: each state of a report waits for those who can take the next step, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.accounts.actions import DelegationTerms, delegate
from fuwubao.accounts.models import User
from fuwubao.home.queries import home_page
from fuwubao.home.work import Task
from fuwubao.reports.models import Delivery, RegisterRow
from tests.home.conftest import DUE, NOW, MakeReport, People, duty_of

NAMES = ("李经理", "张工", "王审", "陈总")


def tasks_of(reader: User) -> tuple[Task, ...]:
    return home_page(reader=reader, now=NOW).tasks


def verbs(people: People) -> dict[str, list[str]]:
    return {name: [task.verb for task in tasks_of(people[name])] for name in NAMES if tasks_of(people[name])}


@pytest.mark.parametrize(
    "state, reviewed, expected",
    [
        ("draft", False, {"张工": ["继续"]}),
        ("returned", False, {"张工": ["修改"]}),
        ("in_review", False, {"李经理": ["评审"], "王审": ["评审"]}),
        ("in_review", True, {"李经理": ["批准"], "陈总": ["批准"]}),
        ("escalated", True, {"陈总": ["批准"]}),
        ("approved", True, {"李经理": ["发布"]}),
    ],
)
def test_each_state_waits_for_those_whose_turn_it_is(
    people: People, report_in: MakeReport, state: str, reviewed: bool, expected: dict[str, list[str]]
) -> None:
    report_in(state, reviewed=reviewed)

    assert verbs(people) == expected


def test_a_task_says_what_it_is_about_and_how_many_working_days_are_left(people: People, report_in: MakeReport) -> None:
    report_in("draft")

    [task] = tasks_of(people["张工"])

    assert task.what == "编写《SLA执行情况报告》"
    assert task.about == "SLM-01-2026Q3-A/0 · 华东制造"
    # Saturday the 10th is worked to make up for the holiday, Sunday is not
    assert task.left == "还有 3 个工作日"
    assert (task.is_late, task.shape) == (False, "run")


def test_what_is_late_comes_first_and_says_by_how_much(people: People, row: RegisterRow) -> None:
    duty_of(row)
    duty_of(row, due_at=DUE - timedelta(days=7), label="2026Q2")

    late, coming = tasks_of(people["张工"])

    # due on the 6th, a holiday; the 8th and 9th are working days
    assert (late.is_late, late.shape, late.state, late.left) == (True, "bad", "逾期", "逾期 2 个工作日")
    assert (coming.is_late, coming.verb) == (False, "开始")


def test_a_duty_beyond_a_fortnight_is_nobodys_task_yet(people: People, row: RegisterRow) -> None:
    duty_of(row, due_at=NOW + timedelta(days=15))

    assert verbs(people) == {}


def test_the_author_is_never_asked_to_review_or_approve_the_own_report(people: People, report_in: MakeReport) -> None:
    report = report_in("in_review")
    report.author = people["李经理"]
    report.save()

    assert tasks_of(people["李经理"]) == ()
    assert [task.verb for task in tasks_of(people["王审"])] == ["评审"]


def test_who_wrote_a_part_of_it_is_not_asked_either(people: People, report_in: MakeReport) -> None:
    report = report_in("in_review")
    report.texts.create(block="summary", text="补充", written_by=people["王审"], written_at=NOW)

    assert tasks_of(people["王审"]) == ()


def test_a_delegate_finds_the_managers_tasks_while_it_lasts(people: People, report_in: MakeReport) -> None:
    report_in("approved", reviewed=True)
    terms = DelegationTerms(holder="wang", starts_at=NOW, ends_before=NOW + timedelta(days=3), reason="出差")
    delegate(terms=terms, actor=people["李经理"], now=NOW)

    assert [task.verb for task in tasks_of(people["王审"])] == ["发布"]
    later = home_page(reader=people["王审"], now=NOW + timedelta(days=3))
    assert later.tasks == ()


def test_what_waits_for_others_says_for_whom(people: People, report_in: MakeReport) -> None:
    report_in("in_review")

    [waiting] = home_page(reader=people["张工"], now=NOW).waiting

    assert waiting.about.endswith("等审核人王审")


def test_a_published_report_waits_until_its_recipients_confirm(people: People, report_in: MakeReport) -> None:
    report = report_in("published")
    planned = {"report": report, "planned_at": NOW}
    Delivery.objects.create(**planned, recipient="刘主任", user=people["刘主任"], acknowledged_at=NOW)
    Delivery.objects.create(**planned, recipient="陈总", user=people["陈总"])

    [waiting] = home_page(reader=people["李经理"], now=NOW).waiting
    assert waiting.about.endswith("已确认 1 / 2 人")
    assert [task.what for task in tasks_of(people["陈总"])] == ["确认收到《SLA执行情况报告》"]
    Delivery.objects.update(acknowledged_at=NOW)
    assert home_page(reader=people["李经理"], now=NOW).waiting == ()
    assert tasks_of(people["陈总"]) == ()


def test_rows_without_an_agreement_are_the_managers_task(people: People, row: RegisterRow) -> None:
    RegisterRow.objects.update(state="draft")

    [task] = tasks_of(people["李经理"])

    assert (task.what, task.about, task.verb) == ("登记与接收方的约定", "1 个报告条目", "登记")
    assert task.url.endswith("?state=draft")
    assert tasks_of(people["王审"]) == ()
