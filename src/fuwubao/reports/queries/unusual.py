"""What of a report is out of the ordinary: missed targets, and figures outside their usual range.

Looked at are the figures of the report's targets, its totals and the number of tickets opened. The periods before come
from the report's own frozen figures and, where those do not reach back, from the row's earlier reports
(``domain.usual_range``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from fuwubao.domain.figures import Better, Figure, FigureVerdict, Unit, displayed
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
    for one in _looked_at(material):
        figure = one.read(one.figure)
        if figure is None or figure.value is None or not _bears(figure):
            continue
        usual = usual_range(past.values(one))
        if usual is not None and not usual.holds(figure.value):
            found.append(Unusual(key=one.key, title=one.title, words=_told(figure, usual)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A figure that is looked at, and as what: itself, or one of the flows behind a backlog."""

    key: str
    title: str
    figure: Figure
    read: Callable[[Figure], Figure | None]


def _looked_at(material: Material) -> Iterator[_Looked]:
    told: set[str] = set()
    for line in material.targets:
        figure = material.figure(line.key)
        if figure is not None:
            told.add(line.key)
            yield _Looked(key=line.key, title=target_called(line), figure=figure, read=_itself)
    for (key, label), figure in material.figures.items():
        if label != material.period.label or figure.scope.dimension is not None or key in told or figure.entry:
            continue
        yield _Looked(key=key, title=figure_title(figure), figure=figure, read=_itself)
        if OPENED in figure.identity:
            yield _Looked(key=key, title=_("新增工单"), figure=figure, read=_opened)


OPENED = "opened"


def _itself(figure: Figure) -> Figure:
    return figure


def _opened(figure: Figure) -> Figure | None:
    """Return how many were opened, of a backlog's flows, as a count of its own."""
    opened = figure.identity.get(OPENED)
    if opened is None:
        return None
    return replace(figure, value=Fraction(opened), unit=Unit.COUNT, better=Better.NEITHER, digits=0, denominator=None)


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

    def values(self, one: _Looked) -> list[Fraction]:
        """Return what is known of a figure, period by period."""
        found = (self._figure(one.key, label) for label in self._labels)
        read = (one.read(figure) for figure in found if figure is not None)
        return [figure.value for figure in read if figure is not None and figure.value is not None and _bears(figure)]

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
    """Whether a figure rests on enough cases to be held against a range."""
    return figure.denominator is None or figure.denominator >= LEAST_BASE
