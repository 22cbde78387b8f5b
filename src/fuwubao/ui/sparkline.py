"""The little line of 13 periods on a figure card, as coordinates of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwubao.ui.parts import TrendPoint

EDGE = 3.0  # room for the mark of the first and the last point


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """Coordinates in one drawing: lines between neighbours, lone points, misses, the last point."""

    width: int
    height: int
    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    misses: tuple[tuple[str, str], ...]
    target_y: str | None


def sparkline(points: Sequence[TrendPoint], *, width: int = 84, height: int = 20) -> Sparkline:
    """Place the points; a gap interrupts the line, a lone point is a dot, a miss a hollow square (looks 4)."""
    values = [p.value for p in points if p.value is not None]
    targets = [p.target for p in points if p.target is not None]
    low, high = (min(values + targets), max(values + targets)) if values else (0.0, 0.0)
    span = (high - low) or 1.0
    step = (width - 2 * EDGE) / max(1, len(points) - 1)

    def y(value: float) -> float:
        middle = height / 2 if high == low else height - EDGE - (value - low) / span * (height - 2 * EDGE)
        return round(middle, 1)

    placed = [None if p.value is None else (round(EDGE + n * step, 1), y(p.value)) for n, p in enumerate(points)]
    runs = _runs(placed)
    last = next((n for n in range(len(points) - 1, -1, -1) if placed[n] is not None), None)
    dots = [run[0] for run in runs if len(run) == 1]
    misses = []
    for number, (point, place) in enumerate(zip(points, placed, strict=True)):
        if place is None:
            continue
        if point.missed:
            misses.append(place)
        elif number == last and place not in dots:
            dots.append(place)
    marked = set(misses)
    return Sparkline(
        width=width,
        height=height,
        lines=tuple(" ".join(f"{a},{b}" for a, b in run) for run in runs if len(run) > 1),
        dots=tuple((str(a), str(b)) for a, b in dots if (a, b) not in marked),
        misses=tuple((str(round(a - 2.2, 1)), str(round(b - 2.2, 1))) for a, b in misses),
        target_y=str(y(targets[-1])) if targets and values else None,
    )


def _runs(placed: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Split the places into stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in placed:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]
