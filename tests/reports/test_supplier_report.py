"""R13 供应商服务报告: both parts, the scores and the effect on customers, from the kept facts (S2.7, S1.16)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuwubao.accounts.models import User
from fuwubao.domain.supplying import Deduction
from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.actions.supplier_evaluation import evaluate_supplier, raise_dispute
from fuwubao.reports.composition import compose
from fuwubao.reports.models import Report
from fuwubao.reports.queries.material import material_of
from tests.reports.suppliers import checked, handed_in, owed, supplied
from tests.reports.telling import table, told
from tests.reports.world import NOW, Cast

IN_TIME = datetime(2026, 8, 4, 2, 0, tzinfo=UTC)
AUGUST = datetime(2026, 8, 21, 2, 0, tzinfo=UTC)

ROW = RowContent(
    number="SUP-01",
    name="供应商服务报告",
    source_process="供应商管理",
    template="R13",
    frequency="quarterly",
    due=DueRule(working_days=10),
    audience="internal",
    recipients=("陈总",),
)


@pytest.fixture
def supplier(cast: Cast, tmp_path: Path) -> User:
    """The supplier's person, with everything loaded."""
    return supplied(cast, tmp_path)


def drafted(cast: Cast) -> Report:
    """Make, agree and activate the row, and draft its quarter."""
    add_row(content=ROW, actor=cast.manager, now=NOW)
    agree_row(number="SUP-01", agreed_by="陈总", agreed_on=NOW.date(), evidence="纪要", actor=cast.manager, now=NOW)
    activate_and_schedule(number="SUP-01", actor=cast.manager, now=NOW)
    return draft_report(row_number="SUP-01", period_label="2026Q3", actor=cast.author, now=NOW)


def test_it_tells_the_suppliers_reports_targets_score_and_risk(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    checked(report, IN_TIME, actor=cast.author, failed="causes")
    raise_dispute(supplier="YX", about="停机责任", text="八月告警由谁承担", actor=cast.author, now=AUGUST)
    evaluate_supplier(
        supplier="YX",
        period="2026Q3",
        deductions=(Deduction(points=5, reason="八月未提交"),),
        conclusion="限期整改",
        actor=cast.manager,
        now=NOW,
    )

    made = drafted(cast)
    document, _ = compose(material_of(made), made.template.blocks)

    assert [row[1:] for row in table(document, "供应商报告")] == [
        ["机房月度报告（2026-07）", "2026-08-05", "2026-08-04 10:00（已核对）", "按时"],
        ["机房月度报告（2026-08）", "2026-09-03", "—（应收）", "逾期"],
    ]
    assert [row[1:] for row in table(document, "合同目标")] == [
        ["供方-P1", "≥ 90%", "1 / 2", "50.00%", "未达标"],
        ["供方-P2", "≥ 90%", "1 / 1", "100.00%", "达标"],
    ]
    assert "−5 八月未提交" in told(document)
    assert table(document, "争议")[0][2:] == ["停机责任", "—", "未解决"]
    assert table(document, "对客户 SLA 的影响")[0][1:] == ["HD", "ERP 系统运维", "3", "0"]


def test_a_draft_keeps_what_it_took(supplier: User, cast: Cast) -> None:
    """M14: what comes later does not change it."""
    made = drafted(cast)
    before, _ = compose(material_of(made), made.template.blocks)
    handed_in("2026-08", NOW, actor=supplier)
    assert owed("2026-08").state == "received"
    after, _ = compose(material_of(Report.objects.get(pk=made.pk)), made.template.blocks)
    assert before == after


def test_without_suppliers_it_says_so(cast: Cast) -> None:
    made = drafted(cast)
    text = told(compose(material_of(made), made.template.blocks)[0])
    assert "没有登记供应商" in text
