"""Rates: exact, rolled up by sums, cut toward the worse side, changes told by their base (M3, M11, M12, M15)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwubao.domain.figures import Better, Unit
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import (
    AVAILABILITY_DIGITS,
    Change,
    Ratio,
    compared_periods,
    hours_and_minutes,
    minutes_of_outage,
    rolled_up,
)

counts = st.integers(0, 10**6)


def test_g6_a_roll_up_divides_sums_and_never_averages_rates() -> None:
    total = rolled_up([Ratio(9, 10), Ratio(990, 1000)])

    assert (total, total.display()) == (Ratio(999, 1010), "98.91%")


def test_g10_nothing_counted_is_not_applicable_and_not_a_hundred_per_cent() -> None:
    assert Ratio(0, 0).value is None
    assert Ratio(0, 0).display() == "不适用 (n=0)"


def test_g10_a_value_just_below_the_target_is_never_shown_as_the_target() -> None:
    assert Ratio(99_996, 100_000).display() == "99.99%"
    assert Ratio(2_999_999, 3_000_000).display() == "99.99%"


def test_a_rate_that_should_be_low_is_cut_upwards() -> None:
    assert Ratio(1, 3).display(better=Better.LOWER) == "33.34%"
    assert Ratio(1, 10**6).display(better=Better.LOWER) == "0.01%"


def test_availability_has_three_decimals() -> None:
    assert Ratio(43_005, 43_080).display(digits=AVAILABILITY_DIGITS) == "99.825%"


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, -2)])
def test_a_negative_count_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="never negative"):
        Ratio(numerator, denominator)


@given(st.lists(st.tuples(counts, counts), max_size=5), st.lists(st.tuples(counts, counts), max_size=5))
def test_rolling_up_in_parts_or_at_once_is_the_same(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    first, second = [Ratio(*pair) for pair in a], [Ratio(*pair) for pair in b]

    assert rolled_up([rolled_up(first), rolled_up(second)]) == rolled_up([*first, *second])


@given(counts, st.integers(1, 10**6))
def test_only_a_whole_rate_is_shown_as_a_hundred_per_cent(missed: int, met: int) -> None:
    shown = Ratio(met, met + missed).display()

    assert (shown == "100.00%") == (missed == 0)


def test_g10_rates_differ_in_percentage_points() -> None:
    change = Change(Fraction(95, 100), Fraction(92, 100), None)

    assert change.on_previous == "+3.00 百分点"
    assert change.on_a_year_earlier == "—"


def test_g10_a_base_of_zero_is_told() -> None:
    change = Change(Fraction(5), Fraction(0), Fraction(10), unit=Unit.COUNT)

    assert change.on_previous == "—(基期为0)"
    assert change.on_a_year_earlier == "\u221250.00%"


def test_a_month_is_compared_with_the_month_before_and_the_same_month_of_last_year() -> None:
    previous, a_year_earlier = compared_periods(parse_period("2026-01", "Asia/Shanghai"))

    assert (previous.label, a_year_earlier.label) == ("2025-12", "2025-01")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(16_200, "4:30"), (0, "0:00"), (1, "0:01"), (59 * 60 + 1, "1:00"), (360_000, "100:00"), (-1915, "\u22120:31")],
)
def test_a_duration_column_shows_hours_and_minutes(seconds: int, text: str) -> None:
    assert hours_and_minutes(seconds) == text


def test_an_outage_is_told_in_minutes_with_a_thin_space_in_thousands() -> None:
    assert minutes_of_outage(79 * 60) == "79 分"
    assert minutes_of_outage(1234 * 60 + 1) == "1\u2009235 分"
