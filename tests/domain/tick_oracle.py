"""A third way to a verdict: let a ticket live through its time in ticks of ten minutes, one after the other.

Knows nothing of histories, walks, blocks or deadlines; every instant of a case must be a whole tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen
from fuwubao.domain.tickets import TicketEvent, TicketFacts

TICK = timedelta(minutes=10)
SECONDS = 600
Told = dict[str, object]


class Life:
    """One clock of one ticket, alive."""

    def __init__(self, facts: TicketFacts, terms: AgreementTerms, clock: ClockKind) -> None:
        assert facts.opened_at is not None
        self.terms, self.clock, self.opened = terms, clock, facts.opened_at
        self.priority, self.service = facts.priority, facts.service
        self.target: ClockTarget | None = None
        self.frozen = False
        self.state, self.reason = "running", ""
        self.stopped: datetime | None = None
        self.first: datetime | None = None
        self.latest: datetime | None = None
        self.ended: tuple[datetime, str] | None = None
        self.breached: datetime | None = None
        self.used_up: datetime | None = None
        self.used = self.waited = 0
        self.waiting_ticks: set[datetime] = set()
        self.responded = False
        self.look_up()

    def look_up(self) -> None:
        rows = self.terms.services[0].targets if self.service == self.terms.services[0].code else ()
        fits = [row for row in rows if row.clock is self.clock and dict(row.applies)["priority"] == self.priority]
        self.target = fits[0] if fits else None

    @property
    def calendar(self) -> WorkCalendar:
        assert self.target is not None
        return self.terms.calendars[self.target.calendar]

    def hear(self, event: TicketEvent) -> None:
        """One event, by the sentences of semantics 2 and 3."""
        name, at = event.event.value, event.at
        if self.ended:
            return
        if name in ("cancelled", "merged"):
            self.ended, self.frozen = (at, name), True
            self.stopped = self.stopped or at
        elif name in ("priority_changed", "service_changed"):
            self.priority = event.value if name == "priority_changed" else self.priority
            self.service = event.value if name == "service_changed" else self.service
            held = self.target
            if not self.frozen:
                self.look_up()
            if self.target is not held:
                less = self.target and self.target.within_seconds and self.used >= self.target.within_seconds
                self.used_up = at if less else None
        elif self.state == "solved":
            if name == "reopened":
                self.state = "running"
                self.reopen(at)
        elif name in ("resolved", "closed"):
            self.state = "solved"
            self.stop(at)
        elif name == "pending":
            self.state, self.reason = "pending", event.reason
        elif name == "resumed":
            self.state = "running"
        elif name == "responded" and event.reason != "auto" and self.clock is ClockKind.RESPONSE:
            self.stop(at)

    def stop(self, at: datetime) -> None:
        if self.stopped is None:
            self.stopped, self.latest, self.first, self.frozen = at, at, self.first or at, True

    def reopen(self, at: datetime) -> None:
        if self.clock is ClockKind.RESPONSE or self.terms.reopen is Reopen.FIRST or self.stopped is None:
            return
        since, self.stopped = self.stopped, None
        while self.terms.reopen is Reopen.LAST and self.target and since < at:
            self.run(since)
            since += TICK

    def doing(self) -> str:
        if self.stopped:
            return "stopped"
        if self.target is None:
            return "nothing"
        if self.state == "pending" and (self.clock is ClockKind.RESOLUTION or self.terms.pause_response):
            return "waiting" if self.reason in self.terms.pending_reasons else "running"
        return "running"

    def run(self, at: datetime) -> None:
        self.used += SECONDS if self.calendar.is_working_time(at) else 0
        if self.target and self.used == self.target.within_seconds and self.used_up is None:
            self.used_up = at + TICK

    def look(self, at: datetime) -> None:
        """After the events of an instant: is the promise broken now?"""
        doing = self.doing()
        if self.breached or self.target is None or doing in ("stopped", "nothing"):
            return
        if self.target.within_days:
            broken = at >= self.due_day()
        else:
            assert self.target.within_seconds is not None
            broken = self.used > self.target.within_seconds or (
                self.used == self.target.within_seconds and doing == "running"
            )
        if broken:
            self.breached, self.frozen = at, True

    def live(self, at: datetime) -> None:
        """Ten minutes pass."""
        doing = self.doing()
        if doing == "running":
            self.run(at)
        elif doing == "waiting":
            self.waiting_ticks.add(at)
            self.waited += SECONDS if self.calendar.is_working_time(at) else 0

    def due_day(self) -> datetime:
        assert self.target is not None
        assert self.target.within_days is not None
        zone = ZoneInfo(self.terms.timezone)
        day, left = self.opened.astimezone(zone).date(), self.target.within_days
        while left:
            day += timedelta(days=1)
            if self.calendar.is_working_day(day) and not (self.terms.pause_days and self.waited_away(day, zone)):
                left -= 1
        return datetime.combine(day + timedelta(days=1), time(), zone)

    def waited_away(self, day: date, zone: ZoneInfo) -> bool:
        at = datetime.combine(day, time(), zone).astimezone(UTC)
        midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        latest = None
        while at < midnight:
            latest = at if self.calendar.is_working_time(at) else latest
            at += TICK
        return latest in self.waiting_ticks

    def due(self, as_of: datetime) -> datetime | None:
        assert self.target is not None
        open_end = self.doing() == "waiting" and (self.target.within_seconds or self.terms.pause_days)
        if not self.breached and (self.ended or open_end):
            return None
        if self.target.within_days:
            return self.due_day()
        at = self.stopped or as_of
        while self.used_up is None:
            self.run(at)
            at += TICK
        return self.used_up


def live_through(
    facts: TicketFacts, events: Sequence[TicketEvent], terms: AgreementTerms, clock: ClockKind, as_of: datetime
) -> Told:
    """Say what ``judge`` must say of the case, column by column."""
    life = Life(facts, terms, clock)
    at = life.opened
    while True:
        for event in events:
            if event.at == at:
                life.hear(event)
        life.look(at)
        if at == as_of:
            return _told(life, as_of)
        life.live(at)
        at += TICK


def _told(life: Life, as_of: datetime) -> Told:
    if life.target is None:
        return {"verdict": "not_covered", "target_row": None, "elapsed_seconds": None, "due_at": None}
    used = life.used
    decided: datetime | None
    if life.ended:
        verdict, decided = "excluded", life.ended[0]
    elif life.breached:
        verdict, decided = "breached", life.breached
    elif life.first:
        verdict = "met"
        last = life.clock is ClockKind.RESOLUTION and life.terms.reopen is Reopen.LAST
        decided = life.latest if last else life.first
    else:
        verdict, decided = "running", None
    return {
        "verdict": verdict,
        "decided_at": decided,
        "target_row": life.target.id,
        "target_seconds": life.target.within_seconds,
        "elapsed_seconds": used,
        "pending_seconds": life.waited,
        "gross_seconds": int(((life.stopped or as_of) - life.opened).total_seconds()),
        "stopped_at": life.stopped,
        "due_at": life.due(as_of),
        "exclusion": life.ended[1] if life.ended else None,
    }
