"""The PDF is a controlled document: numbered pages, its own fonts, the draft's mark, the same bytes each time.

S1.1 (cover), S2.17 (version record), S2.18 (page x of y).
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from fuwubao.render import fonts, pdf
from fuwubao.render.errors import FontsMissing
from fuwubao.render.tree import Cover, Heading, NothingThisPeriod, Signature, State
from tests.render.made import as_pdf, pages_of, sample, squeezed, tiny


def embedded_fonts(made: bytes) -> list[str]:
    """Names of the fonts in the file."""
    return sorted({name.decode() for name in re.findall(rb"/BaseFont\s*/([\w+-]+)", made)})


def test_each_page_but_the_cover_says_page_x_of_y() -> None:
    pages = [squeezed(page) for page in pages_of(as_pdf())]

    assert len(pages) == 12
    assert all(f"第{i}页共12页" in page for i, page in enumerate(pages[1:], start=2))
    assert "页共" not in pages[0]


def test_only_our_four_fonts_are_in_the_file_each_a_subset() -> None:
    names = embedded_fonts(as_pdf())

    assert {name.split("+")[1] for name in names} == {
        "NotoSansSC-Regular",
        "NotoSansSC-Bold",
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
    }
    assert all(re.match(r"[A-Z]{6}\+", name) for name in names)


def test_it_claims_pdf_a_2b_and_names_itself() -> None:
    made = as_pdf()
    opened = pypdfium2.PdfDocument(made)
    described = opened.get_metadata_dict()
    opened.close()

    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made
    assert described["Title"] == "SLA 执行情况报告 SLM-01-2026Q3-A0"
    assert described["Author"] == "云澜信息技术有限公司"


def test_bookmarks_follow_the_numbered_chapters() -> None:
    opened = pypdfium2.PdfDocument(as_pdf())
    titles = [squeezed(bookmark.get_title()) for bookmark in opened.get_toc()]
    opened.close()

    assert titles[0] == "1摘要"
    assert "3.3P2解决超时清单" in titles
    assert titles[-1] == "附录C修订记录与分发"


def test_contents_name_the_page_on_which_a_chapter_stands() -> None:
    pages = [squeezed(page) for page in pages_of(as_pdf())]
    named = re.search(r"附录B指标口径\.*(\d+)", pages[1])

    assert named is not None
    assert "附录B指标口径" in pages[int(named[1]) - 1]


def test_a_draft_is_marked_on_every_page_and_an_approved_report_on_none() -> None:
    drafts, approved = pages_of(as_pdf(State.DRAFT)), pages_of(as_pdf())

    assert all("草稿" in squeezed(page) for page in drafts)
    assert "草稿·2026-10-0915:20生成" in squeezed(drafts[2])
    assert not any("草稿" in squeezed(page) for page in approved)
    assert "商业秘密·仅限双方" in squeezed(approved[2])


def test_the_cover_carries_number_version_control_and_signatures() -> None:
    cover = squeezed(pages_of(as_pdf())[0])

    for words in ("SLM-01-2026Q3-A0", "A/0", "受控", "编制", "审核", "批准", "周岚", "2026-10-12", "商业秘密"):
        assert words in cover


def test_the_version_record_and_the_planned_distribution_close_the_report() -> None:
    last = squeezed(pages_of(as_pdf())[-1])

    assert "A/02026-10-12首次发布李敏" in last
    assert "王建国华东制造信息部部长（客户代表）客户门户" in last


def test_a_draft_leaves_the_signature_lines_open() -> None:
    cover = squeezed(pages_of(as_pdf(State.DRAFT))[0])

    assert "批准" in cover
    assert "周岚" not in cover


def test_a_controlled_copy_names_its_number_and_holder() -> None:
    document = tiny(Cover(when="2026 年"), control="受控", copy_number="03", holder="周岚", state=State.APPROVED)

    assert "分发号03持有人周岚" in squeezed(pages_of(pdf.write(document))[0])


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert pdf.write(sample()) == as_pdf()


def test_the_file_stays_under_a_megabyte() -> None:
    assert len(as_pdf()) < 1_000_000


def test_english_documents_have_no_chinese_of_ours() -> None:
    document = tiny(
        Cover(when="Q3", addressee="HD"),
        Heading(text="Events"),
        NothingThisPeriod(subject="Disputes"),
        title="SLA report",
        issuer="Yunlan",
        customer="HD",
        language="en",
        drafted_at="2026-10-09",
        signatures=(Signature(role="Author"),),
    )
    pages = pages_of(pdf.write(document))

    assert not re.search(r"[一-鿿]", "".join(pages))
    assert "Page2of2" in squeezed(pages[1])
    assert "None in this period" in " ".join(pages[1].split())


def test_missing_fonts_name_the_command_that_brings_them(tmp_path: Path) -> None:
    (tmp_path / "NotoSansSC-Regular.ttf").write_bytes(b"")

    with pytest.raises(FontsMissing) as refused:
        fonts.refuse_if_missing(tmp_path)

    assert "NotoSerifSC-Bold.ttf" in refused.value.message("zh")
    assert "make assets" in refused.value.hint("en")


def test_tables_of_up_to_ten_rows_stay_on_one_page() -> None:
    pages = [squeezed(page) for page in pages_of(as_pdf())]
    where = [i for i, page in enumerate(pages) if "表3-2P2解决超时清单" in page]

    assert len(where) == 1
    assert "INC-20260714-0032" in pages[where[0]]
    assert "INC-20260826-0035" in pages[where[0]]


def test_no_page_is_nearly_empty() -> None:
    opened = pypdfium2.PdfDocument(BytesIO(as_pdf()))
    counts = [page.get_textpage().count_chars() for page in opened]
    opened.close()

    assert min(counts[1:]) > 200
