"""Figures that prose may cite: found by words, told with number, unit and definition."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from fuwubao.domain.figures import DURATION_UNITS, Dimension, Figure, Unit
from fuwubao.domain.prose import Piece, stretches
from fuwubao.domain.words import Words
from fuwubao.measurement.addresses import figure_query
from fuwubao.measurement.entered import measure_words
from fuwubao.measurement.figure_pages import variant_words
from fuwubao.measurement.notations import shown
from fuwubao.measurement.queries import definition_words
from fuwubao.reports import checks
from fuwubao.reports.composition.composer import Composer
from fuwubao.reports.material import Material
from fuwubao.ui.language import reader_language, said

MOST_FOUND = 30
UNIT_WORDS = {
    Unit.RATIO: Words("比率", "rate"),
    Unit.SECONDS: Words("时长", "duration"),
    Unit.COUNT: Words("数量", "count"),
    Unit.SCORE: Words("评分", "score"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """A figure that can be cited: its token, what it is, what it displays, of what, in which unit, by which rule."""

    token: str
    title: str
    display: str
    base: str
    unit: str
    definition: str


def citable_figures(material: Material) -> list[Citable]:
    """The figures of this period and the one before, those with a value, those of targets first."""
    composer = Composer(material)
    titles = {line.key: checks.target_called(line) for line in material.targets}
    rows: list[tuple[int, Citable]] = []
    for (key, label), figure in material.figures.items():
        if label not in (material.period.label, material.previous.label) or figure.value is None:
            continue
        counted = not figure.entry
        if figure.scope.dimension is Dimension.TEAM or (
            counted and figure.scope.dimension and figure.variant.to_json()
        ):
            continue
        earlier = "" if label == material.period.label else f"@{label}"
        owner = material.naming.members.get(figure.scope.customer, "")
        title = titles.get(key) or f"{owner} {figure_title(figure)}".strip()
        when = "" if not earlier else f" ({label})"
        citable = Citable(
            token=f"[[{key}{earlier}]]",
            title=f"{title}{when}",
            display=shown(figure),
            base=base_of(composer, figure),
            unit=said(UNIT_WORDS[figure.unit]),
            definition=definition_text(figure),
        )
        rows.append((0 if key in titles and not earlier else 1 if key in titles else 2 if not earlier else 3, citable))
    rows.sort(key=lambda row: row[0])
    return [citable for _, citable in rows]


def base_of(composer: Composer, figure: Figure) -> str:
    """Numerator and denominator as the document writes them, the minutes of an availability in the reader's words."""
    zh, words = DURATION_UNITS["zh"][1], DURATION_UNITS[reader_language()][1]
    return composer.base(figure).replace(f" {zh}", f" {words}")


def figure_address(figure: Figure, material: Material) -> str:
    """Return the address of a figure's page, with the instant and the snapshot of the report.

    Empty for what is summed over customers or agreements: each one's own figure leads to its rows.
    """
    several = material.naming.members and figure.scope.customer not in material.naming.members
    if several or (figure.scope.agreement and figure.scope.dimension is not Dimension.TARGET):
        return ""
    query = figure_query(figure, figure.period.label, snapshot=material.snapshot)
    return f"{reverse('measurement:figure', args=[figure.measure])}?{query}"


def figure_title(figure: Figure) -> str:
    """Name a figure by its measure, slice and variant, for the search of citations."""
    parts = [said(measure_words(figure))]
    if figure.scope.dimension:
        parts.append(f"{figure.scope.dimension.value}={figure.scope.key}")
    parts.extend([_(figure.tag)] if figure.tag else variant_words(figure.variant))
    return " ".join(parts)


def figures_found(material: Material, words: str) -> list[Citable]:
    """Return the figures whose title, token or definition hold every word that is searched for, best first."""
    wanted = words.casefold().split()
    found = [
        one
        for one in citable_figures(material)
        if all(word in f"{one.title} {one.token} {one.definition}".casefold() for word in wanted)
    ]
    return found[:MOST_FOUND]


def references_of(text: str, material: Material) -> list[Citable]:
    """Return the figures that a text cites, each once, in order; an unknown one is left to the checks."""
    known = {one.token: one for one in citable_figures(material)}
    told: dict[str, Citable] = {}
    for stretch in stretches(text):
        if stretch.piece is Piece.CITED:
            period = f"@{stretch.period}" if stretch.period and stretch.period != material.period.label else ""
            token = f"[[{stretch.key}{period}]]"
            if token in known:
                told.setdefault(token, known[token])
    return list(told.values())


def definition_text(figure: Figure) -> str:
    """Return the rule that a figure follows, in words; of a value entered by hand, that it is one."""
    return _("手工登记并核实的值") if figure.entry else said(definition_words(figure.measure, figure.version))
