"""AX-0009, S1.31–S1.43: contents b–f, planning, yearly reviews, 《服务报告列表》 and the policy."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.test import Client

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, AuditEntry, Notice, User
from fuwubao.domain.roles import Role
from fuwubao.improvement.actions.nonconformities import (
    Finding,
    notify_responsible,
    raise_nonconformity,
    reply_to_nonconformity,
)
from fuwubao.improvement.actions.raising import Source
from fuwubao.improvement.errors import SomethingMissing
from fuwubao.improvement.models import Nonconformity
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.review import submit_report
from fuwubao.reports.actions.template_change import (
    Wording,
    approve_change,
    draft_change,
    edit_change,
    give_opinion,
    submit_change,
)
from fuwubao.reports.actions.writing import save_text, waive_finding
from fuwubao.reports.errors import ChecksOpen, TemplateMissing
from fuwubao.reports.models import AnnualReview, Duty, RegisterRow, Report, TemplateChange
from fuwubao.reports.template_errors import ChangeUnready
from tests.cast import client_of
from tests.reports.process import POLICY, TEXT, TODAY, representative
from tests.reports.telling import table, told
from tests.reports.world import DRAFT, NOW, World

QUARTER_BEFORE = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
B1  incident  登录缓慢  HD        ERP      P1        2026-04-06T09:00:00  2026-04-06T11:00:00  resolved
B2  incident  报表超时  HD        ERP      P1        2026-05-06T09:00:00  2026-05-06T15:00:00  resolved
"""
BASES = ("对 ISO/IEC 20000 要求的不符合", "对服务管理体系（SMS）要求的不符合")
ROW = {
    "number": "OPS-01",
    "name": "IT运维服务月报",
    "source_process": "运维服务",
    "template": "R01",
    "frequency": "monthly",
    "working_days": "5",
    "agreement": "SLA-2026-007",
    "recipients": "刘主任",
    "purpose": "按月说明服务过程与结果",
}
CONSENT = {"agreed_by": "刘主任", "agreed_on": "2026-10-08", "evidence": "会议纪要.pdf"}


def shown(person: User, address: str) -> str:
    """The words of a page that this person may open."""
    answer = client_of(person).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def lines(report: Report) -> list[str]:
    return told(document_of(Report.objects.get(pk=report.pk))[0]).splitlines()


def rewritten(world: World, blocks: list[dict[str, object]]) -> TemplateChange:
    """A draft of 张工 that gives R02 other blocks."""
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    wording = Wording(reason="客户另有月报", effective_from=TODAY, edit_count=change.edit_count)
    content = {**change.content, "blocks": blocks}
    return edit_change(number=change.number, content=content, wording=wording, actor=world.cast.author, now=NOW)


def blocks_in_force(world: World) -> list[dict[str, object]]:
    change = draft_change(kind="template", code="R02", actor=world.cast.author, now=NOW)
    return list(change.content["blocks"])


@time_machine.travel(NOW, tick=False)
def test_s1_31_significant_events_are_told_by_kind_and_a_kind_without_any_prints_none(world: World) -> None:
    """S1.31 b) major incidents, deployed services, continuity plan; an empty period prints "none"."""
    kinds = ("重大事故", "部署新的或变更的服务", "触发业务连续性计划")
    quiet = world.draft(period="2026Q2")
    assert all(f"本期无{kind}" in lines(quiet) for kind in kinds)
    world.load(
        "service_event",
        """
id  at                   type                title        customer  impact
E1  2026-08-03T09:00:00  major_incident      过账中断      HD        关账推迟
E2  2026-09-01T09:00:00  new_service         上线移动审批  HD        -
E3  2026-10-01T00:00:00  continuity_invoked  下一季切换    HD        -
""",
    )
    report = world.draft()
    assert "2026-08-03 09:00 重大事故 过账中断：关账推迟 E1" in lines(report)
    assert "2026-09-01 09:00 部署新的或变更的服务 上线移动审批 E2" in lines(report)
    assert [f"本期无{kind}" in lines(report) for kind in kinds] == [False, False, True]

    noted = {"kind": "continuity", "happened_at": "2026-09-30 23:59", "title": "切换灾备", "detail": ""}
    author, address = client_of(world.cast.author), f"/reports/{report.pk}/event/"
    assert client_of(world.cast.reviewer).post(address, noted).status_code == 403
    author.post(address, {**noted, "title": ""})
    assert "本期无触发业务连续性计划" in lines(report)
    author.post(address, noted)
    assert "2026-09-30 23:59 触发业务连续性计划 切换灾备 " in lines(report)
    assert "本期无触发业务连续性计划" not in lines(report)


def test_s1_32_volume_is_told_with_its_periodic_change_and_never_typed_by_hand(world: World) -> None:
    """S1.32 c) workload: volume and periodic change."""
    world.load("ticket", QUARTER_BEFORE)
    number = world.written(world.draft().number)
    document = document_of(Report.objects.get(number=number))[0]
    flows = {row[0]: row[1:] for row in table(document, "单据流转")}
    assert flows["新受理"][:3] == ["8", "2", "+300.00%"]
    assert flows["已解决"][:2] == ["7", "2"]
    [chart] = [b for b in t.flat(document.blocks) if isinstance(b, t.Chart) and b.caption == "按月受理量（张）"]
    assert isinstance(chart.drawing, t.StackedBars)
    incidents = [point.value for point in chart.drawing.series[0].points]
    assert incidents[-6:] == [1, 1, 0, 3, 2, 2]

    def say(text: str) -> None:
        save_text(number=number, block="workload", text=text, edit_count=None, actor=world.cast.author, now=NOW)

    say("本季受理 9 张，比上季多。")
    with pytest.raises(ChecksOpen, match="9"):
        submit_report(number=number, actor=world.cast.author, now=NOW)
    say("受理量比上季多，原因是新增用户。")
    assert submit_report(number=number, actor=world.cast.author, now=NOW).state == "in_review"


def test_s1_33_nonconformities_stand_by_basis_with_their_cause(world: World) -> None:
    """S1.33 d) against ISO 20000, SMS or service requirements, with cause."""
    cast, report = world.cast, world.draft()
    audit = Source(kind="audit", number="2026 年内审")
    finding = Finding(basis="iso20000", clause="9.4", description="月报没有趋势", found_on=date(2026, 9, 1))
    with pytest.raises(RoleMissing):
        raise_nonconformity(finding=finding, source=audit, actor=cast.author, now=NOW)
    with pytest.raises(SomethingMissing):
        raise_nonconformity(finding=Finding(basis="sms", description=" "), source=audit, actor=cast.manager, now=NOW)
    assert all(f"本期无{words}" in lines(report) for words in BASES)
    with pytest.raises(ChecksOpen, match="未达标，缺原因"):
        submit_report(number=report.number, actor=cast.author, now=NOW)

    found = raise_nonconformity(
        finding=Finding(basis="iso20000", clause="9.4", description="月报没有趋势", customer_code="HD",
                        found_on=date(2026, 9, 1)),
        source=audit, actor=cast.manager, now=NOW,
    )  # fmt: skip
    notify_responsible(number=found.number, responsible=cast.author, actor=cast.manager, now=NOW)
    with pytest.raises(SomethingMissing):
        reply_to_nonconformity(number=found.number, correction="已补", cause=" ", actor=cast.author, now=NOW)
    reply_to_nonconformity(number=found.number, correction="已补", cause="模板缺一节", actor=cast.author, now=NOW)
    world.written()
    sent = submit_report(number=report.number, actor=cast.author, now=NOW)
    document = document_of(sent)[0]
    assert table(document, "登记的 ISO/IEC 20000 要求的不符合")[0][1] == "模板缺一节"
    assert [f"本期无{words}" in lines(sent) for words in BASES] == [False, True]
    assert sum("夜班交接" in line for line in lines(sent)) >= 2  # each missed target with its cause


def test_s1_34_trends_are_drawn_over_months_and_a_template_without_them_is_refused(world: World) -> None:
    """S1.34 e) trend information."""
    world.load("ticket", QUARTER_BEFORE)
    document = document_of(world.draft())[0]
    charts = [b for b in t.flat(document.blocks) if isinstance(b, t.Chart) and isinstance(b.drawing, t.TrendLine)]
    line = next(c.drawing for c in charts if "P1" in c.caption and isinstance(c.drawing, t.TrendLine))
    values = [point.value for point in line.series[0].points]
    assert (len(line.periods), values[-6:]) == (13, [100, 0, None, 100, 0, None])
    assert [step.value for step in line.targets] == [75]
    score = next(row for row in table(document, "SLA 目标达成情况") if row[0].startswith("P1"))
    assert any("50.00%" in cell for cell in score)

    blocks = [{**b, "covers": [c for c in b["covers"] if c != "e"]} for b in blocks_in_force(world)]  # type: ignore[attr-defined]  # a JSON list
    change = rewritten(world, blocks)
    with pytest.raises(ChangeUnready, match="trend"):
        submit_change(number=change.number, actor=world.cast.author, now=NOW)


def test_s1_35_satisfaction_and_complaints_are_measured_and_analysed(world: World) -> None:
    """S1.35 f) satisfaction measures, complaints, and analysis of both."""
    cast = world.cast
    world.load(
        "survey_answer",
        """
id  customer  answered_at          score
A1  HD        2026-07-10T09:00:00  5
A2  HD        2026-08-10T09:00:00  4
A3  HD        2026-09-10T09:00:00  2
A4  QM        2026-09-10T09:00:00  1
""",
    )
    world.load(
        "complaint",
        """
id  customer  received_at          content   closed_at
C1  HD        2026-08-03T15:00:00  过账太慢  2026-08-05T10:00:00
C2  HD        2026-09-01T09:00:00  答复太慢  2026-09-20T10:00:00
""",
    )
    report = world.draft()
    rows = {row[0]: row[1:] for row in table(document_of(report)[0], "满意度与投诉")}
    assert rows["满意度（4–5 分占比）"][0] == "66.66%"
    assert "2 / 3" in rows["满意度（4–5 分占比）"][1]
    assert rows["投诉按期结案率"][0] == "50.00%"
    assert "2 / 8" in rows["投诉率"][1]

    def analyse(actor: User, text: str) -> None:
        save_text(number=DRAFT, block="satisfaction", text=text, edit_count=None, actor=actor, now=NOW)

    with pytest.raises(RoleMissing):
        analyse(cast.customer, "没有投诉。")
    world.written()
    analyse(cast.author, "两项投诉都因夜班交接，满意度为 70%。")
    with pytest.raises(ChecksOpen, match="70"):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    analyse(cast.author, "投诉都因夜班交接，满意度为 [[K17]]。")
    for subject in ("K17", "K22"):
        waive_finding(number=DRAFT, rule="small_sample", subject=subject, reason="样本少", actor=cast.author, now=NOW)
    sent = submit_report(number=DRAFT, actor=cast.author, now=NOW)
    assert "投诉都因夜班交接，满意度为 66.66%。" in lines(sent)


def test_s1_36_a_content_without_a_block_needs_a_reason_that_another_person_approved(world: World) -> None:
    """S1.36 each of a–f maps to a block, or has an approved "not applicable" reason."""
    cast = world.cast
    kept = [block for block in blocks_in_force(world) if block["code"] != "workload"]
    with pytest.raises(ChangeUnready, match="workload"):
        submit_change(number=rewritten(world, kept).number, actor=cast.author, now=NOW)
    reason: dict[str, object] = {
        "code": "left_out",
        "title": "本报告不含的内容",
        "covers": [],
        "parameters": {"reasons": {"c": "见月报"}},
    }
    change = rewritten(world, [*kept, reason])
    submit_change(number=change.number, actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        approve_change(number=change.number, remark="", actor=cast.author, now=NOW)
    give_opinion(number=change.number, agrees=True, opinion="", actor=cast.reviewer, now=NOW)
    before = world.draft(period="2026Q2")
    assert "# 工作量" in lines(before)
    approve_change(number=change.number, remark="客户同意", actor=cast.manager, now=NOW)
    report = world.draft()
    assert "# 工作量" not in lines(report)
    assert table(document_of(report)[0], "本报告不含的内容") == [["c）工作量特征", "见月报"]]
    world.written()
    assert submit_report(number=DRAFT, actor=cast.author, now=NOW).state == "in_review"


@time_machine.travel(NOW, tick=False)
def test_s1_37_a_report_is_planned_with_its_template_before_one_is_made(world: World) -> None:
    """S1.37 a report plan (what, why, who, when, template) exists before instances are produced."""
    cast = world.cast
    manager, author = client_of(cast.manager), client_of(cast.author)
    wanted = {"row": "OPS-01", "period": "2026-09"}
    assert author.post("/reports/new/", wanted).status_code == 404
    for lacking in ("name", "recipients", "working_days", "template"):
        assert manager.post("/reports/register/new/", {**ROW, lacking: ""}).status_code == 422, lacking
    assert manager.post("/reports/register/new/", ROW).status_code == 302
    assert manager.post("/reports/register/OPS-01/activate/").status_code == 409  # nobody agreed it
    assert manager.post("/reports/register/OPS-01/agree/", {**CONSENT, "evidence": ""}).status_code == 422
    manager.post("/reports/register/OPS-01/agree/", CONSENT)
    RegisterRow.objects.filter(number="OPS-01").update(duties_from=date(2026, 9, 1))
    manager.post("/reports/register/OPS-01/activate/")
    assert "OPS-01" in shown(cast.manager, "/reports/year/")
    assert "按月说明服务过程与结果" in shown(cast.manager, "/reports/register/OPS-01/")
    assert author.post("/reports/new/", wanted).status_code == 302
    made = Report.objects.get(row__number="OPS-01")
    assert made.template.code == "R01"
    assert made.obligation is not None
    assert made.obligation.period_label == "2026-09"
    RegisterRow.objects.filter(number="OPS-01").update(template_code="R99")
    with pytest.raises(TemplateMissing):
        world.draft(row="OPS-01", period="2026-08")


@time_machine.travel(NOW, tick=False)
def test_s1_38_each_yearly_review_of_an_entry_ends_with_an_outcome_and_its_reason(world: World) -> None:
    """S1.38 keep / change / lower priority / retire, with reason; unneeded reports lowered in priority."""
    keep_duties(actor=world.cast.operator, now=NOW)
    manager, address = client_of(world.cast.manager), "/reports/annual/row/SLM-01/review/"
    for refused in ({"outcome": "lower", "reason": " "}, {"outcome": "shelve", "reason": "少有人读"}, {"reason": "好"}):
        assert manager.post(address, refused).status_code == 422
    assert client_of(world.cast.author).post(address, {"outcome": "keep", "reason": "有用"}).status_code == 403
    assert not AnnualReview.objects.exists()

    states = []
    given = (("keep", "客户仍在使用"), ("change", "合并到月报"), ("lower", "少有人读"), ("retire", "合同结束"))
    for outcome, reason in given:
        assert manager.post(address, {"outcome": outcome, "reason": reason}).status_code == 302
        states.append(RegisterRow.objects.get(number="SLM-01").state)
        if outcome == "lower":
            assert "已降低优先级" in shown(world.cast.manager, "/reports/register/?state=lowered_priority")
            assert '<option value="SLM-01">' in shown(world.cast.author, "/reports/")  # it is still owed
    assert '<option value="SLM-01">' not in shown(world.cast.author, "/reports/")
    assert states == ["active", "active", "lowered_priority", "retired"]
    assert tuple(AnnualReview.objects.order_by("pk").values_list("outcome", "reason")) == given
    assert Duty.objects.filter(kind="row_review", subject="SLM-01", state="fulfilled").exists()
    assert manager.post(address, {"outcome": "lower", "reason": "少有人读"}).status_code == 409
    remarks = AuditEntry.objects.filter(act="reports.review_row").values_list("remark", flat=True)
    assert set(remarks) == {reason for _outcome, reason in given}


@time_machine.travel(NOW, tick=False)
def test_s1_39_what_the_annual_check_finds_goes_to_the_service_manager_and_awaits_a_reply(world: World) -> None:
    """S1.39 annual check of reports and process; each nonconformity notifies the manager and tracks a reply."""
    cast, service_manager = world.cast, User.objects.create(login="zhou", name="周岚")
    Appointment.objects.create(user=service_manager, role=Role.SERVICE_MANAGER, starts_on=date(2026, 1, 1))
    check = "/reports/process/compliance/"
    unreviewed = 'href="/reports/annual/row/SLM-01/review/"'
    assert unreviewed not in shown(cast.manager, check)
    Duty.objects.filter(kind="row_review", subject="SLM-01").update(due_at=NOW - timedelta(days=1))
    assert unreviewed in shown(cast.manager, check)
    client_of(cast.manager).post("/reports/annual/row/SLM-01/review/", {"outcome": "keep", "reason": "有用"})
    assert unreviewed not in shown(cast.manager, check)
    assert client_of(cast.customer).get(check).status_code == 403
    fact = {"basis": "sms", "severity": "minor", "description": "一二季度未出报告", "source_kind": "audit"}
    manager = client_of(cast.manager)
    assert client_of(cast.author).post("/improvement/nonconformities/new/", fact).status_code == 403
    manager.post("/improvement/nonconformities/new/", fact)
    page = f"/improvement/nonconformities/{Nonconformity.objects.get().number}/"
    assert manager.post(f"{page}notify/", {"responsible": ""}).status_code == 422
    assert not Notice.objects.filter(to=service_manager).exists()

    manager.post(f"{page}notify/", {"responsible": service_manager.pk})
    assert Notice.objects.filter(to=service_manager, url=page).count() == 1
    bring_up_to_date(actor=cast.operator, now=NOW)
    owed = Duty.objects.get(kind="nonconformity_reply")
    assert (owed.responsible, Nonconformity.objects.get().reply_due_on) == (service_manager, date(2026, 10, 14))
    reply = {"correction": "补出两份报告", "cause": "列表未排期"}
    assert manager.post(f"{page}reply/", reply).status_code == 403
    answering = client_of(service_manager)
    assert answering.post(f"{page}reply/", {**reply, "cause": ""}).status_code == 422
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert "逾期" in shown(cast.manager, "/improvement/nonconformities/")
        assert answering.post(f"{page}reply/", reply).status_code == 302
        bring_up_to_date(actor=cast.operator, now=NOW + timedelta(days=10))
        assert "列表未排期" in shown(cast.manager, page)
    owed.refresh_from_db()
    assert owed.state == "fulfilled"


@time_machine.travel(NOW, tick=False)
def test_s1_40_the_list_holds_every_report_and_none_is_made_beside_it(world: World) -> None:
    """S1.40 number, source, name/content, class, recipient; every instance comes from a list row."""
    manager, author = client_of(world.cast.manager), client_of(world.cast.author)
    for lacking in ("number", "source_process", "name", "recipients"):
        assert manager.post("/reports/register/new/", {**ROW, lacking: ""}).status_code == 422, lacking
    assert author.post("/reports/register/new/", ROW).status_code == 403
    manager.post("/reports/register/new/", ROW)
    assert manager.post("/reports/register/new/", {**ROW, "name": "另一份"}).status_code == 409
    exported = manager.get("/reports/register/export/").content.decode("utf-8-sig")
    rows = {row["编号"]: row for row in csv.DictReader(StringIO(exported))}
    assert [rows["OPS-01"][column] for column in ("来源流程", "名称/内容", "分类", "汇报对象")] == [
        "运维服务", "IT运维服务月报", "主动", "华东制造有限公司 · 刘主任",
    ]  # fmt: skip
    assert author.post("/reports/new/", {"row": "SLM-77", "period": "2026Q3"}).status_code == 404
    assert not Report.objects.exists()
    assert author.post("/reports/new/", {"row": "SLM-01", "period": "2026Q3"}).status_code == 302
    made = Report.objects.get()
    assert (made.row.number, made.number) == ("SLM-01", DRAFT)
    assert DRAFT in shown(world.cast.manager, "/reports/register/SLM-01/")


@time_machine.travel(NOW, tick=False)
def test_s1_41_a_new_firm_takes_the_five_seeded_entries_into_force(world: World) -> None:
    """S1.41 five entries of SLM, availability (2), incident and problem management, all 主动, 管理者."""
    cast, manager = world.cast, client_of(world.cast.manager)
    seeded = {
        "SLM": ("SLM-11", "服务级别管理", "SLA执行情况报告", "R02"),
        "AVA-N": ("AVA-12", "可用性管理", "服务可用性不符合报告", "R03"),
        "AVA-A": ("AVA-13", "可用性管理", "服务可用性分析报告", "R04"),
        "INC": ("INC-14", "事件管理", "事件管理季度报告", "R05"),
        "PRB": ("PRB-15", "问题管理", "问题管理总结报告", "R06"),
    }
    assert client_of(cast.author).get("/reports/register/new/?from=SLM").status_code == 403
    assert 'value="SLA执行情况报告"' not in shown_form(manager, "NONE")
    for code, (number, process, name, template) in seeded.items():
        form = shown_form(manager, code)
        assert f'value="{process}"' in form
        assert f'value="{name}"' in form
        filled = {
            "number": number, "source_process": process, "name": name, "template": template, "working_days": "10",
            "frequency": "quarterly", "row_template": code, "recipients": "管理者",
        }  # fmt: skip
        assert manager.post("/reports/register/new/", {**filled, "recipients": ""}).status_code == 422
        assert manager.post("/reports/register/new/", filled).status_code == 302
        assert manager.post(f"/reports/register/{number}/activate/").status_code == 409
        manager.post(f"/reports/register/{number}/agree/", {**CONSENT, "agreed_by": "管理者"})
        manager.post(f"/reports/register/{number}/activate/")
    made = RegisterRow.objects.exclude(number="SLM-01").filter(state="active")
    assert {(one.number, one.source_process, one.name, one.template_code) for one in made} == set(seeded.values())
    assert {(one.initiation, tuple(one.recipients)) for one in made} == {("主动", ("管理者",))}


def shown_form(client: Client, code: str) -> str:
    """The form of a new row that starts from a seeded entry; it stands before anything is sent."""
    return str(client.get(f"/reports/register/new/?from={code}").content.decode())


@time_machine.travel(NOW, tick=False)
def test_s1_42_each_edition_of_the_list_is_kept_as_it_was_and_can_be_taken_out(world: World) -> None:
    """S1.42 the list is a kept record: versioned, exportable, past versions readable."""
    manager, head = client_of(world.cast.manager), client_of(world.cast.head)
    editions = "/reports/process/register/"
    assert client_of(world.cast.author).post(f"{editions}issue/", {"change": "首版"}).status_code == 403
    assert manager.post(f"{editions}issue/", {"change": " "}).status_code >= 400
    manager.post(f"{editions}issue/", {"change": "首版"})
    assert manager.post(f"{editions}issue/", {"change": "再版"}).status_code == 409
    assert manager.post(f"{editions}1/decide/", {"decision": "approve"}).status_code == 403
    head.post(f"{editions}1/decide/", {"decision": "approve"})
    assert manager.post(f"{editions}issue/", {"change": "没有改动"}).status_code == 409

    manager.post("/reports/register/new/", ROW)
    reason = {"outcome": "lower", "reason": "少有人读"}
    manager.post("/reports/annual/row/SLM-01/review/", reason)
    manager.post(f"{editions}issue/", {"change": "增加月报，季报降级"})
    head.post(f"{editions}2/decide/", {"decision": "approve"})
    past, present = (manager.get(f"{editions}{number}/export/").content.decode("utf-8-sig") for number in (1, 2))
    kept = [{row["编号"]: row["状态"] for row in csv.DictReader(StringIO(text))} for text in (past, present)]
    assert kept == [{"SLM-01": "执行中"}, {"OPS-01": "草稿", "SLM-01": "已降低优先级"}]
    assert "OPS-01" not in shown(world.cast.manager, f"{editions}1/")
    assert "增加月报，季报降级" in shown(world.cast.manager, editions)
    assert manager.get(f"{editions}9/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_s1_43_the_policy_is_in_force_from_its_day_when_another_person_approved_it(world: World) -> None:
    """S1.43 the service report policy of 5.1 is published and in force."""
    approver, page = representative(), f"/reports/process/documents/{POLICY}/"
    manager, day = client_of(world.cast.manager), TODAY + timedelta(days=1)
    lacking = '没有现行的服务报告方针 <b class="tn">{}</b>'
    policy = {
        "number": POLICY, "kind": "policy", "title": "服务报告方针", "text": TEXT, "change": "首次发布",
        "effective_from": day.isoformat(),
    }  # fmt: skip
    assert client_of(world.cast.author).post("/reports/process/documents/new/", policy).status_code == 403
    yesterday = {**policy, "effective_from": (TODAY - timedelta(days=1)).isoformat()}
    assert manager.post("/reports/process/documents/new/", yesterday).status_code >= 400
    assert manager.post("/reports/process/documents/new/", policy).status_code == 302
    assert manager.post(f"{page}1/decide/", {"decision": "approve"}).status_code == 403
    client_of(approver).post(f"{page}1/decide/", {"decision": "approve"})
    assert Notice.objects.filter(to=world.cast.author, url=page).count() == 1
    assert lacking.format(1) in shown(world.cast.manager, "/reports/process/compliance/")
    assert client_of(world.cast.author).post(f"{page}1/read/").status_code == 409  # its day has not come

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert lacking.format(0) in shown(world.cast.manager, "/reports/process/compliance/")
        assert all(word in shown(world.cast.author, page) for word in ("核心流程", "量化", "每年评审", "管理评审"))
        client_of(world.cast.author).post(f"{page}1/read/")
        assert "确认已阅读" not in shown(world.cast.author, page)
        assert "服务报告方针" in shown(world.cast.reviewer, "/reports/process/")
