"""Whether a figure lies in its usual range: median ± 3 · 1.4826 · MAD of the periods before, at least six of them.

1.4826 · MAD estimates the standard deviation where values are normal, and a single freak cannot widen it. Where more
than half of the periods are equal the MAD is 0 and says nothing: the lowest and highest of them bound the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

LEAST_PERIODS = 6
MOST_PERIODS = 12
TIMES = 3
FACTOR = Fraction(14826, 10000)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRange:
    """What is usual, in the figure's own unit; ``by_spread`` is False where lowest and highest bound it."""

    middle: Fraction
    low: Fraction
    high: Fraction
    count: int
    by_spread: bool

    def holds(self, value: Fraction) -> bool:
        """Tell whether a value is usual; the bounds are."""
        return self.low <= value <= self.high


def usual_range(values: Sequence[Fraction]) -> UsualRange | None:
    """Return the usual range of the last twelve values at most, oldest first; None of fewer than six."""
    last = list(values)[-MOST_PERIODS:]
    if len(last) < LEAST_PERIODS:
        return None
    middle = median(last)
    spread = median([abs(value - middle) for value in last])
    if spread == 0:
        return UsualRange(middle=middle, low=min(last), high=max(last), count=len(last), by_spread=False)
    width = TIMES * FACTOR * spread
    return UsualRange(middle=middle, low=middle - width, high=middle + width, count=len(last), by_spread=True)
