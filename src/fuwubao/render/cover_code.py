"""The code on a cover: number, version and a check over the content, so that a signed scan finds its version (S1.1).

A file cannot hold its own hash; the check is that of the frozen tree that all its formats are written from.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace

import segno

from fuwubao.render.parts import State
from fuwubao.render.tree import Document, to_json

MARK = "FUWUBAO"


@dataclass(frozen=True, slots=True)
class CoverCode:
    """What a cover's code says: number, version, and 16 hexadecimal digits of the content's SHA-256."""

    number: str
    version: str
    check: str

    def __str__(self) -> str:
        return f"{MARK}|{self.number}|{self.version}|{self.check}"


def code_of(document: Document) -> CoverCode:
    """Return the code of an approved document; the check leaves itself out."""
    bare = replace(document, meta=replace(document.meta, check=""))
    digest = hashlib.sha256(to_json(bare)).hexdigest()
    return CoverCode(document.meta.number, document.meta.version, digest[:16])


def checked(document: Document) -> Document:
    """Return an approved document with its check, so that each writer can draw the code."""
    assert document.meta.state is State.APPROVED
    return replace(document, meta=replace(document.meta, check=code_of(document).check))


def read_code(text: str) -> CoverCode | None:
    """Read what a scanner typed; None when it is no code of ours."""
    parts = text.strip().split("|")
    if len(parts) != 4 or parts[0] != MARK or not all(parts):
        return None
    return CoverCode(*parts[1:])


def svg_of(code: CoverCode) -> str:
    """Return the code as SVG, dark on nothing, without a quiet zone of its own."""
    out = io.BytesIO()
    _made(code).save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False, dark="#1B2A41", unit=None, scale=1)
    return out.getvalue().decode("utf-8")


def png_of(code: CoverCode) -> bytes:
    """Return the code as PNG with a quiet zone, for Word."""
    out = io.BytesIO()
    _made(code).save(out, kind="png", border=1, scale=6, dark="#1B2A41", light="#FFFFFF")
    return out.getvalue()


def _made(code: CoverCode) -> segno.QRCode:
    return segno.make(str(code), error="m", micro=False)
