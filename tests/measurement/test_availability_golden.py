"""Golden case G1: availability of a round-the-clock service in April 2026, to the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fuwubao.domain.figures import Dimension, Figure, FigureStatus, FigureVerdict, Scope
from fuwubao.domain.terms import AgreementTerms, Bound, MeasureTarget, Operator, ServiceTerms, WeeklyWindow
from fuwubao.engine.measures.evidence import Evidence
from fuwubao.engine.measures.service_time import Outage
from tests.domain.promises import agreement, local
from tests.measurement.known import evidence, figures

MINUTE = 60
THREE_NINES = Bound(operator=Operator.AT_LEAST, value=Fraction(999, 1000))
SUNDAY_NIGHT = WeeklyWindow(weekday=6, starts=0, ends=2 * 3600)


def outage(
    number: int, starts: str, ends: str, *, planned: bool = False, weight: int = 100, agreed: bool = False
) -> Outage:
    since, until = (int(local(text).timestamp()) for text in (starts, ends))
    return Outage(
        id=f"O{number}", service="ERP", starts=since, ends=until, weight=weight, planned=planned, agreed=agreed
    )


G1_OUTAGES = (
    outage(1, "2026-04-03 10:00", "2026-04-03 10:30"),
    outage(2, "2026-04-03 10:20", "2026-04-03 10:50"),
    outage(3, "2026-04-12 00:00", "2026-04-12 02:15", planned=True),
    outage(4, "2026-04-30 23:50", "2026-05-01 00:20"),
)


def promised(*maintenance: WeeklyWindow, revision_from: date | None = None) -> AgreementTerms:
    """24×7 availability of ERP ≥ 99.9 %."""
    target = MeasureTarget(
        id="可用性", measure="K09", value=THREE_NINES, calendar="always", maintenance=tuple(maintenance)
    )
    service = ServiceTerms(code="ERP", name="ERP", measure_targets=(target,))
    return replace(agreement(revision_from=revision_from), services=(service,))


# one agreed window in the month: a revision holds it for that one day
G1_AGREEMENTS = (
    promised(),
    promised(SUNDAY_NIGHT, revision_from=date(2026, 4, 12)),
    promised(revision_from=date(2026, 4, 13)),
)


def known(
    *outages: Outage, terms: tuple[AgreementTerms, ...] = G1_AGREEMENTS, as_of: str = "2026-06-30 00:00"
) -> Evidence:
    return evidence((), {}, terms, local(as_of), outages)


def erp(facts: Evidence, period: str, measure: str, statistic: str = "") -> Figure:
    found = figures(facts, "HD", period, measure, dimensions=[Dimension.SERVICE])
    wanted = Scope("HD", Dimension.SERVICE, "ERP")
    return next(f for f in found if f.scope == wanted and f.variant.statistic == statistic)


def test_g1_availability_in_april_misses_its_target() -> None:
    figure = erp(known(*G1_OUTAGES), "2026-04", "K09")
    assert (figure.numerator, figure.denominator) == ((43_080 - 75) * MINUTE, 43_080 * MINUTE)
    assert figure.display == "99.825%"
    assert figure.verdict is FigureVerdict.NOT_MET


def test_g1_allowance_is_overdrawn_by_nearly_32_minutes() -> None:
    figure = erp(known(*G1_OUTAGES), "2026-04", "K11")
    assert figure.value == (Fraction("43.08") - 75) * MINUTE
    assert figure.display == "−31 分 56 秒"


@pytest.mark.parametrize(("statistic", "minutes"), [("mtrs", 25), ("mtbf", 14_335), ("mtbsi", 14_360)])
def test_g1_three_outages_give_the_means_between_them(statistic: str, minutes: int) -> None:
    figure = erp(known(*G1_OUTAGES), "2026-04", "K10", statistic)
    assert figure.value == minutes * MINUTE
    assert figure.denominator == 3


def test_g1_may_has_the_rest_of_an_outage_that_began_in_april_and_counts_none() -> None:
    facts = known(*G1_OUTAGES)
    time, restore = erp(facts, "2026-05", "K09"), erp(facts, "2026-05", "K10", "mtrs")
    assert time.denominator is not None
    assert time.numerator == time.denominator - 20 * MINUTE
    assert (restore.status, restore.display) == (FigureStatus.NOT_APPLICABLE, "无中断")


def test_overlapping_outages_count_once_at_the_greatest_weight() -> None:
    half = outage(1, "2026-04-03 10:00", "2026-04-03 11:00", weight=50)
    full = outage(2, "2026-04-03 10:30", "2026-04-03 10:40")
    figure = erp(known(half, full), "2026-04", "K09")
    assert figure.denominator is not None
    assert figure.numerator == figure.denominator - (50 * MINUTE // 2 + 10 * MINUTE)


def test_an_odd_weight_is_kept_in_hundredths_of_a_second() -> None:
    figure = erp(known(outage(1, "2026-04-03 10:00:00", "2026-04-03 10:00:01", weight=33)), "2026-04", "K09")
    assert (figure.numerator, figure.denominator) == (43_080 * MINUTE * 100 - 33, 43_080 * MINUTE * 100)


def test_a_planned_record_outside_the_agreed_window_is_downtime_unless_the_customer_agreed() -> None:
    refused = erp(known(outage(1, "2026-04-08 00:00", "2026-04-08 01:00", planned=True)), "2026-04", "K10", "mtrs")
    agreed = erp(
        known(outage(1, "2026-04-08 00:00", "2026-04-08 01:00", planned=True, agreed=True)), "2026-04", "K10", "mtrs"
    )
    assert refused.value == 3600
    assert agreed.status is FigureStatus.NOT_APPLICABLE


def test_an_outage_that_is_not_over_lasts_up_to_the_cut_off() -> None:
    going_on = replace(outage(1, "2026-04-29 00:00", "2026-04-29 00:01"), ends=2**40)
    figure = erp(known(going_on, as_of="2026-04-29 03:00"), "2026-04", "K10", "mtrs")
    assert figure.value == 3 * 3600


def test_the_hour_that_a_clock_change_skips_is_not_agreed_time() -> None:
    berlin = replace(promised(), timezone="Europe/Berlin")
    spring = replace(berlin, calendars={"always": replace(berlin.calendars["always"], timezone="Europe/Berlin")})
    figure = erp(known(terms=(spring,)), "2026-03", "K09")
    assert figure.denominator == (31 * 24 - 1) * 3600


def test_a_service_without_a_promise_of_availability_has_no_figure() -> None:
    silent = replace(agreement(), services=(ServiceTerms(code="ERP", name="ERP"),))
    assert erp(known(*G1_OUTAGES, terms=(silent,)), "2026-04", "K09").status is FigureStatus.NOT_APPLICABLE
