"""Exports that no spreadsheet takes for formulas: CSV and XLSX of a table (rule 14)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import xlsxwriter

from fuwubao.domain.spreadsheets import safe_text

_ROWS_OF_A_SHEET = 1_048_575
_LONGEST_CELL = 32_767


def as_csv(table: pa.Table, titles: Sequence[str], *, timezone: str) -> bytes:
    """Write UTF-8 with BOM and CRLF, as Chinese Excel opens it; instants are local to ``timezone``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_text(title) for title in titles])
    zone = ZoneInfo(timezone)
    for batch in table.to_batches(max_chunksize=10_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            writer.writerow([_csv_cell(cell, zone) for cell in row])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def as_xlsx(table: pa.Table, titles: Sequence[str], *, timezone: str, sheet: str = "数据") -> bytes:
    """Write one typed sheet with a frozen header; text cells are strings, never formulas, numbers are numbers.

    Raises ValueError when the table has more rows than a sheet holds.
    """
    if table.num_rows > _ROWS_OF_A_SHEET:
        raise ValueError(f"{table.num_rows} rows do not fit on one sheet")
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(content, options)
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, title in enumerate(titles):
        page.write_string(0, at, title, bold)
    page.freeze_panes(1, 0)
    zone = ZoneInfo(timezone)
    for at, column in enumerate(table.columns):
        for row, cell in enumerate(column.to_pylist(), start=1):
            if isinstance(cell, datetime):
                page.write_datetime(row, at, _local(cell, zone), moment)
            elif isinstance(cell, date):
                page.write_datetime(row, at, cell, day)
            elif isinstance(cell, bool):
                page.write_boolean(row, at, cell)
            elif isinstance(cell, int | float | Decimal):
                page.write_number(row, at, float(cell))
            elif cell is not None:
                page.write_string(row, at, str(cell)[:_LONGEST_CELL])
    book.close()
    return content.getvalue()


def _csv_cell(cell: object, zone: ZoneInfo) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _local(cell, zone).isoformat(" ")
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return safe_text(cell) if isinstance(cell, str) else str(cell)


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None) if at.tzinfo else at
