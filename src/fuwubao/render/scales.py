"""Axes for charts: round steps, and where a value stands between them. Pixels only; no figure is computed here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis: values from ``low`` to ``high`` at pixels from ``start`` to ``end``, with round ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_step(span: float, wanted: int) -> float:
    """Return a step of 1, 2, 2.5 or 5 times a power of ten that gives about the wanted number of ticks."""
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * 0.999)


def scale_from_zero(top: float, start: float, end: float, *, ticks: int = 4) -> Scale:
    """Make an axis for bars: from zero to a little above the top."""
    top = top or 1.0
    step = round_step(top, ticks)
    marks = tuple(i * step for i in range(int(top / step + 1e-9) + 1))
    return Scale(0, max(top * 1.1, marks[-1]), start, end, marks)


def scale_around(values: Sequence[float], start: float, end: float, *, ceiling: float | None, ticks: int = 4) -> Scale:
    """Make an axis for points and lines: around the values; ticks never pass the ceiling (100 for percentages)."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    if ceiling is not None and high <= ceiling:
        high = ceiling
        low = min(low, ceiling - 0.01)
    step = round_step(high - low, ticks)
    bottom = math.floor(low / step + 1e-9) * step
    count = int((high - bottom) / step + 1e-6)
    marks = tuple(bottom + i * step for i in range(count + 1))
    room = (high - bottom) * 0.06
    return Scale(bottom - room, high + room, start, end, marks)


def tick_words(ticks: Sequence[float]) -> tuple[str, ...]:
    """Write ticks with as many decimals as their step needs and a thin space between thousands."""
    for places in range(6):
        if all(abs(tick - round(tick, places)) < 1e-9 for tick in ticks):
            break
    return tuple(f"{tick:,.{places}f}".replace(",", "\u2009").replace("-", "−") for tick in ticks)
