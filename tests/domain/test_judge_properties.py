"""Random lives of tickets: the judge agrees with ticks of ten minutes, and does not care for what does not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.judge import judge
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.domain.verdicts import Verdict, VerdictKind
from tests.domain.promises import HOUR, agreement, local, target, ticket
from tests.domain.tick_oracle import TICK, live_through

MONDAYS = tuple(local(f"{day} 00:00") for day in ("2026-03-02", "2026-03-23", "2026-10-19"))
LUNCH = (Shift(9 * HOUR, 12 * HOUR), Shift(13 * HOUR, 18 * HOUR))
ZONES = ("Asia/Shanghai", "Europe/Berlin")  # Berlin changes its clocks in two of the weeks that begin above


def calendars(zone: str) -> dict[str, WorkCalendar]:
    return {
        "office": WorkCalendar(timezone=zone, weekly=(LUNCH,) * 5 + ((),) * 2),
        "night": WorkCalendar(timezone=zone, weekly=((Shift(22 * HOUR, 30 * HOUR),),) * 7),
        "always": ALWAYS(zone),
    }


CALENDARS = {zone: calendars(zone) for zone in ZONES}
CHANGES = {
    EventKind.PENDING: ("waiting_customer", "waiting_supplier", "waiting_customer"),
    EventKind.RESPONDED: ("auto", "", ""),
    EventKind.PRIORITY_CHANGED: ("P1", "P2", "P3", "P9"),
    EventKind.SERVICE_CHANGED: ("ERP", "ERP", "FAX"),
}
LIVELY = [
    *(kind for kind in EventKind if kind not in (EventKind.OPENED, EventKind.CANCELLED, EventKind.MERGED)),
    *(EventKind.PENDING, EventKind.RESUMED, EventKind.RESOLVED, EventKind.REOPENED, EventKind.PENDING) * 2,
    EventKind.CANCELLED,
    EventKind.MERGED,
]


def promised(clock: ClockKind, quick: int, slow: int) -> list[ClockTarget]:
    return [
        target(clock, seconds=quick * 600, calendar="always", priority="P1"),
        target(clock, seconds=slow * 600, calendar="office", priority="P2"),
        target(clock, days=1 if clock is ClockKind.RESPONSE else 2, calendar="office", priority="P3"),
        target(clock, seconds=slow * 600, calendar="night", priority="P4"),
    ]


@st.composite
def terms(draw: st.DrawFn) -> AgreementTerms:
    quick, slow = draw(st.integers(1, 18)), draw(st.integers(1, 60))
    rows = [*promised(ClockKind.RESPONSE, quick, slow), *promised(ClockKind.RESOLUTION, quick, slow)]
    zone = draw(st.sampled_from(ZONES))
    promises = agreement(
        *rows,
        calendars=CALENDARS[zone],
        reopen=draw(st.sampled_from(Reopen)),
        pause_days=draw(st.booleans()),
        pause_response=draw(st.booleans()),
    )
    return replace(promises, timezone=zone)


@st.composite
def logs(draw: st.DrawFn) -> tuple[TicketFacts, list[TicketEvent]]:
    """A ticket opened in the first week and up to nine events in the days after it, in order."""
    opened = draw(st.sampled_from(MONDAYS)) + draw(st.integers(0, 7 * 144)) * TICK
    at, events = opened, [TicketEvent(at=opened, event=EventKind.OPENED)]
    for number in range(draw(st.integers(0, 9))):
        at += draw(st.one_of(st.integers(0, 6), st.integers(0, 150))) * TICK
        kind = draw(st.sampled_from(LIVELY))
        told = draw(st.sampled_from(CHANGES.get(kind, ("",))))
        changes = kind in (EventKind.PRIORITY_CHANGED, EventKind.SERVICE_CHANGED)
        value, reason = (told, "") if changes else ("", told)
        events.append(TicketEvent(at=at, event=kind, value=value, reason=reason, actor=str(number)))
    facts = replace(
        ticket("2026-03-02 00:00", priority=draw(st.sampled_from(["P1", "P2", "P3", "P4"]))), opened_at=opened
    )
    return facts, events


Case = tuple[TicketFacts, list[TicketEvent]]
ticks = st.integers(0, 700)


def asked(case: Case, ticks: int) -> datetime:
    opened = case[0].opened_at
    assert opened is not None
    return opened + ticks * TICK


@settings(max_examples=400, deadline=None)
@given(case=logs(), terms=terms(), after=ticks)
def test_the_judge_agrees_with_ticks_in_every_column(case: Case, terms: AgreementTerms, after: int) -> None:
    as_of = asked(case, after)
    for verdict in judge(*case, (terms,), as_of):
        expected = live_through(*case, terms, ClockKind(verdict.clock), as_of)
        assert {column: getattr(verdict, column) for column in expected} == expected


@settings(max_examples=150, deadline=None)
@given(
    case=logs(), terms=terms().filter(lambda terms: terms.timezone == ZONES[0]), after=ticks, weeks=st.integers(1, 7)
)
def test_a_life_some_weeks_later_has_the_same_verdict_some_weeks_later(
    case: Case, terms: AgreementTerms, after: int, weeks: int
) -> None:
    facts, events = case
    later, as_of = timedelta(weeks=weeks), asked(case, after)
    assert facts.opened_at is not None
    moved = judge(
        replace(facts, opened_at=facts.opened_at + later),
        [replace(event, at=event.at + later) for event in events],
        (terms,),
        as_of + later,
    )
    assert [shifted(verdict, -later) for verdict in moved] == list(judge(*case, (terms,), as_of))


def shifted(verdict: Verdict, by: timedelta) -> Verdict:
    instants = ("opened_at", "stopped_at", "due_at", "decided_at")
    moved = {name: getattr(verdict, name) for name in instants}
    return replace(verdict, **{name: at + by for name, at in moved.items() if at is not None})


@settings(max_examples=150, deadline=None)
@given(case=logs(), terms=terms(), after=ticks, data=st.data())
def test_a_pause_cut_in_two_is_the_same_pause(
    case: Case, terms: AgreementTerms, after: int, data: st.DataObject
) -> None:
    facts, events = case
    cut: list[TicketEvent] = []
    for event, following in zip(events, [*events[1:], None], strict=True):
        cut.append(event)
        room = int((following.at - event.at) / TICK) - 1 if following else 9
        if event.event is EventKind.PENDING and room > 0 and event.at > events[0].at:
            at = event.at + data.draw(st.integers(1, room)) * TICK
            cut.append(TicketEvent(at=at, event=EventKind.RESUMED))
            cut.append(replace(event, at=at))
    as_of = asked(case, after)
    assert judge(facts, cut, (terms,), as_of) == judge(facts, events, (terms,), as_of)


@settings(max_examples=150, deadline=None)
@given(case=logs(), terms=terms(), after=ticks, data=st.data())
def test_the_order_of_rows_and_rows_given_twice_do_not_matter(
    case: Case, terms: AgreementTerms, after: int, data: st.DataObject
) -> None:
    facts, events = case
    apart = [replace(event, at=event.at + timedelta(seconds=number)) for number, event in enumerate(events)]
    as_of = asked(case, after)
    shuffled = data.draw(st.permutations([*apart, *apart[::2]]))
    assert judge(facts, shuffled, (terms,), as_of) == judge(facts, apart, (terms,), as_of)


@settings(max_examples=150, deadline=None)
@given(case=logs(), terms=terms(), after=ticks)
def test_what_comes_later_does_not_change_what_was_known(case: Case, terms: AgreementTerms, after: int) -> None:
    facts, events = case
    as_of = asked(case, after)
    known = [event for event in events if event.at <= as_of]
    assert judge(facts, known, (terms,), as_of) == judge(facts, events, (terms,), as_of)


@settings(max_examples=150, deadline=None)
@given(case=logs(), terms=terms(), after=ticks, more=st.integers(0, 300))
def test_a_breach_stays_a_breach_unless_the_ticket_is_taken_out(
    case: Case, terms: AgreementTerms, after: int, more: int
) -> None:
    earlier = judge(*case, (terms,), asked(case, after))
    later = judge(*case, (terms,), asked(case, after + more))
    for before, then in zip(earlier, later, strict=True):
        if before.verdict is VerdictKind.BREACHED and then.verdict is not VerdictKind.EXCLUDED:
            assert (then.verdict, then.decided_at) == (before.verdict, before.decided_at)
