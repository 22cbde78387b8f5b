"""K05 一线解决率 on tickets worked out by hand, from CSV to figure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fuwubao.domain.figures import Dimension, Figure, FigureStatus
from fuwubao.measurement.queries import one_figure, rows_behind
from tests.measurement.conftest import Load

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
HEAD = "id,class,title,customer,service,priority,opened_at,resolved_at,state,line\n"


def ticket(number: str, line: str, *, resolved: str = "2026-03-02T02:00:00Z") -> str:
    return f"{number},incident,无法登录,HD,ERP,P1,2026-03-02T01:00:00Z,{resolved},resolved,{line}\n"


def log(number: str, *lines: str) -> str:
    told = "2026-03-02T01:00:00Z opened", *lines
    return "".join(f"{number},{at},{event},,,刘洋\n" for at, event in (line.split() for line in told))


TICKETS = HEAD + "".join(
    (
        ticket("A1", "1"),  # by the first line, without a log: counts
        ticket("A2", "一线"),  # the same, in words; reopened after 8 days and resolved again: counts
        ticket("A3", "1"),  # escalated while open: not
        ticket("A4", "2"),  # by the second line: not
        ticket("A5", "1"),  # reopened on the second day: not
        ticket("A6", ""),  # no line recorded: left out
        ticket("A7", "1"),  # reopened and still open: no resolution holds, left out
        ticket("A8", "1"),  # cancelled later: left out
        ticket("A9", "1", resolved="2026-04-02T02:00:00Z"),  # resolved in April: left out
    )
)
EVENTS = "ticket_id,at,event,value,reason,actor\n" + "".join(
    (
        log(
            "A2",
            "2026-03-02T02:00:00Z resolved",
            "2026-03-10T02:00:00Z reopened",
            "2026-03-10T03:00:00Z resolved",
        ),
        log("A3", "2026-03-02T01:10:00Z escalated", "2026-03-02T02:00:00Z resolved"),
        log(
            "A5",
            "2026-03-02T02:00:00Z resolved",
            "2026-03-03T02:00:00Z reopened",
            "2026-03-03T03:00:00Z resolved",
        ),
        log("A7", "2026-03-02T02:00:00Z resolved", "2026-03-20T02:00:00Z reopened"),
        log("A8", "2026-03-02T02:00:00Z resolved", "2026-03-02T03:00:00Z cancelled"),
    )
)


@pytest.fixture
def counted(load: Load) -> None:
    load("ticket", TICKETS)
    load("ticket_event", EVENTS)


def march(as_of: datetime = AS_OF, *, service: str = "") -> Figure:
    dimension = Dimension.SERVICE if service else None
    return one_figure(measure="K05", customer="HD", period="2026-03", as_of=as_of, dimension=dimension, key=service)


def test_the_first_line_resolves_without_escalation_or_early_reopening(counted: None) -> None:
    figure = march()
    assert (figure.numerator, figure.denominator, figure.display) == (2, 5, "40.00%")
    assert march(service="ERP").value == figure.value


def test_its_rows_are_the_resolved_tickets_that_have_a_line(counted: None) -> None:
    assert [row["ticket"] for row in rows_behind(march()).rows] == ["A1", "A2", "A3", "A4", "A5"]


def test_an_event_after_the_cut_off_is_not_known_yet(counted: None) -> None:
    before_the_reopening = march(datetime(2026, 3, 3, tzinfo=UTC))
    assert (before_the_reopening.numerator, before_the_reopening.denominator) == (4, 6)


def test_without_support_lines_there_is_no_number(load: Load) -> None:
    load("ticket", HEAD + ticket("B1", ""))
    figure = march()
    assert (figure.status, figure.value, figure.display) == (FigureStatus.NOT_APPLICABLE, None, "未记录支持级别")
