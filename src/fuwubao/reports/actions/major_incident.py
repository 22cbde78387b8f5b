"""Open the report on a major incident: its days are its period, it is due n working days after recovery (R07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.compute as pc
from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.due import due_after
from fuwubao.domain.periods import Period, parse_period
from fuwubao.records import queries as records
from fuwubao.reports.actions.duties import zone_and_end
from fuwubao.reports.models import Obligation, RegisterRow
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.warning_errors import IncidentReportOpen, NoIncidentRow, NoMajorIncident, NotRecovered

TEMPLATE = "R07"
IN_FORCE = ("active", "lowered_priority")


def open_incident_report(*, ticket: str, actor: User, now: datetime) -> Obligation:
    """Make the duty of the report on a major incident, due after its recovery by the row's rule.

    Source: S1.31, R07. Raises: NotAllowed, NoMajorIncident, NotRecovered, NoIncidentRow, IncidentReportOpen.
    """
    found = incident_called(ticket)
    return _open(incident=found, actor=actor, now=now)


def incident_called(ticket: str) -> dict[str, Any]:
    """Return the row of a major incident as last loaded. Raises: NoMajorIncident."""
    table = records.current_rows("ticket")
    rows = table.filter(pc.and_(pc.equal(table["id"], ticket), pc.fill_null(table["major"], False))).to_pylist()
    if not rows:
        raise NoMajorIncident(ticket=ticket)
    found: dict[str, Any] = rows[-1]
    return found


def row_for(customer: str) -> RegisterRow | None:
    """Return the row in force that reports major incidents to a customer, else the firm's own one."""
    rows = RegisterRow.objects.filter(template_code=TEMPLATE, state__in=IN_FORCE, customer_code__in=(customer, ""))
    return rows.order_by("-customer_code", "number").first()


def days_of(incident: dict[str, Any], timezone: str) -> Period:
    """Return the local days from the beginning of an incident to its recovery. Raises: NotRecovered."""
    recovered = incident["resolved_at"] or incident["closed_at"]
    if recovered is None:
        raise NotRecovered(ticket=incident["id"])
    zone = ZoneInfo(timezone)
    first, last = (at.astimezone(zone).date().isoformat() for at in (incident["opened_at"], recovered))
    return parse_period(f"{first}/{last}", timezone)


@transaction.atomic(durable=True)
def _open(*, incident: dict[str, Any], actor: User, now: datetime) -> Obligation:
    customer = incident["customer"] or ""
    permissions.refuse_unless_may(actor, "reports.open_incident_report", customer_code=customer, now=now)
    row = row_for(customer)
    if row is None:
        raise NoIncidentRow(customer=customer)
    period = days_of(incident, zone_and_end(row)[0])
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
