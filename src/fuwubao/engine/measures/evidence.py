"""What is known, as tables: brought into the columns that frames need and handed to an engine.

The tables come from the judge (verdicts), the history (transitions) and the record store; instants become epoch
seconds here, once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import lcm

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.figures import Figure
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.measures.frames import Facts, Rows
from fuwubao.engine.measures.service_time import FULL_WEIGHT, Outage, ServiceTime, agreements_of, service_times

_DIMENSIONS = ("customer", "class", "team", "supplier")
_IN_FORCE = ("service_at_decision", "priority_at_decision", "service_at_stop", "priority_at_stop")
VERDICTS = pa.schema(
    [(name, pa.string()) for name in ("ticket", "clock", "verdict", "agreement", "target", *_DIMENSIONS, *_IN_FORCE)]
    + [(name, pa.int64()) for name in ("decided_at", "stopped_at", "opened_at", "elapsed_seconds")]
)
TRANSITIONS = pa.schema(
    [(n, pa.string()) for n in ("source", "ticket", "by", "state", "service", "priority", "line", *_DIMENSIONS)]
    + [(name, pa.string()) for name in ("was", "service_before", "priority_before", "next_by")]
    + [(name, pa.int64()) for name in ("seq", "at", "opened_at", "until", "next_at")]
    + [(name, pa.bool_()) for name in ("marked_out", "escalated", "turns", "is_ended")]
)
SERVICE_TIME = pa.schema(
    [("customer", pa.string()), ("part", pa.int64()), ("service", pa.string()), ("agreement", pa.string())]
    + [(name, pa.int64()) for name in ("agreed", "lost", "outages", "allowance")]
)
ANSWERS = pa.schema(
    [(name, pa.string()) for name in ("ticket", "customer", "service")] + [("at", pa.int64()), ("score", pa.int64())]
)
COMPLAINTS = pa.schema(
    [(name, pa.string()) for name in ("ticket", "customer", "service")]
    + [(name, pa.int64()) for name in ("at", "decided_at", "in_time")]
)
PROBLEMS = pa.schema(
    [(name, pa.string()) for name in ("ticket", "customer", "service", "priority")]
    + [(name, pa.int64()) for name in ("at", "closed_at", "found_at")]
)
LINKS = pa.schema(
    [(name, pa.string()) for name in ("source", "ticket", "customer")] + [("problem_closed_at", pa.int64())]
)
CHANGES = pa.schema(
    [(name, pa.string()) for name in ("ticket", "customer", "service")]
    + [(name, pa.int64()) for name in ("at", "succeeded", "is_emergency", "is_unauthorised")]
)
RELEASES = pa.schema(
    [(name, pa.string()) for name in ("ticket", "customer", "service")] + [("at", pa.int64()), ("held", pa.int64())]
)
BOUNDS = pa.schema([("customer", pa.string())] + [(name, pa.int64()) for name in ("part", "starts", "ends", "cut")])


@dataclass(frozen=True, slots=True)
class Question:
    """One customer and the periods asked for; a trend asks for several."""

    customer: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """All that figures are made of, as of ``as_of``.

    ``verdicts`` and ``transitions`` have the columns that ``frames.Facts`` names, instants as epoch seconds.
    ``absent`` are record kinds of which nothing was ever recorded: their figures are unavailable (M4).
    ``answers_given`` are figures already computed from it, by question: the same evidence never gives others.
    """

    agreements: Sequence[AgreementTerms]
    as_of: datetime
    verdicts: pa.Table
    transitions: pa.Table
    outages: Sequence[Outage] = ()
    answers: pa.Table = field(default_factory=ANSWERS.empty_table)
    complaints: pa.Table = field(default_factory=COMPLAINTS.empty_table)
    problems: pa.Table = field(default_factory=PROBLEMS.empty_table)
    links: pa.Table = field(default_factory=LINKS.empty_table)
    changes: pa.Table = field(default_factory=CHANGES.empty_table)
    releases: pa.Table = field(default_factory=RELEASES.empty_table)
    absent: frozenset[str] = frozenset()
    answers_given: dict[Hashable, tuple[Figure, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """Evidence on an engine; ``scale`` is the common denominator of allowances."""

    facts: Facts
    scale: int


def questions_of(figures: Iterable[Figure]) -> list[Question]:
    """Return the questions that figures answer: each customer once, with the periods in order of appearance."""
    asked: dict[str, dict[Period, None]] = {}
    for figure in figures:
        asked.setdefault(figure.scope.customer, {})[figure.period] = None
    return [Question(customer, tuple(periods)) for customer, periods in asked.items()]


def prepared(evidence: Evidence, questions: Sequence[Question]) -> Prepared:
    """Hand the evidence to the embedded engine for these questions."""
    cut = int(evidence.as_of.timestamp())
    own = agreements_of(evidence.agreements)
    measured = [
        (part, item)
        for question in questions
        for part, period in enumerate(question.periods)
        for item in service_times(
            own.get(question.customer, ()), evidence.outages, customer=question.customer, period=period, as_of=cut
        )
    ]
    scale = lcm(*(item.allowance.denominator for _, item in measured)) if measured else 1
    connection = duckdb.connect()
    asked = pa.array([question.customer for question in questions], pa.string())

    def lazy(table: pa.Table) -> Rows:
        theirs = pc.is_in(table["customer"], value_set=asked)
        return nw.from_native(connection.from_arrow(table if pc.all(theirs).as_py() else table.filter(theirs)))

    facts = Facts(
        verdicts=lazy(evidence.verdicts),
        transitions=lazy(evidence.transitions),
        service_time=lazy(_service_time_table(measured, scale)),
        answers=lazy(evidence.answers),
        complaints=lazy(evidence.complaints),
        problems=lazy(evidence.problems),
        links=lazy(evidence.links),
        changes=lazy(evidence.changes),
        releases=lazy(evidence.releases),
        bounds=lazy(_bounds_table(questions, cut)),
        settled=lambda rows: nw.from_native(connection.from_arrow(rows.collect("pyarrow").to_native())),
    )
    return Prepared(facts=facts, scale=scale * FULL_WEIGHT)


def epoch_seconds(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Return instants as whole seconds since 1970; nulls stay."""
    return pc.cast(pc.cast(column, pa.timestamp("s", tz="UTC"), safe=False), pa.int64())


def outages_of(table: pa.Table) -> tuple[Outage, ...]:
    """Read outage records; one without an end goes on (semantics 7), one without a weight counts in full."""
    starts, ends = epoch_seconds(table["start"]).to_pylist(), epoch_seconds(table["end"]).to_pylist()
    agreed = table["agreed_ref"].to_pylist() if "agreed_ref" in table.column_names else [None] * len(table)
    rows = zip(
        *(table[name].to_pylist() for name in ("id", "service", "weight", "planned")),
        starts,
        ends,
        agreed,
        strict=True,
    )
    return tuple(
        Outage(
            id=number,
            service=service,
            starts=start,
            ends=FAR_FUTURE if end is None else end,
            weight=FULL_WEIGHT if weight is None else weight,
            planned=bool(planned),
            agreed=bool(agreed_ref),
        )
        for number, service, weight, planned, start, end, agreed_ref in rows
    )


FAR_FUTURE = 2**40  # the end of what is not over yet; cut to the instant of the question


def _service_time_table(measured: Sequence[tuple[int, ServiceTime]], scale: int) -> pa.Table:
    rows = [
        {
            "customer": item.customer,
            "part": part,
            "service": item.service,
            "agreement": item.agreement,
            "agreed": item.agreed,
            "lost": item.lost,
            "outages": item.outages,
            "allowance": int(item.allowance * scale),
        }
        for part, item in measured
    ]
    return pa.Table.from_pylist(rows, schema=SERVICE_TIME)


def _bounds_table(questions: Sequence[Question], cut: int) -> pa.Table:
    rows = [
        {
            "customer": question.customer,
            "part": part,
            "starts": int(period.starts_at.timestamp()),
            "ends": int(period.ends_before.timestamp()),
            "cut": cut,
        }
        for question in questions
        for part, period in enumerate(question.periods)
    ]
    return pa.Table.from_pylist(rows, schema=BOUNDS)
