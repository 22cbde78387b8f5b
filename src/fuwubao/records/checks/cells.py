"""From file columns to typed record columns: nulls, value maps, templates, then the reader of each type."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import TIMES, Column, ColumnType
from fuwubao.records.cells import numbers, times, words
from fuwubao.records.cells.zones import wall_of
from fuwubao.records.mapping import Mapping, template_names
from fuwubao.records.plan import Feed, Plan
from fuwubao.records.text import plain, plain_array

_NUMBERS = frozenset(numbers.PLACES)
_WORDS = frozenset({ColumnType.FLAG, ColumnType.CHOICE, ColumnType.PRIORITY})


@dataclass(slots=True)
class Typed:
    """A record column: its cleaned text and, by type, seconds and status, numbers, or words."""

    column: Column
    text: pa.Array
    seconds: npt.NDArray[np.int64] | None = None
    status: npt.NDArray[np.uint8] | None = None
    numbers: numbers.Numbers | None = None
    words: words.Words | None = None
    cut: bool = False

    @property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Cells without content."""
        return np.asarray(pc.equal(pc.binary_length(self.text), 0))


@dataclass(slots=True)
class Cells:
    """Cleaned file columns by position and typed record columns by name."""

    plain: dict[int, pa.Array]
    typed: dict[str, Typed] = field(default_factory=dict)


def cleaned(columns: dict[int, pa.Array], mapping: Mapping | None) -> dict[int, pa.Array]:
    """Trim, narrow, and blank the mapping's words for "unknown"."""
    nulls = pa.array([plain(word) for word in mapping.nulls], pa.string()) if mapping and mapping.nulls else None
    found = {}
    for position, texts in columns.items():
        texts = plain_array(texts)
        if nulls is not None:
            texts = pc.if_else(pc.is_in(texts, nulls), "", texts)
        found[position] = texts
    return found


def type_columns(plan: Plan, cells: Cells, timezone: str, rows: int, *, from_1904: bool = False) -> None:
    """Fill ``cells.typed`` for every feed of the plan; ``from_1904`` as in ``times.read_instants``."""
    for feed in plan.feeds:
        text = _fed(feed, cells.plain, rows)
        cells.typed[feed.column.name] = _typed(feed.column, text, feed, timezone, from_1904)


def _fed(feed: Feed, columns: dict[int, pa.Array], rows: int) -> pa.Array:
    rule = feed.rule
    if rule.constant is not None:
        return pa.array([rule.constant], pa.string()).take(pa.array(np.zeros(rows, np.int64)))
    if rule.template is not None:
        return plain_array(_filled(rule.template, feed.positions, columns, rows))
    text = columns[feed.positions[0]]
    if rule.values:
        change = {plain(word).lower(): stored for word, stored in rule.values.items()}
        text = words.changed(text, lambda cell: change.get(cell.lower(), cell))
    return text


def _filled(template: str, places: tuple[int, ...], columns: dict[int, pa.Array], rows: int) -> pa.Array:
    """Fill a template with the file columns at ``places``, in the order in which the template names them."""
    parts: list[object] = [pa.array([""], pa.string()).take(pa.array(np.zeros(rows, np.int64)))]
    rest = template
    for name, place in zip(template_names(template), places, strict=True):
        before, rest = rest.split("{" + name + "}", 1)
        parts += [before, columns[place]]
    return pc.binary_join_element_wise(*parts, rest, "")


def _typed(column: Column, text: pa.Array, feed: Feed, timezone: str, from_1904: bool) -> Typed:
    typed = Typed(column, text)
    if column.type in TIMES:
        layouts = tuple(times.layout_of(pattern) for pattern in feed.rule.formats)
        read = times.read_instants(text, timezone, layouts, from_1904=from_1904)
        typed.seconds, typed.status, typed.cut = read.seconds, read.status, read.cut
        if column.type is ColumnType.DATE:
            typed.seconds = wall_of(read.seconds, timezone) // 86_400 * 86_400
    elif column.type in _NUMBERS:
        typed.numbers = numbers.read_numbers(text, column)
    elif column.type in _WORDS:
        typed.words = words.read_words(text, column)
    return typed


ARROW_TYPES = {
    ColumnType.INSTANT: pa.timestamp("us", "UTC"), ColumnType.DATE: pa.date32(), ColumnType.FLAG: pa.bool_(),
    ColumnType.COUNT: pa.int64(), ColumnType.SECONDS: pa.int64(), ColumnType.SCORE: pa.int64(),
    ColumnType.WEIGHT: pa.int64(), ColumnType.MONEY: pa.int64(), ColumnType.NUMBER: numbers.NUMBER_TYPE,
}  # fmt: skip


def arrow_type(column: Column) -> pa.DataType:
    """Return the stored type of a column: text unless its type says otherwise."""
    return ARROW_TYPES.get(column.type, pa.string())


def stored(typed: Typed | None, column: Column, keep: npt.NDArray[np.bool_] | None, rows: int) -> pa.Array:
    """Return the column as it is stored, kept rows only; blanks become nulls."""
    kind = arrow_type(column)
    if typed is None:
        return pa.nulls(rows, kind)
    mask = None if keep is None or keep.all() else keep
    text = typed.text if mask is None else typed.text.filter(pa.array(mask))
    if typed.words is not None:
        values = typed.words.values if mask is None else typed.words.values.filter(pa.array(mask))
        return pc.equal(values, "true") if column.type is ColumnType.FLAG else values
    if typed.seconds is not None:
        return _stored_time(typed, column, mask)
    if typed.numbers is not None:
        return _stored_number(typed.numbers, column, mask)
    return pc.if_else(pc.equal(pc.binary_length(text), 0), pa.scalar(None, pa.string()), text)


def _stored_time(typed: Typed, column: Column, mask: npt.NDArray[np.bool_] | None) -> pa.Array:
    assert typed.seconds is not None
    assert typed.status is not None
    seconds, empty = typed.seconds, typed.status != times.OK
    if mask is not None:
        seconds, empty = seconds[mask], empty[mask]
    if column.type is ColumnType.DATE:
        return pa.array((seconds // 86_400).astype(np.int32), pa.int32(), mask=empty).cast(pa.date32())
    return pa.array(seconds * 1_000_000, pa.int64(), mask=empty).cast(pa.timestamp("us", "UTC"))


def _stored_number(read: numbers.Numbers, column: Column, mask: npt.NDArray[np.bool_] | None) -> pa.Array:
    values, empty = (read.values, read.blank) if mask is None else (read.values[mask], read.blank[mask])
    whole = pa.array(values, pa.int64(), mask=empty)
    if column.type is ColumnType.NUMBER:
        millionth = pa.scalar(Decimal("0.000001"), pa.decimal128(7, 6))
        return pc.multiply(whole.cast(pa.decimal128(19, 0)), millionth).cast(numbers.NUMBER_TYPE)
    return whole
