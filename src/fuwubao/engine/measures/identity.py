"""The backlog must add up: opening + what came in − what left = closing, slice by slice (K07).

Events are counted, not distinct tickets; a ticket that moves to another service leaves one slice and enters the
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import narwhals as nw
from narwhals import col, lit

from fuwubao.engine.measures.frames import FLOWS, MOVING, Facts, Rows, flows, frame_rows, opening_backlog
from fuwubao.engine.measures.measure import Frame
from fuwubao.engine.measures.slices import Slice, place_of, summed, whole

PARTS = ("opening", "opened", "reopened", "moved_in", "resolved", "ended", "moved_out", "closing")
EMPTY = dict.fromkeys(PARTS, 0)


class BacklogDoesNotAddUp(AssertionError):
    """A fault of ours, never of the data: the flows of a slice do not lead from its opening to its closing."""


def identities(facts: Facts, dimensions: Sequence[str]) -> dict[Slice, Mapping[str, int]]:
    """Return the flows of each slice that has any, proven to add up.

    Raises: BacklogDoesNotAddUp.
    """
    found: dict[Slice, dict[str, int]] = {}
    for name, rows in (("opening", opening_backlog(facts)), ("closing", frame_rows(Frame.BACKLOG, facts))):
        for place, sums in _sums(rows, {"one": lit(1)}, dimensions):
            found.setdefault(place, dict(EMPTY))[name] = sums["one"]
    for place, sums in _sums(flows(facts), {name: col(name) for name in FLOWS}, dimensions):
        parts = found.setdefault(place, dict(EMPTY))
        parts |= {name: sums[name] for name in ("opened", "reopened", "resolved", "ended")}
        if place.dimension in MOVING:
            parts["moved_in"] = sums[f"{place.dimension}_moved_in"]
            parts["moved_out"] = sums[f"{place.dimension}_moved_out"]
    for place, parts in found.items():
        came = parts["opening"] + parts["opened"] + parts["reopened"] + parts["moved_in"]
        if came - parts["resolved"] - parts["ended"] - parts["moved_out"] != parts["closing"]:
            raise BacklogDoesNotAddUp(f"{place}: {parts}")
    return dict(found)


def _sums(
    rows: Rows, counts: Mapping[str, nw.Expr], dimensions: Sequence[str]
) -> Iterator[tuple[Slice, dict[str, int]]]:
    for row in summed(rows, {name: whole(count) for name, count in counts.items()}, dimensions):
        yield place_of(row), {name: int(row[name] or 0) for name in counts}
