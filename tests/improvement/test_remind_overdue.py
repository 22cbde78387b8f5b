"""What is overdue is told up the ladder, in working days, each rung once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, Notice
from fuwubao.accounts.operator import workspace_operator
from fuwubao.cli.daily import do_daily
from fuwubao.improvement.actions.moving import ask_move, decide_move
from fuwubao.improvement.actions.reminding import remind_overdue
from fuwubao.improvement.queries.actions import Filters, action_lines
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import done, raised

# 2026-10-10 is a working Saturday: after a due day of 9 October the 12th is the second working day
FRIDAY = date(2026, 10, 9)


def at(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, 2, 0, tzinfo=UTC)


def told(people: People, name: str) -> int:
    """How many reminders the person got."""
    return Notice.objects.filter(to=people[name], text__contains="逾期").count()


def test_days_over_are_working_days_of_the_chinese_calendar(people: People) -> None:
    raised(people, due_on=FRIDAY)

    lines = {day: action_lines(reader=people["李经理"], now=at(day))[0] for day in (9, 10, 11, 12)}

    assert {day: line.days_over for day, line in lines.items()} == {9: 0, 10: 1, 11: 1, 12: 2}
    assert (lines[9].flag, lines[10].flag) == ("due_soon", "overdue")
    overdue = action_lines(reader=people["李经理"], now=at(12), filters=Filters(overdue=True))
    assert len(overdue) == 1


def test_the_owner_first_then_service_manager_then_the_process_manager(people: People) -> None:
    raised(people, due_on=FRIDAY)

    remind_overdue(actor=people["李经理"], now=at(10))
    assert (told(people, "张工"), told(people, "周岚"), told(people, "李经理")) == (1, 0, 0)
    remind_overdue(actor=people["李经理"], now=at(13))
    assert (told(people, "张工"), told(people, "周岚"), told(people, "李经理")) == (1, 1, 0)
    remind_overdue(actor=people["李经理"], now=at(30))
    assert (told(people, "周岚"), told(people, "李经理"), told(people, "何远")) == (1, 1, 1)


def test_on_the_same_day_nobody_is_told_twice(people: People) -> None:
    raised(people, due_on=FRIDAY)

    assert len(remind_overdue(actor=people["李经理"], now=at(10))) == 1
    assert remind_overdue(actor=people["李经理"], now=at(10)) == []


def test_what_is_done_or_not_due_is_left_alone(people: People) -> None:
    done(raised(people, due_on=FRIDAY), by=people["张工"], on=NOW)
    raised(people, due_on=date(2026, 10, 30))

    assert remind_overdue(actor=people["李经理"], now=at(20)) == []


def test_a_moved_day_begins_the_ladder_anew(people: People) -> None:
    action = raised(people, due_on=FRIDAY)
    remind_overdue(actor=people["李经理"], now=at(10))
    ask_move(
        number=action.number, reason="换签", new_due_on=date(2026, 10, 16), actor=people["张工"], now=at(10)
    )  # fmt: skip
    decide_move(number=action.number, approve=True, remark="", actor=people["李经理"], now=at(10))

    assert remind_overdue(actor=people["李经理"], now=at(13)) == []
    assert len(remind_overdue(actor=people["李经理"], now=at(19))) == 1


def test_an_author_does_not_send_reminders(people: People) -> None:
    with pytest.raises(RoleMissing):
        remind_overdue(actor=people["张工"], now=NOW)


def test_the_worker_reminds_once_a_day_in_the_name_of_the_workspace(people: People) -> None:
    raised(people, due_on=FRIDAY)

    assert [do_daily(now=at(10))["reminders"] for _ in range(2)] == [1, 0]
    entry = AuditEntry.objects.get(act="improvement.remind")
    assert (entry.channel, entry.actor_name) == ("worker", workspace_operator(now=at(10)).name)
