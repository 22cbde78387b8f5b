"""Bytes of a text file become UTF-8: UTF-8 with or without BOM, UTF-16 with BOM, GBK, GB18030 (rule 2)."""

from __future__ import annotations

import codecs
import re

from fuwubao.records.errors import UndecodableText

# what a person may say instead of letting the bytes tell it; 1252 and UTF-16 without a mark are never guessed
ENCODINGS = ("utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be", "big5", "cp1252")
_PIECE = 1 << 22
_MOSTLY = 0.6
_WELL_FORMED = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_DOUBLE = re.compile(rb"([A-Za-z]?)([\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|[\x81-\xfe][\x40-\xfe])")
_USUAL = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")  # Chinese punctuation and the 3 755 most frequent characters
_USUAL_AT_LEAST = 0.25
_TELLING = 8  # characters from which a text without usual ones is not Chinese, whatever stands around them


def to_utf8(raw: bytes, file: str, *, told: str = "") -> tuple[bytes, str]:
    """Return (UTF-8 bytes without BOM, name of the encoding found or told). Raises: UndecodableText."""
    text, encoding = _as_told(raw, told, file) if told else _as_found(raw, file)
    if b"\x00" in text:  # a binary file, or UTF-16 without its mark
        raise UndecodableText(file=file)
    return text, encoding


def _as_told(raw: bytes, encoding: str, file: str) -> tuple[bytes, str]:
    for bom in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if raw.startswith(bom) and encoding.startswith("utf"):
            raw = raw[len(bom) :]
            break
    return _decoded(raw, encoding, file), encoding


def _as_found(raw: bytes, file: str) -> tuple[bytes, str]:
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if raw.startswith(bom):
            return _decoded(raw[2:], encoding, file), encoding
    if raw.startswith(codecs.BOM_UTF8):
        body = raw[3:]
        if not _is_utf8(body):
            raise UndecodableText(file=file)
        return body, "utf-8-sig"
    if _is_utf8(raw):
        return raw, "utf-8"
    if _was_utf8(raw) or not _is_chinese(raw):
        raise UndecodableText(file=file)
    try:
        return raw.decode("gbk").encode("utf-8"), "gbk"
    except UnicodeDecodeError:
        return _decoded(raw, "gb18030", file), "gb18030"


def _decoded(raw: bytes, encoding: str, file: str) -> bytes:
    try:
        return raw.decode(encoding).encode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError) as damage:
        raise UndecodableText(file=file) from damage


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), _PIECE):
            decoder.decode(raw[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _was_utf8(raw: bytes) -> bool:
    """Tell damaged UTF-8 from GBK: most bytes of GBK text make no well-formed character of UTF-8."""
    head = raw[:_PIECE]
    well_formed = sum(map(len, _WELL_FORMED.findall(head)))
    return well_formed >= _MOSTLY * len(_HIGH.findall(head))


def _is_chinese(raw: bytes) -> bool:
    """Tell Chinese from text that merely decodes as if it were: accents of Latin-1 and 1252, Japanese, Korean.

    A Chinese text holds usual characters; accents stand behind letters and make rare ones.
    """
    head = raw[: _PIECE >> 2]
    if head.isascii():
        head = raw
    found = _DOUBLE.findall(head)
    usual = sum(1 for _, sign in found if _USUAL.fullmatch(sign))
    if usual >= _USUAL_AT_LEAST * len(found):
        return bool(found) and bool(_HIGH_PAIR.search(head))
    return len(found) < _TELLING and not any(letter for letter, sign in found if not _USUAL.fullmatch(sign))
