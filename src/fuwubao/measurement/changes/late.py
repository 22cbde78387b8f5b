"""Exclusions that were asked for after the target time: what a report lists apart (design section 6, M9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.periods import Period
from fuwubao.measurement.changes.kinds import exclusion_held
from fuwubao.measurement.models import ChangeRequest
from fuwubao.records import queries as records


@dataclass(frozen=True, slots=True, kw_only=True)
class LateExclusion:
    """One ticket that was left out after its target time had passed: why, on what ground, by which two persons."""

    ticket: str
    source: str
    opened_on: date
    reason: str
    ground: str
    requester: str
    approver: str
    request: str
    approved_at: datetime


def late_exclusions(period: Period, *, customer: str, snapshot: str | None = None) -> tuple[LateExclusion, ...]:
    """Return the late exclusions that hold, of tickets opened in the period, in the order of approval."""
    found = ChangeRequest.objects.filter(kind="exclusion", state=ChangeRequest.State.APPLIED, is_after_target=True)
    requests = [one for one in found.order_by("decided_at", "pk") if customer in one.customers]
    if not requests:
        return ()
    rows = records.current_rows("ticket", snapshot=snapshot)
    mine = pc.and_(pc.equal(rows["customer"], customer), pc.is_valid(rows["opened_at"]))
    opened = _opened(rows.filter(mine))
    lines = []
    for request in requests:
        source, _, ticket = request.subject.partition("/")
        at = opened.get((source, ticket.lower()))
        if at is not None and period.holds(at) and exclusion_held(source, ticket):
            lines.append(_line(request, source, ticket, at))
    return tuple(lines)


def _opened(rows: pa.Table) -> dict[tuple[str, str], datetime]:
    columns = (rows[name].to_pylist() for name in ("source", "id", "opened_at"))
    return {(source, ticket.lower()): at for source, ticket, at in zip(*columns, strict=True)}


def _line(request: ChangeRequest, source: str, ticket: str, opened_at: datetime) -> LateExclusion:
    told = request.payload
    assert request.decided_by is not None  # an applied request was decided
    assert request.decided_at is not None
    return LateExclusion(
        ticket=ticket,
        source=source,
        opened_on=opened_at.date(),
        reason=request.reason,
        ground=str(told.get("clause") or f"{told.get('confirmed_by', '')} {told.get('confirmed_on', '')}".strip()),
        requester=request.requester.name,
        approver=request.decided_by.name,
        request=request.number,
        approved_at=request.decided_at,
    )
