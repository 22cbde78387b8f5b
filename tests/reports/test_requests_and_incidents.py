"""被动报告 that somebody asks for, and reports opened from a major incident (R07), through actions and pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from fuwubao.domain.errors import NotAllowed
from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.major_incident import open_incident_report
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.actions.request import Asked, answer_request, decide_request, register_request
from fuwubao.reports.errors import ReasonMissing, ReportNotFound, StepRefused
from fuwubao.reports.models import Report, ReportRequest
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.warning_pages import request_lines
from fuwubao.reports.warning_errors import (
    IncidentReportOpen,
    NeededBeforeAsked,
    NoIncidentRow,
    NoMajorIncident,
    NotRecovered,
)
from tests.reports.world import DRAFT, NOW, Cast, World

ASKED = Asked(
    requester="刘主任", customer_code="HD", topic="九月 P1 明细", purpose="内部复盘", needed_by=date(2026, 10, 12)
)
HEAD = "id  class  title  customer  service  priority  opened_at  responded_at  resolved_at  state  major\n"
MAJOR = (
    f"{HEAD}M1 incident 机房断电 HD ERP P1 2026-09-29T22:00:00 2026-09-29T22:05:00 2026-09-30T01:30:00 resolved true\n"
)
GOING = f"{HEAD}M2 incident 网络中断 HD ERP P1 2026-10-07T22:00:00 - - open true\n"
ROW = RowContent(
    number="MIR-01",
    name="重大事件报告",
    source_process="事件管理",
    template="R07",
    frequency="on_event",
    due=DueRule(working_days=5),
    customer_code="HD",
    customer_name="华东制造有限公司",
    recipients=("刘主任",),
    agreements=("SLA-2026-007",),
)


def registered(cast: Cast, asked: Asked = ASKED) -> ReportRequest:
    return register_request(asked=asked, actor=cast.author, now=NOW)


def test_a_request_has_a_number_and_waits(cast: Cast) -> None:
    first, second = registered(cast), registered(cast)
    assert (first.number, second.number) == ("REQ-2026-0001", "REQ-2026-0002")
    assert first.state == "received"


def test_a_report_cannot_be_needed_before_it_is_asked_for(cast: Cast) -> None:
    with pytest.raises(NeededBeforeAsked):
        registered(cast, replace(ASKED, needed_by=date(2026, 10, 7)))
    assert registered(cast, replace(ASKED, needed_by=date(2026, 10, 8))).state == "received"


def test_a_customer_registers_nothing_here(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        register_request(asked=ASKED, actor=cast.customer, now=NOW)


def test_a_request_is_declined_only_with_a_reason(cast: Cast) -> None:
    number = registered(cast).number
    with pytest.raises(ReasonMissing):
        decide_request(number=number, accept=False, reason="", actor=cast.manager, now=NOW)
    declined = decide_request(number=number, accept=False, reason="月报已含", actor=cast.manager, now=NOW)
    assert (declined.state, declined.answer) == ("declined", "月报已含")
    with pytest.raises(StepRefused):
        answer_request(number=number, answer="好", report_number="", actor=cast.manager, now=NOW)


def test_a_request_is_answered_with_a_published_report_and_never_with_a_draft(world: World, cast: Cast) -> None:
    number = registered(cast).number
    decide_request(number=number, accept=True, reason="", actor=cast.manager, now=NOW)
    world.draft()
    with pytest.raises(ReportNotFound):
        answer_request(number=number, answer="见报告", report_number=DRAFT, actor=cast.manager, now=NOW)
    Report.objects.filter(number=DRAFT).update(state="published", published_at=NOW)

    answered = answer_request(number=number, answer="见报告", report_number=DRAFT, actor=cast.manager, now=NOW)

    assert (answered.state, answered.report.number if answered.report else "") == ("answered", DRAFT)


def test_a_request_that_waits_past_its_day_is_late(cast: Cast) -> None:
    registered(cast)
    assert not request_lines(reader=cast.manager, today=date(2026, 10, 12))[0].late
    assert request_lines(reader=cast.manager, today=date(2026, 10, 13))[0].late


def test_a_request_goes_through_its_page(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.manager)
    needed = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)).date().isoformat()
    sent = browser.post("/reports/requests/new/", {"requester": "王总", "topic": "年度汇总", "needed_by": needed})
    assert sent.status_code == 302
    request = ReportRequest.objects.get()
    browser.post(f"/reports/requests/{request.number}/decide/", {"accept": "1"})
    browser.post(f"/reports/requests/{request.number}/answer/", {"answer": "已在月报附录"})
    page = browser.get("/reports/requests/").content.decode()
    assert "已在月报附录" in page
    assert "已答复" in page


def in_force(cast: Cast) -> None:
    add_row(content=ROW, actor=cast.manager, now=NOW)
    agree_row(
        number="MIR-01", agreed_by="刘主任", agreed_on=date(2026, 10, 1), evidence="附件 3", actor=cast.manager, now=NOW
    )
    activate_and_schedule(number="MIR-01", actor=cast.manager, now=NOW)


def test_a_row_of_a_built_template_raises_nothing_until_an_incident_opens_its_report(world: World, cast: Cast) -> None:
    in_force(cast)
    world.load("ticket", MAJOR)

    duty = open_incident_report(ticket="M1", actor=cast.author, now=NOW)

    # recovered on 30 September; the holidays last until the 7th, Saturday the 10th is worked: 8, 9, 10, 12, 13
    assert duty.period_label == "2026-09-29/2026-09-30"
    assert duty.due_at == datetime(2026, 10, 13, 16, 0, tzinfo=UTC)


def test_one_report_tells_the_major_incidents_of_the_same_days(world: World, cast: Cast) -> None:
    in_force(cast)
    world.load("ticket", MAJOR)
    open_incident_report(ticket="M1", actor=cast.author, now=NOW)
    with pytest.raises(IncidentReportOpen):
        open_incident_report(ticket="M1", actor=cast.author, now=NOW)


def test_an_incident_that_goes_on_or_is_not_major_opens_no_report(world: World, cast: Cast) -> None:
    in_force(cast)
    world.load("ticket", GOING)
    with pytest.raises(NotRecovered):
        open_incident_report(ticket="M2", actor=cast.author, now=NOW)
    with pytest.raises(NoMajorIncident):
        open_incident_report(ticket="I1", actor=cast.author, now=NOW)


def test_without_a_row_in_force_there_is_no_report(world: World, cast: Cast) -> None:
    world.load("ticket", MAJOR)
    with pytest.raises(NoIncidentRow):
        open_incident_report(ticket="M1", actor=cast.author, now=NOW)


def test_the_draft_of_an_incident_holds_its_time_line(world: World, cast: Cast) -> None:
    in_force(cast)
    world.load("ticket", MAJOR)
    label = open_incident_report(ticket="M1", actor=cast.author, now=NOW).period_label

    report = draft_report(row_number="MIR-01", period_label=label, actor=cast.author, now=NOW)

    (major,) = material_of(report).practice.majors
    assert (major.ticket, major.down_seconds) == ("M1", 12_600)
    assert [step.what for step in major.steps] == ["受理", "响应", "解决"]


def test_the_page_opens_the_report_and_then_leads_to_its_row(world: World, cast: Cast) -> None:
    in_force(cast)
    world.load("ticket", MAJOR)
    browser = Client()
    browser.force_login(cast.manager)
    assert "开立报告" in browser.get("/reports/incidents/").content.decode()
    browser.post("/reports/incidents/M1/open/")
    page = browser.get("/reports/incidents/").content.decode()
    assert "开立报告" not in page
    assert "2026-10-14 00:00" in page
