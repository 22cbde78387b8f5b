"""Build one report in five formats for a customer with 10 000 tickets, as a ratio to reading its tickets alone.

The floor is DuckDB counting the same tickets by service and priority from Parquet: what any report must do at least.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ["FUWUBAO_HOME"] = tempfile.mkdtemp(prefix="fuwubao-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "fuwubao.project.settings"

TICKETS = 10_000
AGREEMENT = """
agreement: SLA-BENCH-001
kind: sla
customer: {code: HD, name: 华东制造有限公司}
valid: 2025-01-01/2027-12-31
timezone: Asia/Shanghai
calendars:
  office: {weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: china, extra_workdays: china}
pending_reasons: [waiting_customer]
services:
  - code: ERP
    name: ERP 系统运维
    targets:
      - id: P1-解决
        applies: {class: incident, priority: P1}
        clock: resolution
        within: 4h
        calendar: office
        attainment: ">= 95 %"
      - id: P2-解决
        applies: {class: incident, priority: P2}
        clock: resolution
        within: 8h
        calendar: office
        attainment: ">= 95 %"
      - id: P3-解决
        applies: {class: incident, priority: P3}
        clock: resolution
        within: 24h
        calendar: office
        attainment: ">= 90 %"
reports:
  - number: SLM-01
    name: SLA执行情况报告
    template: R02
    recipients: [王建国]
    frequency: quarterly
    due: {working_days: 5, after: period_end}
    agreed: {by: 王建国, on: 2025-01-01, evidence: 合同}
"""


def tickets_csv(path: Path) -> None:
    """Write a year of tickets with their events' stamps; seeded."""
    chance = random.Random(7)
    lines = ["id,class,title,customer,service,priority,opened_at,responded_at,resolved_at,state"]
    for number in range(TICKETS):
        opened = datetime(2025, 10, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(360 * 86400))
        answered = opened + timedelta(seconds=chance.randrange(60, 7200))
        resolved = answered + timedelta(seconds=int(chance.expovariate(1 / 30000)) + 60)
        priority = chance.choices(["P1", "P2", "P3"], [2, 8, 90])[0]
        stamps = ",".join(at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in (opened, answered, resolved))
        lines.append(f"T{number:06d},incident,工单 {number},HD,ERP,{priority},{stamps},resolved")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Time the build three times anew, each with a new draft."""
    import duckdb
    import pyarrow.parquet as pq

    from fuwubao.cli.workspace import open_workspace

    open_workspace()
    from fuwubao.accounts.operator import workspace_operator
    from fuwubao.agreements.actions import load_agreement
    from fuwubao.records.actions.load import load_file
    from fuwubao.records.queries import current_rows
    from fuwubao.reports.actions.building import build_report

    now = datetime(2026, 10, 8, 1, tzinfo=UTC)
    actor = workspace_operator(now=now)
    home = Path(os.environ["FUWUBAO_HOME"])
    tickets_csv(home / "tickets.csv")
    load_agreement(text=AGREEMENT, file="bench.yaml", actor=actor, now=now)
    load_file(path=home / "tickets.csv", kind="ticket", source="bench", actor=actor, now=now)
    pq.write_table(current_rows("ticket"), home / "tickets.parquet")
    formats = ("pdf", "docx", "xlsx", "html", "json")
    for period in ("2026Q1", "2026Q2", "2026Q3"):
        start = time.perf_counter()
        counted = f"select service, priority, count(*) from '{home / 'tickets.parquet'}' group by all"
        duckdb.sql(counted).fetchall()
        floor = time.perf_counter() - start
        start, cpu = time.perf_counter(), time.process_time()
        built = build_report(
            row_number="SLM-01", period_label=period, customer="HD", formats=formats, folder=home / "out",
            retake=False, actor=actor, now=now,
        )  # fmt: skip
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        print(
            f"{period}: {wall:.2f} s wall, {used:.2f} s CPU, {len(built.paths)} formats, {len(built.figures)} figures; "
            f"{wall / floor:.0f} × the bare count ({floor * 1000:.0f} ms)"
        )


if __name__ == "__main__":
    main()
