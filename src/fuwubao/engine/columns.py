"""Columns of Arrow tables as NumPy arrays: texts as codes of one dictionary, instants as epoch seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fuwubao.engine.lone_arrow import leave_pandas_aside

leave_pandas_aside()

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Truths = NDArray[np.bool_]

NEVER = np.int64(-(2**62))  # an instant that is not given
MICROSECONDS = 1_000_000


@dataclass(frozen=True, eq=False)
class Texts:
    """A text column: ``codes`` into ``words``; code 0 is the empty text, for what is not given."""

    codes: Codes
    words: tuple[str, ...]

    def code(self, word: str) -> int:
        """Return the code of a word, -1 when no row has it."""
        return self.words.index(word) if word in self.words else -1

    def taken(self, rows: NDArray[np.integer] | Truths) -> Texts:
        """Return the texts of some rows, in the same dictionary."""
        return Texts(self.codes[rows], self.words)

    def array(self, codes: Codes | None = None, *, empty_is_null: bool = True) -> pa.DictionaryArray:
        """Return codes (its own by default) as a dictionary column of Arrow; a negative code is null."""
        codes = self.codes if codes is None else codes
        absent = codes < (1 if empty_is_null else 0)
        indices = pa.array(codes, mask=absent, type=pa.int32())
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.words, type=pa.string()))


def texts(*columns: pa.ChunkedArray) -> tuple[Texts, ...]:
    """Encode columns by one common dictionary, so that equal texts have equal codes across them."""
    plain = [_as_strings(column) for column in columns]
    chunks = [pa.array([""], type=pa.string()), *(chunk for column in plain for chunk in column.chunks)]
    encoded = pc.dictionary_encode(pa.chunked_array(chunks)).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    codes = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    words = tuple(encoded.dictionary.to_pylist())
    edges = np.cumsum([1, *(len(column) for column in plain)])
    return tuple(Texts(codes[since:until], words) for since, until in pairwise(edges))


def text_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return a text column of the table, empty texts when it has none of that name."""
    if name in table.column_names:
        return table[name]
    return pa.chunked_array([pa.repeat(pa.scalar("", pa.string()), len(table))])


def seconds(table: pa.Table, name: str) -> Ints:
    """Return an instant column as epoch seconds, the fraction cut off; NEVER where it is not given."""
    if name not in table.column_names:
        return np.full(len(table), NEVER, dtype=np.int64)
    column = table[name]
    if not pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz="UTC"))
    unit = {"s": 1, "ms": 1_000, "us": MICROSECONDS, "ns": 1_000_000_000}[column.type.unit]
    absent = _is_null(column)
    ticks = _numpy(pc.fill_null(column.cast(pa.int64()), 0))
    whole: Ints = ticks // unit
    if absent is not None:
        whole[absent] = NEVER
    return whole


def whole_numbers(table: pa.Table, name: str) -> tuple[Ints, Truths]:
    """Return an integer column, 0 where it is not given, and whether it is given."""
    if name not in table.column_names:
        return np.zeros(len(table), dtype=np.int64), np.zeros(len(table), dtype=np.bool_)
    column = table[name]
    given = _numpy(pc.is_valid(column)).astype(np.bool_)
    return _numpy(pc.fill_null(column.cast(pa.int64()), 0)), given


def instants(at: Ints) -> pa.Array:
    """Return epoch seconds as UTC instants of Arrow; NEVER becomes null."""
    absent = at == NEVER
    return pa.array(np.where(absent, 0, at) * MICROSECONDS, mask=absent).cast(pa.timestamp("us", tz="UTC"))


def integers(values: Ints, absent: Truths) -> pa.Array:
    """Return integers of Arrow, null where absent."""
    return pa.array(values, mask=absent, type=pa.int64())


def first_of_runs(keys: Sequence[NDArray[np.integer]]) -> Truths:
    """Say of each row whether it differs in any key from the row before it."""
    length = len(keys[0])
    differs = np.zeros(length, dtype=np.bool_)
    if length:
        differs[0] = True
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return differs


def numbers(column: pa.Array) -> Any:  # noqa: ANN401  # integers as wide as the column has them
    """Return an integer column as a view of its own memory; what stands at nulls means nothing.

    (Arrow's own ``to_numpy`` and ``fill_null`` load pandas where that is installed.)
    """
    width = column.type.bit_width // 8
    values = np.frombuffer(column.buffers()[1], dtype=f"i{width}", count=len(column) + column.offset)
    return values[column.offset :]


def numbers_or(column: pa.Array, absent: np.int64) -> Ints:
    """Return an integer column with ``absent`` at nulls."""
    values: Ints = numbers(column).astype(np.int64, copy=False)
    if not column.null_count:
        return values
    bits = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    valid = np.unpackbits(bits, bitorder="little", count=len(column) + column.offset)[column.offset :]
    given: Ints = np.where(valid, values, absent)
    return given


def _as_strings(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if column.type == pa.string() else column.cast(pa.string())


def _is_null(column: pa.ChunkedArray) -> Truths | None:
    return _numpy(pc.is_null(column)).astype(np.bool_) if column.null_count else None


def _numpy(column: pa.ChunkedArray) -> Any:  # noqa: ANN401  # integers or truths, as the column has them
    return column.combine_chunks().to_numpy(zero_copy_only=False) if len(column) else np.zeros(0, dtype=np.int64)
