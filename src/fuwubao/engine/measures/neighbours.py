"""What lies before and after each transition of a ticket, found once for all cohorts that ask for it.

Tables lie ticket after ticket in the order of ``seq``, as the history lays them; so neighbours are neighbouring rows,
and no engine has to sort and partition them again for every question.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.history import State
from fuwubao.engine.columns import Ints, Truths

OPEN_STATES = (State.RUNNING.value, State.PENDING.value)


def with_neighbours(transitions: pa.Table) -> pa.Table:
    """Append to transitions (``seq``, ``at``, ``by``, ``state``, ``service``, ``priority``) what lies around each.

    ``was``, ``service_before`` and ``priority_before`` held before it, ``until`` is the next one's instant (epoch
    seconds); all null at a ticket's edge. ``turns`` says that it opens, stops or ends the ticket; ``next_at`` and
    ``next_by`` are the instant and event of the next such turn, ``is_ended`` that some transition ends the ticket.
    """
    count = len(transitions)
    first = np.asarray(transitions["seq"]) == 0
    last = np.append(first[1:], np.ones(min(count, 1), dtype=np.bool_))
    places = np.arange(count)
    before, after = _places(places - 1, ~first), _places(places + 1, ~last)
    is_open, is_ended = _among(transitions["state"], OPEN_STATES), _among(transitions["state"], (State.ENDED.value,))
    turns = first.copy()
    turns[1:] |= (is_open[1:] != is_open[:-1]) | (is_ended[1:] & ~is_ended[:-1])
    coming = _next_turns(turns, first)
    told = {
        "was": transitions["state"].take(before),
        "service_before": transitions["service"].take(before),
        "priority_before": transitions["priority"].take(before),
        "until": transitions["at"].take(after),
        "turns": pa.array(turns),
        "next_at": transitions["at"].take(coming),
        "next_by": transitions["by"].take(coming),
        "is_ended": pa.array(_of_ticket(is_ended, first)),
    }
    for name, column in told.items():
        transitions = transitions.append_column(name, column)
    return transitions


def _places(places: Ints, known: Truths) -> pa.Array:
    """Return row numbers to take from, null where there is none."""
    return pa.array(np.where(known, places, 0), mask=~known)


def _among(column: pa.ChunkedArray, words: tuple[str, ...]) -> Truths:
    found: Truths = np.asarray(pc.is_in(column, value_set=pa.array(np.array(words, dtype=object), pa.string())))
    return found


def _next_turns(turns: Truths, first: Truths) -> pa.Array:
    """Return for each row where the next turn of its ticket lies, null after the last one."""
    count = len(turns)
    later = np.full(count + 1, count, dtype=np.int64)
    later[:-1] = np.where(turns, np.arange(count), count)
    later = np.minimum.accumulate(later[::-1])[::-1][1:]  # the first turn after each row
    owner = np.cumsum(first)
    known = later < count
    known[known] = owner[later[known]] == owner[known]
    return _places(later, known)


def _of_ticket(truth: Truths, first: Truths) -> Truths:
    """Say of every row whether ``truth`` holds anywhere in its ticket."""
    starts = np.flatnonzero(first)
    if not len(starts):
        return truth
    held: Truths = np.repeat(np.logical_or.reduceat(truth, starts), np.diff(np.append(starts, len(truth))))
    return held
