"""What every chapter needs: figures as text, statuses as shapes, and a list of what was printed.

A figure that is printed is registered here, so that the JSON of a report lists exactly what its reader sees.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from fuwubao.domain.figures import (
    THIN_SPACE,
    Dimension,
    Figure,
    FigureStatus,
    FigureVerdict,
    Unit,
    change_text,
    duration_text,
)
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import Bound, Operator
from fuwubao.render import tree as t
from fuwubao.reports.material import Material, TargetLine

NOT_APPLICABLE = t.Status(shape=t.Shape.NONE, word="不适用")


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of 28 digits, for spreadsheets and charts; judged are the exact ones."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def grouped(number: int) -> str:
    """Write a count with thin spaces between thousands and a true minus."""
    return f"{number:,}".replace(",", THIN_SPACE).replace("-", "−")


def count_cell(number: int | None) -> t.Cell:
    """Return a table cell that prints a count; a dash where there is none."""
    return t.Cell(text="—") if number is None else t.Cell(text=grouped(number), value=Decimal(number))


def plain(text: str, *, strong: bool = False) -> t.Runs:
    """Return words as runs."""
    return (t.Text(text, strong),)


class Composer:
    """The material with its printed figures; one composer a document."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.printed: dict[tuple[str, str], Figure] = {}
        self.mentioned: dict[tuple[str, str], Figure] = {}
        self.begun: list[str] = []  # codes of the blocks so far, in their order

    def show(self, figure: Figure) -> str:
        """Register a figure as printed and return its text."""
        self.printed[(self.material.key(figure), figure.period.label)] = figure
        return figure.display

    def mention(self, figure: Figure) -> str:
        """Register a figure of which only a part is printed, and return its key in the tree."""
        self.mentioned[(self.material.key(figure), figure.period.label)] = figure
        return self.tree_key(figure)

    def cited(self, figure: Figure, *, strong: bool = False) -> t.Cited:
        """Return a figure as a citation in prose."""
        return t.Cited(self.show(figure), self.tree_key(figure), strong)

    def tree_key(self, figure: Figure) -> str:
        """Return the key of a figure in the tree: its citation key, with the period when it is another one's."""
        key = self.material.key(figure)
        return key if figure.period == self.material.period else f"{key}@{figure.period.label}"

    def base(self, figure: Figure, unit: str = "") -> str:
        """Write numerator and denominator: ``119 / 126 张``; availability in minutes; empty without a base."""
        if figure.numerator is None or figure.denominator is None:
            return ""
        top, bottom = figure.numerator, figure.denominator
        if figure.measure == "K09":
            agreed, down = self.service_seconds(figure)
            bottom, unit = int(agreed // 60), "分"
            top = bottom + int(-down // 60)  # downtime is cut upward, so that the three minutes add up
        return f"{grouped(top)} / {grouped(bottom)}{' ' + unit if unit else ''}"

    def service_seconds(self, figure: Figure) -> tuple[Fraction, Fraction]:
        """Return agreed service time and downtime of an availability figure in seconds.

        Weighted outages are told in hundredths of a second: no service is agreed for longer than its period.
        """
        agreed, up = figure.denominator or 0, figure.numerator or 0
        length = int((figure.period.ends_before - figure.period.starts_at).total_seconds())
        services = 1 if figure.scope.dimension else max(1, len(self.material.services))
        unit = 100 if agreed > length * services else 1
        return Fraction(agreed, unit), Fraction(agreed - up, unit)

    def status(self, figure: Figure) -> t.Status:
        """Return shape and word of a figure held against its target; 临近 where one more miss would break it."""
        tags = ("样本不足",) if figure.status is FigureStatus.SMALL_SAMPLE else ()
        if figure.status is FigureStatus.UNAVAILABLE:
            return t.Status(shape=t.Shape.NONE, word="无判定", tags=("数据不可用",))
        if figure.value is None:
            return NOT_APPLICABLE
        if figure.verdict is None:
            return t.Status(shape=t.Shape.NONE, word="无目标", tags=tags)
        if figure.verdict is FigureVerdict.NOT_MET:
            return t.Status(shape=t.Shape.BAD, word="未达标", tags=tags)
        if self.is_near(figure):
            return t.Status(shape=t.Shape.NEAR, word="临近", tags=tags)
        return t.Status(shape=t.Shape.MET, word="达标", tags=tags)

    def is_near(self, figure: Figure) -> bool:
        """Tell whether a met target is at risk: one more miss breaks it, or 80 % of the downtime is used (K11)."""
        if figure.verdict is not FigureVerdict.MET or figure.target is None:
            return False
        if figure.numerator is None or not figure.denominator:
            return False
        if figure.measure == "K09":
            allowed = (1 - figure.target.value) * figure.denominator
            return figure.denominator - figure.numerator >= Fraction(4, 5) * allowed > 0
        return not figure.target.holds(Fraction(figure.numerator - 1, figure.denominator))

    def bound(self, bound: Bound | None, unit: Unit = Unit.RATIO) -> str:
        """Write a target: ``≥ 95%``; exact digits, none added."""
        if bound is None:
            return "—"
        sign = "≥" if bound.operator is Operator.AT_LEAST else "≤"
        if unit is Unit.SECONDS:
            return f"{sign} {duration_text(bound.value)}"
        value = bound.value * 100 if unit is Unit.RATIO else bound.value
        text = format(decimal_of(value).normalize(), "f")
        return f"{sign} {text}{'%' if unit is Unit.RATIO else ''}"

    def change(self, figure: Figure, period: Period) -> str:
        """Say how a figure moved against the same figure of another period (M15)."""
        before = self.material.figure(self.material.key(figure), period)
        return change_text(before.value if before else None, figure.value, unit=figure.unit)

    def spark(self, key: str, bound: Bound | None) -> t.Sparkline:
        """Return the months of a figure as a sparkline in its own unit; a gap stays a gap."""
        values: list[Decimal | None] = []
        for month in self.material.months:
            figure = self.material.figure(key, month)
            values.append(decimal_of(figure.value) if figure and figure.value is not None else None)
        target = None if bound is None else decimal_of(bound.value)
        sense = t.Sense.AT_MOST if bound and bound.operator is Operator.AT_MOST else t.Sense.AT_LEAST
        return t.Sparkline(values=tuple(values), target=target, sense=sense)

    def figure_cell(self, figure: Figure | None, *, note: str = "") -> t.Cell:
        """Return a table cell that prints a figure with its exact value for the spreadsheet."""
        if figure is None:
            return t.Cell(text="—")
        bad = figure.verdict is FigureVerdict.NOT_MET
        return t.Cell(
            text=self.show(figure),
            note=note,
            tone=t.Tone.BAD if bad else t.Tone.PLAIN,
            value=None if figure.value is None else decimal_of(figure.value),
            figure=self.tree_key(figure),
        )

    def local(self, at: datetime) -> datetime:
        """Return an instant in the report's zone."""
        return at.astimezone(ZoneInfo(self.material.period.timezone))

    def moment(self, at: datetime | None) -> str:
        """Write an instant as ``2026-09-03 08:05`` in the report's zone."""
        return "—" if at is None else self.local(at).strftime("%Y-%m-%d %H:%M")

    def service(self, code: str) -> str:
        """Return the name of a service, its code when it has none."""
        return self.material.services.get(code, code)

    def service_cell(self, code: str) -> t.Cell:
        """Return the name of a service as a cell; in a report on several customers its customer stands below."""
        return t.Cell(text=self.service(code), note=self.material.owners.get(code, ""))

    def service_label(self, code: str) -> str:
        """Name a service on a chart, with its customer in a report on several."""
        return " · ".join(part for part in (self.material.owners.get(code), self.service(code)) if part)

    def scope_words(self, figure: Figure) -> str:
        """Name the service of a figure, with its customer in a report on several."""
        owner = self.material.naming.members.get(figure.scope.customer)
        name = self.service(figure.scope.key) if figure.scope.dimension is Dimension.SERVICE else ""
        return " · ".join(part for part in (owner, name) if part)

    def target_figures(self) -> list[tuple[TargetLine, Figure | None]]:
        """Return every target row with its figure of the report's period."""
        return [(line, self.material.figure(line.key)) for line in self.material.targets]


def scaled(figure: Figure) -> Decimal | None:
    """Return a value as charts draw it: per cent for ratios, the unit itself for the rest."""
    if figure.value is None:
        return None
    return decimal_of(figure.value * (100 if figure.unit is Unit.RATIO else 1))


def day_words(day: date | None, *, year: int | None = None) -> str:
    """Write a date, without its year inside the year of the context."""
    if day is None:
        return "—"
    return day.strftime("%m-%d") if day.year == year else day.isoformat()


def month_label(period: Period) -> str:
    """Write a period under a chart: ``2026-09`` as ``26-09``."""
    return period.label[2:] if period.kind == "month" else period.label


def clock_words(seconds: int) -> str:
    """Write a duration as ``4:28`` (hours:minutes), cut upward: a breach is never shown shorter than it was."""
    minutes = -(-abs(seconds) // 60)
    return f"{'−' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02d}"
