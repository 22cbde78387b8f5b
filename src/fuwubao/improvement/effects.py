"""The number that an action shall move: named once, frozen as it was, frozen again when the effect can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from fuwubao.accounts.models import User
from fuwubao.agreements.notations import bound
from fuwubao.agreements.yaml_tree import Value
from fuwubao.domain.figures import Dimension, Figure, Variant
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import Bound, Operator
from fuwubao.domain.words import Words
from fuwubao.improvement.errors import FigureIncomplete
from fuwubao.improvement.models import Action
from fuwubao.measurement.actions import keep_figures
from fuwubao.measurement.models import FrozenFigure
from fuwubao.measurement.queries import one_figure
from fuwubao.records.queries import latest_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an action shall bring (F08 预期效果): a figure of a period as baseline, and a target such as ``>= 95%``.

    ``dimension`` with ``key`` name one slice, as in the address of the figure's page; both blank mean the total.
    """

    measure: str = ""
    customer: str = ""
    period: str = ""
    target: str = ""
    dimension: str = ""
    key: str = ""
    clock: str = ""
    statistic: str = ""
    bucket: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether no effect in numbers is expected."""
        return not (self.measure or self.target)

    def address(self) -> dict[str, str]:
        """Return what names the figure apart from its period."""
        named = {
            "measure": self.measure,
            "customer": self.customer,
            "dimension": self.dimension,
            "key": self.key,
            "clock": self.clock,
            "statistic": self.statistic,
            "bucket": self.bucket,
        }
        return {name: value for name, value in named.items() if value}


NAMES = {
    "measure": Words("指标", "measure"),
    "customer": Words("客户", "customer"),
    "period": Words("基线期间", "baseline period"),
    "target": Words("目标", "target"),
}


def expected_bound(expected: Expectation) -> Bound:
    """Return the target as an exact bound. Raises: FigureIncomplete, BoundUnreadable."""
    missing = [words for name, words in NAMES.items() if not getattr(expected, name)]
    if bool(expected.dimension) != bool(expected.key) or expected.dimension not in ("", *Dimension):
        missing.append(Words("范围与取值", "slice with its value"))
    if missing:
        told = Words("、".join(one.zh for one in missing), ", ".join(one.en for one in missing))
        raise FigureIncomplete(missing=told, where=told, why=told)
    return bound(Value(file="—", line=1, key="target", text=expected.target))


def figure_now(address: dict[str, str], period: str, *, now: datetime, snapshot: str) -> Figure:
    """Count the named figure of a period as of now. Raises: CustomerUnknown, UnknownMeasure, FigureUnknown."""
    dimension = address.get("dimension")
    return one_figure(
        measure=address["measure"],
        customer=address["customer"],
        period=period,
        as_of=now.replace(second=0, microsecond=0),
        dimension=Dimension(dimension) if dimension else None,
        key=address.get("key", ""),
        variant=Variant(*(address.get(name, "") for name in ("clock", "statistic", "bucket"))),
        snapshot=snapshot,
    )


def freeze(figure: Figure, *, purpose: str, snapshot: str, actor: User, now: datetime) -> FrozenFigure:
    """Freeze one figure inside the transaction of another act."""
    kept = keep_figures(figures=[figure], snapshot=snapshot, purpose=purpose, actor=actor, now=now)
    return kept.figures.get()


def expect(action: Action, expected: Expectation, *, actor: User, now: datetime) -> None:
    """Name the figure of an action and freeze its baseline; the caller saves the action.

    Raises: FigureIncomplete, BoundUnreadable and the refusals of a figure that does not exist.
    """
    wanted, snapshot = expected_bound(expected), latest_snapshot()
    figure = figure_now(expected.address(), expected.period, now=now, snapshot=snapshot)
    action.figure = expected.address()
    action.operator, action.target = wanted.operator.value, str(wanted.value)
    action.baseline = freeze(figure, purpose=f"{action.number} baseline", snapshot=snapshot, actor=actor, now=now)


def target_of(action: Action) -> Bound | None:
    """Return the target of an action, None when no effect in numbers is expected."""
    if not action.operator:
        return None
    return Bound(operator=Operator(action.operator), value=Fraction(action.target))


def period_of_row(row: FrozenFigure) -> Period:
    """Return the period of a frozen figure."""
    return Period(row.first, row.day_after, row.timezone, row.label)


def effect_period(baseline: FrozenFigure, due_on: date) -> Period:
    """Return the first period of the baseline's length that begins after the due day: there the effect must show."""
    period = period_of_row(baseline)
    while period.first <= due_on:
        period = period.shifted(1)
    return period
