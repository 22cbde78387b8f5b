"""Periods: how they are written, their bounds in a zone, and their neighbours (M1, M15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwubao.domain.periods import Period, PeriodUnreadable, parse_period, period_of

ZONE = "Asia/Shanghai"


def period(text: str, timezone: str = ZONE) -> Period:
    return parse_period(text, timezone)


@pytest.mark.parametrize(
    ("text", "first", "last", "kind", "label"),
    [
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30), "month", "2026-09"),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "quarter", "2026Q3"),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31), "quarter", "2026Q4"),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "half", "2026H1"),
        ("2026h2", date(2026, 7, 1), date(2026, 12, 31), "half", "2026H2"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "year", "2026"),
        ("2026-09-15/2026-10-02", date(2026, 9, 15), date(2026, 10, 2), "span", "2026-09-15/2026-10-02"),
        ("2024-02-29/2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "span", "2024-02-29/2024-02-29"),
    ],
)
def test_a_period_is_read_with_its_last_day_included(text: str, first: date, last: date, kind: str, label: str) -> None:
    read = period(text)

    assert (read.first, read.last, read.kind, read.label) == (first, last, kind, label)


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026Q5", "2026H3", "26", "2026-09-15", "2026-09-15/", "2026-10-02/2026-09-15", "２０２６", "9999"],
)
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodUnreadable):
        period(text)


def test_a_period_holds_its_first_instant_and_not_the_one_after_its_last() -> None:
    september = period("2026-09")

    assert september.starts_at == datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert september.holds(september.starts_at)
    assert september.holds(september.ends_before - timedelta(seconds=1))
    assert not september.holds(september.ends_before)


def test_a_month_with_a_clock_change_is_an_hour_short() -> None:
    march = period("2026-03", "Europe/Paris")

    assert march.ends_before - march.starts_at == timedelta(days=31, hours=-1)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_instant() -> None:
    assert period("2018-11-04/2018-11-04", "America/Sao_Paulo").starts_at == datetime(2018, 11, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "previous", "a_year_earlier"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2026Q1", "2025Q4", "2025Q1"),
        ("2026H1", "2025H2", "2025H1"),
        ("2026", "2025", "2025"),
        ("2026-09-15/2026-10-02", "2026-08-28/2026-09-14", "2025-09-15/2025-10-02"),
        ("2024-02-29/2024-03-01", "2024-02-27/2024-02-28", "2023-02-28/2023-03-01"),
    ],
)
def test_neighbours_are_the_period_before_and_the_same_of_last_year(
    text: str, previous: str, a_year_earlier: str
) -> None:
    assert period(text).previous.label == previous
    assert period(text).a_year_earlier.label == a_year_earlier


def test_a_trend_has_thirteen_periods_and_ends_with_its_own() -> None:
    labels = [month.label for month in period("2026-09").latest(13)]

    assert len(labels) == 13
    assert (labels[0], labels[-1]) == ("2025-09", "2026-09")


def test_before_the_first_year_there_is_no_period() -> None:
    with pytest.raises(PeriodUnreadable):
        period("0001-01").shifted(-1)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2026-09", "2026 年 9 月", "2026-09"),
        ("2026Q3", "2026 年第三季度", "Q3 2026"),
        ("2026H2", "2026 年下半年", "H2 2026"),
        ("2026", "2026 年度", "2026"),
        ("2026-09-15/2026-10-02", "2026-09-15 至 2026-10-02", "2026-09-15 to 2026-10-02"),
    ],
)
def test_documents_name_a_period_in_both_languages(text: str, zh: str, en: str) -> None:
    assert (period(text).words.zh, period(text).words.en) == (zh, en)


@given(
    st.dates(date(1000, 1, 1), date(3000, 12, 31)),
    st.sampled_from(["month", "quarter", "half", "year"]),
    st.integers(-40, 40),
)
def test_shifting_there_and_back_is_the_same_period_and_neighbours_touch(day: date, kind: str, steps: int) -> None:
    here = period_of(day, kind, ZONE)

    assert here.first <= day < here.day_after
    assert here.shifted(steps).shifted(-steps) == here
    assert here.shifted(1).first == here.day_after


def test_only_kinds_of_the_calendar_year_are_found_by_day() -> None:
    with pytest.raises(PeriodUnreadable):
        period_of(date(2026, 9, 1), "week", ZONE)


@pytest.mark.parametrize(
    "text", ["0001-01", "2026-09-01/9999-12-31", "9999", "9999Q4", "0000", "2026-09-30/2026-09-01"]
)
def test_a_period_whose_bounds_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(PeriodUnreadable):
        parse_period(text, "Asia/Shanghai")
