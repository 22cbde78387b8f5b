"""Figures from evidence: every measure, customer, period and slice in one pass a cohort (design section 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from fuwubao.domain.figures import BLANK_KEY, Dimension, Figure, FigureStatus, Scope, status_of
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import AgreementTerms
from fuwubao.engine.measures.evidence import Evidence, Prepared, Question, prepared
from fuwubao.engine.measures.frames import frame_question, frame_rows
from fuwubao.engine.measures.identity import EMPTY, identities
from fuwubao.engine.measures.measure import Frame, Kind, Measure, Part
from fuwubao.engine.measures.service_time import FULL_WEIGHT, agreements_of, revisions_in_force
from fuwubao.engine.measures.slices import WHOLE, Slice, Tally, tallies
from fuwubao.engine.measures.targets import WITHIN_LIMIT, Standard, standard_of, workload_limit

ANSWERS_KEPT = 32  # questions whose figures an evidence remembers
USUAL = (Dimension.SERVICE, Dimension.PRIORITY, Dimension.CLASS)
NOTHING = Tally(numerator=0, denominator=0)
Counts = Mapping[tuple[str, int, Slice], Tally]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Answer:
    """What was counted for all questions together; ``agreements`` by customer, ``keys`` by customer and dimension."""

    evidence: Evidence
    counts: Counts
    identities: Mapping[Slice, Mapping[str, int]]
    keys: Mapping[tuple[str, str], set[tuple[str, str]]]
    agreements: Mapping[str, Sequence[AgreementTerms]]
    scale: int


def compute(
    evidence: Evidence,
    questions: Sequence[Question],
    measures: Sequence[Measure],
    *,
    dimensions: Sequence[Dimension] = USUAL,
    only: tuple[Dimension, str] | None = None,
) -> list[Figure]:
    """Return the figures of each customer and period: the total, then each slice, in a fixed order.

    ``only`` asks for a single slice; a target may be named with its agreement, ``SLA-2025-007/ERP-P2``.
    Slices are the keys that occur in the customer's agreements or rows.
    """
    if only is not None:
        dimensions = (only[0],)
    asked = (tuple(questions), tuple(measure.key for measure in measures), tuple(dimensions), only)
    found = evidence.answers_given.get(asked)
    if found is None:
        found = tuple(_computed(evidence, questions, measures, dimensions, only))
        if len(evidence.answers_given) >= ANSWERS_KEPT:
            evidence.answers_given.clear()
        evidence.answers_given[asked] = found
    return list(found)


def _computed(
    evidence: Evidence,
    questions: Sequence[Question],
    measures: Sequence[Measure],
    dimensions: Sequence[Dimension],
    only: tuple[Dimension, str] | None,
) -> list[Figure]:
    names = [dimension.value for dimension in dimensions]
    ready = prepared(evidence, questions)
    countable = [m for m in measures if not evidence.absent.intersection(m.sources)]
    counts = _counted(ready, countable, names)
    answer = _Answer(
        evidence=evidence,
        counts=counts,
        identities=identities(ready.facts, names) if any(_has_identity(m) for m in countable) else {},
        keys=_keys_of_rows(evidence, counts, questions, names),
        agreements=agreements_of(evidence.agreements),
        scale=ready.scale,
    )
    found: list[Figure] = []
    for question in questions:
        for number, period in enumerate(question.periods):
            for scope in _scopes(answer, question.customer, number, period, dimensions, only):
                place = Slice(
                    customer=scope.customer,
                    part=number,
                    dimension=scope.dimension.value if scope.dimension else WHOLE,
                    key=scope.key,
                    agreement=scope.agreement,
                )
                found.extend(_figures(answer, measures, scope, place, period))
    return found


def _counted(ready: Prepared, measures: Sequence[Measure], dimensions: Sequence[str]) -> Counts:
    counts: dict[tuple[str, int, Slice], Tally] = {}
    for frame in dict.fromkeys(m.frame for m in measures):
        group = [m for m in measures if m.frame is frame]
        wanted = [name for name in dimensions if _speaks_of(group[0], Dimension(name))]
        again = frame is Frame.BACKLOG or any(p.kind is Kind.QUANTILE for m in group for p in m.parts)
        ask = frame_rows if again else frame_question  # rows that are looked at once need not be kept
        for measure, number, place, tally in tallies(ask(frame, ready.facts), group, wanted):
            counts[measure.id, number, place] = tally
    return counts


def _keys_of_rows(
    evidence: Evidence, counts: Counts, questions: Sequence[Question], dimensions: Sequence[str]
) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Collect by (customer, dimension) the (agreement, key) of what was counted or a ticket ever had (without one)."""
    keys: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for _, _, place in counts:
        if place.dimension != WHOLE:
            keys.setdefault((place.customer, place.dimension), set()).add((place.agreement, place.key))
    customers = {question.customer for question in questions}
    for dimension in dimensions:
        if dimension == Dimension.TARGET.value:
            continue
        found = evidence.transitions.group_by(["customer", dimension]).aggregate([])
        for row in found.to_pylist():
            if row["customer"] in customers:
                keys.setdefault((row["customer"], dimension), set()).add(("", row[dimension] or BLANK_KEY))
    return keys


def _scopes(
    answer: _Answer,
    customer: str,
    number: int,
    period: Period,
    dimensions: Sequence[Dimension],
    only: tuple[Dimension, str] | None,
) -> Iterator[Scope]:
    if only is not None:
        dimension, wanted = only
        named = [(a, key) for a, key in _keys(answer, customer, period, dimension) if wanted in (key, f"{a}/{key}")]
        agreement, key = named[0] if named else ("", wanted)
        yield Scope(customer, dimension, key, agreement)
        return
    yield Scope(customer)
    for dimension in dimensions:
        for agreement, key in _keys(answer, customer, period, dimension):
            yield Scope(customer, dimension, key, agreement)


def _keys(answer: _Answer, customer: str, period: Period, dimension: Dimension) -> list[tuple[str, str]]:
    """Return the (agreement, key) of every slice that occurs in the rows or in the agreements in force, in order."""
    keys = answer.keys.get((customer, dimension.value), set())
    agreements = answer.agreements.get(customer, ())
    return sorted(keys | set(_agreed_keys(agreements, customer, period, dimension)))


def _agreed_keys(
    agreements: Sequence[AgreementTerms], customer: str, period: Period, dimension: Dimension
) -> Iterator[tuple[str, str]]:
    """Yield the (agreement, key) of slices that the agreements in force name; the agreement only for targets."""
    for terms, _, _ in revisions_in_force(agreements, customer=customer, period=period):
        for service in terms.services:
            if dimension is Dimension.SERVICE:
                yield "", service.code
            for target in service.targets:
                if dimension is Dimension.TARGET:
                    yield terms.code, target.id
                yield from (("", value) for name, value in target.applies if name == dimension.value)


def _figures(
    answer: _Answer, measures: Sequence[Measure], scope: Scope, place: Slice, period: Period
) -> Iterator[Figure]:
    for measure in measures:
        if not _speaks_of(measure, scope.dimension):
            continue
        for number, part in enumerate(measure.parts):
            tally = answer.counts.get((measure.id, number, place))
            yield _figure(answer, measure, part, scope, place, period, tally)


def _figure(
    answer: _Answer, measure: Measure, part: Part, scope: Scope, place: Slice, period: Period, tally: Tally | None
) -> Figure:
    evidence = answer.evidence
    agreements = answer.agreements.get(scope.customer, ())
    standard = standard_of(measure, tally, scope, period, agreements)
    absent = [kind for kind in measure.sources if kind in evidence.absent]
    if absent:
        numbers = _Numbers(None, None, None, FigureStatus.UNAVAILABLE)
    else:
        limit = workload_limit(scope, period, agreements) if part.kind is Kind.LIMIT else None
        if limit is not None:
            standard = Standard(WITHIN_LIMIT, standard.minimum_sample)
        numbers = _numbers(measure, part, tally or NOTHING, standard.minimum_sample, answer.scale, limit)
    identity = answer.identities.get(place, EMPTY) if _has_identity(measure) and not absent else {}
    return Figure(
        measure=measure.id,
        version=measure.version,
        scope=scope,
        period=period,
        as_of=evidence.as_of,
        variant=part.variant,
        unit=measure.unit,
        better=measure.better_of(part),
        digits=measure.digits,
        status=numbers.status,
        numerator=numbers.numerator,
        denominator=numbers.denominator,
        value=numbers.value,
        target=standard.bound if measure.judged_by_rows or len(measure.parts) == 1 else None,
        minimum_sample=standard.minimum_sample,
        identity=identity,
        reason=f"缺少数据来源：{'、'.join(absent)}" if absent else "",
        empty=measure.empty,
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    status: FigureStatus


def _numbers(measure: Measure, part: Part, tally: Tally, minimum: int, scale: int, limit: int | None) -> _Numbers:
    """Make the value of one part from its sums (semantics 7)."""
    n, d = tally.numerator, tally.denominator
    status = status_of(d, minimum=minimum)
    if part.kind is Kind.COUNT:
        return _Numbers(n, d if part.variant.bucket else None, Fraction(n), FigureStatus.OK)
    if part.kind is Kind.LIMIT:
        value = Fraction(n, limit) if limit else None
        return _Numbers(n, limit, value, FigureStatus.OK if limit else FigureStatus.NOT_APPLICABLE)
    if part.kind is Kind.QUANTILE:
        value = None if tally.quantile is None else Fraction(tally.quantile)
        return _Numbers(None, d, value, status)
    if part.kind is Kind.SCALED:
        return _Numbers(None, None, Fraction(n, scale) if d else None, status)
    weighted = measure.frame is Frame.SERVICE_TIME  # whole seconds are told as such, weighted ones in hundredths
    shared = FULL_WEIGHT if weighted and d and gcd(n, d) % FULL_WEIGHT == 0 else 1
    return _Numbers(n // shared, d // shared, Fraction(n, d) if d else None, status)


def _speaks_of(measure: Measure, dimension: Dimension | None) -> bool:
    """Whether a measure has slices of a dimension: availability only by service, targets only where clocks count."""
    if dimension is Dimension.TARGET:
        return measure.frame in (Frame.DECISIONS, Frame.STOPS)
    return dimension in (None, Dimension.SERVICE) or not measure.by_service_only


def _has_identity(measure: Measure) -> bool:
    return measure.frame is Frame.BACKLOG and len(measure.parts) == 1
