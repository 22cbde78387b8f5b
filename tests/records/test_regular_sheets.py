"""Large XLSX sheets are read by their bytes; each column must equal what reading cell by cell gives."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest
import xlsxwriter

from fuwubao.domain.records import TICKET
from fuwubao.records.reading import names, regular_columns, workbook

KNOWN = names.known_names(TICKET)
HEADER: list[object] = ["工单编号", "标题", "优先级", "登记时间"]
OPENED = datetime(2026, 9, 3, 8, 5, 30)  # noqa: DTZ001 - a spreadsheet's cell holds a wall clock
SOUND: list[list[object]] = [
    ["INC1", 'a < b & "c" > d', "P1", OPENED],
    [123, "两行\n的标题", None, datetime(2026, 9, 4)],  # noqa: DTZ001 - a spreadsheet's cell holds a wall clock
    [202609000012345678, "  带空格  ", "P2", "2026/9/3 8:05"],
    [12.5, "文字不是公式", None, 46268.5],
]


def _read_both_ways(raw: bytes) -> tuple[regular_columns.RegularColumns | None, workbook.Grid]:
    quick = regular_columns.read(raw, KNOWN, number_text=workbook._text, least=0)
    slow = workbook.parse(raw, "a.xlsx", "xlsx", KNOWN)
    assert isinstance(slow, workbook.Grid)
    return quick, slow


def _book(rows: list[list[object]], *, shared: bool) -> bytes:
    raw = io.BytesIO()
    options = {"constant_memory": not shared, "in_memory": shared, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(raw, options)
    sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, column, cell, moment)
            elif cell is not None:
                sheet.write(at, column, cell)
    book.close()
    return raw.getvalue()


@pytest.mark.parametrize("shared", [True, False])
def test_a_regular_sheet_gives_the_same_columns_as_its_cells(shared: bool) -> None:
    quick, slow = _read_both_ways(_book([["工单清单"], HEADER, *SOUND], shared=shared))
    assert quick is not None
    assert (quick.header_row, quick.header) == (slow.header_row, slow.header) == (2, tuple(HEADER))
    assert [column.to_pylist() for column in quick.columns] == [column.to_pylist() for column in slow.columns]
    assert quick.rows.tolist() == slow.rows.tolist()
    assert {at: mask.tolist() for at, mask in quick.lossy.items()} == {0: [False, False, True, False]}
    assert {at: mask.tolist() for at, mask in slow.lossy.items()} == {0: [False, False, True, False]}


def test_signs_written_as_numbers_are_read_as_signs() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADER, *SOUND):
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    quick, slow = _read_both_ways(raw.getvalue())
    assert quick is not None
    assert [column.to_pylist() for column in quick.columns] == [column.to_pylist() for column in slow.columns]


CELLS = {
    "a formula's words": '<c r="B3" t="str"><f>"a"&amp;"b"</f><v>a &amp; b</v></c>',
    "a formula's number": '<c r="B3"><f t="shared" ref="B3:B4" si="0">1+1</f><v>2.5</v></c>',
    "a formula that another cell tells": '<c r="B3"><f t="shared" si="0"/><v>7</v></c>',
    "a formula without an outcome": '<c r="B3"><f>A1</f></c>',
    "a formula with an empty outcome": '<c r="B3" t="str"><f>A1</f><v></v></c>',
    "an empty value": '<c r="B3"><v/></c>',
    "an empty text": '<c r="B3" t="inlineStr"><is><t/></is></c>',
    "an empty text that keeps its blanks": '<c r="B3" t="inlineStr"><is><t xml:space="preserve"/></is></c>',
    "an error": '<c r="B3" t="e"><v>#N/A</v></c>',
    "a flag": '<c r="B3" t="b"><v>1</v></c>',
    "the other flag": '<c r="B3" t="b"><v>0</v></c>',
}
WORDS = {
    "how it is pronounced": '<si><t>标题</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "rich text": '<si><r><rPr><b/></rPr><t>红 </t></r><r><t xml:space="preserve"> 黑</t></r></si>',
    "spoken words": '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
    "nothing": "<si><t/></si>",
    "signs by name": "<si><t>a &lt;f&gt; _x b</t></si>",
}


def _rewritten(raw: bytes, part: str, pattern: str, new: str) -> bytes:
    """Return the XLSX with one place of one of its parts rewritten."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(content, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name == part:
                changed = re.sub(pattern, lambda _: new, text.decode(), count=1)
                assert changed.encode() != text
                text = changed.encode()
            made.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize("cell", CELLS)
def test_cells_that_are_written_in_another_way_stay_on_the_quick_way(cell: str) -> None:
    raw = _book([["清单"], HEADER, *SOUND], shared=True)
    quick, slow = _read_both_ways(
        _rewritten(raw, "xl/worksheets/sheet1.xml", r'<c r="B3" t="s"><v>\d+</v></c>', CELLS[cell])
    )
    assert quick is not None
    assert [column.to_pylist() for column in quick.columns] == [column.to_pylist() for column in slow.columns]


@pytest.mark.parametrize("word", WORDS)
def test_shared_words_as_excel_writes_them_stay_on_the_quick_way(word: str) -> None:
    raw = _book([["清单"], HEADER, *SOUND], shared=True)
    quick, slow = _read_both_ways(_rewritten(raw, "xl/sharedStrings.xml", r"<si><t>INC1</t></si>", WORDS[word]))
    assert quick is not None
    assert [column.to_pylist() for column in quick.columns] == [column.to_pylist() for column in slow.columns]


def test_rows_that_hold_a_height_alone_are_no_hindrance() -> None:
    raw = _book([["清单"], [], HEADER, *SOUND], shared=True)
    bare = _rewritten(raw, "xl/worksheets/sheet1.xml", r'<row r="3"', '<row r="2" ht="30" customHeight="1"/><row r="3"')
    quick, slow = _read_both_ways(bare)
    assert quick is not None
    assert (quick.header_row, quick.header) == (slow.header_row, slow.header) == (3, tuple(HEADER))
    assert [column.to_pylist() for column in quick.columns] == [column.to_pylist() for column in slow.columns]


@pytest.mark.parametrize("odd", ["1904", "too wide"])
def test_an_irregular_sheet_is_left_to_the_reader_of_cells(odd: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    row: list[object] = ["INC1", "标题", "P1", OPENED]
    if odd == "1904":
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([*row, "多出一格"] if odd == "too wide" else row)
    raw = io.BytesIO()
    book.save(raw)
    assert regular_columns.read(raw.getvalue(), KNOWN, number_text=workbook._text, least=0) is None
