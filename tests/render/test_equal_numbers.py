"""One tree, four formats, the same displays; and what users write is text in each of them."""

from __future__ import annotations

import re

import pytest

from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render.tree import (
    Action,
    ActionList,
    Breach,
    BreachList,
    Bullets,
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Distribution,
    Document,
    Event,
    EventList,
    Heading,
    HeatMap,
    KeyFigures,
    NothingThisPeriod,
    Paragraph,
    Row,
    Shape,
    Signatures,
    Status,
    Table,
    Text,
    Verdict,
)
from tests.render.made import (
    as_docx,
    as_html,
    as_pdf,
    as_xlsx,
    docx_part,
    docx_text,
    pages_of,
    read_html,
    sample,
    squeezed,
    tiny,
    workbook,
)

HOSTILE = (
    "#set page(fill: red)",
    "$x^2$ *bold* _it_ `code` @ref <label>",
    "{{ 7*7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>&amp;",
    "\\u{41} \\ // comment /* open",
    "]]></w:t></w:r>",
)


def cells_of(made: bytes) -> str:
    """All words of a workbook."""
    return "\n".join(str(cell) for sheet in workbook(made) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_every_display_stands_in_every_format() -> None:
    said = {
        "pdf": squeezed("".join(pages_of(as_pdf()))),
        "docx": squeezed(docx_text(as_docx())),
        "html": squeezed("".join(read_html(as_html()).words)),
        "xlsx": squeezed(cells_of(as_xlsx())),
    }

    missing = [
        (name, f.key) for f in sample().figures for name, text in said.items() if squeezed(f.display) not in text
    ]

    assert missing == []


def test_an_empty_heading_says_so_in_every_format() -> None:
    """S1.32: significant events are stated, also when there are none."""
    texts = ("".join(pages_of(as_pdf())), docx_text(as_docx()), "".join(read_html(as_html()).words))

    assert all("与客户的争议：本期无。" in squeezed(text) for text in texts)


def test_a_display_is_one_piece_in_html_and_one_run_in_word() -> None:
    assert all(figure.display in as_html() for figure in sample().figures)
    assert ">94.44%</w:t>" in docx_xml()


def test_bases_and_displays_of_tables_are_equal_in_pdf_word_and_html() -> None:
    texts = (
        squeezed("".join(pages_of(as_pdf()))),
        squeezed(docx_text(as_docx())),
        squeezed("".join(read_html(as_html()).words)),
    )
    for words in ("119/126", "129239/129360", "31680", "−56.32", "−0.084", "12:28", "+4:28", "64619.5", "1697"):
        assert all(words in text for text in texts), words


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_user_wrote_comes_out_as_text_everywhere(words: str) -> None:
    document = everywhere(words)
    texts = {
        "pdf": "".join(pages_of(pdf.write(document))),
        "docx": docx_text(docx.write(document)),
        "html": "".join(read_html(html.write(document).decode()).words),
        "xlsx": cells_of(xlsx.write(document)),
    }

    for name, text in texts.items():
        assert squeezed(text).count(squeezed(words)) >= 8, name


def test_what_no_document_may_hold_is_left_out() -> None:
    document = everywhere("ab\x00c\x1b[31m\u202etxt.exe\ud800")

    for made in (pdf.write(document), docx.write(document), html.write(document), xlsx.write(document)):
        assert made
    assert "abc[31mtxt.exe" in docx_text(docx.write(document))


def test_an_english_document_has_no_chinese_of_ours_in_any_format() -> None:
    document = tiny(
        *everywhere("words").blocks,
        Distribution(recipients=(), caption="c"),
        Signatures(caption="s"),
        title="t",
        issuer="i",
        customer="c",
        language="en",
        drafted_at="2026-10-09",
    )
    texts = (
        "".join(pages_of(pdf.write(document))),
        docx_text(docx.write(document)),
        html.fragment(document),
        cells_of(xlsx.write(document)),
    )

    assert [re.findall(r"[一-鿿]+", text) for text in texts] == [[], [], [], []]


def docx_xml() -> str:
    """The XML of the sample's Word body."""
    return docx_part(as_docx(), "word/document.xml")


def everywhere(words: str) -> Document:
    """The words in each place where a user's words may stand."""
    runs = (Text(words), Text(words, strong=True))
    state = Status(shape=Shape.MET, word=words, tags=(words,))
    return tiny(
        Cover(when=words, addressee=words, facts=((words, words),)),
        Contents(note=runs),
        Heading(text=words),
        Verdict(title=words, runs=runs),
        KeyFigures(cards=(Card(title=words, display=words, status=state, base=words, facts=((words, words),)),)),
        Paragraph(runs=runs),
        Bullets(items=(runs,)),
        Callout(title=words, runs=runs),
        NothingThisPeriod(subject=words),
        Table(
            columns=(Column(title=words), Column(title="b")),
            rows=(Row(cells=(Cell(text=words, note=words), Cell(status=state))),),
            caption=words,
            note=runs,
        ),
        Chart(drawing=HeatMap(rows=("a",), columns=("b",), counts=((1,),)), caption=words, alt=words),
        EventList(events=(Event(on=words, kind=words, what=runs, related=words),), caption=words),
        ActionList(actions=(Action(number=words, what=words, owner=words, due=words, status=state),), caption=words),
        BreachList(
            breaches=(
                Breach(
                    ticket=words,
                    service=words,
                    title=words,
                    elapsed="1:00",
                    over="+0:10",
                    elapsed_seconds=3600,
                    over_seconds=600,
                    cause=words,
                ),
            ),
            caption=words,
        ),
        title=words,
    )
