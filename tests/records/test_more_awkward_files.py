"""Awkward files beyond the open set; every outcome was derived from the 23 rules by hand."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fuwubao.domain.errors import FuwubaoError
from fuwubao.domain.records import TICKET
from fuwubao.records.errors import FileRefused, MappingUnreadable
from fuwubao.records.store import BatchStamp, RecordStore
from tests.records.reading import IMPORTED_AT, checked, local, problems, warnings, written

SHORT = "工单编号,标题,登记时间\n"
WHEN = "2026-09-03 08:05"
TWO = f"{SHORT}A1,打印机故障,{WHEN}\nA2,网络慢,{WHEN}\n"
HEADER: list[object] = ["工单编号", "标题", "登记时间", "解决时间"]
OPENED = datetime.fromisoformat(WHEN)


def book(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: str = "") -> bytes:
    """Return an XLSX of the sheets, one of them hidden."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_cell(raw: bytes, place: str, cell: str) -> bytes:
    """Return the XLSX with one cell of its first sheet rewritten."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(content, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = re.sub(rf'<c r="{place}"[^>]*>.*?</c>', cell, text.decode()).encode()
            made.writestr(name, text)
    return content.getvalue()


def parquet(**columns: object) -> bytes:
    """Return a Parquet file of the columns."""
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def letter(path: Path, **how: str) -> str:
    """Return the code with which the file is refused."""
    with pytest.raises(FileRefused) as refusal:
        checked(path, **how)
    return refusal.value.letter


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("packed", [False, True])
def test_rules_2_and_3_in_every_mixture(tmp_path: Path, encoding: str, separator: str, *, packed: bool) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    content = mark + TWO.replace(",", separator).encode(encoding)

    path = written(tmp_path, gzip.compress(content) if packed else content, "d.csv.gz" if packed else "d.csv")

    assert checked(path).accepted["title"].to_pylist() == ["打印机故障", "网络慢"]


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xc0", b"\xe4\xb8"])
@pytest.mark.parametrize("text", ["打", "（：，！？）；、。，", "déjà vu à ö", "网络与服务器"])
def test_rule_2_utf8_with_one_bad_byte_is_not_taken_for_gbk(tmp_path: Path, bad: bytes, text: str) -> None:
    content = b"ticket_id,title,opened\nA1," + text.encode() + bad + f",{WHEN}\n".encode()

    assert letter(written(tmp_path, content)) == "E-ENCODING"


def test_rule_2_accents_of_latin_1_are_not_taken_for_chinese(tmp_path: Path) -> None:
    content = f"ticket_id,title,opened\nA1,résumés,{WHEN}\n"

    assert letter(written(tmp_path, content.encode("latin-1"))) == "E-ENCODING"


def test_rule_2_one_gbk_character_is_enough(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"ticket_id,title,opened\nA1,王,{WHEN}\n".encode("gbk")))

    assert outcome.accepted["title"].to_pylist() == ["王"]


@pytest.mark.parametrize("told", ["sep=;", "SEP=;"])
def test_rule_3_the_instruction_in_either_case(tmp_path: Path, told: str) -> None:
    outcome = checked(written(tmp_path, f"{told}\r\n" + TWO.replace(",", ";")))

    assert (outcome.facts.header_row, outcome.accepted["row_number"].to_pylist()) == (1, [2, 3])


def test_a_lone_return_ends_a_row_and_breaks_nothing(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"{SHORT}A1,a\rb,{WHEN}\nA2,x,{WHEN}\n"))

    assert (problems(outcome), outcome.accepted["id"].to_pylist()) == ([(2, "E-COLUMNS"), (3, "E-COLUMNS")], ["A2"])


@pytest.mark.parametrize(
    "header",
    [
        "工单编号(必填),标题（必填）,*登记时间",
        "ｔｉｃｋｅｔ＿id,ＴＩＴＬＥ,Opened",
        "number,short_description,sys_created_on",
        "Issue key,Summary,Created",
        "Bug编号,Bug标题,创建日期",
    ],
)
def test_rule_4_headers_as_tools_and_forms_write_them(tmp_path: Path, header: str) -> None:
    assert checked(written(tmp_path, f"{header}\nA1,x,{WHEN}\n")).accepted.num_rows == 1


@pytest.mark.parametrize("above", range(11))
def test_rule_4_the_header_is_looked_for_in_ten_rows(tmp_path: Path, above: int) -> None:
    path = written(tmp_path, "说明\n" * above + TWO)

    if above == 10:
        assert letter(path) == "E-HEADER"
    else:
        assert checked(path).accepted["row_number"].to_pylist() == [above + 2, above + 3]


READ = {
    "2026年9月3日8时5分": "2026-09-03 08:05:00", "2026年9月3日 下午2时05分": "2026-09-03 14:05:00",
    "2026年9月3日 上午12:05": "2026-09-03 00:05:00", "2026/9/3 下午12:30": "2026-09-03 12:30:00",
    "03-SEP-26 08:05": "2026-09-03 08:05:00", "29-Feb-24": "2024-02-29 00:00:00",
    "2026-09-03 12:00:01 am": "2026-09-03 00:00:01", "2026-09-03T08:05:00+0800": "2026-09-03 08:05:00",
    "2026-09-03 08:05:00 +09:00": "2026-09-03 07:05:00", "2026-09-03T08:05Z": "2026-09-03 16:05:00",
    "46268.3368055556": "2026-09-03 08:05:00", "４６２６８": "2026-09-03 00:00:00",
    "2026-10-08T01:00:00Z": "2026-10-08 09:00:00",
}  # fmt: skip
UNREAD = {
    "2026-02-29": "E-DATE", "2026/9/3 24:00": "E-DATE", "2026-09-03 08:05:60": "E-DATE", "29-Feb-26": "E-DATE",
    "03/03/2026": "E-DATE", "13/04/2026": "E-DATE", "03/04/2026": "E-DATE-AMBIGUOUS", "20260903": "E-DATE",
    "0000-01-01": "E-DATE", "2026-09-03 08-05": "E-DATE", "2026-09-03T08:05:00+25:00": "E-DATE",
    "2026-09-03T08:05:00+08:75": "E-DATE", "2026-09-03 13:05 PM": "E-DATE", "#N/A": "E-DATE",
    "2026-10-08 09:00:01": "E-FUTURE", "2026-10-08T01:00:01Z": "E-FUTURE", "99999": "E-FUTURE",
}  # fmt: skip


@pytest.mark.parametrize("written_so", READ)
@pytest.mark.parametrize("company", ["", "A2,x,2026年1月1日\n"])
def test_rule_8_dates_that_are_read_alone_and_in_company(tmp_path: Path, written_so: str, company: str) -> None:
    outcome = checked(written(tmp_path, f"{SHORT}A1,x,{written_so}\n{company}"))

    assert local(outcome, "opened_at")[0] == READ[written_so]


@pytest.mark.parametrize("written_so", UNREAD)
@pytest.mark.parametrize("company", ["", "A2,x,2026-09-01\n"])
def test_rules_8_and_11_dates_that_are_not_taken(tmp_path: Path, written_so: str, company: str) -> None:
    outcome = checked(written(tmp_path, f"{SHORT}A1,x,{written_so}\n{company}"))

    assert problems(outcome) == [(2, UNREAD[written_so])]


def test_rule_10_only_a_counted_reopening_excuses_a_late_resolution(tmp_path: Path) -> None:
    late = "{},x,2026-09-03 08:05,2026-09-05 08:05,2026-09-04 08:05,{}\n"
    rows = "".join(late.format(f"A{at}", count) for at, count in enumerate(["1", "", "x", "-1", "0"]))

    outcome = checked(written(tmp_path, "工单编号,标题,登记时间,解决时间,关闭时间,重开次数\n" + rows))

    assert problems(outcome) == [(3, "E-ORDER"), (4, "E-ORDER"), (5, "E-ORDER"), (6, "E-ORDER")]


def test_rule_16_counts_characters_and_not_bytes(tmp_path: Path) -> None:
    rows = "".join(f"{sign}{length},{sign * length},{WHEN}\n" for sign in "x汉😀" for length in (32_767, 32_768))

    assert problems(checked(written(tmp_path, SHORT + rows))) == [(row, "E-TOO-LONG") for row in (3, 5, 7)]


def test_rule_17_a_spreadsheet_cell_beside_the_header_is_a_field_too_many(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        HEADER,
        ["A1", "x", OPENED, None, "备注"],
        ["A2", "x", OPENED],
        ["合计", None, None, None, 5],
    ]

    outcome = checked(written(tmp_path, book({"表": rows}), "d.xlsx"))

    assert (problems(outcome), warnings(outcome)) == ([(2, "E-COLUMNS")], [(4, "W-TOTAL")])
    assert outcome.accepted["row_number"].to_pylist() == [3]


def test_a_hidden_sheet_does_not_hide_the_one_that_people_see(tmp_path: Path) -> None:
    sheets = {"旧": [HEADER, ["OLD", "x", OPENED]], "新": [HEADER, ["A1", "x", OPENED]]}

    assert checked(written(tmp_path, book(sheets, "旧"), "d.xlsx")).accepted["id"].to_pylist() == ["A1"]


def test_an_error_cell_is_no_blank(tmp_path: Path) -> None:
    raw = book({"表": [HEADER, ["A1", "x", OPENED, 77_777], ["A2", "x", OPENED]]})
    raw = with_cell(raw, "D2", '<c r="D2" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>')

    assert problems(checked(written(tmp_path, raw, "d.xlsx"))) == [(2, "E-DATE")]


def test_a_formula_counts_with_its_cached_value(tmp_path: Path) -> None:
    raw = book({"表": [HEADER, ["A1", "x", 77_777]]})
    raw = with_cell(raw, "C2", '<c r="C2"><f>46000+268.25</f><v>46268.25</v></c>')

    assert local(checked(written(tmp_path, raw, "d.xlsx")), "opened_at") == ["2026-09-03 06:00:00"]


@pytest.mark.parametrize("content", ['{"id": "A1"}\n', '[{"id": "A1"}]', "[ ]"])
def test_rule_19_json_under_the_name_of_a_table_is_refused(tmp_path: Path, content: str) -> None:
    assert letter(written(tmp_path, content)) == "E-FILETYPE"


def test_json_lines_of_every_sort(tmp_path: Path) -> None:
    one = {"id": "A1", "title": "a\u2028b", "opened_at": WHEN}
    lines = [one, {"id": "A2", "title": "x"}, {**one, "id": 12_345_678_901_234_567_890}]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    broken = '{"id":"A4","title":"\\ud800","opened_at":"2026-09-03"}\n{"id":' + "[" * 50_000 + "]" * 50_000 + "}\n"

    for content in (f"{text}\n\n{broken}".encode(), f"{text}\n\n{broken}".encode("utf-16")):
        outcome = checked(written(tmp_path, content, "d.jsonl"))
        assert problems(outcome) == [(2, "E-REQUIRED"), (5, "E-COLUMNS"), (6, "E-COLUMNS")]
        assert outcome.accepted["id"].to_pylist() == ["A1", "12345678901234567890"]


def test_parquet_of_every_sort(tmp_path: Path) -> None:
    nanoseconds = pa.array([1_788_000_000_123_456_789] * 3, pa.timestamp("ns"))
    ids = pa.array([123.0, None, 1.2345678901234568e17])

    outcome = checked(written(tmp_path, parquet(id=ids, title=["x"] * 3, opened_at=nanoseconds), "d.parquet"))

    assert problems(outcome) == [(2, "E-REQUIRED"), (3, "E-ID-PRECISION")]
    assert (outcome.accepted["id"].to_pylist(), warnings(outcome)) == (["123"], [(0, "W-FRACTION")])
    binary = parquet(id=["A1"], title=[b"\xff\xfe"], opened_at=[date(2026, 9, 3)])
    assert letter(written(tmp_path, binary, "b.parquet")) == "E-ENCODING"


TITLED = {
    "a a b": 'title: {template: "{类别} {类别} {子类}"}',
    "固定": 'title: {template: "固定"}',
    "a": "title: 类别",
}


@pytest.mark.parametrize("title", TITLED)
def test_mappings_fill_a_title(tmp_path: Path, title: str) -> None:
    path = written(tmp_path, f"单号,类别,子类,登记时间\nA1,a,b,{WHEN}\n")

    outcome = checked(path, mapping=f"kind: ticket\ncolumns: {{{TITLED[title]}}}")

    assert outcome.accepted["title"].to_pylist() == [title]


def test_a_word_mapped_to_nothing_is_blank(tmp_path: Path) -> None:
    path = written(tmp_path, f"工单编号,标题,优先级,登记时间\nA1,x,无,{WHEN}\n")

    outcome = checked(path, mapping="kind: ticket\ncolumns: {priority: {from: 优先级, values: {无: null}}}")

    assert (problems(outcome), warnings(outcome)) == ([], [(2, "W-NO-PRIORITY")])


@pytest.mark.parametrize(
    "mapping, fault",
    [
        ("kind: outage\ncolumns: {start: 登记时间}", MappingUnreadable),
        ("kind: outage\nevents: {state: 标题, at: 登记时间}", MappingUnreadable),
        ("kind: ticket\ncolumns: {customer: {constant: null}}", MappingUnreadable),
        ("kind: ticket\ncolumns: {customer: {from: null}}", MappingUnreadable),
        ("kind: ticket\nrows: {没有: [P2]}", FileRefused),
    ],
)
def test_mappings_that_cannot_be_followed_are_refused(tmp_path: Path, mapping: str, fault: type[FuwubaoError]) -> None:
    with pytest.raises(fault):
        checked(written(tmp_path, TWO), mapping=mapping)


@pytest.mark.parametrize("folder", ["plain", "服务 报", "a#b?c&d", "O'Brien (1)"])
def test_the_store_may_lie_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    store = RecordStore(tmp_path / folder / "store")
    stamp = BatchStamp(batch="B-1", order=1, source="s", file_sha256="0", at=IMPORTED_AT)
    with store.writing():
        store.append(TICKET, checked(written(tmp_path, TWO)).accepted, stamp)
        store.log_batch(stamp, kind=TICKET.code)

    snapshot = store.latest_snapshot()

    assert store.current(TICKET, snapshot=snapshot)["id"].to_pylist() == ["A1", "A2"]
