"""What is usual for a figure: the median and the spread of the periods before (issue B part 14)."""

from __future__ import annotations

from fractions import Fraction

from fuwubao.domain.usual_range import usual_range


def _of(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_five_periods_are_too_few_and_six_are_enough() -> None:
    assert usual_range(_of(1, 2, 3, 4, 5)) is None
    assert usual_range(_of(1, 2, 3, 4, 5, 6)) is not None


def test_the_range_is_the_median_and_three_scaled_deviations() -> None:
    """Of 90…96 the median is 93, the deviations 3 2 1 0 1 2 3 have the median 2: 93 ± 3 · 1.4826 · 2."""
    found = usual_range(_of(90, 91, 92, 93, 94, 95, 96))
    assert found is not None
    assert (found.middle, found.count, found.by_spread) == (93, 7, True)
    assert found.high == Fraction("101.8956")
    assert found.low == Fraction("84.1044")
    assert found.holds(Fraction("101.8956"))
    assert not found.holds(Fraction("101.8957"))


def test_one_freak_does_not_widen_the_range() -> None:
    found = usual_range(_of(90, 91, 92, 93, 94, 95, 5))
    assert found is not None
    assert not found.holds(Fraction(60))


def test_equal_periods_are_bounded_by_the_lowest_and_the_highest() -> None:
    found = usual_range(_of(100, 100, 100, 100, 100, 98))
    assert found is not None
    assert (found.low, found.high, found.by_spread) == (98, 100, False)
    assert not found.holds(Fraction(97))


def test_only_the_last_twelve_periods_count() -> None:
    found = usual_range(_of(1, *([50] * 11), 51))
    assert found is not None
    assert (found.low, found.count) == (50, 12)
