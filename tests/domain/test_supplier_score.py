"""The score of a supplier: weights over what has data, less deductions, exact (K27)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fuwubao.domain.ratios import Ratio
from fuwubao.domain.supplying import CRITERIA, Deduction, checks_for, score_of

NONE = Ratio(0, 0)
FULL = {"targets": Ratio(3, 4), "punctual": Ratio(2, 3), "quality": Ratio(11, 12), "disputes": Ratio(1, 2)}


def test_the_score_is_the_weighted_sum_of_the_ratios() -> None:
    score = score_of(FULL)
    by_hand = 40 * Fraction(3, 4) + 20 * Fraction(2, 3) + 20 * Fraction(11, 12) + 20 * Fraction(1, 2)
    assert (score.value, score.weight_counted, score.dropped) == (by_hand, 100, ())


def test_a_criterion_without_data_drops_out_with_its_weight_and_is_told() -> None:
    score = score_of(FULL | {"targets": NONE, "disputes": NONE})
    by_hand = 100 * (20 * Fraction(2, 3) + 20 * Fraction(11, 12)) / 40
    assert (score.value, score.weight_counted, score.dropped) == (by_hand, 40, ("targets", "disputes"))


def test_without_any_data_there_is_no_score() -> None:
    score = score_of(dict.fromkeys(FULL, NONE), (Deduction(points=5, reason="迟报"),))
    assert score.value is None


def test_deductions_take_points_off_but_never_below_nothing() -> None:
    whole = dict.fromkeys(FULL, Ratio(1, 1))
    assert score_of(whole, (Deduction(points=5, reason="迟报"), Deduction(points=8, reason="缺附件"))).value == 87
    assert score_of(whole, (Deduction(points=60, reason="违约"), Deduction(points=60, reason="违约"))).value == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=4, max_size=4))
def test_a_score_lies_between_the_worst_and_the_best_of_its_ratios(pairs: list[tuple[int, int]]) -> None:
    ratios = {one.code: Ratio(min(a, b), max(a, b)) for one, (a, b) in zip(CRITERIA, pairs, strict=True)}
    values = [one.value for one in ratios.values() if one.value is not None]
    score = score_of(ratios).value
    assert (score is None) == (not values)
    assert score is None or min(values) * 100 <= score <= max(values) * 100


def test_only_who_leads_others_is_asked_about_them() -> None:
    """S1.16: a lead supplier tells of its subcontractors."""
    assert "subcontractors" in checks_for(leads=True)
    assert "subcontractors" not in checks_for(leads=False)
