"""Baseline, target and actual of an action's figure, each leading to the page of that very number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from fuwubao.domain.figures import Figure
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.improvement.effects import effect_period, target_of
from fuwubao.improvement.models import Action
from fuwubao.measurement.addresses import figure_url
from fuwubao.measurement.figure_pages import base_text, target_text, variant_words
from fuwubao.measurement.models import FrozenFigure
from fuwubao.measurement.notations import shown
from fuwubao.measurement.queries import thawed
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One frozen number: its value, its n/d, its period and the address of its page."""

    value: str
    base: str
    period: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """基线 → 目标 → 实际; ``verdict`` is ok, bad or open while the effect is not measured yet."""

    measure: str
    title: str
    scope: str
    baseline: Told
    target: str
    due_period: str
    actual: Told | None
    verdict: str
    verdict_words: str

    def to_json(self) -> dict[str, object]:
        """Return the figure as commands print it."""
        return {
            "measure": self.measure,
            "scope": self.scope,
            "baseline": {"period": self.baseline.period, "value": self.baseline.value, "base": self.baseline.base},
            "target": self.target,
            "effect_period": self.due_period,
            "actual": {"value": self.actual.value, "base": self.actual.base} if self.actual else None,
            "verdict": self.verdict,
        }


def strip_of(action: Action) -> Strip | None:
    """Return the strip of an action, None when it names no figure."""
    wanted = target_of(action)
    if wanted is None or action.baseline is None:
        return None
    baseline = _figure(action.baseline)
    effect = _figure(action.effect) if action.effect else None
    verdict, words = "open", _("待计量")
    if effect is not None:
        met = effect.value is not None and wanted.holds(effect.value)
        verdict, words = ("ok", _("达标")) if met else ("bad", _("未达标"))
    named = said(measure_called(baseline.measure).words)
    scope = baseline.scope
    due = effect_period(action.baseline, action.due_on).label if action.due_on else ""
    return Strip(
        measure=baseline.measure,
        title=" ".join((named, *variant_words(baseline.variant))),
        scope=f"{scope.customer} {scope.key}".strip(),
        baseline=_told(baseline, action.baseline),
        target=target_text(replace(baseline, target=wanted)),
        due_period=action.effect.label if action.effect else due,
        actual=_told(effect, action.effect) if effect and action.effect else None,
        verdict=verdict,
        verdict_words=words,
    )


def _figure(row: FrozenFigure) -> Figure:
    return thawed(row, row.figure_set.as_of)


def _told(figure: Figure, row: FrozenFigure) -> Told:
    return Told(
        value=shown(figure),
        base=base_text(figure),
        period=row.label,
        url=figure_url(figure, snapshot=row.figure_set.snapshot),
    )
