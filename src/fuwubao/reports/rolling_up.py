"""Figures of several customers as one: Σnumerator over Σdenominator, never a mean of rates (M11, G6).

A roll-up has no target of its own, since each is judged under its own agreement; medians and P90 do not add up
and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from fuwubao.domain.figures import Dimension, Figure, FigureStatus, Scope, Unit, Variant, status_of
from fuwubao.domain.periods import Period
from fuwubao.reports.material import Naming, citation_key

NO_SUM = ("median", "p90")


def naming_of(targets: Iterable[tuple[str, str]], members: Mapping[str, str]) -> Naming:
    """Return how a report on these customers (code → name) names its figures: unlike figures get unlike keys.

    ``targets`` are the (agreement, id) of every target that the report judges.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for agreement, target in targets:
        owners[target].add(agreement)
    shared = frozenset(target for target, agreements in owners.items() if len(agreements) > 1)
    return Naming(members=members if len(members) > 1 else {}, shared=shared)


def by_citation(figures: Sequence[Figure], naming: Naming) -> Mapping[tuple[str, str], Figure]:
    """Return figures by (citation key, period label); of several customers the roll-ups, then each one's own.

    A target that was renewed within an earlier period is that period's Σ over both agreements.
    """
    same: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        same[(naming.key(figure), figure.period.label)].append(figure)
    own = {key: group[0] if len(group) == 1 else rolled_up(group) for key, group in same.items()}
    if not naming.members:
        return own
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.variant.statistic not in NO_SUM and figure.scope.dimension is not Dimension.TARGET:
            groups[(citation_key(figure), figure.period.label)].append(figure)
    return {key: rolled_up(group) for key, group in groups.items() if _adds_up(group)} | own


BY_DECISION = ("K01", "K02", "K03")  # each decision lies in exactly one target, all else in one service


def of_agreements(figures: Iterable[Figure], *, named: frozenset[str], services: frozenset[str]) -> list[Figure]:
    """Leave of a customer's figures what some of its agreements are about, for a row that does not name them all.

    Totals are Σ/Σ: verdicts over the targets of the named agreements, the rest over their services. Slices by class,
    priority or team mix the agreements and are left out, as are medians, which do not add up.
    """
    targets, by_service = [], []
    groups: dict[tuple[str, Variant, Period], list[Figure]] = defaultdict(list)
    for figure in figures:
        scope, place = figure.scope, (figure.measure, figure.variant, figure.period)
        judged = figure.measure in BY_DECISION
        if scope.dimension is Dimension.TARGET and scope.agreement in named:
            targets.append(figure)
            if judged:
                groups[place].append(figure)
        elif scope.dimension is Dimension.SERVICE and scope.key in services and not judged:
            by_service.append(figure)
            if figure.variant.statistic not in NO_SUM:
                groups[place].append(figure)
    whole = "+".join(sorted(named))
    totals = [
        replace(total, scope=Scope(group[0].scope.customer, None, "", whole))
        for group in groups.values()
        if _adds_up(group)
        for total in (rolled_up(group),)
    ]
    return [*totals, *targets, *by_service]


def _adds_up(group: list[Figure]) -> bool:
    """Values entered by hand add up only in one unit, and per cents without their base never do."""
    units = {figure.entry.get("unit", "") for figure in group if figure.entry}
    shares = any(figure.entry and figure.denominator is None and figure.entry["unit"] == "%" for figure in group)
    return len(units) < 2 and not shares


def rolled_up(group: list[Figure]) -> Figure:
    """Return one figure for several members' figures of one measure, slice and period."""
    known = [figure for figure in group if figure.status is not FigureStatus.UNAVAILABLE]
    if not known:
        return replace(group[0], scope=replace(group[0].scope, customer=_together(group)), target=None)
    first = known[0]
    numerator = _total(figure.numerator for figure in known)
    denominator = _total(figure.denominator for figure in known)
    identity = {name: sum(f.identity.get(name, 0) for f in known) for name in first.identity}
    if first.unit is Unit.COUNT or denominator is None:
        values = [figure.value for figure in known if figure.value is not None]
        value = sum(values, start=Fraction(0)) if values else None
        status = FigureStatus.OK if values else FigureStatus.NOT_APPLICABLE
    else:
        value = Fraction(numerator or 0, denominator) if denominator else None
        status = status_of(denominator, minimum=first.minimum_sample)
    return replace(
        first,
        scope=replace(first.scope, customer=_together(group), agreement=""),
        numerator=numerator,
        denominator=denominator,
        value=value,
        status=status,
        target=None,
        identity=identity,
        entry={name: listed_parts(f.entry.get(name, "") for f in known) for name in first.entry},
    )


def _together(group: Sequence[Figure]) -> str:
    return "+".join(dict.fromkeys(figure.scope.customer for figure in group))


def listed_parts(parts: Iterable[str]) -> str:
    """Name each different part once."""
    return "、".join(dict.fromkeys(part for part in parts if part))


def _total(parts: Iterable[int | None]) -> int | None:
    given = [part for part in parts if part is not None]
    return sum(given) if given else None
