"""Tables full of lively tickets, made from a seed: the same seed gives the same tickets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from tests.domain.promises import HOUR, agreement, target

LUNCH = (Shift(9 * HOUR, 12 * HOUR), Shift(13 * HOUR, 18 * HOUR))
NIGHT = (Shift(22 * HOUR, 30 * HOUR),)
BEGINS = datetime(2026, 3, 16, tzinfo=UTC)
LIVELY = [
    *(kind for kind in EventKind if kind not in (EventKind.CANCELLED, EventKind.MERGED)),
    *(EventKind.PENDING, EventKind.RESUMED, EventKind.RESOLVED, EventKind.REOPENED, EventKind.PENDING) * 9,
    EventKind.CANCELLED,
    EventKind.MERGED,
]
STAMPS = ("opened_at", "responded_at", "resolved_at", "closed_at")
TEXTS = ("customer", "service", "priority", "category", "channel", "team", "supplier", "line", "state", "exclusion")


@dataclass(frozen=True, kw_only=True)
class Tickets:
    """Rows, logs by ticket id (none: no log) in the source's order, and all revisions of all agreements."""

    rows: tuple[TicketFacts, ...]
    logs: dict[str, list[TicketEvent]]
    agreements: tuple[AgreementTerms, ...]
    as_of: datetime


def tickets(seed: int, count: int) -> Tickets:
    """Make ``count`` tickets of three customers in two zones, some with and some without a log."""
    random = Random(seed)
    rows, logs = [], {}
    for number in range(count):
        row = _row(random, f"T{number:04}")
        if random.random() < 0.8:
            row, logs[row.id] = _log(random, row)
        rows.append(row)
    as_of = BEGINS + timedelta(seconds=random.choice([random.randrange(10 * 86_400, 40 * 86_400), 90 * 86_400]))
    return Tickets(rows=tuple(rows), logs=logs, agreements=tuple(_agreements(random)), as_of=as_of)


def tables(told: Tickets) -> tuple[pa.Table, pa.Table]:
    """Write rows and logs as the tables that the record store gives, every batch in order."""
    rows = [_ticket_row(row, number) for number, row in enumerate(told.rows)]
    events = [
        {"ticket_id": ticket, **_event_row(event, number)}
        for ticket, log in told.logs.items()
        for number, event in enumerate(log)
    ]
    return _table(rows, TICKET_SCHEMA), _table(events, EVENT_SCHEMA)


INSTANT = pa.timestamp("us", tz="UTC")
KEPT = [
    ("source", pa.string()),
    ("batch", pa.string()),
    ("row_number", pa.int64()),
    ("file_sha256", pa.string()),
    ("ingested_at", INSTANT),
]
TICKET_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("class", pa.string()),
        *((name, pa.string()) for name in TEXTS),
        ("exclusion_approver", pa.string()),
        ("duplicate_of", pa.string()),
        ("major", pa.bool_()),
        *((name, INSTANT) for name in STAMPS),
        ("pending_total_seconds", pa.int64()),
        *KEPT,
    ]
)
EVENT_SCHEMA = pa.schema(
    [
        ("ticket_id", pa.string()),
        ("at", INSTANT),
        ("event", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("actor", pa.string()),
        *KEPT,
    ]
)


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def _kept(number: int) -> dict[str, object]:
    return {"source": "made", "batch": "B1", "row_number": number, "file_sha256": "0", "ingested_at": BEGINS}


def _ticket_row(row: TicketFacts, number: int) -> dict[str, object]:
    told: dict[str, object] = {"id": row.id, "class": row.ticket_class, "major": row.major, **_kept(number)}
    told |= {name: getattr(row, name) or None for name in (*TEXTS, *STAMPS, "exclusion_approver")}
    told["pending_total_seconds"] = row.pending_total_seconds
    return told


def _event_row(event: TicketEvent, number: int) -> dict[str, object]:
    return {
        "at": event.at,
        "event": event.event.value,
        "value": event.value or None,
        "reason": event.reason or None,
        "actor": event.actor or None,
        **_kept(number),
    }


def _row(random: Random, name: str) -> TicketFacts:
    customer = random.choice(["HD", "MB", "BK"])
    at = BEGINS + timedelta(seconds=random.choice([random.randrange(30 * 86_400), random.randrange(8640) * 300]))
    stamps: dict[str, datetime | None] = dict.fromkeys(STAMPS)
    for stamp in STAMPS:
        if stamp == "opened_at" or random.random() < 0.6:
            stamps[stamp] = at
        at += timedelta(seconds=random.choice([random.randrange(3 * 86_400), random.randrange(12) * 600]))
    return TicketFacts(
        id=name,
        ticket_class=random.choice(["incident", "incident", "request"]),
        customer=customer,
        service=random.choice(["ERP"] * 12 + ["NET", "FAX"]),
        priority=random.choice(["P1", "P2", "P3", "P4"] * 4 + [""]),
        category=random.choice(["", "数据库"]),
        state=random.choice(["closed", "open", "closed", "open", "cancelled"]),
        exclusion=random.choice([""] * 24 + ["test", "agreed"]),
        exclusion_approver=random.choice(["", "李经理"]),
        pending_total_seconds=random.choice([None, None, 0, random.randrange(40_000)]),
        opened_at=stamps["opened_at"],
        responded_at=stamps["responded_at"],
        resolved_at=stamps["resolved_at"],
        closed_at=stamps["closed_at"],
    )


def _log(random: Random, row: TicketFacts) -> tuple[TicketFacts, list[TicketEvent]]:
    """A log of up to a dozen events, some twice, out of order or before the opening."""
    assert row.opened_at is not None
    at, events = row.opened_at, []
    if random.random() < 0.9:
        events.append(TicketEvent(at=at, event=EventKind.OPENED))
    for _ in range(random.randrange(12)):
        at += timedelta(seconds=_gap(random))
        events.append(_event(random, at))
    if random.random() < 0.1:
        events.append(replace(_event(random, row.opened_at), at=row.opened_at - timedelta(hours=1)))
    if random.random() < 0.2:
        random.shuffle(events)
    if events and random.random() < 0.2:
        events.append(random.choice(events))
    if not events:
        events.append(TicketEvent(at=at, event=EventKind.ASSIGNED))
    without_stamps = replace(row, responded_at=None, resolved_at=None, closed_at=None)
    return (without_stamps if random.random() < 0.5 else row), events


def _gap(random: Random) -> int:
    return random.choice([0, random.randrange(7200), random.randrange(12) * 1800, random.randrange(3 * 86_400)])


def _event(random: Random, at: datetime) -> TicketEvent:
    kind = random.choice(LIVELY)
    value = reason = ""
    if kind is EventKind.PENDING:
        reason = random.choice(["waiting_customer", "waiting_customer", "waiting_supplier", ""])
    elif kind is EventKind.RESPONDED:
        reason = random.choice(["auto", ""])
    elif kind is EventKind.PRIORITY_CHANGED:
        value = random.choice(["P1", "P2", "P3", "P4"] * 3 + ["P9"])
    elif kind is EventKind.SERVICE_CHANGED:
        value = random.choice(["ERP", "ERP", "ERP", "NET", "FAX"])
    return TicketEvent(at=at, event=kind, value=value, reason=reason, actor=random.choice(["", "刘洋"]))


def _agreements(random: Random) -> list[AgreementTerms]:
    """Three customers, one of them with a second agreement for another service and a revision in between."""
    zones = {"HD": "Asia/Shanghai", "MB": "Europe/Berlin", "BK": "Asia/Shanghai"}
    made = [_terms(random, customer, zone, f"SLA-{customer}", ("ERP",)) for customer, zone in zones.items()]
    made.append(_terms(random, "HD", zones["HD"], "SLA-NET", ("NET",)))
    revised = _terms(random, "MB", zones["MB"], "SLA-MB", ("ERP", "NET"))
    made.append(replace(revised, revision_from=date(2026, 4, 1)))
    return made


def _terms(random: Random, customer: str, zone: str, code: str, services: tuple[str, ...]) -> AgreementTerms:
    rows = [row for clock in ClockKind for row in _targets(random, clock)]
    made = agreement(
        *rows,
        calendars=_calendars(zone),
        reopen=random.choice(list(Reopen)),
        pause_days=random.random() < 0.5,
        pause_response=random.random() < 0.5,
        code=code,
        services=services,
        valid_from=date(2026, 3, 17),
    )
    return replace(made, customer_code=customer, timezone=zone)


def _targets(random: Random, clock: ClockKind) -> list[ClockTarget]:
    def seconds() -> int:
        return random.choice([900, 1800, 3600, 4 * HOUR, 7 * HOUR, 8 * HOUR, 20 * HOUR])

    rows = [
        target(clock, seconds=seconds(), calendar="always", priority="P1"),
        target(clock, seconds=seconds(), calendar="office", priority="P2"),
        target(clock, days=random.randrange(1, 4), calendar="office", priority="P3"),
        target(clock, seconds=seconds(), calendar="night", priority="P4"),
        target(clock, seconds=seconds(), calendar="office", priority="P2", category="数据库"),
    ]
    if random.random() < 0.5:
        return rows
    for_requests = replace(target(clock, seconds=seconds(), calendar="always"), applies=(("class", "request"),))
    return [*(replace(row, applies=(*row.applies, ("class", "incident"))) for row in rows), for_requests]


def _calendars(zone: str) -> dict[str, WorkCalendar]:
    return {
        "office": WorkCalendar(
            timezone=zone,
            weekly=(LUNCH,) * 5 + ((),) * 2,
            holidays=frozenset({date(2026, 4, 6), date(2026, 4, 3)}),
            extra_workdays={date(2026, 3, 28): LUNCH[:1]},
        ),
        "night": WorkCalendar(timezone=zone, weekly=(NIGHT,) * 7, holidays=frozenset({date(2026, 4, 6)})),
        "always": ALWAYS(zone),
    }
