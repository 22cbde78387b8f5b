"""One clock of one ticket, walked from its first instant to ``as_of``: what ran, what waited, what was due.

The walk is the obvious one: stretch by stretch between the transitions of the history. It keeps what it
walked, so that a verdict and an explanation are two readings of the same run.
Source: semantics 4–6; R01, R05–R08, R10–R14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from fuwubao.domain.coverage import RowInForce, row_in_force
from fuwubao.domain.history import History, State, Transition
from fuwubao.domain.terms import AgreementTerms, ClockKind, Reopen
from fuwubao.domain.tickets import EventKind, TicketFacts


class StretchKind(StrEnum):
    """What the clock did in a stretch of time."""

    RUNNING = "running"
    WAITING = "waiting"
    WAITING_NOT_ALLOWED = "waiting_not_allowed"
    STOPPED = "stopped"
    NOT_COVERED = "not_covered"


COUNTING = (StretchKind.RUNNING, StretchKind.WAITING_NOT_ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """[starts, ends) under one row in one state; ``worked`` are the working seconds in it."""

    starts: datetime
    ends: datetime
    kind: StretchKind
    reason: str
    row: RowInForce | None
    worked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """Where one clock stands as of one instant. ``row`` None: nothing is promised, nothing was counted.

    ``breached_at`` is when the verdict fell, ``due_at`` what was promised; they differ when the time was used up
    while the clock stood (R08, R11). ``first_stop_at`` is the first resolution (or the response),
    ``latest_stop_at`` the last; ``stopped_at`` is None while the clock may still go on.
    """

    clock: ClockKind
    row: RowInForce | None
    elapsed_seconds: int
    pending_seconds: int
    due_at: datetime | None
    breached_at: datetime | None
    first_stop_at: datetime | None
    latest_stop_at: datetime | None
    stopped_at: datetime | None
    ended_at: datetime | None
    ended_by: EventKind | None
    stretches: tuple[Stretch, ...]


def run_clock(
    ticket: TicketFacts,
    history: History,
    agreements: Sequence[AgreementTerms],
    clock: ClockKind,
    as_of: datetime,
) -> ClockRun:
    """Walk the clock through the history; ``as_of`` is not before the first instant.

    Raises: TwoAgreements, TwoRows, UnknownTicketKey.
    """
    walk = _Walk(ticket, history.first_instant, agreements, clock)
    groups = [(at, list(group)) for at, group in groupby(history.until(as_of), key=lambda t: t.at)]
    ends = [at for at, _ in groups[1:]] + [as_of]
    for (at, group), end in zip(groups, ends, strict=True):
        for transition in group:
            walk.act(transition)
        walk.judge_at(at)
        walk.advance(at, end)
    walk.judge_at(as_of)
    return walk.result(as_of)


class _Walk:
    """The moving parts of one run."""

    def __init__(
        self, ticket: TicketFacts, first_instant: datetime, agreements: Sequence[AgreementTerms], clock: ClockKind
    ) -> None:
        self.ticket = ticket
        self.first_instant = first_instant
        self.agreements = agreements
        self.clock = clock
        self.row: RowInForce | None = None
        self.row_facts: tuple[str, str] | None = None
        self.row_is_final = False
        self.state = State.RUNNING
        self.reason = ""
        self.elapsed = 0
        self.pending = 0
        self.used_up_at: datetime | None = None
        self.breached_at: datetime | None = None
        self.first_stop_at: datetime | None = None
        self.latest_stop_at: datetime | None = None
        self.stopped_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.ended_by: EventKind | None = None
        self.waits: list[tuple[datetime, datetime]] = []
        self.stretches: list[Stretch] = []

    # What an event does.

    def act(self, transition: Transition) -> None:
        """Let one transition act: on the row in force, then on the state of this clock."""
        self._change_row(transition)
        if transition.state is State.ENDED:
            self._end(transition)
        elif self._stops(transition):
            self._stop(transition.at)
        elif self.stopped_at is not None and transition.by is EventKind.REOPENED and self._goes_on():
            self._go_on(transition.at)
        if self.stopped_at is None:
            self.state, self.reason = transition.state, transition.reason

    def _change_row(self, transition: Transition) -> None:
        facts = (transition.service, transition.priority)
        if self.row_is_final or facts == self.row_facts:
            return
        held, self.row_facts = self.row, facts
        self.row = row_in_force(
            self.ticket,
            self.clock,
            self.agreements,
            first_instant=self.first_instant,
            service=transition.service,
            priority=transition.priority,
        )
        if self.row != held:
            self.used_up_at = transition.at if self._remaining() == 0 else None

    def _stops(self, transition: Transition) -> bool:
        if self.stopped_at is not None:
            return False
        responded = self.clock is ClockKind.RESPONSE and transition.by is EventKind.RESPONDED
        return responded or transition.state is State.STOPPED

    def _stop(self, at: datetime) -> None:
        self.stopped_at = self.latest_stop_at = at
        self.first_stop_at = self.first_stop_at or at
        self.row_is_final = True

    def _end(self, transition: Transition) -> None:
        self.ended_at, self.ended_by = transition.at, transition.by
        self.stopped_at = self.stopped_at or transition.at

    def _goes_on(self) -> bool:
        """Only the resolution clock goes on after a stop, and not under ``first`` (M6)."""
        reopen = self.row.terms.reopen if self.row else Reopen.TOTAL
        return self.clock is ClockKind.RESOLUTION and reopen is not Reopen.FIRST

    def _go_on(self, at: datetime) -> None:
        """Reopen; under ``last`` the time since the resolution turns out to have been running (R08)."""
        resolved_at, self.stopped_at = self.stopped_at, None
        self.state, self.reason = State.RUNNING, ""
        if self.row and self.row.terms.reopen is Reopen.LAST and resolved_at and resolved_at < at:
            self.stretches = [stretch for stretch in self.stretches if stretch.starts < resolved_at]
            self._count(resolved_at, at)

    # How time passes.

    def kind(self) -> StretchKind:
        """What the clock does now."""
        if self.stopped_at is not None:
            return StretchKind.STOPPED
        if self.row is None:
            return StretchKind.NOT_COVERED
        if self.state is not State.PENDING:
            return StretchKind.RUNNING
        pausable = self.clock is ClockKind.RESOLUTION or self.row.terms.pause_response
        if not pausable:
            return StretchKind.RUNNING
        allowed = self.reason in self.row.terms.pending_reasons
        return StretchKind.WAITING if allowed else StretchKind.WAITING_NOT_ALLOWED

    def advance(self, starts: datetime, ends: datetime) -> None:
        """Let the time from ``starts`` to ``ends`` pass; a deadline strictly inside is a breach at it."""
        if ends <= starts:
            return
        kind = self.kind()
        if kind in COUNTING:
            self._count(starts, ends)
        else:
            self._keep(kind, starts, ends)
        if self.breached_at is not None or kind in (StretchKind.STOPPED, StretchKind.NOT_COVERED):
            return
        due_at = self._due_day_end() if self._in_days() else self.used_up_at
        if due_at is not None and starts < due_at < ends:
            self._breach(due_at)

    def _count(self, starts: datetime, ends: datetime) -> None:
        remaining = self._remaining()
        worked = self._keep(self.kind(), starts, ends)
        self.elapsed += worked
        if self.row and remaining is not None and 0 < remaining <= worked:
            self.used_up_at = self.row.calendar.deadline(starts, remaining)

    def _keep(self, kind: StretchKind, starts: datetime, ends: datetime) -> int:
        worked = self.row.calendar.elapsed(starts, ends) if self.row else 0
        if kind is StretchKind.WAITING:
            self.pending += worked
            self.waits.append((starts, ends))
        reason = "" if kind is StretchKind.STOPPED else self.reason
        self.stretches.append(Stretch(starts=starts, ends=ends, kind=kind, reason=reason, row=self.row, worked=worked))
        return worked

    # When a promise is broken.

    def judge_at(self, at: datetime) -> None:
        """After all events at ``at``: a clock that still counts with no time left is breached now.

        Waiting protects a clock whose time is exactly used, not one that a row change left with less.
        """
        kind = self.kind()
        if self.breached_at is not None or kind in (StretchKind.STOPPED, StretchKind.NOT_COVERED):
            return
        if self._in_days():
            if at >= self._due_day_end():
                self._breach(at)
            return
        target = self.row.target.within_seconds if self.row else None
        if target is not None and (self.elapsed > target or (self.elapsed == target and kind in COUNTING)):
            self._breach(at)

    def _breach(self, at: datetime) -> None:
        self.breached_at = at
        self.row_is_final = True

    def _remaining(self) -> int | None:
        """Seconds left of a target in seconds, not below 0; None without one."""
        if self.row is None or self.row.target.within_seconds is None:
            return None
        return max(0, self.row.target.within_seconds - self.elapsed)

    def _in_days(self) -> bool:
        return self.row is not None and self.row.target.within_days is not None

    def _due_day_end(self) -> datetime:
        """End (24:00 local) of the n-th working day after day 0 that was not waited away (semantics 6, R13)."""
        assert self.row is not None
        assert self.row.target.within_days is not None
        calendar, left = self.row.calendar, self.row.target.within_days
        zone = ZoneInfo(calendar.timezone)
        day = self.first_instant.astimezone(zone).date()
        while left > 0:
            day = calendar.nth_working_day_after(day, 1)
            left -= 0 if self.row.terms.pause_days and self._waited_away(day) else 1
        return _day_end(day, zone)

    def _waited_away(self, day: date) -> bool:
        """Say whether the ticket was in allowed waiting at the day's last working second (semantics 6)."""
        assert self.row is not None
        windows = self.row.calendar.utc_windows(day, day)
        if not windows or not self.waits:
            return False
        day_end = int(_day_end(day, ZoneInfo(self.row.calendar.timezone)).timestamp())
        latest = min(max(end for _, end in windows), day_end) - 1
        return any(starts.timestamp() <= latest < ends.timestamp() for starts, ends in self.waits)

    # The result.

    def result(self, as_of: datetime) -> ClockRun:
        """Say where the clock stands as of ``as_of``."""
        return ClockRun(
            clock=self.clock,
            row=self.row,
            elapsed_seconds=self.elapsed,
            pending_seconds=self.pending,
            due_at=self._due_at(as_of),
            breached_at=self.breached_at,
            first_stop_at=self.first_stop_at,
            latest_stop_at=self.latest_stop_at,
            stopped_at=self.stopped_at,
            ended_at=self.ended_at,
            ended_by=self.ended_by,
            stretches=tuple(self.stretches),
        )

    def _due_at(self, as_of: datetime) -> datetime | None:
        """The promised instant: reached, or to be reached from the stop or from ``as_of`` (semantics 4, R10)."""
        if self.row is None:
            return None
        if self.breached_at is None:
            waiting = self.kind() is StretchKind.WAITING
            if self.ended_at is not None or (waiting and (not self._in_days() or self.row.terms.pause_days)):
                return None
        if self._in_days():
            return self._due_day_end()
        if self.used_up_at is not None:
            return self.used_up_at
        remaining = self._remaining()
        assert remaining is not None
        return self.row.calendar.deadline(self.stopped_at or as_of, remaining)


def _day_end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
