"""Thirty customers with monthly reports: March to August are usual, September has three exceptions.

Every month each customer has six P2 incidents within time. In September C07 has two late ones, so that its target is
missed; C13 has sixty, far outside its usual number; C21 is told in words of August that no longer fit: there the
mean resolution time rose in August and fell in September.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fuwubao.agreements.actions import load_agreement
from fuwubao.records.actions.load import load_file
from fuwubao.reports.actions.building import bring_up_to_date
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.writing import save_text
from fuwubao.reports.models import AbnormalRule, RegisterRow
from tests.reports.world import AGREED_AT, NOW, Cast, made_cast

CODES = tuple(f"C{number:02d}" for number in range(1, 31))
LATE, MANY, TURNED = "C07", "C13", "C21"
IN_SEPTEMBER = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
HOURS = {("C21", 8): 6}
PLAIN = "P2 解决及时率 [[K03:target=P2-解决]]，与约定一致。驻场人员没有变动。"
RISEN = "平均解决时间 [[K04:class=incident;clock=resolution;statistic=mean]]，较上期上升。驻场人员没有变动。"

AGREEMENT = """
agreement: SLA-{code}
kind: sla
customer: {{code: {code}, name: 客户{code}}}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
calendars:
  always: {{weekly: {{mon-sun: ["00:00-24:00"]}}}}
services:
  - code: {code}-OPS
    name: 系统运维
    targets:
      - {{id: P2-解决, applies: {{class: incident, priority: P2}}, clock: resolution, within: 8h, calendar: always, attainment: ">= 90 %"}}
reports:
  - {{number: M-{code}, name: 运维服务月报, template: R02, kind: reactive, initiation: 主动, audience: customer, recipients: [王主任], frequency: monthly, due: {{working_days: 5, after: period_end}}, delivery: [meeting], purpose: 说明目标的达成, contents: [a, b, c, d, e, f], agreed: {{by: 王主任, on: 2025-12-20, evidence: {{file: 合同.pdf, page: 4}}}}}}
"""  # noqa: E501 – one line a target, as people write the file


def tickets() -> Iterator[str]:
    """Yield the rows of seven months, a head first; each is resolved after 2 hours unless said otherwise."""
    yield "id,class,title,customer,service,priority,opened_at,resolved_at,state"
    for code in CODES:
        for month in range(3, 10):
            many = 60 if (code, month) == (MANY, 9) else 6
            for at in range(many):
                late = code == LATE and month == 9 and at < 2
                hours = 9 if late else HOURS.get((code, month), 2)
                day = at % 30 + 1
                opened, resolved = (
                    f"2026-{month:02d}-{day:02d}T08:00:00",
                    f"2026-{month:02d}-{day:02d}T{8 + hours:02d}:00:00",
                )
                yield f"{code}-{month}-{at},incident,报错,{code},{code}-OPS,P2,{opened},{resolved},resolved"


def made_thirty(folder: Path) -> Cast:
    """Load thirty agreements and seven months; each August has a report with words by 张工. September is to be done."""
    cast = made_cast()
    AbnormalRule.objects.update(is_on=False)
    for code in CODES:
        load_agreement(text=AGREEMENT.format(code=code), file=f"{code}.yaml", actor=cast.operator, now=AGREED_AT)
    path = folder / "tickets.csv"
    path.write_text("\n".join(tickets()) + "\n", encoding="utf-8")
    load_file(path=path, kind="ticket", source="desk", actor=cast.operator, now=NOW, timezone="Asia/Shanghai")
    bring_up_to_date(actor=cast.operator, now=NOW)
    RegisterRow.objects.update(author=cast.author)
    for code in CODES:
        august = draft_report(row_number=f"M-{code}", period_label="2026-08", actor=cast.author, now=NOW)
        words = RISEN if code == TURNED else PLAIN
        save_text(number=august.number, block="summary", text=words, edit_count=None, actor=cast.author, now=NOW)
    return cast
