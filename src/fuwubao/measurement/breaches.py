"""Single clocks behind a report: what went past its target, what was excluded, what turned after it was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.periods import Period
from fuwubao.measurement.evidence import verdict_rows_as_of
from fuwubao.records import queries as records

JUDGED = ("met", "breached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One clock that went past its target; ``decided_at`` is the moment of it, durations are net seconds."""

    ticket: str
    source: str
    clock: str
    title: str
    agreement: str
    target_row: str
    service: str
    priority: str
    ticket_class: str
    team: str
    opened_at: datetime
    due_at: datetime | None
    decided_at: datetime
    stopped_at: datetime | None
    elapsed_seconds: int
    pending_seconds: int
    target_seconds: int | None

    @property
    def over_seconds(self) -> int | None:
        """Net time beyond the target; None for targets in working days."""
        return None if self.target_seconds is None else max(0, self.elapsed_seconds - self.target_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A clock whose verdict is another than it was when it was told (M6); the told report stays as it is."""

    ticket: str
    clock: str
    was: str
    told_in: datetime
    now: str
    decided_at: datetime | None


def breaches_in(period: Period, *, customer: str, as_of: datetime, snapshot: str | None = None) -> tuple[Breach, ...]:
    """Return the clocks of a customer that were breached in the period, in the order of the moment."""
    taken = snapshot or records.latest_snapshot()
    table = verdict_rows_as_of(as_of, snapshot=taken)
    table = _decided_in(_of_customer(table, customer), period)
    rows = table.filter(pc.equal(table["verdict"], "breached")).sort_by("decided_at").to_pylist()
    titles = _titles({row["ticket"] for row in rows}, taken)
    return tuple(_breach(row, titles.get((row["source"], row["ticket"]), "")) for row in rows)


def exclusions_in(
    period: Period, *, customer: str, as_of: datetime, snapshot: str | None = None
) -> tuple[tuple[str, int], ...]:
    """Return how many tickets opened in the period are excluded, by reason (M9)."""
    table = verdict_rows_as_of(as_of, snapshot=snapshot or records.latest_snapshot())
    table = _of_customer(table, customer)
    chosen = pc.and_(pc.equal(table["verdict"], "excluded"), pc.equal(table["clock"], "resolution"))
    table = table.filter(pc.and_(chosen, _within(table["opened_at"], period)))
    counts = pc.value_counts(table["exclusion"].combine_chunks()).to_pylist()
    return tuple(sorted((str(count["values"]), int(count["counts"])) for count in counts))


def restated_since(
    period: Period, *, customer: str, told: datetime, as_of: datetime, snapshot: str | None = None
) -> tuple[Restated, ...]:
    """Return verdicts decided in the period as of ``told`` that are others as of ``as_of`` (M6, 更正说明)."""
    taken = snapshot or records.latest_snapshot()
    before = _decided_in(_of_customer(verdict_rows_as_of(told, snapshot=taken), customer), period)
    now = _by_clock(_of_customer(verdict_rows_as_of(as_of, snapshot=taken), customer))
    found = []
    for key, row in _by_clock(before).items():
        later = now.get(key)
        if row["verdict"] in JUDGED and later is not None and later["verdict"] != row["verdict"]:
            found.append(
                Restated(
                    ticket=row["ticket"],
                    clock=row["clock"],
                    was=row["verdict"],
                    told_in=row["decided_at"],
                    now=later["verdict"],
                    decided_at=later["decided_at"],
                )
            )
    return tuple(sorted(found, key=lambda one: (one.ticket, one.clock)))


def _of_customer(table: pa.Table, customer: str) -> pa.Table:
    return table.filter(pc.equal(table["customer"], customer))


def _decided_in(table: pa.Table, period: Period) -> pa.Table:
    return table.filter(_within(table["decided_at"], period))


def _within(column: pa.ChunkedArray, period: Period) -> pa.ChunkedArray:
    starts, ends = (pa.scalar(at, column.type) for at in (period.starts_at, period.ends_before))
    return pc.fill_null(pc.and_(pc.greater_equal(column, starts), pc.less(column, ends)), False)


def _by_clock(table: pa.Table) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["source"], row["ticket"], row["clock"]): row for row in table.to_pylist()}


def _titles(tickets: set[str], snapshot: str) -> dict[tuple[str, str], str]:
    if not tickets:
        return {}
    table = records.current_rows("ticket", snapshot=snapshot)
    found = table.filter(pc.is_in(table["id"], value_set=pa.array(sorted(tickets), pa.string())))
    columns = (found[name].to_pylist() for name in ("source", "id", "title"))
    return {(source, number): title or "" for source, number, title in zip(*columns, strict=True)}


def _breach(row: dict[str, Any], title: str) -> Breach:
    return Breach(
        ticket=row["ticket"],
        source=row["source"],
        clock=row["clock"],
        title=title,
        agreement=row["agreement"],
        target_row=row["target_row"],
        service=row["service_at_decision"] or "",
        priority=row["priority_at_decision"] or "",
        ticket_class=row["class"] or "",
        team=row["team"] or "",
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        decided_at=row["decided_at"],
        stopped_at=row["stopped_at"],
        elapsed_seconds=row["elapsed_seconds"],
        pending_seconds=row["pending_seconds"],
        target_seconds=row["target_seconds"],
    )
