"""Error cells of an XLSX (#N/A, #VALUE!): the reader shows them as blank, and a blank may be allowed."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from fuwubao.records.reading.xlsx_package import path_of

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")
_SHOWN = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
Place = tuple[int, int]


def error_cells(raw: bytes, sheet: str) -> dict[Place, str]:
    """Return the error that each such cell of a sheet shows, by (row, column) counted from 0."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            content = packed.read(path_of(packed, sheet))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return {}  # no XLSX of the usual make: nothing to add to what the reader found
    found: dict[Place, str] = {}
    for attributes, body in _CELL.findall(content) if b't="e"' in content or b"t='e'" in content else ():
        place, shown = _PLACE.search(attributes), _SHOWN.search(body)
        if place and shown:
            found[(int(place.group(2)) - 1, _column(place.group(1)))] = shown.group(1).decode("utf-8", "replace")
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
