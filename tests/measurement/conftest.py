"""A small loaded workspace: one customer, one service round the clock, a handful of tickets told as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuwubao.accounts.models import User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.agreements.actions import load_agreement
from fuwubao.records.actions.load import load_file

NOW = datetime(2026, 12, 1, tzinfo=UTC)
AGREEMENT = """
agreement: SLA-1
kind: sla
customer: {code: HD, name: 华东制造有限公司}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
calendars:
  always: {weekly: {mon-sun: ["00:00-24:00"]}}
services:
  - code: ERP
    name: ERP 系统运维
    targets:
      - {id: 解决, applies: {class: incident}, clock: resolution, within: 4h, calendar: always, attainment: ">= 75 %"}
      - {id: 可用性, measure: K09, calendar: always, value: ">= 99.9 %"}
"""
TICKETS = """id,class,title,customer,service,priority,opened_at,responded_at,resolved_at,state
T1,incident,无法登录,HD,ERP,P1,2026-03-02T01:00:00Z,2026-03-02T01:05:00Z,2026-03-02T02:00:00Z,resolved
T2,incident,报表打不开,HD,ERP,P2,2026-03-03T01:00:00Z,2026-03-03T01:05:00Z,2026-03-03T06:00:00Z,resolved
T3,incident,接口超时,HD,ERP,P2,2026-04-30T15:00:00Z,,,open
"""
EVENTS = """ticket_id,at,event,value,reason,actor
G4,2026-03-20T01:00:00Z,opened,,,刘洋
G4,2026-03-20T03:00:00Z,resolved,,,刘洋
G4,2026-04-01T01:00:00Z,reopened,,,刘洋
G4,2026-04-01T04:00:00Z,resolved,,,刘洋
"""
G4 = "G4,incident,重开的工单,HD,ERP,P1,2026-03-20T01:00:00Z,,2026-04-01T04:00:00Z,resolved\n"
OUTAGES = """id,service,start,end,planned,weight,cause
O1,ERP,2026-03-10T00:00:00Z,2026-03-10T01:00:00Z,false,1.00,电源
"""

Load = Callable[[str, str], None]


@pytest.fixture
def operator(db: None) -> User:
    """The workspace's operator."""
    return workspace_operator(now=NOW)


@pytest.fixture
def load(operator: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load CSV text as records of a kind, into a workspace of this test's own."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))

    def into(kind: str, text: str) -> None:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        load_file(path=path, kind=kind, source="desk", actor=operator, now=NOW)

    return into


@pytest.fixture
def loaded(load: Load, operator: User) -> Load:
    """The agreement, four tickets and an outage."""
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", TICKETS + G4)
    load("ticket_event", EVENTS)
    load("outage", OUTAGES)
    return load
