"""并行核对: our verdicts beside those of the tool that the records came from, and why they differ.

For a clock on which both differ, one of our rules at a time is changed and the ticket judged again; the first
change, in the order of ``Cause``, under which the tool's verdict comes out is the cause; only the plain time from
start to stop (``GROSS``) changes two rules at once, and is tried last. The tool's columns
(source_response_met, source_resolution_met, source_due_at) take part in no verdict of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.calendars import ALWAYS
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.terms import AgreementTerms, Reopen
from fuwubao.measurement.evidence import verdict_rows_as_of
from fuwubao.measurement.judging import judge_tables
from fuwubao.records import queries as records

SOURCE_COLUMNS = {"response": "source_response_met", "resolution": "source_resolution_met"}
COLUMNS = (
    "source", "ticket", "clock", "customer", "agreement", "target_row", "verdict", "opened_at", "stopped_at", "due_at",
    "decided_at", "elapsed_seconds", "pending_seconds", "target_seconds",
)  # fmt: skip
OURS = {"met": True, "breached": False}
Key = tuple[str, str, str]  # source, ticket, clock
Row = Mapping[str, Any]


class Cause(StrEnum):
    """Why the tool says otherwise, in the order in which the changes are tried."""

    COVERAGE = "coverage"  # we judge nothing here: no target fits, or the ticket is excluded
    CALENDAR = "calendar"  # it counts round the clock
    PAUSE = "pause"  # it deducts no waiting
    REOPENING = "reopening"  # it treats a reopening otherwise
    STAMPS = "stamps"  # it goes by the stamps of the row and not by the log
    TARGET = "target"  # it holds the ticket against another due instant
    GROSS = "gross"  # it counts from start to stop: round the clock and no waiting deducted, both together
    UNEXPLAINED = "unexplained"


RANK = {cause: rank for rank, cause in enumerate(Cause)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One clock on which the tool and we differ; ``fits`` are all changes that explain it, in order."""

    ticket: str
    source: str
    clock: str
    title: str
    customer: str
    agreement: str | None
    target_row: str | None
    ours: str
    theirs: bool
    cause: Cause
    fits: tuple[Cause, ...]
    opened_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    source_due_at: datetime | None
    elapsed_seconds: int | None
    pending_seconds: int | None
    target_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Counts of clocks and the differences; ``silent``: the tool says nothing; ``undecided``: still running here."""

    compared: int
    agreeing: int
    silent: int
    undecided: int
    differences: tuple[Difference, ...]

    @property
    def causes(self) -> tuple[tuple[Cause, int], ...]:
        """The number of differences by cause, in the order of causes, those that occur."""
        counted = Counter(one.cause for one in self.differences)
        return tuple((cause, counted[cause]) for cause in Cause if counted[cause])


def reconcile(
    as_of: datetime,
    *,
    agreement: str | None = None,
    customer: str | None = None,
    period: str | None = None,
    snapshot: str | None = None,
) -> Reconciliation:
    """Compare every clock of the agreement, customer and period, as of the instant.

    A clock belongs to the period of its decision, an undecided one to that of its opening; the period is local to
    the agreement's zone. Raises: AgreementUnknown, PeriodUnreadable.
    """
    taken = snapshot or records.latest_snapshot()
    terms = agreements.terms_of_all()
    if agreement is not None:
        agreements.terms_of_agreement(agreement)
    bounds = _bounds(period, terms)
    table = _asked_for(verdict_rows_as_of(as_of, snapshot=taken), terms, agreement, customer)
    rows = [row for row in _near(table, bounds).select(COLUMNS).to_pylist() if _within(row, bounds)]
    tickets = _only(records.current_rows("ticket", snapshot=taken), "id", rows)
    told = _told_by_source(tickets)
    silent = undecided = agreeing = 0
    differing: list[tuple[Row, bool]] = []
    for row in rows:
        theirs = told.get(_key(row), {}).get(SOURCE_COLUMNS[row["clock"]])
        if theirs is None:
            silent += 1
        elif row["verdict"] == "running" and theirs:
            undecided += 1
        elif OURS.get(row["verdict"]) is theirs:
            agreeing += 1
        else:
            differing.append((row, theirs))
    fits = _fits(differing, told, tickets, terms, as_of=as_of, snapshot=taken)
    found = [_difference(row, theirs, told[_key(row)], fits[_key(row)]) for row, theirs in differing]
    found.sort(key=lambda one: (RANK[one.cause], one.ticket, one.source, one.clock))
    return Reconciliation(
        compared=agreeing + len(found), agreeing=agreeing, silent=silent, undecided=undecided, differences=tuple(found)
    )


def _key(row: Row) -> Key:
    return (row["source"], row["ticket"], row["clock"])


def _told_by_source(tickets: pa.Table) -> dict[Key, Row]:
    """Return what the tool says of each clock about which it says anything."""
    said = pc.or_(pc.is_valid(tickets["source_response_met"]), pc.is_valid(tickets["source_resolution_met"]))
    names = ["source", "id", "title", "source_due_at", *SOURCE_COLUMNS.values()]
    rows = tickets.filter(said).select(names).to_pylist()
    return {(row["source"], row["id"], clock): row for row in rows for clock in SOURCE_COLUMNS}


def _asked_for(
    table: pa.Table, terms: Sequence[AgreementTerms], agreement: str | None, customer: str | None
) -> pa.Table:
    """Keep the rows of the question; a clock without a target belongs to its customer's agreements."""
    if customer is not None:
        table = table.filter(pc.equal(table["customer"], customer))
    if agreement is None:
        return table
    owners = pa.array(sorted({one.customer_code for one in terms if one.code == agreement}), pa.string())
    bare = pc.and_(pc.is_null(table["agreement"]), pc.is_in(table["customer"], value_set=owners))
    return table.filter(pc.or_(pc.fill_null(pc.equal(table["agreement"], agreement), False), bare))


def _bounds(period: str | None, terms: Sequence[AgreementTerms]) -> dict[str | None, Period] | None:
    """Read the period in the zone of each agreement, and in the workspace's for clocks without one."""
    if period is None:
        return None
    zones: dict[str | None, str] = {one.code: one.timezone for one in terms}
    zones[None] = time_zone()
    return {code: parse_period(period, zone) for code, zone in zones.items()}


def _near(table: pa.Table, bounds: Mapping[str | None, Period] | None) -> pa.Table:
    """Drop the rows that lie in nobody's period, whatever its zone, before they are looked at one by one."""
    if not bounds:
        return table
    at = pc.coalesce(table["decided_at"], table["opened_at"])
    first, last = min(one.starts_at for one in bounds.values()), max(one.ends_before for one in bounds.values())
    inside = pc.and_(pc.greater_equal(at, pa.scalar(first, at.type)), pc.less(at, pa.scalar(last, at.type)))
    return table.filter(inside)


def _within(row: Row, bounds: Mapping[str | None, Period] | None) -> bool:
    if bounds is None:
        return True
    bound = bounds[row["agreement"]]
    at: datetime = row["decided_at"] or row["opened_at"]
    return bound.starts_at <= at < bound.ends_before


def _fits(
    differing: Sequence[tuple[Row, bool]],
    told: Mapping[Key, Row],
    tickets: pa.Table,
    terms: Sequence[AgreementTerms],
    *,
    as_of: datetime,
    snapshot: str,
) -> dict[Key, tuple[Cause, ...]]:
    """Return, for each differing clock, the causes whose single change brings the tool's verdict."""
    found: dict[Key, list[Cause]] = {_key(row): [] for row, _ in differing}
    judged = [(row, theirs) for row, theirs in differing if row["agreement"] and row["verdict"] != "excluded"]
    for row, _ in differing:
        if not row["agreement"] or row["verdict"] == "excluded":
            found[_key(row)].append(Cause.COVERAGE)
    if judged:
        late = [row for row, _ in judged]
        some = _only(tickets, "id", late)
        log = _only(records.current_rows("ticket_event", snapshot=snapshot), "ticket_id", late)
        for cause, trial in _trials(some, log, terms, as_of):
            outcome = trial()
            for row, theirs in judged:
                if OURS.get(outcome.get(_key(row), "")) is theirs and cause not in found[_key(row)]:
                    found[_key(row)].append(cause)
    for row, theirs in judged:
        due = told[_key(row)]["source_due_at"]
        if row["clock"] == "resolution" and due is not None and _met_by(row, due, as_of) is theirs:
            found[_key(row)].append(Cause.TARGET)
    return {key: tuple(sorted(causes, key=RANK.__getitem__)) or (Cause.UNEXPLAINED,) for key, causes in found.items()}


def _met_by(row: Row, due: datetime, as_of: datetime) -> bool | None:
    """Say whether the clock stopped by another due instant; None while it runs and the instant is to come."""
    if row["stopped_at"] is not None:
        return bool(row["stopped_at"] <= due)
    return False if as_of > due else None


def _only(table: pa.Table, column: str, rows: Sequence[Row]) -> pa.Table:
    """Return the table's rows of these tickets, each of its own source."""
    table = table.filter(
        pc.is_in(table[column], value_set=pa.array(sorted({row["ticket"] for row in rows}), pa.string()))
    )
    wanted = pa.array(sorted({f"{row['source']}\x1f{row['ticket']}" for row in rows}), pa.string())
    identity = pc.binary_join_element_wise(table["source"], table[column], "\x1f")
    return table.filter(pc.is_in(identity, value_set=wanted))


def _trials(
    tickets: pa.Table, log: pa.Table, terms: Sequence[AgreementTerms], as_of: datetime
) -> list[tuple[Cause, Callable[[], dict[Key, str]]]]:
    """Return each change of one rule with the verdicts that come out under it."""

    def judged(changed: Sequence[AgreementTerms], some: pa.Table, events: pa.Table) -> dict[Key, str]:
        verdicts, _ = judge_tables(some, events, changed, as_of)
        names = (verdicts[name].to_pylist() for name in ("source", "ticket", "clock", "verdict"))
        return {(source, ticket, clock): verdict for source, ticket, clock, verdict in zip(*names, strict=True)}

    bare = _without_waiting(tickets)
    reopened = [
        (Cause.REOPENING, lambda rule=rule: judged([replace(one, reopen=rule) for one in terms], tickets, log))
        for rule in (Reopen.FIRST, Reopen.LAST, Reopen.TOTAL)
    ]
    return [
        (Cause.CALENDAR, lambda: judged([_round_the_clock(one) for one in terms], tickets, log)),
        (Cause.PAUSE, lambda: judged([_without_pauses(one) for one in terms], bare, log)),
        *reopened,
        (Cause.STAMPS, lambda: judged(terms, tickets, log.slice(0, 0))),
        (Cause.GROSS, lambda: judged([_without_pauses(_round_the_clock(one)) for one in terms], bare, log)),
    ]


def _round_the_clock(terms: AgreementTerms) -> AgreementTerms:
    return replace(terms, calendars={name: ALWAYS(terms.timezone) for name in terms.calendars})


def _without_pauses(terms: AgreementTerms) -> AgreementTerms:
    return replace(terms, pending_reasons=frozenset(), pause_response=False, pause_days=False)


def _without_waiting(tickets: pa.Table) -> pa.Table:
    at = tickets.schema.get_field_index("pending_total_seconds")
    return tickets.set_column(at, "pending_total_seconds", pa.nulls(len(tickets), pa.int64()))


def _difference(row: Row, theirs: bool, told: Row, fits: tuple[Cause, ...]) -> Difference:
    return Difference(
        ticket=row["ticket"],
        source=row["source"],
        clock=row["clock"],
        title=told["title"] or "",
        customer=row["customer"] or "",
        agreement=row["agreement"],
        target_row=row["target_row"],
        ours=row["verdict"],
        theirs=theirs,
        cause=fits[0],
        fits=fits,
        opened_at=row["opened_at"],
        stopped_at=row["stopped_at"],
        due_at=row["due_at"],
        source_due_at=told["source_due_at"],
        elapsed_seconds=row["elapsed_seconds"],
        pending_seconds=row["pending_seconds"],
        target_seconds=row["target_seconds"],
    )
