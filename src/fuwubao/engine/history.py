"""Logs and stamps of all tickets at once, replayed to what they amount to: the transitions that clocks see.

The cleaning of semantics section 2, without a loop over tickets: events lie sorted by ticket and instant, and
"what held before this event" is a running maximum over the positions of those that could have set it.
``domain.history.replay`` says the same of one ticket; a property test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fuwubao.domain.errors import BadInput
from fuwubao.domain.history import NoFirstInstant, State
from fuwubao.domain.tickets import AUTOMATIC, EventKind
from fuwubao.engine.columns import (
    NEVER,
    Codes,
    Ints,
    Texts,
    Truths,
    first_of_runs,
    seconds,
    text_column,
    texts,
    whole_numbers,
)

KINDS = tuple(EventKind)
STATES = tuple(State)
KIND = {kind: number for number, kind in enumerate(KINDS)}
RUNNING, PENDING, STOPPED, ENDED = (STATES.index(state) for state in State)
ENDS = (KIND[EventKind.CANCELLED], KIND[EventKind.MERGED])
CHANGES = (KIND[EventKind.PRIORITY_CHANGED], KIND[EventKind.SERVICE_CHANGED])
STOPS = (KIND[EventKind.RESOLVED], KIND[EventKind.CLOSED])


class UnknownEvent(BadInput):
    """A log holds a word that no event has; intake refuses it (E-VALUE), so the table was not made by intake."""

    code = "engine.unknown_event"
    zh = "事件类型未知：{event}"
    en = "Unknown event: {event}"
    hint_zh = "可用的事件：{known}"
    hint_en = "Known events: {known}"
    source = "semantics 2"


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


@dataclass(frozen=True, eq=False)
class _Events:
    """Events sorted by ticket and instant, in the source's order within one second."""

    ticket: Ints
    at: Ints
    kind: Codes
    value: Codes
    reason: Codes

    def where(self, chosen: Truths | Ints) -> _Events:
        return _Events(*(getattr(self, name)[chosen] for name in ("ticket", "at", "kind", "value", "reason")))


def transitions_of(tickets: pa.Table, events: pa.Table) -> Transitions:
    """Replay all tickets; columns as records keep them, events in the order of their batch and row.

    Events of unknown tickets and those before their ticket's first instant are left aside.
    Raises: NoFirstInstant, UnknownEvent.
    """
    service, priority, value = texts(*(text_column(tickets, n) for n in ("service", "priority")), _values(events))
    log, reasons = _logged(tickets, events, value)
    has_log = np.bincount(log.ticket, minlength=len(tickets)) > 0
    log = _merged(log, _derived(tickets, ~has_log))
    opened_at = _first_instants(tickets, log)
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


def _values(events: pa.Table) -> pa.ChunkedArray:
    return text_column(events, "value")


def _logged(tickets: pa.Table, events: pa.Table, value: Texts) -> tuple[_Events, Texts]:
    """The events of known tickets, sorted; a second equal row changes nothing (semantics 2)."""
    kind, reason, actor = texts(*(text_column(events, name) for name in ("event", "reason", "actor")))
    owner = _owners(tickets, events)
    at = seconds(events, "at")
    order = np.lexsort((*_source_order(events), at, owner))
    order = order[owner[order] >= 0]
    log = _Events(owner[order], at[order], _kinds(kind)[order], value.codes[order], reason.codes[order])
    return log.where(_not_repeated(log, actor.codes[order])), reason


def _source_order(events: pa.Table) -> tuple[Ints, ...]:
    """Keys that break ties within one second: batch, then row; without them the order of the table holds."""
    if "ingested_at" not in events.column_names or "row_number" not in events.column_names:
        return ()
    return whole_numbers(events, "row_number")[0], seconds(events, "ingested_at")


def _owners(tickets: pa.Table, events: pa.Table) -> Ints:
    """Row number of the ticket that each event belongs to, by source and id; -1 when there is none."""
    ids, event_ids = texts(text_column(tickets, "id"), text_column(events, "ticket_id"))
    sources, event_sources = texts(text_column(tickets, "source"), text_column(events, "source"))
    width = len(sources.words)
    key = ids.codes.astype(np.int64) * width + sources.codes
    event_key = event_ids.codes.astype(np.int64) * width + event_sources.codes
    row = np.full(len(ids.words) * width, -1, dtype=np.int64)
    row[key] = np.arange(len(key))
    return row[event_key]


def _kinds(kind: Texts) -> Codes:
    unknown = [word for word in kind.words[1:] if word not in KIND and kind.code(word) in kind.codes]
    if unknown or (len(kind.codes) and kind.codes.min() == 0):
        raise UnknownEvent(event=unknown[0] if unknown else "", known=", ".join(KINDS))
    meaning = np.array([KIND.get(EventKind(word), 0) if word in KIND else 0 for word in kind.words], dtype=np.int32)
    return meaning[kind.codes]


def _not_repeated(log: _Events, actor: Codes) -> Truths:
    """Keep the first of rows that are equal in every field; only rows of one ticket and second can be."""
    new_second = first_of_runs((log.ticket, log.at))
    together = ~new_second
    together[:-1] |= together[1:].copy()
    keep = np.ones(len(log.at), dtype=np.bool_)
    rows = np.flatnonzero(together)
    if len(rows):
        fields = np.stack([log.ticket, log.at, log.kind, log.value, log.reason, actor], axis=1)[rows]
        _, kept = np.unique(fields, axis=0, return_index=True)
        keep[rows] = False
        keep[rows[kept]] = True
    return keep


def _derived(tickets: pa.Table, bare: Truths) -> _Events:
    """Events that the stamps of rows without a log stand for; a cancelled row ends at its last known change."""
    rows = np.flatnonzero(bare)
    names = ("opened_at", "responded_at", "resolved_at", "closed_at")
    stamps = np.stack([seconds(tickets, name)[rows] for name in names])
    kinds = np.repeat(np.array([[KIND[EventKind(n.removesuffix("_at"))]] for n in names]), len(rows), axis=1)
    state = texts(text_column(tickets, "state"))[0].taken(rows)
    for ending in (EventKind.CANCELLED, EventKind.MERGED):
        ended = state.codes == state.code(ending)
        kinds[3, ended] = KIND[ending]
        stamps[3, ended] = np.where(stamps[3, ended] == NEVER, stamps[:, ended].max(axis=0), stamps[3, ended])
    given = (stamps != NEVER).T.ravel()
    ticket = np.repeat(rows, 4)[given]
    at = stamps.T.ravel()[given]
    order = np.lexsort((at, ticket))
    nothing = np.zeros(len(order), dtype=np.int32)
    return _Events(ticket[order], at[order], kinds.T.ravel()[given][order].astype(np.int32), nothing, nothing)


def _merged(log: _Events, derived: _Events) -> _Events:
    """Both lists as one, by ticket; no ticket is in both."""
    if not len(derived.at):
        return log
    if not len(log.at):
        return derived
    names = ("ticket", "at", "kind", "value", "reason")
    both = _Events(*(np.concatenate([getattr(log, name), getattr(derived, name)]) for name in names))
    return both.where(np.argsort(both.ticket, kind="stable"))


def _first_instants(tickets: pa.Table, log: _Events) -> Ints:
    """The opened event, else the stamp."""
    opened_at = seconds(tickets, "opened_at")
    openings = log.where(log.kind == KIND[EventKind.OPENED])
    earliest = first_of_runs((openings.ticket,))
    opened_at[openings.ticket[earliest]] = openings.at[earliest]
    absent = np.flatnonzero(opened_at == NEVER)
    if len(absent):
        raise NoFirstInstant(ticket=tickets["id"][int(absent[0])].as_py())
    return opened_at


@dataclass(frozen=True, eq=False)
class _Before:
    """What held just before each event: stopped, waiting, and the reason of the waiting."""

    stopped: Truths
    waiting: Truths
    reason: Codes


def _replayed(
    log: _Events, opened_at: Ints, service: Texts, priority: Texts, reasons: Texts, derived: Truths
) -> Transitions:
    log = log.where(_not_after_end(log))
    before = _before(log)
    acts = _acts(log, before, reasons.code(AUTOMATIC))
    kept = log.where(acts)
    count = len(opened_at)
    first = _offsets(1 + np.bincount(kept.ticket, minlength=count))
    place = np.arange(len(kept.at)) + kept.ticket + 1
    total = len(kept.at) + count

    def spread(values: Codes | Ints, initial: Codes | Ints | int) -> Codes:
        out = np.empty(total, dtype=values.dtype)
        out[first[:-1]] = initial
        out[place] = values
        return out

    state = _states(kept, before.stopped[acts], before.waiting[acts])
    reason = np.where(kept.kind == KIND[EventKind.PENDING], kept.reason, before.reason[acts])
    reason[state != PENDING] = 0
    owner = np.repeat(np.arange(count), np.diff(first))
    by = spread(kept.kind, KIND[EventKind.OPENED])
    value = spread(kept.value, 0)
    return Transitions(
        ticket=owner,
        first=first,
        at=spread(kept.at, opened_at),
        by=by,
        state=spread(state, RUNNING),
        reason=Texts(spread(reason, 0), reasons.words),
        service=Texts(_carried(by, value, first, service.codes, EventKind.SERVICE_CHANGED), service.words),
        priority=Texts(_carried(by, value, first, priority.codes, EventKind.PRIORITY_CHANGED), priority.words),
        derived=derived,
    )


def _not_after_end(log: _Events) -> Truths:
    """Nothing follows a cancellation or merge."""
    ends = np.flatnonzero(np.isin(log.kind, ENDS))
    latest = np.full(int(log.ticket.max(initial=-1)) + 1, len(log.at), dtype=np.int64)
    latest[log.ticket[ends[::-1]]] = ends[::-1]
    kept: Truths = np.arange(len(log.at)) <= latest[log.ticket]
    return kept


def _before(log: _Events) -> _Before:
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


def _acts(log: _Events, before: _Before, automatic: int) -> Truths:
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


def _states(kept: _Events, was_stopped: Truths, was_waiting: Truths) -> Codes:
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
