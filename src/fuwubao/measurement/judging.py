"""Judge the tables of the record store: two verdict rows a ticket, and its transitions for backlog and reopening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from fuwubao.domain.history import History, replay
from fuwubao.domain.judge import judge_history
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.tickets import TicketEvent, TicketFacts
from fuwubao.domain.zones import second_of
from fuwubao.engine.measures.evidence import TRANSITIONS
from fuwubao.measurement.timelines import event_of, facts_of

INSTANT = pa.timestamp("us", tz="UTC")
VERDICT_TABLE = pa.schema(
    [(n, pa.string()) for n in ("ticket", "clock", "agreement", "target_row")]
    + [(n, INSTANT) for n in ("opened_at", "stopped_at")]
    + [(n, pa.int64()) for n in ("elapsed_seconds", "pending_seconds", "gross_seconds", "target_seconds")]
    + [("due_at", INSTANT), ("verdict", pa.string()), ("decided_at", INSTANT), ("exclusion", pa.string())]
    + [("estimated", pa.bool_())]
    + [(n, pa.string()) for n in ("customer", "class", "team", "supplier", "category")]
    + [(n, pa.string()) for n in ("service_at_decision", "priority_at_decision", "service_at_stop", "priority_at_stop")]
)


def judge_tables(
    tickets: pa.Table, events: pa.Table, agreements: Sequence[AgreementTerms], as_of: datetime
) -> tuple[pa.Table, pa.Table]:
    """Return the verdict table and the transitions of every ticket that exists by ``as_of``."""
    logs: dict[tuple[str, str], list[TicketEvent]] = defaultdict(list)
    for row in events.to_pylist():
        logs[str(row["source"]), str(row["ticket_id"])].append(event_of(row))
    verdicts: list[dict[str, object]] = []
    transitions: list[dict[str, object]] = []
    for row in tickets.to_pylist():
        ticket = facts_of(row)
        history = replay(ticket, logs.get((str(row["source"]), ticket.id), ()))
        if history.first_instant > as_of:
            continue
        transitions += [{**t, "source": str(row["source"])} for t in _transitions(ticket, history, as_of)]
        verdicts += _verdicts(ticket, history, agreements, as_of)
    return (
        pa.Table.from_pylist(verdicts, schema=VERDICT_TABLE),
        pa.Table.from_pylist(transitions, schema=TRANSITIONS),
    )


def _verdicts(
    ticket: TicketFacts, history: History, agreements: Sequence[AgreementTerms], as_of: datetime
) -> list[dict[str, object]]:
    rows = []
    for judged in judge_history(ticket, history, agreements, as_of):
        verdict = judged.verdict
        row: dict[str, object] = {
            name: getattr(verdict, name) for name in VERDICT_TABLE.names if hasattr(verdict, name)
        }
        row |= _dimensions(ticket) | {"clock": str(verdict.clock), "verdict": verdict.verdict.value}
        for at, place in ((verdict.decided_at, "decision"), (verdict.stopped_at, "stop")):
            row[f"service_at_{place}"], row[f"priority_at_{place}"] = _in_force(history, at)
        rows.append(row)
    return rows


def _dimensions(ticket: TicketFacts) -> dict[str, object]:
    return {
        "ticket": ticket.id,
        "customer": ticket.customer,
        "class": ticket.ticket_class,
        "team": ticket.team or None,
        "supplier": ticket.supplier or None,
        "category": ticket.category or None,
    }


def _transitions(ticket: TicketFacts, history: History, as_of: datetime) -> list[dict[str, object]]:
    dimensions = {name: value for name, value in _dimensions(ticket).items() if name in TRANSITIONS.names}
    return [
        {
            **dimensions,
            "seq": number,
            "at": second_of(transition.at),
            "by": transition.by.value,
            "state": transition.state.value,
            "service": transition.service,
            "priority": transition.priority,
            "opened_at": second_of(history.first_instant),
            "marked_out": ticket.marked_out in ("test", "spam"),
        }
        for number, transition in enumerate(history.until(as_of))
    ]


def _in_force(history: History, at: datetime | None) -> tuple[str | None, str | None]:
    """Service and priority after everything that happened at the instant (F02)."""
    if at is None:
        return None, None
    held = [t for t in history.transitions if t.at <= at][-1]
    return held.service, held.priority
