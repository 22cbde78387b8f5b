"""S2.1, S2.3, S2.5, S2.8: traced figures, points for improvement, scope and the improvement plan (domain (a))."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import time_machine
from django.test import Client

from fuwubao.accounts.models import Notice
from fuwubao.domain.terms import DueRule
from fuwubao.improvement.errors import SameHands, SomethingMissing
from fuwubao.improvement.models import Action
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.models import ScopeEntry
from tests.cast import client_of
from tests.reports.world import DRAFT, NOW, Cast, World

PLAN = "/improvement/plan/?period=2026Q4"
TODAY = NOW.date()


def page_of(client: Client, path: str) -> str:
    """Return a page that opens, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(str(answer.content.decode()))


def table_of(page: str, name: str) -> str:
    """Return the words of one table of a page, its cells apart by blanks."""
    found = page[page.index(f'data-testid="{name}"') :].split("</table>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def in_force(cast: Cast, number: str, template: str, process: str, frequency: str = "quarterly") -> None:
    """Put a row for management into force, agreed with 陈总."""
    content = RowContent(
        number=number,
        name=f"{process}报告",
        source_process=process,
        template=template,
        frequency=frequency,
        due=DueRule(working_days=20),
        audience="internal",
        recipients=("陈总",),
        duties_from=date(2026, 7, 1),
    )
    add_row(content=content, actor=cast.manager, now=NOW)
    agree_row(number=number, agreed_by="陈总", agreed_on=TODAY, evidence="纪要", actor=cast.manager, now=NOW)
    activate_and_schedule(number=number, actor=cast.manager, now=NOW)


@time_machine.travel(NOW, tick=False)
def test_s2_01_what_a_customer_reads_leads_back_to_its_source_records(world: World, cast: Cast) -> None:
    """根据SLA向客户提供正确的服务信息和服务结果: 1 of 2 in the report, on the figure's page and in its rows."""
    report = world.draft()
    page = page_of(client_of(cast.author), f"/reports/{report.pk}/?block=attainment")
    address = next(one for one in re.findall(r'href="(/measures/figure/K03/[^"]+)"', page) if "P1" in one)
    figure = page_of(client_of(cast.author), address)
    assert "1 / 2" in figure
    assert "50.00%" in figure
    assert "ticket.csv" in figure
    rows = client_of(cast.author).get(address.replace("/?", "/rows.csv?")).content.decode("utf-8-sig")
    assert [line.split(",")[1:3] + line.split(",")[7:8] for line in rows.splitlines()[1:]] == [
        ["I1", "ERP", "met"],
        ["I2", "ERP", "breached"],
    ]
    assert "超时时刻" in page_of(client_of(cast.author), "/measures/clocks/I2/?as_of=2026-10-08T02:00:00Z")
    assert client_of(cast.customer).get(address).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_s2_03_a_point_raised_in_a_report_reaches_the_process_owner_and_is_decided(world: World, cast: Cast) -> None:
    """识别待改进点并通报给相应的流程执行负责人: not by its author, not without a reason."""
    report = world.draft()
    author, owner = client_of(cast.author), client_of(cast.manager)
    sent = {"title": "夜班双人交接", "problem": "交接漏项", "addressed_to": cast.manager.pk}
    suggest = f"/reports/{report.pk}/improving/suggest/"
    assert author.post(suggest, {**sent, "title": ""}).status_code == 422
    assert not Action.objects.exists()
    assert author.post(suggest, sent).status_code == 302
    point = Action.objects.get()
    assert (point.source_number, point.process, point.addressed_to) == (DRAFT, "服务级别管理", cast.manager)
    assert Notice.objects.filter(to=cast.manager, url=f"/improvement/{point.number}/").count() == 1
    page = f"/improvement/{point.number}/"
    refused = author.post(f"{page}accept/", {"owner": cast.reviewer.pk})
    assert (refused.status_code, SameHands.code in refused.content.decode()) == (403, True)
    assert SomethingMissing.code in owner.post(f"{page}decline/", {"reason": " "}).content.decode()
    owner.post(f"{page}accept/", {"owner": cast.reviewer.pk})
    point.refresh_from_db()
    assert (point.state, point.owner) == ("accepted", cast.reviewer)
    assert Notice.objects.filter(to=cast.author, text__contains="已采纳").count() == 1
    assert client_of(cast.customer).post(suggest, sent).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_s2_05_the_scope_is_kept_by_department_and_service_with_its_dates(world: World, cast: Cast) -> None:
    """本流程适用于远东租赁信息技术部: the manager keeps it; an unknown service and other people are refused."""
    manager, author = client_of(cast.manager), client_of(cast.author)
    add = "/reports/process/scope/add/"
    whole = {"department": "信息技术部", "starts_on": "2026-07-01"}
    assert author.post(add, whole).status_code == 403
    assert manager.post(add, {**whole, "service_code": "NONE"}).status_code == 422
    assert not ScopeEntry.objects.exists()
    manager.post(add, whole)
    manager.post(add, {**whole, "department": "运维部", "service_code": "ERP"})
    shown = table_of(page_of(author, "/reports/process/"), "process-scope")
    assert "信息技术部 全部服务 2026-07-01 – 至今" in shown, shown
    assert "运维部 ERP 系统运维 2026-07-01 – 至今" in shown, shown
    entry = ScopeEntry.objects.get(department="运维部")
    assert author.post(f"/reports/process/scope/{entry.pk}/end/").status_code == 403
    manager.post(f"/reports/process/scope/{entry.pk}/end/")
    assert "运维部 ERP 系统运维 2026-07-01 – 2026-10-08 前" in table_of(
        page_of(author, "/reports/process/"), "process-scope"
    )


@time_machine.travel(NOW, tick=False)
def test_s2_08_improvements_of_every_process_come_together_in_the_plan(world: World, cast: Cast) -> None:
    """服务改进和回顾—服务改进计划报告: from a report, from a process; what nobody decided is not in it."""
    report = world.draft()
    author, manager = client_of(cast.author), client_of(cast.manager)
    world.written()
    note = report.breach_notes.order_by("pk")[0].pk
    author.post(f"/reports/{report.pk}/improving/{note}/", {"owner": cast.author.pk, "due_on": "2026-11-15"})
    suggestion = {"title": "每周核对未关闭工单", "process": "事件管理", "addressed_to": cast.manager.pk}
    for title in ("每周核对未关闭工单", "合并重复问题"):
        author.post("/improvement/suggestions/", {**suggestion, "title": title})
    raised = Action.objects.get(title="每周核对未关闭工单")
    manager.post(f"/improvement/{raised.number}/accept/", {"owner": cast.author.pk})
    plan = page_of(manager, PLAN)
    assert ("增设备岗" in plan, "每周核对未关闭工单" in plan, "合并重复问题" in plan) == (True, True, False)
    assert client_of(cast.customer).get(PLAN).status_code == 403
    in_force(cast, "SIP-01", "R14", "持续改进")
    made = draft_report(row_number="SIP-01", period_label="2026Q4", actor=cast.author, now=NOW)
    told = page_of(author, f"/reports/{made.pk}/preview/")
    assert ("增设备岗" in told, "每周核对未关闭工单" in told, "合并重复问题" in told) == (True, True, False)
