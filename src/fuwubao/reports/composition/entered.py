"""手工登记指标: values that one person entered and another verified, told apart from counted ones by their tag."""

from __future__ import annotations

from dataclasses import replace

from fuwubao.domain.figures import Figure
from fuwubao.measurement.entered import measure_words
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, plain

TAGGED = "手工登记"


def entered(composer: Composer) -> list[t.Block]:
    """Return the table of the period's entered values; nothing where nothing was entered."""
    material = composer.material
    members = material.naming.members
    found = [
        figure
        for (_, label), figure in material.figures.items()
        if figure.entry and label == material.period.label and (not members or figure.scope.customer in members)
    ]
    if not found:
        return []
    columns = (
        t.Column(title="指标"),
        t.Column(title="本期", kind=t.Kind.NUMBER, width=34),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=28),
        t.Column(title="来源"),
        t.Column(title="登记 / 核实", width=32),
        t.Column(title="判定", kind=t.Kind.STATUS, width=28),
    )
    rows = tuple(_row(composer, figure) for figure in found)
    note = plain("手工登记的数字没有逐条记录，由一人登记、另一人核实，与计算得出的数字分开列示。")
    table = t.Table(
        columns=columns, rows=rows, caption="手工登记指标", anchor="tab-entered", note=note, sheet="手工登记"
    )
    return [t.Heading(text="手工登记指标", level=2), table]


def _row(composer: Composer, figure: Figure) -> t.Row:
    entry = figure.entry
    people = f"{entry['entered_by']} / {entry['verified_by']}"
    status = composer.status(figure)
    return t.Row(
        cells=(
            t.Cell(text=measure_words(figure).zh, note=composer.scope_words(figure)),
            composer.figure_cell(figure, note=composer.base(figure)),
            t.Cell(text=composer.change(figure, composer.material.previous)),
            t.Cell(text=entry["basis"], note=entry["evidence"]),
            t.Cell(text=people),
            t.Cell(status=replace(status, tags=(*status.tags, TAGGED))),
        )
    )
