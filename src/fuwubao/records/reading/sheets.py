"""The door of reading: a path becomes a :class:`Sheet`, whatever its form (rules 1–4, 17–20)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from fuwubao.domain.records import RecordKind
from fuwubao.records.errors import EmptyFile
from fuwubao.records.reading import delimited, names, structured, workbook
from fuwubao.records.reading.content import read_content
from fuwubao.records.reading.encoding import to_utf8
from fuwubao.records.reading.sheet import FileFacts, Sheet


def read_sheet(path: Path, kind: RecordKind, *, mapped: Iterable[str] = (), name: str = "") -> Sheet:
    """Read a file into text columns below its header.

    ``mapped`` are further header names that a mapping reads from. Raises: leaves of FileRefused, FileMissing.
    """
    name = name or path.name
    raw, sha256, form = read_content(path, name)
    known = names.known_names(kind, mapped)
    if form in ("xlsx", "xls", "ods"):
        grid = workbook.parse(raw, name, form, known)
        facts = FileFacts(name=name, sha256=sha256, form=form, header_row=grid.header_row)
        return Sheet(
            facts=facts,
            header=grid.header,
            columns=tuple(grid.columns),
            rows=grid.rows,
            ragged=tuple(grid.ragged),
            lossy=grid.lossy,
        )
    if form == "parquet":
        return _named(structured.parse_parquet(raw, name), FileFacts(name=name, sha256=sha256, form=form))
    text, encoding = to_utf8(raw, name)
    if not text.strip():
        raise EmptyFile(file=name)
    if form == "json":
        facts = FileFacts(name=name, sha256=sha256, form=form, encoding=encoding)
        return _named(structured.parse_json(text), facts)
    del raw
    table = delimited.parse(text, known)
    facts = FileFacts(
        name=name, sha256=sha256, form=form, encoding=encoding, delimiter=table.delimiter, header_row=table.header_row
    )
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
