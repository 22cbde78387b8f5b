"""Forms that name their columns themselves: JSON lines (or one JSON list) and Parquet. Rows count from 1."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fuwubao.records.errors import DamagedFile, UndecodableText
from fuwubao.records.reading.sheet import EXACT_BELOW, Mask, RaggedRow


@dataclass(slots=True)
class Named:
    """Columns by name, with the number of each record."""

    header: tuple[str, ...]
    columns: list[pa.Array]
    rows: np.ndarray
    ragged: list[RaggedRow] = field(default_factory=list)
    lossy: dict[int, Mask] = field(default_factory=dict)


def parse_json(text: bytes) -> Named:
    """Read one object a line; a line that is no object is a row of a wrong width (rule 17)."""
    records: list[dict[str, str]] = []
    rows: list[int] = []
    ragged: list[RaggedRow] = []
    for number, record, line in _objects(text.decode("utf-8")):
        if record is None:
            ragged.append(RaggedRow(row=number, fields=(line[:200],)))
        else:
            records.append({str(key): _cell(value) for key, value in record.items()})
            rows.append(number)
    header = tuple(dict.fromkeys(key for record in records for key in record))
    columns = [pa.array([record.get(key, "") for record in records], pa.string()) for key in header]
    return Named(header, columns, np.array(rows, dtype=np.int64), ragged)


def parse_parquet(raw: bytes, file: str) -> Named:
    """Read a Parquet file; instants with a zone keep it. Raises: DamagedFile."""
    try:
        table = pq.ParquetFile(io.BytesIO(raw)).read()
    except (pa.ArrowException, OSError) as damage:
        raise DamagedFile(file=file, found="parquet") from damage
    try:
        columns = [_as_text(column) for column in table.columns]
    except pa.ArrowInvalid as damage:  # bytes that are no text
        raise UndecodableText(file=file) from damage
    if any(b"\x00" in text for column in columns for text in map(bytes, column.buffers()[2:]) if text):
        raise UndecodableText(file=file)
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return Named(tuple(table.column_names), columns, rows, lossy=_lossy(table))


def _lossy(table: pa.Table) -> dict[int, Mask]:
    """Mark, by column, floating numbers of more than 15 digits (rule 20)."""
    found = {}
    for at, column in enumerate(table.columns):
        if pa.types.is_floating(column.type):
            mask = np.abs(np.nan_to_num(column.combine_chunks().to_numpy(zero_copy_only=False))) >= EXACT_BELOW
            if mask.any():
                found[at] = mask
    return found


def _objects(text: str) -> Iterator[tuple[int, dict[str, object] | None, str]]:
    if text.lstrip().startswith("["):
        try:
            listed = _loads(text)
        except (ValueError, RecursionError):
            listed = [text]
        for number, entry in enumerate(listed if isinstance(listed, list) else [listed], start=1):
            yield number, entry if isinstance(entry, dict) else None, str(entry)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                entry = _loads(line)
            except (ValueError, RecursionError):
                entry = None
            yield number, entry if isinstance(entry, dict) else None, line


def _loads(text: str) -> object:
    """Read JSON with numbers as written; ValueError for what is no JSON, or holds half a character or a NUL."""
    found = json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: None)
    if "\\u" in text:
        whole = json.dumps(found, ensure_ascii=False)
        whole.encode("utf-8")
        if "\\u0000" in whole:
            raise ValueError(text[:80])
    return found


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_timestamp(kind):
        zone = "Z" if kind.tz else ""
        instants = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.timestamp("us"))
        texts = pc.strftime(instants, format="%Y-%m-%dT%H:%M:%S")
        texts = pc.binary_join_element_wise(texts, zone, "") if zone else texts
    elif pa.types.is_nested(kind):
        texts = pa.chunked_array(
            [[None if cell is None else json.dumps(cell, default=str) for cell in column.to_pylist()]]
        )
    else:
        if pa.types.is_floating(kind):  # pandas writes what is missing as a number that is none
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        texts = column.cast(pa.string())
    texts = texts.cast(pa.string())
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return pc.fill_null(whole, "")
