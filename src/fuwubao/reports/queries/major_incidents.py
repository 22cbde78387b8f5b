"""Major incidents as the records tell them, and the register row that reports them (R07)."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.zones import zone_of
from fuwubao.records import queries as records
from fuwubao.reports.models import RegisterRow
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.warning_errors import NoMajorIncident, NotRecovered

TEMPLATE = "R07"
IN_FORCE = ("active", "lowered_priority")


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


def days_of(incident: dict[str, Any], row: RegisterRow) -> Period:
    """Return the local days from an incident's beginning to its recovery, in the row's zone. Raises: NotRecovered."""
    recovered = incident["resolved_at"] or incident["closed_at"]
    if recovered is None:
        raise NotRecovered(ticket=incident["id"])
    timezone = Promises().of(row, recovered.date()).timezone
    zone = zone_of(timezone)
    first, last = (at.astimezone(zone).date().isoformat() for at in (incident["opened_at"], recovered))
    return parse_period(f"{first}/{last}", timezone)
