"""Cases given as plain mappings: the clock replay, and refusals that name the case and the key."""

from __future__ import annotations

from typing import Any

import pytest

from fuwubao.domain.worktime import BadVector, NoAnswer, Worktime

DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
OFFICE = {"tz": "Asia/Shanghai", "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY)}


def case(**changes: Any) -> dict[str, Any]:
    whole = {"id": "c-1", "calendar": OFFICE, "case": "deadline", "start": "2026-09-01T09:00:00+08:00", "seconds": 60}
    return whole | changes


def clock(*events: tuple[str, str], target: int = 3600, as_of: str = "2026-09-01T18:00") -> dict[str, Any]:
    answer: dict[str, Any] = Worktime().answer(
        case(
            case="clock",
            events=[[f"{at}:00+08:00", text] for at, text in events],
            target_seconds=target,
            as_of=f"{as_of}:00+08:00",
        )
    )
    return answer


def test_waiting_stops_the_clock_and_is_counted_apart() -> None:
    answer = clock(("2026-09-01T09:00", "open"), ("2026-09-01T09:30", "pending"), ("2026-09-01T11:00", "in_progress"))

    assert answer["pending_seconds"] == 5400
    assert answer["due_at"] == "2026-09-01T03:30:00Z"
    assert answer["elapsed_seconds"] == 1800 + 3600 + 5 * 3600


def test_a_breach_falls_when_the_target_is_used_up() -> None:
    answer = clock(("2026-09-01T09:00", "open"))

    assert answer["breached"] is True
    assert answer["breached_at"] == answer["due_at"] == "2026-09-01T02:00:00Z"


def test_a_target_used_up_exactly_is_not_breached() -> None:
    answer = clock(("2026-09-01T09:00", "open"), ("2026-09-01T10:00", "resolved"))

    assert answer["breached"] is False
    assert answer["breached_at"] is None
    assert answer["due_at"] == "2026-09-01T02:00:00Z"


def test_a_clock_that_stopped_in_time_has_no_due_instant() -> None:
    assert clock(("2026-09-01T09:00", "open"), ("2026-09-01T09:59", "closed"))["due_at"] is None


def test_a_running_clock_is_due_beyond_the_moment_of_asking() -> None:
    answer = clock(("2026-09-01T09:00", "open"), target=16 * 3600)

    assert answer["due_at"] == "2026-09-02T10:00:00Z"


def test_texts_with_a_colon_and_events_after_the_moment_of_asking_change_nothing() -> None:
    answer = clock(
        ("2026-09-01T09:00", "open"),
        ("2026-09-01T09:10", "priority:P1"),
        ("2026-09-01T15:00", "resolved"),
        as_of="2026-09-01T12:00",
    )

    assert answer["elapsed_seconds"] == 3 * 3600


def test_of_several_states_at_one_instant_the_last_holds() -> None:
    answer = clock(("2026-09-01T09:00", "open"), ("2026-09-01T09:00", "pending"))

    assert answer["elapsed_seconds"] == 0
    assert answer["pending_seconds"] == 8 * 3600


def test_a_fraction_of_a_second_is_cut_off() -> None:
    assert Worktime().answer(case(start="2026-09-01T09:00:00.900+08:00"))["deadline"] == "2026-09-01T01:01:00Z"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"case": "lapsed"}, "c-1.case"),
        ({"start": "2026-09-01T09:00:00"}, "c-1.start"),
        ({"start": "yesterday"}, "c-1.start"),
        ({"seconds": -1}, "c-1.seconds"),
        ({"seconds": True}, "c-1.seconds"),
        ({"seconds": 1.5}, "c-1.seconds"),
        ({"seconds": None}, "c-1.seconds"),
        ({"pauses": [["2026-09-01T09:00:00Z"]]}, "c-1.pauses"),
        ({"pauses": [["2026-09-01T09:00:00Z", 3]]}, "c-1.pauses"),
        ({"calendar": None}, "c-1.calendar"),
        ({"calendar": {"weekly": {}}}, "c-1.calendar.tz"),
        ({"calendar": OFFICE | {"tz": "Mars/Olympus"}}, "c-1.calendar.tz"),
        ({"calendar": {"tz": "UTC"}}, "c-1.calendar.weekly"),
        ({"calendar": {"tz": "UTC", "weekly": {"monday": []}}}, "c-1.calendar.weekly"),
        ({"calendar": {"tz": "UTC", "weekly": {"mon": [["09:00", "25:00"]]}}}, "c-1.calendar.weekly.mon"),
        ({"calendar": {"tz": "UTC", "weekly": {"mon": [[9, 10]]}}}, "c-1.calendar.weekly.mon"),
        ({"calendar": OFFICE | {"holidays": ["2026-13-01"]}}, "c-1.calendar.holidays"),
        ({"calendar": OFFICE | {"holidays": {"2026-10-01": True}}}, "c-1.calendar.holidays"),
        ({"calendar": OFFICE | {"breaks": []}}, "c-1.calendar.breaks"),
        ({"calendar": OFFICE | {"hollidays": []}}, "c-1.calendar.hollidays"),
        ({"case": "is_working_day", "date": 20260901}, "c-1.date"),
        ({"case": "clock", "events": [], "target_seconds": 1}, "c-1.as_of"),
    ],
)
def test_a_case_that_cannot_be_read_names_its_id_and_key(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(BadVector) as refused:
        Worktime().answer(case(**changes))

    assert refused.value.facts["where"] == where
    assert "c-1" in refused.value.message("zh")


@pytest.mark.parametrize(
    "events",
    [
        [["2026-09-01T09:00:00Z", "asleep"]],
        [["2026-09-01T09:00:00Z", "open"], ["2026-09-01T08:00:00Z", "closed"]],
        [["2026-09-01T09:00:00Z", None]],
        "open",
    ],
)
def test_a_history_that_cannot_be_read_is_refused(events: object) -> None:
    with pytest.raises(BadVector) as refused:
        Worktime().answer(case(case="clock", events=events, target_seconds=1, as_of="2026-09-01T10:00:00Z"))

    assert refused.value.facts["where"] == "c-1.events"


def test_a_deadline_that_never_comes_names_the_case() -> None:
    with pytest.raises(NoAnswer, match="c-1") as refused:
        Worktime().answer(case(calendar={"tz": "UTC", "weekly": {}}))

    assert "没有足够的工作时间" in refused.value.message("zh")
    assert "not enough working time" in refused.value.message("en")
