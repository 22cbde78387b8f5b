"""A short way to write runs in tests: ``**strong**`` and ``{@anchor}``."""

from __future__ import annotations

import re

from fuwubao.render.tree import Ref, Run, Text


def prose(text: str) -> tuple[Run, ...]:
    """Cut a line into runs."""
    runs: list[Run] = []
    for piece in re.split(r"(\*\*.+?\*\*|\{@[\w-]+\})", text):
        if piece.startswith("**"):
            runs.append(Text(piece[2:-2], strong=True))
        elif piece.startswith("{@"):
            runs.append(Ref(piece[2:-1]))
        elif piece:
            runs.append(Text(piece))
    return tuple(runs)
