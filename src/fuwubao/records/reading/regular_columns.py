"""From the bytes of a regular XLSX sheet to its rows above the body, and its body as columns of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.records.reading import names, regular_sheet
from fuwubao.records.reading.choices import GUESSED, Reading
from fuwubao.records.reading.regular_sheet import DATE, FLAG, INLINE, NUMBER, SHARED, SHOWN, CellBlock
from fuwubao.records.reading.sheet import EXACT_BELOW, Mask, Numbers, RaggedRow
from fuwubao.records.reading.xlsx_package import IrregularSheet, date_styles, first_sheet, path_of

LEAST = 1 << 20  # bytes of XML from which the way pays
_SIGN = re.compile(r"&(#x[0-9a-fA-F]+|#\d+|\w+);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SHARED_ITEM = re.compile(
    rb'<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr[^>]*/>)?</si>'  # Chinese Excel marks each word so
)
_PART = re.compile(rb"<t( [^>]*)?>([^<]*)</t>")
_SPOKEN = re.compile(rb"<rPh .*?</rPh>", re.DOTALL)
_NUMBERED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_FIRST_SURE_DAY, _LAST_DAY = 61, 2_958_465  # before March 1900 a spreadsheet counts a day that never was
_EPOCH = 25_569


@dataclass(frozen=True, slots=True)
class RegularColumns:
    """Header with its row's number, columns of text below, the rows' numbers, marks of lost digits."""

    sheet: str
    header_row: int
    header: tuple[str, ...]
    columns: list[pa.Array]
    rows: Numbers
    lossy: dict[int, Mask]
    ragged: tuple[RaggedRow, ...] = ()


def read(
    raw: bytes,
    known: frozenset[str],
    *,
    number_text: Callable[[float], str],
    least: int = LEAST,
    reading: Reading = GUESSED,
) -> RegularColumns | None:
    """Read the first sheet (or the one told) where it is regular and has a header row; None where not.

    ``least`` is the size of the sheet's XML in bytes from which this is tried.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            sheet = first_sheet(packed)
            sheet = reading.sheet or sheet
            path = path_of(packed, sheet)
            if packed.getinfo(path).file_size < least:
                return None
            content, styles = packed.read(path), date_styles(packed)
            return _Reader(packed, styles, number_text).columns(content, known, sheet, reading.header_row)
    except (
        IrregularSheet,
        KeyError,
        ValueError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        IndexError,
    ):
        return None  # the reader of single cells says what is wrong, if anything is


class _Reader:
    """One package being read; its shared words are parsed when the first cell asks for them."""

    def __init__(self, packed: zipfile.ZipFile, styles: dict[int, bool], number_text: Callable[[float], str]) -> None:
        self.packed, self.styles, self.number_text = packed, styles, number_text
        self.shared: pa.Array | None = None

    def columns(self, content: bytes, known: frozenset[str], sheet: str, told: int) -> RegularColumns:
        """Return the sheet's columns below the header row told, 0 for the one found. Raises: IrregularSheet."""
        first, last = content.find(b"<sheetData>") + 11, content.rfind(b"</sheetData>")
        encoded = re.match(rb'(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["\']([\w-]+)', content)
        if first < 11 or last < first or (encoded and encoded.group(1).lower() not in (b"utf-8", b"us-ascii")):
            raise IrregularSheet
        header_row, header, begin = self._header(content, first, last, known, told)
        parts: list[list[pa.Array]] = [[] for _ in header]
        marks: list[list[Mask]] = [[] for _ in header]
        rows: list[Numbers] = []
        body = memoryview(content)[begin:last].tobytes()
        del content
        for block in regular_sheet.blocks(body, self.styles):
            rows.append(block.rows)
            self._add(block, parts, marks)
        if not rows:
            raise IrregularSheet
        columns = [pa.chunked_array(column).combine_chunks() for column in parts]
        lossy = {at: np.concatenate(found) for at, found in enumerate(marks)}
        lossy = {at: mask for at, mask in lossy.items() if mask.any()}
        return RegularColumns(sheet, header_row, header, columns, np.concatenate(rows), lossy)

    def _header(
        self, content: bytes, first: int, last: int, known: frozenset[str], told: int
    ) -> tuple[int, tuple[str, ...], int]:
        """Return (number, names, place behind) of the header row; the rows above it may be of any width."""
        at = first
        within = told or names.HEADER_WITHIN
        for _ in range(within):
            end = content.find(b"</row>", at, last) + 6
            if end < 6:
                break
            block = regular_sheet.cells_of(content[at:end], self.styles)
            if block.rows[-1] > within:  # rows without cells may stand before it
                break
            width = int(block.column.max(initial=-1)) + 1
            columns: list[list[pa.Array]] = [[] for _ in range(width)]
            self._add(block, columns, [[] for _ in range(width)])
            row = [column[0][-1].as_py() for column in columns]
            if block.rows[-1] == told if told else names.header_position([row], known) is not None:
                while row and not row[-1].strip():
                    row.pop()
                return int(block.rows[-1]), tuple(row), end
            at = end
        raise IrregularSheet

    def _add(self, block: CellBlock, parts: list[list[pa.Array]], marks: list[list[Mask]]) -> None:
        if ((block.column >= len(parts)) & (block.end > block.start)).any():  # rule 17 is told cell by cell
            raise IrregularSheet
        for column in range(len(parts)):
            cells = np.flatnonzero((block.column == column) & (block.end > block.start))
            texts: list[pa.Array] = [pa.array([""], pa.string())]
            place, lossy, told = np.zeros(len(block.rows), np.int64), np.zeros(len(block.rows), bool), 1
            for kind in np.unique(block.kind[cells]).tolist():
                some = cells[block.kind[cells] == kind]
                words, lost = self._words(block, some, kind)
                if len(some) == len(block.rows):
                    parts[column].append(words)
                    marks[column].append(lost)
                    break
                place[block.row[some]] = np.arange(told, told + len(some))
                lossy[block.row[some]] = lost
                texts.append(words)
                told += len(some)
            else:
                parts[column].append(pa.concat_arrays(texts).take(pa.array(place)))
                marks[column].append(lossy)

    def _words(self, block: CellBlock, some: Numbers, kind: int) -> tuple[pa.Array, Mask]:
        """Return the text of cells of one kind, and which lost digits."""
        texts = regular_sheet.strings(block.data, block.start[some], block.end[some])
        none = np.zeros(len(some), bool)
        if kind in (INLINE, SHOWN):
            return unescaped(texts), none
        if kind == FLAG:
            return pc.if_else(pc.equal(texts, "0"), "false", "true"), none
        if kind == SHARED:
            return self._shared().take(texts.cast(pa.int64())), none
        values = texts.cast(pa.float64())
        if kind == DATE:
            return _dates(np.asarray(values)), none
        assert kind == NUMBER
        lossy = np.abs(np.asarray(values)) >= EXACT_BELOW
        if not lossy.any():
            whole = pc.cast(values, pa.int64(), safe=False)
            if pc.all(pc.equal(whole.cast(pa.float64()), values)).as_py():
                return whole.cast(pa.string()), lossy
        return pa.array([self.number_text(value) for value in values.to_pylist()], pa.string()), lossy

    def _shared(self) -> pa.Array:
        if self.shared is None:
            self.shared = unescaped(pa.array(shared_items(self.packed.read("xl/sharedStrings.xml")), pa.string()))
        return self.shared


def shared_items(content: bytes) -> list[bytes]:
    """Return the shared words as XML writes them; rich text is joined, how it is pronounced left out.

    Raises: IrregularSheet.
    """
    if b"<!" in content or _NUMBERED.search(content) or b"\r" in content[200:]:
        raise IrregularSheet
    items: list[bytes] = _SHARED_ITEM.findall(content)
    if len(items) != content.count(b"<si>"):  # of some the text has several parts
        bodies = re.findall(rb"<si>(.*?)</si>", content, re.DOTALL)
        items = [_joined(_PART.findall(_SPOKEN.sub(b"", body))) for body in bodies]
    if not items or len(items) != content.count(b"</si>") or b"<si/>" in content:
        raise IrregularSheet
    return items


def _joined(parts: list[tuple[bytes, bytes]]) -> bytes:
    """Join the parts of rich text; blanks at the ends of a part count only where it says so."""
    return b"".join(text if b"preserve" in marks else text.strip() for marks, text in parts)


def _dates(serials: np.ndarray) -> pa.Array:
    """Write serial numbers as ISO text, without a clock where they are whole days."""
    if serials.min() < _FIRST_SURE_DAY or serials.max() >= _LAST_DAY:
        raise IrregularSheet
    seconds = (np.rint((serials - _EPOCH) * 86_400_000).astype(np.int64) + 500) // 1000
    moments = pa.array(seconds, pa.int64()).cast(pa.timestamp("s"))
    whole = serials == np.floor(serials)
    if not whole.any():
        return moments.cast(pa.string())
    return pc.if_else(pa.array(whole), moments.cast(pa.date32()).cast(pa.string()), moments.cast(pa.string()))


def unescaped(texts: pa.Array) -> pa.Array:
    """Put the signs that XML writes by name or number in their places. Raises: IrregularSheet."""
    escaped = pc.match_substring(texts, "&")
    if not pc.any(escaped).as_py():
        return texts
    coded = pc.dictionary_encode(texts)
    clear = [_SIGN.sub(_sign, text) if "&" in text else text for text in coded.dictionary.to_pylist()]
    return pa.array(clear, pa.string()).take(coded.indices)


def _sign(found: re.Match[str]) -> str:
    name = found.group(1)
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))
    if name not in _SIGNS:
        raise IrregularSheet
    return _SIGNS[name]
