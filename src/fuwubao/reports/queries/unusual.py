"""What of a report is out of the ordinary: missed targets, and figures outside their usual range.

Looked at are the figures of the report's targets and its totals. The periods before come from the report's own frozen
figures and, where those do not reach back, from the row's earlier reports (``domain.usual_range``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from fuwubao.domain.figures import Figure, FigureVerdict, Unit, displayed
from fuwubao.domain.usual_range import MOST_PERIODS, UsualRange, usual_range
from fuwubao.measurement.queries import frozen_figures
from fuwubao.reports.checks import target_called
from fuwubao.reports.material import Material
from fuwubao.reports.models import Report
from fuwubao.reports.queries.citing import figure_title
from fuwubao.reports.queries.versions import told_before
from fuwubao.reports.rolling_up import by_citation

LEAST_BASE = 5  # a rate of fewer cases swings by itself and is not held against a range


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """A figure outside its usual range; ``words`` tell value, range, median and n."""

    key: str
    title: str
    words: str


def red_of(material: Material) -> tuple[str, ...]:
    """Return the missed targets with what they reached."""
    told = []
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is not None and figure.verdict is FigureVerdict.NOT_MET:
            told.append(f"{target_called(line)} {figure.display}")
    return tuple(told)


def unusual_of(report: Report, material: Material) -> tuple[Unusual, ...]:
    """Return the figures outside the median ± 3 · 1.4826 · MAD of the last 6 to 12 periods."""
    past = _Past(report, material)
    found: list[Unusual] = []
    for key, title, figure in _looked_at(material):
        if figure.value is None or (figure.denominator is not None and figure.denominator < LEAST_BASE):
            continue
        usual = usual_range(past.values(key))
        if usual is not None and not usual.holds(figure.value):
            found.append(Unusual(key=key, title=title, words=_told(figure, usual)))
    return tuple(found)


def _looked_at(material: Material) -> Iterator[tuple[str, str, Figure]]:
    told: set[str] = set()
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is not None:
            told.add(line.key)
            yield line.key, target_called(line), figure
    for (key, label), figure in material.figures.items():
        if label == material.period.label and figure.scope.dimension is None and key not in told and not figure.entry:
            yield key, figure_title(figure), figure


def _told(figure: Figure, usual: UsualRange) -> str:
    """Say value, range, median and n: 高于常见范围：93.10%；中位数 98.21%，范围 97.02% – 99.40%（n = 12）."""
    assert figure.value is not None
    facts = {
        "value": figure.display,
        "middle": _shown(usual.middle, figure),
        "low": _shown(max(usual.low, Fraction(0)), figure),
        "high": _shown(min(usual.high, Fraction(1)) if figure.unit is Unit.RATIO else usual.high, figure),
        "count": usual.count,
    }
    above = figure.value > usual.high
    if usual.by_spread and above:
        words = _("%(value)s 高于常见范围 %(low)s – %(high)s（前 %(count)s 期中位数 %(middle)s ± 3 × 1.4826 × MAD）")
    elif usual.by_spread:
        words = _("%(value)s 低于常见范围 %(low)s – %(high)s（前 %(count)s 期中位数 %(middle)s ± 3 × 1.4826 × MAD）")
    elif above:
        words = _("%(value)s 高于前 %(count)s 期的最高值 %(high)s（中位数 %(middle)s，MAD 为 0）")
    else:
        words = _("%(value)s 低于前 %(count)s 期的最低值 %(low)s（中位数 %(middle)s，MAD 为 0）")
    return words % facts


def _shown(value: Fraction, figure: Figure) -> str:
    return displayed(value, unit=figure.unit, better=figure.better, digits=figure.digits)


class _Past:
    """The values of the periods before, oldest first, by citation key; earlier reports are read only when needed."""

    def __init__(self, report: Report, material: Material) -> None:
        self._material = material
        self._report = report
        self._labels = [material.period.shifted(-step).label for step in range(MOST_PERIODS, 0, -1)]
        self._told: dict[str, dict[tuple[str, str], Figure]] | None = None

    def values(self, key: str) -> list[Fraction]:
        """Return what is known of a figure, period by period."""
        found = (self._figure(key, label) for label in self._labels)
        return [one.value for one in found if one is not None and one.value is not None and _bears(one)]

    def _figure(self, key: str, label: str) -> Figure | None:
        own = self._material.figures.get((key, label))
        if own is not None:
            return own
        if self._told is None:
            self._told = {
                one.period_label: self._of(one) for one in told_before(self._report.row, self._material.period)
            }
        return self._told.get(label, {}).get((key, label))

    def _of(self, report: Report) -> dict[tuple[str, str], Figure]:
        frozen = () if report.figure_set is None else frozen_figures(report.figure_set)
        return dict(
            by_citation([one for one in frozen if one.period.label == report.period_label], self._material.naming)
        )


def _bears(figure: Figure) -> bool:
    return figure.denominator is None or figure.denominator >= LEAST_BASE
