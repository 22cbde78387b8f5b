"""模板变更 (F05): drafted by one, reviewed, approved by another, in force from its day; drafts keep what they have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, Delegation, User
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.template_change import (
    Wording,
    add_block,
    approve_change,
    draft_change,
    edit_change,
    give_opinion,
    reject_change,
    submit_change,
    withdraw_change,
)
from fuwubao.reports.actions.template_effect import move_to_template
from fuwubao.reports.errors import EditedMeanwhile
from fuwubao.reports.models import RegisterRow, Report, RowTemplate, Template, TemplateChange
from fuwubao.reports.queries.templates import version_in_force
from fuwubao.reports.template_errors import (
    BlocksUnreadable,
    ChangeStepRefused,
    ChangeUnready,
    EffectiveTooEarly,
    RequesterDecides,
    TemplateNotTheirs,
)
from tests.reports.world import DRAFT, NOW, World

TODAY = date(2026, 10, 8)
LATER = TODAY + timedelta(days=10)


def asked(world: World, *, day: date = TODAY, without: str = "workload", code: str = "R02") -> TemplateChange:
    """Return a draft by 张工 that takes one block out of a template."""
    change = draft_change(kind="template", code=code, actor=world.cast.author, now=NOW)
    blocks = [block for block in change.content["blocks"] if block["code"] != without]
    wording = Wording(reason="客户不再要这一章", effective_from=day, edit_count=change.edit_count)
    content = {**change.content, "blocks": blocks}
    return edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)


def handed_in(world: World, *, day: date = TODAY, without: str = "availability") -> TemplateChange:
    return submit_change(number=asked(world, day=day, without=without).number, actor=world.cast.author, now=NOW)


def approved(world: World, *, day: date = TODAY) -> TemplateChange:
    change = handed_in(world, day=day)
    give_opinion(number=change.number, agrees=True, opinion="", actor=world.cast.reviewer, now=NOW)
    return approve_change(number=change.number, remark="", actor=world.cast.manager, now=NOW)


def test_a_change_goes_from_draft_over_review_and_approval_to_the_next_version(world: World) -> None:
    """S1.7, F05."""
    change = approved(world)

    made = Template.objects.get(code="R02", version=2)
    assert (change.number, change.state, change.new_version) == ("TC-2026-001", "effective", 2)
    assert "availability" not in [block["code"] for block in made.blocks]
    assert Template.objects.get(code="R02", version=1).state == "superseded"
    acts = AuditEntry.objects.filter(act__contains="template_change").order_by("pk").values_list("act", flat=True)
    assert [act.removeprefix("reports.") for act in dict.fromkeys(acts)] == [
        "draft_template_change", "submit_template_change", "review_template_change", "approve_template_change",
    ]  # fmt: skip


def test_the_author_cannot_approve_and_nobody_decides_on_a_change_of_her_own(world: World) -> None:
    """S1.7: only the process manager or a delegate approves a template change; the requester never does."""
    change = handed_in(world)
    with pytest.raises(RoleMissing):
        approve_change(number=change.number, remark="", actor=world.cast.reviewer, now=NOW)
    own = draft_change(kind="template", code="R01", actor=world.cast.manager, now=NOW)
    wording = Wording(reason="更名", effective_from=TODAY)
    edit_change(
        number=own.number, content={**own.content, "name": "运维月报"}, wording=wording,
        actor=world.cast.manager, now=NOW,
    )  # fmt: skip
    submit_change(number=own.number, actor=world.cast.manager, now=NOW)
    give_opinion(number=own.number, agrees=True, opinion="", actor=world.cast.reviewer, now=NOW)
    for refused in (
        lambda: approve_change(number=own.number, remark="", actor=world.cast.manager, now=NOW),
        lambda: reject_change(number=own.number, reason="不行", actor=world.cast.manager, now=NOW),
        lambda: give_opinion(number=own.number, agrees=True, opinion="", actor=world.cast.manager, now=NOW),
    ):
        with pytest.raises(RequesterDecides):
            refused()


def test_a_delegate_with_the_grant_approves_for_the_manager_and_one_without_is_refused(world: World) -> None:
    """S1.7, S1.8."""
    helper = User.objects.create(login="he", name="何助理")
    given = Delegation.objects.create(
        giver=world.cast.manager, holder=helper, role="report_manager", acts=["reports.approve"],
        starts_at=NOW - timedelta(days=1), ends_before=NOW + timedelta(days=1),
    )  # fmt: skip
    change = handed_in(world)
    give_opinion(number=change.number, agrees=True, opinion="", actor=world.cast.reviewer, now=NOW)
    with pytest.raises(RoleMissing):
        approve_change(number=change.number, remark="", actor=helper, now=NOW)

    given.acts = ["reports.approve_template_change"]
    given.save()
    done = approve_change(number=change.number, remark="", actor=helper, now=NOW)
    assert (done.decided_by, done.decided_for) == (helper, world.cast.manager)


def test_no_change_is_approved_before_somebody_reviewed_it_nor_against_a_dissent_without_a_word(world: World) -> None:
    change = handed_in(world)
    with pytest.raises(ChangeStepRefused):
        approve_change(number=change.number, remark="", actor=world.cast.manager, now=NOW)
    with pytest.raises(ChangeUnready):
        give_opinion(number=change.number, agrees=False, opinion=" ", actor=world.cast.reviewer, now=NOW)
    give_opinion(number=change.number, agrees=False, opinion="客户会问", actor=world.cast.reviewer, now=NOW)
    with pytest.raises(ChangeUnready):
        approve_change(number=change.number, remark="", actor=world.cast.manager, now=NOW)
    assert (
        approve_change(number=change.number, remark="已与客户确认", actor=world.cast.manager, now=NOW).new_version == 2
    )


def test_a_change_that_leaves_a_content_uncovered_cannot_be_handed_in(world: World) -> None:
    """S1.36: c) workload is covered by no other block of R02; a reason in left_out lets it pass."""
    change = asked(world, without="workload")
    with pytest.raises(ChangeUnready, match="lacks workload"):
        submit_change(number=change.number, actor=world.cast.author, now=NOW)

    blocks = [*change.content["blocks"]]
    left_out = {
        "code": "left_out",
        "title": "本报告不含的内容",
        "covers": [],
        "parameters": {"reasons": {"c": "见月报"}},
    }
    wording = Wording(reason="客户不再要", effective_from=TODAY)
    content = {**change.content, "blocks": [*blocks, left_out]}
    edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)
    assert submit_change(number=change.number, actor=world.cast.author, now=NOW).state == "submitted"


def test_a_change_needs_a_reason_a_day_that_is_not_past_and_a_difference(world: World) -> None:
    same = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    with pytest.raises(ChangeUnready) as told:
        submit_change(number=same.number, actor=world.cast.author, now=NOW)
    assert told.value.message("zh").endswith("：变更原因、生效日、与现版本没有不同")
    with pytest.raises(EffectiveTooEarly):
        submit_change(
            number=asked(world, day=TODAY - timedelta(days=1), without="availability").number,
            actor=world.cast.author, now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda blocks: blocks[1:], "摘要必须在最前"),
        (lambda blocks: [*blocks, blocks[-1]], "章节只能出现一次"),
        (lambda blocks: [*blocks, {"code": "nonsense", "title": "?"}], "目录中没有这个章节"),
        (lambda blocks: [*blocks, {"code": "root_causes", "title": "根因"}], "这类模板取不到它要的数据"),
        (lambda blocks: [{**blocks[0], "parameters": {"cards": 9}}, *blocks[1:]], "摘要卡片数 0—6"),
        (lambda blocks: [{**blocks[0], "parameters": {"colour": "red"}}, *blocks[1:]], "没有参数 colour"),
        (lambda blocks: [{**blocks[0], "internal": True}, *blocks[1:]], "摘要不能只给内部"),
        (lambda blocks: [{**blocks[0], "covers": ["g"]}, *blocks[1:]], "覆盖项只能是 a–f"),
        (lambda _blocks: [], "至少一个章节"),
    ],
)
def test_blocks_that_do_not_fit_the_catalogue_are_refused_with_the_reason(
    world: World, spoil: Callable[[list[dict[str, object]]], list[dict[str, object]]], why: str
) -> None:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    content = {**change.content, "blocks": spoil(change.content["blocks"])}
    with pytest.raises(BlocksUnreadable) as told:
        edit_change(number=change.number, content=content, wording=Wording(), actor=world.cast.author, now=NOW)
    assert told.value.message("zh").endswith(why)


def test_a_stale_page_overwrites_nothing_and_nobody_edits_the_draft_of_another(world: World) -> None:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    add_block(number=change.number, code="services", actor=world.cast.author, now=NOW)
    old = Wording(edit_count=0)
    with pytest.raises(EditedMeanwhile):
        edit_change(number=change.number, content=change.content, wording=old, actor=world.cast.author, now=NOW)
    with pytest.raises(ChangeStepRefused):
        add_block(number=change.number, code="teams", actor=world.cast.manager, now=NOW)


def test_a_version_of_a_later_day_waits_and_a_running_draft_keeps_its_own(world: World) -> None:
    """S1.27: running drafts keep the old version unless somebody moves them."""
    approved(world, day=LATER)
    world.draft()
    kept = version_in_force("R02", LATER - timedelta(days=1))
    coming = version_in_force("R02", LATER)
    assert kept is not None
    assert coming is not None
    assert (kept.version, coming.version) == (1, 2)
    assert Report.objects.get(number=DRAFT).template.version == 1

    then = NOW + timedelta(days=10)
    bring_up_to_date(actor=world.cast.operator, now=then)
    assert TemplateChange.objects.get().state == "effective"
    assert Report.objects.get(number=DRAFT).template.version == 1
    assert world.draft(period="2026Q2", now=then).template.version == 2


def test_a_draft_moves_when_its_author_moves_it_with_figures_and_words_unchanged(world: World) -> None:
    report = world.draft()
    world.written()
    before = (report.figure_set, report.snapshot)
    approved(world, day=LATER)
    with pytest.raises(TemplateNotTheirs):
        move_to_template(number=DRAFT, version=2, actor=world.cast.author, now=NOW)
    then = NOW + timedelta(days=11)
    with pytest.raises(RoleMissing):
        move_to_template(number=DRAFT, version=2, actor=world.cast.reviewer, now=then)

    moved = move_to_template(number=DRAFT, version=2, actor=world.cast.author, now=then)

    assert (moved.template.version, moved.figure_set, moved.snapshot) == (2, *before)
    assert moved.texts.get(block="summary").text == "P1 有一项超时。"
    titles = [getattr(block, "text", "") for block in document_of(moved)[0].blocks]
    assert "服务可用性" not in titles
    assert "摘要" in titles


def test_a_requester_withdraws_before_the_decision_and_not_after(world: World) -> None:
    change = handed_in(world)
    with pytest.raises(ChangeStepRefused):
        withdraw_change(number=change.number, actor=world.cast.manager, now=NOW)
    assert withdraw_change(number=change.number, actor=world.cast.author, now=NOW).state == "withdrawn"
    with pytest.raises(ChangeStepRefused):
        withdraw_change(number=change.number, actor=world.cast.author, now=NOW)


def test_a_rejection_says_why_and_makes_no_version(world: World) -> None:
    change = handed_in(world)
    with pytest.raises(ChangeUnready):
        reject_change(number=change.number, reason="", actor=world.cast.manager, now=NOW)
    done = reject_change(number=change.number, reason="客户仍要看", actor=world.cast.manager, now=NOW)
    assert (done.state, done.remark, Template.objects.filter(code="R02").count()) == ("rejected", "客户仍要看", 1)
    assert world.cast.author.notices.filter(text__contains="已驳回").exists()


def changed_row_template(world: World, **fields: str) -> TemplateChange:
    change = draft_change(kind="row_template", code="SLM", actor=world.cast.author, now=NOW)
    wording = Wording(reason="统一名称", effective_from=LATER)
    content = {**change.content, **fields}
    edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)
    submit_change(number=change.number, actor=world.cast.author, now=NOW)
    give_opinion(number=change.number, agrees=True, opinion="", actor=world.cast.reviewer, now=NOW)
    return approve_change(number=change.number, remark="", actor=world.cast.manager, now=NOW)


def test_a_row_template_changes_the_rows_that_follow_it_from_its_day_and_leaves_their_own_values(world: World) -> None:
    """S1.41, F05: the row's purpose is its own, its name is the template's; its frequency is the agreement's."""
    changed_row_template(world, name="SLA履约报告", purpose="新的目的", frequency="monthly")
    assert RegisterRow.objects.get(number="SLM-01").name == "SLA执行情况报告"

    bring_up_to_date(actor=world.cast.operator, now=NOW + timedelta(days=10))

    row = RegisterRow.objects.get(number="SLM-01")
    assert (row.name, row.purpose, row.frequency) == ("SLA履约报告", "说明目标的达成", "quarterly")
    assert [one.state for one in RowTemplate.objects.filter(code="SLM").order_by("version")] == [
        "superseded", "effective",
    ]  # fmt: skip


def test_a_row_template_holds_only_what_a_row_can(world: World) -> None:
    change = draft_change(kind="row_template", code="SLM", actor=world.cast.author, now=NOW)
    for fields in ({"template": "R99"}, {"frequency": "daily"}, {"name": ""}, {"prefix": "TOOLONGPREFIX"}):
        with pytest.raises(BlocksUnreadable):
            edit_change(
                number=change.number, content={**change.content, **fields}, wording=Wording(),
                actor=world.cast.author, now=NOW,
            )  # fmt: skip
