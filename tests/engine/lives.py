"""Random tickets under random agreements, as values for the plain judge and as tables for the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen, ServiceTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts

INSTANT = pa.timestamp("us", tz="UTC")
HOUR = 3600
OFFICE = (Shift(9 * HOUR, 12 * HOUR), Shift(13 * HOUR, 18 * HOUR))
MONDAYS = (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 10, 19, tzinfo=UTC))
TOLD = {
    EventKind.PENDING: ("waiting_customer", "waiting_supplier", "waiting_customer", ""),
    EventKind.RESPONDED: ("auto", "", ""),
    EventKind.PRIORITY_CHANGED: ("P1", "P2", "P3", "P9", "P4"),
    EventKind.SERVICE_CHANGED: ("ERP", "ERP", "WEB", "FAX"),
}
LIVELY = [kind for kind in EventKind if kind not in (EventKind.CANCELLED, EventKind.MERGED)] + [
    EventKind.PENDING,
    EventKind.RESUMED,
    EventKind.RESOLVED,
    EventKind.REOPENED,
] * 3


@dataclass(frozen=True)
class Lives:
    """Tickets with their logs, in the two shapes."""

    tickets: Sequence[TicketFacts]
    logs: Sequence[Sequence[TicketEvent]]

    def tables(self) -> tuple[pa.Table, pa.Table]:
        return ticket_table(self.tickets), event_table(self.tickets, self.logs)


def calendars(random: Random, zone: str) -> dict[str, WorkCalendar]:
    rest = frozenset(date(2026, 3, day) for day in random.sample(range(1, 29), 3))
    return {
        "office": WorkCalendar(timezone=zone, weekly=(OFFICE,) * 5 + ((),) * 2, holidays=rest),
        "night": WorkCalendar(
            timezone=zone,
            weekly=((Shift(22 * HOUR, 30 * HOUR),),) * 5 + ((), (Shift(77_400, 86_400),)),
            extra_workdays={date(2026, 3, 28): (Shift(8 * HOUR, 9 * HOUR + 1),)},
        ),
        "always": ALWAYS(zone),
    }


def targets(random: Random, clock: ClockKind, service: str) -> list[ClockTarget]:
    def target(number: int, applies: tuple[tuple[str, str], ...]) -> ClockTarget:
        days = random.choice([None, None, random.randint(1, 3)])
        seconds = random.choice([600, 1200, 3600, 4 * HOUR, 600 * random.randint(1, 50), random.randint(1, 90_000)])
        return ClockTarget(
            id=f"{service}-{clock}-{number}",
            clock=clock,
            applies=applies,
            calendar=random.choice(["office", "office", "night", "always"]),
            within_seconds=None if days else seconds,
            within_days=days,
        )

    conditions: list[tuple[tuple[str, str], ...]] = [(("priority", p),) for p in ("P1", "P2", "P3", "P4")]
    conditions += [(("priority", "P1"), ("category", "db")), (("major", "true"), ("priority", "P2"), ("line", "2"))]
    return [target(number, applies) for number, applies in enumerate(conditions)]


def agreements(random: Random, customer: str) -> list[AgreementTerms]:
    """One agreement, perhaps with a later revision, perhaps ending early."""
    zone = random.choice(["Asia/Shanghai", "Europe/Berlin"])

    def services(codes: Sequence[str]) -> tuple[ServiceTerms, ...]:
        return tuple(
            ServiceTerms(
                code=code, name=code, targets=tuple(t for clock in ClockKind for t in targets(random, clock, code))
            )
            for code in codes
        )

    reasons = random.choice([["waiting_customer"], ["waiting_customer", "waiting_supplier"], [""]])
    first = AgreementTerms(
        code=f"SLA-{customer}",
        kind="sla",
        customer_code=customer,
        customer_name=customer,
        valid_from=date(2026, 1, 1),
        valid_to=random.choice([date(2026, 12, 31), date(2026, 3, 25)]),
        timezone=zone,
        calendars=calendars(random, zone),
        services=services(["ERP", "WEB"]),
        pending_reasons=frozenset(reasons),
        pause_response=random.random() < 0.5,
        pause_days=random.random() < 0.6,
        reopen=random.choice(list(Reopen)),
    )
    if random.random() < 0.5:
        return [first]
    later = replace(
        first, revision_from=date(2026, 3, 4), services=services(["ERP"]), reopen=random.choice(list(Reopen))
    )
    return [first, later]


def life(random: Random, number: int, customers: Sequence[str]) -> tuple[TicketFacts, list[TicketEvent]]:
    """A ticket and its log; one in six has none."""
    tick = random.choice([600, 600, 600, 1])
    step = timedelta(seconds=tick)
    opened = random.choice(MONDAYS) + random.randint(0, 9 * 144) * timedelta(seconds=600)
    facts = TicketFacts(
        id=f"T{number}",
        ticket_class=random.choice(["incident", "request"]),
        customer=random.choice(customers),
        service=random.choice(["ERP", "ERP", "WEB", "FAX"]),
        priority=random.choice(["P1", "P2", "P3", "P4", ""]),
        category=random.choice(["db", ""]),
        team=random.choice(["A", "B"]),
        line=random.choice(["1", "2"]),
        major=random.random() < 0.3,
        opened_at=opened,
        exclusion=random.choice([""] * 12 + ["test", "agreed"]),
        exclusion_approver=random.choice(["", "li"]),
    )
    if random.random() < 1 / 6:
        return bare(random, facts, opened), []
    at, events = opened, [TicketEvent(at=opened, event=EventKind.OPENED)] if random.random() < 0.9 else []
    for _ in range(random.randint(0 if events else 1, 12)):
        at += random.choice([random.randint(0, 6), random.randint(0, 150), random.randint(0, 2)]) * step * (600 // tick)
        at += random.choice([0, 0, 1]) * step
        kind = random.choice([*LIVELY, random.choice(list(EventKind))])
        told = random.choice(TOLD.get(kind, ("",)))
        changes = kind in (EventKind.PRIORITY_CHANGED, EventKind.SERVICE_CHANGED)
        events.append(
            TicketEvent(at=at, event=kind, value=told if changes else "", reason="" if changes else told, actor="x")
        )
    if random.random() < 0.2:
        events.append(replace(random.choice(events), actor="x"))
    if random.random() < 0.1:
        events.append(TicketEvent(at=opened - step, event=EventKind.PENDING, reason="waiting_customer"))
    if random.random() < 0.3:
        random.shuffle(events)
    return facts, events


def bare(random: Random, facts: TicketFacts, opened: datetime) -> TicketFacts:
    """Stamps instead of a log."""

    def stamp() -> datetime | None:
        return opened + timedelta(seconds=600 * random.randint(-1, 600)) if random.random() < 0.6 else None

    return replace(
        facts,
        responded_at=stamp(),
        resolved_at=stamp(),
        closed_at=stamp(),
        state=random.choice(["open", "resolved", "cancelled", "merged", ""]),
        pending_total_seconds=random.choice([None, 0, 3600, 90_000, 600 * random.randint(1, 60)]),
    )


def lives(random: Random, count: int, customers: Sequence[str]) -> Lives:
    pairs = [life(random, number, customers) for number in range(count)]
    return Lives([facts for facts, _ in pairs], [log for _, log in pairs])


def ticket_table(tickets: Sequence[TicketFacts]) -> pa.Table:
    """Tickets as the store keeps them: empty text is null."""
    texts = ("id", "customer", "service", "priority", "category", "channel", "team", "supplier", "line", "state")
    columns = {name: pa.array([getattr(t, name) or None for t in tickets], pa.string()) for name in texts}
    columns["class"] = pa.array([t.ticket_class for t in tickets], pa.string())
    columns["exclusion"] = pa.array([t.exclusion or None for t in tickets], pa.string())
    columns["exclusion_approver"] = pa.array([t.exclusion_approver or None for t in tickets], pa.string())
    columns["major"] = pa.array([t.major for t in tickets], pa.bool_())
    columns["pending_total_seconds"] = pa.array([t.pending_total_seconds for t in tickets], pa.int64())
    for name in ("opened_at", "responded_at", "resolved_at", "closed_at"):
        columns[name] = pa.array([getattr(t, name) for t in tickets], INSTANT)
    return pa.table(columns)


def event_table(tickets: Sequence[TicketFacts], logs: Sequence[Sequence[TicketEvent]]) -> pa.Table:
    rows = [(ticket.id, event) for ticket, log in zip(tickets, logs, strict=True) for event in log]
    return pa.table(
        {
            "ticket_id": pa.array([ticket for ticket, _ in rows], pa.string()),
            "at": pa.array([event.at for _, event in rows], INSTANT),
            "event": pa.array([str(event.event) for _, event in rows], pa.string()),
            "value": pa.array([event.value or None for _, event in rows], pa.string()),
            "reason": pa.array([event.reason or None for _, event in rows], pa.string()),
            "actor": pa.array([event.actor or None for _, event in rows], pa.string()),
        }
    )
