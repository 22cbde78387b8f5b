"""Several people at one report: locks that never lose text, history, comments, blocks given, live references."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, Notice, User
from fuwubao.domain.roles import Role
from fuwubao.improvement.actions.raising import decide_suggestion
from fuwubao.improvement.models import Action
from fuwubao.reports.actions.coauthoring import (
    HOLD,
    give_block,
    hold_block,
    keep_words,
    release_block,
    restore_version,
    settle_text,
    withdraw_decision,
    withdraw_nothing,
)
from fuwubao.reports.actions.comments import comment_block, resolve_comment
from fuwubao.reports.actions.review import submit_report
from fuwubao.reports.actions.writing import ask_decision, save_text, state_nothing
from fuwubao.reports.authoring_errors import BlockHeld, BlockOfAnother, CommentUnknown, VersionUnknown
from fuwubao.reports.errors import EditedMeanwhile, StepRefused
from fuwubao.reports.models import BlockVersion, NothingToReport, Report, SectionText
from fuwubao.reports.queries.coauthoring import history_page
from fuwubao.reports.queries.pages import editor_page
from tests.reports.world import DRAFT, NOW, Cast, World

LATER = NOW + HOLD + timedelta(seconds=1)


@pytest.fixture
def second(world: World) -> User:
    """孙工, a second author."""
    person = User.objects.create(login="sun2", name="孙工")
    Appointment.objects.create(user=person, role=Role.AUTHOR, starts_on=NOW.date().replace(month=1))
    return person


def standing() -> str:
    return SectionText.objects.get(block="summary").text


def test_a_second_writer_sees_who_holds_the_block_and_her_text_is_kept_beside(
    world: World, cast: Cast, second: User
) -> None:
    """Part 4: no text is lost while another holds the block."""
    world.draft()
    hold_block(number=DRAFT, block="summary", actor=cast.author, now=NOW)
    assert hold_block(number=DRAFT, block="summary", actor=second, now=NOW).holder == cast.author
    keep_words(number=DRAFT, block="summary", text="甲写的", edit_count=0, actor=cast.author, now=NOW)

    written = keep_words(number=DRAFT, block="summary", text="乙写的", edit_count=0, actor=second, now=NOW)

    assert isinstance(written.why, BlockHeld)
    assert standing() == "甲写的"
    desk = editor_page(Report.objects.get().pk, reader=second, block="summary", now=NOW).desk
    assert desk.holder == "张工"
    assert [item.version.text for item in desk.parked] == ["乙写的"]


def test_when_a_hold_lapses_both_texts_are_kept_and_shown(world: World, cast: Cast, second: User) -> None:
    """Part 4: 甲 pauses, 乙 writes, 甲 comes back with the old page."""
    world.draft()
    keep_words(number=DRAFT, block="summary", text="初稿", edit_count=0, actor=cast.author, now=NOW)
    keep_words(number=DRAFT, block="summary", text="乙的文字", edit_count=1, actor=second, now=LATER)

    back = keep_words(number=DRAFT, block="summary", text="甲的文字", edit_count=1, actor=cast.author, now=LATER)

    assert back.parked is not None
    assert standing() == "乙的文字"
    page = editor_page(Report.objects.get().pk, reader=cast.author, block="summary", now=LATER)
    assert [(item.version.text, item.version.written_by.name) for item in page.desk.parked] == [("甲的文字", "张工")]


def test_ones_own_page_that_is_a_step_behind_saves_and_what_stood_stays_in_the_history(
    world: World, cast: Cast
) -> None:
    """Part 4: the button pressed while the page saves by itself, or two windows of one person."""
    world.draft()
    keep_words(number=DRAFT, block="summary", text="第一窗", edit_count=0, actor=cast.author, now=NOW)
    late = keep_words(number=DRAFT, block="summary", text="第二窗", edit_count=0, actor=cast.author, now=NOW)
    assert late.parked is None
    assert standing() == "第二窗"
    assert set(BlockVersion.objects.values_list("text", flat=True)) == {"第一窗", "第二窗"}


def test_a_text_kept_beside_is_taken_or_left_and_both_stay_on_record(world: World, cast: Cast, second: User) -> None:
    world.draft()
    keep_words(number=DRAFT, block="summary", text="甲", edit_count=0, actor=cast.author, now=NOW)
    parked = keep_words(number=DRAFT, block="summary", text="乙", edit_count=0, actor=second, now=NOW).parked
    assert parked is not None
    with pytest.raises(BlockHeld):
        settle_text(number=DRAFT, version_id=parked.pk, take=True, actor=second, now=NOW)
    settle_text(number=DRAFT, version_id=parked.pk, take=True, actor=cast.author, now=NOW)
    assert standing() == "乙"
    told = history_page(Report.objects.get().pk, "summary", reader=cast.author, now=NOW)
    assert [item.version.text for item in told.versions] == ["乙", "甲"]
    assert [version.text for version in told.settled] == ["乙"]
    with pytest.raises(VersionUnknown):
        settle_text(number=DRAFT, version_id=parked.pk, take=False, actor=cast.author, now=NOW)


def test_what_is_typed_while_another_submits_is_kept_beside_not_lost(world: World, cast: Cast, second: User) -> None:
    world.submitted()
    written = keep_words(number=DRAFT, block="workload", text="晚来的一句", edit_count=0, actor=second, now=NOW)
    assert isinstance(written.why, StepRefused)
    assert BlockVersion.objects.get(kind="parked").text == "晚来的一句"
    assert Report.objects.get().state == "in_review"


def test_a_command_and_a_citation_respect_the_hold_too(world: World, cast: Cast, second: User) -> None:
    world.draft()
    hold_block(number=DRAFT, block="summary", actor=cast.author, now=NOW)
    with pytest.raises(BlockHeld, match="张工"):
        save_text(number=DRAFT, block="summary", text="x", edit_count=None, actor=second, now=NOW)
    release_block(number=DRAFT, block="summary", actor=cast.author, now=NOW)
    assert save_text(number=DRAFT, block="summary", text="x", edit_count=None, actor=second, now=NOW).text == "x"


def test_history_tells_each_version_with_its_difference_and_goes_back(world: World, cast: Cast) -> None:
    """S2.17: version, date, author, change; a restored text is a new version."""
    world.draft()
    for minute, text in ((0, "本季平稳"), (1, "本季大体平稳"), (9, "本季大体平稳。另有交接问题")):
        at = NOW + timedelta(minutes=minute)
        save_text(number=DRAFT, block="summary", text=text, edit_count=None, actor=cast.author, now=at)
    report = Report.objects.get()
    told = history_page(report.pk, "summary", reader=cast.author, now=NOW)
    assert [item.version.text for item in told.versions] == ["本季大体平稳。另有交接问题", "本季大体平稳"]
    assert [(part.change.value, part.text) for part in told.versions[0].parts] == [
        ("same", "本季大体平稳"),
        ("new", "。另有交接问题"),
    ]
    restore_version(number=DRAFT, version_id=told.versions[1].version.pk, actor=cast.author, now=NOW)
    assert standing() == "本季大体平稳"
    assert BlockVersion.objects.filter(kind="restored").count() == 1


def test_a_block_given_to_one_person_is_hers_and_the_authors_of_the_report(
    world: World, cast: Cast, second: User
) -> None:
    """Part 4: several authors by section."""
    world.draft()
    with pytest.raises(BlockOfAnother):
        give_block(number=DRAFT, block="workload", author=second, actor=second, now=NOW)
    with pytest.raises(RoleMissing):
        give_block(number=DRAFT, block="workload", author=cast.head, actor=cast.author, now=NOW)
    give_block(number=DRAFT, block="workload", author=second, actor=cast.author, now=NOW)
    assert Notice.objects.get(to=second).url.endswith("?block=workload")
    with pytest.raises(BlockOfAnother):
        save_text(number=DRAFT, block="workload", text="x", edit_count=None, actor=cast.manager, now=NOW)
    save_text(number=DRAFT, block="workload", text="乙写", edit_count=None, actor=second, now=NOW)
    give_block(number=DRAFT, block="workload", author=None, actor=cast.manager, now=NOW)
    assert not Report.objects.get().block_authors.exists()


def test_a_comment_tells_whom_it_mentions_and_who_is_nobody(world: World, cast: Cast) -> None:
    """Part 4: @mention; outsiders are never mentioned."""
    world.draft()
    said = comment_block(
        number=DRAFT, block="summary", text="@李经理 请看；@wang 也看，@刘主任 不行", actor=cast.author, now=NOW
    )
    assert sorted(said.comment.mentioned) == ["li", "wang"]
    assert said.unknown == ("刘主任",)
    assert set(Notice.objects.filter(text__contains="提到您").values_list("to__name", flat=True)) == {"李经理", "王审"}
    resolve_comment(number=DRAFT, comment_id=said.comment.pk, resolution="", actor=cast.reviewer, now=NOW)
    with pytest.raises(CommentUnknown):
        resolve_comment(number=DRAFT, comment_id=said.comment.pk, resolution="", actor=cast.reviewer, now=NOW)
    with pytest.raises(RoleMissing):
        comment_block(number=DRAFT, block="summary", text="看看", actor=cast.customer, now=NOW)


def test_nothing_this_period_and_a_decision_can_be_taken_back(world: World, cast: Cast) -> None:
    """S1.26, S1.31: words put an end to 本期无."""
    world.draft()
    state_nothing(number=DRAFT, block="events", actor=cast.author, now=NOW)
    withdraw_nothing(number=DRAFT, block="events", actor=cast.author, now=NOW)
    with pytest.raises(StepRefused):
        withdraw_nothing(number=DRAFT, block="events", actor=cast.author, now=NOW)
    state_nothing(number=DRAFT, block="events", actor=cast.author, now=NOW)
    save_text(number=DRAFT, block="events", text="有一次演练。", edit_count=None, actor=cast.author, now=NOW)
    assert not NothingToReport.objects.exists()
    asked = ask_decision(number=DRAFT, text="增设夜班", decider="刘主任", due_on=None, actor=cast.author, now=NOW)
    withdraw_decision(number=DRAFT, decision_id=asked.pk, actor=cast.author, now=NOW)
    with pytest.raises(StepRefused):
        withdraw_decision(number=DRAFT, decision_id=asked.pk, actor=cast.author, now=NOW)


def test_the_editor_tells_each_cited_figure_with_number_unit_and_definition(
    world: World, cast: Cast, client: Client
) -> None:
    """Part 4: live references; figures are found by words."""
    report = world.draft()
    text = "解决及时率 [[K03:target=P1-解决]]。"
    save_text(number=DRAFT, block="summary", text=text, edit_count=None, actor=cast.author, now=NOW)
    (reference,) = editor_page(report.pk, reader=cast.author, block="summary", now=NOW).desk.references
    assert (reference.display, reference.unit) == ("50.00%", "比率")
    assert "解决" in reference.definition
    client.force_login(cast.author)
    found = client.get(reverse("reports:figures", args=[report.pk]), {"q": "p2 解决"}).content.decode()
    assert "[[K03:target=P2-解决]]" in found
    assert "[[K03:target=P1-解决]]" not in found


def test_a_suggestion_from_the_editor_reaches_the_owner_and_comes_back_with_the_decision(
    world: World, cast: Cast, client: Client
) -> None:
    """S2.3: raised inside the report, accepted or declined with a reason, shown where it was raised."""
    report = world.draft()
    client.force_login(cast.author)
    given = {"title": "夜班双人交接", "problem": "交接漏项", "addressed_to": cast.manager.pk, "back": "editor"}
    answer = client.post(reverse("improving:suggest", args=[report.pk]), given)
    assert answer.headers["Location"].endswith("?block=improvement")
    raised = Action.objects.get()
    assert Notice.objects.filter(to=cast.manager, text__contains=raised.number).exists()
    decide_suggestion(number=raised.number, accept=False, reason="人手不足", actor=cast.manager, now=NOW)
    page = client.get(reverse("reports:report", args=[report.pk]), {"block": "improvement"}).content.decode()
    assert "未采纳" in page
    assert Notice.objects.filter(to=cast.author, text__contains="人手不足").exists()


@contextmanager
def as_(client: Client, user: User) -> Iterator[Client]:
    client.force_login(user)
    yield client


def test_the_script_saves_in_json_and_is_told_of_a_conflict(
    world: World, cast: Cast, second: User, client: Client
) -> None:
    """Part 4: autosave; a conflict answers 409 with words, the text is kept."""
    report = world.draft()
    address = reverse("reports:text", args=[report.pk, "summary"])
    hold = reverse("reports:hold-block", args=[report.pk, "summary"])
    with as_(client, cast.author):
        assert client.post(hold, headers={"accept": "application/json"}).json()["mine"]
        saved = client.post(address, {"text": "甲", "edit_count": 0}, headers={"accept": "application/json"})
        assert (saved.status_code, saved.json()["edit_count"]) == (200, 1)
    with as_(client, second):
        assert "张工" in client.post(hold, headers={"accept": "application/json"}).json()["message"]
        refused = client.post(address, {"text": "乙", "edit_count": 0}, headers={"accept": "application/json"})
        assert (refused.status_code, "没有丢失" in refused.json()["message"]) == (409, True)
        plain = client.post(address, {"text": "乙二", "edit_count": 0})
        assert plain.headers["Location"].endswith("?block=summary#parked")
        told = client.get(reverse("reports:report", args=[report.pk]), {"block": "summary"}).content.decode()
        assert "张工 正在编辑" in told
        assert "乙二" in told


def test_two_people_submit_and_write_at_once_and_the_later_one_is_told(world: World, cast: Cast, second: User) -> None:
    """No lost update: the stale save by command is refused by name, the stale save by page kept beside."""
    world.draft()
    world.written()
    seen = SectionText.objects.get(block="summary").edit_count
    keep_words(number=DRAFT, block="summary", text="改过。", edit_count=seen, actor=second, now=LATER)
    with pytest.raises(EditedMeanwhile, match="孙工"):
        save_text(
            number=DRAFT, block="summary", text="旧页。", edit_count=seen, actor=cast.author, now=LATER + HOLD * 2
        )
    submit_report(number=DRAFT, actor=cast.author, now=LATER)
    with pytest.raises(StepRefused, match="评审中"):
        submit_report(number=DRAFT, actor=cast.author, now=LATER)
