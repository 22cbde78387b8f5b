"""Word: real styles, headings, native header, footer and page fields; every display is plain text in ordinary runs.

With a firm's own ``.docx`` its page, header, footer, styles and first pages stay: names in double braces such as
``{{报告编号}}`` are filled in as text, and the report follows after them. Nothing in a template is run as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph as Line

from fuwubao.render import docx_front, docx_styles
from fuwubao.render import vocabulary as say
from fuwubao.render.charts import draw
from fuwubao.render.docx_styles import BODY, CALLOUT, CAPTION, FRONT, NOTE, NOTHING, coloured
from fuwubao.render.docx_tables import Pens, add_cards, add_status, add_table, add_targets
from fuwubao.render.errors import TemplateUnusable
from fuwubao.render.lists import as_table
from fuwubao.render.numbering import number
from fuwubao.render.palette import BAD, INK, LINE2, NAVY, NEAR, WASH
from fuwubao.render.pictures import as_png
from fuwubao.render.printable import printable
from fuwubao.render.tree import (
    Appendix,
    Beside,
    Block,
    Bullets,
    Callout,
    Chart,
    Closing,
    Contents,
    Cover,
    Document,
    Heading,
    KeyFigures,
    MovesOfMeans,
    NothingThisPeriod,
    Paragraph,
    Runs,
    State,
    Table,
    Verdict,
    Weight,
    flat,
)

WEIGHTS = {Weight.INFORM: NAVY, Weight.NEAR: NEAR, Weight.BAD: BAD}


def write(document: Document, *, template: bytes | None = None) -> bytes:
    """Return the document as .docx. Raises TemplateUnusable, FontsMissing, UnknownAnchor, UnevenTable."""
    word = _opened(template)
    writer = _Writer(document, word, from_template=template is not None)
    writer.all()
    out = BytesIO()
    word.save(out)
    return steady(out.getvalue())


def steady(package: bytes) -> bytes:
    """Pack a zip again with one fixed time, so that the same content gives the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in given.namelist():
            packed.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), given.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _opened(template: bytes | None) -> Word:
    if template is None:
        return docx.Document()
    try:
        return docx.Document(BytesIO(template))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as why:
        raise TemplateUnusable(why=str(why)) from why


class _Writer:
    """Writes block by block into one Word document."""

    def __init__(self, document: Document, word: Word, *, from_template: bool) -> None:
        self.document, self.word, self.from_template = document, word, from_template
        self.meta, self.language = document.meta, document.meta.language
        self.numbers = number(document)
        self.covered = from_template and any(line.text.strip() for line in word.paragraphs)
        docx_styles.prepare(word, from_template=from_template)
        if not from_template:
            docx_styles.set_page(word)
        self.pens = Pens(word, self.numbers, as_png(_svgs(document)))
        self.numbered_by_style = from_template and _numbered(word)
        self.labels = iter(self.numbers.labels)
        self.places = count()

    def all(self) -> None:
        """Write page frame, blocks and properties."""
        meta = self.meta
        if self.from_template:
            docx_front.fill_in(self.word, meta)
        draft = meta.state is State.DRAFT
        drafted = say.DRAFTED.say(self.language).format(at=meta.drafted_at)
        docx_styles.frame(
            self.word,
            left=f"{meta.title}  {meta.number}",
            right=drafted if draft else meta.confidentiality,
            foot=f"{meta.issuer} {meta.department}".strip(),
            page_of=say.PAGE_OF.say(self.language),
        )
        if draft:
            docx_styles.watermark(self.word, say.DRAFT.say(self.language))
        if self.covered:
            self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for block in flat(self.document.blocks):
            self._block(block, next(self.labels))
        docx_front.properties(self.word, meta)

    def _block(self, block: Block, label: str) -> None:
        table = as_table(block, self.meta)
        if table is not None:
            self._table(table, label)
            return
        match block:
            case Cover():
                if not self.covered:
                    docx_front.cover(block, self.meta, self.pens)
            case Contents():
                docx_front.contents(self.document, block, self.pens)
            case Heading() | Appendix():
                self._heading(block, label)
            case Chart():
                self._chart(block, label)
            case KeyFigures():
                self._key_figures(block)
            case _:
                self._prose(block)

    def _prose(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._line(BODY, block.runs)
            case Bullets():
                for item in block.items:
                    self._line("List Number" if block.ordered else "List Bullet", item)
            case Verdict():
                coloured(self._line(FRONT).add_run(printable(block.title)), INK, bold=True, size=15)
                self._line(BODY, block.runs)
            case Callout():
                self._callout(block)
            case NothingThisPeriod():
                line = self._line(NOTHING)
                docx_styles.rule_at_left(line, LINE2)
                subject = say.NOTHING_OF.say(self.language).format(subject=block.subject)
                coloured(line.add_run(printable(subject)), INK)
                line.add_run(" " + say.NOTHING.say(self.language))
            case Closing():
                line = self._line(NOTE)
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
                line.add_run(f"—— {printable(block.text or say.END.say(self.language))} ——")
            case Beside():
                raise TypeError("a pair is opened before it is written")

    def _line(self, style: str, runs: Runs = ()) -> Line:
        line = self.pens.line(style)
        self.pens.runs(line, runs)
        if style == BODY and not runs:
            line.paragraph_format.first_line_indent = 0
        return line

    def _heading(self, block: Heading | Appendix, label: str) -> None:
        level = block.level if isinstance(block, Heading) else 1
        line = self.pens.line(f"Heading {level}")
        line.paragraph_format.page_break_before = block.fresh_page or None
        if isinstance(block, Appendix) or not self.numbered_by_style:
            run = line.add_run(printable(label) + "  ")
            if not self.from_template:
                coloured(run, NAVY)
        line.add_run(printable(block.text))
        if level <= docx_front.CONTENTS_DEPTH:
            docx_front.bookmark(line, next(self.places))

    def _callout(self, block: Callout) -> None:
        title = self._line(CALLOUT)
        title.paragraph_format.keep_with_next = True
        coloured(title.add_run(printable(block.title)), WEIGHTS[block.weight], bold=True)
        body = self._line(CALLOUT, block.runs)
        for line in (title, body):
            docx_styles.rule_at_left(line, WEIGHTS[block.weight], fill=WASH)

    def _key_figures(self, block: KeyFigures) -> None:
        if block.cards:
            add_cards(block.cards, self.pens)
            self._line(NOTE)
        if block.targets:
            add_targets(block.targets, self.pens)
        line = self._line(NOTE)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for status in block.legend:
            add_status(line, status)
            line.add_run("   ")

    def _table(self, table: Table, label: str) -> None:
        if table.caption:
            line = self._line(CAPTION)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.add_run(f"{printable(label)}  {printable(table.caption)}")
        add_table(table, self.pens)
        self._line(NOTE, table.note)

    def _chart(self, block: Chart, label: str) -> None:
        line = self._line(CAPTION)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        width = 100.0 if isinstance(block.drawing, MovesOfMeans) else 160.0
        self.pens.picture(line, draw(block.drawing), width=width, alt=block.alt)
        if block.note:
            note = self._line(NOTE, block.note)
            note.paragraph_format.keep_with_next = True
        caption = self._line(CAPTION)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = False
        caption.add_run(f"{printable(label)}  {printable(block.caption)}")


def _svgs(document: Document) -> Iterator[str]:
    """Every drawing of the document, so that all are made in one go."""
    for block in flat(document.blocks):
        if isinstance(block, Chart):
            yield draw(block.drawing).svg
        if isinstance(block, KeyFigures):
            yield from (draw(card.spark).svg for card in block.cards if card.spark)
        if isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row.cells)
            yield from (draw(drawing).svg for cell in cells for drawing in (cell.spark, cell.share) if drawing)


def _numbered(word: Word) -> bool:
    """Tell whether the template's own heading style counts by itself."""
    style = next((style for style in word.styles if style.name == "Heading 1"), None)
    return style is not None and bool(re.search(r"<w:numPr\b", style.element.xml))
