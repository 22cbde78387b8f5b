"""Several customers as one: Σ over Σ, golden case G6, and what does not add up is left out (M11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit, Variant
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import Bound, Operator
from fuwubao.reports.material import Naming
from fuwubao.reports.rolling_up import by_citation, naming_of, rolled_up

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


BOTH = Naming(members={"HD": "华东制造", "QM": "青木"})


def test_medians_and_targets_do_not_add_up_but_stay_each_members_own() -> None:
    median = replace(rate("HD", 1, 2), measure="K04", variant=Variant(clock="resolution", statistic="median"))
    target = replace(rate("HD", 1, 2), scope=Scope("HD", Dimension.TARGET, "P1-解决", "SLA-1"))
    figures = [rate("HD", 9, 10), median, target]

    assert [key for key, _ in by_citation(figures, BOTH)] == [
        "K03",
        "K03:customer=HD",
        "K04:customer=HD;clock=resolution;statistic=median",
        "K03:target=P1-解决",
    ]
    assert len(by_citation(figures, Naming())) == 3


def test_the_roll_up_names_all_whose_rows_it_counts() -> None:
    total = by_citation([rate("HD", 9, 10), rate("QM", 990, 1000)], BOTH)[("K03", "2026Q3")]
    assert total.scope.customer == "HD+QM"


def test_one_target_id_of_two_agreements_has_two_keys() -> None:
    first = replace(rate("HD", 1, 2), scope=Scope("HD", Dimension.TARGET, "P1-解决", "SLA-1"))
    second = replace(rate("HD", 3, 4), scope=Scope("HD", Dimension.TARGET, "P1-解决", "SLA-2"))
    naming = naming_of([("SLA-1", "P1-解决"), ("SLA-2", "P1-解决")], {"HD": "华东制造"})

    held = by_citation([first, second], naming)

    assert {key: figure.numerator for (key, _), figure in held.items()} == {
        "K03:agreement=SLA-1;target=P1-解决": 1,
        "K03:agreement=SLA-2;target=P1-解决": 3,
    }
    asked = naming.key_of("K03", dimension=Dimension.TARGET, value="P1-解决", agreement="SLA-2")
    assert held[(asked, "2026Q3")] is second


def test_values_entered_by_hand_add_up_in_one_unit_and_never_as_per_cents() -> None:
    def entered(customer: str, value: int, unit: str) -> Figure:
        entry = dict.fromkeys(("id", "basis", "evidence", "entered_by", "verified_by"), "x") | {"unit": unit}
        own = replace(rate(customer, 1, 1), measure="巡检次数", unit=Unit.COUNT, digits=0, entry=entry)
        return replace(
            own, numerator=None, denominator=None, value=Fraction(value), variant=Variant(statistic="manual")
        )

    def total(*figures: Figure) -> list[str]:
        held = by_citation(figures, BOTH)
        return [figure.display for (key, _), figure in held.items() if "customer" not in key]

    assert total(entered("HD", 12, "次"), entered("QM", 5, "次")) == ["17 次"]
    assert total(entered("HD", 12, "次"), entered("QM", 5, "人天")) == []
    assert total(entered("HD", 90, "%"), entered("QM", 80, "%")) == []
