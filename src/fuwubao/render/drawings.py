"""What a chart shows, as plain data; ``charts.py`` draws it as SVG, ``xlsx.py`` as a native chart.

A drawing holds exact decimals and the words that stand beside the points, never coordinates or colours,
so the same drawing serves screen, paper and spreadsheet (looks.md section 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Sense(StrEnum):
    """On which side of its target a value is good."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="

    def missed(self, value: Decimal, target: Decimal) -> bool:
        """Tell whether an unrounded value misses its target."""
        if self is Sense.AT_LEAST:
            return value < target
        return value > target if self is Sense.AT_MOST else value != target


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period of a series: its value (None where n = 0: a gap) and the words beside it, such as ``37/43``."""

    value: Decimal | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A named row of points, one for each period of its chart."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStep:
    """A target from one period on, until the next step; ``words`` is its label on the line."""

    first: int
    value: Decimal
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """Lines over periods with a target that may step; ``band`` is the first and last index of the report's period."""

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    targets: tuple[TargetStep, ...] = ()
    sense: Sense = Sense.AT_LEAST
    unit: str = ""
    band: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars:
    """Bars over periods, at most three series from dark to pale; the sum stands on each bar, the limit is a line."""

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    limit: Decimal | None = None
    limit_words: str = ""
    unit: str = ""
    band: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Counts by two headings, for example weekday and hour; zero prints as an empty cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    column_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A used part of an allowance: 1 is the whole of it, more is over; drawn as a bar with a mark at 1."""

    used: Decimal
    words: str
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShare:
    """A share with the name of what it is a share of."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceBars:
    """One allowance bar a row."""

    shares: tuple[NamedShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageMark:
    """One outage on the line of its service; ``at`` is local time as ISO text, ``words`` its label."""

    row: int
    at: str
    minutes: int
    words: str
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageTimeline:
    """Outages by service over the period's days (``first`` and ``last`` as ISO dates, both shown).

    ``windows`` are the dates with an agreed maintenance window.
    """

    rows: tuple[str, ...]
    first: str
    last: str
    outages: tuple[OutageMark, ...]
    windows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of a comparison: where it stands, where it stood, and the difference in words."""

    name: str
    now: Decimal
    before: Decimal | None
    now_words: str
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesOfMeans:
    """Means of this period (solid) against the period before (hollow)."""

    moves: tuple[Move, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """Thirteen periods small enough for a table cell; a gap stays a gap."""

    values: tuple[Decimal | None, ...]
    target: Decimal | None = None
    sense: Sense = Sense.AT_LEAST


Drawing = TrendLine | StackedBars | HeatMap | AllowanceBars | OutageTimeline | MovesOfMeans
