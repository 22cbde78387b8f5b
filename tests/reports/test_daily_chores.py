"""What the worker does every day, and duties that close by what happened elsewhere (S1.23, S1.29, S1.38, S1.39)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fuwubao.cli.daily import do_daily
from fuwubao.improvement.models import Nonconformity
from fuwubao.reports.actions.building import bring_up_to_date
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.register import RowContent, add_row
from fuwubao.reports.actions.silence import Clause, agree_silence
from fuwubao.reports.models import Delivery, Duty, EarlyWarning, RegisterRow, Report, Template
from tests.reports.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_day_the_rules_of_warnings_look(world: World) -> None:
    """S1.23: nobody has to press the button; the report about to be late is warned of."""
    done = do_daily(now=datetime(2026, 10, 13, 2, 0, tzinfo=UTC))
    assert set(done) == {"duties", "warnings", "silence", "reminders", "uploads"}
    assert done["warnings"] == EarlyWarning.objects.count() > 0


def test_each_day_silence_that_was_agreed_and_is_over_counts(world: World) -> None:
    clause = Clause(working_days=3, words="合同 5.2", agreed_on=date(2026, 1, 5))
    agree_silence(row_number="SLM-01", clause=clause, actor=world.cast.manager, now=NOW)
    report = publish_report(number=world.approved().number, actor=world.cast.manager, now=NOW)
    assert do_daily(now=NOW + timedelta(days=1))["silence"] == 0
    assert do_daily(now=NOW + timedelta(days=10))["silence"] == 1
    assert Report.objects.get(pk=report.pk).state == "acknowledged"
    assert Delivery.objects.filter(report=report, default_acknowledged_at=None).count() == 0


def test_the_data_duty_closes_when_its_report_is_published(world: World) -> None:
    """S6.1: the data were complete when the report that went out froze them."""
    duty = Duty.objects.filter(kind="data_cutoff", obligation__period_label="2026Q4").first()
    assert duty is not None
    assert duty.state == "scheduled"
    owed = Duty.objects.get(kind="data_cutoff", obligation__period_label="2026Q3")
    assert owed.state == "scheduled"
    report = publish_report(number=world.approved().number, actor=world.cast.manager, now=NOW)
    owed.refresh_from_db()
    assert (owed.state, owed.fulfilled_at) == ("fulfilled", report.as_of)
    duty.refresh_from_db()
    assert duty.state == "scheduled"


def test_a_row_is_reviewed_on_the_day_that_its_register_names(world: World) -> None:
    """S1.38: next_review_on dates the duty, not the year's end."""
    RegisterRow.objects.filter(number="SLM-01").update(next_review_on=date(2027, 3, 15))
    bring_up_to_date(actor=world.cast.operator, now=NOW)
    duty = Duty.objects.get(kind="row_review", subject="SLM-01", period_label="2027")
    assert duty.due_at == datetime(2027, 3, 15, 16, 0, tzinfo=UTC)


def test_a_reply_to_a_nonconformity_is_a_duty_until_it_is_given(world: World) -> None:
    """S1.39: the service manager owes it by its day; the reply closes it."""
    found = Nonconformity.objects.create(
        number="NCR-2026-001",
        basis="sms",
        description="未按时更新",
        source_kind="audit",
        found_on=date(2026, 10, 1),
        raised_by=world.cast.manager,
        raised_at=NOW,
        responsible=world.cast.author,
        notified_at=NOW,
        reply_due_on=date(2026, 10, 15),
    )
    bring_up_to_date(actor=world.cast.operator, now=NOW)
    duty = Duty.objects.get(kind="nonconformity_reply")
    assert (duty.responsible, duty.due_at) == (world.cast.author, datetime(2026, 10, 15, 16, 0, tzinfo=UTC))
    found.replied_at = NOW + timedelta(days=1)
    found.save(update_fields=["replied_at"])
    bring_up_to_date(actor=world.cast.operator, now=NOW + timedelta(days=2))
    duty.refresh_from_db()
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", found.replied_at)


@pytest.mark.parametrize(("template", "kind"), [("R02", "reactive"), ("R08", "proactive"), ("R09", "forward_schedule")])
def test_a_row_starts_with_the_kind_of_its_template(world: World, template: str, kind: str) -> None:
    """S1.22–S1.24: a warning report is proactive, one of planned activities a forward schedule."""
    content = RowContent(number="X-01", name="报告", source_process="变更管理", template=template, frequency="monthly")
    assert add_row(content=content, actor=world.cast.manager, now=NOW).report_kind == kind
    assert Template.objects.get(code=template, version=1).kind == kind
