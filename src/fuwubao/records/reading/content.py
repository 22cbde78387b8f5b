"""What a file is, told from its bytes and not from its name (rule 19)."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path

from fuwubao.records.errors import DamagedFile, EmptyFile, FileMissing, WrongFileType

# extension → the form that it promises
FORMS_BY_NAME = {
    ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods",
    ".json": "json", ".jsonl": "json", ".ndjson": "json", ".parquet": "parquet",
}  # fmt: skip
_FOREIGN = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"))
_JSON = re.compile(rb'(?:\[\s*)?\{\s*["}]|\[\s*\]')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
UNPACKED_LIMIT = 4 * 1024**3
_MODEST = 256 * 1024**2  # bytes up to which a file may unpack to any multiple of its size
_MOST_TIMES = 200  # an export packs to a twentieth; a trap to a thousandth


def read_content(path: Path, name: str) -> tuple[bytes, str, str]:
    """Return (unpacked bytes, SHA-256 of the file as given, form).

    Raises: FileMissing, EmptyFile, WrongFileType, DamagedFile.
    """
    if not path.is_file():
        raise FileMissing(file=str(path), what=str(path))
    raw = path.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    if not raw:
        raise EmptyFile(file=name)
    named = _form_by_name(name)
    if raw.startswith(b"\x1f\x8b"):
        raw = _unpacked(raw, name)
    elif name.lower().endswith(".gz"):
        raise WrongFileType(file=name, named="gzip", found=_form_of(raw))
    form = _form_of(raw)
    if form not in FORMS_BY_NAME.values() or (named and named != form):
        raise WrongFileType(file=name, named=named or "csv/xlsx", found=form)
    return raw, sha256, form


def _form_by_name(name: str) -> str | None:
    lower = name.lower().removesuffix(".gz")
    return FORMS_BY_NAME.get(Path(lower).suffix)


def most_unpacked(size: int) -> int:
    """Return how many bytes a packed file of that size may hold before it is taken for a trap."""
    return min(UNPACKED_LIMIT, max(_MODEST, _MOST_TIMES * size))


def _unpacked(raw: bytes, name: str) -> bytes:
    limit = most_unpacked(len(raw))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            content = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as damage:
        raise DamagedFile(file=name, found="gzip") from damage
    if len(content) > limit:
        raise DamagedFile(file=name, found="gzip")
    if not content:
        raise EmptyFile(file=name)
    return content


def _form_of(raw: bytes) -> str:
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _form_of_zip(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if raw.startswith(b"PAR1"):
        return "parquet"
    for magic, form in _FOREIGN:
        if raw.startswith(magic):
            return form
    head = raw[:4096]
    if head.startswith(_UTF16):
        head = head[2:].replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _JSON.match(head):
        return "json"
    lowered = head.lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table")):
        return "html"
    if lowered.startswith(b"<?xml"):
        return "xml"
    return "csv"


def _form_of_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = set(packed.namelist())
            if sum(part.file_size for part in packed.infolist()) > most_unpacked(len(raw)):
                return "zip"
            if "xl/workbook.xml" in names or any(n.startswith("xl/") for n in names):
                return "xlsx"
            if "mimetype" in names and b"opendocument.spreadsheet" in packed.read("mimetype"):
                return "ods"
            if any(n.startswith("word/") for n in names):
                return "docx"
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error):
        return "zip"
    return "zip"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as given."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
