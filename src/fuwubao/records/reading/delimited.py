"""Text tables: separator, title rows, line breaks inside quotes, records of a wrong width (rules 1, 3, 4, 17)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv

from fuwubao.records.reading import names
from fuwubao.records.reading.sheet import RaggedRow

SEPARATORS = (",", ";", "\t", "|")
_INSTRUCTION = re.compile(rb"^sep=([^\r\n\"])(?:\r?\n|$)", re.IGNORECASE)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_HEAD_BYTES = 1 << 20
csv.field_size_limit(1 << 30)


@dataclass(slots=True)
class TextTable:
    """A parsed text table; ``header_row`` and ``rows`` are numbers as a spreadsheet shows them."""

    delimiter: str
    header_row: int
    header: tuple[str, ...]
    columns: list[pa.Array]
    rows: np.ndarray
    ragged: list[RaggedRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    delimiter: str
    records: list[list[str]]
    ends: list[int]


def parse(text: bytes, known: frozenset[str], *, delimiter: str = "", header_row: int = 0) -> TextTable | None:
    """Parse UTF-8 text; a first line ``sep=;`` is an instruction and not a row.

    Where a person told the delimiter or the header row, these hold; None where that row holds nothing.
    """
    if b"\n" not in text and b"\r" in text:
        text = text.replace(b"\r", b"\n")
    told = _INSTRUCTION.match(text)
    if told:
        text = text[told.end() :]
    choices = (delimiter,) if delimiter else (told.group(1).decode(),) if told else SEPARATORS
    head, position = _best_head(text, choices, known, header_row)
    if header_row and (position >= len(head.records) or not any(cell.strip() for cell in head.records[position])):
        return None
    header = tuple(head.records[position]) if head.records else ()
    body = memoryview(text)[head.ends[position] :] if head.records else memoryview(b"")
    return _parsed(body, head.delimiter, header, position + 1)


def _best_head(text: bytes, choices: tuple[str, ...], known: frozenset[str], header_row: int) -> tuple[_Head, int]:
    """Choose the separator whose header row holds most known names; without any, the one that cuts most."""
    scored = []
    for rank, delimiter in enumerate(choices):
        head = _head(text, delimiter, max(names.HEADER_WITHIN, header_row))
        position = header_row - 1 if header_row else names.header_position(head.records, known)
        if position is None:
            position = names.likeliest_header(head.records, known)
        row = head.records[position] if position < len(head.records) else []
        scored.append(((names.known_in(row, known), len(row), -rank), head, position))
    _, head, position = max(scored, key=lambda one: one[0])
    return head, position


def _head(text: bytes, delimiter: str, rows: int) -> _Head:
    lines: list[bytes] = []

    def fed() -> Iterator[str]:
        for found in _LINE.finditer(text[:_HEAD_BYTES]):
            line = found.group()
            lines.append(line)
            yield line.decode("utf-8", "replace")

    records: list[list[str]] = []
    ends: list[int] = []
    for record in csv.reader(fed(), delimiter=delimiter):
        records.append(record)
        ends.append(sum(map(len, lines)))
        if len(records) == rows:
            break
    return _Head(delimiter, records, ends)


def _parsed(body: memoryview, delimiter: str, header: tuple[str, ...], header_row: int) -> TextTable:
    table = TextTable(delimiter, header_row, header, [], np.empty(0, np.int64))
    if not header or not (bytes(body[:64]).strip() or bytes(body).strip()):
        table.columns = [pa.array([], pa.string()) for _ in header]
        return table
    try:
        parsed, bad = _read(body, delimiter, len(header), threads=True)
        if bad:
            parsed, bad = _read(body, delimiter, len(header), threads=False)
    except pa.ArrowInvalid:  # an unclosed quote, or a record longer than a block
        return _parsed_slowly(body, table)
    table.columns = [column.combine_chunks() for column in parsed.columns]
    total = parsed.num_rows + len(bad)
    numbers = np.arange(header_row + 1, header_row + 1 + total, dtype=np.int64)
    positions = np.fromiter((number - 1 for number, _ in bad), np.int64, len(bad))
    table.rows = np.delete(numbers, positions)
    for number, text in bad:
        fields = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        table.ragged.append(RaggedRow(row=header_row + number, fields=tuple(fields)))
    return table


def _read(body: memoryview, delimiter: str, width: int, *, threads: bool) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Read with Arrow; records of a wrong width are left out and told (numbered only without threads)."""
    bad: list[tuple[int, str]] = []

    def skipped(row: pa.csv.InvalidRow) -> str:
        bad.append((row.number or 0, row.text))
        return "skip"

    columns = [f"c{position}" for position in range(width)]
    parsed = pa.csv.read_csv(
        pa.BufferReader(pa.py_buffer(body)),
        read_options=pa.csv.ReadOptions(column_names=columns, use_threads=threads, block_size=1 << 24),
        parse_options=pa.csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skipped
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    return parsed, bad


def _parsed_slowly(body: memoryview, table: TextTable) -> TextTable:
    """Read with the standard library what Arrow refuses; same outcome, a tenth of the speed."""
    text = io.StringIO(bytes(body).decode("utf-8"), newline="")
    width = len(table.header)
    good: list[list[str]] = []
    rows: list[int] = []
    for number, record in enumerate(csv.reader(text, delimiter=table.delimiter), start=table.header_row + 1):
        if not record:
            continue
        if len(record) == width:
            good.append(record)
            rows.append(number)
        else:
            table.ragged.append(RaggedRow(row=number, fields=tuple(record)))
    columns = list(zip(*good, strict=True)) or [()] * width
    table.columns = [pa.array(column, pa.string()) for column in columns]
    table.rows = np.array(rows, dtype=np.int64)
    return table
