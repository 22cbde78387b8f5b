"""Spreadsheets: cells as text, dates as ISO text, number cells that lost digits marked (rules 4, 5, 8, 20)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from fuwubao.records.errors import DamagedFile, EmptyFile
from fuwubao.records.reading import names
from fuwubao.records.reading.sheet import Mask, Numbers

EXACT_BELOW = 10**15  # a double shows 15 digits (rule 20)
Cell = object


class Grid:
    """The chosen sheet of a workbook: header, columns of text, row numbers, marks of lost digits."""

    def __init__(self, rows: Sequence[Sequence[Cell]], position: int) -> None:
        self.header_row = position + 1
        header = [_text(cell) for cell in rows[position]]
        while header and not header[-1].strip():
            header.pop()
        self.header = tuple(header)
        body = rows[position + 1 :]
        self.rows: Numbers = np.arange(position + 2, position + 2 + len(body), dtype=np.int64)
        by_column = list(zip(*body, strict=True)) if body else [()] * len(rows[position])
        self.overflow = by_column[len(header) :]
        self.columns: list[pa.Array] = []
        self.lossy: dict[int, Mask] = {}
        for at, cells in enumerate(by_column[: len(header)]):
            self.columns.append(pa.array(list(map(_text, cells)), pa.string()))
            lossy = [isinstance(cell, int | float) and abs(cell) >= EXACT_BELOW for cell in cells]
            if any(lossy):
                self.lossy[at] = np.array(lossy)


def parse(raw: bytes, file: str, form: str, known: frozenset[str]) -> Grid:
    """Return the first sheet with a header row, else the first sheet that holds anything.

    Raises: DamagedFile, EmptyFile.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        first: Grid | None = None
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if not any(any(_text(cell).strip() for cell in row) for row in rows[: names.HEADER_WITHIN * 10]):
                continue
            head = [[_text(cell) for cell in row] for row in rows[: names.HEADER_WITHIN]]
            position = names.header_position(head, known)
            if position is not None:
                return Grid(rows, position)
            first = first or Grid(rows, names.likeliest_header(head, known))
    except (CalamineError, OSError, ValueError) as damage:
        raise DamagedFile(file=file, found=form) from damage
    if first is None:
        raise EmptyFile(file=file)
    return first


def _text(cell: Cell) -> str:
    """Write a cell as text that reads back to the same value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        if cell.microsecond:
            cell = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta | int):
        return str(cell)
    return "" if cell is None else str(cell)
