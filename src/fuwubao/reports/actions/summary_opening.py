"""Who approves by selection has opened each report's summary; the opening is kept (S1.5, S1.25)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports import rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.models import Report, SummaryOpening
from fuwubao.reports.period_errors import SummaryUnopened

OPENABLE = ("in_review", "escalated", "approved", "published", "acknowledged", "followed_up", "archived")


@transaction.atomic(durable=True)
def open_summary(*, number: str, actor: User, now: datetime) -> Report:
    """Note that the actor opened the summary of a report as it was submitted; once a submission. Returns the report.

    A report that is still being written has no summary to open. Raises: NotAllowed, ReportNotFound, StepRefused.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.read", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, *OPENABLE, act="打开摘要")
    assert report.submitted_at is not None, "what is in review was submitted"
    _opening, made = SummaryOpening.objects.get_or_create(
        report=report, reader=actor, submitted_at=report.submitted_at, defaults={"opened_at": now}
    )
    if made:
        after = {"submitted_at": report.submitted_at.isoformat()}
        audit.record("reports.open_summary", subject=report, actor=actor, at=now, after=after)
    return report


def refuse_unopened(report: Report, actor: User) -> None:
    """Refuse whoever has not opened the summary of the present submission. Raises: SummaryUnopened."""
    if report.submitted_at is None:
        return  # approval itself refuses what was never submitted
    opened = SummaryOpening.objects.filter(report=report, reader=actor, submitted_at=report.submitted_at)
    if not opened.exists():
        raise SummaryUnopened(person=actor.name, number=report.number)
