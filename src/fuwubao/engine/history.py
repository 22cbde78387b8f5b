"""Logs and stamps of all tickets at once, replayed to what they amount to: the transitions that clocks see.

The cleaning of semantics section 2, without a loop over tickets: events lie sorted by ticket and instant, and
"what held before this event" is a running maximum over the positions of those that could have set it.
``domain.history.replay`` says the same of one ticket; a property test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fuwubao.domain.history import State
from fuwubao.domain.tickets import AUTOMATIC, EventKind
from fuwubao.engine.columns import Codes, Ints, Texts, Truths, text_column, texts
from fuwubao.engine.logs import KIND, KINDS, Events, derived, first_instants, logged, merged

STATES = tuple(State)
RUNNING, PENDING, STOPPED, ENDED = (STATES.index(state) for state in State)
ENDS = (KIND[EventKind.CANCELLED], KIND[EventKind.MERGED])
CHANGES = (KIND[EventKind.PRIORITY_CHANGED], KIND[EventKind.SERVICE_CHANGED])
STOPS = (KIND[EventKind.RESOLVED], KIND[EventKind.CLOSED])


@dataclass(frozen=True, eq=False)
class Transitions:
    """Effective transitions of all tickets, ticket after ticket, the first of each at its first instant.

    ``ticket`` are row numbers of the ticket table, ``first[t]`` … ``first[t + 1]`` its transitions. ``by`` and
    ``state`` are codes into KINDS and STATES; texts carry their dictionaries. ``derived`` says by ticket that
    stamps stand in for a log.
    """

    ticket: Ints
    first: Ints
    at: Ints
    by: Codes
    state: Codes
    reason: Texts
    service: Texts
    priority: Texts
    derived: Truths

    @property
    def opened_at(self) -> Ints:
        """First instant of each ticket."""
        return self.at[self.first[:-1]]

    @property
    def stops(self) -> Truths:
        """Whether each transition resolves (or closes what was not resolved)."""
        return np.isin(self.by, STOPS)

    @property
    def changes_row(self) -> Truths:
        """Whether each transition changes service or priority."""
        return np.isin(self.by, CHANGES)

    def only(self, tickets: Ints) -> tuple[Transitions, Ints]:
        """Return the transitions of some tickets, renumbered, and their places among these."""
        counts = np.diff(self.first)[tickets]
        first = _offsets(counts)
        chosen = np.repeat(self.first[:-1][tickets] - first[:-1], counts) + np.arange(first[-1])
        some = Transitions(
            ticket=np.repeat(np.arange(len(tickets)), counts),
            first=first,
            at=self.at[chosen],
            by=self.by[chosen],
            state=self.state[chosen],
            reason=self.reason.taken(chosen),
            service=self.service.taken(chosen),
            priority=self.priority.taken(chosen),
            derived=self.derived[tickets],
        )
        return some, chosen

    def known_by(self, as_of: int) -> Transitions:
        """Drop what is later than ``as_of``: it does not exist for the question (semantics 1)."""
        known = self.at <= as_of
        if known.all():
            return self
        counts = np.add.reduceat(known, self.first[:-1]) if len(self.first) > 1 else np.zeros(0, dtype=np.int64)
        return Transitions(
            ticket=self.ticket[known],
            first=_offsets(counts),
            at=self.at[known],
            by=self.by[known],
            state=self.state[known],
            reason=self.reason.taken(known),
            service=self.service.taken(known),
            priority=self.priority.taken(known),
            derived=self.derived,
        )


def transitions_of(tickets: pa.Table, events: pa.Table) -> Transitions:
    """Replay all tickets; columns as records keep them, events in the order of their batch and row.

    Events of unknown tickets and those before their ticket's first instant are left aside.
    Raises: NoFirstInstant, UnknownEvent.
    """
    service, priority, value = texts(
        *(text_column(tickets, n) for n in ("service", "priority")), text_column(events, "value")
    )
    log, reasons = logged(tickets, events, value)
    has_log = np.bincount(log.ticket, minlength=len(tickets)) > 0
    log = merged(log, derived(tickets, ~has_log))
    opened_at = first_instants(tickets, log)
    log = log.where(log.at >= opened_at[log.ticket])
    return _replayed(log, opened_at, service, priority, reasons, ~has_log)


def history_table(tickets: pa.Table, transitions: Transitions) -> pa.Table:
    """Return the transitions as a table: ticket, source, seq, at (epoch seconds), by, reason, state, service,
    priority, opened_at and the ticket's customer, class, team, supplier and marked_out (test or spam, M9).
    """
    rows = pa.array(transitions.ticket)
    first = transitions.first
    told = {name: text_column(tickets, name).take(rows) for name in ("customer", "class", "team", "supplier")}
    exclusion = text_column(tickets, "exclusion").to_pylist()
    marked_out = np.array([word in ("test", "spam") for word in exclusion], dtype=np.bool_)
    return pa.table(
        {
            "ticket": tickets["id"].take(rows),
            "source": text_column(tickets, "source").take(rows),
            "seq": np.arange(len(rows)) - np.repeat(first[:-1], np.diff(first)),
            "at": transitions.at,
            "by": Texts(transitions.by, tuple(KINDS)).array(empty_is_null=False).dictionary_decode(),
            "reason": transitions.reason.array().dictionary_decode(),
            "state": Texts(transitions.state, tuple(STATES)).array(empty_is_null=False).dictionary_decode(),
            "service": transitions.service.array(empty_is_null=False).dictionary_decode(),
            "priority": transitions.priority.array(empty_is_null=False).dictionary_decode(),
            "opened_at": np.repeat(transitions.opened_at, np.diff(first)),
            **told,
            "marked_out": marked_out[transitions.ticket],
        }
    )


@dataclass(frozen=True, eq=False)
class _Before:
    """What held just before each event: stopped, waiting, and the reason of the waiting."""

    stopped: Truths
    waiting: Truths
    reason: Codes


def _replayed(
    log: Events, opened_at: Ints, service: Texts, priority: Texts, reasons: Texts, derived: Truths
) -> Transitions:
    log = log.where(_not_after_end(log))
    before = _before(log)
    acts = _acts(log, before, reasons.code(AUTOMATIC))
    kept = log.where(acts)
    count = len(opened_at)
    first = _offsets(1 + np.bincount(kept.ticket, minlength=count))
    place = np.arange(len(kept.at)) + kept.ticket + 1
    total = len(kept.at) + count

    def spread(values: Codes, initial: int) -> Codes:
        out = np.full(total, initial, dtype=np.int32)
        out[place] = values
        return out

    at = np.empty(total, dtype=np.int64)
    at[first[:-1]], at[place] = opened_at, kept.at
    state = _states(kept, before.stopped[acts], before.waiting[acts])
    reason = np.where(kept.kind == KIND[EventKind.PENDING], kept.reason, before.reason[acts])
    reason[state != PENDING] = 0
    owner = np.repeat(np.arange(count), np.diff(first))
    by = spread(kept.kind, KIND[EventKind.OPENED])
    value = spread(kept.value, 0)
    return Transitions(
        ticket=owner,
        first=first,
        at=at,
        by=by,
        state=spread(state, RUNNING),
        reason=Texts(spread(reason, 0), reasons.words),
        service=Texts(_carried(by, value, first, service.codes, EventKind.SERVICE_CHANGED), service.words),
        priority=Texts(_carried(by, value, first, priority.codes, EventKind.PRIORITY_CHANGED), priority.words),
        derived=derived,
    )


def _not_after_end(log: Events) -> Truths:
    """Nothing follows a cancellation or merge."""
    ends = np.flatnonzero(np.isin(log.kind, ENDS))
    latest = np.full(int(log.ticket.max(initial=-1)) + 1, len(log.at), dtype=np.int64)
    latest[log.ticket[ends[::-1]]] = ends[::-1]
    kept: Truths = np.arange(len(log.at)) <= latest[log.ticket]
    return kept


def _before(log: Events) -> _Before:
    stops = np.isin(log.kind, STOPS)
    stopped = _held(stops | (log.kind == KIND[EventKind.REOPENED]), stops, log.ticket)
    pends = log.kind == KIND[EventKind.PENDING]
    sets = (pends | (log.kind == KIND[EventKind.RESUMED])) & ~stopped
    sets |= stops | ((log.kind == KIND[EventKind.REOPENED]) & stopped)
    waiting = _held(sets, pends, log.ticket)
    setter = _latest(sets, log.ticket)
    return _Before(stopped, waiting, np.where(waiting, log.reason[setter], 0).astype(np.int32))


def _latest(setting: Truths, ticket: Ints) -> Ints:
    """Position of the last setting event of the same ticket before each event; -1 when there is none."""
    positions = np.where(setting, np.arange(len(setting)), -1)
    latest = np.maximum.accumulate(positions)
    before = np.empty_like(latest)
    before[:1], before[1:] = -1, latest[:-1]
    same = (before >= 0) & (ticket[before] == ticket)
    return np.where(same, before, -1)


def _held(setting: Truths, truth: Truths, ticket: Ints) -> Truths:
    """Whether ``truth`` held at the last setting event before each event."""
    latest = _latest(setting, ticket)
    held: Truths = (latest >= 0) & truth[latest]
    return held


def _acts(log: Events, before: _Before, automatic: int) -> Truths:
    """Which events change anything: R03, R04 and the rule of repeats."""

    def kind(*kinds: EventKind) -> Truths:
        return np.isin(log.kind, [KIND[one] for one in kinds])

    open_ = ~before.stopped
    human = kind(EventKind.RESPONDED) & open_ & (log.reason != automatic)
    acts = kind(EventKind.CANCELLED, EventKind.MERGED, EventKind.PRIORITY_CHANGED, EventKind.SERVICE_CHANGED)
    acts |= np.isin(log.kind, STOPS) & open_
    acts |= kind(EventKind.REOPENED) & before.stopped
    acts |= kind(EventKind.PENDING) & open_ & (~before.waiting | (log.reason != before.reason))
    acts |= kind(EventKind.RESUMED) & open_ & before.waiting
    acts |= human & (_latest(human, log.ticket) < 0)
    return acts


def _states(kept: Events, was_stopped: Truths, was_waiting: Truths) -> Codes:
    """State after each transition; those that set none leave what was."""
    state = np.where(was_stopped, STOPPED, np.where(was_waiting, PENDING, RUNNING)).astype(np.int32)
    state[np.isin(kept.kind, STOPS)] = STOPPED
    state[np.isin(kept.kind, ENDS)] = ENDED
    state[kept.kind == KIND[EventKind.PENDING]] = PENDING
    state[np.isin(kept.kind, (KIND[EventKind.REOPENED], KIND[EventKind.RESUMED]))] = RUNNING
    return state


def _carried(by: Codes, value: Codes, first: Ints, initial: Codes, change: EventKind) -> Codes:
    """The value in force after each transition: the ticket's own until a change event says another (R02)."""
    changes = by == KIND[change]
    if not changes.any():
        return np.repeat(initial, np.diff(first))
    sets = changes.copy()
    sets[first[:-1]] = True
    told = np.where(changes, value, 0)
    told[first[:-1]] = initial
    return told[np.maximum.accumulate(np.where(sets, np.arange(len(sets)), 0))]


def _offsets(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
