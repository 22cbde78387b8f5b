"""Agreed service time, downtime and outages of each service, second by second (K09–K11, semantics 7).

Weights are hundredths, so that time and weighted time are whole numbers in hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from fuwubao.domain.calendars import Shift, WorkCalendar
from fuwubao.domain.periods import Period, local_midnight
from fuwubao.domain.spans import Span, clipped, without
from fuwubao.domain.terms import AgreementTerms, Bound, MeasureTarget, WeeklyWindow

FULL_WEIGHT = 100
AVAILABILITY = "K09"
Weighted = tuple[int, int, int]  # [starts, ends) and a weight in hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """One outage record of a service: epoch seconds [starts, ends), weight in hundredths."""

    id: str
    service: str
    starts: int
    ends: int
    weight: int
    planned: bool
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTime:
    """One service under one agreement revision in one period; times in hundredths of a second."""

    customer: str
    service: str
    agreement: str
    target: str
    bound: Bound
    agreed: int
    lost: int
    outages: int

    @property
    def allowance(self) -> Fraction:
        """What may still be lost before the target is missed, in hundredths of a second; negative is a miss."""
        return self.agreed * (1 - self.bound.value) - self.lost


def service_times(
    agreements: Sequence[AgreementTerms],
    outages: Sequence[Outage],
    *,
    customer: str,
    period: Period,
    as_of: int,
) -> Iterator[ServiceTime]:
    """Measure every service of a customer that has an availability target, one item a revision in force.

    Outages that begin after ``as_of`` do not exist; one that is not over by then lasts up to it.
    """
    by_service: dict[str, list[Outage]] = {}
    for outage in outages:
        if outage.starts <= as_of:
            known = outage if outage.ends <= as_of else replace(outage, ends=as_of)
            by_service.setdefault(outage.service, []).append(known)
    for terms, first, day_after in revisions_in_force(agreements, customer=customer, period=period):
        for service in terms.services:
            for target in service.measure_targets:
                if target.measure == AVAILABILITY:
                    found = by_service.get(service.code, [])
                    yield _measured(terms, service.code, target, found, _days(first, day_after, terms.timezone))


def agreements_of(agreements: Iterable[AgreementTerms]) -> dict[str, list[AgreementTerms]]:
    """Return the revisions by customer, so that a thousand customers do not look through each other's."""
    found: dict[str, list[AgreementTerms]] = {}
    for terms in agreements:
        found.setdefault(terms.customer_code, []).append(terms)
    return found


def revisions_in_force(
    agreements: Sequence[AgreementTerms], *, customer: str, period: Period
) -> Iterator[tuple[AgreementTerms, date, date]]:
    """Yield each revision of the customer with the dates [first, day after) of the period on which it holds."""
    for terms in agreements:
        if terms.customer_code != customer:
            continue
        superseded = [
            other.holds_from for other in agreements if other.code == terms.code and other.holds_from > terms.holds_from
        ]
        last = min([terms.valid_to, *(day - timedelta(days=1) for day in superseded)])
        first, day_after = max(terms.holds_from, period.first), min(last + timedelta(days=1), period.day_after)
        if first < day_after:
            yield terms, first, day_after


def _measured(
    terms: AgreementTerms, service: str, target: MeasureTarget, outages: Sequence[Outage], bounds: Span
) -> ServiceTime:
    calendar = terms.calendars[target.calendar or "always"]
    upkeep = _windows(maintenance_calendar(target.maintenance, terms.timezone), bounds)
    agreed = without(_windows(calendar, bounds), upkeep)
    failing = [piece for outage in outages for piece in unplanned_pieces(outage, upkeep_of(target, terms, outage))]
    return ServiceTime(
        customer=terms.customer_code,
        service=service,
        agreement=terms.code,
        target=target.id,
        bound=target.value,
        agreed=FULL_WEIGHT * sum(ends - starts for starts, ends in agreed),
        lost=weighted_overlap(failing, agreed),
        outages=sum(1 for starts, _ in episodes(failing) if bounds[0] <= starts < bounds[1]),
    )


def upkeep_of(target: MeasureTarget, terms: AgreementTerms, outage: Outage) -> list[Span]:
    """Return the agreed maintenance windows around one outage, wherever it lies."""
    return _windows(maintenance_calendar(target.maintenance, terms.timezone), (outage.starts, outage.ends))


def unplanned_pieces(outage: Outage, upkeep: Sequence[Span]) -> list[Weighted]:
    """Return [starts, ends, weight) of the record that are failure, not agreed maintenance.

    A failure counts whole; agreed maintenance inside it is no agreed time anyway. A planned record counts where
    it lies outside the agreed windows, unless the customer agreed to it.
    """
    if outage.ends <= outage.starts or outage.weight == 0 or (outage.planned and outage.agreed):
        return []
    whole = [(outage.starts, outage.ends)]
    pieces = without(whole, upkeep) if outage.planned else whole
    return [(starts, ends, outage.weight) for starts, ends in pieces]


def episodes(pieces: Iterable[Weighted]) -> list[Span]:
    """Merge failures that overlap or touch into episodes (F05)."""
    merged: list[Span] = []
    for starts, ends, _ in sorted(pieces):
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((starts, ends))
    return merged


def weighted_overlap(pieces: Sequence[Weighted], agreed: Sequence[Span]) -> int:
    """Sum over agreed seconds the greatest weight that covers each, in hundredths of a second."""
    cuts = sorted({edge for starts, ends, _ in pieces for edge in (starts, ends)})
    total = 0
    opening = sorted(pieces)
    live: list[Weighted] = []
    for left, right in pairwise(cuts):
        while opening and opening[0][0] <= left:
            live.append(opening.pop(0))
        live = [piece for piece in live if piece[1] > left]
        if live:
            total += max(weight for _, _, weight in live) * sum(
                ends - starts for starts, ends in clipped(agreed, left, right)
            )
    return total


def maintenance_calendar(windows: Sequence[WeeklyWindow], timezone: str) -> WorkCalendar:
    """Return agreed weekly windows as a calendar, so that clock changes treat them like service hours."""
    weekly = tuple(
        tuple(Shift(window.starts, window.ends) for window in windows if window.weekday == day) for day in range(7)
    )
    return WorkCalendar(timezone=timezone, weekly=weekly)


def _days(first: date, day_after: date, timezone: str) -> Span:
    starts, ends = local_midnight(first, timezone), local_midnight(day_after, timezone)
    return int(starts.timestamp()), int(ends.timestamp())


def _windows(calendar: WorkCalendar, bounds: Span) -> list[Span]:
    """Return the calendar's windows cut to [from, to), those of the evening before included."""
    first = date.fromordinal(date(1970, 1, 1).toordinal() + bounds[0] // 86_400 - 2)
    last = date.fromordinal(date(1970, 1, 1).toordinal() + bounds[1] // 86_400 + 1)
    return clipped(calendar.utc_windows(first, last), *bounds)
