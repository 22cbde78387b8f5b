"""Logs and stamps of all tickets as one list of events, by ticket and instant (semantics 2).

A ticket's log is the truth; where there is none, its stamps stand for events. Events of unknown tickets are left
aside, a second equal row changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fuwubao.domain.errors import BadInput
from fuwubao.domain.history import NoFirstInstant
from fuwubao.domain.tickets import EventKind
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
KIND = {kind: number for number, kind in enumerate(KINDS)}


class UnknownEvent(BadInput):
    """A log holds a word that no event has; intake refuses it (E-VALUE), so the table was not made by intake."""

    code = "engine.unknown_event"
    zh = "事件类型未知：{event}"
    en = "Unknown event: {event}"
    hint_zh = "可用的事件：{known}"
    hint_en = "Known events: {known}"
    source = "semantics 2"


@dataclass(frozen=True, eq=False)
class Events:
    """Events sorted by ticket and instant, in the source's order within one second."""

    ticket: Ints
    at: Ints
    kind: Codes
    value: Codes
    reason: Codes

    def where(self, chosen: Truths | Ints) -> Events:
        return Events(*(getattr(self, name)[chosen] for name in ("ticket", "at", "kind", "value", "reason")))


def logged(tickets: pa.Table, events: pa.Table, value: Texts) -> tuple[Events, Texts]:
    """Return the events of known tickets, sorted, and the reasons; a second equal row changes nothing (semantics 2).

    ``value`` are the events' values, in the dictionary of the caller. Raises: UnknownEvent.
    """
    kind, reason, actor = texts(*(text_column(events, name) for name in ("event", "reason", "actor")))
    owner = _owners(tickets, events)
    at = seconds(events, "at")
    order = np.lexsort((*_source_order(events), at, owner))
    order = order[owner[order] >= 0]
    log = Events(owner[order], at[order], _kinds(kind)[order], value.codes[order], reason.codes[order])
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
    owner: Ints = row[event_key]
    return owner


def _kinds(kind: Texts) -> Codes:
    unknown = [word for word in kind.words[1:] if word not in KIND and kind.code(word) in kind.codes]
    if unknown or (len(kind.codes) and kind.codes.min() == 0):
        raise UnknownEvent(event=unknown[0] if unknown else "", known=", ".join(KINDS))
    meaning = np.array([KIND.get(EventKind(word), 0) if word in KIND else 0 for word in kind.words], dtype=np.int32)
    return meaning[kind.codes]


def _not_repeated(log: Events, actor: Codes) -> Truths:
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


def derived(tickets: pa.Table, bare: Truths) -> Events:
    """Return events that the stamps of rows without a log stand for; a cancelled row ends at its last known change."""
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
    return Events(ticket[order], at[order], kinds.T.ravel()[given][order].astype(np.int32), nothing, nothing)


def merged(log: Events, derived: Events) -> Events:
    """Return both lists as one, by ticket; no ticket is in both."""
    if not len(derived.at):
        return log
    if not len(log.at):
        return derived
    names = ("ticket", "at", "kind", "value", "reason")
    both = Events(*(np.concatenate([getattr(log, name), getattr(derived, name)]) for name in names))
    return both.where(np.argsort(both.ticket, kind="stable"))


def first_instants(tickets: pa.Table, log: Events) -> Ints:
    """Return by ticket its opened event, else its stamp. Raises: NoFirstInstant."""
    opened_at = seconds(tickets, "opened_at")
    openings = log.where(log.kind == KIND[EventKind.OPENED])
    earliest = first_of_runs((openings.ticket,))
    opened_at[openings.ticket[earliest]] = openings.at[earliest]
    absent = np.flatnonzero(opened_at == NEVER)
    if len(absent):
        raise NoFirstInstant(ticket=tickets["id"][int(absent[0])].as_py())
    return opened_at
