"""Choices, flags and priorities: words of a file become the stored word, each different word once (rules 7, 22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import Column, ColumnType

_FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "是", "有", "√", "达标", "按期", "已授权"), "true"),
    **dict.fromkeys(("false", "f", "no", "n", "0", "否", "无", "×", "未达标", "超时", "逾期", "未授权"), "false"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Stored words (null where blank or unknown) and which cells hold an unknown word."""

    values: pa.Array
    unknown: npt.NDArray[np.bool_]


def vocabulary(column: Column) -> dict[str, str]:
    """Return the words of a file, in lower case, that mean a stored word of the column."""
    known = dict(_FLAGS) if column.type is ColumnType.FLAG else {choice.lower(): choice for choice in column.choices}
    return known | {word.lower(): stored for word, stored in column.words}


def read_words(texts: pa.Array, column: Column) -> Words:
    """Read a column of trimmed text against the column's vocabulary."""
    known = vocabulary(column)
    distinct = pc.dictionary_encode(texts)
    cells = distinct.dictionary.to_pylist()
    stored = pa.array([known.get(cell.lower()) for cell in cells], pa.string())
    unknown = np.array([cell != "" and cell.lower() not in known for cell in cells], bool)
    return Words(stored.take(distinct.indices), unknown[np.asarray(distinct.indices)])


def changed(texts: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """Apply a change of words to each different cell once."""
    distinct = pc.dictionary_encode(texts)
    return pa.array([change(cell) for cell in distinct.dictionary.to_pylist()], pa.string()).take(distinct.indices)
