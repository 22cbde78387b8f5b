"""The shared worlds as values: their agreements, tickets, logs and expected verdicts."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import yaml
from tests.shared import shared

from fuwubao.domain.calendars import Shift, Shifts, WorkCalendar
from fuwubao.domain.terms import AgreementTerms, Bound, ClockKind, ClockTarget, Operator, Reopen, ServiceTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
            agreement(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("agreement_*.yaml"))
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


def agreement(text: str) -> AgreementTerms:
    """Read an agreement file that is known to be right."""
    told = yaml.safe_load(text)
    valid_from, valid_to = told["valid"].split("/")
    zone = told["timezone"]
    return AgreementTerms(
        code=told["agreement"],
        kind=told["kind"],
        customer_code=told["customer"]["code"],
        customer_name=told["customer"]["name"],
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
        timezone=zone,
        calendars={name: _calendar(zone, rules) for name, rules in told["calendars"].items()},
        services=tuple(
            ServiceTerms(
                code=service["code"],
                name=service["name"],
                targets=tuple(_target(row) for row in service["targets"] if "clock" in row),
            )
            for service in told["services"]
        ),
        pending_reasons=frozenset(told["pending_reasons"]),
        pause_response=told["pause_response"],
        pause_days=told["pause_days"],
        reopen=Reopen(told["reopen"]),
    )


def _target(row: dict[str, object]) -> ClockTarget:
    within = str(row["within"])
    days = int(within[:-2]) if within.endswith("wd") else None
    seconds = None if days else int(within[:-1]) * {"h": 3600, "m": 60}[within[-1]]
    applies = row["applies"]
    assert isinstance(applies, dict)
    return ClockTarget(
        id=str(row["id"]),
        clock=ClockKind(str(row["clock"])),
        applies=tuple((key, str(value)) for key, value in applies.items()),
        calendar=str(row["calendar"]),
        within_seconds=seconds,
        within_days=days,
        attainment=Bound(operator=Operator.AT_LEAST, value=Fraction(9, 10)),
    )


def _calendar(zone: str, rules: dict[str, object]) -> WorkCalendar:
    weekly: dict[int, Shifts] = {}
    told = rules["weekly"]
    assert isinstance(told, dict)
    for days, windows in told.items():
        first, _, last = days.partition("-")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            weekly[day] = _shifts(windows)

    def dated(name: str) -> dict[date, Shifts]:
        days = rules.get(name, {})
        assert isinstance(days, dict)
        return {date.fromisoformat(day): _shifts(windows) for day, windows in days.items()}

    holidays = rules.get("holidays", [])
    assert isinstance(holidays, list)
    return WorkCalendar(
        timezone=zone,
        weekly=tuple(weekly.get(day, ()) for day in range(7)),
        holidays=frozenset(date.fromisoformat(day) for day in holidays),
        extra_workdays=dated("extra_workdays"),
        special_shifts=dated("special_shifts"),
    )


def _shifts(windows: list[str]) -> Shifts:
    return tuple(_shift(window) for window in windows)


def _shift(window: str) -> Shift:
    starts, ends = (_seconds(clock) for clock in window.split("-"))
    return Shift(starts, ends if ends > starts else ends + 86_400)


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
