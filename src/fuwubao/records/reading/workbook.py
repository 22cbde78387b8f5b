"""Spreadsheets: cells as text, dates as ISO text, number cells that lost digits marked (rules 4, 5, 8, 20)."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from fuwubao.records.errors import DamagedFile, EmptyFile, HeaderRowMissing, SheetMissing
from fuwubao.records.reading import names, regular_columns
from fuwubao.records.reading.choices import GUESSED, Reading
from fuwubao.records.reading.error_cells import error_cells
from fuwubao.records.reading.regular_columns import RegularColumns
from fuwubao.records.reading.sheet import EXACT_BELOW, Mask, Numbers, RaggedRow
from fuwubao.records.text import BLANKS

Cell = object
_HALF_SECOND = pa.scalar(timedelta(microseconds=500_000), pa.duration("us"))


class Grid:
    """The chosen sheet of a workbook: header, columns of text, row numbers, marks of lost digits.

    A row with content to the right of the header has more fields than the header (rule 17).
    """

    def __init__(self, rows: Sequence[Sequence[Cell]], position: int, sheet: str) -> None:
        self.sheet, self.header_row = sheet, position + 1
        header = [_text(cell) for cell in rows[position]]
        while header and not header[-1].strip():
            header.pop()
        self.header = tuple(header)
        body, below = rows[position + 1 :], position + 2
        wide: set[int] = set()
        if any(len(row) > len(header) for row in body):
            numbered = enumerate(body, start=below)
            wide = {at for at, row in numbered if any(_text(cell).strip(BLANKS) for cell in row[len(header) :])}
        self.rows: Numbers = np.arange(below, below + len(body), dtype=np.int64)
        self.ragged = [RaggedRow(row=at, fields=_fields(body[at - below])) for at in sorted(wide)]
        if wide:
            self.rows = self.rows[~np.isin(self.rows, sorted(wide))]
            body = [row for at, row in enumerate(body, start=below) if at not in wide]
        by_column = list(zip(*body, strict=True)) if body else [()] * len(rows[position])
        self.columns: list[pa.Array] = []
        self.lossy: dict[int, Mask] = {}
        for at, cells in enumerate(by_column[: len(header)]):
            kinds = set(map(type, cells))
            self.columns.append(_texts(cells, kinds))
            if kinds & {int, float, bool}:
                lossy = [isinstance(cell, int | float) and abs(cell) >= EXACT_BELOW for cell in cells]
                if any(lossy):
                    self.lossy[at] = np.array(lossy)


def parse(raw: bytes, file: str, form: str, known: frozenset[str], reading: Reading = GUESSED) -> Grid | RegularColumns:
    """Return the first sheet with a header row, else the first that holds anything; hidden sheets come last.

    ``reading`` may name the sheet and the header row. A large regular sheet is read by its bytes, any other cell by
    cell. Raises: DamagedFile, EmptyFile, SheetMissing, HeaderRowMissing.
    """
    regular = regular_columns.read(raw, known, number_text=_text, reading=reading) if form == "xlsx" else None
    if regular is not None:
        return regular
    with _no_search_for_cycles():
        return _parsed(raw, file, form, known, reading)


def sheet_names(raw: bytes, file: str, form: str) -> tuple[str, ...]:
    """Return the names of the sheets with cells, hidden ones last. Raises: DamagedFile."""
    try:
        return tuple(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(raw))))
    except (CalamineError, OSError, ValueError) as damage:
        raise DamagedFile(file=file, found=form) from damage


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Hold Python's cycle collector: a list a row makes it run often, and cells form no cycles."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


def _parsed(raw: bytes, file: str, form: str, known: frozenset[str], reading: Reading) -> Grid:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = _sheets(book)
        if reading.sheet and reading.sheet not in sheets:
            raise SheetMissing(file=file, sheet=reading.sheet, known="、".join(sheets))
        first: Grid | None = None
        for name in [reading.sheet] if reading.sheet else sheets:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if not any(any(_text(cell).strip() for cell in row) for row in rows[: names.HEADER_WITHIN * 10]):
                continue
            position = _header_position(rows, known, reading.header_row)
            if position is None and (first is not None or reading.header_row):
                continue
            shown = _with_errors(rows, error_cells(raw, name) if form == "xlsx" else {})
            if position is not None:
                return Grid(shown, position, name)
            head = [[_text(cell) for cell in row] for row in rows[: names.HEADER_WITHIN]]
            first = Grid(shown, names.likeliest_header(head, known), name)
    except (CalamineError, OSError, ValueError) as damage:
        raise DamagedFile(file=file, found=form) from damage
    if first is None and reading.header_row:
        raise HeaderRowMissing(file=file, row=reading.header_row)
    if first is None:
        raise EmptyFile(file=file)
    return first


def _header_position(rows: Sequence[Sequence[Cell]], known: frozenset[str], told: int) -> int | None:
    """Return where the header is: the row told, where it holds anything, else the first with enough known names."""
    if told:
        row = rows[told - 1] if told <= len(rows) else ()
        return told - 1 if any(_text(cell).strip() for cell in row) else None
    return names.header_position([[_text(cell) for cell in row] for row in rows[: names.HEADER_WITHIN]], known)


def _sheets(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets with cells: those that a person sees, then hidden ones."""
    found = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    found.sort(key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible)
    return [sheet.name for sheet in found]


def _with_errors(rows: Sequence[Sequence[Cell]], errors: dict[tuple[int, int], str]) -> Sequence[Sequence[Cell]]:
    """Write what error cells show into their places."""
    if not errors:
        return rows
    mended = [list(row) for row in rows]
    for (row, column), shown in errors.items():
        if row < len(mended) and column < len(mended[row]):
            mended[row][column] = shown
    return mended


def _fields(row: Sequence[Cell]) -> tuple[str, ...]:
    texts = [_text(cell) for cell in row]
    while texts and not texts[-1].strip(BLANKS):
        texts.pop()
    return tuple(texts)


def _texts(cells: Sequence[Cell], kinds: set[type]) -> pa.Array:
    """Write a column as text; Arrow does columns of text alone and of moments alone, with the same outcome."""
    if kinds <= {str}:
        return pa.array(cells, pa.string())
    if kinds == {datetime}:
        moments = pa.array(cells, pa.timestamp("us"))
        return pc.floor_temporal(pc.add(moments, _HALF_SECOND), unit="second").cast(pa.timestamp("s")).cast(pa.string())
    return pa.array(list(map(_text, cells)), pa.string())


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
