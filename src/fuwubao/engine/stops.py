"""When each ticket's clock stopped, was reopened or ended, as of one instant (semantics 4 and 5; M6, R07, R12)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fuwubao.domain.terms import ClockKind, Reopen
from fuwubao.domain.tickets import EventKind
from fuwubao.engine.columns import NEVER, Codes, Ints, Truths
from fuwubao.engine.history import ENDED, Transitions
from fuwubao.engine.logs import KIND
from fuwubao.engine.promises import REOPENS, Rows

FIRST, LAST = REOPENS.index(Reopen.FIRST), REOPENS.index(Reopen.LAST)
RESPONDED, REOPENED = KIND[EventKind.RESPONDED], KIND[EventKind.REOPENED]


@dataclass(frozen=True, eq=False)
class Stops:
    """By ticket: ``first_at`` and ``latest_at`` of its stops, ``stopped_at`` when it stands still, ``ended_at``.

    Instants are NEVER where there is none. ``frozen`` is the transition from which on the row in force changes no
    more (R05), ``reopened`` the last reopening that makes the clock go on, -1 when there is none; ``last_only``
    tickets count the time between resolution and reopening (R08), ``first_only`` ones know no reopening.
    """

    first_at: Ints
    latest_at: Ints
    stopped_at: Ints
    ended_at: Ints
    ended_by: Codes
    frozen: Ints
    reopened: Ints
    first_only: Truths
    last_only: Truths


def stops_of(clock: ClockKind, told: Transitions, row: Codes, rows: Rows) -> Stops:
    """Find the stops of one clock; ``row`` is the row that fits after each transition."""
    tickets, ends = len(told.first) - 1, told.first[1:] - 1
    stopping = told.stops if clock is ClockKind.RESOLUTION else told.stops | (told.by == RESPONDED)
    first, last = _edges(stopping, told.ticket, tickets)
    ended = told.state[ends] == ENDED
    frozen = np.where(first >= 0, first, ends + np.where(ended, 0, 1))
    if clock is ClockKind.RESPONSE:
        reopened, last = np.full(tickets, -1, dtype=np.int64), first
        first_only = last_only = np.zeros(tickets, dtype=np.bool_)
    else:
        reopen = rows.reopen[row[np.minimum(frozen, ends)]]
        first_only, last_only = reopen == FIRST, reopen == LAST
        _, reopened = _edges(told.by == REOPENED, told.ticket, tickets)
        reopened[first_only] = -1
        last = np.where(first_only, first, last)
    stands = last > reopened
    return Stops(
        first_at=np.where(first >= 0, told.at[first], NEVER),
        latest_at=np.where(last >= 0, told.at[last], NEVER),
        stopped_at=np.where(stands, told.at[last], np.where(ended, told.at[ends], NEVER)),
        ended_at=np.where(ended, told.at[ends], NEVER),
        ended_by=np.where(ended, told.by[ends], -1).astype(np.int32),
        frozen=frozen,
        reopened=reopened,
        first_only=first_only,
        last_only=last_only,
    )


def _edges(chosen: Truths, ticket: Ints, tickets: int) -> tuple[Ints, Ints]:
    """First and last chosen transition of each ticket, -1 when it has none."""
    first, last = np.full(tickets, -1, dtype=np.int64), np.full(tickets, -1, dtype=np.int64)
    found = np.flatnonzero(chosen)
    owner = ticket[found]
    last[owner] = found
    first[owner[::-1]] = found[::-1]
    return first, last
