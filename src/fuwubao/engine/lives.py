"""Lives in the shape that is read fastest: one row a ticket, its waits in lists, its facts as one number.

A *kind* is what target rows may ask of a ticket: the customer and the keys of ``Promises.keys``. Lives that hold
more than plain ones do (reopened, cancelled, moved to another row, marked out, estimated) stay transitions.

    tickets, events ─▶ history ─▶ frozen() ─▶ Parquet ─▶ duck.stream() ─▶ verdicts
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fuwubao.domain.terms import ClockKind
from fuwubao.domain.tickets import EventKind
from fuwubao.engine.clocks import run_clock
from fuwubao.engine.columns import Codes, Ints, Texts, Truths, numbers, numbers_or
from fuwubao.engine.history import PENDING, RUNNING, STOPPED, Transitions
from fuwubao.engine.logs import KIND
from fuwubao.engine.plain import NOT_YET, PlainLives, PlainRun, run_plain
from fuwubao.engine.promises import Promises

LIST = pa.list_(pa.int64())
SCHEMA = pa.schema(
    [
        ("ticket", pa.string()),
        ("kind", pa.int32()),
        *((name, pa.int64()) for name in ("opened_at", "responded_at", "resolved_at")),
        *((name, LIST) for name in ("wait_from", "wait_until")),
        ("wait_reason", pa.list_(pa.int16())),
    ]
)
OPENED, RESPONDED, RESOLVED, CLOSED = (
    KIND[kind] for kind in (EventKind.OPENED, EventKind.RESPONDED, EventKind.RESOLVED, EventKind.CLOSED)
)
PENDS, RESUMED = KIND[EventKind.PENDING], KIND[EventKind.RESUMED]


@dataclass(frozen=True)
class Legend:
    """What the numbers in a table of lives mean; it travels in the metadata of the table's schema."""

    keys: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]

    def metadata(self) -> dict[bytes, bytes]:
        """Return the legend as metadata of an Arrow schema."""
        told = {"keys": self.keys, "kinds": self.kinds, "reasons": self.reasons}
        return {b"fuwubao.legend": json.dumps(told, ensure_ascii=False).encode()}

    @classmethod
    def of(cls, metadata: Mapping[bytes, bytes]) -> Legend:
        """Read it back. Raises: KeyError when the table holds no lives."""
        told = json.loads(metadata[b"fuwubao.legend"])
        return cls(tuple(told["keys"]), tuple(tuple(kind) for kind in told["kinds"]), tuple(told["reasons"]))


def is_plain(history: Transitions) -> Truths:
    """Say by ticket whether its life is plain: nothing after a resolution, no other row, no end, a log behind it."""
    odd = ~np.isin(history.by, (OPENED, RESPONDED, RESOLVED, CLOSED, PENDS, RESUMED))
    count = len(history.first) - 1
    plain: Truths = np.bincount(history.ticket[odd], minlength=count) == 0
    plain &= ~history.derived
    return plain


def plain_lives(history: Transitions) -> PlainLives:
    """Read plain lives out of transitions; all of them must be plain."""
    count = len(history.first) - 1
    begins = np.flatnonzero(history.by == PENDS)
    return PlainLives(
        opened_at=history.opened_at,
        responded_at=_instant_of(history, history.by == RESPONDED),
        resolved_at=_instant_of(history, history.stops),
        first=np.append(0, np.cumsum(np.bincount(history.ticket[begins], minlength=count))),
        wait_from=history.at[begins],
        wait_until=_ends_of_waits(history, begins),
        reason=history.reason.codes[begins],
        reasons=history.reason.words,
    )


def lives_table(tickets: pa.Array, kind: Codes, lives: PlainLives, legend: Legend) -> pa.Table:
    """Return plain lives as a table of SCHEMA, with its legend."""
    offsets = pa.array(lives.first, type=pa.int32())

    def lists(values: pa.Array) -> pa.ListArray:
        return pa.ListArray.from_arrays(offsets, values)

    columns = [
        pa.array(tickets, type=pa.string()),
        pa.array(kind, type=pa.int32()),
        pa.array(lives.opened_at),
        _or_null(lives.responded_at),
        _or_null(lives.resolved_at),
        lists(pa.array(lives.wait_from)),
        lists(pa.array(lives.wait_until)),
        lists(pa.array(lives.reason, type=pa.int16())),
    ]
    return pa.table(columns, schema=SCHEMA.with_metadata(legend.metadata()))


def lives_of(batch: pa.RecordBatch, legend: Legend) -> PlainLives:
    """Read a batch of a table of lives, mostly without a copy."""
    first, wait_from = _flat(batch.column("wait_from"))
    return PlainLives(
        opened_at=numbers(batch.column("opened_at")),
        responded_at=numbers_or(batch.column("responded_at"), NOT_YET),
        resolved_at=numbers_or(batch.column("resolved_at"), NOT_YET),
        first=first,
        wait_from=wait_from,
        wait_until=_flat(batch.column("wait_until"))[1],
        reason=_flat(batch.column("wait_reason"))[1].astype(np.int32),
        reasons=legend.reasons,
    )


def judge_lives(
    lives: PlainLives, kind: Codes, legend: Legend, made: Promises, as_of: int
) -> Mapping[ClockKind, PlainRun]:
    """Run both clocks of plain lives that have begun by ``as_of``, the hard ones by ``engine.clocks``.

    Raises: TwoAgreements, TwoRows, NoWorkingTime.
    """
    dense = made.tables.covering(int(lives.opened_at.min(initial=as_of)), as_of)
    rows = made.rows_of_kinds(kind, legend.kinds, lives.opened_at)
    runs = run_plain(lives, rows, made, dense, as_of)
    hard = np.flatnonzero(runs.hard)
    found = {ClockKind.RESPONSE: runs.response, ClockKind.RESOLUTION: runs.resolution}
    if len(hard):
        told = transitions_of_lives(lives, hard).known_by(as_of)
        for clock, run in found.items():
            spread = np.repeat(rows[clock][hard], np.diff(told.first))
            other = run_clock(clock, told, spread, made, dense, as_of)
            for name in ("row", "stopped_at", "elapsed", "pending", "due_at", "breached_at"):
                getattr(run, name)[hard] = getattr(other, name)
    return found


def transitions_of_lives(lives: PlainLives, tickets: Ints) -> Transitions:
    """Return some plain lives as transitions, without service and priority (rows are told by kind)."""
    waits = np.diff(lives.first)[tickets]
    wait = np.repeat(lives.first[:-1][tickets], waits)
    wait += np.arange(len(wait)) - np.repeat(np.cumsum(waits) - waits, waits)
    of_wait = np.repeat(np.arange(len(tickets)), waits)
    each = np.arange(len(tickets))
    number = 2 * (np.arange(len(wait)) - np.repeat(np.cumsum(waits) - waits, waits))
    parts = [
        (each, lives.opened_at[tickets], OPENED, RUNNING, 0, -1),
        (of_wait, lives.wait_from[wait], PENDS, PENDING, lives.reason[wait], number),
        (of_wait, lives.wait_until[wait], RESUMED, RUNNING, 0, number + 1),
        (each, lives.responded_at[tickets], RESPONDED, RUNNING, 0, int(NOT_YET) - 1),
        (each, lives.resolved_at[tickets], RESOLVED, STOPPED, 0, int(NOT_YET)),
    ]
    owner, at, by, state, reason, rank = (
        np.concatenate([np.broadcast_to(np.asarray(part[column]), len(part[0])) for part in parts])
        for column in range(6)
    )
    order = np.lexsort((rank, at, owner))
    order = order[at[order] != NOT_YET]
    first = np.append(0, np.cumsum(np.bincount(owner[order], minlength=len(tickets))))
    return Transitions(
        ticket=owner[order],
        first=first,
        at=at[order],
        by=by[order].astype(np.int32),
        state=state[order].astype(np.int32),
        reason=Texts(reason[order].astype(np.int32), lives.reasons),
        service=Texts(np.zeros(len(order), dtype=np.int32), ("",)),
        priority=Texts(np.zeros(len(order), dtype=np.int32), ("",)),
        derived=np.zeros(len(tickets), dtype=np.bool_),
    )


def _ends_of_waits(history: Transitions, begins: Ints) -> Ints:
    """The next transition of the ticket that is not an answer ends a wait; NOT_YET when there is none."""
    following = np.append(history.ticket, (-1, -1))
    at = np.append(history.at, (NOT_YET, NOT_YET))
    after = begins + 1
    after += np.append(history.by, (-1, -1))[after] == RESPONDED
    return np.where(following[after] == history.ticket[begins], at[after], NOT_YET)


def _instant_of(history: Transitions, chosen: Truths) -> Ints:
    """By ticket the instant of its one chosen transition, NOT_YET when it has none."""
    found = np.full(len(history.first) - 1, NOT_YET)
    found[history.ticket[chosen]] = history.at[chosen]
    return found


def _or_null(at: Ints) -> pa.Array:
    return pa.array(at, mask=at == NOT_YET)


def _flat(lists: pa.ListArray) -> tuple[Ints, Ints]:
    """Offsets from 0 and the values of a list column, whatever slice of a longer one it is."""
    offsets = numbers(lists.offsets).astype(np.int64)
    values = lists.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))
    return offsets - offsets[0], numbers(values)
