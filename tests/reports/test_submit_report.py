"""提交评审: refused while something must be mended; from then on figures and words are locked (M14)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.reports.actions.checking import check_report
from fuwubao.reports.actions.drafting import retake_figures
from fuwubao.reports.actions.review import stored_document, submit_report
from fuwubao.reports.actions.writing import save_text, waive_finding
from fuwubao.reports.errors import ChecksOpen, ReportNotFound, StepRefused
from fuwubao.reports.models import Obligation, Report
from tests.reports.test_draft_report import LATER
from tests.reports.world import DRAFT, NOW, Cast, World


def submit(cast: Cast, number: str = DRAFT, *, now: datetime = NOW) -> Report:
    return submit_report(number=number, actor=cast.author, now=now)


def test_a_draft_with_open_findings_is_refused_and_the_refusal_names_them(world: World, cast: Cast) -> None:
    world.draft()

    with pytest.raises(ChecksOpen) as refused:
        submit(cast)

    assert "摘要还没有文字" in str(refused.value)
    assert Report.objects.get().state == "draft"


def test_a_complete_draft_goes_to_review_with_its_duty(world: World) -> None:
    report = world.submitted()

    assert report.state == "in_review"
    assert report.submitted_at == NOW
    assert Obligation.objects.get(period_label="2026Q3").state == "submitted"


def test_rows_loaded_after_submission_change_nothing_that_is_read(world: World) -> None:
    before = world.submitted().tree

    world.load("ticket", LATER)

    report = Report.objects.get()
    assert report.tree == before
    assert "50.00%" in {figure.display for figure in stored_document(report).figures}


def test_words_and_data_are_locked_after_submission(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(StepRefused):
        save_text(number=DRAFT, block="summary", text="改写", edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(StepRefused):
        retake_figures(number=DRAFT, actor=cast.author, now=NOW)


def test_rows_that_came_after_the_draft_ask_for_a_reason_or_new_figures(world: World, cast: Cast) -> None:
    world.draft()
    world.written()
    world.load("ticket", LATER)

    with pytest.raises(ChecksOpen) as refused:
        submit(cast)
    assert "数据在采集之后有变动" in str(refused.value)

    told = next(f for f in check_report(number=DRAFT, actor=cast.author, now=NOW) if f.rule == "stale")
    waive_finding(number=DRAFT, rule="stale", subject=told.subject, reason="下期说明", actor=cast.author, now=NOW)
    assert submit(cast).state == "in_review"


def test_a_draft_of_an_open_period_waits_for_the_periods_end(world: World, cast: Cast) -> None:
    number = world.draft(period="2026Q4").number
    save_text(number=number, block="summary", text="本季平稳。", edit_count=None, actor=cast.author, now=NOW)

    with pytest.raises(ChecksOpen) as refused:
        submit(cast, number)
    assert "2026-12-31 才结束" in str(refused.value)

    after = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # the first instant of the new year in Shanghai
    with pytest.raises(ChecksOpen):
        submit(cast, number, now=after)  # time alone does not complete the data
    retake_figures(number=number, actor=cast.author, now=after)
    assert submit(cast, number, now=after).state == "in_review"


def test_the_reviewer_cannot_submit(world: World, cast: Cast) -> None:
    world.draft()
    with pytest.raises(RoleMissing):
        submit_report(number=DRAFT, actor=cast.reviewer, now=NOW)


def test_the_operator_builds_but_does_not_submit(world: World, cast: Cast) -> None:
    world.draft()
    world.written()
    with pytest.raises(RoleMissing):
        submit_report(number=DRAFT, actor=cast.operator, now=NOW)


def test_an_unknown_report_is_told(world: World, cast: Cast) -> None:
    with pytest.raises(ReportNotFound):
        submit(cast, "SLM-01-2026Q3-A/9")
