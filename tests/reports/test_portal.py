"""客户门户: a recipient sees what was published to her own firm, confirms it, and gives her opinion (F07)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.accounts.models import Notice, User
from fuwubao.reports.actions.publishing import (
    Opinion,
    acknowledge_report,
    answer_feedback,
    give_feedback,
    open_published,
    publish_report,
    published_for,
)
from fuwubao.reports.errors import ReportNotFound
from fuwubao.reports.models import Delivery, RegisterRow, Report
from fuwubao.reports.queries.reports import portal_lines, published_numbered, report_numbered
from tests.reports.world import DRAFT, NOW, Cast, World

LATER = NOW + timedelta(hours=3)


def published(world: World) -> Report:
    world.approved()
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def test_the_customer_opens_what_was_published_to_her_firm(world: World, cast: Cast) -> None:
    report = published(world)

    assert open_published(report_id=report.pk, actor=cast.customer, now=LATER) == report
    assert Delivery.objects.get().opened_at == LATER
    assert [line.number for line in portal_lines(reader=cast.customer)] == [DRAFT]


def test_only_the_first_opening_is_kept(world: World, cast: Cast) -> None:
    report = published(world)
    open_published(report_id=report.pk, actor=cast.customer, now=LATER)
    open_published(report_id=report.pk, actor=cast.customer, now=LATER + timedelta(days=1))
    assert Delivery.objects.get().opened_at == LATER


def test_a_customer_of_another_firm_finds_nothing_by_any_road(world: World, cast: Cast) -> None:
    report = published(world)

    for look in (
        lambda: published_for(report.pk, cast.stranger),
        lambda: published_numbered(DRAFT, reader=cast.stranger),
        lambda: report_numbered(DRAFT, reader=cast.stranger),
        lambda: acknowledge_report(report_id=report.pk, remark="", actor=cast.stranger, now=LATER),
        lambda: give_feedback(report_id=report.pk, opinion=Opinion(text="？"), actor=cast.stranger, now=LATER),
    ):
        with pytest.raises(ReportNotFound):
            look()
    assert portal_lines(reader=cast.stranger) == []


def test_a_draft_or_an_approved_report_is_never_in_the_portal(world: World, cast: Cast) -> None:
    report = world.approved()
    for state in ("draft", "in_review", "approved", "returned", "escalated"):
        Report.objects.update(state=state)
        with pytest.raises(ReportNotFound):
            published_for(report.pk, cast.customer)
        assert portal_lines(reader=cast.customer) == []


def test_confirming_receipt_by_every_recipient_acknowledges_the_report(world: World, cast: Cast) -> None:
    report = published(world)

    acknowledge_report(report_id=report.pk, remark="已阅", actor=cast.customer, now=LATER)

    assert Report.objects.get().state == "acknowledged"
    delivery = Delivery.objects.get()
    assert (delivery.acknowledged_at, delivery.acknowledged_remark, delivery.opened_at) == (LATER, "已阅", LATER)


def test_one_of_two_recipients_leaves_it_published(world: World, cast: Cast) -> None:
    User.objects.create(login="zhou", name="周工", customer_code="HD")
    RegisterRow.objects.update(recipients=["刘主任", "周工"])
    report = published(world)

    acknowledge_report(report_id=report.pk, remark="", actor=cast.customer, now=LATER)

    assert Report.objects.get().state == "published"


def test_confirming_twice_keeps_the_first_moment(world: World, cast: Cast) -> None:
    report = published(world)
    acknowledge_report(report_id=report.pk, remark="已阅", actor=cast.customer, now=LATER)
    acknowledge_report(report_id=report.pk, remark="又阅", actor=cast.customer, now=LATER + timedelta(days=1))
    assert Delivery.objects.get().acknowledged_remark == "已阅"


def test_feedback_reaches_the_author_and_its_answer_the_reader(world: World, cast: Cast) -> None:
    report = published(world)
    opinion = Opinion(useful=5, clear=3, text="趋势图看不清")

    given = give_feedback(report_id=report.pk, opinion=opinion, actor=cast.customer, now=LATER)
    answered = answer_feedback(feedback_id=given.pk, answer="下期放大", actor=cast.author, now=LATER)

    assert (answered.useful, answered.clear, answered.correct, answered.answer) == (5, 3, None, "下期放大")
    assert "刘主任" in Notice.objects.get(to=cast.author).text
    assert Notice.objects.filter(to=cast.customer, text__contains="已有答复").count() == 1
