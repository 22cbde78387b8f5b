"""The workbook holds numbers as numbers, dates as dates, words as words, and native charts for trends."""

from __future__ import annotations

from datetime import date, datetime

from fuwubao.render import xlsx
from fuwubao.render.tree import Cell, Column, Kind, Row, Table
from tests.render.made import as_xlsx, docx_part, sample, tiny, workbook


def test_the_sheet_of_figures_has_numerator_denominator_and_value_as_numbers() -> None:
    rows = list(workbook(as_xlsx())["指标"].iter_rows(values_only=True))
    p2 = next(row for row in rows if row[2] == "P2 事件解决及时率")

    assert p2[4:6] == (119, 126)
    assert isinstance(p2[6], float)
    assert abs(p2[6] - 119 / 126) < 1e-12
    assert p2[8:12] == ("94.44%", ">= 0.95", "未达标", "正常")


def test_a_figure_without_a_value_has_an_empty_cell_and_its_state_in_words() -> None:
    rows = list(workbook(as_xlsx())["指标"].iter_rows(values_only=True))
    drill = next(row for row in rows if row[2] == "灾备演练恢复达标率")

    assert drill[6] is None
    assert drill[11] == "不适用"


def test_table_cells_are_typed() -> None:
    book = workbook(as_xlsx())
    breaches = next(sheet for sheet in book if sheet.title.startswith("表 3-2"))
    first = list(breaches[4])

    assert first[0].value == "INC-20260714-0032\nERP 系统"
    assert first[2].number_format == "[h]:mm"
    assert isinstance(first[7].value, datetime)
    assert first[7].value.date() == date(2026, 10, 31)
    assert first[7].number_format == "yyyy-mm-dd"


def test_a_ratio_shows_the_digits_of_the_page() -> None:
    score = next(sheet for sheet in workbook(as_xlsx()) if sheet.title.startswith("表 3-1"))
    row = next(row for row in score.iter_rows() if row[1].value == "MES 制造执行可用性")

    assert (row[3].value, row[3].number_format) == (0.99906, "0.000%")


def test_trends_are_native_charts() -> None:
    assert "<c:lineChart>" in docx_part(as_xlsx(), "xl/charts/chart1.xml")
    assert "<c:barChart>" in docx_part(as_xlsx(), "xl/charts/chart2.xml")


def test_every_table_and_chart_has_its_sheet() -> None:
    titles = [sheet.title for sheet in workbook(as_xlsx())]

    assert titles[:2] == ["报告", "指标"]
    assert len(titles) == 2 + 19 + 5
    assert "提请决策" in titles


def test_words_that_look_like_formulas_stay_words() -> None:
    hostile = ("=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", "http://x", '=HYPERLINK("http://x")')
    rows = tuple(Row(cells=(Cell(text=words),)) for words in hostile)
    made = xlsx.write(tiny(Table(columns=(Column(title="=1+1"),), rows=rows, caption="=2+2")))
    sheet = workbook(made).worksheets[2]

    assert [cell.value for cell in sheet["A"][3:]] == list(hostile)
    assert {cell.data_type for cell in sheet["A"] if cell.value} == {"s"}
    assert "<f>" not in docx_part(made, "xl/worksheets/sheet3.xml")


def test_sheets_with_one_name_are_told_apart() -> None:
    table = Table(columns=(Column(title="a", kind=Kind.NUMBER),), rows=(), sheet="同名/表[1]")

    assert [sheet.title for sheet in workbook(xlsx.write(tiny(table, table)))][2:] == ["同名 表 1", "同名 表 1~2"]


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert xlsx.write(sample()) == as_xlsx()


def test_the_head_of_a_table_stands_on_each_printed_page_and_stays_in_sight() -> None:
    tables = [sheet for sheet in workbook(as_xlsx()) if sheet.freeze_panes == "B4"]

    assert len(tables) > 5
    assert {sheet.print_title_rows for sheet in tables} == {"$3:$3"}
