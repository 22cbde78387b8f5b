"""A figure: one frozen number with its base, its bounds and what it is held against (M1–M3, M12, M15, M16).

Values are exact fractions; what people read is cut toward the worse side, so that a miss never looks like a hit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from fuwubao.domain.periods import Period
from fuwubao.domain.terms import Bound
from fuwubao.domain.words import Words

DECIMALS_OF_VALUE = 10  # of the machine's text; people read ``display``
THIN_SPACE = "\u2009"
MINUS = "\u2212"
BLANK_KEY = "未填写"  # the slice of rows without a value (semantics 7)
DURATION_UNITS = {"zh": ("小时", "分", "秒"), "en": ("h", "min", "s")}
POINTS = Words("百分点", "points")
BASE_OF_ZERO = Words("—(基期为0)", "—(base is 0)")


class Unit(StrEnum):
    """What a value is counted in; scores are means on the scale of the question."""

    RATIO = "ratio"
    SECONDS = "seconds"
    COUNT = "count"
    SCORE = "score"


class Better(StrEnum):
    """Which way is good; with NEITHER a value is cut toward zero."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class FigureStatus(StrEnum):
    """Whether there is a number at all, and how much it can bear (M3, M4, M16)."""

    OK = "ok"
    NOT_APPLICABLE = "not_applicable"
    UNAVAILABLE = "unavailable"
    SMALL_SAMPLE = "small_sample"


class FigureVerdict(StrEnum):
    """A value held against its target."""

    MET = "met"
    NOT_MET = "not_met"


class Dimension(StrEnum):
    """By what rows are cut into slices; a figure has at most one (semantics 7)."""

    SERVICE = "service"
    PRIORITY = "priority"
    CLASS = "class"
    TARGET = "target"
    TEAM = "team"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Whose rows: one customer's, and of them one slice or all; a target slice names its agreement too."""

    customer: str
    dimension: Dimension | None = None
    key: str = ""
    agreement: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the customer and, when it is a slice, its dimension with the key."""
        found = {"customer": self.customer}
        if self.dimension is not None:
            found[self.dimension.value] = self.key
        if self.agreement:
            found["agreement"] = self.agreement
        return found


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """Which of a measure's several numbers: a clock and statistic (K04), a statistic (K10), a bucket (K08)."""

    clock: str = ""
    statistic: str = ""
    bucket: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the parts that are set."""
        parts = {"clock": self.clock, "statistic": self.statistic, "bucket": self.bucket}
        return {name: value for name, value in parts.items() if value}


FigureKey = tuple[str, Variant, Scope, Period]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of one measure for one scope and period as of one instant.

    ``value`` is None when there is none; ``numerator`` and ``denominator`` are exact integers, None where the
    measure has no such part. ``identity`` holds the flows that must add up to a backlog (K07). ``reason`` says
    why a figure is unavailable; ``empty`` is the text that stands for a measure's own kind of nothing. ``entry`` is
    set of a value entered by hand alone: id, unit, basis, evidence, entered_by, verified_by.
    """

    measure: str
    version: int
    scope: Scope
    period: Period
    as_of: datetime
    unit: Unit
    better: Better
    digits: int
    status: FigureStatus
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    variant: Variant = field(default_factory=Variant)
    target: Bound | None = None
    minimum_sample: int = 5
    identity: Mapping[str, int] = field(default_factory=dict)
    entry: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    empty: str = "不适用 (n=0)"

    @property
    def verdict(self) -> FigureVerdict | None:
        """Hold the exact value against the exact target; None without either (M12, M16)."""
        if self.target is None or self.value is None:
            return None
        return FigureVerdict.MET if self.target.holds(self.value) else FigureVerdict.NOT_MET

    @property
    def display(self) -> str:
        """The text that pages and documents print."""
        if self.status is FigureStatus.UNAVAILABLE:
            return "数据不可用"
        if self.value is None:
            return self.empty
        told = displayed(self.value, unit=self.unit, better=self.better, digits=self.digits)
        unit = self.entry.get("unit", "")
        if not unit or self.unit is Unit.RATIO:
            return told
        return f"{told}%" if unit == "%" else f"{told} {unit}"

    @property
    def tag(self) -> str:
        """What marks a value that no rows stand behind: 手工登记; empty for counted ones."""
        return "手工登记" if self.entry else ""

    @property
    def key(self) -> FigureKey:
        """What makes it this figure and no other, as of one instant and snapshot."""
        return (self.measure, self.variant, self.scope, self.period)

    def to_json(self) -> dict[str, object]:
        """Return the figure as ``fuwubao figures --json`` prints it (design section 7)."""
        printed: dict[str, object] = {
            "measure": self.measure,
            "version": self.version,
            "scope": self.scope.to_json(),
            **self.variant.to_json(),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": None if self.value is None else decimal_text(self.value),
            "unit": self.unit.value,
            "status": self.status.value,
            "target": None if self.target is None else decimal_text(self.target.value),
            "operator": None if self.target is None else self.target.operator.value,
            "verdict": None if self.verdict is None else self.verdict.value,
            "display": self.display,
        }
        if self.identity:
            printed["identity"] = dict(self.identity)
        if self.entry:
            printed |= {"tag": self.tag, "entry": dict(self.entry)}
        if self.reason:
            printed["reason"] = self.reason
        return printed


def status_of(sample: int, *, minimum: int) -> FigureStatus:
    """Say what a sample of that size can bear: none, too few, or enough."""
    if sample == 0:
        return FigureStatus.NOT_APPLICABLE
    return FigureStatus.SMALL_SAMPLE if sample < minimum else FigureStatus.OK


def decimal_text(value: Fraction, *, decimals: int = DECIMALS_OF_VALUE) -> str:
    """Write a fraction as a decimal, further digits cut off: 1/3 is ``0.3333333333``, 95/100 ``0.95``."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0")
    sign = "-" if value < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def displayed(value: Fraction, *, unit: Unit, better: Better, digits: int) -> str:
    """Write a value for people, cut toward the worse side at its digits (M12): 99.996 % is ``99.99%``."""
    if unit is Unit.RATIO:
        return f"{_fixed(value * 100, better, digits)}%"
    if unit is Unit.SECONDS:
        return duration_text(value, better=better)
    return _fixed(value, better, digits)


def duration_text(seconds: Fraction, *, better: Better = Better.LOWER, language: str = "zh") -> str:
    """Write seconds as ``4 小时 30 分`` (4 h 30 min), below an hour as ``13 分 11 秒``, cut toward the worse side."""
    hour, minute, second = DURATION_UNITS[language]
    step = 60 if abs(seconds) >= 3600 else 1
    cut = _cut(seconds / step, better) * step
    hours, rest = divmod(abs(cut), 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{_grouped(hours)} {hour}"] if hours else []
    if minutes:
        parts.append(f"{minutes} {minute}")
    if left and not hours:
        parts.append(f"{left} {second}")
    return (MINUS if cut < 0 else "") + (" ".join(parts) or f"0 {minute}")


def change_text(before: Fraction | None, now: Fraction | None, *, unit: Unit, language: str = "zh") -> str:
    """Say how a value moved since the period before: rates in 百分点, others in per cent of the base (M15).

    Without one of the two there is a dash; a base of 0 is told as such.
    """
    if before is None or now is None:
        return "—"
    if unit is Unit.RATIO:
        return f"{_signed((now - before) * 100)} {POINTS.say(language)}"
    if before == 0:
        return BASE_OF_ZERO.say(language)
    return f"{_signed((now - before) / before * 100)}%"


def _signed(value: Fraction) -> str:
    text = _fixed(value, Better.NEITHER, 2)
    return text if value <= 0 else f"+{text}"


def _fixed(value: Fraction, better: Better, digits: int) -> str:
    cut = _cut(value * 10**digits, better)
    whole, rest = divmod(abs(cut), 10**digits)
    sign = MINUS if cut < 0 else ""
    return f"{sign}{_grouped(whole)}.{rest:0{digits}d}" if digits else f"{sign}{_grouped(whole)}"


def _cut(value: Fraction, better: Better) -> int:
    """Drop the part behind the point: down when higher is better, up when lower is, else toward zero."""
    floor = value.numerator // value.denominator
    if value.denominator == 1 or better is Better.HIGHER:
        return floor
    return floor + 1 if better is Better.LOWER or value < 0 else floor


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", THIN_SPACE)
