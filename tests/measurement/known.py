"""Evidence made by the plain judge, one ticket at a time: the slow second way to what the engine counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from fuwubao.domain.figures import Dimension, Figure, Variant
from fuwubao.domain.history import History, State, Transition, replay
from fuwubao.domain.judge import judge_history
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.engine.measures.catalogue import measures_called
from fuwubao.engine.measures.computing import USUAL, compute
from fuwubao.engine.measures.evidence import TRANSITIONS, VERDICTS, Evidence, Question
from fuwubao.engine.measures.service_time import Outage


def second(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def evidence(
    tickets: Sequence[TicketFacts],
    events: Mapping[str, Sequence[TicketEvent]],
    agreements: Sequence[AgreementTerms],
    as_of: datetime,
    outages: Sequence[Outage] = (),
) -> Evidence:
    """Judge every ticket that exists by ``as_of`` and lay the results out as the engine wants them."""
    verdicts: list[dict[str, object]] = []
    transitions: list[dict[str, object]] = []
    for ticket in tickets:
        history = replay(ticket, events.get(ticket.id, ()))
        if history.first_instant > as_of:
            continue
        log = events.get(ticket.id, ())
        escalated = any(event.event is EventKind.ESCALATED and event.at <= as_of for event in log)
        transitions += _transitions(ticket, history, as_of, escalated=escalated)
        for judged in judge_history(ticket, history, agreements, as_of):
            verdict = judged.verdict
            decided, stopped = (_in_force(history, at, as_of) for at in (verdict.decided_at, verdict.stopped_at))
            verdicts.append(
                {
                    **_dimensions(ticket),
                    "clock": str(verdict.clock),
                    "verdict": verdict.verdict.value,
                    "agreement": verdict.agreement,
                    "target": verdict.target_row,
                    "service_at_decision": decided[0],
                    "priority_at_decision": decided[1],
                    "service_at_stop": stopped[0],
                    "priority_at_stop": stopped[1],
                    "decided_at": second(verdict.decided_at),
                    "stopped_at": second(verdict.stopped_at),
                    "opened_at": second(verdict.opened_at),
                    "elapsed_seconds": verdict.elapsed_seconds,
                }
            )
    return Evidence(
        agreements=agreements,
        as_of=as_of,
        verdicts=pa.Table.from_pylist(verdicts, schema=VERDICTS),
        transitions=pa.Table.from_pylist(transitions, schema=TRANSITIONS),
        outages=outages,
    )


def figures(
    known: Evidence, customer: str, period: str, *measures: str, dimensions: Sequence[Dimension] = USUAL
) -> list[Figure]:
    """Ask for some measures of a customer in the zone of Shanghai."""
    question = Question(customer, (parse_period(period, "Asia/Shanghai"),))
    return compute(known, [question], measures_called(measures), dimensions=dimensions)


def total(known: Evidence, period: str, measure: str, *, customer: str = "HD", **variant: str) -> Figure:
    """The customer's total of one measure."""
    for figure in figures(known, customer, period, measure, dimensions=()):
        if figure.variant == Variant(**variant):
            return figure
    raise AssertionError(f"{measure} {variant} is not among the figures")


def _dimensions(ticket: TicketFacts) -> dict[str, object]:
    return {
        "ticket": ticket.id,
        "customer": ticket.customer,
        "class": ticket.ticket_class,
        "team": ticket.team or None,
        "supplier": ticket.supplier or None,
    }


def _transitions(ticket: TicketFacts, history: History, as_of: datetime, *, escalated: bool) -> list[dict[str, object]]:
    held = history.until(as_of)
    ended = any(one.state is State.ENDED for one in held)
    return [
        {
            **_dimensions(ticket),
            **_around(held, number),
            "is_ended": ended,
            "source": "test",
            "seq": number,
            "at": second(transition.at),
            "by": transition.by.value,
            "state": transition.state.value,
            "service": transition.service,
            "priority": transition.priority,
            "opened_at": second(history.first_instant),
            "line": ticket.line or None,
            "escalated": escalated,
            "marked_out": ticket.marked_out in ("test", "spam"),
        }
        for number, transition in enumerate(held)
    ]


def _around(held: Sequence[Transition], number: int) -> dict[str, object]:
    """What lies before and after one transition; only opening, stopping and ending are turns."""
    earlier = held[number - 1] if number else None
    later = [one for place, one in enumerate(held) if place > number and _turns(held[place - 1], one)]
    return {
        "was": earlier and earlier.state.value,
        "service_before": earlier and earlier.service,
        "priority_before": earlier and earlier.priority,
        "until": second(held[number + 1].at) if number + 1 < len(held) else None,
        "turns": earlier is None or _turns(earlier, held[number]),
        "next_at": second(later[0].at) if later else None,
        "next_by": later[0].by.value if later else None,
    }


def _turns(earlier: Transition, one: Transition) -> bool:
    opened = {State.RUNNING, State.PENDING}
    ended = one.state is State.ENDED and earlier.state is not State.ENDED
    return ended or (earlier.state in opened) != (one.state in opened)


def _in_force(history: History, at: datetime | None, as_of: datetime) -> tuple[str | None, str | None]:
    """Service and priority after everything that happened at the instant (F02)."""
    if at is None:
        return None, None
    held = [t for t in history.until(as_of) if t.at <= at][-1]
    return held.service, held.priority
