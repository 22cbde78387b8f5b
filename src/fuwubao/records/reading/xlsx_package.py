"""The parts of an XLSX that say what a sheet's cells mean: its path, date styles, the table of shared words."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLAIN_NUMBERS = frozenset({*range(14), *range(37, 41), 48, 49})
_DATES = frozenset({14, 15, 16, 17, 22})
_NUMBER_CODE = re.compile(r"^[#0.,%_\-() E+?;/*]+$")
_DATE_CODE = re.compile(r"^(?=.*y)(?=.*d)[ymdhs\-/:. \\;@年月日时分秒\"]+$", re.IGNORECASE)


class IrregularSheet(Exception):
    """The sheet holds something that only the reader of single cells knows; it is no fault of the file."""


def first_sheet(packed: zipfile.ZipFile) -> str:
    """Return the name of the first sheet of a workbook that counts from 1900. Raises: IrregularSheet."""
    root = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    for node in root.iter():
        if _counts_from_1904(node):
            raise IrregularSheet
        if node.tag.endswith("}sheet"):
            if node.get("state", "visible") != "visible":
                raise IrregularSheet
            return node.get("name", "")
    raise IrregularSheet


def counts_from_1904(raw: bytes) -> bool:
    """Tell whether a workbook's serial numbers count from 1904; False for what is no XLSX of the usual make."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return any(map(_counts_from_1904, ElementTree.fromstring(packed.read("xl/workbook.xml")).iter()))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return False


def _counts_from_1904(node: ElementTree.Element) -> bool:
    return _is(node, "workbookPr") and node.get("date1904", "0") not in ("0", "false")


def path_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """Return where the package keeps a sheet. Raises: KeyError."""
    sheets = {
        node.get("name"): node.get(_RELATION)
        for node in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter()
        if node.tag.endswith("}sheet")
    }
    for node in ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels")):
        if node.get("Id") == sheets[sheet]:
            target = node.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    raise KeyError(sheet)


def date_styles(packed: zipfile.ZipFile) -> dict[int, bool]:
    """Return for each style whether its numbers are dates; a style in doubt is left out."""
    if "xl/styles.xml" not in packed.namelist():
        return {0: False}
    root = ElementTree.fromstring(packed.read("xl/styles.xml"))
    codes = {int(node.get("numFmtId", "0")): node.get("formatCode", "") for node in root.iter() if _is(node, "numFmt")}
    formats = next((node for node in root.iter() if _is(node, "cellXfs")), None)
    found: dict[int, bool] = {}
    for style, node in enumerate(formats if formats is not None else ()):
        number = int(node.get("numFmtId", "0"))
        code = codes.get(number)
        if (code is None and number in _PLAIN_NUMBERS) or (code is not None and _NUMBER_CODE.match(code)):
            found[style] = False
        elif (code is None and number in _DATES) or (code is not None and _DATE_CODE.match(code)):
            found[style] = True
    return found


def _is(node: ElementTree.Element, name: str) -> bool:
    return node.tag.endswith("}" + name)
