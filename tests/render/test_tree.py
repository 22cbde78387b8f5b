"""The tree keeps everything it was given, gives the same bytes for the same content, and refuses what does not fit."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from fuwubao.render.errors import DocumentUnreadable, RepeatedAnchor, UnevenTable, UnknownAnchor
from fuwubao.render.lists import as_table
from fuwubao.render.numbering import number
from fuwubao.render.tree import (
    Appendix,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    Point,
    Ref,
    Row,
    Series,
    Table,
    TrendLine,
    flat,
    from_json,
    to_json,
)
from fuwubao.render.xlsx_sheets import plain
from tests.render.made import sample, tiny

GOLDEN = Path(__file__).parent / "golden" / "sample.txt"


def test_a_tree_comes_back_from_json_as_it_was() -> None:
    assert from_json(to_json(sample())) == sample()


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert to_json(from_json(to_json(sample()))) == to_json(sample())


def test_json_lists_the_figures_with_their_base_and_display() -> None:
    figures = {figure["key"]: figure for figure in json.loads(to_json(sample()))["figures"]}

    assert (figures["p2s"]["numerator"], figures["p2s"]["denominator"]) == (119, 126)
    assert figures["p2s"]["display"] == "94.44%"
    assert figures["p2s"]["scope"] == {"customer": "HD", "service": None, "priority": None}
    assert figures["dr"]["value"] is None
    assert figures["dr"]["status"] == "not_applicable"


def test_exact_decimals_survive() -> None:
    points = (Point(value=Decimal("94.4444444444444444444444444")), Point(value=None))
    chart = Chart(
        drawing=TrendLine(periods=("7", "8"), series=(Series(name="a", points=points),)), caption="c", alt="a"
    )

    assert from_json(to_json(tiny(chart))).blocks == (chart,)


@pytest.mark.parametrize(
    "change",
    [
        {"blocks": [{"node": "Marquee", "text": "x"}]},
        {"blocks": [{"node": "Heading"}]},
        {"blocks": [{"node": "Heading", "text": "x", "colour": "red"}]},
        {"blocks": [{"node": "Heading", "text": 5}]},
        {"blocks": {"node": "Heading", "text": "x"}},
        {"meta": None},
    ],
)
def test_a_tree_of_another_shape_is_refused_with_the_place(change: dict[str, object]) -> None:
    data = json.loads(to_json(tiny())) | change

    with pytest.raises(DocumentUnreadable) as refused:
        from_json(json.dumps(data).encode())

    assert str(refused.value.facts["where"]).startswith(("/blocks", "/meta"))


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(DocumentUnreadable):
        from_json(b"<html>")


def test_captions_restart_with_each_chapter_and_appendices_have_letters() -> None:
    table = Table(columns=(Column(title="a"),), rows=(), caption="t")
    made = number(
        tiny(
            Heading(text="1"),
            table,
            table,
            Heading(text="2"),
            Heading(text="2.1", level=2),
            table,
            Appendix(text="A"),
            table,
            Heading(text="A.1", level=2),
        )
    )

    assert made.labels == ("1", "表 1-1", "表 1-2", "2", "2.1", "表 2-1", "附录 A", "表 A-1", "A.1")


def test_english_documents_count_in_english() -> None:
    table = Table(columns=(Column(title="a"),), rows=(), caption="t")

    assert number(tiny(Heading(text="1"), table, Appendix(text="A"), language="en")).labels == (
        "1",
        "Table 1-1",
        "Appendix A",
    )


def test_a_reference_to_nothing_is_refused() -> None:
    document = tiny(Paragraph(runs=(Ref("t-none"),)))

    with pytest.raises(UnknownAnchor) as refused:
        number(document).of(Ref("t-none"))

    assert "t-none" in refused.value.message("zh")


def test_two_places_with_one_anchor_are_refused() -> None:
    with pytest.raises(RepeatedAnchor):
        number(tiny(Heading(text="a", anchor="x"), Heading(text="b", anchor="x")))


def test_a_row_with_too_few_cells_is_refused_by_the_name_of_its_table() -> None:
    table = Table(
        columns=(Column(title="a"), Column(title="b")), rows=(Row(cells=(Cell(text="1"),)),), caption="记分表"
    )

    with pytest.raises(UnevenTable) as refused:
        number(tiny(table))

    assert "记分表" in refused.value.message("zh")


def test_a_series_with_a_missing_point_is_refused() -> None:
    line = TrendLine(periods=("7", "8"), series=(Series(name="P2", points=(Point(value=Decimal(1)),)),))

    with pytest.raises(UnevenTable):
        number(tiny(Chart(drawing=line, caption="走势", alt="")))


def test_the_sample_reads_as_its_golden_text(pytestconfig: pytest.Config) -> None:
    text = told(sample())
    if pytestconfig.getoption("--golden-write"):
        GOLDEN.write_text(text, encoding="utf-8")

    assert text == GOLDEN.read_text(encoding="utf-8")


def told(document: Document) -> str:
    """The document as lines: label, kind and words of each block."""
    numbers = number(document)
    lines = []
    for block, label in zip(flat(document.blocks), numbers.labels, strict=True):
        words = str(getattr(block, "text", "") or getattr(block, "caption", "") or getattr(block, "title", ""))
        lines.append(f"{type(block).__name__} {label} {words}".rstrip())
        if isinstance(block, Paragraph):
            lines.append("  " + plain(block.runs, numbers))
        table = as_table(block, document.meta)
        for row in table.rows if table else ():
            cells = (plain(cell.runs, numbers) or cell.text or ("~" if cell.spark else "") for cell in row.cells)
            lines.append("  " + " | ".join(cell.replace("\n", " / ") for cell in cells))
    return "\n".join(lines) + "\n"
