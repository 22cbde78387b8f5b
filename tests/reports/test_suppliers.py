"""供应商报告: owed by contract, received, checked, accepted or returned; evaluation (S2.7, R13, K25–K27)."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from fuwubao.accounts.models import AuditEntry, Notice, User
from fuwubao.domain.errors import NotAllowed
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.steps import StepUnknown
from fuwubao.domain.supplying import Deduction
from fuwubao.measurement.queries import customers_as_of
from fuwubao.measurement.supplier_targets import supplier_targets
from fuwubao.records.queries import latest_snapshot
from fuwubao.reports.actions.duties import adopt_duties
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.supplier_evaluation import (
    evaluate_supplier,
    raise_dispute,
    read_deductions,
    settle_dispute,
)
from fuwubao.reports.actions.supplying import (
    Paper,
    Result,
    accept_supplier_report,
    check_supplier_report,
    receive_supplier_report,
    return_supplier_report,
)
from fuwubao.reports.distribution_errors import FileUnfit
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Duty, RegisterRow, SupplierReport
from fuwubao.reports.queries.supplier_standing import punctuality
from fuwubao.reports.queries.suppliers import supplier_lines, supplier_page, supplier_rows
from fuwubao.reports.supplier_errors import (
    CheckIncomplete,
    DeductionUnclear,
    DisputeNotFound,
    PeriodNotOver,
    ReceivedInFuture,
    SupplierReportNotFound,
    SupplierUnknown,
)
from tests.reports.suppliers import JULY, PDF, checked, handed_in, owed, supplied
from tests.reports.world import NOW, Cast

IN_TIME = datetime(2026, 8, 4, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
QUARTER = parse_period("2026Q3", "Asia/Shanghai")


@pytest.fixture
def supplier(cast: Cast, tmp_path: Path) -> User:
    """The supplier's person, with everything loaded."""
    return supplied(cast, tmp_path)


def test_a_contract_makes_its_supplier_owe_a_report_for_each_period(supplier: User, cast: Cast) -> None:
    """S2.7: planned from the support contract, each with its due instant; the same run again adds nothing."""
    keep_duties(actor=cast.manager, now=JULY)
    told = {one.duty.period_label: one.duty.due_at for one in SupplierReport.objects.select_related("duty")}
    assert list(told) == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert told["2026-07"] == datetime(2026, 8, 5, 16, 0, tzinfo=UTC)  # the third working day, 24:00 in Shanghai


def test_what_a_supplier_owes_is_no_row_that_we_owe(supplier: User, cast: Cast) -> None:
    """S1.16: an underpinning contract binds the supplier; it is neither a customer nor a recipient."""
    adopt_duties(actor=cast.manager, now=JULY)
    assert not RegisterRow.objects.filter(number="YX-M").exists()
    assert "YX" not in customers_as_of(NOW)


def test_a_supplier_hands_in_its_own_report_and_nobody_elses(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    submission = report.submissions.get()
    assert (report.state, submission.on_behalf, submission.received_at) == ("received", False, IN_TIME)
    stranger = User.objects.create(login="x", name="外人", customer_code="QM")
    with pytest.raises(SupplierReportNotFound):
        receive_supplier_report(
            report_id=owed("2026-08").pk, paper=Paper(content=PDF, name="a.pdf"), actor=stranger, now=IN_TIME
        )


def test_ours_enter_what_came_by_mail_with_the_time_at_which_it_came(supplier: User, cast: Cast) -> None:
    paper = Paper(content=PDF, name="七月.pdf", received_at=IN_TIME, channel="邮件")
    receive_supplier_report(report_id=owed("2026-07").pk, paper=paper, actor=cast.author, now=LATE)
    submission = owed("2026-07").submissions.get()
    assert (submission.on_behalf, submission.received_at, submission.entered_at) == (True, IN_TIME, LATE)
    with pytest.raises(ReceivedInFuture):
        receive_supplier_report(report_id=owed("2026-08").pk, paper=paper, actor=cast.author, now=JULY)


def test_a_file_that_is_none_is_refused_and_the_report_stays_owed(supplier: User) -> None:
    with pytest.raises(FileUnfit):
        receive_supplier_report(
            report_id=owed("2026-07").pk, paper=Paper(content=b"MZ", name="a.pdf"), actor=supplier, now=IN_TIME
        )
    assert (owed("2026-07").state, owed("2026-07").submissions.count()) == ("due", 0)


def test_a_check_needs_every_item_and_says_what_is_wrong(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    with pytest.raises(CheckIncomplete):
        check_supplier_report(
            report_id=report.pk, results={"contents": Result(passed=True)}, actor=cast.author, now=IN_TIME
        )
    with pytest.raises(NotAllowed):
        checked(report, IN_TIME, actor=cast.reviewer)
    checked(report, IN_TIME, actor=cast.author, failed="causes")
    told = {one.item: (one.passed, one.remark) for one in report.submissions.get().checks.all()}
    assert told["causes"] == (False, "缺少原因")
    assert told["clear"] == (True, "")


def test_an_accepted_report_meets_its_duty_at_the_instant_at_which_it_came(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    with pytest.raises(StepUnknown):
        accept_supplier_report(report_id=report.pk, remark="", actor=cast.manager, now=LATE)
    checked(report, LATE, actor=cast.author)
    accept_supplier_report(report_id=report.pk, remark="", actor=cast.manager, now=LATE)
    duty = Duty.objects.get(pk=report.duty_id)
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", IN_TIME)


def test_a_returned_report_is_owed_again_and_the_supplier_is_told(supplier: User, cast: Cast) -> None:
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    checked(report, IN_TIME, actor=cast.author, failed="causes")
    with pytest.raises(ReasonMissing):
        return_supplier_report(report_id=report.pk, reason=" ", actor=cast.manager, now=IN_TIME)
    return_supplier_report(report_id=report.pk, reason="补充原因", actor=cast.manager, now=IN_TIME)
    assert Notice.objects.filter(to=supplier, text__contains="补充原因").count() == 1
    line = next(one for one in supplier_lines(reader=supplier, now=LATE) if one.period == "2026-07")
    assert (line.state, line.received_at, line.late, line.may_hand_in) == ("returned", None, True, True)
    again = handed_in("2026-07", LATE, actor=supplier)
    assert again.submissions.count() == 2


def test_timeliness_counts_what_stands_and_what_is_missing_is_late(supplier: User, cast: Cast) -> None:
    """K26 by hand: July in time, August three days late, September not due before the quarter's end."""
    handed_in("2026-07", IN_TIME, actor=supplier)
    assert punctuality("YX", period=QUARTER, as_of=NOW) == Ratio(1, 2)
    handed_in("2026-08", LATE, actor=supplier)
    assert punctuality("YX", period=QUARTER, as_of=NOW) == Ratio(1, 2)


def test_its_targets_are_judged_under_its_own_contract(supplier: User) -> None:
    """K25 by hand: P1 within 3 h, one of two in time (missed); P2 within 8 h, one of one (met)."""
    told = supplier_targets("YX", period=QUARTER, as_of=NOW, snapshot=latest_snapshot())
    assert told.attainment == Ratio(1, 2)
    assert {one.scope.key: (one.numerator, one.denominator) for one in told.figures} == {
        "供方-P1": (1, 2),
        "供方-P2": (1, 1),
    }


def test_a_supplier_without_a_contract_has_no_measured_target(cast: Cast) -> None:
    told = supplier_targets("NOBODY", period=QUARTER, as_of=NOW, snapshot=latest_snapshot())
    assert (told.attainment.is_applicable, told.figures) == (False, ())


def test_the_page_tells_which_customers_promises_its_work_touched(supplier: User, cast: Cast) -> None:
    """The customer's own P1 promise is 4 h, so both held; its work decided three clocks."""
    page = supplier_page("YX", reader=cast.manager, period="2026Q3", now=NOW)
    assert [(one.customer, one.service, one.breached, one.decided) for one in page.standing.risks] == [
        ("HD", "ERP", 0, 3)
    ]
    with pytest.raises(SupplierUnknown):
        supplier_page("QM", reader=cast.manager, period="2026Q3", now=NOW)


def test_a_dispute_is_recorded_to_its_settlement(supplier: User, cast: Cast) -> None:
    """ISO/IEC 20000-1 8.3.4."""
    dispute = raise_dispute(supplier="YX", about="停机责任", text="八月告警由谁承担", actor=cast.author, now=LATE)
    assert dispute.number == "DSP-2026-0001"
    with pytest.raises(NotAllowed):
        settle_dispute(number=dispute.number, outcome="各半", actor=cast.author, now=LATE)
    with pytest.raises(ReasonMissing):
        settle_dispute(number=dispute.number, outcome="", actor=cast.manager, now=LATE)
    settle_dispute(number=dispute.number, outcome="供方承担", actor=cast.manager, now=LATE)
    with pytest.raises(DisputeNotFound):
        settle_dispute(number=dispute.number, outcome="再议", actor=cast.manager, now=LATE)


def test_an_evaluation_freezes_what_it_counted(supplier: User, cast: Cast) -> None:
    """K27 by hand: targets 1/2 (40), punctual 1/2 (20), quality 5/6 (20), no dispute (20 drops); less 5 points."""
    report = handed_in("2026-07", IN_TIME, actor=supplier)
    checked(report, IN_TIME, actor=cast.author, failed="causes")
    kept = evaluate_supplier(
        supplier="YX",
        period="2026Q3",
        deductions=(Deduction(points=5, reason="八月未提交"),),
        conclusion="限期整改",
        actor=cast.manager,
        now=NOW,
    )
    by_hand = 100 * (40 * Fraction(1, 2) + 20 * Fraction(1, 2) + 20 * Fraction(5, 6)) / 80 - 5
    assert (kept.score, kept.supplier_kind, kept.edition) == (by_hand, "key_supplier", 1)
    handed_in("2026-08", NOW, actor=supplier)
    kept.refresh_from_db()
    assert kept.score == by_hand
    assert AuditEntry.objects.filter(act="reports.evaluate_supplier").count() == 1
    assert [row.score for row in supplier_rows(reader=cast.manager, now=NOW)] == ["53.3"]


def test_a_period_that_goes_on_and_an_unclear_deduction_are_refused(supplier: User, cast: Cast) -> None:
    with pytest.raises(PeriodNotOver):
        evaluate_supplier(supplier="YX", period="2026Q4", deductions=(), conclusion="好", actor=cast.manager, now=NOW)
    with pytest.raises(NotAllowed):
        evaluate_supplier(supplier="YX", period="2026Q3", deductions=(), conclusion="好", actor=cast.author, now=NOW)
    with pytest.raises(ReasonMissing):
        evaluate_supplier(supplier="YX", period="2026Q3", deductions=(), conclusion=" ", actor=cast.manager, now=NOW)
    assert read_deductions("5 迟报\n\n10 缺附件") == (
        Deduction(points=5, reason="迟报"),
        Deduction(points=10, reason="缺附件"),
    )
    for wrong in ("迟报 5", "0 迟报", "5", "101 迟报"):
        with pytest.raises(DeductionUnclear):
            read_deductions(wrong)
