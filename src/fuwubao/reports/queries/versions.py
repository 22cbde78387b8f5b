"""Versions in their own order, A/9 before A/10, and what the published ones of earlier periods told (M6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from fuwubao.domain.numbering import Version, parse_version
from fuwubao.domain.periods import Period, parse_period
from fuwubao.measurement.breaches import restated_since
from fuwubao.reports.models import RegisterRow, Report

Restatement = dict[str, str]
PERIODS_BACK = 13  # as many as a report shows (M15); what is older was restated by the reports since


def version_of(report: Report) -> Version:
    """Return the version that reports are ordered by; text would put A/10 before A/9."""
    return parse_version(report.version)


def newest(reports: Iterable[Report]) -> Report | None:
    """Return the report of the latest period in its highest version; None of none."""
    return max(reports, key=lambda report: (report.period_starts_at, version_of(report)), default=None)


def told_before(row: RegisterRow, period: Period) -> list[Report]:
    """Return what the row published on earlier periods, of each its highest version that holds, latest period first."""
    published = Report.objects.filter(
        row=row, published_at__isnull=False, as_of__isnull=False, period_ends_before__lte=period.starts_at
    ).exclude(state__in=("superseded", "withdrawn"))
    held: dict[str, Report] = {}
    for report in sorted(published, key=version_of):
        held[report.period_label] = report
    return sorted(held.values(), key=lambda report: report.period_starts_at, reverse=True)[:PERIODS_BACK]


def restatements(
    row: RegisterRow, period: Period, customers: Sequence[str], *, as_of: datetime, snapshot: str
) -> list[Restatement]:
    """Return the verdicts that reports on earlier periods told and that are others now, the latest period first (M6).

    A change that a later published report of the row has told already is not told again.
    """
    earlier = told_before(row, period)
    told: dict[tuple[str, str], str] = {}
    for report in reversed(earlier):
        told |= {(one["ticket"], one["clock"]): one["now"] for one in report.facts.get("restated", ())}
    found: list[Restatement] = []
    for report in earlier:
        assert report.as_of is not None  # filtered
        span = parse_period(report.period_label, report.timezone)
        for code in customers:
            for one in restated_since(span, customer=code, told=report.as_of, as_of=as_of, snapshot=snapshot):
                if told.get((one.ticket, one.clock)) != one.now:
                    found.append(
                        {"ticket": one.ticket, "clock": one.clock, "report": report.number, "was": one.was,
                         "now": one.now}
                    )  # fmt: skip
    return found
