"""What a draft of each practice takes from the records: counted by hand from CSV."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.drafting import draft_report, retake_figures
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.actions.review import submit_report
from fuwubao.reports.actions.warning import warn
from fuwubao.reports.actions.writing import save_text
from fuwubao.reports.checks import Severity, findings
from fuwubao.reports.models import Report
from fuwubao.reports.practice_material import Practice
from fuwubao.reports.queries.material import draft_of, material_of
from tests.reports.world import NOW, Cast, World

NEAR, LATER = (datetime(2026, 10, 13, hour, 0, tzinfo=UTC) for hour in (4, 6))  # SLM-01 is due on the 14th


def row(cast: Cast, template: str, *, kind: str = "reactive", frequency: str = "quarterly") -> None:
    """Put a row of a template into force for HD."""
    content = RowContent(
        number=f"T-{template}",
        name=template,
        source_process="服务管理",
        template=template,
        frequency=frequency,
        due=DueRule(working_days=5),
        report_kind=kind,
        customer_code="HD",
        customer_name="华东制造有限公司",
        recipients=("刘主任",),
        agreements=("SLA-2026-007",),
        duties_from=date(2026, 7, 1),
        author=cast.author,
        reviewer=cast.reviewer,
    )
    add_row(content=content, actor=cast.manager, now=NOW)
    agree_row(
        number=content.number,
        agreed_by="刘主任",
        agreed_on=date(2026, 1, 5),
        evidence="附件",
        actor=cast.manager,
        now=NOW,
    )
    activate_and_schedule(number=content.number, actor=cast.manager, now=NOW)


def drafted(cast: Cast, template: str, period: str = "2026Q3") -> Report:
    return draft_report(row_number=f"T-{template}", period_label=period, actor=cast.author, now=NOW)


def told(report: Report) -> Practice:
    return material_of(report).practice


PROBLEMS = """
id  title  customer  service  state  origin  opened_at  resolved_at  closed_at  root_cause
B1  泄漏  HD  ERP  closed  reactive  2026-06-01T09:00:00  2026-08-01T09:00:00  2026-08-05T09:00:00  连接未释放
B2  慢  HD  ERP  open  proactive  2026-07-10T09:00:00  -  -  -
B3  旧  HD  ERP  closed  reactive  2026-01-05T09:00:00  2026-02-01T09:00:00  2026-02-01T09:00:00  -
B4  取消  HD  ERP  cancelled  reactive  2026-07-10T09:00:00  -  -  -
B5  别家  QM  -  open  reactive  2026-07-10T09:00:00  -  -  -
"""
LINKED = """
id  class     title  customer  service  priority  opened_at            resolved_at  state      problem_id
L1  incident  泄漏   HD        ERP      P3        2026-06-10T09:00:00  -            open       B1
L2  incident  泄漏   HD        ERP      P3        2026-07-31T09:00:00  -            open       B1
L3  incident  泄漏   HD        ERP      P3        2026-08-01T09:00:00  -            open       B1
L4  incident  泄漏   HD        ERP      P3        2026-09-20T09:00:00  -            open       B1
L5  incident  泄漏   HD        ERP      P3        2026-09-21T09:00:00  -            cancelled  B1
L6  request   泄漏   HD        ERP      P3        2026-09-22T09:00:00  -            open       B1
"""


def test_problems_of_the_period_come_with_incidents_before_and_after(world: World, cast: Cast) -> None:
    world.load("problem", PROBLEMS)
    world.load("ticket", LINKED)
    row(cast, "R06")

    problems = told(drafted(cast, "R06")).problems

    assert [one.id for one in problems] == ["B1", "B2"]
    assert (problems[0].before, problems[0].after, problems[0].again) == (2, 2, 2)


CHANGES = """
id title customer service type planned_start planned_end implemented_at result release caused_incidents
C1 补丁 HD ERP normal 2026-07-01T20:00:00 2026-07-01T22:00:00 2026-07-01T21:00:00 successful R1 0
C2 超窗 HD ERP normal 2026-07-02T20:00:00 2026-07-02T22:00:00 2026-07-02T23:00:00 successful R1 0
C3 四季度 HD ERP normal 2026-10-12T20:00:00 2026-10-12T22:00:00 - - - -
C4 否决 HD ERP normal 2026-10-13T20:00:00 2026-10-13T22:00:00 - rejected - -
C5 别家 QM - normal 2026-10-12T20:00:00 2026-10-12T22:00:00 - - - -
C6 发布 HD ERP normal 2026-10-20T20:00:00 2026-10-20T22:00:00 - - R2 -
"""
WINDOWS = """
id  service  start                end                  planned  weight  cause
W1  ERP      2026-10-12T21:00:00  2026-10-12T23:30:00  true     1.00    机房检修
"""


def test_changes_completed_in_the_period_are_told_with_why_they_fell(world: World, cast: Cast) -> None:
    world.load("change", CHANGES)
    row(cast, "R10")
    changes = told(drafted(cast, "R10")).changes
    assert [(one.id, one.succeeded, one.late) for one in changes] == [("C1", True, False), ("C2", False, True)]


def test_a_forward_schedule_tells_the_period_to_come_with_clashes_and_outage(world: World, cast: Cast) -> None:
    """S1.24: planned activities with dates, before they happen."""
    world.load("change", CHANGES)
    world.load("outage", WINDOWS)
    row(cast, "R09", kind="forward_schedule", frequency="monthly")

    planned = told(drafted(cast, "R09", "2026-10")).planned

    done = {one.id: one for one in planned}
    assert list(done)[:1] != ["C5"]
    assert {"C3", "C6", "W1"} <= set(done)
    assert not {"C1", "C4", "C5"} & set(done)
    assert (done["C6"].kind, done["W1"].kind, done["W1"].outage_seconds) == ("release", "maintenance", 9000)
    assert (list(done["C3"].clashes), list(done["W1"].clashes), list(done["C6"].clashes)) == (["W1"], ["C3"], [])
    assert any(one.kind == "report" and one.id == "SLM-01 2026Q3" for one in planned)


def test_outages_of_the_period_come_with_part_and_weight(world: World, cast: Cast) -> None:
    row(cast, "R04")
    outages = told(drafted(cast, "R04")).outages
    assert [(one.id, one.seconds, one.cause, one.planned) for one in outages] == [
        ("O1", 1800, "电源", False),
        ("O2", 1200, "网络", False),
    ]


def test_warnings_are_told_as_they_stood_when_the_figures_were_taken(world: World, cast: Cast) -> None:
    row(cast, "R08", kind="proactive", frequency="monthly")
    warn(actor=cast.manager, now=NEAR)
    report = draft_report(row_number="T-R08", period_label="2026-10", actor=cast.author, now=LATER)
    before = [one.state for one in told(report).warnings]
    assert before
    assert set(before) == {"raised"}
    warn(actor=cast.manager, now=datetime(2026, 11, 20, tzinfo=UTC))
    assert [one.state for one in told(Report.objects.get(pk=report.pk)).warnings] == before
    again = retake_figures(number=report.number, actor=cast.author, now=datetime(2026, 11, 20, tzinfo=UTC))
    assert {one.state for one in told(again).warnings} == {"breached"}


@pytest.mark.parametrize("template", ["R03", "R04", "R06", "R10"])
def test_a_quarter_s_report_of_each_practice_can_be_submitted(world: World, cast: Cast, template: str) -> None:
    world.load("problem", PROBLEMS)
    world.load("change", CHANGES)
    row(cast, template)
    number = drafted(cast, template).number
    save_text(number=number, block="summary", text="本期情况见正文。", edit_count=None, actor=cast.author, now=NOW)
    world.explain(number, "target SLA-2026-007 可用性")

    held_up = [f.rule for f in findings(draft_of(Report.objects.get(number=number))) if f.severity is Severity.MUST]
    assert held_up == []
    assert submit_report(number=number, actor=cast.author, now=NOW).state == "in_review"
