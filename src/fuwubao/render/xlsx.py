"""Excel: every table a typed sheet, the figures with numerator and denominator, trends as native charts.

Text is always written as text, so a cell that begins with ``=`` stays what it was. A ratio in a table holds the value
that is printed; the unrounded one stands in the sheet of figures.
"""

from __future__ import annotations

from io import BytesIO

from fuwubao.render import vocabulary as say
from fuwubao.render.lists import as_table
from fuwubao.render.numbering import number
from fuwubao.render.printable import printable
from fuwubao.render.tree import Chart, Document, Figure, Meta, flat
from fuwubao.render.xlsx_charts import add_chart
from fuwubao.render.xlsx_sheets import Book, add_table


def write(document: Document) -> bytes:
    """Return the document as .xlsx. Raises UnknownAnchor, UnevenTable."""
    numbers = number(document)
    out = BytesIO()
    book = Book(out, document.meta)
    _add_meta(book, document.meta)
    _add_figures(book, document.figures, document.meta.language)
    for block, label in zip(flat(document.blocks), numbers.labels, strict=True):
        table = as_table(block, document.meta)
        if table is not None:
            add_table(book, table, label, numbers)
        elif isinstance(block, Chart):
            add_chart(book, block, label)
    book.close()
    return out.getvalue()


def _add_meta(book: Book, meta: Meta) -> None:
    """Write what identifies the report, and who signed it."""
    sheet = book.sheet(say.SHEET_DOCUMENT.say(meta.language))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    rows = [(words.say(meta.language), getattr(meta, key)) for key, words in say.META_ROWS]
    rows += [(s.role, f"{s.name}  {s.position}  {s.on}".strip()) for s in meta.signatures]
    if meta.drafted_at:
        rows.append((say.DRAFT.say(meta.language), meta.drafted_at))
    for place, (name, value) in enumerate(rows):
        sheet.write_string(place, 0, printable(name), book.look(colour="quiet"))
        sheet.write_string(place, 1, printable(value), book.look())


def _add_figures(book: Book, figures: tuple[Figure, ...], language: str) -> None:
    """Write each figure: integers and the unrounded value as numbers, the display as text."""
    sheet = book.sheet(say.SHEET_FIGURES.say(language))
    heads = [words.say(language) for words in say.FIGURE_COLUMNS]
    for column, (head, width) in enumerate(zip(heads, (9, 7, 28, 30, 11, 11, 20, 9, 12, 12, 10, 12), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, book.look(head=True))
    sheet.freeze_panes(1, 3)
    for row, figure in enumerate(figures, start=1):
        for column, value in enumerate(_cells_of(figure, language)):
            if isinstance(value, str):
                sheet.write_string(row, column, printable(value), book.look())
            elif value is not None:
                sheet.write_number(row, column, value, book.look())
    if figures:
        sheet.autofilter(0, 0, len(figures), len(heads) - 1)


def _cells_of(figure: Figure, language: str) -> tuple[str | float | None, ...]:
    scope = "，".join(f"{name}={value}" for name, value in figure.scope if value is not None)
    target = f"{figure.operator or ''} {figure.target}".strip() if figure.target is not None else ""
    verdict = say.VERDICTS[figure.verdict].say(language) if figure.verdict in say.VERDICTS else ""
    state = say.FIGURE_STATES[figure.status].say(language) if figure.status in say.FIGURE_STATES else figure.status
    details = [part for part in (figure.clock, figure.statistic, figure.bucket) if part]
    title = f"{figure.title}（{'，'.join(details)}）" if details else figure.title
    return (
        figure.measure,
        figure.version,
        title,
        scope,
        figure.numerator,
        figure.denominator,
        float(figure.value) if figure.value is not None else None,
        figure.unit,
        figure.display,
        target,
        verdict,
        state,
    )
