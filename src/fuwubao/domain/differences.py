"""What differs between two texts, in the reader's units: a Chinese character, a word, a number, a citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_UNIT = re.compile(r"\[\[[^\]]*\]\]|[A-Za-z0-9_.\-%]+|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text that stayed, went or came."""

    change: Change
    text: str


def differences(old: str, new: str) -> tuple[Part, ...]:
    """Return the stretches of both texts in order: SAME and GONE joined give ``old``, SAME and NEW give ``new``."""
    before, after = _UNIT.findall(old), _UNIT.findall(new)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += _part(Change.SAME, before[i:j])
            continue
        parts += _part(Change.GONE, before[i:j])
        parts += _part(Change.NEW, after[k:m])
    return tuple(parts)


def _part(change: Change, units: Sequence[str]) -> list[Part]:
    text = "".join(units)
    return [Part(change=change, text=text)] if text else []
