"""抽样核对 (S6.9): rows behind the figures, drawn by a seed, each compared with its source tool and kept in F04."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.errors import RoleMissing
from fuwubao.measurement.queries import frozen_figures
from fuwubao.reports import sampling as drawing
from fuwubao.reports.actions.review import review_report
from fuwubao.reports.actions.sampling import compare_rows, draw_sample
from fuwubao.reports.errors import ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import DataSample, Report, SampledRow
from fuwubao.reports.queries.review_page import review_page
from fuwubao.reports.review_errors import DifferenceUnsaid, SampleDrawn, SampleOpen
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds


def test_the_population_is_every_record_that_the_periods_figures_count(world: World) -> None:
    """S6.9: tickets I1–I6, R1 and the two outages; I7 was cancelled but it was opened in the period."""
    report = world.submitted()
    assert report.figure_set is not None
    keys = drawing.population(frozen_figures(report.figure_set), period="2026Q3", snapshot=report.snapshot)
    assert {number for kind, number in keys if kind == "ticket"} >= {"I1", "I2", "I3", "I4", "I5", "I6", "R1"}
    assert {number for kind, number in keys if kind == "outage"} == {"O1", "O2"}


def test_the_same_seed_draws_the_same_rows_and_another_seed_others(world: World) -> None:
    """S6.9: an auditor can repeat the draw."""
    keys = [("ticket", f"T{number}") for number in range(200)]
    assert drawing.drawn(keys, seed="ab", size=10) == drawing.drawn(keys, seed="ab", size=10)
    assert drawing.drawn(keys, seed="ab", size=10) != drawing.drawn(keys, seed="ac", size=10)
    assert len(drawing.drawn(keys[:3], seed="ab", size=10)) == 3


def test_a_sample_keeps_the_rows_as_the_store_holds_them_with_their_source(world: World, cast: Cast) -> None:
    world.submitted()

    sample = draw_sample(number=DRAFT, size=50, actor=cast.reviewer, now=NOW)

    row = SampledRow.objects.get(record_id="I2")
    assert (row.source, row.values["title"], row.equal) == ("desk", "过账失败", None)
    assert sample.size == sample.rows.count() == sample.population
    assert len(sample.seed) == 16


def test_one_sample_a_submission_so_that_nobody_draws_until_it_pleases(world: World, cast: Cast) -> None:
    world.submitted()
    draw_sample(number=DRAFT, size=3, actor=cast.reviewer, now=NOW)
    with pytest.raises(SampleDrawn):
        draw_sample(number=DRAFT, size=3, actor=cast.reviewer, now=NOW)


def test_the_data_are_not_verified_while_a_row_waits_or_differs_without_a_word(world: World, cast: Cast) -> None:
    """S6.9: the result of the comparison stands behind the tick of the check list."""
    world.submitted()
    draw_sample(number=DRAFT, size=3, actor=cast.reviewer, now=NOW)
    compare_rows(number=DRAFT, results={1: (True, ""), 2: (True, "")}, actor=cast.reviewer, now=NOW)
    with pytest.raises(SampleOpen):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    with pytest.raises(DifferenceUnsaid):
        compare_rows(number=DRAFT, results={3: (False, " ")}, actor=cast.reviewer, now=NOW)
    compare_rows(number=DRAFT, results={3: (False, "来源为 P2")}, actor=cast.reviewer, now=NOW)
    with pytest.raises(ReviewIncomplete, match="1 行不一致"):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    judgement = all_holds()
    items = {**judgement.items, "data_verified": (True, "已在来源改正，重取后一致")}
    kept = review_report(
        number=DRAFT, judgement=type(judgement)(items=items, conclusion="pass"), actor=cast.reviewer, now=NOW
    )
    assert kept.items.get(item="data_verified").comment == "已在来源改正，重取后一致"


def test_the_author_neither_draws_nor_compares_and_nothing_is_drawn_of_a_draft(world: World, cast: Cast) -> None:
    """Domain (e)."""
    world.draft()
    with pytest.raises(StepRefused):
        draw_sample(number=DRAFT, size=3, actor=cast.reviewer, now=NOW)
    Report.objects.update(state="in_review", submitted_at=NOW, author=cast.reviewer)
    with pytest.raises(SameHands):
        draw_sample(number=DRAFT, size=3, actor=cast.reviewer, now=NOW)
    with pytest.raises(RoleMissing):
        draw_sample(number=DRAFT, size=3, actor=cast.author, now=NOW)


def test_the_approver_sees_how_the_sample_came_out(world: World, cast: Cast, client: Client) -> None:
    """S6.9: drawn and ticked by page; the count of differing rows stands among the check results."""
    report = world.submitted()
    client.force_login(cast.reviewer)
    client.post(reverse("reports:draw-sample", args=[report.pk]), {"size": "2"})
    ticks = {"row_1": "equal", "row_2": "different", "difference_2": "优先级不同"}
    client.post(reverse("reports:compare-sample", args=[report.pk]), ticks)
    assert DataSample.objects.get().rows.get(place=2).difference == "优先级不同"

    client.force_login(cast.manager)
    told = client.get(reverse("reports:review", args=[report.pk])).content.decode()
    assert "2 行中有 1 行不一致" in told
    sample = review_page(report.pk, reader=cast.manager, now=NOW).sample
    assert sample is not None
    assert (sample.equal, sample.different, sample.waiting) == (1, 1, 0)
