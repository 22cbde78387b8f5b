"""Which promise a figure is held against, and the measures beside the clocks: satisfaction, complaints, workload."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from fuwubao.domain.figures import Dimension, FigureStatus, FigureVerdict, Scope
from fuwubao.domain.terms import AgreementTerms, Bound, MeasureTarget, Operator, WorkloadLimit
from fuwubao.domain.tickets import TicketFacts
from fuwubao.engine.measures.catalogue import UnknownMeasure, measures_called
from fuwubao.engine.measures.evidence import ANSWERS, COMPLAINTS, Evidence
from tests.domain.promises import HOUR, agreement, local, target
from tests.measurement.known import evidence, figures, total


def at_least(percent: int) -> Bound:
    return Bound(operator=Operator.AT_LEAST, value=Fraction(percent, 100))


def promised(percent: int, *, revision_from: date | None = None, minimum: int | None = None) -> AgreementTerms:
    """Resolution within four hours, held by so many per cent."""
    row = target(seconds=4 * HOUR, calendar="always")
    return agreement(replace(row, attainment=at_least(percent), minimum_sample=minimum), revision_from=revision_from)


def resolved(number: int, opened: str) -> TicketFacts:
    """A ticket resolved within the second."""
    at = local(opened)
    return TicketFacts(
        id=f"T{number}", ticket_class="incident", customer="HD", service="ERP", opened_at=at, resolved_at=at
    )


JULY = date(2026, 7, 1)
JUNE_TICKET, JULY_TICKET = resolved(1, "2026-06-30 23:59"), resolved(2, "2026-07-01 00:00")


def known(*tickets: TicketFacts, terms: tuple[AgreementTerms, ...]) -> Evidence:
    return evidence(tickets, {}, terms, local("2026-12-01 00:00"))


def test_tickets_under_two_bounds_of_one_row_share_no_target() -> None:
    terms = (promised(90), promised(95, revision_from=JULY))
    both = total(known(JUNE_TICKET, JULY_TICKET, terms=terms), "2026", "K03")
    july = total(known(JULY_TICKET, terms=terms), "2026", "K03")
    assert both.target is None
    assert july.target == at_least(95)


def test_a_revision_that_keeps_the_bound_keeps_the_target_shared() -> None:
    terms = (promised(90), promised(90, revision_from=JULY))
    assert total(known(JUNE_TICKET, JULY_TICKET, terms=terms), "2026", "K03").target == at_least(90)


def test_a_row_may_ask_for_its_own_minimum_sample() -> None:
    figure = total(known(JUNE_TICKET, terms=(promised(90, minimum=1),)), "2026-06", "K03")
    assert (figure.status, figure.verdict) == (FigureStatus.OK, FigureVerdict.MET)


def test_a_targets_own_slice_knows_its_bound_without_rows() -> None:
    found = figures(known(terms=(promised(90),)), "HD", "2026-06", "K03", dimensions=[Dimension.TARGET])
    assert [(f.scope, f.status, f.target) for f in found[1:]] == [
        (Scope("HD", Dimension.TARGET, "any-resolution", "SLA-1"), FigureStatus.NOT_APPLICABLE, at_least(90))
    ]


def answers(*scores: int) -> Evidence:
    """Answers of HD in April, scored so."""
    rows = [
        {"ticket": f"A{n}", "customer": "HD", "service": None, "at": int(local("2026-04-10 10:00").timestamp())}
        | {"score": score}
        for n, score in enumerate(scores)
    ]
    service = replace(
        promised(90).services[0],
        measure_targets=(MeasureTarget(id="满意度", measure="K17", value=at_least(60)),),
    )
    terms = replace(promised(90), services=(service,))
    return replace(known(terms=(terms,)), answers=pa.Table.from_pylist(rows, schema=ANSWERS))


def test_g7_satisfaction_is_the_share_of_fours_and_fives() -> None:
    figure = total(answers(5, 5, 4, 3, 2), "2026-04", "K17")
    assert (figure.value, figure.display, figure.verdict) == (Fraction(3, 5), "60.00%", FigureVerdict.MET)
    assert figure.status is FigureStatus.SMALL_SAMPLE


def test_g7_the_mean_score_stands_beside_it() -> None:
    assert total(answers(5, 5, 4, 3, 2), "2026-04", "K17M").display == "3.80"


def test_a_source_that_never_came_makes_a_figure_unavailable() -> None:
    figure = total(replace(answers(5), absent=frozenset({"survey_answer"})), "2026-04", "K17")
    assert (figure.status, figure.value, figure.display) == (FigureStatus.UNAVAILABLE, None, "数据不可用")


def complaints() -> Evidence:
    """Two complaints in June, one closed in time, one decided by its date; one ticket."""
    at = int(local("2026-06-10 10:00").timestamp())
    rows = [
        {"ticket": f"C{n}", "customer": "HD", "service": "ERP", "at": at, "decided_at": at + 60, "in_time": in_time}
        for n, in_time in enumerate((1, 0))
    ]
    facts = known(JUNE_TICKET, terms=(promised(90),))
    return replace(facts, complaints=pa.Table.from_pylist(rows, schema=COMPLAINTS))


def test_complaints_stand_over_the_tickets_opened() -> None:
    figure = total(complaints(), "2026-06", "K21")
    assert (figure.numerator, figure.denominator) == (2, 1)


def test_complaints_closed_in_time_stand_over_those_decided() -> None:
    assert total(complaints(), "2026-06", "K22").value == Fraction(1, 2)


@pytest.mark.parametrize(("period", "limit"), [("2026-06", 2), ("2026Q2", 6), ("2026", 24)])
def test_workload_stands_over_what_the_agreement_allows(period: str, limit: int) -> None:
    bounded = replace(
        promised(90).services[0], workload_limits=(WorkloadLimit(measure="tickets_opened", per="month", limit=2),)
    )
    terms = replace(promised(90), services=(bounded,))
    figure = total(known(JUNE_TICKET, terms=(terms,)), period, "K28")
    assert (figure.numerator, figure.denominator, figure.verdict) == (1, limit, FigureVerdict.MET)


def test_workload_without_a_limit_is_told_as_a_count() -> None:
    figure = total(known(JUNE_TICKET, terms=(promised(90),)), "2026-06", "K28")
    assert (figure.numerator, figure.status, figure.display) == (1, FigureStatus.NOT_APPLICABLE, "未约定上限")


def test_an_unknown_measure_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownMeasure) as refused:
        measures_called(("K99",))
    assert "K01" in refused.value.hint("zh")
