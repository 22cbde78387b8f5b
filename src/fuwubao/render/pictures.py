"""Drawings as PNG, for Word: the same SVG, set by Typst with the document fonts, all missing ones in one go."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from threading import Lock

from typst import Compiler

from fuwubao.render.fonts import document_fonts
from fuwubao.render.pdf import TEMPLATE

DOTS_PER_INCH = 220
KEPT = 512
_drawn: OrderedDict[str, bytes] = OrderedDict()
_ONE_AT_A_TIME = Lock()


@cache
def _compiler() -> Compiler:
    return Compiler(TEMPLATE / "pictures.typ", root=TEMPLATE, font_paths=document_fonts())


def as_png(svgs: Iterable[str]) -> dict[str, bytes]:
    """Return a PNG for each SVG. Raises FontsMissing."""
    wanted = list(dict.fromkeys(svgs))
    with _ONE_AT_A_TIME:
        missing = [svg for svg in wanted if svg not in _drawn]
        if missing:
            _drawn.update(zip(missing, _draw(missing), strict=True))
        made = {svg: _drawn[svg] for svg in wanted}
        while len(_drawn) > KEPT:
            _drawn.popitem(last=False)
    return made


def _draw(svgs: list[str]) -> list[bytes]:
    pictures = json.dumps(svgs, ensure_ascii=False)
    pages = _compiler().compile(format="png", ppi=DOTS_PER_INCH, sys_inputs={"pictures": pictures})
    assert pages is not None
    return pages if isinstance(pages, list) else [pages]
