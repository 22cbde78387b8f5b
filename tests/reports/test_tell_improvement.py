"""上期改进措施跟踪 and 不符合 are read from the room of improvement; notes stay words (S1.33, S6.13, design 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from fuwubao.improvement.actions.nonconformities import (
    Finding,
    correct_nonconformity,
    notify_responsible,
    raise_nonconformity,
    reply_to_nonconformity,
)
from fuwubao.improvement.actions.raising import Content, Source, raise_action
from fuwubao.improvement.actions.working import report_done, start_action
from fuwubao.improvement.models import Action
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.improving import raise_measure
from fuwubao.reports.actions.review import stored_document, submit_report
from fuwubao.reports.checks import findings
from fuwubao.reports.composition import compose
from fuwubao.reports.models import BreachNote, Report
from fuwubao.reports.queries.material import draft_of, material_of
from tests.reports.telling import table, told
from tests.reports.world import DRAFT, NOW, Cast, World

AUGUST = datetime(2026, 8, 10, 2, 0, tzinfo=UTC)
JANUARY = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
MEETING = Source(kind="meeting", number="回顾会纪要 2")
FOLLOWED, OPENED = "上期改进措施的完成情况", "本期提出的改进措施"
ISO = Finding(basis="iso20000", clause="9.4", description="月报没有趋势信息", customer_code="HD")


def raised(cast: Cast, *, customer: str = "HD", due_on: date = date(2026, 10, 30), now: datetime = AUGUST) -> Action:
    """An action of 张工 against long waits, raised in a meeting."""
    content = Content(title="缩短到场时间", measure="与供应商约定到场时限", customer_code=customer)
    return raise_action(content=content, source=MEETING, owner=cast.author, due_on=due_on, actor=cast.manager, now=now)


def chapter(report: Report, title: str) -> list[str]:
    """The lines of one chapter of a report as it stands."""
    lines = told(document_of(report)[0]).splitlines()
    begins = lines.index(f"# {title}")
    ends = next((i for i, line in enumerate(lines) if i > begins and line.startswith("# ")), len(lines))
    return lines[begins + 1 : ends]


def test_an_action_from_before_is_told_with_source_owner_due_day_and_state(world: World, cast: Cast) -> None:
    action = raised(cast)

    [row] = table(document_of(world.draft())[0], FOLLOWED)

    assert row == [
        action.number,
        "与供应商约定到场时限（来源：服务回顾会 回顾会纪要 2）",
        "张工",
        "2026-10-30",
        "—",
        "待实施",
    ]


def test_what_was_done_stands_beside_the_state_and_a_missed_day_is_said(world: World, cast: Cast) -> None:
    done, late = raised(cast), raised(cast, due_on=date(2026, 9, 1))
    start_action(number=done.number, actor=cast.author, now=AUGUST)
    report_done(number=done.number, result="已签补充协议", actor=cast.author, now=AUGUST)

    rows = {row[0]: row for row in table(document_of(world.draft())[0], FOLLOWED)}

    assert rows[done.number][4:] == ["已签补充协议", "待验证"]
    assert rows[late.number][5] == "待实施，逾期"


def test_another_customers_action_and_the_firms_own_stay_out_of_a_customers_report(world: World, cast: Cast) -> None:
    raised(cast, customer="QM")
    raised(cast, customer="")

    assert chapter(world.draft(), "上期改进措施跟踪") == ["本期无上期遗留的改进措施"]


def test_an_action_raised_after_the_period_waits_for_the_next_report(world: World, cast: Cast) -> None:
    raised(cast, now=NOW)

    assert chapter(world.draft(), "上期改进措施跟踪") == ["本期无上期遗留的改进措施"]
    [row] = table(document_of(world.draft(period="2026Q4", now=JANUARY))[0], FOLLOWED)
    assert row[5] == "待实施，逾期"


def test_a_promise_that_became_an_action_is_told_once_here_and_followed_in_the_next(world: World, cast: Cast) -> None:
    report = world.draft()
    world.explain(DRAFT, "I2 resolution")
    world.explain(DRAFT, "I1 resolution", measure="另备一人")
    note = BreachNote.objects.get(subject="I2 resolution")
    action = raise_measure(report=report, note_id=note.pk, owner=cast.author, due_on=None, actor=cast.manager, now=NOW)

    here = chapter(report, "改进措施与建议")
    following = table(document_of(world.draft(period="2026Q4", now=JANUARY))[0], FOLLOWED)

    assert here == [f"{action.number}. 增设备岗 张工 2026-11-15 待实施", "1. 另备一人 张工 2026-11-15 计划"]
    assert [row[0] for row in following] == [action.number, "1"]
    assert [row[1] for row in following] == [f"增设备岗（来源：服务报告 {DRAFT}）", "另备一人（来源：上期报告）"]


def test_the_check_does_not_ask_for_the_outcome_of_a_promise_that_is_followed(world: World, cast: Cast) -> None:
    report = world.draft()
    world.explain(DRAFT, "I2 resolution")
    later = world.draft(period="2026Q4", now=JANUARY)
    assert "previous_actions" in {finding.rule for finding in findings(draft_of(later))}

    note = BreachNote.objects.get(subject="I2 resolution")
    raise_measure(report=report, note_id=note.pk, owner=cast.author, due_on=None, actor=cast.manager, now=NOW)

    assert "previous_actions" not in {finding.rule for finding in findings(draft_of(later))}


def test_each_basis_without_a_nonconformity_says_so(world: World) -> None:
    """S1.33: ISO/IEC 20000, SMS and service requirement each have their own 本期无."""
    report = world.draft()
    quiet = replace(material_of(report), targets=())

    lines = told(compose(quiet, report.template.blocks)[0]).splitlines()

    begins = lines.index("# 不符合项与原因")
    assert lines[begins + 1 : begins + 4] == [
        "本期无对 ISO/IEC 20000 要求的不符合",
        "本期无对服务管理体系（SMS）要求的不符合",
        "本期无对服务要求的不符合",
    ]


def test_a_nonconformity_is_told_under_its_basis_with_cause_correction_and_action(world: World, cast: Cast) -> None:
    """S1.33: nonconformities with their cause, by basis; the other basis still says 本期无."""
    audit = Source(kind="audit", number="2026 年内审")
    found = raise_nonconformity(finding=ISO, source=audit, actor=cast.manager, now=AUGUST)
    notify_responsible(number=found.number, responsible=cast.manager, actor=cast.manager, now=AUGUST)
    reply_to_nonconformity(
        number=found.number, correction="已补趋势", cause="旧模板缺一节", actor=cast.manager, now=AUGUST
    )
    correct_nonconformity(
        number=found.number,
        content=Content(title="启用覆盖检查", measure="启用覆盖检查", customer_code="HD"),
        owner=cast.author,
        due_on=date(2026, 10, 20),
        actor=cast.manager,
        now=AUGUST,
    )
    action = Action.objects.get(nonconformity=found)
    report = world.draft()

    [row] = table(document_of(report)[0], "登记的 ISO/IEC 20000 要求的不符合")

    assert row[0] == f"月报没有趋势信息（{found.number} 2026-08-10，9.4，一般）"
    assert row[1:3] == ["旧模板缺一节", f"已补趋势（{action.number} 启用覆盖检查（张工，2026-10-20，待实施））"]
    assert "本期无对服务管理体系（SMS）要求的不符合" in chapter(report, "不符合项与原因")
    assert "本期无对 ISO/IEC 20000 要求的不符合" not in chapter(report, "不符合项与原因")


def test_a_submitted_report_keeps_what_it_told_when_the_action_moves_on(world: World, cast: Cast) -> None:
    """M14: the locked tree and everything read later agree."""
    action = raised(cast)
    world.draft()
    submit_report(number=world.written(), actor=cast.author, now=NOW)
    start_action(number=action.number, actor=cast.author, now=NOW)

    report = Report.objects.get(number=DRAFT)
    locked = next(b for b in t.flat(stored_document(report).blocks) if isinstance(b, t.Table) and b.caption == FOLLOWED)

    status = locked.rows[0].cells[5].status
    assert status is not None
    assert status.word == "待实施"
    assert material_of(report).improving.followed[0].state == "planned"
