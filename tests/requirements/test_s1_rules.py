"""S1.1–S1.15 of the domain, part (a): rules and people of 服务报告管理程序, each by page from end to end."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine

from fuwubao.accounts.actions import DelegationTerms, delegate
from fuwubao.accounts.models import AuditEntry, Delegation, Notice, User
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.render import tree as t
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import review_report, stored_document, submit_report
from fuwubao.reports.actions.template_change import Wording, draft_change, edit_change, give_opinion, submit_change
from fuwubao.reports.models import (
    Obligation,
    RelatedDocument,
    Report,
    SummaryReview,
    Template,
    TemplateChange,
)
from fuwubao.reports.queries.compliance import lapses
from fuwubao.reports.queries.process_kpis import process_kpis
from tests.cast import client_of
from tests.reports.process import representative
from tests.reports.telling import table, told
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds

DAY = timedelta(days=1)
OCTOBER = parse_period("2026-10", "Asia/Shanghai")
DONE, FORBIDDEN, NOT_FOUND, CONFLICT, UNREADABLE = 302, 403, 404, 409, 422
MEETING = {
    "year": "2026", "held_on": "2026-10-26", "agenda": "逐份评审", "inputs": "年度总结、K30–K36",
    "members": ["wang", "chen"],
}  # fmt: skip
LAST_QUARTER = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
E1  incident  无法登录  HD        ERP      P1        2026-05-06T09:00:00  2026-05-06T11:00:00  resolved
E2  incident  过账失败  HD        ERP      P2        2026-05-07T09:00:00  2026-05-07T11:00:00  resolved
"""


def page_of(person: User, path: str) -> str:
    """What a page tells this person."""
    answer = client_of(person).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def sent_by(person: User, path: str, given: Mapping[str, object] | None = None) -> int:
    """The status with which what this person sends is answered."""
    return int(client_of(person).post(path, dict(given or {})).status_code)


def evidence_of(content: bytes) -> dict[str, Any]:
    """The JSON files of an evidence pack, by path."""
    pack = zipfile.ZipFile(io.BytesIO(content))
    return {path: json.loads(pack.read(path)) for path in pack.namelist() if path.endswith(".json")}


def asked_change(cast: Cast, code: str, *, without: str) -> str:
    """The number of a reviewed change by 张工 that takes one block out of a template."""
    number = draft_change(kind="template", code=code, actor=cast.author, now=NOW).number
    change = TemplateChange.objects.get(number=number)
    blocks = [block for block in change.content["blocks"] if block["code"] != without]
    wording = Wording(reason="客户不再要", effective_from=date(2026, 10, 8), edit_count=change.edit_count)
    content = {**change.content, "blocks": blocks}
    edit_change(number=number, content=content, wording=wording, actor=cast.author, now=NOW)
    submit_change(number=number, actor=cast.author, now=NOW)
    give_opinion(number=number, agrees=True, opinion="", actor=cast.reviewer, now=NOW)
    return number


@time_machine.travel(NOW, tick=False)
def test_s1_03_no_route_publishes_round_the_register_or_the_workflow(world: World, cast: Cast) -> None:
    """S1.3: the rules apply to all reports and participants; nothing is published past register or workflow."""
    assert sent_by(cast.manager, "/reports/new/", {"row": "XX-99", "period": "2026Q3"}) == NOT_FOUND
    assert not Report.objects.exists()
    report = world.draft()
    publish = f"/reports/{report.pk}/publish/"
    found = [sent_by(cast.manager, publish)]
    world.written()
    submit_report(number=DRAFT, actor=cast.author, now=NOW)
    found.append(sent_by(cast.manager, publish))
    review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    found.append(sent_by(cast.manager, publish))
    assert found == [CONFLICT] * 3
    assert client_of(cast.customer).get(f"/portal/{report.pk}/").status_code == NOT_FOUND

    assert sent_by(cast.manager, f"/reports/{report.pk}/approve/") == DONE
    everyone_else = (cast.author, cast.reviewer, cast.head, cast.operator, cast.customer)
    assert [sent_by(person, publish) for person in everyone_else] == [FORBIDDEN] * 5
    assert sent_by(cast.manager, publish) == DONE
    assert DRAFT in page_of(cast.customer, f"/portal/{report.pk}/")


@time_machine.travel(NOW, tick=False)
def test_s1_04_timely_reliable_accurate_and_agreed_can_each_be_asked_of_a_report(world: World, cast: Cast) -> None:
    """S1.4: each report records due and actual time, data source, check result and recipient agreement."""
    report = world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    pack = f"/reports/{report.pk}/evidence/"
    assert sent_by(cast.customer, pack) == FORBIDDEN
    told = evidence_of(client_of(cast.manager).post(pack).content)

    duty, row = told["requirement/duty.json"], told["requirement/register-row.json"]
    assert (duty["due_at"], duty["fulfilled_at"]) == ("2026-10-13T16:00:00+00:00", NOW.isoformat())
    records, kept = told["records/records.json"], told["report/report.json"]
    assert (kept["snapshot"], {file["source"] for file in records["files"]}) == (records["snapshot"], {"desk"})
    checked = [(one["rule"], one["severity"], one["subject"]) for one in kept["check_result"]]
    assert checked == [("small_sample", "warn", "P1-解决"), ("small_sample", "warn", "P2-解决")]
    assert (row["agreed_by"], row["agreed_on"]) == ("刘主任", "2025-12-20")

    figures = {one.measure: one.ratio for one in process_kpis(reader=cast.manager, period=OCTOBER, now=NOW + 12 * DAY)}
    assert (figures["K30"], figures["K31"]) == (Ratio(1, 1), Ratio(1, 1))
    assert not [one for one in lapses(reader=cast.manager, now=NOW) if one.code == "agreement"]


@time_machine.travel(NOW, tick=False)
def test_s1_05_a_normal_report_is_approved_by_the_process_manager_and_nobody_else(world: World, cast: Cast) -> None:
    """S1.5: the process manager (or a valid delegate) approves every normal report; anyone else is refused."""
    report = world.reviewed()
    approve = f"/reports/{report.pk}/approve/"
    later = DelegationTerms(holder="wang", starts_at=NOW + DAY, ends_before=NOW + 9 * DAY, reason="出差")
    delegate(terms=later, actor=cast.manager, now=NOW)  # holds from tomorrow on: not valid today
    everyone_else = (cast.author, cast.reviewer, cast.head, cast.operator, cast.customer, cast.stranger)
    assert [sent_by(person, approve) for person in everyone_else] == [FORBIDDEN] * 6
    assert Report.objects.get().state == "in_review"

    assert sent_by(cast.manager, approve, {"remark": "同意"}) == DONE
    approved = Report.objects.get()
    assert (approved.state, approved.approved_by) == ("approved", cast.manager)
    entry = AuditEntry.objects.get(act="reports.approve")
    assert (entry.actor_login, entry.for_login, entry.remark) == ("li", "", "同意")


@time_machine.travel(NOW, tick=False)
def test_s1_06_an_abnormal_report_is_released_only_after_the_system_head_approved_too(world: World, cast: Cast) -> None:
    """S1.6: a major anomaly needs a further approval by the management system head before release."""
    rule = "/reports/review-rules/p1_missed/"
    assert sent_by(cast.author, rule, {"is_on": "1", "reason": "程序 5.3"}) == FORBIDDEN
    assert sent_by(cast.manager, rule, {"is_on": "1", "reason": "程序 5.3"}) == DONE
    report = world.reviewed()
    approve, publish = f"/reports/{report.pk}/approve/", f"/reports/{report.pk}/publish/"
    assert sent_by(cast.manager, approve) == CONFLICT
    assert sent_by(cast.manager, f"/reports/{report.pk}/escalate/", {"reason": "P1 未达标"}) == DONE
    assert sent_by(cast.manager, approve) == FORBIDDEN
    assert sent_by(cast.manager, publish) == CONFLICT

    assert sent_by(cast.head, approve) == DONE
    assert sent_by(cast.manager, publish) == DONE
    signed = {line.role: line.name for line in stored_document(Report.objects.get()).meta.signatures}
    assert (signed["批准"], signed["异常批准"]) == ("李经理", "陈总")


@time_machine.travel(NOW, tick=False)
def test_s1_07_a_template_change_is_approved_by_the_manager_or_a_delegate_alone(world: World, cast: Cast) -> None:
    """S1.7: only the process manager (or delegate) can approve a template change."""
    first = f"/reports/templates/changes/{asked_change(cast, 'R02', without='availability')}/approve/"
    everyone_else = (cast.author, cast.reviewer, cast.head, cast.operator, cast.customer)
    assert [sent_by(person, first) for person in everyone_else] == [FORBIDDEN] * 5
    assert not Template.objects.filter(code="R02", version=2).exists()
    assert sent_by(cast.manager, first) == DONE
    assert Template.objects.get(code="R02", version=2).state == "effective"

    second = f"/reports/templates/changes/{asked_change(cast, 'R05', without='teams')}/approve/"
    acts = ("reports.approve_template_change",)
    given = DelegationTerms(holder="wang", starts_at=NOW, ends_before=NOW + 9 * DAY, reason="出差", acts=acts)
    delegate(terms=given, actor=cast.manager, now=NOW)
    assert sent_by(cast.author, second) == FORBIDDEN
    assert sent_by(cast.reviewer, second) == DONE
    decided = TemplateChange.objects.get(code="R05")
    assert (decided.decided_by, decided.decided_for) == (cast.reviewer, cast.manager)


def test_s1_08_a_delegation_has_scope_and_dates_ends_or_is_revoked_and_signs_x_for_y(world: World, cast: Cast) -> None:
    """S1.8: delegated to IT support staff; logged, revocable, expires; the approval shows "X for Y"."""
    staff = User.objects.create(login="sun", name="孙支持")
    report = world.reviewed()
    give, approve = "/accounts/delegations/give/", f"/reports/{report.pk}/approve/"
    terms = {"holder": "sun", "scope": "HD", "starts_on": "2026-10-08", "ends_before": "2026-10-20", "reason": "出差"}
    with time_machine.travel(NOW, tick=False):
        assert sent_by(cast.reviewer, give, terms) == FORBIDDEN
        assert sent_by(cast.manager, give, terms | {"ends_before": ""}) == UNREADABLE
        assert sent_by(staff, approve) == FORBIDDEN
        assert sent_by(cast.manager, give, terms | {"scope": "QM"}) == DONE
        assert sent_by(staff, approve) == FORBIDDEN  # of another customer only
        assert sent_by(cast.manager, give, terms) == DONE
    with time_machine.travel(datetime(2026, 10, 19, 16, 0, tzinfo=UTC), tick=False):  # 20 October in Shanghai
        assert sent_by(staff, approve) == FORBIDDEN
    with time_machine.travel(NOW, tick=False):
        held = Delegation.objects.get(scope="HD")
        assert sent_by(cast.manager, f"/accounts/delegations/{held.pk}/revoke/", {"reason": "提前返回"}) == DONE
        assert sent_by(staff, approve) == FORBIDDEN
        assert sent_by(cast.manager, give, terms) == DONE
        assert sent_by(staff, approve) == DONE
        assert "孙支持 代 李经理" in page_of(cast.author, f"/reports/{report.pk}/preview/")
    entry = AuditEntry.objects.get(act="reports.approve")
    assert (entry.actor_login, entry.for_login) == ("sun", "li")
    logged = AuditEntry.objects.filter(act__in=("accounts.delegate", "accounts.revoke_delegation")).order_by("pk")
    assert [one.remark for one in logged] == ["出差", "出差", "提前返回", "出差"]


def test_s1_09_the_manager_and_a_delegate_see_what_does_not_comply_until_it_is_mended(world: World, cast: Cast) -> None:
    """S1.9: a compliance page lists late reports, missing annual reviews, uncovered items a–f."""
    page, late = "/reports/process/compliance/", NOW + 120 * DAY
    staff = User.objects.create(login="sun", name="孙支持")
    report = world.approved()
    lacking = [block for block in Template.objects.get(code="R02").blocks if "c" not in block["covers"]]
    Template.objects.filter(code="R02").update(blocks=lacking)  # as an import from an older house may leave it
    with time_machine.travel(late, tick=False):
        assert [client_of(person).get(page).status_code for person in (staff, cast.customer)] == [FORBIDDEN] * 2
        terms = DelegationTerms(holder="sun", starts_at=late, ends_before=late + 9 * DAY, reason="出差")
        delegate(terms=terms, actor=cast.manager, now=late)
        listed = page_of(staff, page)
        assert "SLM-01 SLA执行情况报告 2026Q3" in listed
        assert '/reports/annual/row/SLM-01/review/"' in listed
        assert 'href="/reports/templates/R02/"' in listed

        assert sent_by(cast.manager, f"/reports/{report.pk}/publish/") == DONE
        kept = {"outcome": "keep", "reason": "仍有人读", "held_with": ""}
        assert sent_by(cast.manager, "/reports/annual/row/SLM-01/review/", kept) == DONE
        mended = page_of(cast.manager, page)
        assert "SLM-01 SLA执行情况报告 2026Q3" not in mended
        assert '/reports/annual/row/SLM-01/review/"' not in mended


def test_s1_10_the_manager_writes_the_summary_of_the_years_reports(world: World, cast: Cast) -> None:
    """S1.10: the process manager writes a periodic summary of service reports."""
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    row = {
        "number": "SUM-01", "name": "服务报告年度总结", "source_process": "服务报告管理", "template": "R15",
        "frequency": "yearly", "working_days": "20", "recipients": "陈总",
    }  # fmt: skip
    agreed = {"agreed_by": "陈总", "agreed_on": "2026-10-08", "evidence": "管理评审纪要"}
    with time_machine.travel(NOW, tick=False):
        assert sent_by(cast.manager, "/reports/register/new/", row) == DONE
        assert sent_by(cast.manager, "/reports/register/SUM-01/agree/", agreed) == DONE
        assert sent_by(cast.manager, "/reports/register/SUM-01/activate/") == DONE
    with time_machine.travel(datetime(2027, 1, 8, 2, 0, tzinfo=UTC), tick=False):
        asked = {"row": "SUM-01", "period": "2026"}
        assert sent_by(cast.customer, "/reports/new/", asked) == FORBIDDEN
        assert sent_by(cast.reviewer, "/reports/new/", asked) == FORBIDDEN
        assert sent_by(cast.manager, "/reports/new/", asked) == DONE
        summary = Report.objects.get(row__number="SUM-01")
        words = {"text": "全年按约定提交，未收到异议。", "edit_count": "0"}
        assert sent_by(cast.reviewer, f"/reports/{summary.pk}/text/summary/", words) == FORBIDDEN
        assert sent_by(cast.manager, f"/reports/{summary.pk}/text/summary/", words) == DONE
        assert "全年按约定提交，未收到异议。" in page_of(cast.manager, f"/reports/{summary.pk}/preview/")
    listed = {row[0]: row[-1] for row in table(document_of(summary)[0], "报告清单")}
    assert listed["SLM-01（2026Q3）"] == "按时"
    assert Obligation.objects.get(row__number="SUM-01", period_label="2026").state == "in_progress"


@time_machine.travel(NOW, tick=False)
def test_s1_11_the_management_representative_convenes_the_review_of_the_summary(world: World, cast: Cast) -> None:
    """S1.11: the representative convenes it: date, members, agenda, inputs."""
    convener, convene = representative(), "/reports/annual/convene/"
    assert [sent_by(one, convene, MEETING) for one in (cast.manager, cast.head, cast.customer)] == [FORBIDDEN] * 3
    for lacking in ("held_on", "agenda", "inputs", "members"):
        assert sent_by(convener, convene, {**MEETING, lacking: ""}) == UNREADABLE, lacking
    assert not SummaryReview.objects.exists()

    assert sent_by(convener, convene, MEETING) == DONE
    told = page_of(cast.reviewer, "/reports/annual/?year=2026")
    for part in ("2026-10-26", "逐份评审", "年度总结、K30–K36", "王审", "陈总"):
        assert part in told, part
    assert Notice.objects.filter(url="/reports/annual/").count() == 2


@time_machine.travel(NOW, tick=False)
def test_s1_12_the_review_closes_only_when_every_required_member_has_spoken(world: World, cast: Cast) -> None:
    """S1.12: members record an opinion and a conclusion each; it closes only when all required members have."""
    convener = representative()
    sent_by(convener, "/reports/annual/convene/", MEETING)
    review = SummaryReview.objects.get()
    speak, conclude = f"/reports/annual/summary/{review.pk}/opinion/", f"/reports/annual/summary/{review.pk}/conclude/"
    said = {"conclusion": "agree", "opinion": "数据完整"}
    assert sent_by(cast.author, speak, said) == FORBIDDEN  # no member
    assert sent_by(cast.reviewer, speak, {**said, "opinion": " "}) == UNREADABLE
    assert sent_by(cast.reviewer, speak, said) == DONE
    assert sent_by(convener, conclude, {"conclusion": "通过"}) == CONFLICT
    review.refresh_from_db()
    assert review.concluded_at is None

    assert sent_by(cast.head, speak, {"conclusion": "agree_with_changes", "opinion": "补充投诉"}) == DONE
    assert sent_by(convener, conclude, {"conclusion": "补充后通过"}) == DONE
    told = page_of(convener, "/reports/annual/?year=2026")
    for part in ("数据完整", "补充投诉", "补充后通过"):
        assert part in told, part


@time_machine.travel(NOW, tick=False)
def test_s1_13_rows_and_reports_link_to_the_manual(world: World, cast: Cast) -> None:
    """S1.13: register entries and reports can link to related documents, at least the manual."""
    report = world.draft()
    manual = {
        "number": "MAN-01", "kind": "manual", "title": "信息安全和IT服务管理手册", "effective_from": "2026-10-08",
        "change": "首版", "text": "第一章 总则",
    }  # fmt: skip
    assert sent_by(cast.manager, "/reports/process/documents/new/", manual) == DONE
    row, one = "/reports/process/relate/row/SLM-01/", f"/reports/process/relate/report/{report.pk}/"
    asked = {"document": "MAN-01"}
    assert [sent_by(person, row, asked) for person in (cast.reviewer, cast.customer)] == [FORBIDDEN] * 2
    assert sent_by(cast.author, row, {"document": "MAN-99"}) == NOT_FOUND
    assert not RelatedDocument.objects.exists()

    assert [sent_by(cast.author, address, asked) for address in (row, one)] == [DONE] * 2
    for page in ("/reports/register/SLM-01/", f"/reports/{report.pk}/"):
        assert 'href="/reports/process/documents/MAN-01/"' in page_of(cast.author, page), page
    assert "第一章 总则" in page_of(cast.author, "/reports/process/documents/MAN-01/")


@time_machine.travel(NOW, tick=False)
def test_s1_14_a_requirement_holds_who_agreed_it_when_and_by_what_and_is_flagged_without(
    world: World, cast: Cast
) -> None:
    """S1.14: requirements of customers and internal managers are recorded with who agreed, when, and evidence."""
    customers = {
        "number": "OPS-01", "name": "IT运维服务月报", "source_process": "运维服务", "template": "R01",
        "frequency": "monthly", "working_days": "5", "agreement": "SLA-2026-007", "recipients": "刘主任",
    }  # fmt: skip
    managers = {**customers, "number": "INC-01", "template": "R05", "agreement": "", "recipients": "陈总"}
    for asked, by in ((customers, "刘主任"), (managers, "陈总")):
        page = f"/reports/register/{asked['number']}/"
        assert sent_by(cast.manager, "/reports/register/new/", asked) == DONE
        assert "尚未约定" in page_of(cast.manager, page)
        assert f'href="{page}"' in page_of(cast.manager, "/reports/process/compliance/")
        agreed = {"agreed_by": by, "agreed_on": "2026-09-30", "evidence": "会议纪要 2026-09"}
        for lacking in agreed:
            assert sent_by(cast.manager, f"{page}agree/", {**agreed, lacking: ""}) == UNREADABLE, lacking
        assert sent_by(cast.manager, f"{page}activate/") == CONFLICT
        assert sent_by(cast.author, f"{page}agree/", agreed) == FORBIDDEN

        assert sent_by(cast.manager, f"{page}agree/", agreed) == DONE
        assert f"{by} · 2026-09-30 · 会议纪要 2026-09" in page_of(cast.manager, page)
        assert f'href="{page}"' not in page_of(cast.manager, "/reports/process/compliance/")


@time_machine.travel(NOW, tick=False)
def test_s1_15_every_target_of_a_service_is_told_with_its_present_and_its_past(world: World, cast: Cast) -> None:
    """S1.15: current values and history of all measurable aspects configured for the service."""
    world.load("ticket", LAST_QUARTER)
    report = world.draft()
    assert client_of(cast.customer).get(f"/reports/{report.pk}/preview/").status_code == FORBIDDEN
    document = document_of(report)[0]
    scores = {row[0].split("（")[0]: row for row in table(document, "SLA 目标达成情况") if len(row) > 1}
    assert {name: (row[2], row[3]) for name, row in scores.items()} == {
        "P1 事件解决及时率": ("50.00%（1 / 2）", "−50.00 百分点"),
        "P2 事件解决及时率": ("100.00%（4 / 4）", "0.00 百分点"),
        "ERP 系统运维可用性": ("99.969%（132\u2009440 / 132\u2009480 分）", "−0.03 百分点"),
    }
    cells = [
        cell for block in t.flat(document.blocks) if isinstance(block, t.Table) for r in block.rows for cell in r.cells
    ]
    months = [cell.spark.values for cell in cells if cell.spark]
    assert [len(values) for values in months] == [13] * 3
    assert [row[1:3] for row in table(document, "按服务的单据数")] == [["8", "2"]]
    assert "数据不可用" in told(document)  # nobody was asked yet: no satisfaction is invented
