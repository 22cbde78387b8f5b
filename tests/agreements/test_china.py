"""The national calendar that is frozen in the package (M13)."""

from __future__ import annotations

import csv
from datetime import date

import chinese_calendar
import pytest

from fuwubao.agreements import china
from fuwubao.agreements.china import DayKind
from fuwubao.agreements.errors import CalendarFileUnreadable, CalendarVersionUnknown
from tests.shared import shared


def test_it_equals_the_published_calendar_day_by_day() -> None:
    calendar = china.shipped()
    rows = list(csv.DictReader(shared("vectors", "china_calendar.csv").read_text(encoding="utf-8").splitlines()))

    differing = [
        row["date"]
        for row in rows
        if (calendar.kind(day := date.fromisoformat(row["date"])).value, calendar.festival(day))
        != (row["kind"], row["name_zh"])
        or calendar.is_working_day(day) is not (row["is_workday"] == "1")
    ]

    assert len(rows) == 3287
    assert differing == []


def test_the_frozen_file_still_says_what_its_source_says_of_the_years_it_covers() -> None:
    calendar = china.shipped("1.11.0")
    days = [day for year in range(2004, 2027) for day in calendar.days_of(year)]

    assert [day for day in days if calendar.is_working_day(day) is not chinese_calendar.is_workday(day)] == []


def test_days_after_the_last_published_one_follow_the_weekday_and_are_provisional() -> None:
    calendar = china.shipped()

    assert calendar.kind(date(2027, 10, 1)) is DayKind.WORKDAY
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))


def test_the_day_calendar_counts_make_up_days_and_leaves_holidays_out() -> None:
    days = china.shipped().working_days("Asia/Shanghai")

    assert days.nth_working_day_after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert days.is_working_day(date(2026, 10, 10))


def test_an_unknown_version_is_named_with_the_known_ones() -> None:
    with pytest.raises(CalendarVersionUnknown) as caught:
        china.shipped("9.9")

    assert "1.11.0" in caught.value.hint("zh")


HEAD = "# version: 2027.1\n# published_through: 2027-12-31\ndate,kind,name_zh\n"


@pytest.mark.parametrize(
    "text, line",
    [
        (HEAD + "2027-13-01,holiday,元旦\n", 4),
        (HEAD + "2027-01-01,weekend,元旦\n", 4),
        (HEAD + "2027-01-01\n", 4),
        ("date,kind,name_zh\n2027-01-01,holiday,元旦\n", 1),
        (HEAD.replace("2027-12-31", "soon"), 1),
    ],
)
def test_a_wrong_line_of_a_calendar_file_is_named(text: str, line: int) -> None:
    with pytest.raises(CalendarFileUnreadable) as caught:
        china.read_calendar(text, file="2027.csv")

    assert caught.value.facts["line"] == line
    assert f"2027.csv 第 {line} 行" in caught.value.message("zh")


def test_two_versions_are_compared_up_to_a_day() -> None:
    old = china.read_calendar(HEAD + "2027-01-01,holiday,元旦\n", file="a.csv")
    new = china.read_calendar(HEAD + "2027-01-01,holiday,元旦\n2027-10-01,holiday,国庆节\n", file="b.csv")

    assert old.first_difference(new, through=date(2027, 9, 30)) is None
    assert old.first_difference(new, through=date(2027, 10, 1)) == date(2027, 10, 1)
