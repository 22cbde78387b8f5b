"""Figures counted the obvious way from tickets and logs: loops over values, no tables, no engine (semantics 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.history import History, State, Transition, replay
from fuwubao.domain.judge import judge_history
from fuwubao.domain.periods import Period, local_midnight
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.domain.verdicts import Verdict, VerdictKind
from fuwubao.engine.measures.service_time import Outage

BLANK = "未填写"
OPEN = (State.RUNNING, State.PENDING)
BUCKETS = (("0-1", 0, 1), ("2-3", 2, 3), ("4-7", 4, 7), ("8-14", 8, 14), ("15-30", 15, 30), (">30", 31, 10**6))
Numbers = tuple[int | None, int | None, Fraction | None]
Key = tuple[str, str, str, str, str, str]  # measure, clock, statistic, bucket, dimension, key
Slices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Lived:
    """One ticket with what is known of it by the cut-off."""

    facts: TicketFacts
    opened_at: datetime
    known: Sequence[Transition]
    verdicts: Sequence[Verdict]

    def slices_at(self, at: datetime) -> Slices:
        """Return the total and every slice that the ticket falls in at an instant (F02)."""
        held = [one for one in self.known if one.at <= at][-1]
        return self.slices_after(held)

    def slices_after(self, held: Transition) -> Slices:
        keys = {"service": held.service, "priority": held.priority, "class": self.facts.ticket_class}
        return (("", ""), *((name, key or BLANK) for name, key in keys.items()))

    @property
    def is_out(self) -> bool:
        """Cancelled, merged, test or spam (M9)."""
        return self.known[-1].state is State.ENDED or self.facts.exclusion in ("test", "spam")


def lives(
    tickets: Sequence[TicketFacts],
    logs: Mapping[str, Sequence[TicketEvent]],
    agreements: Sequence[AgreementTerms],
    as_of: datetime,
) -> list[Lived]:
    """Replay and judge each ticket that exists by the cut-off."""
    found = []
    for facts in tickets:
        history: History = replay(facts, logs.get(facts.id, ()))
        if history.first_instant <= as_of:
            verdicts = [one.verdict for one in judge_history(facts, history, agreements, as_of)]
            found.append(
                Lived(
                    facts=facts,
                    opened_at=history.first_instant,
                    known=tuple(history.until(as_of)),
                    verdicts=verdicts,
                )
            )
    return found


def plain_figures(found: Sequence[Lived], period: Period, as_of: datetime) -> dict[Key, Numbers]:
    """Count K01–K04 and K06–K08 of one customer's tickets in one period; slices without any row are absent."""
    counted: dict[Key, Numbers] = {}
    _attainments(found, period, counted)
    _times(found, period, counted)
    _reopenings(found, period, counted)
    _backlogs(found, period, as_of, counted)
    return counted


def _within(at: datetime | None, period: Period) -> bool:
    return at is not None and period.starts_at <= at < period.ends_before


def _add(counted: dict[Key, Numbers], key: Key, numerator: int, denominator: int) -> None:
    n, d, _ = counted.get(key, (0, 0, None))
    n, d = (n or 0) + numerator, (d or 0) + denominator
    counted[key] = (n, d, Fraction(n, d) if d else None)


def _attainments(found: Sequence[Lived], period: Period, counted: dict[Key, Numbers]) -> None:
    for ticket in found:
        for verdict in ticket.verdicts:
            if verdict.verdict not in (VerdictKind.MET, VerdictKind.BREACHED) or not _within(
                verdict.decided_at, period
            ):
                continue
            assert verdict.decided_at is not None
            own = "K02" if verdict.clock == "response" else "K03"
            for place in ticket.slices_at(verdict.decided_at):
                for measure in ("K01", own):
                    _add(counted, (measure, "", "", "", *place), int(verdict.verdict is VerdictKind.MET), 1)


def _times(found: Sequence[Lived], period: Period, counted: dict[Key, Numbers]) -> None:
    seconds: dict[tuple[str, str, str], list[int]] = {}
    for ticket in found:
        for verdict in ticket.verdicts:
            decided = verdict.verdict in (VerdictKind.MET, VerdictKind.BREACHED)
            if decided and _within(verdict.stopped_at, period):
                assert verdict.stopped_at is not None
                for place in ticket.slices_at(verdict.stopped_at):
                    seconds.setdefault((str(verdict.clock), *place), []).append(verdict.elapsed_seconds or 0)
    for (clock, *place), told in seconds.items():
        size, ordered = len(told), sorted(told)
        counted["K04", clock, "mean", "", place[0], place[1]] = (sum(told), size, Fraction(sum(told), size))
        for name, share in (("median", Fraction(1, 2)), ("p90", Fraction(9, 10))):
            value = next(one for one in ordered if sum(other <= one for other in ordered) >= share * size)
            counted["K04", clock, name, "", place[0], place[1]] = (None, size, Fraction(value))


def _changes(ticket: Lived) -> Iterator[Transition]:
    """Yield transitions that open or stop the ticket."""
    was: State | None = None
    for one in ticket.known:
        kind = State.RUNNING if one.state in OPEN else one.state
        if kind is not was:
            yield one
        was = kind


def _reopenings(found: Sequence[Lived], period: Period, counted: dict[Key, Numbers]) -> None:
    for ticket in found:
        if ticket.is_out:
            continue
        changes = list(_changes(ticket))
        followed = [*changes[1:], None]
        stops = [
            (one, after)
            for one, after in zip(changes, followed, strict=True)
            if one.state is State.STOPPED and _within(one.at, period)
        ]
        if not stops:
            continue
        soon = any(
            after and after.by is EventKind.REOPENED and after.at - one.at <= timedelta(days=14) for one, after in stops
        )
        for place in ticket.slices_after(stops[-1][0]):  # the slices of a transition, not of an instant
            _add(counted, ("K06", "", "", "", *place), int(soon), 1)


def _backlogs(found: Sequence[Lived], period: Period, as_of: datetime, counted: dict[Key, Numbers]) -> None:
    for ticket in found:
        before = [one for one in ticket.known if one.at < period.ends_before]
        if not before or before[-1].state not in OPEN:
            continue
        age = (min(period.ends_before, as_of) - ticket.opened_at) // timedelta(days=1)
        bucket = next(name for name, least, most in BUCKETS if least <= age <= most)
        for place in ticket.slices_after(before[-1]):  # the slices of a transition, not of an instant
            _add(counted, ("K07", "", "", "", *place), 1, 1)
            _add(counted, ("K08", "", "", bucket, *place), 1, 1)


def minutes_lost(
    outages: Sequence[Outage],
    *,
    first: date,
    day_after: date,
    calendar: WorkCalendar,
    is_upkeep: Callable[[int], bool],
    as_of: int,
) -> tuple[int, int, int]:
    """Return (agreed, lost in hundredths, outages begun) minute by minute; all edges lie on whole minutes."""
    agreed = lost = begun = 0
    down_before = False
    starts, ends = (int(local_midnight(day, calendar.timezone).timestamp()) for day in (first, day_after))
    open_minutes = set()
    for opens, closes in calendar.utc_windows(first - timedelta(days=2), day_after + timedelta(days=1)):
        open_minutes.update(range(opens, closes, 60))
    for minute in range(starts - 5 * 86_400, ends, 60):
        weights = [
            one.weight
            for one in outages
            if one.starts <= minute < min(one.ends, as_of) and not (one.planned and (one.agreed or is_upkeep(minute)))
        ]
        down = any(weights)
        if minute >= starts:
            begun += down and not down_before
            if minute in open_minutes and not is_upkeep(minute):
                agreed += 60
                lost += 60 * max(weights, default=0)
        down_before = down
    return agreed, lost, begun
