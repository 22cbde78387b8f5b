"""What the rules see now: signs of a promise about to be broken, and what became of those told before (R08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import working_days_left
from fuwubao.domain.figures import Dimension, Figure
from fuwubao.domain.periods import Period, parse_period, period_of
from fuwubao.domain.zones import zone_of
from fuwubao.measurement.evidence import judged_as_of
from fuwubao.measurement.queries import figures_between
from fuwubao.records import queries as records
from fuwubao.reports.models import EarlyWarning, Obligation, Report
from fuwubao.reports.warning_rules import AT_RISK, DAYS_BEFORE_DUE, GROWTH, LEAST_GROWTH

CLOCKS = {"response": "响应", "resolution": "解决"}
APPROVED = ("approved", "published", "acknowledged", "followed_up", "archived", "superseded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that a rule sees; ``used`` is the exact share, ``expected_at`` when it will be too late."""

    rule: str
    subject: str
    customer: str
    title: str
    used: Fraction | None = None
    expected_at: datetime | None = None
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a warning; ``averted`` is None where the matter ended without either."""

    averted: bool | None
    words: str


class Seen:
    """All that the rules look at, as of one instant and the latest snapshot, read once."""

    def __init__(self, now: datetime) -> None:
        """Read verdicts; figures are counted when a rule asks for them."""
        self.now = now
        self.snapshot = records.latest_snapshot()
        self.terms = agreements.terms_of_all()
        self._figures: dict[tuple[str, str], Mapping[tuple[str, str], Figure]] = {}
        self.verdicts: list[dict[str, Any]] = []
        if self.terms and len(records.current_rows("ticket", snapshot=self.snapshot)):
            self.verdicts = judged_as_of(now, snapshot=self.snapshot).verdicts.to_pylist()

    def customers(self) -> list[str]:
        """Return the customers of all agreements."""
        return sorted({terms.customer_code for terms in self.terms if not terms.binds_supplier})

    def zone(self, customer: str) -> str:
        """Return the zone in which a customer's months are counted."""
        return next((t.timezone for t in reversed(self.terms) if t.customer_code == customer), time_zone())

    def figures(self, customer: str, period: Period) -> Mapping[tuple[str, str], Figure]:
        """Return K07 and K09 of a customer's period, total and by service, by (measure, service)."""
        place = (customer, period.label)
        if place not in self._figures:
            found = figures_between(
                customer=customer,
                periods=(period,),
                as_of=self.now,
                dimensions=(Dimension.SERVICE,),
                snapshot=self.snapshot,
                measures=("K07", "K09"),
            )
            self._figures[place] = {(figure.measure, figure.scope.key): figure for figure in found}
        return self._figures[place]


def signs(seen: Seen) -> Iterator[Sign]:
    """Yield what every rule sees now, in a fixed order."""
    yield from _clocks(seen)
    for customer in seen.customers():
        month = period_of(seen.now.astimezone(zone_of(seen.zone(customer))).date(), "month", seen.zone(customer))
        yield from _allowances(seen, customer, month)
        yield from _backlog(seen, customer, month)
    yield from _reports(seen)


def outcome_of(warning: EarlyWarning, seen: Seen) -> Outcome | None:
    """Say what became of a warning; None while it can still go either way."""
    return _OUTCOMES[warning.rule](warning, seen)


def _clocks(seen: Seen) -> Iterator[Sign]:
    for row in seen.verdicts:
        target, elapsed = row["target_seconds"], row["elapsed_seconds"]
        if row["verdict"] != "running" or not target or elapsed is None:
            continue
        used = Fraction(elapsed, target)
        if AT_RISK <= used <= 1 and row["stopped_at"] is None:
            words = CLOCKS[row["clock"]]
            yield Sign(
                rule="clock_share",
                subject=f"{row['ticket']} {row['clock']}",
                customer=row["customer"] or "",
                title=f"{row['ticket']} {words}计时" + ("" if row["due_at"] else "（暂停中）"),
                used=used,
                expected_at=row["due_at"],
            )


def _clock_outcome(warning: EarlyWarning, seen: Seen) -> Outcome | None:
    ticket, _, clock = warning.subject.rpartition(" ")
    for row in seen.verdicts:
        if row["ticket"] == ticket and row["clock"] == clock and row["customer"] == warning.customer_code:
            if row["verdict"] == "running":
                return None
            if row["verdict"] in ("met", "breached"):
                averted = row["verdict"] == "met"
                return Outcome(averted=averted, words="按时停止计时" if averted else "已超时")
            return Outcome(averted=None, words="已排除或不再约定")
    return Outcome(averted=None, words="单据已不在服务数据中")


def share_used(figure: Figure) -> Fraction | None:
    """Return which part of the allowed downtime an availability figure has used; None without an allowance."""
    if figure.target is None or not figure.denominator or figure.numerator is None:
        return None
    allowed = (1 - figure.target.value) * figure.denominator
    return Fraction(figure.denominator - figure.numerator) / allowed if allowed > 0 else None


def _allowances(seen: Seen, customer: str, month: Period) -> Iterator[Sign]:
    for (measure, service), figure in seen.figures(customer, month).items():
        used = share_used(figure) if measure == "K09" and service else None
        if used is not None and AT_RISK <= used <= 1:
            yield Sign(
                rule="allowance",
                subject=f"{customer} {service}",
                customer=customer,
                title=f"{service} {month.label} 可用性余量",
                used=used,
                expected_at=month.ends_before,
                period=month.label,
            )


def _allowance_outcome(warning: EarlyWarning, seen: Seen) -> Outcome | None:
    customer, _, service = warning.subject.partition(" ")
    month = parse_period(warning.period_label, seen.zone(customer))
    figure = seen.figures(customer, month).get(("K09", service))
    used = share_used(figure) if figure is not None else None
    if used is not None and used > 1:
        return Outcome(averted=False, words="停机已超过允许值")
    if seen.now < month.ends_before:
        return None
    if used is None:
        return Outcome(averted=None, words="不再有可用性目标")
    return Outcome(averted=True, words="月末仍在允许停机之内")


def _grown(figure: Figure | None) -> tuple[int, int]:
    flows = figure.identity if figure is not None else {}
    return flows.get("opening", 0), flows.get("closing", 0)


def _grows(opening: int, closing: int) -> bool:
    return closing - opening >= LEAST_GROWTH and closing - opening >= GROWTH * opening


def _backlog(seen: Seen, customer: str, month: Period) -> Iterator[Sign]:
    opening, closing = _grown(seen.figures(customer, month).get(("K07", "")))
    if _grows(opening, closing):
        yield Sign(
            rule="backlog",
            subject=customer,
            customer=customer,
            title=f"{customer} {month.label} 积压 {opening} → {closing} 张",
            used=Fraction(closing, opening) if opening else None,
            expected_at=month.ends_before,
            period=month.label,
        )


def _backlog_outcome(warning: EarlyWarning, seen: Seen) -> Outcome | None:
    month = parse_period(warning.period_label, seen.zone(warning.subject))
    if seen.now < month.ends_before:
        return None
    opening, closing = _grown(seen.figures(warning.subject, month).get(("K07", "")))
    return Outcome(averted=not _grows(opening, closing), words=f"月末积压 {closing} 张，月初 {opening} 张")


def _reports(seen: Seen) -> Iterator[Sign]:
    calendar = agreements.national_calendar().working_days(time_zone())
    zone = zone_of(time_zone())
    open_duties = Obligation.objects.filter(
        state__in=("scheduled", "collecting", "in_progress", "submitted"), due_at__gte=seen.now
    ).select_related("row")
    for duty in open_duties.order_by("due_at", "pk"):
        days = working_days_left(seen.now.astimezone(zone).date(), duty.due_at.astimezone(zone).date(), calendar)
        approved = Report.objects.filter(obligation=duty, state__in=APPROVED).exists()
        if days <= DAYS_BEFORE_DUE and not approved:
            yield Sign(
                rule="report_late",
                subject=duty.row.number,
                customer=duty.row.customer_code,
                title=f"{duty.row.number} {duty.row.name} {duty.period_label}",
                expected_at=duty.due_at,
                period=duty.period_label,
            )


def _report_outcome(warning: EarlyWarning, seen: Seen) -> Outcome | None:
    duty = Obligation.objects.filter(row__number=warning.subject, period_label=warning.period_label).first()
    if duty is None or duty.state in ("waived", "cancelled"):
        return Outcome(averted=None, words="免报或取消")
    if duty.fulfilled_at is not None:
        in_time = duty.fulfilled_at <= duty.due_at
        return Outcome(averted=in_time, words="按期提交" if in_time else "逾期后提交")
    return Outcome(averted=False, words="已逾期") if seen.now > duty.due_at else None


_OUTCOMES = {
    "clock_share": _clock_outcome,
    "allowance": _allowance_outcome,
    "backlog": _backlog_outcome,
    "report_late": _report_outcome,
}
