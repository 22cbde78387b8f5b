"""Styles, fonts, page frame and fields of the Word document; what a firm's template brings is left as it is."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.font import CT_RPr
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from fuwubao.render.palette import HAIR, INK, INK2, INK3, LINE2, SANS, SERIF
from fuwubao.render.printable import printable

BODY, CELL, HEAD, NOTE, NOTHING, FRONT = (
    "服务报 正文",
    "服务报 单元格",
    "服务报 表头",
    "服务报 表注",
    "服务报 本期无",
    "服务报 封面",
)
CAPTION, CALLOUT, TABLE_STYLE = "Caption", "服务报 提示", "FuwubaoTable"


SUBSTITUTES = {SERIF: "SimSun", SANS: "Microsoft YaHei"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a paragraph style looks, in points; ``line`` is the line's height, at least unless ``exact``."""

    size: float
    line: float
    font: str = SANS
    colour: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    exact: bool = False
    keep_with_next: bool = False
    first_line_chars: int = 0


LOOKS = {
    BODY: Look(size=10.5, line=19, font=SERIF, after=3, exact=True, first_line_chars=200),
    CELL: Look(size=8.5, line=12.5),
    HEAD: Look(size=8.5, line=12.5, colour=INK2, keep_with_next=True),
    NOTE: Look(size=8, line=12, colour=INK3, before=2, after=6),
    NOTHING: Look(size=9.5, line=15, colour=INK2, before=4, after=4),
    CALLOUT: Look(size=9.5, line=16, before=1, after=1),
    FRONT: Look(size=10, line=15),
}
BUILT_IN = {
    "Normal": Look(size=10.5, line=16, font=SERIF),
    "Heading 1": Look(size=16, line=23, bold=True, before=16, after=8, keep_with_next=True),
    "Heading 2": Look(size=12, line=18, bold=True, before=11, after=6, keep_with_next=True),
    "Heading 3": Look(size=10.5, line=16, bold=True, before=8, after=4, keep_with_next=True),
    "Caption": Look(size=9, line=13, before=6, after=4, keep_with_next=True),
    "Header": Look(size=8, line=11, colour=INK3),
    "Footer": Look(size=8, line=11, colour=INK3),
    "List Bullet": Look(size=10.5, line=19, font=SERIF, after=2, exact=True),
    "List Number": Look(size=10.5, line=19, font=SERIF, after=2, exact=True),
}
# TOC styles are latent in Word's own default; they are defined so that the list looks right before its first update.
CONTENTS_LEVELS = {"toc 1": Look(size=10, line=15, before=5), "toc 2": Look(size=9.5, line=14, colour=INK2)}


def prepare(word: Word, *, from_template: bool) -> None:
    """Add our styles; change built-in ones only where no template speaks for them."""
    for name, look in LOOKS.items():
        _define(word, name, look, keep_face=from_template and name == BODY)
    for name, look in (BUILT_IN | CONTENTS_LEVELS).items():
        known = name in [style.name for style in word.styles]
        if not (known and from_template):
            _define(word, name, look)
    name_substitutes(word)
    if TABLE_STYLE not in [style.style_id for style in word.styles]:
        word.styles.element.append(_table_style())


def _define(word: Word, name: str, look: Look, *, keep_face: bool = False) -> None:
    styles = word.styles
    found = next((style for style in styles if style.name == name), None)
    style = found or styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if not keep_face:
        set_face(style.element.get_or_add_rPr(), look.font)
        style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
        style.font.color.rgb = RGBColor.from_string(look.colour[1:])
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    spacing.line_spacing, spacing.keep_with_next = Pt(look.line), look.keep_with_next
    spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.exact else WD_LINE_SPACING.AT_LEAST
    if look.first_line_chars:
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(look.first_line_chars))
        indent.set(qn("w:firstLine"), str(int(look.size * 2 * 20)))


def name_substitutes(word: Word) -> None:
    """Say which common font stands in where ours is not installed: 宋体 and 微软雅黑."""
    parts = [rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/fontTable")]
    for part in parts:
        fonts = parse_xml(part.blob)
        for ours, common in SUBSTITUTES.items():
            fonts.append(parse_xml(f'<w:font {nsdecls("w")} w:name="{ours}"><w:altName w:val="{common}"/></w:font>'))
        part._blob = serialize_part_xml(fonts)


def set_face(properties: CT_RPr, font: str) -> None:
    """Name the font for every script; theme fonts would override it."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _table_style() -> object:
    """Three rules and hairlines, no verticals."""
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
        '<w:name w:val="服务报 表格"/>'
        "<w:tblPr><w:tblBorders>"
        f'<w:top w:val="single" w:sz="9" w:color="{INK[1:]}"/><w:bottom w:val="single" w:sz="9" w:color="{INK[1:]}"/>'
        f'<w:insideH w:val="single" w:sz="3" w:color="{HAIR[1:]}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="5" w:color="{INK[1:]}"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )


def set_page(word: Word) -> None:
    """Set A4 with the margins of our paper; the first page carries no header or footer."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(27),
        Mm(22),
        Mm(25),
        Mm(23),
    )
    section.header_distance, section.footer_distance = Mm(14), Mm(11)
    section.different_first_page_header_footer = True


def frame(word: Word, *, left: str, right: str, foot: str, page_of: str) -> None:
    """Write header and footer where the template has none: ``page_of`` holds {page} and {pages}."""
    section = word.sections[0]
    if not _has_words(section.header.paragraphs):
        line = section.header.paragraphs[0]
        _two_sided(line, left, section)
        line.add_run(printable(right))
        _rule_below(line)
    if not _has_words(section.footer.paragraphs):
        line = section.footer.paragraphs[0]
        _two_sided(line, foot, section)
        before, rest = page_of.split("{page}")
        between, after = rest.split("{pages}")
        line.add_run(before)
        add_field(line, "PAGE", "1")
        line.add_run(between)
        add_field(line, "NUMPAGES", "1")
        line.add_run(after)


def _has_words(paragraphs: list[Paragraph]) -> bool:
    drawn = ".//w:drawing|.//w:pict|.//w:fldChar"
    return any(paragraph.text.strip() or paragraph._p.xpath(drawn) for paragraph in paragraphs)


def _two_sided(line: Paragraph, left: str, section: Section) -> None:
    """Write at the left and leave the pen at the right margin."""
    width = (section.page_width or Mm(210)) - (section.left_margin or Mm(25)) - (section.right_margin or Mm(23))
    style = line.style
    assert isinstance(style, ParagraphStyle)
    for stop in list(style.paragraph_format.tab_stops):
        line.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    line.paragraph_format.tab_stops.add_tab_stop(Length(width), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(printable(left) + "\t")


def _rule_below(line: Paragraph) -> None:
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{LINE2[1:]}"/></w:pBdr>'
    )
    line._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def rule_at_left(line: Paragraph, colour: str, *, fill: str = "") -> None:
    """Draw the rule of a callout at a paragraph's left, over a tint where one is given."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="6" w:color="{colour[1:]}"/></w:pBdr>'
    )
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    if fill:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill[1:]}"/>')
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_field(line: Paragraph, instruction: str, shown: str) -> Run:
    """Add a field with what it shows until Word updates it."""
    first = line.add_run()
    for kind in ("begin", "instruction", "separate"):
        if kind == "instruction":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            line.add_run()._r.append(code)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        (first if kind == "begin" else line.add_run())._r.append(mark)
    line.add_run(shown)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    line.add_run()._r.append(end)
    return first


def watermark(word: Word, words: str) -> None:
    """Put the word of a draft behind the text of every page, by way of the headers."""
    section = word.sections[0]
    headers = [section.header]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
    for number, header in enumerate(headers):
        line = header.paragraphs[0]
        shape = parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
            ' xmlns:o="urn:schemas-microsoft-com:office:office">'
            '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
            'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
            '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
            '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
            '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
            f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s20{number}1" type="#_x0000_t136" '
            'style="position:absolute;width:280pt;height:128pt;rotation:322;z-index:-251658752;'
            "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
            'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#F0F2F4" stroked="f">'
            f'<v:textpath style="font-family:&quot;{SANS}&quot;;font-weight:bold" string="{words}"/></v:shape></w:pict>'
        )
        line.add_run()._r.append(shape)


class Styles:
    """Names of styles to their ids, looked up once: a paragraph is dressed without a search through the styles."""

    def __init__(self, word: Word) -> None:
        self.ids = {style.name: style.style_id for style in word.styles}

    def dress(self, line: Paragraph, name: str) -> Paragraph:
        """Give a paragraph a style by name and return it."""
        line._p.style = self.ids[name]
        return line


def at_right(line: Paragraph) -> Paragraph:
    """Set a paragraph to the right and return it."""
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return line


def coloured(run: Run, colour: str, *, bold: bool | None = None, size: float | None = None) -> Run:
    """Dress a run and return it."""
    run.font.color.rgb = RGBColor.from_string(colour[1:])
    if bold is not None:
        run.bold = bold
    if size is not None:
        run.font.size = Pt(size)
    return run
