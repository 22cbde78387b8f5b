"""How a supplier stands in a period: K25, K26, check results, disputes, and the score they give (K27, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fuwubao.domain.figures import Figure
from fuwubao.domain.periods import Period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.supplying import CRITERIA
from fuwubao.measurement.supplier_targets import Risk, risks, supplier_targets
from fuwubao.reports.models import SupplierCheck, SupplierDispute, SupplierReport

NOT_OWED = ("waived", "cancelled")
STANDING = ("received", "checked", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is counted of a supplier in a period; ``ratios`` by criterion code."""

    ratios: dict[str, Ratio]
    targets: tuple[Figure, ...]
    risks: tuple[Risk, ...]


def standing_of(supplier: str, *, period: Period, as_of: datetime, snapshot: str) -> Standing:
    """Count everything that a score is made of, as of one instant and snapshot."""
    targets = supplier_targets(supplier, period=period, as_of=as_of, snapshot=snapshot)
    ratios = {
        "targets": targets.attainment,
        "punctual": punctuality(supplier, period=period, as_of=as_of),
        "quality": _quality(supplier, period=period, as_of=as_of),
        "disputes": _settled(supplier, period=period, as_of=as_of),
    }
    return Standing(
        ratios={one.code: ratios[one.code] for one in CRITERIA},
        targets=targets.figures,
        risks=risks(supplier, period=period, as_of=as_of, snapshot=snapshot),
    )


def punctuality(supplier: str, *, period: Period, as_of: datetime) -> Ratio:
    """K26: reports received by their due instant of those due in the period; what is missing past due is late."""
    told = [_in_time(report, as_of) for report in owed_in(supplier, period)]
    decided = [one for one in told if one is not None]
    return Ratio(sum(decided), len(decided))


def received_of(report: SupplierReport) -> datetime | None:
    """Return when the submission that stands came in; a returned one does not stand."""
    if report.state not in STANDING:
        return None
    return max(report.submissions.all(), key=lambda one: one.serial).received_at


def _in_time(report: SupplierReport, as_of: datetime) -> bool | None:
    """Whether it came by its due instant; None while it is neither received nor due."""
    received_at = received_of(report)
    if received_at is not None and received_at <= as_of:
        return received_at <= report.duty.due_at
    return False if report.duty.due_at < as_of else None


def owed_in(supplier: str, period: Period) -> list[SupplierReport]:
    """Return the reports of a supplier that are due in a period and were neither waived nor cancelled."""
    found = SupplierReport.objects.filter(
        supplier_code=supplier, duty__due_at__gt=period.starts_at, duty__due_at__lte=period.ends_before
    )
    found = found.exclude(duty__state__in=NOT_OWED).select_related("duty").prefetch_related("submissions")
    return list(found.order_by("duty__due_at", "pk"))


def _quality(supplier: str, *, period: Period, as_of: datetime) -> Ratio:
    """Items passed of items checked, every submission of the reports due in the period, returned ones too."""
    results = SupplierCheck.objects.filter(
        submission__report__in=owed_in(supplier, period), submission__checked_at__lte=as_of
    ).values_list("passed", flat=True)
    return Ratio(sum(results), len(results))


def _settled(supplier: str, *, period: Period, as_of: datetime) -> Ratio:
    """Disputes settled by the instant of those raised in the period."""
    raised = SupplierDispute.objects.filter(
        supplier_code=supplier, raised_at__gte=period.starts_at, raised_at__lt=period.ends_before
    ).values_list("settled_at", flat=True)
    return Ratio(sum(at is not None and at <= as_of for at in raised), len(raised))
