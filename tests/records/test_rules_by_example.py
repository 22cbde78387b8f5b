"""The rules of intake on small tables of their own, beyond the open files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fuwubao.records.errors import EmptyFile, FileRefused, UndecodableText, WrongFileType
from tests.records.reading import HEADER, checked, local, problems, tickets, warnings, written

ROW = "{id},标题,服务,P3,已关闭,2026-09-01 08:00,2026-09-01 09:00,2026-09-01 10:00,一线"


def row(number: str) -> str:
    return ROW.format(id=number)


def test_rule_1_blank_lines_count_and_records_with_line_breaks_are_one_row(tmp_path: Path) -> None:
    path = tickets(
        tmp_path, row("A1"), "", 'A2,"两\n\n行",,P1,,2026-09-01 08:00,,,', "A3,缺列", row("A4"), "A5,x,,P1,,坏,,,"
    )

    outcome = checked(path)

    assert outcome.accepted["row_number"].to_pylist() == [2, 4, 6]
    assert problems(outcome) == [(5, "E-COLUMNS"), (7, "E-DATE")]


def test_rule_2_half_a_character_at_the_end_is_no_text(tmp_path: Path) -> None:
    text = (HEADER + "\n" + row("A1")).encode("utf-8")

    with pytest.raises(UndecodableText):
        checked(written(tmp_path, text[:-1]))
    with pytest.raises(UndecodableText):
        checked(written(tmp_path, b"\xff\xfe" + (HEADER + "\n").encode("utf-16-le") + b"\x00"))


def test_rule_2_gb18030_beyond_gbk_is_read(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"{HEADER}\n{row('A1').replace('标题', '㐂㑇😀')}\n".encode("gb18030")))

    assert (outcome.facts.encoding, outcome.accepted["title"].to_pylist()) == ("gb18030", ["㐂㑇😀"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rule_3_separators_are_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    text = f"{HEADER}\n{row('A1')}\n".replace(",", delimiter)

    assert checked(written(tmp_path, text)).facts.delimiter == delimiter


def test_rule_3_the_instruction_is_no_row(tmp_path: Path) -> None:
    text = f"sep=;\r\n{HEADER}\r\n{row('A1')}\r\n".replace(",", ";")

    outcome = checked(written(tmp_path, text))

    assert (outcome.facts.header_row, outcome.accepted["row_number"].to_pylist(), warnings(outcome)) == (1, [2], [])


def test_rule_4_titles_above_the_header_are_told_once(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, f"九月工单\n制表人,张三\n\n{HEADER}\n{row('A1')}\n"))

    assert (outcome.facts.header_row, warnings(outcome), outcome.accepted["row_number"].to_pylist()) == (
        4,
        [(0, "W-TITLE")],
        [5],
    )


def test_rule_10_a_reopened_ticket_may_be_closed_before_its_last_resolution(tmp_path: Path) -> None:
    header = HEADER + ",重开次数"
    late = "{},标题,,P1,,2026-09-01 08:00,2026-09-03 09:00,2026-09-02 10:00,,{}"

    outcome = checked(tickets(tmp_path, late.format("A1", 1), late.format("A2", 0), header=header))

    assert problems(outcome) == [(3, "E-ORDER")]


def test_rule_11_planned_maintenance_may_lie_in_the_future(tmp_path: Path) -> None:
    planned, down = "O1,邮件,2026-11-01 00:00,2026-11-01 04:00,计划维护", "O2,邮件,2026-11-01 00:00,,故障"
    text = f"中断编号,服务,开始时间,结束时间,类型\n{planned}\n{down}\n"

    assert problems(checked(written(tmp_path, text), "outage")) == [(3, "E-FUTURE")]


@pytest.mark.parametrize("cells", ["合计,3", "总计", "小计：,,", "共 3 条,,,,,,,,", ",合计,,,,,,,"])
def test_rule_13_totals_are_skipped_whatever_their_width(tmp_path: Path, cells: str) -> None:
    outcome = checked(tickets(tmp_path, row("A1"), cells))

    assert (outcome.rows, problems(outcome), warnings(outcome)) == (1, [], [(3, "W-TOTAL")])


def test_rule_13_a_title_that_begins_with_gong_is_no_total(tmp_path: Path) -> None:
    header = "标题,工单编号,登记时间"

    outcome = checked(tickets(tmp_path, "共享盘无法访问,A1,2026-09-01 08:00", header=header))

    assert (outcome.accepted.num_rows, warnings(outcome)) == (1, [])


def test_rule_15_ids_keep_their_first_form_and_compare_without_case(tmp_path: Path) -> None:
    outcome = checked(tickets(tmp_path, row(" ＩＮＣ１a\u3000"), row("inc1A")))

    assert outcome.accepted["id"].to_pylist() == ["INC1a"]
    assert problems(outcome) == [(3, "E-DUP-SAME")]


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", b"PK\x03\x04rubbish"),
        ("a.xlsx", b"id,title\n1,2\n"),
        ("a.csv", b"%PDF-1.7"),
        ("a.xls", b"<html><table></table></html>"),
        ("a.csv.gz", b"id,title\n"),
        ("a.parquet", b'{"id": 1}\n'),
    ],
)
def test_rule_19_a_name_that_lies_is_refused_and_both_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(WrongFileType) as refusal:
        checked(written(tmp_path, content, name))

    assert refusal.value.letter == "E-FILETYPE"


def test_damaged_files_are_refused_without_a_crash(tmp_path: Path) -> None:
    good = gzip.compress((HEADER + "\n" + row("A1")).encode())
    for name, content in (
        ("a.csv.gz", good[:-9]),
        ("a.parquet", b"PAR1xxxx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ):
        with pytest.raises(FileRefused):
            checked(written(tmp_path, content, name))
    with pytest.raises(EmptyFile):
        checked(written(tmp_path, gzip.compress(b""), "b.csv.gz"))


def test_rule_21_an_earlier_check_wins(tmp_path: Path) -> None:
    bad_everywhere = "2.1E+17,,,P9,,坏,2062-01-01 00:00,,"

    assert problems(checked(tickets(tmp_path, bad_everywhere, bad_everywhere.replace("2.1E+17", "A1")))) == [
        (2, "E-ID-PRECISION"),
        (3, "E-REQUIRED"),
    ]


def test_rule_22_numbers_out_of_range_are_rejected(tmp_path: Path) -> None:
    text = (
        "保修单号,产品序列号,购买日期,故障日期,保修月数,配件费用\n"
        'W1,SN1,2026-01-01,2026-03-01,12,"1,200.50"\nW2,SN2,2026-01-01,2026-03-01,0,1\n'
        "W3,SN3,2026-01-01,2026-03-01,12.5,1\nW4,SN4,2026-01-01,2026-03-01,12,-1\n"
        "W5,SN5,2026-03-02,2026-03-01,12,1\nW6,SN6,2026-03-02,2026-03-02,12,免费\n"
    )

    outcome = checked(written(tmp_path, text), "warranty_case")

    assert outcome.accepted["parts_cost"].to_pylist() == [120_050]
    assert problems(outcome) == [(3, "E-NUMBER"), (4, "E-NUMBER"), (5, "E-NUMBER"), (6, "E-ORDER"), (7, "E-NUMBER")]


def test_an_unknown_state_is_rejected(tmp_path: Path) -> None:
    assert problems(checked(tickets(tmp_path, row("A1").replace("已关闭", "飞走了")))) == [(2, "E-VALUE")]


def test_times_that_a_clock_change_skips_or_repeats_are_row_errors(tmp_path: Path) -> None:
    text = "工单编号,标题,登记时间\nA1,x,2026-03-29 02:30\nA2,x,2025-10-26 02:30\nA3,x,2025-10-26T02:30:00+01:00\n"

    outcome = checked(written(tmp_path, text), zone="Europe/Berlin")

    assert problems(outcome) == [(2, "E-DATE"), (3, "E-DATE-AMBIGUOUS")]
    assert local(outcome, "opened_at") == ["2025-10-26 09:30:00"]


def test_a_fraction_of_a_second_is_cut_off_with_one_warning(tmp_path: Path) -> None:
    rows = [f"A{at},x,2026-09-01T08:00:00.999Z" for at in range(3)]

    outcome = checked(tickets(tmp_path, *rows, header="工单编号,标题,登记时间"))

    assert warnings(outcome) == [(0, "W-FRACTION")]
    assert local(outcome, "opened_at") == ["2026-09-01 16:00:00"] * 3


def test_an_event_before_the_opening_or_told_twice_is_rejected(tmp_path: Path) -> None:
    text = (
        "ticket_id,at,event,value,reason,actor\nT1,2026-09-01T08:00:00Z,opened,,,\nt1,2026-09-01T07:59:59Z,assigned,,,\n"
        "T1,2026-09-01T09:00:00Z,pending,,waiting,\nT1,2026-09-01T09:00:00.5Z,pending,,waiting,\nT1,2026-09-01T09:00:00Z,exploded,,,\n"
    )

    assert problems(checked(written(tmp_path, text), "ticket_event")) == [
        (3, "E-BEFORE-OPENED"),
        (5, "E-DUP-SAME"),
        (6, "E-VALUE"),
    ]
