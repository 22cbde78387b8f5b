"""Both clocks of plain lives: opened, perhaps answered, perhaps waiting now and then, perhaps resolved once.

Most tickets are of this kind, so they have formulas of their own that never look at a stretch: with pauses in order
and apart, a pause moves the deadline when less than the target was worked before it (performance is in
``docs/benchmarks.md``). Lives that the formulas do not decide are named in ``hard`` and go to ``engine.clocks``;
a property test holds both ways equal.
Source: semantics 4 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fuwubao.domain.terms import ClockKind
from fuwubao.engine.calendars import DenseCalendars
from fuwubao.engine.columns import NEVER, Codes, Ints, Truths
from fuwubao.engine.promises import NO_ROW, NO_TARGET, Promises

NOT_YET = np.int64(2**62)  # later than every question


@dataclass(frozen=True, eq=False)
class PlainLives:
    """Lives by ticket, in epoch seconds; NOT_YET where a thing has not happened.

    Waits [wait_from, wait_until) of ticket t are ``first[t]`` … ``first[t + 1]``, in order and apart; ``reason`` is
    a code into ``reasons``. A wait that is not over has NOT_YET as its end.
    """

    opened_at: Ints
    responded_at: Ints
    resolved_at: Ints
    first: Ints
    wait_from: Ints
    wait_until: Ints
    reason: Codes
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PlainRun:
    """One clock of plain lives; ``due_at`` and ``breached_at`` are NEVER where there is none."""

    row: Codes
    stopped_at: Ints
    elapsed: Ints
    pending: Ints
    due_at: Ints
    breached_at: Ints


@dataclass(frozen=True, eq=False)
class PlainRuns:
    """Both clocks, and which lives are too hard for the formulas: their entries mean nothing."""

    response: PlainRun
    resolution: PlainRun
    hard: Truths


@dataclass(frozen=True, eq=False)
class _Waited:
    """What allowed waiting amounts to by ticket: seconds, those that move the deadline, whether it goes on."""

    seconds: Ints
    moving: Ints
    goes_on: Truths
    hard: Truths


def run_plain(
    lives: PlainLives, row: Mapping[ClockKind, Codes], made: Promises, dense: DenseCalendars, as_of: int
) -> PlainRuns:
    """Run both clocks of lives that have begun by ``as_of``. Raises: NoWorkingTime."""
    answer, solve = row[ClockKind.RESPONSE], row[ClockKind.RESOLUTION]
    rows, waits = made.rows, np.diff(lives.first) > 0
    hard = (rows.days[answer] > 0) | (rows.days[solve] > 0) | (waits & rows.waits[answer])
    resolution, doubtful = _resolution(lives, solve, made, dense, as_of, ~hard)
    return PlainRuns(_response(lives, answer, made, dense, as_of, ~hard), resolution, hard | doubtful)


def _response(
    lives: PlainLives, row: Codes, made: Promises, dense: DenseCalendars, as_of: int, easy: Truths
) -> PlainRun:
    stop = np.minimum(lives.responded_at, lives.resolved_at)
    calendar, target = _promised(row, made, easy)
    begun = dense.worked(calendar, lives.opened_at)
    elapsed = dense.worked(calendar, np.minimum(stop, as_of)) - begun
    due_at = dense.instant(calendar, begun + target)
    return _run(row, stop, elapsed, np.zeros_like(elapsed), due_at, np.zeros(len(row), dtype=np.bool_), as_of)


def _resolution(
    lives: PlainLives, row: Codes, made: Promises, dense: DenseCalendars, as_of: int, easy: Truths
) -> tuple[PlainRun, Truths]:
    calendar, target = _promised(row, made, easy)
    begun = dense.worked(calendar, lives.opened_at)
    ended = dense.worked(calendar, np.minimum(lives.resolved_at, as_of))
    waited = _waited(lives, row, calendar, begun, target, made, dense, as_of)
    due_at = dense.instant(calendar, begun + target + waited.moving)
    run = _run(row, lives.resolved_at, ended - begun - waited.seconds, waited.seconds, due_at, waited.goes_on, as_of)
    return run, waited.hard | _due_as_a_wait_begins(lives, due_at)


def _promised(row: Codes, made: Promises, easy: Truths) -> tuple[Ints, Ints]:
    """Calendar and target by ticket; a second stands in where there is no target, for the answer is not used."""
    target = made.rows.seconds[row]
    target[~easy | (target == NO_TARGET)] = 1
    return made.rows.calendar[row], target


def _run(row: Codes, stop: Ints, elapsed: Ints, pending: Ints, due_at: Ints, waiting: Truths, as_of: int) -> PlainRun:
    stopped = stop <= as_of
    breached = due_at < np.where(stopped, stop, as_of + 1)
    breached &= row != NO_ROW
    due_at[(waiting & ~breached) | (row == NO_ROW)] = NEVER
    return PlainRun(
        row=row,
        stopped_at=np.where(stopped, stop, NEVER),
        elapsed=elapsed,
        pending=pending,
        due_at=due_at,
        breached_at=np.where(breached, due_at, NEVER),
    )


def _waited(
    lives: PlainLives,
    row: Codes,
    calendar: Ints,
    begun: Ints,
    target: Ints,
    made: Promises,
    dense: DenseCalendars,
    as_of: int,
) -> _Waited:
    """Lay the waits on the line of working time (performance is all in these few passes over the waits)."""
    count, waits = len(row), np.diff(lives.first)
    owner = np.repeat(np.arange(count), waits)
    if not len(owner):
        nothing, never = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_)
        return _Waited(nothing, nothing, never, never)
    allowed = made.allowed(lives.reasons)[row[owner], lives.reason]
    until = np.minimum(lives.wait_until, as_of)
    on = calendar[owner]
    since = dense.worked(on, np.minimum(lives.wait_from, as_of))
    length = dense.worked(on, until) - since
    length *= allowed
    running = np.append(0, np.cumsum(length))
    at_first = running[lives.first]
    since -= (begun - at_first[:-1])[owner]
    since -= running[:-1]
    moving = np.append(0, np.cumsum(np.where(since < target[owner], length, 0)))[lives.first]
    last = np.flatnonzero(allowed & (lives.wait_until > as_of) & (lives.wait_from <= as_of))
    goes_on = np.zeros(count, dtype=np.bool_)
    goes_on[owner[last]] = True
    return _Waited(np.diff(at_first), np.diff(moving), goes_on, np.zeros(count, dtype=np.bool_))


def _due_as_a_wait_begins(lives: PlainLives, due_at: Ints) -> Truths:
    """Lives whose time is used up in the very second in which a wait begins: the wait may protect them."""
    hard = np.zeros(len(due_at), dtype=np.bool_)
    owner = np.repeat(np.arange(len(due_at)), np.diff(lives.first))
    hard[owner[lives.wait_from == due_at[owner]]] = True
    return hard
