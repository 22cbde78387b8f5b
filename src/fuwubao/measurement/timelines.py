"""Explain one ticket of the record store: its rows, the agreements that may apply, and the clock's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.agreements import queries as agreements
from fuwubao.domain.errors import NotFound
from fuwubao.domain.explain import Timeline, explain
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.records import queries as records

Row = Mapping[str, object]


class TicketUnknown(NotFound):
    """No row of this ticket in the snapshot."""

    code = "measurement.ticket_unknown"
    zh = "记录中没有工单 {ticket}"
    en = "There is no ticket {ticket} in the records"
    hint_zh = "请核对工单号，或先导入数据（fuwubao intake load）"
    hint_en = "Check the number, or load the data first (fuwubao intake load)"


class TicketInManySources(NotFound):
    """Several sources have a ticket of this number."""

    code = "measurement.ticket_in_many_sources"
    zh = "工单 {ticket} 出现在多个来源：{sources}"
    en = "Ticket {ticket} occurs in several sources: {sources}"
    hint_zh = "请用 --source 指明来源"
    hint_en = "Name one with --source"


def timelines_of(
    ticket: str, *, as_of: datetime, source: str | None = None, snapshot: str | None = None
) -> tuple[Timeline, Timeline]:
    """Return the timelines of the response and the resolution clock of a recorded ticket.

    ``snapshot`` None: the latest rows. Raises: TicketUnknown, TicketInManySources, NotYetOpened.
    """
    taken = snapshot or records.latest_snapshot()
    rows = _rows("ticket", "id", ticket, source, taken)
    if not rows:
        raise TicketUnknown(ticket=ticket)
    if len(rows) > 1:
        raise TicketInManySources(ticket=ticket, sources=", ".join(sorted(str(row["source"]) for row in rows)))
    log = _rows("ticket_event", "ticket_id", ticket, str(rows[0]["source"]), taken)
    return explain(facts_of(rows[0]), [event_of(row) for row in log], agreements.terms_of_all(), as_of)


def customer_of(ticket: str, *, source: str | None = None, snapshot: str | None = None) -> str:
    """Return the customer of a recorded ticket, empty when its row names none. Raises: TicketUnknown."""
    rows = _rows("ticket", "id", ticket, source, snapshot)
    if not rows:
        raise TicketUnknown(ticket=ticket)
    return _text(rows[0], "customer")


def source_of(ticket: str, *, snapshot: str | None = None) -> str:
    """Return the source of a recorded ticket that one source alone has. Raises: TicketUnknown, TicketInManySources."""
    rows = _rows("ticket", "id", ticket, None, snapshot)
    if not rows:
        raise TicketUnknown(ticket=ticket)
    if len(rows) > 1:
        raise TicketInManySources(ticket=ticket, sources=", ".join(sorted(str(row["source"]) for row in rows)))
    return _text(rows[0], "source")


def facts_of(row: Row) -> TicketFacts:
    """Read a row of the ticket table; columns that a source did not bring are empty."""
    return TicketFacts(
        id=_text(row, "id"),
        ticket_class=_text(row, "class"),
        customer=_text(row, "customer"),
        service=_text(row, "service"),
        priority=_text(row, "priority"),
        category=_text(row, "category"),
        channel=_text(row, "channel"),
        team=_text(row, "team"),
        supplier=_text(row, "supplier"),
        line=_text(row, "line"),
        major=row.get("major") is True,
        opened_at=_instant(row, "opened_at"),
        responded_at=_instant(row, "responded_at"),
        resolved_at=_instant(row, "resolved_at"),
        closed_at=_instant(row, "closed_at"),
        state=_text(row, "state"),
        exclusion=_text(row, "exclusion"),
        exclusion_approver=_text(row, "exclusion_approver"),
        pending_total_seconds=_count(row, "pending_total_seconds"),
    )


def event_of(row: Row) -> TicketEvent:
    """Read a row of the event table."""
    at = _instant(row, "at")
    assert at is not None  # required at intake
    return TicketEvent(
        at=at,
        event=EventKind(_text(row, "event")),
        value=_text(row, "value"),
        reason=_text(row, "reason"),
        actor=_text(row, "actor"),
    )


def _rows(kind: str, key: str, ticket: str, source: str | None, snapshot: str | None) -> list[Row]:
    """Rows of the ticket in the order of batch and row, which is the order of the current rows."""
    table: pa.Table = records.current_rows(kind, snapshot=snapshot or records.latest_snapshot())
    chosen = pc.equal(table[key], ticket)
    if source is not None:
        chosen = pc.and_(chosen, pc.equal(table["source"], source))
    found: list[Row] = table.filter(chosen).to_pylist()
    return found


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _instant(row: Row, name: str) -> datetime | None:
    value = row.get(name)
    assert value is None or isinstance(value, datetime)
    return value


def _count(row: Row, name: str) -> int | None:
    value = row.get(name)
    assert value is None or isinstance(value, int)
    return value
