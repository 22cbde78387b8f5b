"""A supplier of the world's customer: its contract, its people, its reports of the third quarter."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fuwubao.accounts.models import Appointment, User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.agreements.actions import keep_organisation, load_agreement
from fuwubao.domain.roles import Role
from fuwubao.domain.supplying import checks_for
from fuwubao.records.actions.load import load_file
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.supplying import Paper, Result, check_supplier_report, receive_supplier_report
from fuwubao.reports.models import SupplierReport
from tests.reports.world import Cast

JULY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
LOADED = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 monthly"
CONTRACT = """
agreement: UC-2026-001
kind: uc
customer: {code: YX, name: 云信机房服务有限公司}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
calendars:
  always: {weekly: {mon-sun: ["00:00-24:00"]}}
services:
  - code: ERP
    name: ERP 主机托管
    targets:
      - {id: 供方-P1, applies: {class: incident, priority: P1}, clock: resolution, within: 3h, calendar: always, attainment: ">= 90 %"}
      - {id: 供方-P2, applies: {class: incident, priority: P2}, clock: resolution, within: 8h, calendar: always, attainment: ">= 90 %"}
reports:
  - {number: YX-M, name: 机房月度报告, template: R13, audience: supplier, recipients: [张工], frequency: monthly, due: {working_days: 3, after: period_end}}
"""  # noqa: E501 – one line a target, as people write the file
TICKETS = """
id  class     title    customer  service  priority  opened_at            resolved_at          state     supplier
S1  incident  主机宕机  HD        ERP      P1        2026-07-20T09:00:00  2026-07-20T11:00:00  resolved  YX
S2  incident  存储告警  HD        ERP      P1        2026-08-20T09:00:00  2026-08-20T12:00:01  resolved  YX
S3  incident  链路抖动  HD        ERP      P2        2026-08-21T09:00:00  2026-08-21T10:00:00  resolved  YX
"""


def supplied(cast: Cast, tmp_path: Path) -> User:
    """Load the contract, three tickets that the supplier worked on and its duties; return the supplier's person."""
    operator = workspace_operator(now=JULY)
    load_agreement(text=CONTRACT, file="uc.yaml", actor=operator, now=JULY)
    keep_organisation(
        code="YX",
        name="云信机房服务有限公司",
        kind="supplier",
        supplier_kind="key_supplier",
        actor=cast.manager,
        now=JULY,
    )
    person = User.objects.create(login="qian", name="钱供", customer_code="YX")
    Appointment.objects.create(user=person, role=Role.SUPPLIER, starts_on=JULY.date(), customer_code="YX")
    path = tmp_path / "supplier.csv"
    path.write_text("\n".join(",".join(line.split()) for line in TICKETS.strip().splitlines()), encoding="utf-8")
    load_file(path=path, kind="ticket", source="supplier", timezone="Asia/Shanghai", actor=operator, now=LOADED)
    keep_duties(actor=cast.manager, now=JULY)
    return person


def owed(period: str) -> SupplierReport:
    """The report of a month."""
    return SupplierReport.objects.get(duty__period_label=period)


def handed_in(period: str, at: datetime, *, actor: User) -> SupplierReport:
    """Hand a file in at an instant."""
    receive_supplier_report(
        report_id=owed(period).pk, paper=Paper(content=PDF, name="报告.pdf", remark=""), actor=actor, now=at
    )
    return owed(period)


def checked(report: SupplierReport, at: datetime, *, actor: User, failed: str = "") -> None:
    """Tick every item, but for one."""
    results = {
        item: Result(passed=item != failed, remark="缺少原因" if item == failed else "")
        for item in checks_for(leads=False)
    }
    check_supplier_report(report_id=report.pk, results=results, actor=actor, now=at)
