"""A controlled copy: the approved PDF under a stamp with its distribution number and holder (受控, S1.1, design 5).

The 母本 is not written anew: our page is laid over each of its pages. The same PDF and words give the same bytes.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date

from pypdf import PdfReader, PdfWriter
from typst import Compiler

from fuwubao.render.fonts import document_fonts
from fuwubao.render.pdf import TEMPLATE
from fuwubao.render.printable import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a copy's stamp says: 受控, the distribution number, the holder, and the day of issue."""

    words: str
    number: str
    lines: tuple[str, ...]
    foot: str
    on: date


def stamped(master: bytes, stamp: Stamp) -> bytes:
    """Return the PDF with the stamp on its first page and a line at the foot of each; deterministic."""
    pages = PdfReader(io.BytesIO(master)).pages
    sizes = [[float(page.mediabox.width), float(page.mediabox.height)] for page in pages]
    over = PdfReader(io.BytesIO(_overlay(stamp, sizes))).pages
    writer = PdfWriter(clone_from=io.BytesIO(master))
    for page, above in zip(writer.pages, over, strict=True):
        page.merge_page(above)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _overlay(stamp: Stamp, sizes: list[list[float]]) -> bytes:
    told = {
        "stamp": printable(stamp.words),
        "number": printable(stamp.number),
        "lines": [printable(line) for line in stamp.lines],
        "foot": printable(stamp.foot),
        "on": [stamp.on.year, stamp.on.month, stamp.on.day],
        "pages": sizes,
    }
    compiler = Compiler(TEMPLATE / "overlay.typ", root=TEMPLATE, font_paths=document_fonts())
    inputs = {"overlay": json.dumps(told, ensure_ascii=False)}
    made = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)
    assert isinstance(made, bytes)
    return made
