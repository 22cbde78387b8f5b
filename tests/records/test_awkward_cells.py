"""Awkward cells and files, hunted for by what tools and people write; outcomes follow from the rules by hand."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from fuwubao.domain.records import TICKET
from fuwubao.records.errors import HeaderIncomplete
from fuwubao.records.plan import plan_for
from fuwubao.records.reading import content
from tests.records.reading import checked, local, problems, warnings, written
from tests.records.test_more_awkward_files import letter, parquet

SHORT = "工单编号,标题,登记时间\n"
WHEN = "2026-09-03 08:05"
ENGLISH = "ticket_id,title,priority,opened\n"


@pytest.mark.parametrize("text", ["größe", "ÄÖÜ", "naïve café", "São João ações", "Zürich Köln", "créée à l'été"])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_rule_2_accents_are_never_read_as_chinese(tmp_path: Path, text: str, encoding: str) -> None:
    content = f"{ENGLISH}A1,{text},P1,{WHEN}\n".encode(encoding)

    assert letter(written(tmp_path, content)) == "E-ENCODING"


@pytest.mark.parametrize("text", ["王", "龘", "朱镕基", "A级", "㐀𠀀", "①②", "￥35", "打印机A龘"])
def test_rule_2_one_rare_character_is_chinese_enough(tmp_path: Path, text: str) -> None:
    outcome = checked(written(tmp_path, f"{ENGLISH}A1,{text},P1,{WHEN}\n".encode("gb18030")))

    assert outcome.accepted["title"].to_pylist() == [text]


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "utf-32", "utf-16-le"])
def test_rule_2_other_encodings_are_refused_and_not_garbled(tmp_path: Path, encoding: str) -> None:
    content = f"{ENGLISH}A1,プリンタの故障です,P1,{WHEN}\n".encode(encoding)

    assert letter(written(tmp_path, content)) == "E-ENCODING"


def test_rule_2_a_nul_is_no_text_wherever_it_stands(tmp_path: Path) -> None:
    rows = "".join(f"A{at},x,{WHEN}\n" for at in range(500))

    assert letter(written(tmp_path, f"{SHORT}{rows}B1,a\x00b,{WHEN}\n")) == "E-ENCODING"
    assert letter(written(tmp_path, parquet(id=["A1"], title=["a\0b"], opened_at=[WHEN]), "d.parquet")) == "E-ENCODING"
    line = json.dumps({"id": "A1", "title": "a\0b", "opened_at": WHEN})
    good = json.dumps({"id": "A2", "title": "x", "opened_at": WHEN})
    assert problems(checked(written(tmp_path, f"{line}\n{good}\n", "d.jsonl"))) == [(1, "E-COLUMNS")]


@pytest.mark.parametrize(
    "header",
    [
        '"工单\n编号",标题,登记时间',
        "工单 编号,标　题,登记 时间",
        "工单编号：,标题：,登记时间：",
        "Incident ID*+,Summary*,Submit Date",
        "Ref,Title,Start date",
        "Case Number,Subject,Date/Time Opened",
        "Request ID,Subject,Created Time",
        "问题关键字,概要,创建日期",
        "审批编号,标题,发起时间",
    ],
)
def test_rule_4_headings_as_tools_and_narrow_cells_write_them(tmp_path: Path, header: str) -> None:
    assert checked(written(tmp_path, f"{header}\nA1,x,{WHEN}\n")).accepted["id"].to_pylist() == ["A1"]


@pytest.mark.parametrize(
    "header, offers",
    [
        ("编号,标题,登记时间", {"id": "编号"}),
        ("工单编号,故障描述,提交时间,受理时间", {"title": "故障描述", "opened_at": "提交时间"}),
        ("工单编号,标题,恢复时间,发生时间", {"opened_at": "发生时间"}),
    ],
)
def test_rule_6_a_name_that_may_mean_something_else_is_offered_and_not_taken(
    header: str, offers: dict[str, str]
) -> None:
    with pytest.raises(HeaderIncomplete) as refusal:
        plan_for(TICKET, header.split(","), None, file="d.csv")

    assert refusal.value.facts["offers"] == offers


def test_rule_15_signs_without_width_are_trimmed(tmp_path: Path) -> None:
    rows = f"\u200eA1\u2060,x,\u202a{WHEN}\u202c\n\ufeffA2,\u200b,{WHEN}\n"

    outcome = checked(written(tmp_path, SHORT + rows))

    assert (outcome.accepted["id"].to_pylist(), problems(outcome)) == (["A1"], [(3, "E-REQUIRED")])


def test_rule_17_a_row_of_a_wrong_width_keeps_all_its_cells(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"{SHORT}A1,x\nA2,x,{WHEN},多,余\n"))

    assert [problem.cells for problem in outcome.problems] == [
        {"工单编号": "A1", "标题": "x", "登记时间": ""},
        {"工单编号": "A2", "标题": "x", "登记时间": WHEN, "#4": "多", "#5": "余"},
    ]


def test_a_repeated_heading_keeps_the_cells_of_both_columns(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"工单编号,标题,标题,登记时间\nA1,x,y,?\nA2,x,y,{WHEN}\n"))

    assert outcome.accepted["title"].to_pylist() == ["x"]
    assert outcome.problems[0].cells == {"工单编号": "A1", "标题": "x", "标题#3": "y", "登记时间": "?"}


def test_rules_5_to_21_each_row_is_loaded_rejected_or_a_total(tmp_path: Path) -> None:
    rows = (
        f"A1,x,{WHEN}\n工单编号,标题,登记时间\n,,\nA1,x,{WHEN}\n合计\n共 2 条,,\nA2,x\nA3,,{WHEN}\n1.2E+11,x,{WHEN}\n"
    )

    outcome = checked(written(tmp_path, SHORT + rows))

    assert problems(outcome) == [
        (3, "E-DATE"), (5, "E-DUP-SAME"), (8, "E-COLUMNS"), (9, "E-REQUIRED"), (10, "E-ID-PRECISION"),
    ]  # fmt: skip
    assert (warnings(outcome), outcome.rows) == ([(6, "W-TOTAL"), (7, "W-TOTAL")], 6)


def test_rule_12_one_instant_in_two_notations_is_one_record(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"{SHORT}A1,x,{WHEN}\nA1,x,2026/9/3 上午8:05\nA1,x,2026-09-03T00:05:00Z\n"))

    assert problems(outcome) == [(3, "E-DUP-SAME"), (4, "E-DUP-SAME")]


def test_rule_12_another_instant_or_an_unread_cell_that_differs_is_a_conflict(tmp_path: Path) -> None:
    other = checked(written(tmp_path, f"{SHORT}A1,x,{WHEN}\nA1,x,2026-09-03 08:06\n"))
    unread = checked(written(tmp_path, f"工单编号,标题,登记时间,备注\nA1,x,{WHEN},{WHEN}\nA1,x,{WHEN},2026/9/3 8:05\n"))

    assert problems(other) == problems(unread) == [(2, "E-DUP-CONFLICT"), (3, "E-DUP-CONFLICT")]


def _book(serial: float, text: str, *, from_1904: bool) -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "date_1904": from_1904})
    sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ("工单编号", "标题", "登记时间"))
    sheet.write_row(1, 0, ("A1", "x", serial))
    sheet.write_row(2, 0, ("A2", "x", text))
    sheet.write_row(3, 0, ("A3", "x"))
    sheet.write_datetime(3, 2, datetime(2026, 9, 3, 12), moment)  # noqa: DTZ001 - a cell holds a wall clock
    book.close()
    return raw.getvalue()


@pytest.mark.parametrize("from_1904, serial", [(False, 46268.5), (True, 46268.5 - 1462)])
def test_rule_8_bare_serials_count_from_the_year_of_their_book(tmp_path: Path, from_1904: bool, serial: float) -> None:
    outcome = checked(written(tmp_path, _book(serial, str(serial), from_1904=from_1904), "d.xlsx"))

    assert local(outcome, "opened_at") == ["2026-09-03 12:00:00"] * 3


def test_what_pandas_writes_for_nothing_is_blank(tmp_path: Path) -> None:
    numbers = pa.array([1.0, float("nan")])
    outcome = checked(written(tmp_path, parquet(id=numbers, title=["x", "y"], opened_at=[WHEN] * 2), "d.parquet"))
    assert problems(outcome) == [(2, "E-REQUIRED")]

    line = f'{{"id": "A1", "title": NaN, "opened_at": "{WHEN}"}}\n'
    assert problems(checked(written(tmp_path, line, "d.jsonl"))) == [(1, "E-REQUIRED")]


def test_a_file_that_unpacks_to_a_thousandfold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_MODEST", 100_000)
    trap = gzip.compress(SHORT.encode() + b"A" * 3_000_000)
    assert letter(written(tmp_path, trap, "d.csv.gz")) == "E-FILETYPE"

    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    assert letter(written(tmp_path, raw.getvalue(), "d.xlsx")) == "E-FILETYPE"


@pytest.mark.parametrize("empty", ['<c r="C2" t="e"/>', "<c r='C2' t='e'/>"])
def test_an_empty_error_cell_takes_nothing_from_its_neighbour(tmp_path: Path, empty: str) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>工单编号</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>标题</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>登记时间</t></is></c><c r="D1" t="inlineStr"><is><t>解决时间</t></is></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>A1</t></is></c><c r="B2" t="inlineStr"><is><t>x</t></is></c>{empty}'
        '<c r="D2" t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book(1, "", from_1904=False))) as given, zipfile.ZipFile(raw, "w") as made:
        for name in given.namelist():
            made.writestr(name, sheet if name.endswith("sheet1.xml") else given.read(name))

    outcome = checked(written(tmp_path, raw.getvalue(), "d.xlsx"))

    assert outcome.problems[0].cells == {"工单编号": "A1", "标题": "x", "登记时间": "", "解决时间": "#N/A"}
