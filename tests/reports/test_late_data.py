"""Data that came after the freeze: update before submission, or explain in the next report (issue B part 8, M6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from fuwubao.domain.errors import FuwubaoError
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.late_data import explain_later, step_mark_told, update_data
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.models import LateDataChoice, Report
from fuwubao.reports.period_errors import NothingLate
from fuwubao.reports.queries.late_data import late_data
from fuwubao.reports.queries.material import material_of
from tests.reports.world import DRAFT, NOW, World

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=2)
MENDED = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
I2  incident  过账失败  HD        ERP      P1        2026-08-03T09:00:00  2026-08-03T11:00:00  resolved
"""
P1 = "K03:target=P1-解决"


def test_late_rows_make_a_difference_list_and_the_update_keeps_it(world: World) -> None:
    """M14: I2 was resolved in time after all; P1 goes from 1 of 2 to 2 of 2, and the choice keeps both."""
    report = world.draft()
    with pytest.raises(NothingLate):
        update_data(number=DRAFT, reason="补录", actor=world.cast.author, now=LATER)
    world.load("ticket", MENDED, at=LATER)
    moved = late_data(report.pk, reader=world.cast.author).moved
    assert [(one.was, one.now) for one in moved if (one.key, one.title[-6:]) == (P1, "2026Q3")] == [
        ("50.00%", "100.00%")
    ]
    updated = update_data(number=DRAFT, reason="补录解决时间", actor=world.cast.author, now=LATER)
    figure = material_of(updated).figure(P1)
    assert figure is not None
    assert figure.display == "100.00%"
    kept = LateDataChoice.objects.get()
    assert (kept.choice, kept.reason, kept.chosen_by) == ("update", "补录解决时间", world.cast.author)
    assert [one["now"] for one in kept.differences if (one["key"], one["title"][-6:]) == (P1, "2026Q3")] == ["100.00%"]


def test_after_approval_the_next_report_explains_it(world: World) -> None:
    """M6: what was sent stays; the next report says what changed and why, and the choice knows where it was told."""
    report = publish_report(number=world.approved().number, actor=world.cast.manager, now=NOW)
    world.load("ticket", MENDED, at=LATER)
    with pytest.raises(FuwubaoError):
        update_data(number=DRAFT, reason="补录", actor=world.cast.author, now=LATER)
    with pytest.raises(FuwubaoError):
        explain_later(number=DRAFT, reason=" ", actor=world.cast.author, now=LATER)
    chosen = explain_later(number=DRAFT, reason="补录解决时间", actor=world.cast.author, now=LATER)
    frozen = material_of(Report.objects.get(pk=report.pk)).figure(P1)
    assert frozen is not None
    assert frozen.display == "50.00%"
    then = NOW + timedelta(days=95)
    following = draft_report(row_number="SLM-01", period_label="2026Q4", actor=world.cast.author, now=then)
    (told,) = material_of(following).told_late
    assert told.startswith(f"{DRAFT} 的数据在冻结之后又有补充：")
    assert told.endswith("说明：补录解决时间")
    assert "由 50.00% 变为 100.00%" in told
    following.submitted_at = then
    step_mark_told(following)
    chosen.refresh_from_db()
    assert chosen.told_in == following


def test_who_may_not_write_chooses_nothing(world: World) -> None:
    world.draft()
    world.load("ticket", MENDED, at=LATER)
    with pytest.raises(FuwubaoError):
        update_data(number=DRAFT, reason="补录", actor=world.cast.reviewer, now=LATER)
    assert not LateDataChoice.objects.exists()


def test_the_page_lists_the_differences_and_takes_the_choice(world: World, client: Client) -> None:
    report = world.draft()
    world.load("ticket", MENDED, at=LATER)
    client.force_login(world.cast.author)
    page = client.get(f"/reports/{report.pk}/late/").content.decode()
    assert "50.00%" in page
    assert "100.00%" in page
    answer = client.post(f"/reports/{report.pk}/late/choose/", {"choice": "update", "reason": "补录"}, follow=True)
    assert "没有影响本报告数字的新数据" in answer.content.decode()
    assert "已作的选择" in answer.content.decode()
