"""Golden case G10 and the rules of display: a miss never reads like a hit."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from fuwubao.domain.figures import (
    Better,
    Figure,
    FigureStatus,
    FigureVerdict,
    Scope,
    Unit,
    change_text,
    decimal_text,
    displayed,
    duration_text,
    status_of,
)
from fuwubao.domain.periods import PeriodUnreadable, parse_period
from fuwubao.domain.terms import Bound, Operator


def rate(numerator: int, denominator: int, target: str = "1") -> Figure:
    """An attainment held against ``>= target``."""
    return Figure(
        measure="K01",
        version=1,
        scope=Scope("HD"),
        period=parse_period("2026-04", "Asia/Shanghai"),
        as_of=datetime(2026, 5, 1, tzinfo=UTC),
        unit=Unit.RATIO,
        better=Better.HIGHER,
        digits=2,
        status=status_of(denominator, minimum=5),
        numerator=numerator,
        denominator=denominator,
        value=Fraction(numerator, denominator) if denominator else None,
        target=Bound(operator=Operator.AT_LEAST, value=Fraction(target)),
    )


def test_g10_nothing_to_count_is_not_applicable() -> None:
    figure = rate(0, 0)
    assert (figure.display, figure.verdict, figure.to_json()["value"]) == ("不适用 (n=0)", None, None)


def test_g10_just_below_a_hundred_is_not_met_and_not_shown_as_a_hundred() -> None:
    figure = rate(99_996, 100_000)
    assert (figure.display, figure.verdict) == ("99.99%", FigureVerdict.NOT_MET)


def test_g10_exactly_the_target_is_met() -> None:
    figure = rate(9995, 10_000, target="0.9995")
    assert (figure.display, figure.verdict) == ("99.95%", FigureVerdict.MET)


def test_g10_rates_differ_in_percentage_points() -> None:
    assert change_text(Fraction(92, 100), Fraction(95, 100), unit=Unit.RATIO) == "+3.00 百分点"


def test_g10_a_base_of_zero_is_told() -> None:
    assert change_text(Fraction(0), Fraction(5), unit=Unit.COUNT) == "—(基期为0)"


def test_a_change_needs_both_values() -> None:
    assert change_text(None, Fraction(1), unit=Unit.RATIO) == "—"


def test_a_rate_where_less_is_better_is_cut_upwards() -> None:
    assert displayed(Fraction(1, 300), unit=Unit.RATIO, better=Better.LOWER, digits=2) == "0.34%"


def test_a_negative_allowance_is_cut_away_from_zero() -> None:
    assert duration_text(Fraction("-1915.2"), better=Better.HIGHER) == "−31 分 56 秒"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 分"), (59, "59 秒"), (4740, "1 小时 19 分"), (16_200, "4 小时 30 分"), (16_201, "4 小时 31 分")],
)
def test_durations_read_as_hours_and_minutes(seconds: int, text: str) -> None:
    assert duration_text(Fraction(seconds)) == text


def test_thousands_are_set_apart_by_a_thin_space() -> None:
    assert displayed(Fraction(129_360), unit=Unit.COUNT, better=Better.LOWER, digits=0) == "129\u2009360"


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(95, 100), "0.95"), (Fraction(1, 3), "0.3333333333"), (Fraction(-7, 2), "-3.5"), (Fraction(3), "3")],
)
def test_machine_text_is_exact_or_cut(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


def test_few_rows_are_tagged_and_still_judged() -> None:
    figure = rate(3, 3)
    assert (figure.status, figure.verdict) == (FigureStatus.SMALL_SAMPLE, FigureVerdict.MET)


def test_a_quarter_in_berlin_begins_and_ends_at_local_midnight() -> None:
    quarter = parse_period("2025Q4", "Europe/Berlin")
    assert quarter.starts_at == datetime(2025, 9, 30, 22, tzinfo=UTC)
    assert quarter.ends_before == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_a_span_includes_its_last_day() -> None:
    span = parse_period("2025-09-15/2025-11-02", "Asia/Shanghai")
    assert span.ends_before == datetime(2025, 11, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize("label", ["2026-03", "2026Q1", "2026"])
def test_a_step_back_and_forth_is_the_same_period(label: str) -> None:
    period = parse_period(label, "Asia/Shanghai")
    assert period.shifted(-5).shifted(5) == period


@pytest.mark.parametrize("text", ["", "2026-13", "2026Q5", "2026-02-30/2026-03-01", "2026-03-02/2026-03-01", "gestern"])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodUnreadable) as refused:
        parse_period(text, "Asia/Shanghai")
    assert "2026Q3" in refused.value.hint("zh")
