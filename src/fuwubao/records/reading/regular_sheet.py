"""Large regular XLSX sheets, by arithmetic on the bytes of their XML, five times as fast as cell by cell.

Regular means: cells with a place, a style and a type, holding words, shared words, numbers, dates, flags, errors or
the outcome of a formula, which counts and not the formula. Anything else (rich text in the cell, sheets that count
from 1904, further marks on a cell) raises :class:`IrregularSheet`, and ``workbook`` reads that sheet cell by cell.
Both give the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fuwubao.records.reading.xlsx_package import IrregularSheet

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
BLANK, INLINE, SHARED, NUMBER, DATE, SHOWN, FLAG = range(7)

_BLOCK = 1 << 22
_PAD = bytes(128)
_WIDEST = 96  # bytes up to which cells of unequal length are copied as one rectangle
_TAIL = re.compile(rb'"(?: s="(\d+)")?(?: t="(\w+)")?(/?)>')
_NUMBERED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_FORMULA = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)")
_NO_VALUE = re.compile(rb'(<c r="[A-Z]+[0-9]+"[^>]*)></c>')
_BARE_ROW = re.compile(rb"<row ([^>]*[^/>])/>")
_EMPTY_TEXT = re.compile(rb'<(t|v)(?: xml:space="preserve")?/>')
_LONGEST_TAIL = 24
_MOST_TAILS = 64
_SPACED = b'<t xml:space="preserve">'
_KINDS_BY_TYPE = {b"inlineStr": INLINE, b"s": SHARED, b"str": SHOWN, b"e": SHOWN, b"b": FLAG}
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(8)] + [0xFFFF_FFFF_FFFF_FFFF], np.uint64)


@dataclass(slots=True)
class CellBlock:
    """The cells of some rows: numbers of the rows and, a cell, its row's position, column, kind and text's place."""

    data: bytes
    rows: Places
    row: Places
    column: Places
    kind: npt.NDArray[np.int8]
    start: Places
    end: Places


def blocks(body: bytes, styles: dict[int, bool]) -> Iterator[CellBlock]:
    """Cut the rows of a sheet into blocks of cells. Raises: IrregularSheet."""
    at = 0
    while at < len(body):
        cut = len(body) if len(body) - at <= _BLOCK else body.rfind(b"</row>", at, at + _BLOCK) + 6
        if cut <= at:
            raise IrregularSheet
        yield cells_of(body[at:cut], styles)
        at = cut


def _in_one_shape(rows: bytes) -> bytes:
    """Write what may be written in two ways in the one that is looked for; formulas give way to their outcome.

    A sign ``<`` within a text is always written by its name, so what is found here is a tag.
    """
    if b"<f" in rows:
        rows = _NO_VALUE.sub(rb"\1/>", _FORMULA.sub(b"", rows))
    if b"<t/>" in rows or b"<v/>" in rows or b'"preserve"/>' in rows:
        rows = _EMPTY_TEXT.sub(rb"<\1></\1>", rows)
    if rows.count(b"<row ") != rows.count(b"</row>"):
        rows = _BARE_ROW.sub(rb"<row \1></row>", rows)
    return rows


def cells_of(rows: bytes, styles: dict[int, bool]) -> CellBlock:
    """Find the cells in the XML of whole rows. Raises: IrregularSheet."""
    try:
        return _cells_of(rows, styles)
    except IrregularSheet:
        shaped = _in_one_shape(rows)
        if shaped == rows:
            raise
        return _cells_of(shaped, styles)


def _cells_of(rows: bytes, styles: dict[int, bool]) -> CellBlock:
    if (b"_x" in rows and _NUMBERED.search(rows)) or b"\r" in rows:  # signs written by their numbers
        raise IrregularSheet
    data = rows + _PAD
    eight: npt.NDArray[np.uint64] = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    tags = np.append(np.flatnonzero(np.frombuffer(rows, np.uint8) == ord("<")), len(rows))
    words = eight[tags]
    begins_row, begins_cell = _is(words, b'<row r="'), _is(words, b'<c r="')
    cell = np.flatnonzero(begins_cell)
    row_at, row = tags[begins_row], (np.cumsum(begins_row) - 1)[cell]
    if not len(row_at) or (len(row) and row[0] < 0):
        raise IrregularSheet
    numbers, digits = _row_numbers(data, row_at)
    column, letters = _columns(data, tags[cell])
    tail = tags[cell] + 6 + letters + digits[row]
    kind = _kinds(data, eight, tail, tags[cell + 1], styles)
    start, end = _texts_of(data, eight, tags, words, cell, kind)
    size = np.array([1, 6, 4, 4, 4, 4, 4])[kind]
    if int(size.sum()) + 2 * len(row_at) != len(tags) - 1 or int(_is(words, b"</row>").sum()) != len(row_at):
        raise IrregularSheet
    return CellBlock(data, numbers, row, column, kind, start, end)


def _is(words: npt.NDArray[np.uint64], tag: bytes) -> Mask:
    return np.asarray(words & _MASKS[len(tag)] == np.uint64(int.from_bytes(tag, "little")))


def _row_numbers(data: bytes, tags: Places) -> tuple[Places, Places]:
    """Return the numbers of rows and how many digits each has."""
    signs = np.frombuffer(data, np.uint8)
    numbers, digits = np.zeros(len(tags), np.int64), np.zeros(len(tags), np.int64)
    going = np.ones(len(tags), bool)
    for step in range(8):
        digit = signs[tags + 8 + step] - np.uint8(48)
        going &= digit < 10
        numbers = np.where(going, numbers * 10 + digit, numbers)
        digits += going
    if not digits.all() or (np.diff(numbers) <= 0).any():
        raise IrregularSheet
    return numbers, digits


def _columns(data: bytes, tags: Places) -> tuple[Places, Places]:
    """Return the columns of cells, from 0, and how many letters name each."""
    signs = np.frombuffer(data, np.uint8)
    first, second, third = (signs[tags + 6 + step].astype(np.int64) - 64 for step in range(3))
    two = second > 0
    if (first < 1).any() or (first > 26).any() or (two & ((second > 26) | (third > 0))).any():
        raise IrregularSheet
    return np.where(two, first * 26 + second, first) - 1, 1 + two


def _kinds(
    data: bytes, eight: npt.NDArray[np.uint64], tail: Places, after: Places, styles: dict[int, bool]
) -> npt.NDArray[np.int8]:
    """Tell the kinds of cells by what follows their places; each different ending is read once."""
    length = after - tail
    if len(length) and (length.min() < 2 or length.max() > _LONGEST_TAIL):
        raise IrregularSheet
    mixed = length.astype(np.uint64)
    for part, odd in enumerate((0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9)):
        piece = eight[tail + 8 * part] & _MASKS[np.clip(length - 8 * part, 0, 8)]
        mixed = (mixed ^ piece) * np.uint64(odd)
    kinds = np.full(len(tail), -1, np.int8)
    for _ in range(_MOST_TAILS):
        open_ones = kinds < 0
        if not open_ones.any():
            return kinds
        one = int(open_ones.argmax())
        kinds[mixed == mixed[one]] = _kind(data[int(tail[one]) : int(after[one])], styles)
    raise IrregularSheet


def _kind(tail: bytes, styles: dict[int, bool]) -> int:
    parts = _TAIL.fullmatch(tail)
    if parts is None:
        raise IrregularSheet
    style, form, closed = parts.groups()
    if closed:
        return BLANK
    if form in _KINDS_BY_TYPE:
        return _KINDS_BY_TYPE[form]
    dated = styles.get(int(style or 0))
    if form not in (None, b"n") or dated is None:
        raise IrregularSheet
    return DATE if dated else NUMBER


def _texts_of(
    data: bytes,
    eight: npt.NDArray[np.uint64],
    tags: Places,
    words: npt.NDArray[np.uint64],
    cell: Places,
    kind: npt.NDArray[np.int8],
) -> tuple[Places, Places]:
    """Return where the text of each cell begins and ends; the tags around it must be the usual ones."""
    start, end = np.zeros(len(cell), np.int64), np.zeros(len(cell), np.int64)
    inline, valued = kind == INLINE, kind >= SHARED
    at = cell[inline]
    if not _follow(words, at, (b"<is>", b"<t", b"</t>", b"</is>", b"</c>")):
        raise IrregularSheet
    opened = tags[at + 2] if len(at) else at
    bare = _is(eight[opened], b"<t>")
    if not bare.all():
        spaced = opened[~bare]
        if not all(
            (eight[spaced + 8 * n] == int.from_bytes(_SPACED[8 * n : 8 * n + 8], "little")).all() for n in range(3)
        ):
            raise IrregularSheet
    start[inline], end[inline] = opened + np.where(bare, 3, len(_SPACED)), tags[at + 3] if len(at) else at
    at = cell[valued]
    if not _follow(words, at, (b"<v>", b"</v>", b"</c>")):
        raise IrregularSheet
    start[valued], end[valued] = (tags[at + 1] + 3, tags[at + 2]) if len(at) else (at, at)
    return start, end


def _follow(words: npt.NDArray[np.uint64], at: Places, tags: tuple[bytes, ...]) -> bool:
    if not len(at):
        return True
    if int(at[-1]) + len(tags) >= len(words):
        return False
    return all(bool(_is(words[at + step], tag).all()) for step, tag in enumerate(tags, start=1))


def strings(data: bytes, start: Places, end: Places) -> pa.Array:
    """Copy pieces of text into one Arrow column. Raises: IrregularSheet where they are no UTF-8."""
    length = end - start
    widest, signs = int(length.max(initial=0)), np.frombuffer(data, np.uint8)
    if widest == 0:
        copied = b""
    elif widest <= _WIDEST:
        pieces = np.ndarray(len(data) - widest + 1, f"V{widest}", data, strides=(1,))[start]
        if int(length.min()) < widest:
            square = pieces.view(np.uint8).reshape(len(start), widest)
            copied = square[np.arange(widest) < length[:, None]].tobytes()
        else:
            copied = pieces.tobytes()
    else:
        shift = np.repeat(start - np.append(0, np.cumsum(length)[:-1]), length)
        copied = signs[shift + np.arange(len(shift))].tobytes()
    offsets = np.append(0, np.cumsum(length)).astype(np.int32)
    made = pa.StringArray.from_buffers(len(start), pa.py_buffer(offsets), pa.py_buffer(copied))
    try:
        made.validate(full=True)
    except pa.ArrowInvalid as damage:
        raise IrregularSheet from damage
    return made
