"""Text that came from outside, made safe to print: what no XML, PDF or spreadsheet may hold is left out."""

from __future__ import annotations

import re
from html import escape

# Control characters, lone surrogates, non-characters, and marks that reorder what a reader sees.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """Return the text without characters that no document format may hold."""
    return _UNPRINTABLE.sub("", text)


def markup(text: str) -> str:
    """Return the text for HTML and SVG, every special character escaped."""
    return escape(printable(text), quote=True)


def width_in_em(text: str) -> float:
    """Estimate the printed width: a Chinese character is 1 em, a digit or Latin letter a little over half."""
    return sum(1.0 if ord(letter) > 0x2E7F else 0.56 for letter in text)
