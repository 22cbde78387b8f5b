"""抽样核对 (S6.9): which records stand behind a report's figures, and which of them a seed draws.

The same seed, snapshot and size draw the same rows on any machine, so that a draw can be repeated by an auditor.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.figures import Figure
from fuwubao.domain.records import KINDS
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.engine.measures.measure import Frame
from fuwubao.measurement.queries import rows_behind
from fuwubao.records import queries as records

TICKETS = ("ticket",)
KINDS_OF_FRAME: dict[Frame, tuple[str, ...]] = {
    Frame.SERVICE_TIME: ("outage",),
    Frame.ANSWERS: ("survey_answer",),
    Frame.CONTACTS: ("ticket", "complaint"),
    Frame.COMPLAINTS: ("complaint",),
    Frame.PROBLEMS: ("problem",),
    Frame.CHANGES: ("change",),
    Frame.RELEASES: ("change",),
}
HIDDEN = frozenset({"source", "batch", "row_number", "file_sha256", "ingested_at"})
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRow:
    """One record as the store holds it, its cells as text, with where it came from."""

    kind: str
    id: str
    source: str
    batch: str
    row_number: int
    values: dict[str, str]


def population(figures: Iterable[Figure], *, period: str, snapshot: str) -> list[Key]:
    """Return (kind, id) of every record that a total figure of the period counts, in order, each once.

    Of one customer and cohort one figure is asked: all figures of a cohort stand on the same rows.
    """
    asked: dict[tuple[str, Frame], Figure] = {}
    for figure in figures:
        if figure.period.label == period and figure.scope.dimension is None and not figure.entry:
            asked.setdefault((figure.scope.customer, measure_called(figure.measure).frame), figure)
    found: set[Key] = set()
    for (_customer, frame), figure in asked.items():
        ids = {str(row["ticket"]) for row in rows_behind(figure, snapshot=snapshot).rows}
        for kind in KINDS_OF_FRAME.get(frame, TICKETS):
            found |= {(kind, number) for number in ids & _held(kind, snapshot)}
    return sorted(found)


def _held(kind: str, snapshot: str) -> set[str]:
    return set(records.current_rows(kind, snapshot=snapshot)["id"].to_pylist())


def drawn(keys: list[Key], *, seed: str, size: int) -> list[Key]:
    """Return what a seed draws, in the order of the draw; all of them when there are not more."""
    return random.Random(seed).sample(keys, min(size, len(keys)))  # a seeded draw that can be repeated, no secret


def stored_rows(keys: list[Key], *, snapshot: str) -> list[StoredRow]:
    """Return records as the snapshot holds them, in the order asked."""
    by_key: dict[Key, StoredRow] = {}
    for kind in sorted({kind for kind, _ in keys}):
        table = records.current_rows(kind, snapshot=snapshot)
        wanted = pa.array(sorted(number for of, number in keys if of == kind), pa.string())
        for row in table.filter(pc.is_in(table["id"], value_set=wanted)).to_pylist():
            by_key[kind, row["id"]] = StoredRow(
                kind=kind,
                id=row["id"],
                source=row["source"],
                batch=str(row["batch"]),
                row_number=int(row["row_number"]),
                values={
                    column.name: _text(row[column.name])
                    for column in KINDS[kind].columns
                    if column.name not in HIDDEN and row.get(column.name) not in (None, "")
                },
            )
    return [by_key[key] for key in keys]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
