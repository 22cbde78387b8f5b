"""Tables, statuses and runs of words as HTML."""

from __future__ import annotations

from fuwubao.render.charts import draw
from fuwubao.render.numbering import Numbers
from fuwubao.render.palette import INK3, SHAPE_COLOUR
from fuwubao.render.printable import markup
from fuwubao.render.svg import Canvas
from fuwubao.render.tree import Cell, Cited, Column, Glance, Ref, Row, RowKind, Runs, Shape, Status, Table, Tone


def shape_svg(shape: Shape) -> str:
    """Return the 10 px shape of a status; the word beside it says the same."""
    canvas = Canvas(10, 10)
    colour = SHAPE_COLOUR[shape]
    match shape:
        case Shape.MET:
            canvas.disc(5, 5, 4.2, colour)
        case Shape.BAD:
            canvas.rect(1, 1, 8, 8, colour)
        case Shape.NEAR:
            canvas.parts.append(f'<polygon points="5,0.8 9.6,9.2 0.4,9.2" fill="{colour}"/>')
        case Shape.OPEN:
            canvas.disc(5, 5, 3.6, "none", stroke=colour, stroke_width=1.6)
        case Shape.RUNNING:
            canvas.disc(5, 5, 3.9, "none", stroke=colour, stroke_width=1.4)
            canvas.parts.append(f'<path d="M5 1.1a3.9 3.9 0 0 1 0 7.8z" fill="{colour}"/>')
        case Shape.PAUSED:
            canvas.rect(1, 1, 3, 8, colour)
            canvas.rect(6, 1, 3, 8, colour)
        case Shape.NONE:
            canvas.line(1, 5, 9, 5, INK3, width=1.8)
    return canvas.picture().svg.replace("<svg ", '<svg class="fd-shape" aria-hidden="true" ', 1)


def status_of(status: Status) -> str:
    """Return shape, word and tags."""
    tags = "".join(f' <span class="fd-tag">{markup(tag)}</span>' for tag in status.tags)
    shape = status.shape
    return f'<span class="fd-status fd-{shape.value}">{shape_svg(shape)}{markup(status.word)}</span>{tags}'


def runs_of(runs: Runs, numbers: Numbers) -> str:
    """Return runs of words; references are links, cited figures carry their key."""
    out = []
    for run in runs:
        if isinstance(run, Ref):
            out.append(f'<a href="#fd-{markup(run.anchor)}">{markup(numbers.of(run))}</a>')
            continue
        words = _lines(run.display if isinstance(run, Cited) else run.text)
        if isinstance(run, Cited) and run.figure:
            words = f'<span class="fd-cited" data-figure="{markup(run.figure)}">{words}</span>'
        out.append(f"<b>{words}</b>" if run.strong else words)
    return "".join(out)


def cell_words(glance: Glance) -> str:
    """Return one target of the strip."""
    return f"{shape_svg(glance.shape)}<span>{markup(glance.title)}</span><span>{markup(glance.display)}</span>"


def table_of(table: Table, label: str, numbers: Numbers) -> str:
    """Return a table with its caption above and its note below, in a region that scrolls where it must."""
    heads = "".join(f'<th scope="col" class="{_place(column)}">{markup(column.title)}</th>' for column in table.columns)
    body = "".join(_row(row, table.columns, numbers) for row in table.rows)
    caption = f"<caption>{markup(label)} {markup(table.caption)}</caption>" if table.caption else ""
    named = f' role="region" tabindex="0" aria-label="{markup(table.caption or table.sheet)}"'
    anchor = f' id="fd-{markup(table.anchor)}"' if table.anchor else ""
    note = f'<p class="fd-note">{runs_of(table.note, numbers)}</p>' if table.note else ""
    dense = " fd-dense" if table.dense else ""
    return (
        f'<div class="fd-table{dense}"{anchor}><div class="fd-scroll"{named}><table>{caption}'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{note}</div>"
    )


def _row(row: Row, columns: tuple[Column, ...], numbers: Numbers) -> str:
    if row.kind is RowKind.GROUP:
        words = _cell(row.cells[0], numbers)
        return f'<tr class="fd-group"><th colspan="{len(columns)}" scope="colgroup">{words}</th></tr>'
    total = ' class="fd-total"' if row.kind is RowKind.TOTAL else ""
    cells = "".join(
        f'<td class="{_place(column)}{_tone(cell)}">{_cell(cell, numbers)}</td>'
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return f"<tr{total}>{cells}</tr>"


def _cell(cell: Cell, numbers: Numbers) -> str:
    if cell.status:
        words = status_of(cell.status)
    elif cell.spark:
        words = draw(cell.spark).svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
    elif cell.share:
        bar = draw(cell.share).svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
        words = f'<span class="fd-share">{bar}{markup(cell.share.words)}</span>'
    elif cell.runs:
        words = runs_of(cell.runs, numbers)
    else:
        words = _lines(cell.text)
    if cell.figure and not cell.status:
        words = f'<span data-figure="{markup(cell.figure)}">{words}</span>'
    return words + (f'<span class="fd-second">{markup(cell.note)}</span>' if cell.note else "")


def _lines(text: str) -> str:
    return "<br>".join(markup(line) for line in text.split("\n"))


def _place(column: Column) -> str:
    return f"fd-{column.aligned.value} fd-k-{column.kind.value}"


def _tone(cell: Cell) -> str:
    return "" if cell.tone is Tone.PLAIN else f" fd-t-{cell.tone.value}"
