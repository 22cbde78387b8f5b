"""服务改进计划 SIP (R14): actions by source with due day, baseline, target and actual, overdue ones, K34 and K35."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.actions import ActionLine, lines_of, visible_actions
from fuwubao.improvement.queries.effectiveness import completion_on_time, suggestion_conversion
from fuwubao.improvement.rules import OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A ratio as a card shows it."""

    value: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementPlan:
    """The register of a period: actions raised, due or still open in it, grouped by source."""

    period: str
    first: str
    last: str
    customer: str
    groups: tuple[tuple[str, tuple[ActionLine, ...]], ...]
    overdue: tuple[ActionLine, ...]
    count: int
    open_count: int
    effective_count: int
    conversion: Rate
    completion: Rate


def improvement_plan(*, reader: User, period: str, now: datetime, customer: str = "") -> ImprovementPlan:
    """Return the plan of a period. Raises: PeriodUnreadable."""
    bounds = parse_period(period, time_zone())
    lines = _lines(reader, bounds, customer, now)
    by_source = sorted(lines, key=lambda line: line.source)
    groups = tuple((source, tuple(found)) for source, found in groupby(by_source, key=lambda line: line.source))
    return ImprovementPlan(
        period=bounds.label,
        first=bounds.first.isoformat(),
        last=bounds.last.isoformat(),
        customer=customer,
        groups=groups,
        overdue=tuple(line for line in lines if line.flag == "overdue"),
        count=len(lines),
        open_count=sum(line.state in OPEN_STATES for line in lines),
        effective_count=sum(line.shape == "ok" for line in lines),
        conversion=_rate(suggestion_conversion(reader=reader, period=bounds, customer=customer)),
        completion=_rate(completion_on_time(reader=reader, period=bounds, now=now, customer=customer)),
    )


def _lines(reader: User, bounds: Period, customer: str, now: datetime) -> list[ActionLine]:
    """Actions raised before the end of the period that were open in it, were due in it or ended in it."""
    rows = visible_actions(reader).filter(raised_at__lt=bounds.ends_before).exclude(state__in=("proposed", "declined"))
    if customer:
        rows = rows.filter(customer_code=customer)
    ended = {
        row.number
        for row in rows
        if row.verified_at is not None
        and row.state not in OPEN_STATES
        and today_of(row.verified_at) < bounds.first
        and (row.due_on is None or row.due_on < bounds.first)
    }
    return [line for line in lines_of(rows, now=now) if line.number not in ended and line.state != "cancelled"]


def _rate(ratio: Ratio) -> Rate:
    return Rate(value=ratio.display(), base=f"{ratio.numerator} / {ratio.denominator}")
