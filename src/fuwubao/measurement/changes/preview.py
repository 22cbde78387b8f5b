"""The figures that a change would move: counted in memory on what is known and on what would be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.domain.figures import Figure
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.engine.measures.computing import compute
from fuwubao.engine.measures.evidence import Evidence, Question
from fuwubao.measurement.changes.told import frozen_periods
from fuwubao.measurement.evidence import NEEDED, Judged, evidence_of
from fuwubao.measurement.judging import judge_tables
from fuwubao.measurement.queries import utc_text
from fuwubao.records import queries as records

MONTHS = 13  # of the newest months; M15
LINES = 400  # that a preview keeps; the count tells of all


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """Agreements and rows by kind, as they are or as they would be."""

    terms: tuple[AgreementTerms, ...]
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """What a request would do: what is known before and after, whose figures, and the days that it can touch."""

    before: Known
    after: Known
    customers: tuple[str, ...]
    first: date
    last: date


def known(*, snapshot: str, without: str = "") -> Known:
    """Return what is known now, or would be without a batch."""
    tables = {
        kind: records.current_rows(kind, snapshot=snapshot, without=without) for kind in (*NEEDED, "ticket_event")
    }
    return Known(terms=agreements.terms_of_all(), tables=tables)


def fingerprint(snapshot: str) -> dict[str, object]:
    """Return what a preview rests on; another one means that it has to be made again."""
    return {"snapshot": snapshot, "terms": sorted(terms_digest(terms) for terms in agreements.terms_of_all())}


def preview_of(change: Change, *, as_of: datetime, snapshot: str) -> dict[str, object]:
    """Return the figures that differ in open periods, and the periods that reports hold frozen, as JSON."""
    periods = {code: _periods(change, code) for code in change.customers}
    frozen = frozen_periods(change.customers)
    held: list[dict[str, str]] = []
    questions = []
    for code, found in periods.items():
        names = {period: frozen.get((code, str(period.first), str(period.day_after)), "") for period in found}
        held += [{"customer": code, "period": p.label, "report": name} for p, name in names.items() if name]
        still_open = tuple(period for period, name in names.items() if not name)
        if still_open:
            questions.append(Question(code, still_open))
    lines = _differences(change, questions, as_of) if questions else []
    return {
        **fingerprint(snapshot),
        "as_of": utc_text(as_of),
        "periods": sorted({period.label for question in questions for period in question.periods}),
        "frozen": held,
        "count": len(lines),
        "lines": lines[:LINES],
    }


def _periods(change: Change, customer: str) -> tuple[Period, ...]:
    """Return the months, quarters and years that the change touches, of the newest thirteen months."""
    zone = next((t.timezone for t in reversed(change.after.terms) if t.customer_code == customer), time_zone())
    last = max(change.first, change.last)
    labels: dict[str, None] = {}
    day = last.replace(day=1)
    for _ in range(MONTHS):
        if day < change.first.replace(day=1):
            break
        for label in (f"{day:%Y-%m}", f"{day.year}Q{(day.month + 2) // 3}", f"{day.year}"):
            labels[label] = None
        day = (day - timedelta(days=1)).replace(day=1)
    return tuple(sorted((parse_period(label, zone) for label in labels), key=lambda p: (p.first, p.day_after)))


def _differences(change: Change, questions: Sequence[Question], as_of: datetime) -> list[dict[str, object]]:
    before = {figure.key: figure for figure in _figures(change.before, change.customers, questions, as_of)}
    after = {figure.key: figure for figure in _figures(change.after, change.customers, questions, as_of)}
    return [
        _line(before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if _told(before.get(key)) != _told(after.get(key))
    ]


def _figures(what: Known, customers: Sequence[str], questions: Sequence[Question], as_of: datetime) -> Sequence[Figure]:
    return compute(_evidence(what, customers, as_of), questions, CATALOGUE)


def _evidence(what: Known, customers: Sequence[str], as_of: datetime) -> Evidence:
    """Judge the rows of these customers alone; a kind that nobody ever recorded stays absent (M4)."""
    terms = tuple(t for t in what.terms if t.customer_code in customers)
    wanted = pa.array(customers, pa.string())
    tables = dict(what.tables)
    tickets, events = tables["ticket"], tables["ticket_event"]
    mine = tickets.filter(pc.is_in(tickets["customer"], value_set=wanted))
    theirs = events.filter(pc.is_in(_names(events, "ticket_id"), value_set=_names(mine, "id")))
    verdicts, transitions = judge_tables(mine, theirs, terms, as_of)
    found = evidence_of(Judged(verdicts=verdicts, transitions=transitions), tables, terms=terms, as_of=as_of)
    absent = {kind for kind in found.absent if kind != "ticket" or not tickets.num_rows}
    return replace(found, absent=frozenset(absent))


def _names(table: pa.Table, name: str) -> pa.Array:
    joined = pc.binary_join_element_wise(table["source"], pc.utf8_lower(table[name]), "\x1f")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def _told(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return (None,)
    return (figure.numerator, figure.denominator, figure.value, figure.status, figure.target, figure.verdict)


def _line(before: Figure | None, after: Figure | None) -> dict[str, object]:
    one = after or before
    assert one is not None  # a key comes from one of the two
    return {
        "measure": one.measure,
        "customer": one.scope.customer,
        "period": one.period.label,
        "dimension": one.scope.dimension.value if one.scope.dimension else "",
        "key": one.scope.key,
        "variant": one.variant.to_json(),
        "before": _shown(before),
        "after": _shown(after),
    }


def _shown(figure: Figure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": None if figure.value is None else str(figure.value),
        "display": figure.display,
        "verdict": figure.verdict.value if figure.verdict else "",
    }


def local_day(at: datetime) -> date:
    """Return the day of an instant in the workspace's zone."""
    return at.astimezone(ZoneInfo(time_zone())).date()
