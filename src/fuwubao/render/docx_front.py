"""Cover, contents, properties and a template's own fields in Word."""

from __future__ import annotations

import io
import re

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from fuwubao.render import vocabulary as say
from fuwubao.render.cover_code import CoverCode, png_of
from fuwubao.render.docx_styles import CELL, FRONT, NOTE, at_right, coloured
from fuwubao.render.docx_tables import Pens, shade
from fuwubao.render.palette import BAD, INK2, INK3, NAVY, PALE
from fuwubao.render.printable import printable
from fuwubao.render.tree import Appendix, Contents, Cover, Document, Heading, Meta, PeriodStrip, flat

_NAME = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
SIGNED_BY = ("编制", "审核", "批准")
CONTENTS_DEPTH = 2
FIELD_NAMES = frozenset(
    {*(key for key, _ in say.META_ROWS), *(words.zh for _, words in say.META_ROWS), "标题", "department", *SIGNED_BY}
)


def cover(block: Cover, meta: Meta, pens: Pens) -> None:
    """Write the first page."""
    line = pens.line(FRONT)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(162), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(printable(meta.issuer)).font.size = Pt(11)
    if meta.classification:
        classified = f"\t{say.CLASSIFICATION.say(meta.language)} {printable(meta.classification)}"
        coloured(line.add_run(classified), INK2, size=9)
    coloured(pens.line(FRONT).add_run(printable(block.unit)), INK3, size=9)
    line = pens.line(FRONT)
    line.paragraph_format.space_before = Pt(120)
    coloured(line.add_run(printable(block.when)), NAVY, size=11)
    line = pens.line(FRONT)
    line.add_run(printable(meta.title)).bold = True
    line.runs[0].font.size = Pt(32)
    if block.addressee:
        line = pens.line(FRONT)
        coloured(line.add_run(f"{say.TO.say(meta.language)} {printable(block.addressee)}"), INK2, size=13)
    if block.strip is not None:
        _strip(block.strip, pens)
    gap = pens.line(FRONT)
    gap.paragraph_format.space_before = Pt(80)
    facts = pens.table(len(block.facts), [28.0, 134.0])
    for row, (name, value) in zip(facts.rows, block.facts, strict=True):
        coloured(pens.line_in(row.cells[0], FRONT).add_run(printable(name)), INK3)
        pens.line_in(row.cells[1], FRONT).add_run(printable(value))
    if meta.control:
        stamp = at_right(pens.line(FRONT))
        run = coloured(stamp.add_run(f" {printable(meta.control)} "), BAD, bold=True, size=15)
        _boxed(run._r)
    if meta.check:
        code = at_right(pens.line(FRONT))
        picture = png_of(CoverCode(meta.number, meta.version, meta.check))
        code.add_run().add_picture(io.BytesIO(picture), width=Mm(19))
    if meta.signatures:
        _signatures(meta, pens)
    pens.line(FRONT).add_run().add_break(WD_BREAK.PAGE)


def _strip(strip: PeriodStrip, pens: Pens) -> None:
    pens.line(FRONT)
    grid = pens.table(2, [162.0 / len(strip.periods)] * len(strip.periods))
    for i, period in enumerate(strip.periods):
        own = strip.first <= i <= strip.last
        bar = pens.line_in(grid.rows[0].cells[i], CELL)
        coloured(bar.add_run(" "), NAVY, size=4)
        bar.paragraph_format.line_spacing = Pt(7)
        shade(grid.rows[0].cells[i], NAVY if own else PALE)
        line = pens.line_in(grid.rows[1].cells[i], CELL)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        coloured(line.add_run(printable(period)), NAVY if own else INK3, size=7)
    coloured(pens.line(NOTE).add_run(printable(strip.words)), INK3)


def _signatures(meta: Meta, pens: Pens) -> None:
    pens.line(FRONT)
    count = len(meta.signatures)
    grid = pens.table(1, [162.0 / count] * count, ruled=True)
    for cell, signature in zip(grid.rows[0].cells, meta.signatures, strict=True):
        coloured(pens.line_in(cell, CELL).add_run(printable(signature.role)), INK3)
        name = pens.line_in(cell, CELL, first=False).add_run(printable(signature.name) or "　")
        name.font.size, name.bold = Pt(12), True
        line = pens.line_in(cell, CELL, first=False)
        coloured(line.add_run(printable(f"{signature.position}  {signature.on}".strip())), INK2)


def _boxed(run: object) -> None:
    assert hasattr(run, "get_or_add_rPr")
    border = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "0"), ("color", BAD[1:])):
        border.set(qn(f"w:{name}"), value)
    run.get_or_add_rPr().append(border)


def contents(document: Document, block: Contents, pens: Pens) -> None:
    """Write a row a heading with a field that tells its page.

    A TOC field would be filled by Word alone: LibreOffice and WPS keep what they find in it, page numbers included.
    """
    language = document.meta.language
    title = pens.line(FRONT)
    title.paragraph_format.space_after = Pt(10)
    title.add_run(say.CONTENTS.say(language)).bold = True
    title.runs[0].font.size = Pt(16)
    rows = [
        (one, label)
        for one, label in zip(flat(document.blocks), pens.numbers.labels, strict=True)
        if isinstance(one, Appendix) or (isinstance(one, Heading) and one.level <= CONTENTS_DEPTH)
    ]
    for place, (one, label) in enumerate(rows):
        level = one.level if isinstance(one, Heading) else 1
        line = pens.line(f"toc {level}")
        line.paragraph_format.left_indent = Mm(8 * (level - 1))
        line.paragraph_format.tab_stops.add_tab_stop(Mm(162 * pens.scale), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        line.add_run(f"{printable(label)}  {printable(one.text)}\t")
        _field(line, f" PAGEREF {bookmark_name(place)} \\h ")
    if block.note:
        pens.runs(pens.line(NOTE), block.note)


def bookmark_name(place: int) -> str:
    """Return the name of the bookmark around the heading at a place of the contents."""
    return f"_Toc{place + 1:06d}"


def bookmark(line: Paragraph, place: int) -> None:
    """Put the bookmark around a heading's words, so that the contents find its page."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(place + 1))
    begin.set(qn("w:name"), bookmark_name(place))
    line.runs[0]._r.addprevious(begin)
    line.runs[-1]._r.addnext(end)


def _field(line: Paragraph, code: str) -> None:
    """Add a field that is filled when the file is opened."""
    _field_begins(line, code)
    line.add_run("…")
    _field_mark(line, "end")


def _field_begins(line: Paragraph, words: str) -> None:
    _field_mark(line, "begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = words
    line.add_run()._r.append(code)
    _field_mark(line, "separate")


def _field_mark(line: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if kind == "begin":
        mark.set(qn("w:dirty"), "true")
    line.add_run()._r.append(mark)


def properties(word: Word, meta: Meta) -> None:
    """Set the properties of the file; times are left to the document's own dates, never the clock."""
    core = word.core_properties
    core.title, core.subject = printable(f"{meta.title} {meta.number}"), printable(meta.customer)
    core.author = core.last_modified_by = printable(meta.issuer)
    core.keywords, core.comments = printable(meta.number), ""
    core.language = "zh-CN" if meta.language == "zh" else "en-GB"


def fill_in(word: Word, meta: Meta) -> None:
    """Replace names in double braces in a template's body, headers and footers by their values, as plain text."""
    values = {key: getattr(meta, key) for key, _ in say.META_ROWS}
    values |= {words.zh: values[key] for key, words in say.META_ROWS} | {
        "标题": meta.title,
        "department": meta.department,
    }
    for signature in meta.signatures:
        values[signature.role] = signature.name
    section = word.sections[0]
    paragraphs = list(word.paragraphs)
    for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
        if not part.is_linked_to_previous:
            paragraphs += part.paragraphs
            paragraphs += [
                line for table in part.tables for row in table.rows for cell in row.cells for line in cell.paragraphs
            ]
    paragraphs += [
        line for table in word.tables for row in table.rows for cell in row.cells for line in cell.paragraphs
    ]
    for line in paragraphs:
        if _NAME.search(line.text):
            _replace(line, values)
        _fill_bookmarks(line, values)


def _fill_bookmarks(line: Paragraph, values: dict[str, str]) -> None:
    """Write a value behind each bookmark of its name that holds nothing yet."""
    for mark in line._p.findall(qn("w:bookmarkStart")):
        name, following = str(mark.get(qn("w:name"), "")), mark.getnext()
        if name in values and following is not None and following.tag == qn("w:bookmarkEnd"):
            run = line.add_run(printable(values[name]))
            mark.addnext(run._r)


def _replace(line: Paragraph, values: dict[str, str]) -> None:
    """Fill a paragraph; a name that Word split over runs is filled in the first of them. Unknown names stay."""

    def value(found: re.Match[str]) -> str:
        return printable(values.get(found[1], found[0]))

    for run in line.runs:
        if _NAME.search(run.text):
            run.text = _NAME.sub(value, run.text)
    if _NAME.search(line.text) and line.runs and _NAME.sub(value, line.text) != line.text:
        whole = _NAME.sub(value, line.text)
        for run in line.runs[1:]:
            run.text = ""
        line.runs[0].text = whole
