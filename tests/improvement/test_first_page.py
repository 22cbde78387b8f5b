"""The first page shows a person what improvement asks of her."""

from __future__ import annotations

from datetime import UTC, datetime

from fuwubao.home.improving import improvement_tasks
from fuwubao.home.palette import hits
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import done, raised, suggested
from tests.improvement.test_nonconformity import notified

LATE = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)  # two working days after 30 October


def test_the_owner_sees_her_action_and_how_late_it_is(people: People) -> None:
    raised(people)

    (coming,) = improvement_tasks(people["张工"], now=NOW)
    (late,) = improvement_tasks(people["张工"], now=LATE)

    assert (coming.verb, coming.is_late) == ("开始", False)
    assert (late.state, late.left, late.is_late) == ("逾期", "逾期 2 个工作日", True)


def test_another_verifies_what_is_done_and_the_owner_waits(people: People) -> None:
    done(raised(people), by=people["张工"])

    assert improvement_tasks(people["张工"], now=NOW) == []
    assert [task.verb for task in improvement_tasks(people["王审"], now=NOW)] == ["验证"]


def test_the_process_owner_decides_and_the_service_manager_replies(people: People) -> None:
    suggested(people)
    notified(people)

    assert [task.verb for task in improvement_tasks(people["周岚"], now=NOW)] == ["决定", "答复"]


def test_an_outsider_is_asked_nothing(people: People) -> None:
    raised(people)

    assert improvement_tasks(people["刘主任"], now=NOW) == []


def test_the_palette_finds_actions_and_nonconformities_by_number_words_and_pinyin(people: People) -> None:
    action, found = raised(people), notified(people)

    def addresses(words: str) -> list[str]:
        return [hit.url for hit in hits(words, reader=people["李经理"], now=NOW)]

    assert f"/improvement/{action.number}/" in addresses("imp-2026")
    assert f"/improvement/{action.number}/" in addresses("suoduan")
    assert f"/improvement/nonconformities/{found.number}/" in addresses("没有趋势")
    assert hits("imp-2026", reader=people["刘主任"], now=NOW) == ()
