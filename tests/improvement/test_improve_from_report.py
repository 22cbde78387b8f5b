"""From a report: its measures become actions once, suggestions reach their owner, open ones come first (S6.13)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from fuwubao.accounts.models import User
from fuwubao.improvement.errors import SomethingMissing
from fuwubao.improvement.models import Action
from fuwubao.reports.actions.improving import raise_measure, suggest
from fuwubao.reports.actions.writing import Explanation, explain_breaches
from fuwubao.reports.models import Report
from fuwubao.reports.promises import MeasureRaised, NoteUnknown, improving_page
from tests.improvement.raising import raised
from tests.reports.world import NOW, World

SUBJECTS = ("I2 resolution", "target P1-解决")


@pytest.fixture
def report(world: World) -> Report:
    """The quarter's draft, in which 张工 promised one measure for the late ticket and the missed target."""
    draft = world.draft()
    explanation = Explanation(cause="到场晚", measure="约定到场时限", owner="王审", due_on=date(2026, 11, 30))
    explain_breaches(
        number=draft.number, subjects=SUBJECTS, explanation=explanation, actor=world.cast.author, now=NOW
    )  # fmt: skip
    return draft


def taken(report: Report, world: World, *, owner: User | None, note_id: int | None = None) -> Action:
    note = note_id or report.breach_notes.order_by("pk")[0].pk
    return raise_measure(report=report, note_id=note, owner=owner, due_on=None, actor=world.cast.author, now=NOW)


def test_a_measure_becomes_one_action_for_all_its_subjects(world: World, report: Report) -> None:
    action = taken(report, world, owner=world.cast.reviewer)

    assert (action.source_number, action.customer_code, action.due_on) == (report.number, "HD", date(2026, 11, 30))
    assert action.problem == "、".join(SUBJECTS)
    page = improving_page(report.pk, reader=world.cast.manager, now=NOW)
    assert [(item.count, item.action) for item in page.promises] == [(2, action.number)]


def test_the_same_measure_is_not_raised_twice(world: World, report: Report) -> None:
    taken(report, world, owner=world.cast.reviewer)

    with pytest.raises(MeasureRaised):
        taken(report, world, owner=world.cast.reviewer, note_id=report.breach_notes.order_by("pk")[1].pk)


def test_without_an_owner_or_a_measure_it_is_refused(world: World, report: Report) -> None:
    with pytest.raises(SomethingMissing):
        taken(report, world, owner=None)
    with pytest.raises(NoteUnknown):
        taken(report, world, owner=world.cast.reviewer, note_id=999_999)


def test_a_suggestion_inside_the_report_reaches_the_process_owner(world: World, report: Report) -> None:
    """S2.3."""
    made = suggest(
        report=report, title="单列重复事件", problem="", addressed_to=world.cast.manager,
        actor=world.cast.author, now=NOW,
    )  # fmt: skip

    assert (made.state, made.addressed_to, made.process) == ("proposed", world.cast.manager, report.row.source_process)


def test_what_was_open_before_comes_first(world: World, report: Report) -> None:
    people = {user.name: user for user in User.objects.all()}
    before = raised(people, now=report.period_starts_at, due_on=date(2026, 8, 31))

    page = improving_page(report.pk, reader=world.cast.manager, now=NOW)

    assert [line.number for line in page.previous] == []  # it was raised in this very report
    Action.objects.filter(pk=before.pk).update(source_number="SLM-01-2026Q2-A/0")
    page = improving_page(report.pk, reader=world.cast.manager, now=NOW)
    assert [(line.number, line.flag) for line in page.previous] == [(before.number, "overdue")]


def test_the_page_turns_a_measure_into_an_action(world: World, report: Report, client: Client) -> None:
    client.force_login(world.cast.author)
    page = f"/reports/{report.pk}/improving/"
    assert "约定到场时限" in client.get(page).content.decode()
    note = report.breach_notes.order_by("pk")[0].pk

    assert client.post(f"{page}{note}/", {"owner": ""}).status_code == 422
    far = f"{timezone.localdate().year + 1}-01-05"
    answer = client.post(f"{page}{note}/", {"owner": world.cast.reviewer.pk, "due_on": far}, follow=True)
    assert Action.objects.get().number in answer.content.decode()
    client.post(f"{page}suggest/", {"title": "单列重复事件"})
    assert Action.objects.filter(was_suggested=True).count() == 1


def test_a_customer_does_not_see_the_page(world: World, report: Report, client: Client) -> None:
    client.force_login(world.cast.customer)

    assert client.get(f"/reports/{report.pk}/improving/").status_code == 403
