"""How text cells are cleaned before they are compared or stored: trimmed, letters and digits half width (rule 15)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BLANKS = (
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    # signs without width: joiners, marks of direction (Windows writes one before a date), byte order marks
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_WIDE_SPANS = (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
_HALF_WIDTH = {full: full - 0xFEE0 for first, last in _WIDE_SPANS for full in range(ord(first), ord(last) + 1)}
_FULL_WIDTH_CLASS = "[０-９Ａ-Ｚａ-ｚ]"
_LEAD = 0xEF


def plain(text: str) -> str:
    """Return the text trimmed, with full-width letters and digits made half width."""
    return text.strip(BLANKS).translate(_HALF_WIDTH)


def plain_array(texts: pa.Array) -> pa.Array:
    """Return the same for a whole column; cost is paid only where full-width characters occur."""
    trimmed = pc.utf8_trim(texts, characters=BLANKS)
    if not _may_be_wide(trimmed):
        return trimmed
    wide = pc.match_substring_regex(trimmed, _FULL_WIDTH_CLASS)
    if not pc.any(wide).as_py():
        return trimmed
    narrowed = [text.translate(_HALF_WIDTH) for text in trimmed.filter(wide).to_pylist()]
    return pc.replace_with_mask(trimmed, wide, pa.array(narrowed, trimmed.type))


def is_ascii(texts: pa.Array) -> bool:
    """Tell whether no cell of the column holds a character beyond ASCII."""
    return bool(pc.all(pc.string_is_ascii(texts)).as_py() is not False)


def _may_be_wide(texts: pa.Array) -> bool:
    """Tell whether the byte that begins full-width letters and digits in UTF-8 occurs at all."""
    data = texts.buffers()[2]
    return data is not None and bool((np.frombuffer(data, np.uint8) == _LEAD).any())
