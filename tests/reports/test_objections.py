"""异议与默认确认: raised, examined, decided with a reason, answered in time; silence counts only where agreed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice
from fuwubao.domain.steps import StepUnknown
from fuwubao.reports.actions import objections as hearing
from fuwubao.reports.actions.publishing import acknowledge_report, publish_report
from fuwubao.reports.actions.silence import Clause, acknowledge_by_default, agree_silence
from fuwubao.reports.distribution_errors import SilenceNotAgreed
from fuwubao.reports.errors import ReasonMissing, ReportNotFound
from fuwubao.reports.models import Delivery, Objection, Report
from fuwubao.reports.queries.voices import open_objections, receipts
from tests.reports.world import DRAFT, NOW, Cast, World


@pytest.fixture
def report(world: World, cast: Cast) -> Report:
    """The published report."""
    world.approved()
    return publish_report(number=DRAFT, actor=cast.manager, now=NOW)


@pytest.fixture
def raised(report: Report, cast: Cast) -> Objection:
    """刘主任 objects on Thursday 8 October 2026."""
    return hearing.raise_objection(
        report_id=report.pk, subject="P1 解决及时率", text="I2 应剔除", actor=cast.customer, now=NOW
    )


def examined(objection: Objection, cast: Cast) -> Objection:
    return hearing.examine_objection(objection_id=objection.pk, actor=cast.author, now=NOW)


def test_an_objection_is_due_at_the_end_of_the_fifth_working_day(raised: Objection, cast: Cast) -> None:
    """Saturday 10 October is a make-up working day, so the fifth is Wednesday 14."""
    assert raised.due_at == datetime.fromisoformat("2026-10-15T00:00+08:00")
    assert Notice.objects.filter(to=cast.author, text__contains="异议").count() == 1
    (line,) = open_objections(reader=cast.manager, now=raised.due_at + timedelta(seconds=1))
    assert line.is_late
    assert not open_objections(reader=cast.manager, now=raised.due_at)[0].is_late


def test_an_accepted_objection_opens_a_correction_and_is_answered(raised: Objection, cast: Cast) -> None:
    examined(raised, cast)

    decided = hearing.decide_objection(
        objection_id=raised.pk, accepted=True, reason="合同附件二", actor=cast.manager, now=NOW
    )
    answered = hearing.answer_objection(objection_id=raised.pk, answer="下版更正", actor=cast.manager, now=NOW)

    assert decided.correction is not None
    assert (decided.correction.number, decided.correction.state) == ("SLM-01-2026Q3-A/1", "draft")
    assert "异议成立" in decided.correction.correction_reason
    assert answered.state == "answered"
    assert Notice.objects.filter(to=cast.customer, text__contains="异议已有答复").count() == 1
    assert open_objections(reader=cast.manager, now=NOW) == ()


def test_a_rejected_one_says_why_and_opens_nothing(raised: Objection, cast: Cast) -> None:
    examined(raised, cast)
    with pytest.raises(ReasonMissing):
        hearing.decide_objection(objection_id=raised.pk, accepted=False, reason="", actor=cast.manager, now=NOW)

    decided = hearing.decide_objection(
        objection_id=raised.pk, accepted=False, reason="未约定剔除", actor=cast.manager, now=NOW
    )

    assert (decided.state, decided.accepted, decided.correction) == ("rejected", False, None)
    assert Report.objects.count() == 1


def test_no_step_is_left_out_and_nobody_else_decides(raised: Objection, cast: Cast) -> None:
    with pytest.raises(StepUnknown):
        hearing.decide_objection(objection_id=raised.pk, accepted=True, reason="对", actor=cast.manager, now=NOW)
    examined(raised, cast)
    with pytest.raises(StepUnknown):
        hearing.answer_objection(objection_id=raised.pk, answer="好", actor=cast.manager, now=NOW)
    for actor in (cast.author, cast.customer, cast.operator):
        with pytest.raises(RoleMissing):
            hearing.decide_objection(objection_id=raised.pk, accepted=True, reason="对", actor=actor, now=NOW)


def test_another_firm_cannot_object(report: Report, cast: Cast) -> None:
    with pytest.raises(ReportNotFound):
        hearing.raise_objection(report_id=report.pk, subject="x", text="y", actor=cast.stranger, now=NOW)


def agreed(cast: Cast) -> None:
    clause = Clause(working_days=3, words="合同第 8 条", agreed_on=date(2025, 12, 20))
    agree_silence(row_number="SLM-01", clause=clause, actor=cast.manager, now=NOW)


def test_silence_is_no_acknowledgement_unless_it_was_agreed(report: Report, cast: Cast) -> None:
    with pytest.raises(SilenceNotAgreed):
        acknowledge_by_default(number=DRAFT, actor=cast.manager, now=NOW + timedelta(days=60))
    agreed(cast)
    with pytest.raises(SilenceNotAgreed):
        acknowledge_by_default(number=DRAFT, actor=cast.manager, now=NOW + timedelta(days=2))

    report = acknowledge_by_default(number=DRAFT, actor=cast.manager, now=NOW + timedelta(days=6))

    assert report.state == "acknowledged"
    delivery = Delivery.objects.get()
    assert (delivery.acknowledged_at, delivery.default_acknowledged_at) == (None, NOW + timedelta(days=6))


def test_acknowledgement_by_default_never_counts_in_k33(report: Report, cast: Cast) -> None:
    agreed(cast)
    acknowledge_by_default(number=DRAFT, actor=cast.manager, now=NOW + timedelta(days=6))
    span = {"starts_at": NOW, "ends_before": NOW + timedelta(days=30)}
    counted = receipts(**span, within=timedelta(days=10))
    assert (counted.asked, counted.acknowledged, counted.sent, counted.opened) == (1, 0, 1, 0)


def test_ones_own_acknowledgement_counts_when_it_is_in_time(report: Report, cast: Cast) -> None:
    acknowledge_report(report_id=report.pk, remark="", actor=cast.customer, now=NOW + timedelta(days=4))
    span = {"starts_at": NOW, "ends_before": NOW + timedelta(days=30)}
    assert receipts(**span, within=timedelta(days=5)).acknowledged == 1
    assert receipts(**span, within=timedelta(days=3)).acknowledged == 0
