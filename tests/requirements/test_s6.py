"""S6: how a report is made – data, analysis, writing, review, publication, discussion, use, evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from fuwubao.accounts import jobs
from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice, User
from fuwubao.agreements.actions import load_agreement
from fuwubao.agreements.errors import AgreementFault
from fuwubao.improvement.actions.raising import decide_suggestion
from fuwubao.improvement.errors import SomethingMissing
from fuwubao.improvement.models import Action
from fuwubao.records import queries as records
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.delivering import HandOver, register_hand_over
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.improving import suggest
from fuwubao.reports.actions.objections import (
    answer_objection,
    decide_objection,
    examine_objection,
    raise_objection,
)
from fuwubao.reports.actions.period_run import build_due
from fuwubao.reports.actions.process import draft_version
from fuwubao.reports.actions.publishing import answer_feedback, publish_report
from fuwubao.reports.actions.review import approve_report, review_report, revise_report, submit_report
from fuwubao.reports.actions.reviewers import EntryTerms, list_reviewer
from fuwubao.reports.actions.sampling import compare_rows, draw_sample
from fuwubao.reports.actions.template_change import Wording, draft_change, edit_change, submit_change
from fuwubao.reports.actions.writing import Explanation, explain_breaches, save_text
from fuwubao.reports.distribution_errors import ProofMissing
from fuwubao.reports.errors import ChecksOpen, ReasonMissing, ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import (
    AbnormalRule,
    BreachNote,
    DataSource,
    Delivery,
    Feedback,
    Obligation,
    RegisterRow,
    Report,
    ReviewerEntry,
    ServiceEvaluation,
    ServiceReview,
)
from fuwubao.reports.queries.service_reviews import evaluation_strips
from fuwubao.reports.review_errors import NotListed, ReviewerEntryUnclear, SampleOpen
from fuwubao.reports.rules import REVIEW_ITEMS
from fuwubao.reports.template_errors import ChangeUnready
from tests.cast import client_of
from tests.reports.duties import row_of
from tests.reports.post_office import PostOffice, attached_hash, opened, port_of
from tests.reports.process import POLICY, policy_in_force, representative, wording
from tests.reports.telling import table, told
from tests.reports.world import AGREED_AT, AGREEMENT, DRAFT, NOW, TICKETS, Cast, World, all_holds, made_cast

SATISFACTION = "满意度与投诉"


@pytest.fixture(autouse=True)
def in_october() -> Iterator[None]:
    """The clock of the pages stands at the moment of the world."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the settings name."""
    office = PostOffice()
    controller = opened(office)
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port_of(controller)), "FROM": "sla@firm.cn"}.items():
        monkeypatch.setenv(f"FUWUBAO_SMTP_{name}", value)
    monkeypatch.setenv("FUWUBAO_SMTP_SECURITY", "none")
    yield office
    controller.stop()


def text_of(person: User, path: str) -> str:
    answer = client_of(person).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def published(world: World, *ways: str) -> Report:
    """The quarter's report, published by the ways that are agreed."""
    keep_duties(actor=world.cast.operator, now=NOW - timedelta(days=1))
    world.approved()
    RegisterRow.objects.update(delivery=list(ways))
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def held(report: Report, author: Client, **changed: str) -> int:
    """Send the record of the meeting on a report; returns the status of the answer."""
    sent = {"held_at": "2026-10-08T09:00", "ours": "李经理", "customer": "刘主任", "agenda": "达成情况"}
    sent |= {"minutes": "双方同意增设备岗", **changed}
    return int(author.post(f"/reports/process/meetings/new/{report.pk}/", sent).status_code)


def test_s6_01_data_come_from_a_named_source_with_their_time_before_a_report_is_built(world: World) -> None:
    """S6.1 Collect data from named sources with time stamp."""
    early = NOW - timedelta(days=20)
    (refused,) = build_due(period_label="2026Q3", carry=False, actor=world.cast.author, now=early)
    assert (refused.done, refused.code) == (False, "reports.data_incomplete")
    timeless = (
        "id  class  title  customer  service  priority  opened_at  state\nI9  incident  无时刻  HD  ERP  P2  -  open\n"
    )
    world.load("ticket", timeless)
    (waiting,) = build_due(period_label="2026Q3", carry=False, actor=world.cast.author, now=NOW)
    assert "隔离区" in waiting.zh
    records_of = {row["id"]: row for row in records.current_rows("ticket").to_pylist()}
    assert "I9" not in records_of
    assert (records_of["I2"]["source"], records_of["I2"]["ingested_at"]) == ("desk", NOW)

    (batch,) = [one for one in records.batches(kind="ticket") if one.rejected]
    client_of(world.cast.manager).post(reverse("records:undo", args=[batch.number]), {"reason": "缺受理时间"})
    (built,) = build_due(period_label="2026Q3", carry=False, actor=world.cast.author, now=NOW)

    assert built.done
    assert Report.objects.get(number=DRAFT).snapshot


def test_s6_02_data_are_archived_coded_and_classified(cast: Cast) -> None:
    """S6.2 Organise: archive, code, classify data (归档、编码、分类)."""
    source = {
        "code": "SRC-01", "name": "服务台工单", "category": "tool", "record_kind": "ticket",
        "classification": "商业秘密", "archive": "数据仓 ticket", "retention_years": "6", "custodian": "zhang",
    }  # fmt: skip
    keep = "/reports/process/sources/keep/"
    for lacking in ("code", "archive", "classification", "category"):
        assert client_of(cast.manager).post(keep, {**source, lacking: ""}).status_code == 422
    assert client_of(cast.author).post(keep, source).status_code == 403
    assert not DataSource.objects.exists()

    assert client_of(cast.manager).post(keep, source).status_code == 302

    kept = DataSource.objects.get()
    assert (kept.code, kept.category, kept.archive, kept.retention_years) == ("SRC-01", "tool", "数据仓 ticket", 6)
    assert "商业秘密" in text_of(cast.author, "/reports/process/")


def test_s6_03_charts_show_the_data_each_with_its_words(world: World, cast: Cast) -> None:
    """S6.3 Charts/images visualise data (通过图表、图像…可视化)."""
    report, before = world.draft(), world.draft(period="2025Q4")

    page = text_of(cast.author, reverse("reports:preview", args=[report.pk]))
    assert "<svg" in page
    assert "按月受理量（张）" in page
    assert "按月堆叠柱形" in page

    lines = told(document_of(before)[0]).splitlines()
    assert "图 按月受理量（张）" not in lines
    assert "本期无受理的单据" in lines
    assert client_of(cast.stranger).get(reverse("reports:preview", args=[report.pk])).status_code in (403, 404)


def test_s6_04_statistics_show_what_is_out_of_the_usual_range(world: World, cast: Cast) -> None:
    """S6.4 Statistical analysis shows problems and opportunities (统计学方法…发现问题和机会)."""
    row_of(cast, "SLM-02", "monthly")
    head = "id  class  title  customer  service  priority  opened_at  resolved_at  state\n"
    usual = [f"N{month}{n} incident 常见 HD ERP P3 2026-0{month}-1{n}T09:00:00 2026-0{month}-1{n}T10:00:00 resolved"
             for month in range(1, 10) for n in range(4 + month % 3)]  # fmt: skip
    flood = [f"F{n} incident 骤增 HD ERP P3 2026-09-2{n % 5}T09:00:00 2026-09-2{n % 5}T10:00:00 resolved"
             for n in range(40)]  # fmt: skip
    world.load("ticket", head + "\n".join(usual + flood))
    world.draft(period="2026-08", row="SLM-02")
    world.draft(period="2026-09", row="SLM-02")

    flooded = text_of(cast.author, "/reports/run/?period=2026-09")
    assert "新增工单" in flooded
    assert "高于" in flooded
    assert "新增工单" not in text_of(cast.author, "/reports/run/?period=2026-08")
    assert client_of(cast.customer).get("/reports/run/?period=2026-09").status_code == 403


def test_s6_05_a_report_states_content_course_and_result_of_the_service(world: World, cast: Cast) -> None:
    """S6.5 Report states service content, process, result (服务内容、服务过程、服务结果)."""
    change = draft_change(kind="template", code="R02", actor=cast.author, now=NOW)
    without = [block for block in change.content["blocks"] if block["code"] != "workload"]
    terms = Wording(reason="按 ITSS 编制", effective_from=NOW.date(), edit_count=change.edit_count)
    content = {**change.content, "profiles": ["28827.1"]}
    lacking = edit_change(
        number=change.number, content={**content, "blocks": without}, wording=terms, actor=cast.author, now=NOW
    )
    with pytest.raises(ChangeUnready, match="ITSS"):
        submit_change(number=change.number, actor=cast.author, now=NOW)
    terms = replace(terms, edit_count=lacking.edit_count)
    edit_change(number=change.number, content=content, wording=terms, actor=cast.author, now=NOW)
    assert submit_change(number=change.number, actor=cast.author, now=NOW).content["profiles"] == ["2011", "28827.1"]

    lines = told(document_of(world.draft())[0]).splitlines()
    for chapter in ("# 工作量", "# 重大事件信息（含重大事故）", "# SLA 达成情况"):
        assert chapter in lines


def test_s6_06_a_report_is_concise_and_begins_with_its_summary(world: World, cast: Cast) -> None:
    """S6.6 Concise and clear: summary first, length guidance (简明扼要、清晰明了)."""
    report = world.draft()
    world.written()
    headings = [line for line in told(document_of(report)[0]).splitlines() if line.startswith("# ")]
    assert headings[0] == "# 摘要"
    long = "夜班交接未按规程执行，过账失败。" * 30
    save_text(number=DRAFT, block="summary", text=long, edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen, match="摘要过长"):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    save_text(number=DRAFT, block="summary", text="P1 有一项超时。", edit_count=None, actor=cast.author, now=NOW)
    assert submit_report(number=DRAFT, actor=cast.author, now=NOW).state == "in_review"


def test_s6_07_a_report_holds_measures_and_suggestions_to_improve(world: World, cast: Cast) -> None:
    """S6.7 Report holds improvement suggestions and measures (提出改进…的建议和措施)."""
    report = world.draft()
    world.written()
    bare = Explanation(cause="夜班交接", measure="", owner="", due_on=None)
    missed = ("target SLA-2026-007 P1-解决",)
    explain_breaches(number=DRAFT, subjects=missed, explanation=bare, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen, match="P1"):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    world.explain(DRAFT, *missed)
    submit_report(number=DRAFT, actor=cast.author, now=NOW)
    chapter = told(document_of(report)[0]).split("# 改进措施与建议")[1].split("# ")[0]
    assert chapter.strip() == "1. 增设备岗（涉及 3 项） 张工 2026-11-15 计划"

    asked = {"report": report, "problem": "夜间到场慢", "addressed_to": cast.manager, "actor": cast.author, "now": NOW}
    with pytest.raises(SomethingMissing):
        suggest(title=" ", **asked)  # type: ignore[arg-type]  # the fields are those of one suggestion
    made = suggest(title="夜班双岗", **asked)  # type: ignore[arg-type]  # the fields are those of one suggestion
    taken = decide_suggestion(number=made.number, accept=True, owner=cast.author, actor=cast.manager, now=NOW)
    assert (taken.state, taken.source_number) == ("accepted", DRAFT)


def test_s6_08_a_draft_is_reviewed_by_another_before_it_is_approved(world: World, cast: Cast) -> None:
    """S6.8 Draft must be reviewed for accuracy and reliability (审查和核对,确保准确性和可靠性)."""
    world.draft()
    world.written()
    with pytest.raises(StepRefused):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    submit_report(number=DRAFT, actor=cast.author, now=NOW)
    with pytest.raises(ReviewIncomplete):
        approve_report(number=DRAFT, remark="", actor=cast.manager, now=NOW)
    cast.author.appointments.create(role="reviewer", starts_on=date(2026, 1, 1))
    with pytest.raises(SameHands):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.author, now=NOW)
    review_report(number=DRAFT, judgement=all_holds(reliable="口径未写"), actor=cast.reviewer, now=NOW)
    assert Report.objects.get().state == "returned"

    again = NOW + timedelta(hours=1)
    revise_report(number=DRAFT, actor=cast.author, now=again)
    submit_report(number=DRAFT, actor=cast.author, now=again)
    review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=again)
    assert approve_report(number=DRAFT, remark="", actor=cast.manager, now=again).state == "approved"


def test_s6_09_each_item_of_the_review_has_its_own_stored_result(world: World, cast: Cast) -> None:
    """S6.9 Review checklist: data verified, logic, language; each result stored."""
    world.submitted()
    draw_sample(number=DRAFT, size=2, actor=cast.reviewer, now=NOW)
    with pytest.raises(SampleOpen):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    compare_rows(number=DRAFT, results={1: (True, ""), 2: (True, "")}, actor=cast.reviewer, now=NOW)
    for left_out in ("data_verified", "logic", "language"):
        items = {code: result for code, result in all_holds().items.items() if code != left_out}
        with pytest.raises(ReviewIncomplete):
            review_report(number=DRAFT, judgement=replace(all_holds(), items=items), actor=cast.reviewer, now=NOW)
    kept = review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    stored = dict(kept.items.values_list("item", "holds"))
    assert stored == {code: True for code, _words, _source in REVIEW_ITEMS}
    assert {"data_verified", "logic", "language"} <= set(stored)


def test_s6_10_reviewers_are_listed_service_managers_or_experts(world: World, cast: Cast) -> None:
    """S6.10 Reviewers are chosen from service managers or experts (服务管理人员、专家)."""
    world.submitted()
    expert = User.objects.create(login="qian", name="钱工")
    expert.appointments.create(role="reviewer", starts_on=date(2026, 1, 1))
    terms = EntryTerms(user=expert, capacity="expert", field="ERP", starts_on=date(2026, 1, 1))
    with pytest.raises(ReviewerEntryUnclear):
        list_reviewer(terms=replace(terms, capacity="friend"), actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        list_reviewer(terms=terms, actor=cast.author, now=NOW)
    list_reviewer(terms=terms, actor=cast.manager, now=NOW)
    with pytest.raises(NotListed):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    assert review_report(number=DRAFT, judgement=all_holds(), actor=expert, now=NOW).conclusion == "pass"
    assert ReviewerEntry.objects.get().field in text_of(cast.manager, reverse("reports:reviewers"))


def test_s6_11_a_report_goes_by_board_meeting_and_mail_and_each_way_is_recorded(
    world: World, cast: Cast, office: PostOffice
) -> None:
    """S6.11 Publish by bulletin, meeting or e-mail; channel and recipients recorded (内部刊物、会议、邮件)."""
    User.objects.filter(pk=cast.customer.pk).update(email="liu@hd.cn")
    report = published(world, "bulletin", "meeting", "mail")
    jobs.run_one(now=NOW)
    met = HandOver(recipient="刘主任", channel="meeting", handed_at=NOW, handed_by="张工", proof_name="", proof=b"")
    with pytest.raises(ProofMissing):
        register_hand_over(number=DRAFT, told=met, actor=cast.author, now=NOW)
    met = replace(met, proof_name="签到.pdf", proof=b"%PDF-1.7 attendance")
    register_hand_over(number=DRAFT, told=met, actor=cast.author, now=NOW)

    (letter,) = office.messages()
    assert attached_hash(letter) == report.files.get(file_format="pdf").sha256
    ways = Delivery.objects.order_by("channel").values_list("channel", "recipient", "state")
    assert list(ways) == [("bulletin", "公告栏", "sent"), ("mail", "刘主任", "sent"), ("meeting", "刘主任", "sent")]
    assert Obligation.objects.get(period_label="2026Q3").state == "fulfilled"


def test_s6_12_minutes_and_comments_of_the_discussion_attach_to_the_report(world: World, cast: Cast) -> None:
    """S6.12 Interpretation/discussion: minutes and comments attach to the report (报告解读和讨论)."""
    author = client_of(cast.author)
    assert held(world.draft(period="2025Q4"), author) == 409
    report = published(world, "portal")
    assert held(report, author, minutes="") == 422
    assert held(report, author, customer="") == 422
    assert client_of(cast.reviewer).post(f"/reports/process/meetings/new/{report.pk}/", {}).status_code == 403
    assert not ServiceReview.objects.exists()

    assert held(report, author) == 302

    meeting = ServiceReview.objects.get()
    page = f"/reports/process/meetings/{meeting.number}/"
    assert page in text_of(cast.author, f"/reports/{report.pk}/")
    assert "双方同意增设备岗" in text_of(cast.author, page)


def test_s6_13_improvement_and_process_changes_lead_back_to_the_report(world: World, cast: Cast) -> None:
    """S6.13 Application: improvement work and process adjustments link back to the report."""
    policy_in_force(cast, representative())
    report = published(world, "portal")
    author, manager = client_of(cast.author), client_of(cast.manager)
    note = BreachNote.objects.get(subject="I2 resolution")
    raising = reverse("improving:raise", args=[report.pk, note.pk])
    taken_up = {"owner": str(cast.author.pk), "due_on": "2026-12-01"}
    assert client_of(cast.customer).post(raising, taken_up).status_code in (403, 404)
    assert not Action.objects.exists()
    manager.post(raising, taken_up)
    manager.post(raising, taken_up)
    action = Action.objects.get()
    assert (action.source_number, action.source_url) == (DRAFT, reverse("reports:report", args=[report.pk]))
    assert action.number in text_of(cast.author, reverse("improving:page", args=[report.pk]))

    held(report, author)
    page = f"/reports/process/meetings/{ServiceReview.objects.get().number}/"
    author.post(f"{page}change/", {"text": " ", "document": POLICY})
    author.post(f"{page}change/", {"text": "月报提前两日", "document": POLICY})
    decision = ServiceReview.objects.get().decisions.get()
    version = draft_version(number=POLICY, wording=wording(follows=decision.pk), actor=cast.manager, now=NOW)
    assert version.decision is not None
    assert version.decision.review.report == report


def test_s6_14_readers_give_feedback_and_object_and_both_are_answered(world: World, cast: Cast) -> None:
    """S6.14 Readers can give feedback on report and measures; feedback is answered (建立反馈机制)."""
    report = published(world, "portal")
    say = reverse("portal:feedback", args=[report.pk])
    reader = client_of(cast.customer)
    reader.post(say, {"text": ""})
    assert client_of(cast.stranger).post(say, {"text": "？"}).status_code == 404
    assert not Feedback.objects.exists()
    reader.post(say, {"clear": "3", "text": "备岗何时到位"})
    given = Feedback.objects.get()
    assert Notice.objects.filter(to=cast.author, text__contains="反馈").exists()
    with pytest.raises(ReasonMissing):
        answer_feedback(feedback_id=given.pk, answer=" ", actor=cast.author, now=NOW)
    answer_feedback(feedback_id=given.pk, answer="11 月 15 日前", actor=cast.author, now=NOW)
    assert "11 月 15 日前" in text_of(cast.customer, reverse("portal:report", args=[report.pk]))

    raised = raise_objection(report_id=report.pk, subject="P1-解决", text="I2 应剔除", actor=cast.customer, now=NOW)
    examine_objection(objection_id=raised.pk, actor=cast.author, now=NOW)
    decide_objection(objection_id=raised.pk, accepted=False, reason="未约定剔除", actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        answer_objection(objection_id=raised.pk, answer="", actor=cast.manager, now=NOW)
    answer_objection(objection_id=raised.pk, answer="合同无此条", actor=cast.manager, now=NOW)
    assert "合同无此条" in text_of(cast.customer, reverse("portal:report", args=[report.pk]))


def test_s6_15_the_service_is_evaluated_period_by_period(world: World, cast: Cast) -> None:
    """S6.15 Service evaluation over time is recorded (对服务过程进行评估和评价)."""
    author = client_of(cast.author)
    held(published(world, "portal"), author)
    page = f"/reports/process/meetings/{ServiceReview.objects.get().number}/"
    judged = {"period": "2026Q2", "aspect": "course", "score": "3", "text": "到场偏慢"}
    for wrong in ({"score": "6"}, {"text": " "}, {"aspect": "mood"}, {"period": "昨天"}):
        author.post(f"{page}evaluate/", {**judged, **wrong})
    assert client_of(cast.customer).post(f"{page}evaluate/", judged).status_code == 403
    assert not ServiceEvaluation.objects.exists()

    author.post(f"{page}evaluate/", judged)
    author.post(f"{page}evaluate/", {**judged, "period": "2026Q3", "score": "4", "text": "备岗到位"})

    (course,) = [strip for strip in evaluation_strips(customer_code="HD") if strip.code == "course"]
    assert [(one.period_label, one.score) for one in course.kept] == [("2026Q2", 3), ("2026Q3", 4)]
    assert "2026Q3 <b>4</b>" in text_of(cast.author, page)


@pytest.mark.parametrize(("limit", "share"), [(2, "133.34%"), (10, "26.67%")])
def test_s6_16_workload_stands_against_the_agreed_capacity(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, share: str
) -> None:
    """S6.16 Resource waste/shortage can be shown: workload vs capacity (资源浪费和不足)."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    world = World(cast=made_cast(), folder=tmp_path)
    AbnormalRule.objects.update(is_on=False)
    operator = world.cast.operator

    def agreed(measure: str) -> None:
        limits = f"    workload_limits: [{{measure: {measure}, per: month, limit: {limit}}}]\n    targets:\n"
        text = AGREEMENT.replace("    targets:\n", limits)
        load_agreement(text=text, file="hd.yaml", actor=operator, now=AGREED_AT)

    with pytest.raises(AgreementFault):
        agreed("tickets_imagined")
    agreed("tickets_opened")
    world.load("ticket", TICKETS)
    bring_up_to_date(actor=operator, now=NOW)

    page = text_of(world.cast.author, reverse("reports:preview", args=[world.draft().pk]))

    assert "工作量占约定上限" in page
    assert share in page


def test_s6_17_needs_and_voices_of_the_users_stand_in_the_report(world: World, cast: Cast) -> None:
    """S6.17 User needs and feedback are shown in the report (充分关注用户需求和反馈)."""
    report = world.draft()
    silent = {row[0]: row[1] for row in table(document_of(report)[0], SATISFACTION)}
    assert silent["满意度（4–5 分占比）"] == "数据不可用"
    answers = [f"A{n} HD 2026-09-0{n}T09:00:00 {score}" for n, score in enumerate((5, 4, 2, 9), start=1)]
    world.load("survey_answer", "id customer answered_at score\n" + "\n".join(answers))
    world.load(
        "complaint",
        "id customer received_at content closed_at\nC1 HD 2026-08-03T15:00:00 过账太慢 2026-08-05T10:00:00\n",
    )
    save_text(
        number=DRAFT, block="satisfaction", text="财务部要求月末延长值班。", edit_count=None, actor=cast.author, now=NOW
    )
    client_of(cast.author).post(reverse("reports:retake", args=[report.pk]))

    document = document_of(Report.objects.get())[0]
    shown = {row[0]: row[1:3] for row in table(document, SATISFACTION)}
    assert shown["满意度（4–5 分占比）"][0].startswith("66.66%")
    assert shown["投诉按期结案率"][0].startswith("100.00%")
    assert "财务部要求月末延长值班。" in told(document)
