"""Large XLSX sheets are read by their bytes; each column must equal what reading cell by cell gives."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest
import xlsxwriter

from fuwubao.domain.records import TICKET
from fuwubao.records.reading import names, regular_columns, workbook

KNOWN = names.known_names(TICKET)
HEADER = ["工单编号", "标题", "优先级", "登记时间"]
OPENED = datetime(2026, 9, 3, 8, 5, 30)  # noqa: DTZ001 - a spreadsheet's cell holds a wall clock
SOUND = [
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


@pytest.mark.parametrize("odd", ["formula", "error", "flag", "1904", "too wide"])
def test_an_irregular_sheet_is_left_to_the_reader_of_cells(odd: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    row: list[object] = ["INC1", "标题", "P1", OPENED]
    if odd == "1904":
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    row[1] = {"formula": "=1+1", "error": "#N/A", "flag": True}.get(odd, "标题")
    book.active.append([*row, "多出一格"] if odd == "too wide" else row)
    raw = io.BytesIO()
    book.save(raw)
    assert regular_columns.read(raw.getvalue(), KNOWN, number_text=workbook._text, least=0) is None
