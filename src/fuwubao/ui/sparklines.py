"""Small trend pictures as coordinates; the template only draws them (looks 4, Sparkline)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 84, 20, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place in the picture and whether it misses the target; marks are drawn from it."""

    x: str
    y: str
    left: str
    top: str
    missed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """Runs are polylines between gaps; ``target_y`` is empty without a target."""

    runs: tuple[str, ...]
    lone: tuple[Point, ...]
    missed: tuple[Point, ...]
    final: Point | None
    target_y: str


def sparkline(values: Sequence[float | None], *, target: float | None, lower_is_better: bool) -> Sparkline:
    """Lay out a trend, oldest first; None is a gap and stays one, a point between two gaps is a dot."""
    known = [value for value in values if value is not None]
    scale = [*known, *([] if target is None else [target])]
    lowest, highest = (min(scale), max(scale)) if scale else (0.0, 0.0)

    def height(value: float) -> float:
        if highest == lowest:
            return HEIGHT / 2
        return MARGIN + (highest - value) / (highest - lowest) * (HEIGHT - 2 * MARGIN)

    def point(index: int, value: float) -> Point:
        x = MARGIN + index * (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
        y = height(value)
        missed = target is not None and (value > target if lower_is_better else value < target)
        return Point(x=f"{x:.1f}", y=f"{y:.1f}", left=f"{x - 2.2:.1f}", top=f"{y - 2.2:.1f}", missed=missed)

    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(point(index, value))
    final = runs[-1][-1] if runs[-1] else None
    return Sparkline(
        runs=tuple(" ".join(f"{p.x},{p.y}" for p in run) for run in runs if len(run) > 1),
        lone=tuple(run[0] for run in runs if len(run) == 1 and not run[0].missed and run[0] is not final),
        missed=tuple(p for run in runs for p in run if p.missed),
        final=None if final is None or final.missed else final,
        target_y="" if target is None or not known else f"{height(target):.1f}",
    )
