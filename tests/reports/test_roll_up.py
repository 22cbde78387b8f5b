"""Several customers as one: Σ over Σ, golden case G6, and what does not add up is left out (M11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit, Variant
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import Bound, Operator
from fuwubao.reports.rolling_up import by_citation, rolled_up

Q3 = parse_period("2026Q3", "Asia/Shanghai")


def rate(customer: str, met: int, judged: int) -> Figure:
    """K03 of one customer as the engine makes it."""
    return Figure(
        measure="K03",
        version=1,
        scope=Scope(customer),
        period=Q3,
        as_of=datetime(2026, 10, 8, tzinfo=UTC),
        unit=Unit.RATIO,
        better=Better.HIGHER,
        digits=2,
        status=FigureStatus.OK if judged else FigureStatus.NOT_APPLICABLE,
        numerator=met,
        denominator=judged,
        value=Fraction(met, judged) if judged else None,
        target=Bound(operator=Operator.AT_LEAST, value=Fraction(95, 100)),
    )


def test_g6_nine_of_ten_and_990_of_1000_are_999_of_1010() -> None:
    total = rolled_up([rate("HD", 9, 10), rate("QM", 990, 1000)])

    assert (total.numerator, total.denominator, total.display) == (999, 1010, "98.91%")
    assert total.value == Fraction(999, 1010)


def test_a_total_has_no_target_of_its_own() -> None:
    assert rolled_up([rate("HD", 9, 10), rate("QM", 990, 1000)]).verdict is None


def test_a_member_without_verdicts_changes_nothing() -> None:
    assert rolled_up([rate("HD", 9, 10), rate("QM", 0, 0)]).display == "90.00%"


def test_a_member_whose_source_is_missing_is_no_zero() -> None:
    missing = replace(rate("QM", 0, 5), status=FigureStatus.UNAVAILABLE, numerator=None, denominator=None, value=None)
    assert rolled_up([missing, rate("HD", 9, 10)]).display == "90.00%"
    assert rolled_up([missing, missing]).status is FigureStatus.UNAVAILABLE


def test_counts_and_their_flows_add_up() -> None:
    def backlog(customer: str, opened: int) -> Figure:
        count = replace(rate(customer, opened, 1), measure="K07", unit=Unit.COUNT, value=Fraction(opened))
        return replace(count, denominator=None, identity={"opened": opened, "closing": 1})

    total = rolled_up([backlog("HD", 40), backlog("QM", 2)])
    assert total.value == 42
    assert total.identity == {"opened": 42, "closing": 2}


def test_medians_and_targets_of_several_customers_are_left_out_and_of_one_kept() -> None:
    median = replace(rate("HD", 1, 2), measure="K04", variant=Variant(clock="resolution", statistic="median"))
    target = replace(rate("HD", 1, 2), scope=Scope("HD", Dimension.TARGET, "P1-解决", "SLA-1"))
    figures = [rate("HD", 9, 10), median, target]

    assert list(by_citation(figures, members=2)) == [("K03", "2026Q3")]
    assert len(by_citation(figures, members=1)) == 3
