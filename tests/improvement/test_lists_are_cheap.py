"""A list asks the database as often for twenty lines as for two."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from fuwubao.improvement.actions.nonconformities import Finding, raise_nonconformity
from fuwubao.improvement.actions.raising import Source
from fuwubao.improvement.queries.actions import action_lines
from fuwubao.improvement.queries.nonconformities import nonconformity_lines
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import raised


def statements(ask: Callable[[], list[object]]) -> tuple[int, int]:
    """How many lines came, and by how many statements."""
    with CaptureQueriesContext(connection) as asked:
        lines = ask()
    return len(lines), len(asked)


def test_the_list_of_actions_asks_no_more_for_more_lines(people: People) -> None:
    def ask() -> list[object]:
        return list(action_lines(reader=people["李经理"], now=NOW))

    for _ in range(2):
        raised(people)
    few = statements(ask)
    for _ in range(18):
        raised(people)
    assert statements(ask) == (20, few[1])


def test_the_list_of_nonconformities_asks_no_more_for_more_lines(people: People) -> None:
    def one_more() -> None:
        finding = Finding(basis="sms", description="未评审")
        raise_nonconformity(finding=finding, source=Source(kind="audit"), actor=people["宋文"], now=NOW)

    def ask() -> list[object]:
        return list(nonconformity_lines(reader=people["李经理"], now=NOW))

    for _ in range(2):
        one_more()
    few = statements(ask)
    for _ in range(18):
        one_more()
    assert statements(ask) == (20, few[1])
