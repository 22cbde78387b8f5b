"""What the pages and commands of suppliers' reports show, within the reader's reach (S2.7, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import day_ended_by
from fuwubao.domain.figures import Better, Unit, displayed
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.supplying import CRITERIA, SUPPLIER_REPORT, Score, checks_for, score_of
from fuwubao.domain.words import Words
from fuwubao.records import queries as records
from fuwubao.reports.models import (
    SupplierDispute,
    SupplierEvaluation,
    SupplierReport,
    SupplierSubmission,
)
from fuwubao.reports.queries.supplier_standing import NOT_OWED, Standing, received_of, standing_of
from fuwubao.reports.supplier_errors import SupplierReportNotFound, SupplierUnknown

SHAPES = {"due": "open", "received": "run", "checked": "near", "accepted": "ok", "returned": "bad"}
SCORE_DIGITS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierLine:
    """One report that a supplier owes or handed in; ``late``: came after its due instant, or has not come by now."""

    id: int
    supplier_code: str
    supplier: str
    name: str
    number: str
    agreement: str
    period: str
    due_at: datetime
    due_on: date
    provisional: bool
    received_at: datetime | None
    late: bool
    state: str
    shape: str
    state_words: Words
    may_hand_in: bool

    def to_json(self) -> dict[str, object]:
        """Return the line as ``supplier list --json`` prints it."""
        return {
            "id": self.id,
            "supplier": self.supplier_code,
            "agreement": self.agreement,
            "number": self.number,
            "name": self.name,
            "period": self.period,
            "due_at": self.due_at.isoformat(),
            "received_at": self.received_at.isoformat() if self.received_at else None,
            "late": self.late,
            "state": self.state,
        }


def supplier_lines(*, reader: User, now: datetime, supplier: str = "", state: str = "") -> list[SupplierLine]:
    """Return reports of suppliers, those that wait first, the earliest due at the top.

    ``state``: a state of the lifecycle, or ``late``. A supplier sees its own only.
    """
    found = _mine(reader).exclude(duty__state__in=NOT_OWED)
    if supplier:
        found = found.filter(supplier_code=supplier)
    if state and state != "late":
        found = found.filter(state=state)
    lines = [_line(one, now) for one in found.order_by("duty__due_at", "pk")]
    lines = [line for line in lines if state != "late" or line.late]
    return sorted(lines, key=lambda line: line.state == "accepted")


def _mine(reader: User) -> QuerySet[SupplierReport]:
    found = SupplierReport.objects.select_related("duty").prefetch_related("submissions")
    return found.filter(supplier_code=reader.customer_code) if reader.customer_code else found


def _line(one: SupplierReport, now: datetime) -> SupplierLine:
    received_at = received_of(one)
    return SupplierLine(
        id=one.pk,
        supplier_code=one.supplier_code,
        supplier=one.supplier_name,
        name=one.name,
        number=one.row_number,
        agreement=one.agreement_code,
        period=one.duty.period_label,
        due_at=one.duty.due_at,
        due_on=due_day(one.duty.due_at),
        provisional=one.duty.provisional,
        received_at=received_at,
        late=(received_at or now) > one.duty.due_at,
        state=one.state,
        shape=SHAPES[one.state],
        state_words=SUPPLIER_REPORT.states[one.state],
        may_hand_in=one.state in ("due", "returned"),
    )


def due_day(due_at: datetime) -> date:
    """Return the local day at whose end, or in which, something is due."""
    return day_ended_by(due_at, ZoneInfo(time_zone()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierReportPage:
    """One report of a supplier with every submission, the newest first, and what the reader may do next."""

    line: SupplierLine
    submissions: tuple[SupplierSubmission, ...]
    items: tuple[str, ...]
    may_receive: bool
    may_check: bool
    may_decide: bool


def supplier_report_page(report_id: int, *, reader: User, now: datetime) -> SupplierReportPage:
    """Return one report. Raises: SupplierReportNotFound."""
    report = _mine(reader).filter(pk=report_id).first()
    if report is None:
        raise SupplierReportNotFound(key=report_id)
    code, line = report.supplier_code, _line(report, now)
    led = any(one.lead_code == code for one in agreements.suppliers())

    def may(act: str) -> bool:
        return permissions.may(reader, act, customer_code=code, now=now)

    submissions = report.submissions.select_related("entered_by", "checked_by", "decided_by").prefetch_related("checks")
    return SupplierReportPage(
        line=line,
        submissions=tuple(submissions.order_by("-serial")),
        items=checks_for(leads=led),
        may_receive=line.may_hand_in and may("reports.receive_supplier_report"),
        may_check=line.state == "received" and may("reports.check_supplier_report"),
        may_decide=line.state == "checked" and may("reports.decide_supplier_report"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One criterion of the score as people read it; without data it drops out and says so."""

    words: Words
    weight: int
    ratio: Ratio
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierPage:
    """One supplier: its kind and chain, its reports, how it stands in a period, disputes and evaluations."""

    supplier: agreements.Supplier
    below: tuple[agreements.Supplier, ...]
    period: Period
    lines: list[SupplierLine]
    parts: tuple[Part, ...]
    score: Score
    score_display: str
    standing: Standing
    disputes: tuple[SupplierDispute, ...]
    evaluations: tuple[SupplierEvaluation, ...]
    may_evaluate: bool
    may_raise: bool
    may_settle: bool


def supplier_page(code: str, *, reader: User, period: str, now: datetime) -> SupplierPage:
    """Return one supplier; without a period, of the last closed quarter. Raises: SupplierUnknown, PeriodUnreadable."""
    known = {one.code: one for one in agreements.suppliers()}
    if code not in known or (reader.customer_code and reader.customer_code != code):
        raise SupplierUnknown(supplier=code, known="、".join(known) if not reader.customer_code else "—")
    terms = agreements.terms_for(code)
    zone = terms[-1].timezone if terms else time_zone()
    asked = parse_period(period, zone) if period else last_quarter(now, zone)
    as_of = now.replace(second=0, microsecond=0)
    standing = standing_of(code, period=asked, as_of=as_of, snapshot=records.latest_snapshot())
    score = score_of(standing.ratios)
    return SupplierPage(
        supplier=known[code],
        below=tuple(one for one in known.values() if one.lead_code == code),
        period=asked,
        lines=supplier_lines(reader=reader, now=now, supplier=code),
        parts=tuple(
            Part(words=one.words, weight=one.weight, ratio=ratio, display=ratio.display())
            for one, ratio in ((one, standing.ratios[one.code]) for one in CRITERIA)
        ),
        score=score,
        score_display=score_text(score.value),
        standing=standing,
        disputes=tuple(SupplierDispute.objects.filter(supplier_code=code).order_by("-raised_at", "-pk")),
        evaluations=tuple(
            SupplierEvaluation.objects.filter(supplier_code=code)
            .select_related("evaluated_by")
            .order_by("-evaluated_at", "-pk")
        ),
        may_evaluate=permissions.may(reader, "reports.evaluate_supplier", customer_code=code, now=now)
        and asked.ends_before <= now,
        may_raise=permissions.may(reader, "reports.raise_supplier_dispute", customer_code=code, now=now),
        may_settle=permissions.may(reader, "reports.settle_supplier_dispute", customer_code=code, now=now),
    )


def score_text(value: Fraction | None) -> str:
    """Return a score for people, cut toward the worse side; without data there is none (K27, M12)."""
    return "—" if value is None else displayed(value, unit=Unit.COUNT, better=Better.HIGHER, digits=SCORE_DIGITS)


def last_quarter(now: datetime, zone: str) -> Period:
    """Return the quarter that closed last, in a zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    before = first - timedelta(days=1)
    return parse_period(f"{before.year}Q{(before.month + 2) // 3}", zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRow:
    """One supplier in the list: what is owed by now, late and waiting, and the newest score."""

    supplier: agreements.Supplier
    owed: int
    late: int
    waiting: int
    score: str
    scored_period: str


def supplier_rows(*, reader: User, now: datetime) -> list[SupplierRow]:
    """Return every supplier by code with its open reports and its newest score; outsiders see none."""
    if reader.customer_code:
        return []
    lines = supplier_lines(reader=reader, now=now)
    newest = {one.supplier_code: one for one in SupplierEvaluation.objects.order_by("evaluated_at", "pk")}
    rows = []
    for one in agreements.suppliers():
        own = [line for line in lines if line.supplier_code == one.code]
        kept = newest.get(one.code)
        rows.append(
            SupplierRow(
                supplier=one,
                owed=sum(line.state != "accepted" for line in own),
                late=sum(line.late and line.state in ("due", "returned") for line in own),
                waiting=sum(line.state in ("received", "checked") for line in own),
                score=score_text(kept.score if kept else None),
                scored_period=kept.period_label if kept else "",
            )
        )
    return rows


def submission_of(report_id: int, serial: int, *, reader: User) -> SupplierSubmission:
    """Return one submission within the reader's reach. Raises: SupplierReportNotFound."""
    report = _mine(reader).filter(pk=report_id).first()
    found = report.submissions.filter(serial=serial).first() if report is not None else None
    if found is None:
        raise SupplierReportNotFound(key=f"{report_id}#{serial}")
    return found
