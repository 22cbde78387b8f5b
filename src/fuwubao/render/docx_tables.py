"""Tables, key-figure cards and pictures in Word: real tables whose head repeats, cells as ordinary runs."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph

from fuwubao.render.charts import draw
from fuwubao.render.docx_styles import CELL, HEAD, TABLE_STYLE, Styles, coloured
from fuwubao.render.numbering import Numbers
from fuwubao.render.palette import BAD, INK, INK2, INK3, LINE, NAVY, SHAPE_COLOUR, SHAPE_GLYPH, WASH
from fuwubao.render.printable import printable, width_in_em
from fuwubao.render.svg import Picture
from fuwubao.render.tree import (
    Align,
    Card,
    Cell,
    Cited,
    Glance,
    Kind,
    Ref,
    Row,
    RowKind,
    Runs,
    Status,
    Table,
    Tone,
)

WIDTH = 162.0
PLACES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
TONES = {Tone.PLAIN: INK, Tone.STRONG: INK, Tone.QUIET: INK3, Tone.BAD: BAD}
KEPT_TOGETHER = 10
TIGHT = f'<w:tblCellMar {nsdecls("w")}><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'


class Pens:
    """What writing a cell needs: the labels for references and the drawn pictures."""

    def __init__(self, word: Word, numbers: Numbers, pictures: dict[str, bytes]) -> None:
        self.word = word
        self.numbers = numbers
        self.pictures = pictures
        self.styles = Styles(word)
        self.scale = min(1.0, text_width(word) / WIDTH)

    def line(self, style: str) -> Paragraph:
        """Begin a paragraph at the end of the document."""
        return self.styles.dress(self.word.add_paragraph(), style)

    def line_in(self, cell: WordCell, style: str, *, first: bool = True) -> Paragraph:
        """Return a cell's first paragraph in a style, or begin a further one."""
        return self.styles.dress(cell.paragraphs[0] if first else cell.add_paragraph(), style)

    def table(self, rows: int, widths: list[float], *, ruled: bool = False) -> WordTable:
        """Add a table of fixed widths in millimetres; without rules unless it is ``ruled``."""
        made: WordTable = self.word.add_table(rows=rows, cols=len(widths))
        if ruled:
            made._tbl.tblStyle_val = TABLE_STYLE
        else:
            made._tbl.tblPr.append(parse_xml(TIGHT))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width * self.scale)
        return made

    def cells(self, row: WordRow, widths: list[float]) -> list[WordCell]:
        """Return a row's cells, each told its width: Word goes by the cells, LibreOffice by the columns."""
        cells = [WordCell(element, row.table) for element in row._tr.tc_lst]
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width * self.scale)
        return cells

    def runs(self, line: Paragraph, runs: Runs, *, colour: str | None = None, bold: bool = False) -> None:
        """Add runs; references are words, a display is one ordinary run."""
        for run in runs:
            words = (
                self.numbers.of(run) if isinstance(run, Ref) else run.display if isinstance(run, Cited) else run.text
            )
            made = line.add_run(printable(words))
            if bold or (not isinstance(run, Ref) and run.strong):
                made.bold = True
            if colour:
                coloured(made, colour)

    def picture(self, line: Paragraph, picture: Picture, *, width: float, alt: str) -> None:
        """Add a picture in the line, ``width`` in millimetres, with its words for those who do not see it."""
        shape = line.add_run().add_picture(BytesIO(self.pictures[picture.svg]), width=Mm(width * self.scale))
        properties = shape._inline.docPr
        properties.set("descr", printable(alt))


def text_width(word: Word) -> float:
    """Return the width between the margins in millimetres; a template's own may be narrower than ours."""
    section = word.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return WIDTH if page is None or left is None or right is None else (page - left - right) / Mm(1)


def add_status(line: Paragraph, status: Status) -> None:
    """Add shape, word and tags."""
    loud = status.shape.value == "bad"
    coloured(line.add_run(SHAPE_GLYPH[status.shape] + " "), SHAPE_COLOUR[status.shape], size=7.5)
    word = line.add_run(printable(status.word))
    if loud:
        coloured(word, BAD, bold=True)
    for tag in status.tags:
        line.add_run().add_break()
        coloured(line.add_run(f"[{printable(tag)}]"), INK3, size=7)


def add_table(table: Table, pens: Pens) -> None:
    """Add a table: head repeated on each page, rows never cut, up to ten rows kept on one page."""
    widths = widths_of(table)
    made = pens.table(1 + len(table.rows), widths, ruled=True)
    rows = list(made.rows)
    for cell, column in zip(pens.cells(rows[0], widths), table.columns, strict=True):
        line = pens.line_in(cell, HEAD)
        line.alignment = PLACES[column.aligned]
        line.add_run(printable(column.title))
    _repeat(rows[0])
    together = len(table.rows) <= KEPT_TOGETHER
    for number, (row, place) in enumerate(zip(table.rows, rows[1:], strict=True)):
        _write_row(place, row, table, pens, widths, keep=together and number < len(table.rows) - 1)


def _write_row(place: WordRow, row: Row, table: Table, pens: Pens, widths: list[float], *, keep: bool) -> None:
    _no_cut(place)
    cells = pens.cells(place, widths)
    if row.kind is RowKind.GROUP:
        cell = cells[0].merge(cells[-1])
        line = pens.line_in(cell, CELL)
        coloured(line.add_run(printable(row.cells[0].text)), INK2, bold=True)
        shade(cell, WASH)
        line.paragraph_format.keep_with_next = True
        return
    for target, cell, column in zip(cells, row.cells, table.columns, strict=True):
        line = pens.line_in(target, CELL)
        line.alignment = PLACES[column.aligned]
        if keep:
            line.paragraph_format.keep_with_next = True
        _fill(line, cell, pens, total=row.kind is RowKind.TOTAL)


def _fill(line: Paragraph, cell: Cell, pens: Pens, *, total: bool) -> None:
    bold = total or cell.tone in (Tone.STRONG, Tone.BAD)
    if cell.status:
        add_status(line, cell.status)
    elif cell.spark:
        pens.picture(line, draw(cell.spark), width=18, alt="")
    elif cell.share:
        pens.picture(line, draw(cell.share), width=11, alt=cell.share.words)
        line.add_run(" " + printable(cell.share.words))
    elif cell.runs:
        pens.runs(line, cell.runs, bold=bold)
    else:
        run = line.add_run(printable(cell.text))
        if bold or cell.tone is Tone.QUIET:
            coloured(run, TONES[cell.tone], bold=bold)
    if cell.note:
        line.add_run().add_break()
        coloured(line.add_run(printable(cell.note)), INK3, size=7.5)


def widths_of(table: Table) -> list[float]:
    """Share the page's width in millimetres: given widths first, numbers as wide as they are, words the rest."""
    em = 3.3  # of 8 pt with the wider Latin letters of machines that lack our fonts
    widths: list[float | None] = []
    for i, column in enumerate(table.columns):
        if column.width is not None:
            widths.append(float(column.width))
        elif column.kind is Kind.TEXT:
            widths.append(None)
        else:
            widest = max(
                [
                    width_in_em(column.title),
                    *(_ems(row.cells[i]) for row in table.rows if row.kind is not RowKind.GROUP),
                ]
            )
            widths.append(widest * em + 4.5)
    open_columns = widths.count(None)
    left = WIDTH - sum(width for width in widths if width is not None)
    if not open_columns:
        total = sum(width or 0 for width in widths)
        return [(width or 0) * WIDTH / total for width in widths]
    return [max(left / open_columns, 14) if width is None else width for width in widths]


def _ems(cell: Cell) -> float:
    if cell.status:
        return max(width_in_em(cell.status.word) + 1.2, *(width_in_em(tag) for tag in cell.status.tags), 0)
    if cell.spark:
        return 6.0
    return 6.5 + width_in_em(cell.text) if cell.share else width_in_em(cell.text)


def add_cards(cards: tuple[Card, ...], pens: Pens) -> None:
    """Add up to three key figures in a row."""
    widths = [WIDTH / len(cards)] * len(cards)
    for cell, card in zip(pens.cells(pens.table(1, widths).rows[0], widths), cards, strict=True):
        loud = card.status.shape.value == "bad"
        _borders(cell, BAD if loud else NAVY)
        line = pens.line_in(cell, CELL)
        coloured(line.add_run(printable(card.title)), INK2)
        add_status(pens.line_in(cell, CELL, first=False), card.status)
        line = pens.line_in(cell, CELL, first=False)
        coloured(line.add_run(printable(card.display)), BAD if loud else INK, bold=True, size=20)
        line = pens.line_in(cell, CELL, first=False)
        coloured(line.add_run(printable(card.base)), INK2)
        if card.spark:
            line = pens.line_in(cell, CELL, first=False)
            pens.picture(line, draw(card.spark), width=22, alt="")
        for name, value in card.facts:
            line = pens.line_in(cell, CELL, first=False)
            coloured(line.add_run(printable(name) + "  "), INK3)
            line.add_run(printable(value))


def add_targets(targets: tuple[Glance, ...], pens: Pens) -> None:
    """Add every target at a glance, three in a row."""
    widths = [37.0, 17.0] * 3
    made = pens.table((len(targets) + 2) // 3, widths)
    cells = [cell for row in made.rows for cell in pens.cells(row, widths)]
    for i, target in enumerate(targets):
        loud = target.shape.value == "bad"
        line = pens.line_in(cells[2 * i], CELL)
        coloured(line.add_run(SHAPE_GLYPH[target.shape] + " "), SHAPE_COLOUR[target.shape], size=7.5)
        coloured(line.add_run(printable(target.title)), BAD if loud else INK, bold=loud, size=7.5)
        line = pens.line_in(cells[2 * i + 1], CELL)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        coloured(line.add_run(printable(target.display)), BAD if loud else INK2, size=7.5)


def _repeat(row: WordRow) -> None:
    _no_cut(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _no_cut(row: WordRow) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: WordCell, colour: str) -> None:
    """Fill a cell."""
    fill = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>')
    cell._tc.get_or_add_tcPr().append(fill)


def _borders(cell: WordCell, top: str) -> None:
    borders = OxmlElement("w:tcBorders")
    for side, size, colour in (("top", "16", top), ("left", "4", LINE), ("bottom", "4", LINE), ("right", "4", LINE)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("color", colour[1:])):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
