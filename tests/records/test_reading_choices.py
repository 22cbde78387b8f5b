"""Encoding, delimiter, header row and sheet are told from the file and may be said by a person (rules 2, 3, 4)."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from fuwubao.domain.errors import FuwubaoError
from fuwubao.domain.words import Words
from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.errors import FileRefused, HeaderRowMissing, ReadingUnfit, ReadingUnknown, SheetMissing
from fuwubao.records.examination import examine
from fuwubao.records.reading.choices import reading_of
from tests.records.reading import IMPORTED_AT, warnings, written

ROWS = "工单编号,标题,登记时间\nA1,打印机故障,2026-09-03 08:05\n"


def read(path: Path, **said: object) -> Outcome:
    """Check a file under what a person said of it."""
    found = examine(path, "ticket", now=IMPORTED_AT, timezone="Asia/Shanghai", reading=reading_of(said))
    return found.outcome


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_when_a_person_says_so(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, ROWS.encode(encoding))
    with pytest.raises(FileRefused):
        read(path)

    assert read(path, encoding=encoding).accepted["title"].to_pylist() == ["打印机故障"]


def test_the_traditional_encoding_is_read_when_a_person_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "ticket_id,title,opened\nA1,印表機,2026-09-03\n".encode("big5"))

    assert read(path, encoding="big5").accepted["title"].to_pylist() == ["印表機"]


def test_accents_of_1252_are_read_when_a_person_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "ticket_id,title,opened\nA1,Größe geändert,2026-09-03\n".encode("cp1252"))
    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert refusal.value.letter == "E-ENCODING"
    assert read(path, encoding="windows-1252").accepted["title"].to_pylist() == ["Größe geändert"]


@pytest.mark.parametrize(
    "said, sign", [("^", "^"), ("caret", "^"), ("~", "~"), ("tab", "\t"), ("\\t", "\t"), ("#", "#")]
)
def test_any_delimiter_may_be_said(tmp_path: Path, said: str, sign: str) -> None:
    outcome = read(written(tmp_path, ROWS.replace(",", sign)), delimiter=said)

    assert (outcome.accepted.num_rows, outcome.facts.delimiter) == (1, sign)


def test_the_header_may_stand_below_the_first_ten_rows(tmp_path: Path) -> None:
    outcome = read(written(tmp_path, "说明\n" * 14 + ROWS), header_row=15)

    assert (outcome.accepted["row_number"].to_pylist(), warnings(outcome)) == ([16], [(0, "W-TITLE")])


def _book() -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    for name, number in (("一月", "A1"), ("二月", "B1")):
        sheet = book.add_worksheet(name)
        for at, row in enumerate((("导出",), ("工单编号", "标题", "登记时间"), (number, "x", "2026-09-03 08:05"))):
            sheet.write_row(at, 0, row)
    book.close()
    return raw.getvalue()


def test_a_sheet_is_found_and_may_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, _book(), "d.xlsx")

    found, chosen = read(path), read(path, sheet="二月", header_row=2)

    assert (found.accepted["id"].to_pylist(), found.facts.sheet, found.facts.header_row) == (["A1"], "一月", 2)
    assert (chosen.accepted["id"].to_pylist(), chosen.facts.sheet) == (["B1"], "二月")
    with pytest.raises(SheetMissing):
        read(path, sheet="三月")
    with pytest.raises(HeaderRowMissing):
        read(path, header_row=9)


@pytest.mark.parametrize(
    "name, said, fault",
    [
        ("d.csv", {"sheet": "x"}, ReadingUnfit),
        ("d.csv", {"encoding": "klingon"}, ReadingUnknown),
        ("d.csv", {"delimiter": "ab"}, ReadingUnknown),
        ("d.csv", {"header_row": "-1"}, ReadingUnknown),
        ("d.csv", {"header_row": 40}, HeaderRowMissing),
        ("d.csv", {"encoding": "utf-16-le"}, FileRefused),
    ],
)
def test_a_choice_that_cannot_be_followed_is_refused(
    tmp_path: Path, name: str, said: dict[str, object], fault: type[FuwubaoError]
) -> None:
    with pytest.raises(fault):
        read(written(tmp_path, ROWS, name), **said)


def test_the_work_says_how_far_it_is_and_how_many_rows_it_has(tmp_path: Path) -> None:
    told: list[tuple[int, Words]] = []
    path = written(tmp_path, ROWS)

    examine(path, "ticket", now=IMPORTED_AT, timezone="UTC", tell=lambda percent, words: told.append((percent, words)))

    assert [(percent, words.zh) for percent, words in told] == [(0, "读取文件"), (35, "检查 1 行")]


def _command(path: Path, home: Path, *more: str, stderr: int) -> subprocess.CompletedProcess[bytes]:
    run = "from fuwubao.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", run, "intake", "load", str(path), "--dry-run", "--delimiter", "^", *more],
        env={**os.environ, "FUWUBAO_HOME": str(home), "LANG": "zh_CN.UTF-8"},
        stdout=subprocess.PIPE, stderr=stderr, check=False,
    )  # fmt: skip


def test_the_command_draws_a_bar_on_a_terminal_alone(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS.replace(",", "^"))
    drawn = {}
    for more in ((), ("--json",)):
        ours, theirs = pty.openpty()
        done = _command(path, tmp_path / "home", *more, stderr=theirs)
        os.write(theirs, b"!")
        drawn[more] = os.read(ours, 65_536).decode()
        os.close(ours)
        os.close(theirs)
        assert done.returncode == 0, done.stdout
    piped = _command(path, tmp_path / "home", stderr=subprocess.PIPE)

    assert "35%  检查 1 行" in drawn[()]
    assert drawn["--json",] == "!"
    assert piped.stderr == b""
