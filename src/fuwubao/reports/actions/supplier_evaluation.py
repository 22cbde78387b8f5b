"""Record disputes with suppliers to their settlement, and evaluate a supplier for a period (8.3.4, R13, K27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.supplying import CRITERIA, FULL_SCORE, Deduction, Score, score_of
from fuwubao.records import queries as records
from fuwubao.reports.actions.warning import next_number
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import SupplierDispute, SupplierEvaluation
from fuwubao.reports.queries.supplier_standing import Standing, standing_of
from fuwubao.reports.supplier_errors import DeductionUnclear, DisputeNotFound, PeriodNotOver, SupplierUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What was counted for an evaluation, before it is kept."""

    period: Period
    as_of: datetime
    snapshot: str
    standing: Standing


def supplier_called(code: str) -> agreements.Supplier:
    """Return a supplier. Raises: SupplierUnknown."""
    known = {one.code: one for one in agreements.suppliers()}
    if code not in known:
        raise SupplierUnknown(supplier=code, known="、".join(known) or "—")
    return known[code]


@transaction.atomic(durable=True)
def raise_dispute(*, supplier: str, about: str, text: str, actor: User, now: datetime) -> SupplierDispute:
    """Record a dispute. Raises: NotAllowed, SupplierUnknown, ReasonMissing."""
    permissions.refuse_unless_may(actor, "reports.raise_supplier_dispute", customer_code=supplier, now=now)
    supplier_called(supplier)
    if not about.strip() or not text.strip():
        raise ReasonMissing(act="登记争议", where=supplier, why="about")
    dispute = SupplierDispute.objects.create(
        number=next_number("DSP", SupplierDispute.objects.values_list("number", flat=True), now),
        supplier_code=supplier,
        about=about.strip(),
        text=text.strip(),
        raised_at=now,
        raised_by=actor,
    )
    audit.record("reports.raise_supplier_dispute", subject=dispute, actor=actor, at=now, after={"about": about})
    return dispute


@transaction.atomic(durable=True)
def settle_dispute(*, number: str, outcome: str, actor: User, now: datetime) -> SupplierDispute:
    """Record how a dispute was settled. Raises: NotAllowed, DisputeNotFound, ReasonMissing."""
    dispute = SupplierDispute.objects.select_for_update().filter(number=number, settled_at=None).first()
    if dispute is None:
        raise DisputeNotFound(number=number)
    code = dispute.supplier_code
    permissions.refuse_unless_may(actor, "reports.settle_supplier_dispute", customer_code=code, now=now)
    if not outcome.strip():
        raise ReasonMissing(act="争议结果", where=number, why="outcome")
    dispute.outcome, dispute.settled_at, dispute.settled_by = outcome.strip(), now, actor
    dispute.save(update_fields=["outcome", "settled_at", "settled_by"])
    audit.record("reports.settle_supplier_dispute", subject=dispute, actor=actor, at=now, remark=outcome)
    return dispute


def evaluate_supplier(
    *, supplier: str, period: str, deductions: Sequence[Deduction], conclusion: str, actor: User, now: datetime
) -> SupplierEvaluation:
    """Freeze the score of a closed period with all that it was made of; a second one is the next edition.

    What is counted is counted before the transaction, as of ``now`` and the latest snapshot. Source: K25–K27, R13.
    Raises: NotAllowed, SupplierUnknown, PeriodUnreadable, PeriodNotOver, DeductionUnclear, ReasonMissing.
    """
    permissions.refuse_unless_may(actor, "reports.evaluate_supplier", customer_code=supplier, now=now)
    known = supplier_called(supplier)
    over = parse_period(period, _zone(supplier))
    if over.ends_before > now:
        raise PeriodNotOver(period=over.label)
    if any(not 1 <= one.points <= FULL_SCORE or not one.reason.strip() for one in deductions):
        wrong = next(one for one in deductions if not 1 <= one.points <= FULL_SCORE or not one.reason.strip())
        raise DeductionUnclear(given=f"{wrong.points} {wrong.reason}", where="deductions", why=str(wrong.points))
    if not conclusion.strip():
        raise ReasonMissing(act="评价结论", where=supplier, why="conclusion")
    snapshot = records.latest_snapshot()
    standing = standing_of(supplier, period=over, as_of=now, snapshot=snapshot)
    counted = Evaluated(period=over, as_of=now, snapshot=snapshot, standing=standing)
    return _keep(
        known=known, counted=counted, deductions=tuple(deductions), conclusion=conclusion.strip(), actor=actor, now=now
    )


@transaction.atomic(durable=True)
def _keep(
    *,
    known: agreements.Supplier,
    counted: Evaluated,
    deductions: tuple[Deduction, ...],
    conclusion: str,
    actor: User,
    now: datetime,
) -> SupplierEvaluation:
    score = score_of(counted.standing.ratios, deductions)
    before = SupplierEvaluation.objects.select_for_update().filter(
        supplier_code=known.code, period_label=counted.period.label
    )
    kept = SupplierEvaluation.objects.create(
        supplier_code=known.code,
        supplier_name=known.name,
        supplier_kind=known.kind,
        period_label=counted.period.label,
        edition=before.count() + 1,
        as_of=counted.as_of,
        snapshot=counted.snapshot,
        parts=_parts(counted.standing.ratios),
        targets=[figure.to_json() for figure in counted.standing.targets],
        deductions=[{"points": one.points, "reason": one.reason.strip()} for one in deductions],
        score_numerator=None if score.value is None else score.value.numerator,
        score_denominator=None if score.value is None else score.value.denominator,
        conclusion=conclusion,
        evaluated_by=actor,
        evaluated_at=now,
    )
    after = {"period": kept.period_label, "edition": kept.edition, "score": _told(score)}
    audit.record("reports.evaluate_supplier", subject=kept, actor=actor, at=now, after=after, remark=conclusion)
    return kept


def _parts(ratios: dict[str, Ratio]) -> dict[str, dict[str, int]]:
    return {
        one.code: {
            "weight": one.weight,
            "numerator": ratios[one.code].numerator,
            "denominator": ratios[one.code].denominator,
        }
        for one in CRITERIA
    }


def _told(score: Score) -> str:
    return "" if score.value is None else f"{score.value.numerator}/{score.value.denominator}"


def _zone(supplier: str) -> str:
    """The zone of the supplier's contract, in which its periods are cut."""
    terms = agreements.terms_for(supplier)
    return terms[-1].timezone if terms else time_zone()


def read_deductions(text: str) -> tuple[Deduction, ...]:
    """Read one deduction a line, ``5 未按合同提供月报``. Raises: DeductionUnclear."""
    found = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        points, _, reason = line.partition(" ")
        if not (points.isascii() and points.isdigit() and 1 <= int(points) <= FULL_SCORE and reason.strip()):
            raise DeductionUnclear(given=line, where="deductions", why=line)
        found.append(Deduction(points=int(points), reason=reason.strip()))
    return tuple(found)
