"""Figures that reports have told: which frozen sets stand behind a report that left its author's hands.

Reports live above this room; they add a function to ``TOLD_BY`` when they start. No table is read here, so that a
start needs no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report that was submitted or went further, with the number of its frozen set; ``is_out``: published."""

    figure_set: int
    report: str
    is_out: bool


TOLD_BY: list[Callable[[], Sequence[Told]]] = []


def told_sets() -> tuple[Told, ...]:
    """Return every told set, over all rooms that tell."""
    return tuple(told for tell in TOLD_BY for told in tell())
