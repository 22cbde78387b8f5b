"""Bytes of a text file become UTF-8: UTF-8 with or without BOM, UTF-16 with BOM, GBK, GB18030 (rule 2)."""

from __future__ import annotations

import codecs
import re

from fuwubao.records.errors import UndecodableText

_PIECE = 1 << 22
_MOSTLY = 0.6
_WELL_FORMED = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")


def to_utf8(raw: bytes, file: str) -> tuple[bytes, str]:
    """Return (UTF-8 bytes without BOM, name of the encoding found). Raises: UndecodableText."""
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if raw.startswith(bom):
            return _decoded(raw[2:], encoding, file), encoding
    if raw.startswith(codecs.BOM_UTF8):
        body = raw[3:]
        if not _is_utf8(body):
            raise UndecodableText(file=file)
        return body, "utf-8-sig"
    if _is_utf8(raw):
        if b"\x00" in raw[:4096]:  # a binary file, or UTF-16 without its mark
            raise UndecodableText(file=file)
        return raw, "utf-8"
    if b"\x00" in raw[:4096] or _was_utf8(raw):
        raise UndecodableText(file=file)
    try:
        text = raw.decode("gbk")
    except UnicodeDecodeError:
        return _decoded(raw, "gb18030", file), "gb18030"
    if not _HIGH_PAIR.search(raw):  # accents between Latin letters; a Chinese character has two high bytes
        raise UndecodableText(file=file)
    return text.encode("utf-8"), "gbk"


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
