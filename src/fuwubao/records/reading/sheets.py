"""The door of reading: a path becomes a :class:`Sheet`, whatever its form (rules 1–4, 17–20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from fuwubao.domain.records import RecordKind
from fuwubao.records.errors import EmptyFile, HeaderRowMissing
from fuwubao.records.reading import delimited, names, structured, workbook
from fuwubao.records.reading.choices import BOOKS, GUESSED, Reading
from fuwubao.records.reading.content import read_content
from fuwubao.records.reading.encoding import to_utf8
from fuwubao.records.reading.sheet import FileFacts, Sheet
from fuwubao.records.reading.xlsx_package import counts_from_1904


def read_sheet(
    path: Path, kind: RecordKind, *, mapped: Iterable[str] = (), name: str = "", reading: Reading = GUESSED
) -> Sheet:
    """Read a file into text columns below its header.

    ``mapped`` are further header names that a mapping reads from; ``reading`` is what a person said of the file.
    Raises: leaves of FileRefused, FileMissing, ReadingUnfit.
    """
    name = name or path.name
    raw, sha256, form = read_content(path, name)
    reading.check_fits(form, name)
    known = names.known_names(kind, mapped)
    if form in BOOKS:
        return _of_book(raw, FileFacts(name=name, sha256=sha256, form=form), known, reading)
    if form == "parquet":
        return _named(structured.parse_parquet(raw, name), FileFacts(name=name, sha256=sha256, form=form))
    text, encoding = to_utf8(raw, name, told=reading.encoding)
    del raw
    if not text.strip():
        raise EmptyFile(file=name)
    facts = FileFacts(name=name, sha256=sha256, form=form, encoding=encoding)
    if form == "json":
        return _named(structured.parse_json(text), facts)
    return _of_text(text, facts, known, reading)


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """Return the sheets of a workbook, none for other forms. Raises as :func:`read_sheet`."""
    raw, _, form = read_content(path, name)
    return workbook.sheet_names(raw, name, form) if form in BOOKS else ()


def _of_book(raw: bytes, facts: FileFacts, known: frozenset[str], reading: Reading) -> Sheet:
    grid = workbook.parse(raw, facts.name, facts.form, known, reading)
    from_1904 = facts.form == "xlsx" and counts_from_1904(raw)
    return Sheet(
        facts=replace(facts, header_row=grid.header_row, sheet=grid.sheet, from_1904=from_1904),
        header=grid.header,
        columns=tuple(grid.columns),
        rows=grid.rows,
        ragged=tuple(grid.ragged),
        lossy=grid.lossy,
    )


def _of_text(text: bytes, facts: FileFacts, known: frozenset[str], reading: Reading) -> Sheet:
    table = delimited.parse(text, known, delimiter=reading.delimiter, header_row=reading.header_row)
    if table is None:
        raise HeaderRowMissing(file=facts.name, row=reading.header_row)
    facts = replace(facts, delimiter=table.delimiter, header_row=table.header_row)
    return Sheet(
        facts=facts,
        header=table.header,
        columns=tuple(table.columns),
        rows=table.rows,
        ragged=tuple(table.ragged),
    )


def _named(found: structured.Named, facts: FileFacts) -> Sheet:
    return Sheet(
        facts=facts,
        header=found.header,
        columns=tuple(found.columns),
        rows=found.rows,
        ragged=tuple(found.ragged),
        lossy=found.lossy,
    )


def sheet_of_rows(kind: RecordKind, cells: list[dict[str, str]], facts: FileFacts, rows: list[int]) -> Sheet:
    """Return a sheet of cells by column name, as mended quarantine rows and forms give them."""
    header = tuple(column.name for column in kind.columns if any(column.name in row for row in cells))
    columns = tuple(pa.array([row.get(name, "") for row in cells], pa.string()) for name in header)
    return Sheet(facts=facts, header=header, columns=columns, rows=np.array(rows, dtype=np.int64))
