"""Number cells, a column at a time, as whole numbers of the stored unit (rule 22)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import Column, ColumnType

# decimal places of the stored unit: a weight in hundredths, money in fen, a plain number in millionths
PLACES = {
    ColumnType.COUNT: 0, ColumnType.SECONDS: 0, ColumnType.SCORE: 0, ColumnType.WEIGHT: 2, ColumnType.MONEY: 2,
    ColumnType.NUMBER: 6,
}  # fmt: skip
NUMBER_TYPE = pa.decimal128(24, 6)
_PLAIN = re.compile(r"^[+-]?\d+(?:\.\d*)?$|^[+-]?\.\d+$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")
_EXPONENT = re.compile(r"^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$")
_LARGEST = 10**17


@dataclass(frozen=True, slots=True)
class Numbers:
    """Values in the stored unit, which cells are blank, and which are no number of the column."""

    values: npt.NDArray[np.int64]
    blank: npt.NDArray[np.bool_]
    wrong: npt.NDArray[np.bool_]


def read_numbers(texts: pa.Array, column: Column) -> Numbers:
    """Read a column of trimmed text; out of range is wrong, too."""
    places = PLACES[column.type]
    blank = np.asarray(pc.equal(pc.utf8_length(texts), 0))
    if places == 0:
        try:
            values = np.asarray(pc.if_else(pa.array(blank), "0", texts).cast(pa.int64()))
            return Numbers(values, blank, ~blank & _outside(values, column))
        except pa.ArrowInvalid:
            pass
    return _exactly(texts, column, blank, places)


def _exactly(texts: pa.Array, column: Column, blank: npt.NDArray[np.bool_], places: int) -> Numbers:
    """Read each different cell once, in exact decimals."""
    distinct = pc.dictionary_encode(texts)
    each = [whole_units(text, places) for text in distinct.dictionary.to_pylist()]
    where = np.asarray(distinct.indices)
    values = np.array([0 if value is None else value for value in each], np.int64)[where]
    wrong = np.array([value is None for value in each], bool)[where] & ~blank
    return Numbers(values, blank, wrong | (~blank & ~wrong & _outside(values, column)))


def _outside(values: npt.NDArray[np.int64], column: Column) -> npt.NDArray[np.bool_]:
    scale = 10**6 if column.type is ColumnType.NUMBER else 1
    outside = np.zeros(len(values), bool)
    if column.at_least is not None:
        outside |= values < column.at_least * scale
    if column.at_most is not None:
        outside |= values > column.at_most * scale
    return outside


def whole_units(text: str, places: int) -> int | None:
    """Return ``text`` in units of 10^-places; None when it is no number or does not come out even."""
    text = text.strip("¥￥ ").removesuffix("元").replace("，", ",")
    if _THOUSANDS.match(text) and not (places == PLACES[ColumnType.NUMBER] and _DECIMAL_COMMA.match(text)):
        text = text.replace(",", "")
    elif places and _DECIMAL_COMMA.match(text):
        text = text.replace(",", ".")
    if not (_PLAIN.match(text) or _EXPONENT.match(text)):
        return None
    scaled = Decimal(text).scaleb(places)
    if scaled != scaled.to_integral_value():
        if places != 6:
            return None
        scaled = scaled.to_integral_value()
    return int(scaled) if abs(scaled) < _LARGEST else None
