"""Figures of several customers as one: Σnumerator over Σdenominator, never a mean of rates (M11, G6).

A roll-up has no target of its own, since each is judged under its own agreement; medians and P90 do not add up
and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from fuwubao.domain.figures import Dimension, Figure, FigureStatus, Unit, status_of
from fuwubao.reports.material import citation_key

NO_SUM = ("median", "p90")


def by_citation(figures: Iterable[Figure], *, members: int) -> Mapping[tuple[str, str], Figure]:
    """Return figures by (citation key, period label); with several members each key is their roll-up."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if members > 1 and (figure.variant.statistic in NO_SUM or figure.scope.dimension is Dimension.TARGET):
            continue
        groups[(citation_key(figure), figure.period.label)].append(figure)
    return {key: group[0] if len(group) == 1 else rolled_up(group) for key, group in groups.items()}


def rolled_up(group: list[Figure]) -> Figure:
    """Return one figure for several members' figures of one measure, slice and period."""
    known = [figure for figure in group if figure.status is not FigureStatus.UNAVAILABLE]
    if not known:
        return replace(group[0], target=None)
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
        scope=replace(first.scope, agreement=""),
        numerator=numerator,
        denominator=denominator,
        value=value,
        status=status,
        target=None,
        identity=identity,
    )


def _total(parts: Iterable[int | None]) -> int | None:
    given = [part for part in parts if part is not None]
    return sum(given) if given else None
