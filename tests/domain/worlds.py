"""The shared worlds as values: their agreements, tickets, logs and expected verdicts."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fuwubao.agreements.reading import read_agreement
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from tests.shared import shared


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything a judge needs, and what it must say."""

    agreements: tuple[AgreementTerms, ...]
    tickets: tuple[TicketFacts, ...]
    events: dict[str, list[TicketEvent]]
    expected: dict[datetime, dict[tuple[str, str], dict[str, str]]]


def world(name: str) -> World:
    folder = shared("worlds", name)
    events: dict[str, list[TicketEvent]] = defaultdict(list)
    for row in _rows(folder / "ticket_events.csv"):
        events[row["ticket_id"]].append(
            TicketEvent(
                at=datetime.fromisoformat(row["at"]),
                event=EventKind(row["event"]),
                value=row["value"],
                reason=row["reason"],
                actor=row["actor"],
            )
        )
    expected: dict[datetime, dict[tuple[str, str], dict[str, str]]] = defaultdict(dict)
    for row in _rows(folder / "expected_verdicts.csv"):
        expected[datetime.fromisoformat(row["as_of"])][row["ticket"], row["clock"]] = row
    return World(
        agreements=tuple(
            read_agreement(path.read_text(encoding="utf-8"), file=path.name)
            for path in sorted(folder.glob("agreement_*.yaml"))
        ),
        tickets=tuple(_ticket(row) for row in _rows(folder / "tickets.csv")),
        events=events,
        expected=expected,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _ticket(row: dict[str, str]) -> TicketFacts:
    def instant(name: str) -> datetime | None:
        return datetime.fromisoformat(row[name]) if row[name] else None

    return TicketFacts(
        id=row["id"],
        ticket_class=row["class"],
        customer=row["customer"],
        service=row["service"],
        priority=row["priority"],
        category=row["category"],
        channel=row["channel"],
        team=row["team"],
        supplier=row["supplier"],
        line=row["line"],
        major=row["major"] == "true",
        opened_at=instant("opened_at"),
        responded_at=instant("responded_at"),
        resolved_at=instant("resolved_at"),
        closed_at=instant("closed_at"),
        state=row["state"],
    )
