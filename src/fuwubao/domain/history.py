"""One ticket's history as clocks see it: what its log (or, without one, its stamps) amounts to.

The cleaning rules of semantics section 2 and readings R02–R05 live here and nowhere else: order, repeats, what
may follow what. Every doubt that a rule resolves leaves a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fuwubao.domain.errors import BadInput
from fuwubao.domain.tickets import AUTOMATIC, EventKind, TicketEvent, TicketFacts, whole_second
from fuwubao.domain.words import Words

STAMP_TOLERANCE = timedelta(seconds=60)  # semantics 2: a greater difference is a data-quality warning


class State(StrEnum):
    """What a ticket is doing; only running and, by reason, pending can count."""

    RUNNING = "running"
    PENDING = "pending"
    STOPPED = "stopped"
    ENDED = "ended"


class NoFirstInstant(BadInput):
    """A ticket that neither its row nor its log says when it was opened."""

    code = "domain.no_first_instant"
    zh = "工单 {ticket} 没有受理时间"
    en = "Ticket {ticket} has no opening instant"
    hint_zh = "请补充 opened_at 或 opened 事件"
    hint_en = "Give opened_at or an opened event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The ticket from ``at`` on: its state, why it waits, and the service and priority in force.

    ``by`` is the event that made it so: a change of state, of the row, or the first response by a person, which
    leaves the state as it is. After ``resolved`` and ``closed`` the state is stopped, after ``cancelled`` and
    ``merged`` ended.
    """

    at: datetime
    by: EventKind
    state: State
    reason: str
    service: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch [starts, ends) in which nothing changes; ``ends`` is the instant of the question for the last."""

    starts: datetime
    ends: datetime
    state: State
    reason: str
    service: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWarning:
    """A doubt about the data that a rule settled; the ticket stays."""

    code: str
    at: datetime
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The effective transitions of one ticket, the first at its first instant, in order of time.

    ``derived`` says that stamps stand in for a log. ``responded_at`` is the first response by a person.
    """

    transitions: tuple[Transition, ...]
    responded_at: datetime | None
    derived: bool
    warnings: tuple[HistoryWarning, ...] = ()

    @property
    def first_instant(self) -> datetime:
        """When the ticket's clocks start."""
        return self.transitions[0].at

    def until(self, as_of: datetime) -> tuple[Transition, ...]:
        """Return the transitions that exist for a question about ``as_of``: those at or before it."""
        return tuple(t for t in self.transitions if t.at <= as_of)

    def spans(self, as_of: datetime) -> tuple[Span, ...]:
        """Cut [first instant, as_of] at every transition; of several at one instant the last holds.

        The final span ends at ``as_of`` and may be empty: it is the ticket at that instant.
        """
        known = self.until(as_of)
        spans: list[Span] = []
        for number, transition in enumerate(known):
            ends = known[number + 1].at if number + 1 < len(known) else as_of
            if ends > transition.at or number + 1 == len(known):
                spans.append(
                    Span(
                        starts=transition.at,
                        ends=ends,
                        state=transition.state,
                        reason=transition.reason,
                        service=transition.service,
                        priority=transition.priority,
                    )
                )
        return tuple(spans)


def replay(ticket: TicketFacts, events: Sequence[TicketEvent]) -> History:
    """Make the ticket's history from its log, or from the stamps of its row when ``events`` is empty.

    Order of events: by whole second, then as given. A repeated equal event counts once.
    Source: semantics 2; R02 (the row's service and priority hold from the first instant), R03, R04.
    Raises: NoFirstInstant.
    """
    log = _in_order(events) if events else _derived(ticket)
    starts = _first_instant(ticket, log)
    replayed = _Replay(ticket, starts)
    for event in log:
        replayed.take(event)
    warnings = (*replayed.warnings, *(_stamp_warnings(ticket, replayed) if events else ()))
    return History(
        transitions=tuple(replayed.transitions),
        responded_at=replayed.responded_at,
        derived=not events,
        warnings=warnings,
    )


def _in_order(events: Sequence[TicketEvent]) -> list[TicketEvent]:
    whole = dict.fromkeys(replace(event, at=whole_second(event.at)) for event in events)
    return sorted(whole, key=lambda event: event.at)


def _derived(ticket: TicketFacts) -> list[TicketEvent]:
    """Events that the stamps of a row without a log stand for; a cancelled row ends at its last known change."""
    stamps = {
        EventKind.OPENED: ticket.opened_at,
        EventKind.RESPONDED: ticket.responded_at,
        EventKind.RESOLVED: ticket.resolved_at,
        EventKind.CLOSED: ticket.closed_at,
    }
    known = {kind: whole_second(at) for kind, at in stamps.items() if at is not None}
    if ticket.state in (EventKind.CANCELLED, EventKind.MERGED) and known:
        ended_at = known.pop(EventKind.CLOSED, None) or max(known.values())
        known[EventKind(ticket.state)] = ended_at
    events = [TicketEvent(at=at, event=kind) for kind, at in known.items()]
    return sorted(events, key=lambda event: event.at)


def _first_instant(ticket: TicketFacts, log: Sequence[TicketEvent]) -> datetime:
    opened = [event.at for event in log if event.event is EventKind.OPENED]
    if opened:
        return opened[0]
    if ticket.opened_at is None:
        raise NoFirstInstant(ticket=ticket.id)
    return whole_second(ticket.opened_at)


class _Replay:
    """The state machine of semantics 2, fed one event after the other."""

    def __init__(self, ticket: TicketFacts, starts: datetime) -> None:
        first = Transition(
            at=starts,
            by=EventKind.OPENED,
            state=State.RUNNING,
            reason="",
            service=ticket.service,
            priority=ticket.priority,
        )
        self.transitions = [first]
        self.responded_at: datetime | None = None
        self.warnings: list[HistoryWarning] = []

    def take(self, event: TicketEvent) -> None:
        """Let one event act on the state that holds; an event that may not act changes nothing."""
        now = self.transitions[-1]
        if event.at < self.transitions[0].at:
            self._warn("before_opened", event.at, "早于受理时间的事件已忽略", "An event before the opening is ignored")
        elif now.state is State.ENDED:
            return
        elif event.event in (EventKind.CANCELLED, EventKind.MERGED):
            self._become(event, State.ENDED)
        elif event.event is EventKind.PRIORITY_CHANGED:
            self.transitions.append(replace(now, at=event.at, by=event.event, priority=event.value))
        elif event.event is EventKind.SERVICE_CHANGED:
            self.transitions.append(replace(now, at=event.at, by=event.event, service=event.value))
        elif now.state is State.STOPPED:
            if event.event is EventKind.REOPENED:
                self._become(event, State.RUNNING)
        else:
            self._take_while_open(event, now)

    def _take_while_open(self, event: TicketEvent, now: Transition) -> None:
        if event.event in (EventKind.RESOLVED, EventKind.CLOSED):
            self._become(event, State.STOPPED)
        elif event.event is EventKind.PENDING:
            if now.state is State.RUNNING or event.reason != now.reason:
                self._become(event, State.PENDING, event.reason)
        elif event.event is EventKind.RESUMED:
            if now.state is State.PENDING:
                self._become(event, State.RUNNING)
        elif event.event is EventKind.RESPONDED:
            if self.responded_at is None and event.reason != AUTOMATIC:
                self.responded_at = event.at
                self.transitions.append(replace(now, at=event.at, by=event.event))
        elif event.event is EventKind.REOPENED:
            self._warn(
                "reopened_while_open", event.at, "未解决即重新打开，已忽略", "A reopening of what is open is ignored"
            )

    def _become(self, event: TicketEvent, state: State, reason: str = "") -> None:
        held = self.transitions[-1]
        self.transitions.append(replace(held, at=event.at, by=event.event, state=state, reason=reason))

    def _warn(self, code: str, at: datetime, zh: str, en: str) -> None:
        self.warnings.append(HistoryWarning(code=code, at=at, words=Words(zh, en)))


def _stamp_warnings(ticket: TicketFacts, replayed: _Replay) -> list[HistoryWarning]:
    """Compare the row's stamps with the log, which is the truth; only differences are told."""
    resolutions = [t.at for t in replayed.transitions if t.by in (EventKind.RESOLVED, EventKind.CLOSED)]
    pairs = (
        ("opened_at", ticket.opened_at, replayed.transitions[0].at),
        ("responded_at", ticket.responded_at, replayed.responded_at),
        ("resolved_at", ticket.resolved_at, resolutions[-1] if resolutions else None),
    )
    return [
        HistoryWarning(
            code=f"stamp_differs.{name}",
            at=logged,
            words=Words(f"{name} 与事件记录相差超过 60 秒", f"{name} differs from the log by more than 60 s"),
        )
        for name, stamp, logged in pairs
        if stamp is not None and logged is not None and abs(whole_second(stamp) - logged) > STAMP_TOLERANCE
    ]
