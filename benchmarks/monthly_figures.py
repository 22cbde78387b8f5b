"""Monthly figures of a thousand customers against the pass that judges all their tickets.

    python -m benchmarks.monthly_figures [TICKETS] [CUSTOMERS]

One table of tickets with their logs over a year: judged whole (``judge_tables``, both clocks, every column), then K01
to K11 of the last month for every customer in one question, the totals and every service, priority and class. Wall
and CPU seconds; the ratio is of CPU seconds.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from fuwubao.domain.figures import Dimension
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import AgreementTerms, ClockKind
from fuwubao.engine.measures.catalogue import measures_called
from fuwubao.engine.measures.computing import USUAL, compute
from fuwubao.engine.measures.evidence import TRANSITIONS, Evidence, Question
from fuwubao.measurement.judging import counted_verdicts, judge_tables
from tests.domain.promises import HOUR, agreement, target

AS_OF = datetime(2027, 1, 1, tzinfo=UTC)
BEGINS = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
MEASURES = tuple(f"K{number:02}" for number in range(1, 12))
DAY = 86_400
PRIORITIES = ("P1", "P2", "P3")
CLASSES = ("incident", "request")


def promises(customers: int) -> tuple[AgreementTerms, ...]:
    """Return one agreement a customer: three priorities, both clocks, office hours."""
    targets = [
        target(clock, seconds=hours * HOUR, priority=priority)
        for clock, scale in ((ClockKind.RESPONSE, 1), (ClockKind.RESOLUTION, 8))
        for priority, hours in zip(PRIORITIES, (scale, 2 * scale, 4 * scale), strict=True)
    ]
    one = agreement(*targets)
    return tuple(replace(one, code=f"SLA-{number:04}", customer_code=f"C{number:04}") for number in range(customers))


def tables(count: int, customers: int) -> tuple[pa.Table, pa.Table]:
    """Return tickets and their logs: all answered, two in five waiting once, nearly all resolved."""
    random = np.random.default_rng(7)
    opened = BEGINS + random.integers(0, 360 * DAY, count)
    answered = opened + random.integers(60, 2 * 3600, count)
    waiting = answered + random.integers(60, 3600, count)
    resumed = waiting + random.integers(3600, 2 * DAY, count)
    waits, solved = random.random(count) < 0.4, random.random(count) < 0.98
    resolved = np.where(waits, resumed, answered) + random.integers(600, DAY, count)
    names = np.char.add("T", np.char.zfill(np.arange(count).astype(str), 8))
    tickets = pa.table(
        {
            "id": names,
            "source": pa.repeat("desk", count),
            "customer": _chosen(random, [f"C{number:04}" for number in range(customers)], count),
            "class": _chosen(random, CLASSES, count),
            "service": pa.repeat("ERP", count),
            "priority": _chosen(random, PRIORITIES, count),
            "opened_at": _instants(opened),
            "state": pa.array(np.where(solved, "resolved", "open")),
        }
    )
    told = [
        (opened, "opened", "", np.ones(count, np.bool_)),
        (answered, "responded", "", np.ones(count, np.bool_)),
        (waiting, "pending", "waiting_customer", waits),
        (resumed, "resumed", "", waits),
        (resolved, "resolved", "", solved),
    ]
    logs = [
        pa.table(
            {
                "ticket_id": names[chosen],
                "source": pa.repeat("desk", int(chosen.sum())),
                "at": _instants(at[chosen]),
                "event": pa.repeat(event, int(chosen.sum())),
                "value": pa.repeat("", int(chosen.sum())),
                "reason": pa.repeat(reason, int(chosen.sum())),
            }
        )
        for at, event, reason, chosen in told
    ]
    return tickets, pa.concat_tables(logs)


def _chosen(random: np.random.Generator, words: list[str] | tuple[str, ...], count: int) -> pa.Array:
    return pa.array(words).take(pa.array(random.integers(0, len(words), count)))


def _instants(seconds: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pa.array(seconds).cast(pa.timestamp("s", tz="UTC")).cast(pa.timestamp("us", tz="UTC"))


def main(count: int, customers: int) -> None:
    """Print both passes and their ratio."""
    terms = promises(customers)
    tickets, events = tables(count, customers)
    wall, cpu = time.perf_counter(), time.process_time()
    verdicts, transitions = judge_tables(tickets, events, terms, AS_OF)
    full = time.perf_counter() - wall, time.process_time() - cpu
    print(f"full pass     {full[0]:7.2f} s {full[1]:7.2f} CPU s   {count} tickets, {len(events)} events")
    known = Evidence(
        agreements=terms,
        as_of=AS_OF,
        verdicts=counted_verdicts(verdicts, terms),
        transitions=transitions.select(TRANSITIONS.names).cast(TRANSITIONS),
    )
    month = parse_period("2026-12", "Asia/Shanghai")
    asked = [Question(one.customer_code, (month,)) for one in terms]
    rounds: tuple[tuple[str, tuple[Dimension, ...]], ...] = (("totals", ()), ("all slices", USUAL))
    for words, dimensions in rounds:
        wall, cpu = time.perf_counter(), time.process_time()
        found = compute(known, asked, measures_called(MEASURES), dimensions=dimensions)
        month_wall, month_cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(
            f"{words:13} {month_wall:7.2f} s {month_cpu:7.2f} CPU s   {len(found)} figures of {customers} customers, "
            f"{month_cpu / full[1]:.2f} of the full pass"
        )


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("1000000", "1000")[len(sys.argv) - 1 :])))
