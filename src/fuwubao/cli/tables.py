"""Aligned text tables for a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> str:
    """Return lines with columns two blanks apart; columns whose number is in ``right`` end in one line."""
    everything = [headers, *rows]
    widths = [max(width(line[number]) for line in everything) for number in range(len(headers))]
    lines = []
    for line in everything:
        cells = [
            " " * (size - width(cell)) + cell if number in right else cell + " " * (size - width(cell))
            for number, (cell, size) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def width(text: str) -> int:
    """Return how many terminal columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
