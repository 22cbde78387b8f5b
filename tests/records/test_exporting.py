"""What leaves the house is never a live formula, and keeps its type (rule 14)."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from fuwubao.records.exporting import as_csv, as_xlsx, safe_text

TABLE = pa.table(
    {
        "title": ["=1+1", "普通", None],
        "at": pa.array([datetime(2026, 9, 1, tzinfo=UTC), None, None], pa.timestamp("us", "UTC")),
        "on": [date(2026, 9, 1), None, None],
        "count": [-2, 0, None],
    }
)
TITLES = ("标题", "时间", "日期", "次数")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_a_live_beginning_is_disarmed(text: str) -> None:
    assert safe_text(text) == f"'{text}"


def test_csv_opens_in_chinese_excel_and_runs_nothing() -> None:
    content = as_csv(TABLE, TITLES, timezone="Asia/Shanghai")

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [
        list(TITLES),
        ["'=1+1", "2026-09-01 08:00:00", "2026-09-01", "-2"],
        ["普通", "", "", "0"],
        ["", "", "", ""],
    ]


def test_xlsx_keeps_text_as_text_and_times_as_times() -> None:
    content = as_xlsx(TABLE, TITLES, timezone="Asia/Shanghai")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert rows[1] == ["=1+1", datetime.fromisoformat("2026-09-01 08:00"), date(2026, 9, 1), -2]
    assert b"<f>" not in sheet
