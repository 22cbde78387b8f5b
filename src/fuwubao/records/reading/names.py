"""Header names: how they are compared, which are known, and where the header row is (rules 3, 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fuwubao.domain.records import RecordKind
from fuwubao.records.text import plain

HEADER_WITHIN = 10
KNOWN_NAMES_NEEDED = 3
_HALF_WIDTH_SIGNS = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_DUTY_MARK = re.compile(r"^\*|[*+]+$|:$|[(\[【](?:必填|必填项|选填|required|optional)[)\]】]$", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")  # Alt+Enter or a blank in a Chinese heading


def folded(name: str) -> str:
    """Return the form in which header names are compared: trimmed, half width, lower case, no mark of a duty.

    Chinese headings are compared without the breaks and blanks that set them in a narrow cell.
    """
    narrow = plain(name).translate(_HALF_WIDTH_SIGNS)
    return " ".join(_BROKEN_WORD.sub("", _DUTY_MARK.sub("", narrow)).lower().split())


def known_names(kind: RecordKind, mapped: Iterable[str] = ()) -> frozenset[str]:
    """Return all names, folded, that mean a column of the kind, and those that a mapping reads from."""
    names = {folded(name) for column in kind.columns for name in (column.name, column.zh, column.en, *column.synonyms)}
    return frozenset(names | {folded(name) for name in mapped})


def header_position(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int | None:
    """Return the position of the first row, among the first ten, with enough known names; None without one."""
    for position, row in enumerate(rows[:HEADER_WITHIN]):
        if known_in(row, known) >= KNOWN_NAMES_NEEDED:
            return position
    return None


def likeliest_header(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int:
    """Return the position of the row with most known names, else of the first row that is not blank."""
    best = max(range(min(len(rows), HEADER_WITHIN)), key=lambda at: (known_in(rows[at], known), -at), default=0)
    if rows and known_in(rows[best], known):
        return best
    widths = [sum(1 for cell in row if cell.strip()) for row in rows[:HEADER_WITHIN]]
    return widths.index(max(widths)) if widths else 0


def known_in(row: Sequence[str], known: frozenset[str]) -> int:
    """Count the different known names in a row."""
    return len({folded(cell) for cell in row} & known)
