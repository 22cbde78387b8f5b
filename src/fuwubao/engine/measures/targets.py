"""Which promise a figure is held against: one only when all its rows share it (design section 7, M16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from fuwubao.domain.figures import Dimension, Scope
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import AgreementTerms, Bound, ClockTarget, Operator, ServiceTerms
from fuwubao.engine.measures.measure import Measure
from fuwubao.engine.measures.service_time import revisions_in_force
from fuwubao.engine.measures.slices import Tally

OPENED_TICKETS = "tickets_opened"  # the workload measure that an agreement may limit
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Standard:
    """What a figure is held against and how many rows it needs to bear a judgement."""

    bound: Bound | None
    minimum_sample: int


def standard_of(
    measure: Measure, tally: Tally | None, scope: Scope, period: Period, agreements: Sequence[AgreementTerms]
) -> Standard:
    """Return the shared target of the rows behind a figure, if they share one, with its minimum sample."""
    if not measure.judged_by_rows:
        return _of_service(measure, scope, period, agreements)
    found = _shared(tally, agreements) if tally and tally.denominator else _of_row(scope, period, agreements)
    if len(found) != 1:
        return Standard(None, measure.minimum_sample)
    bound, minimum = found.pop()
    return Standard(bound, measure.minimum_sample if minimum is None else minimum)


def _shared(tally: Tally, agreements: Sequence[AgreementTerms]) -> set[tuple[Bound | None, int | None]]:
    """The promises of the one agreement row that all counted rows have, under every revision they began under."""
    if tally.targets is None or tally.opened is None or tally.targets[0] != tally.targets[1]:
        return set()
    agreement, row = tally.targets[0]
    return {
        (target.attainment, target.minimum_sample)
        for terms in agreements
        if terms.code == agreement and _held_between(terms, agreements, *tally.opened)
        for target in clock_targets(terms)
        if target.id == row
    }


def _of_row(scope: Scope, period: Period, agreements: Sequence[AgreementTerms]) -> set[tuple[Bound | None, int | None]]:
    """The promises of a target's own slice while no row is in it."""
    if scope.dimension is not Dimension.TARGET:
        return set()
    return {
        (target.attainment, target.minimum_sample)
        for terms, _, _ in revisions_in_force(agreements, customer=scope.customer, period=period)
        if terms.code == scope.agreement
        for target in clock_targets(terms)
        if target.id == scope.key
    }


def clock_targets(terms: AgreementTerms) -> list[ClockTarget]:
    """Return the clock promises of all services of one revision."""
    return [target for service in terms.services for target in service.targets]


def workload_limit(scope: Scope, period: Period, agreements: Sequence[AgreementTerms]) -> int | None:
    """Return how many tickets the agreement allows in the period; None where it sets no limit for the scope.

    A total has a limit when every service has one. Periods other than months, quarters and years have none.
    """
    months = MONTHS.get(period.kind)
    if months is None or scope.dimension not in (None, Dimension.SERVICE):
        return None
    limits: dict[str, int | None] = {}
    for terms, _, _ in revisions_in_force(agreements, customer=scope.customer, period=period):
        for service in terms.services:
            if scope.dimension is None or service.code == scope.key:
                limits[service.code] = _limit(service, months)
    known = [limit for limit in limits.values() if limit is not None]
    return sum(known) if known and len(known) == len(limits) else None


WITHIN_LIMIT = Bound(operator=Operator.AT_MOST, value=Fraction(1))


def _limit(service: ServiceTerms, months: int) -> int | None:
    scale = {"month": Fraction(months), "quarter": Fraction(months, 3), "year": Fraction(months, 12)}
    for limit in service.workload_limits:
        share = scale.get(limit.per)
        if limit.measure == OPENED_TICKETS and share is not None:
            return int(limit.limit * share)
    return None


def _of_service(measure: Measure, scope: Scope, period: Period, agreements: Sequence[AgreementTerms]) -> Standard:
    held = (target.measure for terms in agreements for service in terms.services for target in service.measure_targets)
    if measure.id not in held:  # most measures have no target anywhere; thousands of figures ask
        return Standard(None, measure.minimum_sample)
    services: dict[str, set[tuple[Bound, int | None]]] = {}
    for terms, _, _ in revisions_in_force(agreements, customer=scope.customer, period=period):
        for service in terms.services:
            targets = {(t.value, t.minimum_sample) for t in service.measure_targets if t.measure == measure.id}
            services.setdefault(service.code, set()).update(targets)
    if scope.dimension is Dimension.SERVICE:
        found = services.get(scope.key, set())
    elif scope.dimension is None and len(services) == 1:
        found = next(iter(services.values()))
    else:
        found = set()
    if len(found) != 1:
        return Standard(None, measure.minimum_sample)
    bound, minimum = next(iter(found))
    return Standard(bound, measure.minimum_sample if minimum is None else minimum)


def _held_between(terms: AgreementTerms, agreements: Sequence[AgreementTerms], least: int, most: int) -> bool:
    """Whether the revision was in force at some instant between two, by local dates."""
    later = [t.holds_from for t in agreements if t.code == terms.code and t.holds_from > terms.holds_from]
    first, last = _local(least, terms.timezone), _local(most, terms.timezone)
    return terms.holds_from <= last and (not later or first < min(later))


def _local(second: int, timezone: str) -> date:
    return datetime.fromtimestamp(second, tz=UTC).astimezone(ZoneInfo(timezone)).date()
