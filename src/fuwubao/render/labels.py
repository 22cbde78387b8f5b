"""Where words stand in a chart: of a few places, the one that covers the least of lines and of other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fuwubao.render.printable import width_in_em

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A place for words: where the text is anchored, how, and the box that it fills."""

    x: float
    y: float
    anchor: str
    box: tuple[float, float, float, float]


def place(x: float, y: float, words: str, size: float, anchor: str) -> Place:
    """Return the place of words whose baseline begins, ends or is centred at a point."""
    width = width_in_em(words) * size
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Place(x, y, anchor, (left, y - size * 0.85, left + width, y + size * 0.15))


@dataclass(slots=True)
class Room:
    """The lines and words already in a chart, within its left and right edge."""

    left: float
    right: float
    lines: list[tuple[Spot, Spot]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add_line(self, spots: Sequence[Spot]) -> None:
        """Keep a line in mind, cut into its segments."""
        self.lines += pairwise(spots)

    def add_mark(self, x: float, y: float, half: float) -> None:
        """Keep a point's mark in mind."""
        self.boxes.append((x - half, y - half, x + half, y + half))

    def take(self, places: Sequence[Place]) -> Place:
        """Choose the first of the best places and keep it in mind."""
        best = min(places, key=self._covered)
        self.boxes.append(best.box)
        return best

    def _covered(self, candidate: Place) -> int:
        left, top, right, bottom = candidate.box
        words = sum(box[0] < right and box[2] > left and box[1] < bottom and box[3] > top for box in self.boxes)
        lines = sum(_meets(line, candidate.box) for line in self.lines)
        return 3 * words + lines + 9 * (left < self.left or right > self.right)


def _meets(line: tuple[Spot, Spot], box: tuple[float, float, float, float]) -> bool:
    """Tell whether a segment that runs from left to right, or upright, passes through a box."""
    (x1, y1), (x2, y2) = line
    left, top, right, bottom = box
    if x2 < left or x1 > right:
        return False
    if x2 - x1 < 1e-9:
        return min(y1, y2) < bottom and max(y1, y2) > top
    slope = (y2 - y1) / (x2 - x1)
    at_left, at_right = y1 + slope * (max(left, x1) - x1), y1 + slope * (min(right, x2) - x1)
    return min(at_left, at_right) < bottom and max(at_left, at_right) > top
