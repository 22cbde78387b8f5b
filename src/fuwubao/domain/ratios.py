"""Rates as exact pairs of whole numbers: added up before divided, compared before rounded (M3, M11, M12, M15).

How a value reads is settled in ``figures``; here is what it is. Also here: the short forms of durations that
table columns use, since they too are cut toward the worse side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from fuwubao.domain.figures import MINUS, Better, Unit, change_text, displayed
from fuwubao.domain.periods import Period

RATE_DIGITS = 2
AVAILABILITY_DIGITS = 3
NOT_APPLICABLE = "不适用 (n=0)"
NO_BASE = "—"


@dataclass(frozen=True, slots=True)
class Ratio:
    """``numerator`` of ``denominator``, whole and not negative; over 0 it has no value and says so (M3)."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        """Refuse what is no count. Raises: ValueError."""
        if self.numerator < 0 or self.denominator < 0:
            raise ValueError(f"{self.numerator}/{self.denominator}: counts are never negative")

    def __add__(self, other: Ratio) -> Ratio:
        """Add up members: Σnumerator over Σdenominator, never a mean of rates (M11)."""
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def is_applicable(self) -> bool:
        """Say whether there is anything to divide by."""
        return self.denominator > 0

    @property
    def value(self) -> Fraction | None:
        """The exact share; None when nothing was counted."""
        return Fraction(self.numerator, self.denominator) if self.is_applicable else None

    def display(self, *, digits: int = RATE_DIGITS, better: Better = Better.HIGHER) -> str:
        """Return the per cent for people, cut toward the worse side: 2999/3000 is ``99.96%``, never 100 %."""
        if self.value is None:
            return NOT_APPLICABLE
        return displayed(self.value, unit=Unit.RATIO, better=better, digits=digits)


def rolled_up(members: Iterable[Ratio]) -> Ratio:
    """Return Σnumerator/Σdenominator of the members; of none, 0 of 0 (M11)."""
    return sum(members, start=Ratio(0, 0))


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in a period and in the two it is held against; None where there was no value (M15)."""

    now: Fraction | None
    previous: Fraction | None
    a_year_earlier: Fraction | None
    unit: Unit = Unit.RATIO

    @property
    def on_previous(self) -> str:
        """环比: rates in 百分点, others in per cent of the base; ``—(基期为0)`` on a base of 0."""
        return change_text(self.previous, self.now, unit=self.unit)

    @property
    def on_a_year_earlier(self) -> str:
        """同比, told likewise."""
        return change_text(self.a_year_earlier, self.now, unit=self.unit)


def compared_periods(period: Period) -> tuple[Period, Period]:
    """Return the periods for 环比 and 同比: the one before, and the same one of the year before."""
    return period.previous, period.a_year_earlier


def hours_and_minutes(seconds: int) -> str:
    """Write a duration for a column headed 时:分: 16 200 s is ``4:30``; a started minute counts, hours go past 24."""
    minutes = -(-abs(seconds) // 60) if seconds > 0 else abs(seconds) // 60
    sign = MINUS if seconds < 0 and minutes else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}"


def minutes_of_outage(seconds: int) -> str:
    """Write an outage in whole minutes, a started one counted: ``79 分``."""
    return displayed(Fraction(max(seconds, 0), 60), unit=Unit.COUNT, better=Better.LOWER, digits=0) + " 分"
