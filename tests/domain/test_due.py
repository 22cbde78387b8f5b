"""Due rules: which instant a duty must not pass (S1.29, S3.6, M13)."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest

from fuwubao.domain.calendars import Shift, WorkCalendar
from fuwubao.domain.due import (
    Due,
    DueUnclear,
    described,
    due_after,
    due_after_receipt,
    parse_due_words,
    working_days_left,
)
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import DueRule
from tests.shared import shared

DAY = (Shift(9 * 3600, 18 * 3600),)
OFF = frozenset(date(2026, 10, n) for n in range(1, 8))
CHINA = WorkCalendar(
    timezone="Asia/Shanghai",
    weekly=(DAY,) * 5 + ((),) * 2,
    holidays=OFF,
    extra_workdays={date(2026, 10, 10): DAY},
    provisional_after=date(2026, 12, 31),
)


def due(period: str, rule: DueRule) -> Due:
    return due_after(parse_period(period, "Asia/Shanghai"), rule, CHINA)


def test_g8_the_fifth_working_day_after_receipt_counts_the_make_up_saturday() -> None:
    received = datetime(2026, 9, 29, 2, tzinfo=UTC)
    days = [CHINA.nth_working_day_after(date(2026, 9, 29), n) for n in range(1, 6)]

    assert days == [date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)]
    assert due_after_receipt(received, 5, CHINA) == Due(
        at=datetime(2026, 10, 12, 16, tzinfo=UTC), on=date(2026, 10, 12), provisional=False
    )


def test_the_official_arrangement_moves_g8_where_it_differs() -> None:
    with shared("vectors", "china_calendar.csv").open(encoding="utf-8") as file:
        days = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    official = WorkCalendar(
        timezone="Asia/Shanghai",
        weekly=CHINA.weekly,
        holidays=frozenset(day for day, kind in days.items() if kind == "holiday"),
        extra_workdays={day: DAY for day, kind in days.items() if kind == "makeup"},
    )
    worked = sorted(day for day, kind in days.items() if kind in ("workday", "makeup") and day > date(2026, 9, 29))

    assert due_after_receipt(datetime(2026, 9, 29, 2, tzinfo=UTC), 5, official).on == worked[4]


def test_receipt_late_in_the_evening_is_day_zero_of_its_local_date() -> None:
    assert due_after_receipt(datetime(2026, 9, 29, 15, 59, tzinfo=UTC), 1, CHINA).on == date(2026, 9, 30)
    assert due_after_receipt(datetime(2026, 9, 29, 16, 0, tzinfo=UTC), 1, CHINA).on == date(2026, 10, 8)


def test_working_days_count_from_the_day_after_the_period() -> None:
    assert due("2026-08", DueRule(working_days=1)).on == date(2026, 9, 1)
    assert due("2026Q3", DueRule(working_days=5)).on == date(2026, 10, 13)


def test_the_end_of_the_day_is_its_last_instant_in_time() -> None:
    found = due("2026Q3", DueRule(working_days=1))

    assert found.at == datetime(2026, 10, 8, 16, tzinfo=UTC)
    assert not found.is_overdue(found.at)
    assert found.is_overdue(datetime(2026, 10, 8, 16, 0, 1, tzinfo=UTC))


def test_a_time_of_day_is_local() -> None:
    assert due("2026Q3", DueRule(working_days=1, time="17:30")).at == datetime(2026, 10, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_rest_day", "day"),
    [("keep", date(2026, 10, 3)), ("before", date(2026, 9, 30)), ("after", date(2026, 10, 8))],
)
def test_a_calendar_day_on_a_rest_day_is_kept_or_moved_as_agreed(on_rest_day: str, day: date) -> None:
    assert due("2026-09", DueRule(days=3, on_rest_day=on_rest_day)).on == day


@pytest.mark.parametrize(
    ("period", "rule", "day"),
    [
        ("2026Q3", DueRule(day=15), date(2026, 10, 15)),
        ("2026Q3", DueRule(day=15, month=1), date(2026, 10, 15)),
        ("2026", DueRule(day=31, month=1), date(2027, 1, 31)),
        ("2026", DueRule(day=31, month=2), date(2027, 2, 28)),
        ("2026-12", DueRule(day=5), date(2027, 1, 5)),
    ],
)
def test_a_named_day_lies_in_the_month_counted_from_the_end_of_the_period(
    period: str, rule: DueRule, day: date
) -> None:
    assert due(period, rule).on == day


def test_a_due_day_after_the_published_holidays_is_provisional() -> None:
    assert due("2026", DueRule(working_days=5)).provisional
    assert not due("2026Q3", DueRule(working_days=5)).provisional
    assert not due("2026-11", DueRule(days=31)).provisional
    assert due("2026-11", DueRule(days=32)).provisional


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("5 working days after period end", DueRule(working_days=5)),
        ("5 Business Days after the period end", DueRule(working_days=5)),
        ("10 days after period end", DueRule(days=10)),
        ("月结束后第 5 个工作日前", DueRule(working_days=5)),
        ("季度结束后5个工作日内", DueRule(working_days=5)),
        ("每月结束后第五个工作日前", DueRule(working_days=5)),
        ("年度结束后第二十个工作日前", DueRule(working_days=20)),
        ("季末后第十五个工作日前提交", DueRule(working_days=15)),
        ("期间结束后 10 日内", DueRule(days=10)),
        ("每季首月 15 日前", DueRule(day=15)),
        ("次月5日前", DueRule(day=5)),
        ("次年 1 月 31 日前", DueRule(day=31, month=1)),
        ("month 2 after period end, day 10", DueRule(day=10, month=2)),
    ],
)
def test_a_rule_is_read_in_words(words: str, rule: DueRule) -> None:
    assert parse_due_words(words) == rule


@pytest.mark.parametrize(
    "words", ["", "soon", "5", "月结束后第个工作日前", "每季首月 32 日前", "次年 13 月 1 日前", "月结束前 5 日"]
)
def test_words_that_name_no_day_are_refused(words: str) -> None:
    with pytest.raises(DueUnclear):
        parse_due_words(words)


@pytest.mark.parametrize("rule", [DueRule(working_days=5), DueRule(days=10), DueRule(day=15, month=2)])
def test_a_described_rule_reads_back(rule: DueRule) -> None:
    assert parse_due_words(described(rule).zh) == parse_due_words(described(rule).en) == rule


@pytest.mark.parametrize(
    "rule",
    [
        DueRule(),
        DueRule(days=1, working_days=1),
        DueRule(days=1, month=2),
        DueRule(days=-1),
        DueRule(day=32),
        DueRule(working_days=1, after="receipt"),
        DueRule(days=1, on_rest_day="skip"),
        DueRule(days=1, time="25:00"),
    ],
)
def test_a_rule_that_names_no_day_or_two_is_refused(rule: DueRule) -> None:
    with pytest.raises(DueUnclear):
        due("2026Q3", rule)


def test_time_left_is_told_in_working_days() -> None:
    assert working_days_left(date(2026, 9, 29), date(2026, 10, 12), CHINA) == 5
    assert working_days_left(date(2026, 10, 12), date(2026, 10, 12), CHINA) == 0
    assert working_days_left(date(2026, 10, 13), date(2026, 10, 12), CHINA) == 0
