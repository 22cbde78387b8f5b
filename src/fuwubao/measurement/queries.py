"""Figures, trends and the rows behind them: what pages, reports and the command line read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit, Variant
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.terms import AgreementTerms, Bound, Operator
from fuwubao.domain.words import Words
from fuwubao.engine.measures.catalogue import CATALOGUE, RETIRED, measure_called, measures_called
from fuwubao.engine.measures.computing import USUAL, compute
from fuwubao.engine.measures.evidence import Evidence, Question, questions_of
from fuwubao.engine.measures.lineage import RowsBehind, Side
from fuwubao.engine.measures.lineage import rows_behind as engine_rows
from fuwubao.measurement.entered import ENTERED, entered_figures, entered_names, entered_series, entry_rows
from fuwubao.measurement.errors import CustomerUnknown, FigureSetUnknown, FigureUnknown
from fuwubao.measurement.evidence import evidence_as_of, named_customers
from fuwubao.measurement.models import FigureSet, FrozenFigure
from fuwubao.records import queries as records

TREND_PERIODS = 13  # M15


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An answer: figures of one or all customers under one cut-off and one snapshot."""

    period: Period
    as_of: datetime
    snapshot: str
    figures: tuple[Figure, ...]

    def to_json(self) -> dict[str, object]:
        """Return the answer as ``fuwubao figures --json`` prints it; a figure with other bounds carries them."""
        top = bounds_of(self.period)
        told = []
        for figure in self.figures:
            printed = figure.to_json()
            own = bounds_of(figure.period)
            told.append(printed if own == top else {**printed, "period": own})
        return {"period": top, "as_of": utc_text(self.as_of), "snapshot": self.snapshot, "figures": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A frozen figure beside what the same question gives now (M14)."""

    frozen: Figure
    now: Figure | None


def figures_for(
    *,
    period: str,
    as_of: datetime,
    customer: str | None = None,
    service: str | None = None,
    measures: Sequence[str] = (),
    dimensions: Sequence[Dimension] = USUAL,
    snapshot: str | None = None,
) -> Figures:
    """Return figures of a customer (or of each in turn): the total and every slice, or one service alone.

    Values entered by hand and verified follow the counted ones.

    ``period`` as people write it, in the zone of the customer's agreement. No measures named means all.
    Raises: CustomerUnknown, UnknownMeasure, PeriodUnreadable.
    """
    taken = snapshot or records.latest_snapshot()
    entered = entered_names(snapshot=taken).intersection(measures)
    counted = tuple(name for name in measures if name not in entered)
    chosen = measures_called(counted) if counted or not measures else ()
    evidence = evidence_as_of(as_of, snapshot=taken)
    customers = [known_customer(evidence, customer)] if customer else customers_of(evidence)
    questions = [Question(code, (period_of(evidence, code, period),)) for code in customers]
    only = None if service is None else (Dimension.SERVICE, service)
    found = compute(evidence, questions, chosen, dimensions=dimensions, only=only) if chosen else []
    found += entered_figures(
        [(question.customer, question.periods[0]) for question in questions],
        as_of=as_of,
        snapshot=taken,
        names=frozenset(measures) if measures else None,
        dimensions=dimensions,
        only=only,
    )
    top = questions[0].periods[0] if customer else parse_period(period, time_zone())
    return Figures(period=top, as_of=as_of, snapshot=taken, figures=tuple(found))


def figures_between(
    *,
    customer: str,
    periods: Sequence[Period],
    as_of: datetime,
    dimensions: Sequence[Dimension],
    snapshot: str,
    measures: Sequence[str] = (),
) -> tuple[Figure, ...]:
    """Return measures (none named: every one) of several periods of a customer, total and slices, in one pass.

    Without named measures the verified values that were entered by hand follow the counted ones.

    Raises: CustomerUnknown, UnknownMeasure.
    """
    evidence = evidence_as_of(as_of, snapshot=snapshot)
    code = known_customer(evidence, customer)
    rules = measures_called(tuple(measures))
    found = compute(evidence, [Question(code, tuple(periods))], rules, dimensions=dimensions)
    if not measures:
        asked = [(code, period) for period in periods]
        found += entered_figures(asked, as_of=as_of, snapshot=snapshot, dimensions=dimensions)
    return tuple(found)


def trend(
    *,
    customer: str,
    measure: str,
    period: str,
    as_of: datetime,
    dimension: Dimension | None = None,
    key: str = "",
    variant: Variant | None = None,
    count: int = TREND_PERIODS,
    snapshot: str | None = None,
) -> tuple[Figure, ...]:
    """Return one number of a measure over ``count`` periods up to ``period``, the oldest first (M15).

    Raises: CustomerUnknown, UnknownMeasure, FigureUnknown, PeriodUnreadable.
    """
    if variant == ENTERED:
        return _entered_trend(
            customer=customer, measure=measure, period=period, as_of=as_of, key=key, count=count, snapshot=snapshot
        )
    rule = measure_called(measure)
    wanted = variant if variant and variant.to_json() else rule.parts[0].variant
    refuse_unknown_variant(measure, wanted)
    found = trends(
        customer=customer,
        measures=(measure,),
        period=period,
        as_of=as_of,
        only=None if dimension is None else (dimension, key),
        count=count,
        snapshot=snapshot,
    )
    return tuple(f for f in found.figures if f.variant == wanted and f.scope.dimension == dimension)


def _entered_trend(
    *, customer: str, measure: str, period: str, as_of: datetime, key: str, count: int, snapshot: str | None
) -> tuple[Figure, ...]:
    taken = snapshot or records.latest_snapshot()
    evidence = evidence_as_of(as_of, snapshot=taken)
    code = known_customer(evidence, customer)
    latest = period_of(evidence, code, period)
    periods = tuple(latest.shifted(-step) for step in reversed(range(count)))
    series = entered_series(measure, code, periods, service=key, as_of=as_of, snapshot=taken)
    if not series:
        known = "、".join(sorted(entered_names(snapshot=taken))) or "—"
        raise FigureUnknown(measure=measure, variant=ENTERED.statistic, known=known, what=measure)
    return series


def one_figure(
    *,
    measure: str,
    customer: str,
    period: str,
    as_of: datetime,
    dimension: Dimension | None = None,
    key: str = "",
    variant: Variant | None = None,
    snapshot: str | None = None,
) -> Figure:
    """Return one number of a measure for a customer's total or one slice.

    Raises: CustomerUnknown, UnknownMeasure, FigureUnknown, PeriodUnreadable.
    """
    return trend(
        customer=customer,
        measure=measure,
        period=period,
        as_of=as_of,
        dimension=dimension,
        key=key,
        variant=variant,
        count=1,
        snapshot=snapshot,
    )[0]


def trends(
    *,
    customer: str,
    period: str,
    as_of: datetime,
    measures: Sequence[str] = (),
    dimensions: Sequence[Dimension] = (),
    only: tuple[Dimension, str] | None = None,
    count: int = TREND_PERIODS,
    snapshot: str | None = None,
) -> Figures:
    """Return the figures of ``count`` periods up to ``period`` in one pass, the oldest first.

    ``only`` asks for one slice instead of the total and all keys of ``dimensions``.

    Raises: CustomerUnknown, UnknownMeasure, PeriodUnreadable.
    """
    taken = snapshot or records.latest_snapshot()
    evidence = evidence_as_of(as_of, snapshot=taken)
    code = known_customer(evidence, customer)
    latest = period_of(evidence, code, period)
    periods = tuple(latest.shifted(-step) for step in reversed(range(count)))
    rules = measures_called(tuple(measures))
    found = compute(evidence, [Question(code, periods)], rules, dimensions=dimensions, only=only)
    return Figures(period=latest, as_of=as_of, snapshot=taken, figures=tuple(found))


def rows_behind(figure: Figure, part: Side = Side.DENOMINATOR, *, snapshot: str | None = None) -> RowsBehind:
    """Return the rows that a figure counts, as of the figure's own instant.

    Raises: UnknownMeasure.
    """
    if figure.entry:
        return RowsBehind(*entry_rows(figure))
    evidence = evidence_as_of(figure.as_of, snapshot=snapshot or records.latest_snapshot())
    return engine_rows(evidence, figure, measure_called(figure.measure), part)


def customers_of(evidence: Evidence) -> list[str]:
    """Return every customer that an agreement or a record names, in order; suppliers promise us, they are none."""
    named = {terms.customer_code for terms in evidence.agreements if not terms.binds_supplier}
    for table in (evidence.transitions, evidence.answers, evidence.complaints):
        named |= {code for code in table["customer"].unique().to_pylist() if code}
    return sorted(named)


def customers_as_of(as_of: datetime, *, snapshot: str | None = None) -> tuple[str, ...]:
    """Return every customer that is known as of the instant, for pages that let one choose."""
    return tuple(sorted(named_customers(as_of, snapshot=snapshot or records.latest_snapshot())))


def period_for(customer: str, text: str) -> Period:
    """Read a period in the zone that the customer's figures use. Raises: PeriodUnreadable."""
    return _period_under(agreements.terms_for(customer), customer, text)


def known_customer(evidence: Evidence, customer: str) -> str:
    """Return the customer's code if anything is known of it. Raises: CustomerUnknown."""
    known = customers_of(evidence)
    if customer not in known:
        raise CustomerUnknown(customer=customer, known="、".join(known) or "—", what=customer)
    return customer


def period_of(evidence: Evidence, customer: str, text: str) -> Period:
    """Read a period in the zone of the customer's agreement valid on its last day, else of the workspace (M1)."""
    return _period_under(evidence.agreements, customer, text)


def _period_under(terms: Sequence[AgreementTerms], customer: str, text: str) -> Period:
    period = parse_period(text, time_zone())
    zones = [one.timezone for one in _valid_on_last_day(terms, customer, period)]
    return parse_period(text, zones[0]) if zones else period


def refuse_unknown_variant(measure: str, variant: Variant) -> None:
    """Refuse a clock, statistic or bucket that the measure does not tell. Raises: FigureUnknown."""
    known = [part.variant for part in measure_called(measure).parts]
    if variant not in known:
        told = "; ".join(" ".join(v.to_json().values()) or "—" for v in known)
        raise FigureUnknown(measure=measure, variant=" ".join(variant.to_json().values()), known=told, what=measure)


def frozen_figures(number: int) -> tuple[Figure, ...]:
    """Return the figures of a frozen set exactly as they were, in the order of freezing.

    Raises: FigureSetUnknown.
    """
    found = FigureSet.objects.filter(pk=number).first()
    if found is None:
        raise FigureSetUnknown(number=number, what=number)
    return tuple(thawed(row, found.as_of) for row in found.figures.order_by("pk"))


def differences_of(number: int, *, snapshot: str | None = None) -> tuple[Difference, ...]:
    """Ask the questions of a frozen set again, by default of the latest rows, and return what differs (M14).

    The instant stays the set's own, so only rows, agreements or rules that were changed since can differ.
    Raises: FigureSetUnknown.
    """
    frozen = frozen_figures(number)
    found = FigureSet.objects.get(pk=number)
    evidence = evidence_as_of(found.as_of, snapshot=snapshot or records.latest_snapshot())
    questions = questions_of(frozen)
    dimensions = tuple(dict.fromkeys(f.scope.dimension for f in frozen if f.scope.dimension))
    rules = [measure for measure in CATALOGUE if measure.id in {f.measure for f in frozen}]
    now = {figure.key: figure for figure in compute(evidence, questions, rules, dimensions=dimensions)}
    entered = [(question.customer, period) for question in questions for period in question.periods]
    for figure in entered_figures(entered, as_of=found.as_of, snapshot=snapshot or records.latest_snapshot()):
        now[figure.key] = figure
    return tuple(
        Difference(frozen=figure, now=now.get(figure.key)) for figure in frozen if _differs(figure, now.get(figure.key))
    )


def definition_of(measure: str, version: int) -> str:
    """Return the words of a rule as documents print them, in force or retired. Raises: UnknownMeasure."""
    return definition_words(measure, version).zh


def definition_words(measure: str, version: int) -> Words:
    """Return the words of a rule in both languages, in force or retired. Raises: UnknownMeasure."""
    for known in (*CATALOGUE, *RETIRED):
        if known.key == (measure, version):
            return known.definition
    return measure_called(measure).definition


def thawed(row: FrozenFigure, as_of: datetime) -> Figure:
    """Return a stored figure as the value it was."""
    target = Bound(operator=Operator(row.operator), value=Fraction(row.target)) if row.operator else None
    return Figure(
        measure=row.measure,
        version=row.version,
        scope=Scope(row.customer, Dimension(row.dimension) if row.dimension else None, row.key, row.agreement),
        period=Period(row.first, row.day_after, row.timezone, row.label),
        as_of=as_of,
        variant=Variant(clock=row.clock, statistic=row.statistic, bucket=row.bucket),
        unit=Unit(row.unit),
        better=Better(row.better),
        digits=row.digits,
        status=FigureStatus(row.status),
        numerator=row.numerator,
        denominator=row.denominator,
        value=Fraction(row.value) if row.value else None,
        target=target,
        minimum_sample=row.minimum_sample,
        identity=row.identity,
        entry=row.entry,
        reason=row.reason,
        empty=row.empty,
    )


def bounds_of(period: Period) -> dict[str, str]:
    """Return the bounds of a period as machines read them."""
    return {
        "start": utc_text(period.starts_at),
        "end": utc_text(period.ends_before),
        "timezone": period.timezone,
    }


def utc_text(at: datetime) -> str:
    """Write an instant in UTC with Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _valid_on_last_day(known: Iterable[AgreementTerms], customer: str, period: Period) -> list[AgreementTerms]:
    return sorted(
        (t for t in known if t.customer_code == customer and t.holds_from <= period.last <= t.valid_to),
        key=lambda terms: (terms.code, -terms.holds_from.toordinal()),
    )


def _differs(frozen: Figure, now: Figure | None) -> bool:
    if now is None:
        return True
    return (frozen.numerator, frozen.denominator, frozen.value, frozen.status) != (
        now.numerator,
        now.denominator,
        now.value,
        now.status,
    )
