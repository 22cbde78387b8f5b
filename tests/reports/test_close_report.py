"""收尾: what readers said is decided, then the report is archived; a wrong one is withdrawn (S6.13, S4.1, S1.42)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, Notice, User
from fuwubao.reports.actions.closing import archive_report, follow_up_report
from fuwubao.reports.actions.publishing import (
    Opinion,
    acknowledge_report,
    answer_feedback,
    give_feedback,
    publish_report,
)
from fuwubao.reports.errors import StepRefused, SuggestionsOpen
from fuwubao.reports.models import Report
from fuwubao.reports.queries.pages import editor_page
from tests.reports.world import DRAFT, NOW, Cast, World


def acknowledged(world: World) -> Report:
    world.approved()
    report = publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)
    return acknowledge_report(report_id=report.pk, remark="", actor=world.cast.customer, now=NOW)


def buttons(report: Report, reader: User) -> set[str]:
    may = editor_page(report.pk, reader=reader, block="", now=NOW).may
    return {act for act in ("follow_up", "archive", "withdraw") if may[act]}


def test_a_suggestion_without_an_answer_keeps_the_report_open(world: World, cast: Cast) -> None:
    report = acknowledged(world)
    feedback = give_feedback(report_id=report.pk, opinion=Opinion(text="请附趋势图"), actor=cast.customer, now=NOW)

    with pytest.raises(SuggestionsOpen) as refused:
        follow_up_report(number=DRAFT, actor=cast.author, now=NOW)
    assert "请附趋势图" in refused.value.message("zh")
    assert editor_page(report.pk, reader=cast.author, block="", now=NOW).undecided == ("刘主任：请附趋势图",)

    answer_feedback(feedback_id=feedback.pk, answer="下期附上", actor=cast.author, now=NOW)
    assert follow_up_report(number=DRAFT, actor=cast.author, now=NOW).state == "followed_up"
    assert AuditEntry.objects.filter(act="reports.follow_up").count() == 1


def test_scores_without_words_ask_for_no_answer(world: World, cast: Cast) -> None:
    report = acknowledged(world)
    give_feedback(report_id=report.pk, opinion=Opinion(useful=5), actor=cast.customer, now=NOW)
    assert follow_up_report(number=DRAFT, actor=cast.author, now=NOW).state == "followed_up"


def test_only_what_was_followed_up_is_archived_and_only_by_who_may(world: World, cast: Cast) -> None:
    acknowledged(world)
    with pytest.raises(StepRefused):
        archive_report(number=DRAFT, actor=cast.manager, now=NOW)
    follow_up_report(number=DRAFT, actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        archive_report(number=DRAFT, actor=cast.author, now=NOW)

    archived = archive_report(number=DRAFT, actor=cast.manager, now=NOW)

    assert (archived.state, archived.archived_at) == ("archived", NOW)
    assert AuditEntry.objects.get(act="reports.archive").actor_login == "li"


def test_a_published_report_cannot_be_called_followed_up_before_it_is_acknowledged(world: World, cast: Cast) -> None:
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    with pytest.raises(StepRefused):
        follow_up_report(number=DRAFT, actor=cast.author, now=NOW)


def test_the_buttons_are_there_for_those_who_may_and_only_in_their_state(world: World, cast: Cast) -> None:
    report = acknowledged(world)
    assert buttons(report, cast.manager) == {"follow_up", "withdraw"}
    assert buttons(report, cast.author) == {"follow_up"}
    assert buttons(report, cast.reviewer) == set()
    follow_up_report(number=DRAFT, actor=cast.author, now=NOW)
    assert buttons(report, cast.manager) == {"archive", "withdraw"}
    archive_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert buttons(report, cast.manager) == set()


def test_the_pages_take_a_report_to_its_archive(world: World, cast: Cast, client: Client) -> None:
    report = acknowledged(world)
    client.force_login(cast.manager)
    address = reverse("reports:report", args=[report.pk])
    assert 'data-testid="follow-up"' in client.get(address).content.decode()

    client.post(reverse("reports:followed-up", args=[report.pk]))
    client.post(reverse("reports:archive", args=[report.pk]))

    report.refresh_from_db()
    assert report.state == "archived"
    assert "已归档" in client.get(address).content.decode()


def test_a_withdrawn_report_is_marked_in_the_portal_and_its_recipient_is_told_why(
    world: World, cast: Cast, client: Client
) -> None:
    report = acknowledged(world)
    client.force_login(cast.manager)
    client.post(reverse("reports:withdraw", args=[report.pk]), {"reason": "取数有误"})

    report.refresh_from_db()
    assert report.state == "withdrawn"
    assert Notice.objects.filter(to=cast.customer, text__contains="取数有误").exists()
    client.force_login(cast.customer)
    assert "已撤回" in client.get(reverse("portal:report", args=[report.pk])).content.decode()
    assert "已撤回" in client.get(reverse("portal:reports")).content.decode()


def test_a_withdrawal_needs_a_reason_and_the_manager(world: World, cast: Cast, client: Client) -> None:
    report = acknowledged(world)
    for person, reason in ((cast.author, "取数有误"), (cast.manager, " ")):
        client.force_login(person)
        client.post(reverse("reports:withdraw", args=[report.pk]), {"reason": reason})
    report.refresh_from_db()
    assert report.state == "acknowledged"
