"""One small agreement that each test changes in the one place it is about."""

from __future__ import annotations

import pytest

from fuwubao.agreements.errors import AgreementFault
from fuwubao.agreements.reading import read_agreement

SMALL = """\
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
      - {id: P1-响应, applies: {class: incident, priority: P1}, clock: response, within: 15m, calendar: always}
      - {id: P1-解决, applies: {class: incident, priority: P1}, clock: resolution, within: 4h, calendar: office}
      - {id: 可用性, measure: K09, calendar: office, value: ">= 99.9 %", maintenance: ["sun 00:00-04:00"]}
"""
DUTY = """\
reports:
  - {number: SLM-01, name: SLA执行情况报告, template: R02, frequency: quarterly, due: {working_days: 5}}
"""


def changed(before: str, after: str, *, text: str = SMALL) -> str:
    """Return the text with one place changed; the place must be there."""
    assert before in text, before
    return text.replace(before, after, 1)


def refusal(text: str) -> AgreementFault:
    """Return the first fault of a text that must not be read."""
    with pytest.raises(AgreementFault) as caught:
        read_agreement(text, file="hd.yaml")
    return caught.value
