"""A small world to report on: one customer, one quarter of tickets that can be counted on the fingers.

Third quarter of 2026, told in Asia/Shanghai (a table's instants are local). ERP has two clock targets and an
availability target:

- P1 within 4 h round the clock: I1 met, I2 late by 1 h 00 min 01 s, so 1 of 2 (≥ 75 %: missed);
- P2 within 8 office hours: I3 to I6 met, so 4 of 4;
- I7 was cancelled, R1 is a request that nobody promised a time for;
- ERP was down for 30 min on 10 August, twice at once in part, so the quarter's downtime is 40 min.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from fuwubao.accounts.models import Appointment, User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.roles import Role
from fuwubao.records.actions.load import load_file
from fuwubao.reports.actions.building import bring_up_to_date
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.review import Judgement, approve_report, review_report, submit_report
from fuwubao.reports.actions.writing import Explanation, explain_breaches, save_text, waive_finding
from fuwubao.reports.models import AbnormalRule, Report
from fuwubao.reports.rules import REVIEW_ITEMS

AGREED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)  # 10 o'clock in Shanghai on the first working day after the holidays
DRAFT = "SLM-01-2026Q3-A/0"

AGREEMENT = """
agreement: SLA-2026-007
kind: sla
customer: {code: HD, name: 华东制造有限公司}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
calendars:
  office: {weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: china, extra_workdays: china}
  always: {weekly: {mon-sun: ["00:00-24:00"]}}
pending_reasons: [waiting_customer]
services:
  - code: ERP
    name: ERP 系统运维
    targets:
      - {id: P1-解决, applies: {class: incident, priority: P1}, clock: resolution, within: 4h, calendar: always, attainment: ">= 75 %"}
      - {id: P2-解决, applies: {class: incident, priority: P2}, clock: resolution, within: 8h, calendar: office, attainment: ">= 90 %"}
      - {id: 可用性, measure: K09, calendar: always, value: ">= 99.9 %"}
reports:
  - {number: SLM-01, name: SLA执行情况报告, template: R02, kind: reactive, initiation: 主动, audience: customer, recipients: [刘主任], frequency: quarterly, due: {working_days: 5, after: period_end}, delivery: [portal], purpose: 说明目标的达成, contents: [a, b, c, d, e, f], agreed: {by: 刘主任, on: 2025-12-20, evidence: {file: 合同附件3.pdf, page: 4}}}
"""  # noqa: E501 – one line a target, as people write the file

TICKETS = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
I1  incident  无法登录  HD        ERP      P1        2026-07-06T09:00:00  2026-07-06T11:00:00  resolved
I2  incident  过账失败  HD        ERP      P1        2026-08-03T09:00:00  2026-08-03T14:00:01  resolved
I3  incident  报表错误  HD        ERP      P2        2026-07-07T09:00:00  2026-07-07T15:00:00  resolved
I4  incident  打印缓慢  HD        ERP      P2        2026-07-14T09:00:00  2026-07-14T12:00:00  resolved
I5  incident  权限不足  HD        ERP      P2        2026-08-18T13:00:00  2026-08-18T17:00:00  resolved
I6  incident  接口中断  HD        ERP      P2        2026-09-15T09:00:00  2026-09-15T18:00:00  resolved
I7  incident  误报故障  HD        ERP      P2        2026-09-16T09:00:00  -                    cancelled
R1  request   新增账号  HD        ERP      P3        2026-09-17T09:00:00  2026-09-18T09:00:00  resolved
"""
OUTAGES = """
id  service  start                end                  planned  weight  cause
O1  ERP      2026-08-10T10:00:00  2026-08-10T10:30:00  false    1.00    电源
O2  ERP      2026-08-10T10:20:00  2026-08-10T10:40:00  false    1.00    网络
"""

PEOPLE = {
    "li": ("李经理", Role.REPORT_MANAGER, ""),
    "zhang": ("张工", Role.AUTHOR, ""),
    "wang": ("王审", Role.REVIEWER, ""),
    "chen": ("陈总", Role.SYSTEM_HEAD, ""),
    "liu": ("刘主任", Role.CUSTOMER, "HD"),
    "zhao": ("赵客", Role.CUSTOMER, "QM"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of these tests; each means something (style 2.6)."""

    manager: User
    author: User
    reviewer: User
    head: User
    customer: User
    stranger: User
    operator: User


def made_cast() -> Cast:
    """Make 李经理, 张工, 王审, 陈总, 刘主任 and 赵客, each with one role since New Year, and the operator."""
    users = {}
    for login, (name, role, code) in PEOPLE.items():
        users[login] = User.objects.create(login=login, name=name, customer_code=code)
        Appointment.objects.create(user=users[login], role=role, starts_on=date(2026, 1, 1), customer_code=code)
    return Cast(
        manager=users["li"],
        author=users["zhang"],
        reviewer=users["wang"],
        head=users["chen"],
        customer=users["liu"],
        stranger=users["zhao"],
        operator=workspace_operator(now=AGREED_AT),
    )


def as_csv(table: str) -> str:
    """Turn an aligned table into CSV; ``-`` is an empty cell."""
    lines = [line.split() for line in table.strip().splitlines()]
    return "\n".join(",".join("" if cell == "-" else cell for cell in line) for line in lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A loaded workspace: more rows can be loaded, and a report taken from stage to stage."""

    cast: Cast
    folder: Path

    def load(self, kind: str, table: str, *, at: datetime = NOW) -> None:
        """Load an aligned table as records of a kind; its instants are local to Shanghai."""
        path = self.folder / f"{kind}.csv"
        path.write_text(as_csv(table), encoding="utf-8")
        load_file(path=path, kind=kind, source="desk", actor=self.cast.operator, now=at, timezone="Asia/Shanghai")

    def draft(self, *, period: str = "2026Q3", row: str = "SLM-01", now: datetime = NOW) -> Report:
        """Return a new draft by 张工."""
        return draft_report(row_number=row, period_label=period, actor=self.cast.author, now=now)

    def written(self, number: str = DRAFT, *, now: datetime = NOW) -> str:
        """Write what a draft needs to pass its checks: a summary, the missed targets, the late P1."""
        save_text(
            number=number, block="summary", text="P1 有一项超时。", edit_count=None, actor=self.cast.author, now=now
        )
        self.explain(number, "I2 resolution", now=now)
        for target in ("P1-解决", "可用性"):
            self.explain(number, f"target SLA-2026-007 {target}", now=now)
        for target in ("P1-解决", "P2-解决"):
            waive_finding(
                number=number,
                rule="small_sample",
                subject=target,
                reason="样本少，已写明",
                actor=self.cast.author,
                now=now,
            )
        return number

    def explain(self, number: str, *subjects: str, measure: str = "增设备岗", now: datetime = NOW) -> None:
        """Note a cause, a measure, its owner and date for some subjects."""
        explanation = Explanation(cause="夜班交接", measure=measure, owner="张工", due_on=date(2026, 11, 15))
        explain_breaches(number=number, subjects=subjects, explanation=explanation, actor=self.cast.author, now=now)

    def submitted(self, *, now: datetime = NOW) -> Report:
        """Return the quarter's report in review."""
        self.draft(now=now)
        return submit_report(number=self.written(now=now), actor=self.cast.author, now=now)

    def reviewed(self, *, now: datetime = NOW) -> Report:
        """Return the quarter's report with a review by 王审 that found nothing."""
        report = self.submitted(now=now)
        review_report(number=report.number, judgement=all_holds(), actor=self.cast.reviewer, now=now)
        return Report.objects.get(pk=report.pk)

    def approved(self, *, now: datetime = NOW) -> Report:
        """Return the quarter's report as 李经理 approved it."""
        return approve_report(number=self.reviewed(now=now).number, remark="", actor=self.cast.manager, now=now)


def all_holds(**failed: str) -> Judgement:
    """Return a judgement in which every item holds but those named with a comment, which make it a return."""
    items = {code: (code not in failed, failed.get(code, "")) for code, _, _ in REVIEW_ITEMS}
    return Judgement(items=items, conclusion="return" if failed else "pass", opinion="；".join(failed.values()))


def made_world(folder: Path) -> World:
    """Load agreement, tickets and outages, and bring register and duties up to date.

    This house has no rule of abnormal reports in force; the tests of those rules put them in force.
    """
    world = World(cast=made_cast(), folder=folder)
    AbnormalRule.objects.update(is_on=False)
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=world.cast.operator, now=AGREED_AT)
    world.load("ticket", TICKETS)
    world.load("outage", OUTAGES)
    bring_up_to_date(actor=world.cast.operator, now=NOW)
    return world


MakeWorld = Callable[[], World]
