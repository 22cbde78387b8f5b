"""PDF by Typst from our own template: A4, page x of y, PDF/A-2b, fonts embedded and subset (S1.1, S2.18).

The same tree gives the same bytes: no clock, no machine fonts, nothing fetched.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock

from typst import Compiler

from fuwubao.render.fonts import document_fonts
from fuwubao.render.tree import Document
from fuwubao.render.typeset import typeset

TEMPLATE = Path(__file__).parent / "typst"
_ONE_AT_A_TIME = Lock()


@cache
def _compiler() -> Compiler:
    """One compiler a process keeps the fonts open and what it has already set."""
    return Compiler(TEMPLATE / "report.typ", root=TEMPLATE, font_paths=document_fonts())


def write(document: Document) -> bytes:
    """Return the document as PDF. Raises FontsMissing, UnknownAnchor, UnevenTable."""
    data = json.dumps(typeset(document), ensure_ascii=False)
    with _ONE_AT_A_TIME:
        made = _compiler().compile(format="pdf", sys_inputs={"document": data}, pdf_standards=["a-2b"], timestamp=0)
    assert isinstance(made, bytes)
    return made
