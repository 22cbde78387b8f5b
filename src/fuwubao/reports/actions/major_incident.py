"""Open the report on a major incident: its days are its period, it is due n working days after recovery (R07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.due import due_after
from fuwubao.reports.models import Obligation
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.queries.major_incidents import days_of, incident_called, row_for
from fuwubao.reports.warning_errors import IncidentReportOpen, NoIncidentRow


def open_incident_report(*, ticket: str, actor: User, now: datetime) -> Obligation:
    """Make the duty of the report on a major incident, due after its recovery by the row's rule.

    Source: S1.31, R07. Raises: NotAllowed, NoMajorIncident, NotRecovered, NoIncidentRow, IncidentReportOpen.
    """
    found = incident_called(ticket)
    return _open(incident=found, actor=actor, now=now)


@transaction.atomic(durable=True)
def _open(*, incident: dict[str, Any], actor: User, now: datetime) -> Obligation:
    customer = incident["customer"] or ""
    permissions.refuse_unless_may(actor, "reports.open_incident_report", customer_code=customer, now=now)
    row = row_for(customer)
    if row is None:
        raise NoIncidentRow(customer=customer)
    period = days_of(incident, row)
    if row.obligations.filter(period_label=period.label).exists():
        raise IncidentReportOpen(row=row.number, period=period.label)
    terms = Promises().of(row, period.last)
    due = due_after(period, terms.rule, terms.calendar)
    duty = Obligation.objects.create(
        row=row,
        period_label=period.label,
        period_starts_at=period.starts_at,
        period_ends_before=period.ends_before,
        due_at=due.at,
        provisional=due.provisional,
    )
    after = {"ticket": incident["id"], "due_at": due.at.isoformat(), "period": period.label}
    audit.record("reports.open_incident_report", subject=duty, actor=actor, at=now, after=after)
    return duty
