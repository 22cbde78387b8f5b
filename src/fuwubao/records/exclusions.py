"""剔除: tickets that a customer agreed to leave out of the count, laid over their rows at read (M9).

An exclusion is one more line beside the rows, never a row of its own: the next file of the tool brings the ticket
again and the exclusion still holds. A later line may lift it. Snapshots name the version of the lines they knew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

EXCLUSIONS = "_exclusions"
EXCLUSION_SCHEMA = pa.schema(
    [
        ("line", pa.int64()), ("source", pa.string()), ("key", pa.string()), ("excluded", pa.bool_()),
        ("approver", pa.string()), ("reason", pa.string()), ("request", pa.string()), ("at", pa.timestamp("us", "UTC")),
    ]
)  # fmt: skip
_JOIN = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One line: a ticket is left out (or, ``excluded`` False, counted again), by whom, why, on which request."""

    source: str
    ticket: str
    excluded: bool
    approver: str
    reason: str
    request: str
    at: datetime

    def as_row(self, line: int) -> dict[str, object]:
        """Return the stored columns."""
        return {
            "line": line, "source": self.source, "key": self.ticket.lower(), "excluded": self.excluded,
            "approver": self.approver, "reason": self.reason, "request": self.request, "at": self.at,
        }  # fmt: skip


def with_exclusions(tickets: pa.Table, lines: list[dict[str, object]]) -> pa.Table:
    """Return the tickets with agreed exclusions where the newest line of a ticket says so.

    A mark of the tool itself (test, spam) stays. ``lines`` are rows of EXCLUSION_SCHEMA.
    """
    held: dict[str, dict[str, object]] = {}
    for line in sorted(lines, key=lambda one: int(str(one["line"]))):
        held[f"{line['source']}{_JOIN}{line['key']}"] = line
    held = {name: line for name, line in held.items() if line["excluded"]}
    if not held or not tickets.num_rows:
        return tickets
    names = pc.binary_join_element_wise(tickets["source"], pc.utf8_lower(tickets["id"]), _JOIN)
    place = pc.index_in(names, value_set=pa.array(list(held), pa.string()))
    free = pc.is_in(pc.fill_null(tickets["exclusion"], ""), value_set=pa.array(["", "agreed"]))
    place = pc.if_else(free, place, pa.scalar(None, pa.int32()))
    marked = pc.is_valid(place)
    told = {
        "exclusion": pa.scalar("agreed"),
        "exclusion_approver": pa.array([str(line["approver"]) for line in held.values()]).take(_flat(place)),
        "exclusion_reason": pa.array([str(line["reason"]) for line in held.values()]).take(_flat(place)),
    }
    for name, value in told.items():
        at = tickets.schema.get_field_index(name)
        field = tickets.schema.field(at)
        tickets = tickets.set_column(at, field, pc.if_else(marked, value, tickets[name]).cast(field.type))
    return tickets


def as_own_row_says(tickets: pa.Table, own: pa.Table) -> pa.Table:
    """Return the tickets with the marks that the tool itself gave those of ``own``: no agreed exclusion over them."""
    names = pc.binary_join_element_wise(tickets["source"], pc.utf8_lower(tickets["id"]), _JOIN)
    theirs = pc.binary_join_element_wise(own["source"], pc.utf8_lower(own["id"]), _JOIN)
    place = pc.index_in(names, value_set=_flat(theirs))
    for name in ("exclusion", "exclusion_approver", "exclusion_reason"):
        at = tickets.schema.get_field_index(name)
        field = tickets.schema.field(at)
        told = _flat(own[name]).take(_flat(place))
        tickets = tickets.set_column(at, field, pc.if_else(pc.is_valid(place), told, tickets[name]).cast(field.type))
    return tickets


def _flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
