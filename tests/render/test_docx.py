"""The Word document has real structure, and a firm's own template keeps its page, styles, header and cover."""

from __future__ import annotations

import re
from io import BytesIO

import docx as word
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from fuwubao.render import docx
from fuwubao.render.errors import TemplateUnusable
from fuwubao.render.tree import State
from tests.render.made import as_docx, docx_part, docx_text, sample, squeezed


def template(*, numbered: bool = False, words: tuple[str, ...] = ("某某公司", "{{报告编号}} · {{ 客户 }}")) -> bytes:
    """A firm's template with a header, a page size, a heading font and first-page words."""
    firm = word.Document()
    firm.sections[0].header.paragraphs[0].text = "某某公司 体系文件 {{number}}"
    firm.sections[0].page_width = Mm(216)
    firm.styles["Heading 1"].font.name = "KaiTi"
    if numbered:
        properties = firm.styles["Heading 1"].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    for line in words:
        firm.add_paragraph(line)
    out = BytesIO()
    firm.save(out)
    return out.getvalue()


def opened(made: bytes) -> word.document.Document:
    """Open with python-docx."""
    return word.Document(BytesIO(made))


def test_headings_are_headings_and_carry_their_numbers() -> None:
    headings = [
        line.text
        for line in opened(as_docx()).paragraphs
        if ((line.style and line.style.name) or "").startswith("Heading")
    ]

    assert headings[0] == "1  摘要"
    assert "3.3  P2 解决超时清单" in headings
    assert headings[-1] == "附录 C  修订记录与分发"


def test_the_head_of_each_report_table_repeats_and_rows_are_not_cut() -> None:
    tables = [table for table in opened(as_docx()).tables if table.style and table.style.style_id == "FuwubaoTable"]
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables if len(table.rows) > 1]

    assert len(heads) == 19
    assert all(heads)


def test_pages_are_counted_by_fields_and_contents_is_a_field() -> None:
    package = as_docx()
    footers = "".join(docx_part(package, name) for name in ("word/footer1.xml",))

    assert {"PAGE", "NUMPAGES"} <= set(re.findall(r"<w:instrText[^>]*> (\w+) ", footers))
    assert squeezed(re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", footers)).endswith("第1页共1页")
    assert " PAGEREF _Toc000001 " in docx_part(package, "word/document.xml")
    assert 'w:name="_Toc000001"' in docx_part(package, "word/document.xml")


def test_charts_are_pictures_with_words() -> None:
    shapes = opened(as_docx()).inline_shapes
    described = [shape._inline.docPr.get("descr") for shape in shapes]

    assert sum(bool(words) for words in described) >= 5
    assert any("2026 年 8 月 37/43 低于目标" in (words or "") for words in described)


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert docx.write(sample()) == as_docx()


def test_a_draft_has_a_watermark_and_an_approved_report_has_none() -> None:
    draft = docx.write(sample(State.DRAFT))

    assert 'string="草稿"' in docx_part(draft, "word/header1.xml")
    assert "草稿" not in docx_part(as_docx(), "word/header1.xml")


def test_a_template_keeps_its_page_header_and_styles() -> None:
    made = opened(docx.write(sample(), template=template()))

    assert made.sections[0].header.paragraphs[0].text == "某某公司 体系文件 SLM-01-2026Q3-A0"
    assert round((made.sections[0].page_width or 0) / Mm(1)) == 216
    assert made.styles["Heading 1"].font.name == "KaiTi"


def test_a_template_with_first_pages_replaces_our_cover_and_is_filled_in() -> None:
    text = docx_text(docx.write(sample(), template=template()))

    assert text.startswith("某某公司\nSLM-01-2026Q3-A0 · 华东制造有限公司")
    assert "致 华东制造有限公司" not in text
    assert "1  摘要" in text


def test_an_empty_template_gets_our_cover() -> None:
    assert "致 华东制造有限公司" in docx_text(docx.write(sample(), template=template(words=())))


def test_a_template_that_numbers_its_headings_is_not_numbered_twice() -> None:
    made = opened(docx.write(sample(), template=template(numbered=True)))
    headings = [line.text for line in made.paragraphs if line.style and line.style.name == "Heading 1"]

    assert headings[0] == "摘要"
    assert headings[-1] == "附录 C  修订记录与分发"


def test_tables_keep_within_the_margins_of_a_template() -> None:
    made = opened(docx.write(sample(), template=template()))
    section = made.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)

    for table in made.tables:
        assert sum(column.width or 0 for column in table.columns) <= room * 1.01


def test_a_machine_without_our_fonts_knows_what_to_take() -> None:
    table = docx_part(as_docx(), "word/fontTable.xml")

    assert re.search(r'w:name="Noto Serif SC"[^>]*><w:altName w:val="SimSun"', table)


def test_nothing_in_a_template_is_run() -> None:
    hostile = "{{ 7*7 }} {% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}"

    assert hostile in docx_text(docx.write(sample(), template=template(words=(hostile,))))


@pytest.mark.parametrize("given", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(given: bytes) -> None:
    with pytest.raises(TemplateUnusable):
        docx.write(sample(), template=given)
