"""S1.16–S1.30: to whom reports go, what they tell, when they are due, and what is refused (domain (a))."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, User
from fuwubao.agreements.actions import keep_organisation, load_agreement
from fuwubao.agreements.errors import AgreementFault
from fuwubao.agreements.organisation_errors import LeadMissing
from fuwubao.agreements.queries import suppliers
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.annual_review import Verdict, review_row
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.drafting import draft_report, retake_figures
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.duty_dates import postpone_duty
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.actions.review import Judgement, approve_report, review_report, stored_document, submit_report
from fuwubao.reports.actions.template_change import (
    Wording,
    approve_change,
    draft_change,
    edit_change,
    give_opinion,
    submit_change,
)
from fuwubao.reports.actions.template_effect import move_to_template
from fuwubao.reports.actions.warning import answer_warning, close_warning, warn
from fuwubao.reports.actions.writing import ask_decision, save_text
from fuwubao.reports.errors import (
    ChecksOpen,
    ConsentMissing,
    NotAgreedParty,
    OutsidePeriod,
    ReasonMissing,
    ReviewIncomplete,
    StepRefused,
    TooRare,
)
from fuwubao.reports.models import AnnualReview, Duty, Obligation, RegisterRow, Report, SummaryReview, Template
from fuwubao.reports.queries.duties import DueFlag, duty_lines
from fuwubao.reports.template_errors import ChangeUnready
from fuwubao.reports.warning_errors import ActionMissing
from tests.cast import client_of
from tests.reports.duties import consent, key, report_duty
from tests.reports.telling import table, told
from tests.reports.world import AGREEMENT, DRAFT, NOW, Cast, World, all_holds

AGREED: dict[str, Any] = {"agreed_by": "刘主任", "agreed_on": date(2026, 1, 5), "evidence": "合同附件3.pdf"}
KEEP = Verdict(outcome="keep", reason="客户仍在使用")


def row_of(number: str, template: str, frequency: str, **more: Any) -> RowContent:
    """Return a row of 华东制造 by a template."""
    content = RowContent(
        number=number,
        name=f"{template} 报告",
        source_process="服务级别管理",
        template=template,
        frequency=frequency,
        customer_code="HD",
        customer_name="华东制造有限公司",
        recipients=("刘主任",),
        agreements=("SLA-2026-007",),
        duties_from=date(2026, 1, 1),
    )
    return replace(content, **more)


def in_force(cast: Cast, content: RowContent) -> None:
    """Add a row, agree it and let it raise duties."""
    add_row(content=content, actor=cast.manager, now=NOW)
    agree_row(number=content.number, actor=cast.manager, now=NOW, **AGREED)
    activate_and_schedule(number=content.number, actor=cast.manager, now=NOW)


def changed_template(world: World, code: str, blocks: list[dict[str, Any]], *, day: date) -> str:
    """Draft a change of a template's blocks and return its number."""
    change = draft_change(kind="template", code=code, actor=world.cast.author, now=NOW)
    wording = Wording(reason="客户要求", effective_from=day, edit_count=change.edit_count)
    content = {**change.content, "blocks": blocks}
    edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)
    return change.number


def put_into_force(world: World, number: str) -> None:
    """Submit, review and approve a change of a template."""
    submit_change(number=number, actor=world.cast.author, now=NOW)
    give_opinion(number=number, agrees=True, opinion="", actor=world.cast.reviewer, now=NOW)
    approve_change(number=number, remark="", actor=world.cast.manager, now=NOW)


def blocks_of(code: str) -> list[dict[str, Any]]:
    """Return the blocks of a template's first version."""
    return list(Template.objects.get(code=code, version=1).blocks)


def test_s1_16_suppliers_are_typed_and_linked_to_their_lead(cast: Cast) -> None:
    """供方/关键供方/合同分包方 with lead–sub links; a subcontractor without a lead, or under a customer, is refused."""
    subcontractor: dict[str, Any] = {
        "code": "ZB",
        "name": "中标",
        "kind": "supplier",
        "supplier_kind": "subcontractor",
        "now": NOW,
    }
    for lead in ("", "HD"):
        with pytest.raises(LeadMissing):
            keep_organisation(parent_code=lead, actor=cast.manager, **subcontractor)
    lead_of: dict[str, Any] = {
        "code": "YX",
        "name": "云信",
        "kind": "supplier",
        "supplier_kind": "key_supplier",
        "now": NOW,
    }
    keep_organisation(actor=cast.manager, **lead_of)
    keep_organisation(parent_code="YX", actor=cast.manager, **subcontractor)
    keep_organisation(code="QY", name="启元", kind="supplier", actor=cast.manager, now=NOW)
    assert {one.code: (one.kind_words, one.lead_code) for one in suppliers()} == {
        "YX": ("关键供方", ""),
        "ZB": ("合同分包方", "YX"),
        "QY": ("供方", ""),
    }


def test_s1_16_a_report_goes_only_to_a_party_of_a_live_agreement(world: World, cast: Cast) -> None:
    """仅按照与之签订的合同…提供相应的服务报告: contents come from the agreement; without one nothing is sent."""
    row = RegisterRow.objects.get(number="SLM-01")
    assert [link.agreement_code for link in row.agreements.all()] == ["SLA-2026-007"]
    assert row.contents == ["a", "b", "c", "d", "e", "f"]
    world.approved()
    RegisterRow.objects.filter(pk=row.pk).update(customer_code="ZZ", customer_name="无约公司")
    with pytest.raises(NotAgreedParty, match="无约公司"):
        publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert not Report.objects.get(number=DRAFT).deliveries.exists()
    RegisterRow.objects.filter(pk=row.pk).update(customer_code="HD", customer_name="华东制造有限公司")
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert [one.recipient for one in Report.objects.get(number=DRAFT).deliveries.all()] == ["刘主任"]


def test_s1_17_each_sla_row_tells_requirement_actual_and_conformity(world: World, cast: Cast) -> None:
    """服务结果与客户要求的符合性: P1 at 1 of 2 is a miss; a miss without its cause is held up."""
    report = world.draft()
    rows = table(document_of(report)[0], "SLA 目标达成情况")
    assert [(row[0], row[1], row[2].split("（")[0], row[-1].split()[0]) for row in rows[1:]] == [
        ("P1 事件解决及时率（≤ 4 小时）", "≥ 75%", "50.00%", "未达标"),
        ("P2 事件解决及时率（≤ 8 小时）", "≥ 90%", "100.00%", "临近"),
        ("ERP 系统运维可用性", "≥ 99.9%", "99.969%", "达标"),
    ]
    save_text(number=DRAFT, block="summary", text="P1 有一项超时。", edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen, match="P1"):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    assert submit_report(number=world.written(), actor=cast.author, now=NOW).state == "in_review"


def test_s1_18_a_report_without_a_figure_is_not_submitted(world: World, cast: Cast) -> None:
    """服务报告应量化: words alone on a quarter without data are held up; a report with figures is not."""
    reasons = dict.fromkeys("abcdef", "见月报")
    words_alone = [
        {**blocks_of("R01")[0], "parameters": {"cards": 0}},
        {"code": "left_out", "title": "本报告不含的内容", "covers": [], "parameters": {"reasons": reasons}},
    ]
    put_into_force(world, changed_template(world, "R01", words_alone, day=NOW.date()))
    in_force(cast, row_of("OPS-01", "R01", "quarterly"))
    draft = draft_report(row_number="OPS-01", period_label="2025Q4", actor=cast.author, now=NOW)
    save_text(number=draft.number, block="summary", text="本季平稳。", edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen, match="没有任何量化指标"):
        submit_report(number=draft.number, actor=cast.author, now=NOW)
    assert Report.objects.get(pk=draft.pk).state == "draft"
    assert world.submitted().state == "in_review"


def test_s1_19_the_yearly_review_is_warned_of_flagged_late_and_met(world: World, cast: Cast) -> None:
    """评审平均每年不得少于一次: told a week ahead, 逾期 after its day and chased; a review has its reason."""
    keep_duties(actor=cast.manager, now=NOW)
    due_at = Duty.objects.get(kind="row_review", subject="SLM-01").due_at
    late = due_at + timedelta(days=3)

    def flag(now: datetime) -> DueFlag:
        lines = duty_lines(reader=cast.manager, now=now, kinds=("row_review",))
        return next(line.flag for line in lines if line.row_number == "SLM-01")

    assert flag(due_at - timedelta(days=8)) is DueFlag.COMING
    assert flag(due_at - timedelta(days=2)) is DueFlag.DUE_SOON
    assert flag(due_at + timedelta(seconds=1)) is DueFlag.OVERDUE
    keep_duties(actor=cast.operator, now=late)
    assert cast.manager.notices.filter(text__contains="SLM-01").exists()
    with pytest.raises(ReasonMissing):
        review_row(number="SLM-01", verdict=Verdict(outcome="keep", reason=" "), actor=cast.manager, now=late)
    with pytest.raises(RoleMissing):
        review_row(number="SLM-01", verdict=KEEP, actor=cast.author, now=late)
    review_row(number="SLM-01", verdict=KEEP, actor=cast.manager, now=late)
    assert flag(late) is DueFlag.LATE


def test_s1_19_a_template_is_reviewed_within_an_audit_instead(world: World, cast: Cast) -> None:
    """可并入内审、管理评审: by the page, with the audit that it was part of; without a reason it is refused."""
    keep_duties(actor=cast.manager, now=NOW)
    page = "/reports/annual/template/R02/review/"
    with time_machine.travel(NOW, tick=False):
        manager = client_of(cast.manager)
        assert manager.post(page, {"outcome": "keep", "held_with": "内部审核 IA-2026-02"}).status_code == 422
        assert not AnnualReview.objects.exists()
        sent = {"outcome": "keep", "reason": "仍适用", "held_with": "内部审核 IA-2026-02"}
        assert manager.post(page, sent).status_code == 302
    assert AnnualReview.objects.get(kind="template", subject="R02").held_with == "内部审核 IA-2026-02"
    assert Duty.objects.filter(kind="template_review", subject="R02", state="fulfilled").exists()


@time_machine.travel(NOW, tick=False)
def test_s1_20_the_yearly_summary_is_an_input_of_audit_and_management_review(world: World, cast: Cast) -> None:
    """总结…作为内审、管理评审的输入: owed every year, built and exported; handed on only when its review is closed."""
    convener = User.objects.create(login="he", name="何代表")
    Appointment.objects.create(user=convener, role=Role.MANAGEMENT_REPRESENTATIVE, starts_on=date(2026, 1, 1))
    keep_duties(actor=cast.manager, now=NOW)
    content = row_of("SUM-01", "R15", "yearly", audience="internal", customer_code="", customer_name="", agreements=())
    in_force(cast, replace(content, recipients=("陈总",)))
    summary = draft_report(row_number="SUM-01", period_label="2026", actor=cast.author, now=NOW)
    head, reviewer = client_of(convener), client_of(cast.reviewer)
    assert head.get(f"/reports/{summary.pk}/file/pdf/").content.startswith(b"%PDF-")
    meeting = {"year": "2026", "held_on": "2026-10-26", "agenda": "逐份评审", "inputs": "K30–K36", "members": ["wang"]}
    assert head.post("/reports/annual/convene/", meeting | {"report": summary.number}).status_code == 302
    review = SummaryReview.objects.get()
    handed = {"target": "management_review", "reference": "MR-2026"}
    assert head.post(f"/reports/annual/summary/{review.pk}/hand/", handed).status_code == 409
    assert not review.handed.exists()
    reviewer.post(f"/reports/annual/summary/{review.pk}/opinion/", {"conclusion": "agree", "opinion": "数据完整"})
    head.post(f"/reports/annual/summary/{review.pk}/conclude/", {"conclusion": "通过"})
    assert head.post(f"/reports/annual/summary/{review.pk}/hand/", handed).status_code == 302
    assert [one.reference for one in review.handed.all()] == ["MR-2026"]
    assert Duty.objects.get(kind="annual_summary", period_label="2026").state == "fulfilled"


@time_machine.travel(NOW, tick=False)
def test_s1_21_the_list_is_filtered_by_the_kind_of_report(world: World, cast: Cast) -> None:
    """反应性、前置性、预先计划: three kinds to filter the list by; an agreement that names a fourth is refused."""
    in_force(cast, row_of("WRN-01", "R08", "monthly"))
    in_force(cast, row_of("FWD-01", "R09", "monthly"))
    fourth = AGREEMENT.replace("SLA-2026-007", "SLA-2026-008").replace("kind: reactive", "kind: retroactive")
    with pytest.raises(AgreementFault, match="retroactive"):
        load_agreement(text=fourth, file="hd8.yaml", actor=cast.operator, now=NOW)
    reader = client_of(cast.manager)
    shown = {
        kind: {number for number in ("SLM-01", "WRN-01", "FWD-01") if f"/register/{number}/" in page}
        for kind in ("", "reactive", "proactive", "forward_schedule", "other")
        for page in [reader.get("/reports/register/", {"kind": kind}).content.decode()]
    }
    assert shown == {
        "": {"SLM-01", "WRN-01", "FWD-01"},
        "reactive": {"SLM-01"},
        "proactive": {"WRN-01"},
        "forward_schedule": {"FWD-01"},
        "other": set(),
    }


def test_s1_22_a_reactive_report_tells_of_a_closed_period(world: World, cast: Cast) -> None:
    """反应性报告…已经发生了的: a coming quarter is not drafted; an open one waits for its end and for its data."""
    with pytest.raises(OutsidePeriod):
        world.draft(period="2027Q1")
    number = world.draft(period="2026Q4").number
    save_text(number=number, block="summary", text="本季平稳。", edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen, match="2026-12-31 才结束"):
        submit_report(number=number, actor=cast.author, now=NOW)
    ended = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    retake_figures(number=number, actor=cast.author, now=ended)
    assert submit_report(number=number, actor=cast.author, now=ended).state == "in_review"


OPEN_TICKET = """
id  class     title  customer  service  priority  opened_at            resolved_at  state
J1  incident  停机   HD        ERP      P1        2026-10-12T09:00:00  -            open
"""
AT_80_PER_CENT = datetime(2026, 10, 12, 4, 12, tzinfo=UTC)


def test_s1_23_a_coming_breach_is_told_before_it_with_owner_and_preventive_action(world: World, cast: Cast) -> None:
    """前置性报告…即将发生的违反SLA的行为: by rule at 80 % of the four hours; the answer names owner, action and day."""
    world.load("ticket", OPEN_TICKET, at=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))
    early = warn(actor=cast.manager, now=AT_80_PER_CENT - timedelta(seconds=1))
    assert not [one for one in early.raised if one.rule == "clock_share"]
    (warning,) = [one for one in warn(actor=cast.manager, now=AT_80_PER_CENT).raised if one.rule == "clock_share"]
    assert warning.expected_at is not None
    assert warning.expected_at - AT_80_PER_CENT == timedelta(minutes=48)
    given: dict[str, Any] = {"number": warning.number, "actor": cast.author, "now": AT_80_PER_CENT}
    with pytest.raises(ActionMissing):
        answer_warning(owner=None, action="升级二线", due_on=AT_80_PER_CENT.date(), **given)
    with pytest.raises(StepRefused):
        close_warning(number=warning.number, remark="知道了", actor=cast.manager, now=AT_80_PER_CENT)
    answered = answer_warning(owner=cast.author, action="升级二线", due_on=AT_80_PER_CENT.date(), **given)
    assert (answered.state, answered.owner, answered.action) == ("acting", cast.author, "升级二线")
    in_force(cast, row_of("WRN-01", "R08", "monthly"))
    after = AT_80_PER_CENT + timedelta(minutes=1)
    draft = draft_report(row_number="WRN-01", period_label="2026-10", actor=cast.author, now=after)
    assert draft.row.report_kind == "proactive"
    (_, subject, _, _, action, outcome) = table(document_of(draft)[0], "预警与处置")[-1]
    assert (subject[:2], action, outcome) == ("J1", "升级二线（张工）", "处置中")


PLANNED = """
id title customer service type planned_start planned_end implemented_at result release caused_incidents
C3 换核心交换机 HD ERP normal 2026-10-12T20:00:00 2026-10-12T22:00:00 - - - -
C4 已否决的变更 HD ERP normal 2026-10-13T20:00:00 2026-10-13T22:00:00 - rejected - -
"""


def test_s1_24_a_forward_schedule_lists_planned_activities_with_their_dates(world: World, cast: Cast) -> None:
    """预先计划报告,即报告计划的活动: before they happen, with dates, without what was rejected."""
    world.load("change", PLANNED)
    in_force(cast, row_of("FWD-01", "R09", "monthly"))
    ask: dict[str, Any] = {"row_number": "FWD-01", "period_label": "2026-10", "now": NOW}
    with pytest.raises(RoleMissing):
        draft_report(actor=cast.customer, **ask)
    draft = draft_report(actor=cast.author, **ask)
    assert draft.row.report_kind == "forward_schedule"
    text = told(document_of(draft)[0])
    assert "换核心交换机" in text
    assert "2026-10-12 20:00" in text
    assert "已否决的变更" not in text
    save_text(
        number=draft.number, block="summary", text="十月有一次换机。", edit_count=None, actor=cast.author, now=NOW
    )
    assert submit_report(number=draft.number, actor=cast.author, now=NOW).state == "in_review"


def test_s1_25_approval_waits_for_a_result_on_each_quality_of_the_report(world: World, cast: Cast) -> None:
    """及时、清晰、可靠、简练并易于理解: each ticked by the reviewer, or failed with a comment; else no approval."""
    world.submitted()
    qualities = ("timely", "clear", "reliable", "concise", "understandable")
    given: dict[str, Any] = {"number": DRAFT, "actor": cast.reviewer, "now": NOW}
    for one in qualities:
        unticked = {code: result for code, result in all_holds().items.items() if code != one}
        with pytest.raises(ReviewIncomplete):
            review_report(judgement=Judgement(items=unticked, conclusion="pass"), **given)
        silent = {**all_holds().items, one: (False, "")}
        with pytest.raises(ReviewIncomplete):
            review_report(judgement=Judgement(items=silent, conclusion="return", opinion="退回"), **given)
    with pytest.raises(ReviewIncomplete):
        approve_report(number=DRAFT, remark="同意", actor=cast.manager, now=NOW)
    review = review_report(judgement=all_holds(), **given)
    assert set(qualities) <= set(review.items.filter(holds=True).values_list("item", flat=True))
    assert approve_report(number=DRAFT, remark="同意", actor=cast.manager, now=NOW).state == "approved"


def test_s1_26_the_report_fits_its_recipient_and_asks_for_decisions(world: World, cast: Cast) -> None:
    """与接受者的需求相适宜…为决策提供支持: three more ticks, and a block of the decisions that are asked for."""
    world.draft()
    asked: dict[str, Any] = {"number": DRAFT, "due_on": date(2026, 10, 30), "actor": cast.author, "now": NOW}
    with pytest.raises(ReasonMissing):
        ask_decision(text="增设夜班备岗", decider=" ", **asked)
    ask_decision(text="增设夜班备岗", decider="刘主任", **asked)
    submit_report(number=world.written(), actor=cast.author, now=NOW)
    text = told(stored_document(Report.objects.get(number=DRAFT)))
    assert "增设夜班备岗" in text
    assert "刘主任" in text
    for one in ("fits_recipient", "correct", "supports_decision"):
        unticked = {code: result for code, result in all_holds().items.items() if code != one}
        judgement = Judgement(items=unticked, conclusion="pass")
        with pytest.raises(ReviewIncomplete):
            review_report(number=DRAFT, judgement=judgement, actor=cast.reviewer, now=NOW)
    failed = all_holds(supports_decision="没有给出备选方案")
    assert review_report(number=DRAFT, judgement=failed, actor=cast.reviewer, now=NOW).conclusion == "return"
    assert Report.objects.get(number=DRAFT).state == "returned"


def test_s1_27_a_report_keeps_the_version_of_its_template(world: World, cast: Cast) -> None:
    """样式和规定参见相应服务报告的模板: a new version leaves drafts as they are until their author moves them."""
    assert world.draft().template.version == 1
    fewer = [block for block in blocks_of("R02") if block["code"] != "availability"]
    put_into_force(world, changed_template(world, "R02", fewer, day=NOW.date()))
    assert Report.objects.get(number=DRAFT).template.version == 1
    assert "# 服务可用性" in told(document_of(Report.objects.get(number=DRAFT))[0])
    with pytest.raises(RoleMissing):
        move_to_template(number=DRAFT, version=2, actor=cast.reviewer, now=NOW)
    moved = move_to_template(number=DRAFT, version=2, actor=cast.author, now=NOW)
    assert moved.template.version == 2
    assert "# 服务可用性" not in told(document_of(moved)[0])
    submit_report(number=world.written(), actor=cast.author, now=NOW)
    with pytest.raises(StepRefused):
        move_to_template(number=DRAFT, version=1, actor=cast.author, now=NOW)
    assert world.draft(period="2026Q2").template.version == 2


def test_s1_28_every_report_is_planned_at_least_once_a_year(world: World, cast: Cast) -> None:
    """无明确规定…每年不得少于一次: every two years is refused; where nothing is said, once a year is planned."""
    for rare in ("every_two_years", ""):
        with pytest.raises(TooRare):
            add_row(content=row_of("OPS-09", "R01", rare), actor=cast.manager, now=NOW)
    assert not RegisterRow.objects.filter(number="OPS-09").exists()
    unsaid = AGREEMENT.replace("SLA-2026-007", "SLA-2026-008").replace("SLM-01", "OPS-09").replace("ERP", "CRM")
    load_agreement(text=unsaid.replace("frequency: quarterly, ", ""), file="hd8.yaml", actor=cast.operator, now=NOW)
    bring_up_to_date(actor=cast.operator, now=NOW)
    assert [duty.period_label for duty in Obligation.objects.filter(row__number="OPS-09")] == ["2026"]


def test_s1_29_dates_follow_the_agreement_and_move_only_with_consent(world: World, cast: Cast) -> None:
    """严格按照规定时间提交: five working days as agreed; a later date without consent is refused."""
    agreed = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)  # 8, 9, 10 (worked Saturday), 12 and 13 October
    assert report_duty("2026Q3").due_at == agreed
    later: dict[str, Any] = {
        "key": key("2026Q3"),
        "new_due_at": agreed + timedelta(days=7),
        "reason": "盘点",
        "now": NOW,
    }
    with pytest.raises(ConsentMissing):
        postpone_duty(consent=None, actor=cast.manager, **later)
    with pytest.raises(RoleMissing):
        postpone_duty(consent=consent(date(2026, 10, 8)), actor=cast.author, **later)
    with time_machine.travel(NOW, tick=False):
        sent = {"p-new_due_on": "2026-10-20", "p-reason": "盘点"}
        refused = client_of(cast.manager).post(f"/reports/duties/{key('2026Q3')}/postpone/", sent)
    assert refused.status_code in (409, 422)
    assert report_duty("2026Q3").due_at == agreed
    postpone_duty(consent=consent(date(2026, 10, 8)), actor=cast.manager, **later)
    assert report_duty("2026Q3").due_at == agreed + timedelta(days=7)
    revised = AGREEMENT.replace("working_days: 5", "working_days: 8").replace(
        "timezone: Asia/Shanghai", "timezone: Asia/Shanghai\nrevision: {from: 2026-10-01, reason: 延长期限}"
    )
    before = report_duty("2026Q4").due_at
    load_agreement(text=revised, file="hd2.yaml", actor=cast.operator, now=NOW)
    bring_up_to_date(actor=cast.operator, now=NOW)
    assert report_duty("2026Q4").due_at > before
    assert report_duty("2026Q3").due_at == agreed + timedelta(days=7)


def test_s1_30_performance_against_service_levels_is_always_told(world: World, cast: Cast) -> None:
    """与服务级别目标相对应的绩效: every target of the agreement in the report; a template without them is refused."""
    titles = [row[0] for row in table(document_of(world.draft())[0], "SLA 目标达成情况")]
    for target in ("P1 事件解决及时率", "P2 事件解决及时率", "ERP 系统运维可用性"):
        assert any(title.startswith(target) for title in titles)
    left = [block for block in blocks_of("R02") if "a" not in block["covers"]]
    number = changed_template(world, "R02", left, day=NOW.date())
    with pytest.raises(ChangeUnready, match="lacks performance against service level targets"):
        submit_change(number=number, actor=cast.author, now=NOW)
    put_into_force(world, changed_template(world, "R01", blocks_of("R01")[:-1], day=NOW.date()))
    assert Template.objects.get(code="R01", version=2).state == "effective"
