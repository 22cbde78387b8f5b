"""One clock of all tickets at once: stretches between transitions, their working time, and the first breach.

Everything lies flat: stretch after stretch, ticket after ticket. "Used before this stretch" is a running sum less
its value at the ticket's beginning; a target is used up in the first stretch whose end passes it; the instant is
the inverse of working time there. No stretch looks at another one but through sums and maxima.
Source: semantics 4–6; R01, R05–R08, R10–R14.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from fuwubao.domain.terms import ClockKind
from fuwubao.domain.tickets import EventKind
from fuwubao.engine.calendars import DenseCalendars
from fuwubao.engine.columns import NEVER, Codes, Ints, Truths
from fuwubao.engine.duedays import Waits, due_days
from fuwubao.engine.history import ENDED, PENDING, STOPPED, Transitions
from fuwubao.engine.logs import KIND
from fuwubao.engine.promises import NO_ROW, Promises
from fuwubao.engine.stops import RESPONDED, Stops, stops_of

RUNS, WAITS, RETAKEN, STANDS, UNCOVERED = range(5)  # RETAKEN: between resolution and reopening under `last` (R08)
WAITING_EVENTS = (KIND[EventKind.PENDING], KIND[EventKind.RESUMED])


@dataclass(frozen=True, eq=False)
class Run:
    """Where the clock of each ticket stands; instants are NEVER where there is none.

    ``row`` is NO_ROW for what is not covered. ``first_at`` and ``latest_at`` are its first and latest stop.
    """

    row: Codes
    elapsed: Ints
    pending: Ints
    due_at: Ints
    breached_at: Ints
    first_at: Ints
    latest_at: Ints
    stopped_at: Ints
    ended_at: Ints
    ended_by: Codes

    def with_others(self, tickets: Ints, other: Run) -> Run:
        """Return the run with some tickets' entries taken from another one."""
        columns = []
        for one in fields(self):
            column = getattr(self, one.name).copy()
            column[tickets] = getattr(other, one.name)
            columns.append(column)
        return Run(*columns)


@dataclass(frozen=True, eq=False)
class _Stretches:
    """[starts, ends) by stretch; ``origin`` is the transition that begins it, ``final`` the last of a ticket.

    A final stretch ends at the instant of the question and may be empty. ``doing`` is what the clock does in it.
    """

    ticket: Ints
    first: Ints
    starts: Ints
    ends: Ints
    row: Codes
    calendar: Ints
    origin: Ints
    doing: Codes
    final: Ints


@dataclass(frozen=True, eq=False)
class _Work:
    """Working time at the edges of stretches, and how it adds up."""

    at_start: Ints
    at_end: Ints
    counted: Ints
    before: Ints


def run_clock(
    clock: ClockKind, told: Transitions, row: Codes, promises: Promises, dense: DenseCalendars, as_of: int
) -> Run:
    """Run one clock over transitions that are all known at ``as_of``; ``row`` is what fits after each of them.

    Raises: NoWorkingTime.
    """
    run, breached_in = _run(clock, told, row, promises, dense, as_of)
    later = np.arange(len(row)) > np.repeat(breached_in, np.diff(told.first))
    kept = np.repeat(row[np.minimum(breached_in, len(row) - 1)], np.diff(told.first)) if len(row) else row
    changes = np.unique(told.ticket[later & (row != kept)])
    if not len(changes):
        return run
    frozen = np.where(later, kept, row).astype(np.int32)
    some, chosen = told.only(changes)
    again, _ = _run(clock, some, frozen[chosen], promises, dense, as_of)
    return run.with_others(changes, again)


def _run(
    clock: ClockKind, told: Transitions, row: Codes, promises: Promises, dense: DenseCalendars, as_of: int
) -> tuple[Run, Ints]:
    """The run, and by ticket the transition in whose stretch it was breached (past all when it was not)."""
    stops = stops_of(clock, told, row, promises.rows)
    lie = _stretches(clock, told, row, stops, promises, as_of)
    work = _work(lie, dense)
    due_day = _due_days(lie, told, promises, dense)
    used_up_at, used_up = _used_up(lie, work, promises, dense)
    breached_at, breached_in = _first_breach(lie, work, promises, due_day, used_up_at, used_up, len(row))
    final = lie.final
    waits = np.where(lie.doing == WAITS, work.at_end - work.at_start, 0)
    run = Run(
        row=lie.row[final],
        elapsed=work.before[final] + work.counted[final],
        pending=_sums(waits, lie),
        due_at=_settled(lie, work, promises, used_up_at, used_up),
        breached_at=breached_at,
        first_at=stops.first_at,
        latest_at=stops.latest_at,
        stopped_at=stops.stopped_at,
        ended_at=stops.ended_at,
        ended_by=stops.ended_by,
    )
    return replace(run, due_at=_due_at(lie, work, run, promises, dense, due_day)), breached_in


def _stretches(
    clock: ClockKind, told: Transitions, row: Codes, stops: Stops, promises: Promises, as_of: int
) -> _Stretches:
    """Cut the tickets' lives where something changes for this clock."""
    place = np.arange(len(row))
    frozen = np.repeat(stops.frozen, np.diff(told.first))
    row = np.where(place > frozen, row[np.minimum(frozen, len(row) - 1)], row).astype(np.int32) if len(row) else row
    keep = _matters(clock, told, row, place, frozen, stops, promises)
    origin = np.flatnonzero(keep)
    ticket, starts, row = told.ticket[origin], told.at[origin], row[origin]
    final = np.flatnonzero(np.append(ticket[1:] != ticket[:-1], True)) if len(origin) else origin
    ends = np.append(starts[1:], as_of)[: len(starts)]
    ends[final] = as_of
    return _Stretches(
        ticket=ticket,
        first=np.append(0, final + 1),
        starts=starts,
        ends=ends,
        row=row,
        calendar=promises.rows.calendar[row],
        origin=origin,
        doing=_doing(clock, told, row, origin, stops, promises),
        final=final,
    )


def _matters(
    clock: ClockKind, told: Transitions, row: Codes, place: Ints, frozen: Ints, stops: Stops, promises: Promises
) -> Truths:
    """Which transitions begin a stretch: those that change the row or what this clock does."""
    same_row = np.zeros(len(row), dtype=np.bool_)
    same_row[1:] = row[1:] == row[:-1]
    idle = (told.changes_row | (told.by == RESPONDED)) & same_row
    if clock is ClockKind.RESPONSE:
        waiting = told.by == WAITING_EVENTS[0]
        waiting |= told.by == WAITING_EVENTS[1]
        if not promises.pauses_response:
            idle |= waiting & same_row
        idle &= place != frozen
        idle |= place > frozen
    else:
        idle |= (place > frozen) & np.repeat(stops.first_only, np.diff(told.first))
    idle[told.first[:-1]] = False
    matters: Truths = ~idle
    return matters


def _doing(clock: ClockKind, told: Transitions, row: Codes, origin: Ints, stops: Stops, promises: Promises) -> Codes:
    state, owner = told.state[origin], told.ticket[origin]
    doing = np.full(len(row), RUNS, dtype=np.int32)
    pending = state == PENDING
    allowed = promises.allowed(told.reason.words)
    doing[pending & allowed[row, told.reason.codes[origin]]] = WAITS
    doing[row == NO_ROW] = UNCOVERED
    if clock is ClockKind.RESPONSE:
        doing[origin >= stops.frozen[owner]] = STANDS
        return doing
    doing[(state == STOPPED) | (state == ENDED)] = STANDS
    retaken = (state == STOPPED) & stops.last_only[owner] & (origin < stops.reopened[owner])
    doing[retaken] = RETAKEN
    doing[stops.first_only[owner] & (origin >= stops.frozen[owner])] = STANDS
    return doing


def _work(lie: _Stretches, dense: DenseCalendars) -> _Work:
    """Working time at both edges; neighbours on one calendar share an edge."""
    at_start = dense.worked(lie.calendar, lie.starts)
    at_end = np.append(at_start[1:], 0)[: len(at_start)]
    apart = np.ones(len(at_start), dtype=np.bool_)
    apart[:-1] = lie.calendar[1:] != lie.calendar[:-1]
    apart[lie.final] = True
    rest = np.flatnonzero(apart)
    standing = (lie.doing[rest] == STANDS) | (lie.doing[rest] == UNCOVERED)
    at_end[rest[standing]] = at_start[rest[standing]]
    moving = rest[~standing]
    at_end[moving] = dense.worked(lie.calendar[moving], lie.ends[moving])
    counts = (lie.doing == RUNS) | (lie.doing == RETAKEN)
    counted = np.where(counts, at_end - at_start, 0)
    before = np.cumsum(counted) - counted
    before -= np.repeat(before[lie.first[:-1]], np.diff(lie.first))
    return _Work(at_start, at_end, counted, before)


def _used_up(lie: _Stretches, work: _Work, promises: Promises, dense: DenseCalendars) -> tuple[Ints, Ints]:
    """Stretches in which a target in seconds is used up by counting, and the instants: (instants, stretches)."""
    left = _left(lie, work, promises)
    stretches = np.flatnonzero((left > 0) & (left <= work.counted))
    at = dense.instant(lie.calendar[stretches], work.at_start[stretches] + left[stretches])
    return at, stretches


def _left(lie: _Stretches, work: _Work, promises: Promises) -> Ints:
    """Seconds left of the target at the beginning of each stretch; vast without a target in seconds."""
    left: Ints = promises.rows.seconds[lie.row] - work.before
    return left


def _first_breach(
    lie: _Stretches, work: _Work, promises: Promises, due_day: Ints, used_up_at: Ints, used_up: Ints, past: int
) -> tuple[Ints, Ints]:
    """When each ticket's promise was broken, and the transition that begins the stretch in which it was.

    A clock is breached at the first instant at which, all events of the instant done, it counts and no time is
    left. Waiting protects a clock whose time is exactly used, not one that a row change left with less.
    """
    counting, waiting = lie.doing == RUNS, lie.doing == WAITS
    left = _left(lie, work, promises)
    at = np.where((counting & (left <= 0)) | (waiting & (left < 0)), lie.starts, NEVER)
    runs = counting[used_up]
    at[used_up[runs]] = used_up_at[runs]
    by_day = (due_day != NEVER) & (counting | waiting)
    at = np.where(by_day, np.maximum(lie.starts, due_day), at)
    ends = lie.ends.copy()
    ends[lie.final] += 1
    broken = np.flatnonzero((at != NEVER) & (at < ends))[::-1]
    breached_at = np.full(len(lie.final), NEVER)
    breached_in = np.full(len(lie.final), past, dtype=np.int64)
    breached_at[lie.ticket[broken]] = at[broken]
    breached_in[lie.ticket[broken]] = lie.origin[broken]
    return breached_at, breached_in


def _settled(lie: _Stretches, work: _Work, promises: Promises, used_up_at: Ints, used_up: Ints) -> Ints:
    """By ticket the instant at which the target of its last row was used up, NEVER when it was not.

    Counting or a change to a row with no time left uses it up; a change to a row with time left gives it back.
    """
    told = np.zeros(len(lie.row), dtype=np.bool_)
    told[1:] = lie.row[1:] != lie.row[:-1]
    told[lie.first[:-1]] = True
    value = np.full(len(lie.row), NEVER)
    none_left = told & (_left(lie, work, promises) <= 0)
    value[none_left] = lie.starts[none_left]
    value[used_up] = used_up_at
    told[used_up] = True
    latest = np.maximum.accumulate(np.where(told, np.arange(len(told)), 0))
    settled: Ints = value[latest[lie.final]]
    return settled


def _due_days(lie: _Stretches, told: Transitions, promises: Promises, dense: DenseCalendars) -> Ints:
    """By stretch the end of the day by which a target in working days is due, NEVER for other rows."""
    due = np.full(len(lie.row), NEVER)
    rows = promises.rows
    if not rows.days.any():
        return due
    daily = np.flatnonzero(rows.days[lie.row] > 0)
    if not len(daily):
        return due
    row, ticket = lie.row[daily], lie.ticket[daily]
    begins = np.ones(len(daily), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (ticket[1:] != ticket[:-1])
    lane = np.flatnonzero(begins)
    none = len(lie.final)
    days = due_days(
        promises.tables,
        dense,
        ticket=np.where(rows.pause_days[row[lane]], ticket[lane], none),
        calendar=rows.calendar[row[lane]],
        days=rows.days[row[lane]],
        opened_at=told.opened_at[ticket[lane]],
        waits=_waits(lie),
    )
    due[daily] = days[np.cumsum(begins) - 1]
    return due


def _waits(lie: _Stretches) -> Waits:
    """Allowed waits by ticket; one more entry, without waits, for those whose date no waiting moves."""
    waits = np.flatnonzero(lie.doing == WAITS)
    counts = np.bincount(lie.ticket[waits], minlength=len(lie.final) + 1)
    return Waits(np.append(0, np.cumsum(counts)), lie.starts[waits], lie.ends[waits])


def _due_at(
    lie: _Stretches,
    work: _Work,
    run: Run,
    promises: Promises,
    dense: DenseCalendars,
    due_day: Ints,
) -> Ints:
    """The promised instant: reached (as ``run`` knows), or to be reached from the stop or the question on (R10)."""
    final, rows = lie.final, promises.rows
    due_at = np.where(due_day[final] != NEVER, due_day[final], run.due_at)
    waiting = lie.doing[final] == WAITS
    waiting &= (rows.days[run.row] == 0) | rows.pause_days[run.row]
    open_ = (run.breached_at == NEVER) & (waiting | (run.ended_at != NEVER))
    due_at[open_ | (run.row == NO_ROW)] = NEVER
    asked = np.flatnonzero((due_at == NEVER) & ~open_ & (run.row != NO_ROW))
    left = rows.seconds[run.row[asked]] - run.elapsed[asked]
    reached = work.at_end[final[asked]]
    due_at[asked] = dense.instant(lie.calendar[final[asked]], reached + left)
    return due_at


def _sums(values: Ints, lie: _Stretches) -> Ints:
    running = np.append(0, np.cumsum(values))
    sums: Ints = running[lie.first[1:]] - running[lie.first[:-1]]
    return sums
