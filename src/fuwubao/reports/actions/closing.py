"""The end of a report's life: what its readers suggested is decided, then it is archived (S6.13, S4.1, S1.42)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports import rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import SuggestionsOpen
from fuwubao.reports.models import Report
from fuwubao.reports.queries.reports import undecided


@transaction.atomic(durable=True)
def follow_up_report(*, number: str, actor: User, now: datetime) -> Report:
    """建议已落实: what readers said of an acknowledged report is answered, and every objection is decided (S6.13).

    Raises: NotAllowed, StepRefused, SuggestionsOpen.
    """
    report = locked_report(number)
    code = report.row.customer_code
    grounds = permissions.refuse_unless_may(actor, "reports.follow_up", customer_code=code, now=now)
    rules.refuse_unless_in(report, "acknowledged", act="确认建议已落实")
    waiting = undecided(report)
    if waiting:
        raise SuggestionsOpen(number=number, count=len(waiting), listed="；".join(waiting[:5]))
    report.state = REPORT.step_for(report.state, "reports.follow_up").target_state
    report.save(update_fields=["state"])
    audit.record(
        "reports.follow_up",
        subject=report,
        actor=actor,
        at=now,
        before="acknowledged",
        after=report.state,
        for_whom=grounds.for_whom,
    )
    return report


@transaction.atomic(durable=True)
def archive_report(*, number: str, actor: User, now: datetime) -> Report:
    """归档: close the file of a report whose suggestions were followed up; it stays readable (S4.1, S1.42).

    Raises: NotAllowed, StepRefused.
    """
    report = locked_report(number)
    code = report.row.customer_code
    grounds = permissions.refuse_unless_may(actor, "reports.archive", customer_code=code, now=now)
    rules.refuse_unless_in(report, "followed_up", act="归档")
    report.state = REPORT.step_for(report.state, "reports.archive").target_state
    report.archived_at = now
    report.save(update_fields=["state", "archived_at"])
    audit.record(
        "reports.archive",
        subject=report,
        actor=actor,
        at=now,
        before="followed_up",
        after=report.state,
        for_whom=grounds.for_whom,
    )
    return report
