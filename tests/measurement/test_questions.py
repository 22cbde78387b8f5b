"""What pages and commands may ask: figures of one or all customers, trends, rows, breaches, restatements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fuwubao.domain.figures import Dimension, FigureStatus, Variant
from fuwubao.domain.periods import parse_period
from fuwubao.engine.measures.lineage import Side
from fuwubao.measurement.breaches import breaches_in, exclusions_in, restated_since
from fuwubao.measurement.errors import CustomerUnknown, FigureUnknown
from fuwubao.measurement.queries import figures_for, one_figure, rows_behind, trend
from fuwubao.measurement.verdicts import verdicts_as_of
from tests.measurement.conftest import EVENTS, Load

MARCH, APRIL = (parse_period(label, "Asia/Shanghai") for label in ("2026-03", "2026-04"))
END_OF_MARCH, END_OF_APRIL = MARCH.ends_before, APRIL.ends_before
LATER = datetime(2026, 5, 20, tzinfo=UTC)


def test_one_service_alone_gives_its_slice_and_no_total(loaded: Load) -> None:
    answer = figures_for(customer="HD", service="ERP", period="2026-03", as_of=LATER, measures=("K03",))
    assert [(f.scope.dimension, f.scope.key) for f in answer.figures] == [(Dimension.SERVICE, "ERP")]


def test_a_figure_with_other_bounds_than_the_answer_carries_them(loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUWUBAO_TIME_ZONE", "Europe/Berlin")
    told = figures_for(period="2026-03", as_of=LATER, measures=("K03",)).to_json()
    figures = told["figures"]
    assert isinstance(figures, list)
    assert told["period"] == {
        "start": "2026-02-28T23:00:00Z",
        "end": "2026-03-31T22:00:00Z",
        "timezone": "Europe/Berlin",
    }
    assert {figure["period"]["timezone"] for figure in figures} == {"Asia/Shanghai"}


def test_an_unknown_customer_is_refused_with_those_that_are_known(loaded: Load) -> None:
    with pytest.raises(CustomerUnknown) as refused:
        figures_for(customer="XX", period="2026-03", as_of=LATER)
    assert refused.value.hint("zh") == "已知的客户：HD"


def test_a_measure_without_such_a_number_says_what_it_has(loaded: Load) -> None:
    with pytest.raises(FigureUnknown) as refused:
        one_figure(measure="K04", customer="HD", period="2026-03", as_of=LATER, variant=Variant(clock="response"))
    assert "response mean" in refused.value.hint("zh")


def test_surveys_that_never_came_are_unavailable_and_not_a_zero(loaded: Load) -> None:
    figure = one_figure(measure="K17", customer="HD", period="2026-03", as_of=LATER)
    assert (figure.status, figure.display) == (FigureStatus.UNAVAILABLE, "数据不可用")


def test_survey_answers_count_for_their_customer(loaded: Load) -> None:
    loaded(
        "survey_answer", "id,customer,answered_at,score\nA1,HD,2026-03-05T01:00:00Z,5\nA2,HD,2026-03-06T01:00:00Z,2\n"
    )
    assert one_figure(measure="K17", customer="HD", period="2026-03", as_of=LATER).display == "50.00%"


def test_an_answer_that_names_only_its_ticket_is_that_tickets_customers(loaded: Load) -> None:
    loaded("survey_answer", "id,ticket_id,answered_at,score\nA1,T1,2026-03-05T01:00:00Z,5\n")
    figure = one_figure(
        measure="K17", customer="HD", period="2026-03", as_of=LATER, dimension=Dimension.SERVICE, key="ERP"
    )
    assert figure.denominator == 1


def test_a_complaint_is_decided_by_its_closing_or_its_fifth_working_day(loaded: Load) -> None:
    loaded(
        "complaint",
        "id,customer,received_at,content,closed_at\n"
        "C1,HD,2026-03-02T01:00:00Z,态度,2026-03-09T10:00:00Z\n"
        "C2,HD,2026-03-02T01:00:00Z,超时,2026-03-10T01:00:00Z\n"
        "C3,HD,2026-03-30T01:00:00Z,无人答复,\n",
    )
    march = one_figure(measure="K22", customer="HD", period="2026-03", as_of=LATER)
    april = one_figure(measure="K22", customer="HD", period="2026-04", as_of=LATER)
    assert (march.numerator, march.denominator) == (1, 2)
    assert (april.numerator, april.denominator) == (0, 1)
    assert one_figure(measure="K21", customer="HD", period="2026-03", as_of=LATER).numerator == 3


def test_a_trend_has_thirteen_periods_and_a_gap_where_nothing_was(loaded: Load) -> None:
    points = trend(customer="HD", measure="K03", period="2026-04", as_of=LATER)
    assert [point.period.label for point in points][-2:] == ["2026-03", "2026-04"]
    assert len(points) == 13
    assert points[0].value is None


def test_the_rows_of_a_numerator_are_the_tickets_that_met(loaded: Load) -> None:
    figure = one_figure(measure="K03", customer="HD", period="2026-03", as_of=END_OF_MARCH)
    met, decided = rows_behind(figure, Side.NUMERATOR), rows_behind(figure, Side.DENOMINATOR)
    assert [row["ticket"] for row in met.rows] == ["G4", "T1"]
    assert len(met.rows) == figure.numerator
    assert len(decided.rows) == figure.denominator


def test_the_rows_behind_availability_are_the_outages(loaded: Load) -> None:
    figure = one_figure(measure="K09", customer="HD", period="2026-03", as_of=LATER)
    assert [row["ticket"] for row in rows_behind(figure).rows] == ["O1"]


def test_a_breach_is_told_with_its_title_and_what_it_took_too_long(loaded: Load) -> None:
    (breach,) = breaches_in(MARCH, customer="HD", as_of=END_OF_MARCH)
    assert (breach.ticket, breach.title, breach.over_seconds) == ("T2", "报表打不开", 3600)


def test_g4_a_met_ticket_that_is_breached_after_its_reopening_is_restated(loaded: Load) -> None:
    assert restated_since(MARCH, customer="HD", told=END_OF_MARCH, as_of=END_OF_MARCH) == ()
    (restated,) = restated_since(MARCH, customer="HD", told=END_OF_MARCH, as_of=END_OF_APRIL)
    assert (restated.ticket, restated.was, restated.now) == ("G4", "met", "breached")


def test_g4_the_year_counts_the_ticket_once_with_its_last_verdict(loaded: Load) -> None:
    months = [
        one_figure(measure="K03", customer="HD", period=label, as_of=as_of).numerator or 0
        for label, as_of in (("2026-03", END_OF_MARCH), ("2026-04", END_OF_APRIL))
    ]
    year = one_figure(measure="K03", customer="HD", period="2026", as_of=END_OF_APRIL)
    assert (months, year.numerator, year.denominator) == ([2, 0], 1, 3)


def test_excluded_tickets_are_counted_by_their_reason(loaded: Load) -> None:
    loaded("ticket_event", EVENTS + "T3,2026-04-30T15:10:00Z,cancelled,,,刘洋\n")
    assert exclusions_in(APRIL, customer="HD", as_of=LATER) == (("cancelled", 1),)


def test_a_periods_verdicts_are_those_decided_or_running_in_it(loaded: Load) -> None:
    march = verdicts_as_of(END_OF_MARCH, period="2026-03")
    april = verdicts_as_of(END_OF_APRIL, agreement="SLA-1", period="2026-04")
    resolutions = [row for row in april.to_pylist() if row["clock"] == "resolution"]
    assert {row["ticket"] for row in march.to_pylist() if row["clock"] == "resolution"} == {"T1", "T2", "G4"}
    assert {(row["ticket"], row["verdict"]) for row in resolutions} == {("T3", "running"), ("G4", "breached")}


def test_a_judged_table_is_kept_and_read_again(loaded: Load) -> None:
    first = verdicts_as_of(LATER)
    assert verdicts_as_of(LATER).equals(first)
