"""Drafting: one cut-off, one snapshot, and nothing that is loaded later changes a drafted number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.measurement.queries import frozen_figures
from fuwubao.reports.actions.drafting import draft_report, retake_figures
from fuwubao.reports.errors import AlreadyDrafted, OutsidePeriod, RowNotFound
from fuwubao.reports.models import Obligation, Report
from fuwubao.reports.queries.material import material_of
from tests.reports.world import DRAFT, NOW, TICKETS, Cast, World

LATER = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
I8  incident  补录工单  HD        ERP      P1        2026-08-04T09:00:00  2026-08-04T19:00:00  resolved
"""


def shown(report: Report, key: str) -> str:
    figure = material_of(Report.objects.get(pk=report.pk)).figure(key)
    assert figure is not None
    return f"{figure.display} {figure.numerator}/{figure.denominator}"


def test_the_quarter_is_counted_as_it_can_be_counted_by_hand(world: World) -> None:
    report = world.draft()

    assert report.number == DRAFT
    assert shown(report, "K03:target=P1-解决") == "50.00% 1/2"
    assert shown(report, "K03:target=P2-解决") == "100.00% 4/4"
    assert shown(report, "K09:service=ERP") == f"99.969% {92 * 86400 - 2400}/{92 * 86400}"


def test_rows_that_are_loaded_later_change_no_drafted_number(world: World) -> None:
    report = world.draft()
    before = material_of(report)

    world.load("ticket", LATER)

    after = material_of(Report.objects.get(pk=report.pk))
    assert after == before


def test_the_author_can_take_the_data_anew_and_her_words_stay(world: World, cast: Cast) -> None:
    report = world.draft()
    world.written()
    world.load("ticket", LATER)

    retake_figures(number=report.number, actor=cast.author, now=NOW)

    assert shown(report, "K03:target=P1-解决") == "33.33% 1/3"
    assert report.texts.get(block="summary").text == "P1 有一项超时。"


def test_all_figures_of_a_draft_have_one_cut_off_and_one_snapshot(world: World) -> None:
    report = world.draft()

    assert report.figure_set is not None
    assert {figure.as_of for figure in frozen_figures(report.figure_set)} == {NOW}
    assert report.as_of == NOW
    assert report.snapshot


def test_a_second_draft_of_the_same_period_is_refused(world: World) -> None:
    world.draft()
    with pytest.raises(AlreadyDrafted):
        world.draft()


def test_an_open_period_can_be_drafted_early(world: World) -> None:
    report = world.draft(period="2026Q4")
    assert report.as_of is not None
    assert report.as_of < report.period_ends_before


def test_a_period_that_has_not_begun_cannot_be_drafted(world: World) -> None:
    with pytest.raises(OutsidePeriod):
        world.draft(period="2027Q1")


def test_the_first_second_after_the_period_still_belongs_to_no_open_period(world: World) -> None:
    begins = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    with pytest.raises(OutsidePeriod):
        world.draft(period="2026Q4", now=begins.replace(hour=15))
    assert world.draft(period="2026Q4", now=begins).state == "draft"


def test_drafting_sets_the_duty_in_progress(world: World) -> None:
    world.draft()
    assert Obligation.objects.get(period_label="2026Q3").state == "in_progress"


def test_the_customer_cannot_draft(world: World, cast: Cast) -> None:
    with pytest.raises(RoleMissing):
        draft_report(row_number="SLM-01", period_label="2026Q3", actor=cast.customer, now=NOW)


def test_a_row_that_is_not_in_the_register_has_no_report(world: World) -> None:
    with pytest.raises(RowNotFound):
        world.draft(row="SLM-99")


@pytest.mark.parametrize(
    ("period", "before", "year_ago"),
    [
        ("2026-08", "2026-07", "2025-08"),
        ("2026Q3", "2026Q2", "2025Q3"),
        ("2026H1", "2025H2", "2025H1"),
        ("2025", "2024", "2024"),
        ("2026-08-01/2026-08-10", "2026-07-22/2026-07-31", "2025-08-01/2025-08-10"),
    ],
)
def test_any_period_is_held_against_the_one_before_and_the_same_a_year_ago(
    world: World, period: str, before: str, year_ago: str
) -> None:
    material = material_of(world.draft(period=period))

    assert (material.previous.label, material.year_ago.label) == (before, year_ago)
    assert material.figure("K07", material.previous) is not None
    assert material.figure("K07", material.year_ago) is not None


def test_a_cancelled_ticket_is_told_as_excluded_and_a_request_without_promise_is_not_judged(world: World) -> None:
    report = world.draft()
    material = material_of(report)

    assert material.exclusions == (("cancelled", 1),)
    assert [(b.ticket, b.elapsed_seconds, b.target_seconds) for b in material.breaches] == [("I2", 18001, 14400)]
    assert "R1" in TICKETS
    overall = material.figure("K01")
    assert overall is not None
    assert overall.denominator == 6
