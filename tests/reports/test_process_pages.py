"""The pages of the process: one page for all of it, compliance, terms, editions, meetings (S1.9, S2.5–S2.15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fuwubao.accounts.models import User
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.models import (
    DataSource,
    DocumentVersion,
    RegisterEdition,
    RegisterRow,
    RelatedDocument,
    ScopeEntry,
    ServiceReview,
)
from fuwubao.reports.process_flow import INPUTS, OUTPUTS
from fuwubao.reports.process_terms import terms_like
from fuwubao.reports.queries.compliance import lapses
from tests.cast import client_of
from tests.reports.process import POLICY, TODAY, policy_in_force, representative
from tests.reports.world import DRAFT, NOW, Cast, World

PDF = b"%PDF-1.7 manual"
FIRST = {
    "number": "MAN-01",
    "kind": "manual",
    "title": "管理手册",
    "effective_from": TODAY.isoformat(),
    "change": "首版",
}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.fixture
def approver(cast: Cast) -> User:
    """The management representative."""
    return representative()


@time_machine.travel(NOW, tick=False)
def test_a_document_goes_by_page_from_draft_to_reading(cast: Cast, approver: User) -> None:
    """S1.43, S2.17: a file is kept and comes back as it was; the drafter sees no button to approve."""
    manager, other = client_of(cast.manager), client_of(approver)
    assert manager.post("/reports/process/documents/new/", {**FIRST, "change": ""}).status_code == 422
    sent = {**FIRST, "file": SimpleUploadedFile("手册.pdf", PDF)}
    assert manager.post("/reports/process/documents/new/", sent).status_code == 302
    page = "/reports/process/documents/MAN-01/"
    assert "批准</button>" not in text_of(manager, page)
    assert "批准</button>" in text_of(other, page)
    assert manager.post(f"{page}1/decide/", {"decision": "approve"}).status_code == 403
    other.post(f"{page}1/decide/", {"decision": "approve"})
    author = client_of(cast.author)
    assert "确认已阅读" in text_of(author, page)
    author.post(f"{page}1/read/")
    assert "确认已阅读" not in text_of(author, page)
    assert b"".join(author.get(f"{page}1/file/")) == PDF
    assert "手册.pdf" in text_of(author, f"{page}?version=1")
    assert author.post(f"{page}draft/", FIRST).status_code == 403
    assert author.get("/reports/process/documents/NO-9/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_process_page_shows_documents_roles_steps_flows_and_figures(cast: Cast, approver: User) -> None:
    """S2.9–S2.14: everything on one page, each part from where it lives; a customer is refused."""
    policy_in_force(cast, approver)
    page = text_of(client_of(cast.author), "/reports/process/")
    for shown in ("服务报告方针", "李经理", "高代表", "提交评审", "K30", "2026Q3", "服务级别管理", "本期无"):
        assert shown in page, shown
    for path in ("/agreements/", "/records/", "/reports/register/", "/improvement/plan/", "/reports/annual/"):
        assert f'href="{path}"' in page, path
    assert "reports." not in page[page.index("process-steps") :].split("</table>")[0]  # every step has its words
    assert "列入范围</button>" not in page
    assert client_of(cast.customer).get("/reports/process/").status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_inputs_and_outputs_of_the_process_all_lead_somewhere(cast: Cast) -> None:
    """S2.10: no link of the page is dead."""
    manager = client_of(cast.manager)
    answers = {flow.url: manager.get(flow.url).status_code for flow in (*INPUTS, *OUTPUTS)}
    assert set(answers.values()) == {200}, answers


@time_machine.travel(NOW, tick=False)
def test_scope_and_sources_are_kept_by_page(cast: Cast) -> None:
    """S2.5, S6.2: with dates; what is incomplete is told and not kept."""
    manager = client_of(cast.manager)
    manager.post(
        "/reports/process/scope/add/", {"department": "运维部", "starts_on": "2026-09-01", "service_code": "ERP"}
    )
    manager.post("/reports/process/scope/add/", {"department": "", "starts_on": "2026-09-01"})
    entry = ScopeEntry.objects.get()
    assert "ERP 系统运维" in text_of(manager, "/reports/process/")
    manager.post(f"/reports/process/scope/{entry.pk}/end/")
    assert ScopeEntry.objects.get().ends_before == TODAY
    source = {
        "code": "SRC-01", "name": "服务台", "category": "tool", "record_kind": "ticket", "classification": "商业秘密",
        "archive": "数据仓", "retention_years": "6", "custodian": "zhang",
    }  # fmt: skip
    assert manager.post("/reports/process/sources/keep/", {**source, "archive": ""}).status_code == 422
    assert manager.post("/reports/process/sources/keep/", source).status_code == 302
    assert DataSource.objects.get().custodian == cast.author
    assert "系统采集" in text_of(manager, "/reports/process/")


@time_machine.travel(NOW, tick=False)
def test_terms_are_found_in_both_languages(cast: Cast) -> None:
    """S2.15: the glossary of the process, with search."""
    reader = client_of(cast.author)
    assert "服务报告列表" in text_of(reader, "/reports/process/terms/")
    found = text_of(reader, "/reports/process/terms/?q=backlog")
    assert "积压" in found
    assert "账龄" not in found
    assert "没有这样的术语" in text_of(reader, "/reports/process/terms/?q=zzz")
    assert len(terms_like("")) > 100


def test_compliance_lists_what_does_not_hold_until_it_is_mended(cast: Cast) -> None:
    """S1.9: late reports, reviews, agreements, contents, policy; each leads to where it is mended."""
    late = NOW + timedelta(days=30)
    RegisterRow.objects.filter(number="SLM-01").update(agreed_on=None)
    before = {one.code: one.url for one in lapses(reader=cast.manager, now=late)}
    assert {"late", "agreement", "policy"} <= set(before)
    assert before["agreement"] == "/reports/register/SLM-01/"
    assert before["late"].startswith("/reports/duties/")
    RegisterRow.objects.filter(number="SLM-01").update(agreed_on=TODAY)
    policy_in_force(cast, representative(), now=late)
    after = {one.code: one.url for one in lapses(reader=cast.manager, now=late)}
    assert "agreement" not in after
    assert "policy" not in after
    assert after["unread"] == f"/reports/process/documents/{POLICY}/"


@time_machine.travel(NOW, tick=False)
def test_the_compliance_page_links_each_lapse(cast: Cast) -> None:
    """S1.9: the manager opens it; a customer may not."""
    page = text_of(client_of(cast.manager), "/reports/process/compliance/")
    assert "没有现行的服务报告方针" in page
    assert client_of(cast.customer).get("/reports/process/compliance/").status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_list_is_issued_compared_and_exported_by_page(cast: Cast, approver: User) -> None:
    """S1.42: each edition can be read and taken out as it was."""
    manager, other = client_of(cast.manager), client_of(approver)
    manager.post("/reports/process/register/issue/", {"change": "首版"})
    other.post("/reports/process/register/1/decide/", {"decision": "approve"})
    RegisterRow.objects.filter(number="SLM-01").update(purpose="新目的")
    assert "新目的" in text_of(manager, "/reports/process/register/")
    manager.post("/reports/process/register/issue/", {"change": "改目的"})
    page = text_of(other, "/reports/process/register/2/")
    assert "新目的" in page
    assert "说明目标的达成" in page
    assert manager.post("/reports/process/register/2/decide/", {"decision": "approve"}).status_code == 403
    other.post("/reports/process/register/2/decide/", {"decision": "return", "reason": "未沟通"})
    assert RegisterEdition.objects.get(number=2).state == "returned"
    exported = manager.get("/reports/process/register/1/export/").content.decode("utf-8-sig")
    assert "说明目标的达成" in exported
    assert "新目的" not in exported


@time_machine.travel(NOW, tick=False)
def test_a_service_review_goes_by_page_to_its_decisions(world: World) -> None:
    """S6.12, S6.13, S6.15: from the report's agenda to an action, a process change and an evaluation."""
    cast = world.cast
    policy_in_force(cast, representative())
    keep_duties(actor=cast.operator, now=NOW - timedelta(days=1))
    report = world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    author = client_of(cast.author)
    form = f"/reports/process/meetings/new/{report.pk}/"
    assert "增设备岗" in text_of(author, form)
    sent = {
        "held_at": "2026-10-08T09:00",
        "ours": "李经理",
        "customer": "刘主任",
        "agenda": "达成情况",
        "minutes": "同意",
    }
    assert author.post(form, {**sent, "minutes": ""}).status_code == 422
    assert author.post(form, sent).status_code == 302
    page = f"/reports/process/meetings/{ServiceReview.objects.get().number}/"
    author.post(f"{page}action/", {"text": "增设备岗", "owner": "zhang", "due_on": "2026-12-01"})
    author.post(f"{page}change/", {"text": "月报提前", "document": POLICY})
    author.post(f"{page}evaluate/", {"period": "2026Q3", "aspect": "result", "score": "4", "text": "按时"})
    author.post(f"{page}evaluate/", {"period": "2026Q3", "aspect": "result", "score": "9", "text": "按时"})
    shown = text_of(author, page)
    for what in ("IMP-2026-0001", "待起草新版", "2026Q3 <b>4</b>", "刘主任"):
        assert what in shown, what
    assert page in text_of(author, f"/reports/{report.pk}/")
    assert "SRM-2026-0001" in text_of(author, "/reports/process/meetings/")
    assert client_of(cast.reviewer).post(f"{page}action/", {}).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_rows_and_reports_show_their_related_documents(world: World) -> None:
    """S1.13: at least the manual; related by page, for who may."""
    report = world.draft()
    client_of(world.cast.manager).post("/reports/process/documents/new/", {**FIRST, "text": "手册"})
    assert DocumentVersion.objects.count() == 1
    author = client_of(world.cast.author)
    author.post("/reports/process/relate/row/SLM-01/", {"document": "MAN-01"})
    assert "管理手册" in text_of(author, "/reports/register/SLM-01/")
    assert "/reports/process/documents/MAN-01/" in text_of(author, f"/reports/{report.pk}/")
    author.post(f"/reports/process/relate/{RelatedDocument.objects.get().pk}/part/")
    assert "管理手册</a>" not in text_of(author, "/reports/register/SLM-01/")
    refused = client_of(world.cast.reviewer).post("/reports/process/relate/row/SLM-01/", {"document": "MAN-01"})
    assert refused.status_code == 403
