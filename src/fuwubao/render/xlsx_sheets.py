"""Sheets of the workbook: names, looks, and tables with typed cells."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from fuwubao.render.numbering import Numbers
from fuwubao.render.palette import BAD, HAIR, INK, INK2, INK3, NAVY, WASH
from fuwubao.render.printable import printable, width_in_em
from fuwubao.render.tree import Align, Cell, Cited, Column, Kind, Meta, Ref, Row, RowKind, Runs, Sparkline, Table, Tone

FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FONT = "Microsoft YaHei"
FIRST_ROW = 3


class Book:
    """A workbook with unique sheet names and shared looks."""

    def __init__(self, out: BytesIO, meta: Meta) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = Workbook(out, options)
        told = {"title": f"{meta.title} {meta.number}", "author": meta.issuer, "subject": meta.customer}
        self.workbook.set_properties({name: printable(words) for name, words in told.items()} | {"created": FIXED})
        self.taken: set[str] = set()
        self.look = cache(self._look)

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet; what Excel does not allow in a name is left out, a second one gets a number."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", printable(name)).strip()[:31] or "-"
        chosen, count = plain, 1
        while chosen.casefold() in self.taken:
            count += 1
            chosen = f"{plain[: 30 - len(str(count))]}~{count}"
        self.taken.add(chosen.casefold())
        sheet: Worksheet = self.workbook.add_worksheet(chosen)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def _look(
        self,
        *,
        number: str = "",
        align: str = "left",
        head: bool = False,
        bold: bool = False,
        colour: str = "plain",
        fill: bool = False,
        title: bool = False,
    ) -> Format:
        shown = {"plain": INK, "quiet": INK3, "bad": BAD, "head": INK2}["head" if head else colour]
        look = {
            "font_name": FONT,
            "font_size": 12 if title and colour == "plain" else 10,
            "font_color": shown,
            "align": align,
            "valign": "top",
        }
        look |= {"bold": bold or (title and colour == "plain"), "text_wrap": not title}
        if number:
            look["num_format"] = number
        if head:
            look |= {"bottom": 1, "bottom_color": INK, "top": 2, "top_color": INK}
        elif not title:
            look |= {"bottom": 1, "bottom_color": HAIR}
        if fill:
            look["bg_color"] = WASH
        return self.workbook.add_format(look)

    def close(self) -> None:
        """Write the file."""
        self.workbook.close()


def add_table(book: Book, table: Table, label: str, numbers: Numbers) -> None:
    """Add a table: caption, head with filter, typed rows, note."""
    caption = f"{label} {table.caption}".strip()
    sheet = book.sheet(table.sheet or caption)
    sheet.write_string(0, 0, printable(caption or table.sheet), book.look(title=True))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(table, place))
        sheet.write_string(
            FIRST_ROW - 1, place, printable(column.title), book.look(head=True, align=column.aligned.value)
        )
    for at, row in enumerate(table.rows, start=FIRST_ROW):
        _write_row(book, sheet, at, row, table.columns, numbers)
    last = FIRST_ROW + len(table.rows) - 1
    if table.rows and not any(row.kind is RowKind.GROUP for row in table.rows):
        sheet.autofilter(FIRST_ROW - 1, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    if table.note:
        sheet.write_string(last + 2, 0, printable(plain(table.note, numbers)), book.look(title=True, colour="quiet"))


def _write_row(book: Book, sheet: Worksheet, at: int, row: Row, columns: tuple[Column, ...], numbers: Numbers) -> None:
    if row.kind is RowKind.GROUP:
        for place in range(len(columns)):
            words = printable(row.cells[0].text) if place == 0 else ""
            sheet.write_string(at, place, words, book.look(bold=True, fill=True))
        return
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        _write_cell(
            book, sheet, at, place, cell, column, numbers, total=row.kind is RowKind.TOTAL, beyond=len(columns) + 1
        )


def _write_cell(
    book: Book,
    sheet: Worksheet,
    at: int,
    place: int,
    cell: Cell,
    column: Column,
    numbers: Numbers,
    *,
    total: bool,
    beyond: int,
) -> None:
    """Write one cell as what its column holds; a value without a number is its words."""
    align = column.aligned.value if column.kind is not Kind.SPARK else Align.LEFT.value
    colour = {Tone.BAD: "bad", Tone.QUIET: "quiet"}.get(cell.tone, "plain")
    bold = total or cell.tone in (Tone.BAD, Tone.STRONG)
    if cell.spark:
        sheet.write_blank(at, place, None, book.look())
        _write_spark(book, sheet, at, place, beyond, cell.spark)
        return
    typed = _typed(cell, column.kind)
    if isinstance(typed, datetime):
        form = "yyyy-mm-dd hh:mm" if len(cell.instant) > 10 else "yyyy-mm-dd"
        sheet.write_datetime(at, place, typed, book.look(number=form, align=align, bold=bold, colour=colour))
    elif typed is not None:
        value, form = typed
        sheet.write_number(at, place, value, book.look(number=form, align=align, bold=bold, colour=colour))
    else:
        words = printable(_words(cell, numbers))
        sheet.write_string(at, place, words, book.look(align=align, bold=bold, colour=colour))


def _write_spark(book: Book, sheet: Worksheet, at: int, place: int, beyond: int, spark: Sparkline) -> None:
    """Draw a native sparkline; its values stand in the columns beyond the table."""
    for column, value in enumerate(spark.values, start=beyond):
        if value is not None:
            sheet.write_number(at, column, float(value), book.look(number="0.0000", align="right", colour="quiet"))
    last = beyond + len(spark.values) - 1
    look = {"range": f"'{sheet.get_name()}'!{xl_range(at, beyond, at, last)}", "series_color": NAVY, "markers": True}
    sheet.add_sparkline(at, place, look)


def _typed(cell: Cell, kind: Kind) -> datetime | tuple[float, str] | None:
    """Return a date, or a number with its format, or None for words."""
    if kind is Kind.DATE and cell.instant:
        return datetime.fromisoformat(cell.instant).replace(tzinfo=None)
    if cell.value is None or cell.note:
        return None
    if kind is Kind.DURATION:
        return float(cell.value) / 86400, "[h]:mm"
    if kind in (Kind.RATIO, Kind.SHARE):
        shown = _shown_percent(cell.text)
        return (float(cell.value), "0.00%") if shown is None else shown
    if kind is Kind.NUMBER:
        places = len(cell.text.partition(".")[2])
        return float(cell.value), "#,##0" + ("." + "0" * places if places else "")
    return None


def _shown_percent(text: str) -> tuple[float, str] | None:
    """Read the printed percentage back, so that the sheet shows the same digits as the page."""
    digits = re.sub(r"[^0-9.\-]", "", text.replace("−", "-"))
    if not text.endswith("%"):
        return None
    try:
        value = Decimal(digits) / 100
    except InvalidOperation:
        return None
    places = len(digits.partition(".")[2])
    return float(value), "0" + ("." + "0" * places if places else "") + "%"


def _words(cell: Cell, numbers: Numbers) -> str:
    words = plain(cell.runs, numbers) if cell.runs else cell.text
    if cell.status:
        words = "；".join((cell.status.word, *cell.status.tags))
    return f"{words}\n{cell.note}" if cell.note else words


def plain(runs: Runs, numbers: Numbers) -> str:
    """Return runs as plain words."""
    return "".join(
        numbers.of(run) if isinstance(run, Ref) else run.display if isinstance(run, Cited) else run.text for run in runs
    )


def _width(table: Table, place: int) -> float:
    """Estimate a column's width in characters; long words wrap at 48."""
    cells = [row.cells[place] for row in table.rows if row.kind is not RowKind.GROUP]
    widest = max([width_in_em(table.columns[place].title), *(_em(cell) for cell in cells)])
    return min(max(widest * 1.9 + 2.5, 8), 48)


def _em(cell: Cell) -> float:
    if cell.status:
        return width_in_em(cell.status.word) + sum(width_in_em(tag) + 1 for tag in cell.status.tags)
    words = "".join(run.text for run in cell.runs if not isinstance(run, Ref | Cited)) or cell.text
    return max(width_in_em(line) for line in [*words.split("\n"), cell.note])
