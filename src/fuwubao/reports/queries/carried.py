"""Words that came from the last period's report and no author has confirmed yet (沿用)."""

from __future__ import annotations

from fuwubao.reports.checks.finding import CarriedText
from fuwubao.reports.models import CarriedSentence, Report
from fuwubao.reports.queries.versions import newest


def waiting_of(report: Report, *, texts: dict[str, str] | None = None) -> list[CarriedSentence]:
    """Return the carried sentences that still stand as they came and nobody confirmed, in order of carrying."""
    held = texts if texts is not None else dict(report.texts.values_list("block", "text"))
    rows = report.carried.filter(confirmed_at=None).order_by("pk")
    return [row for row in rows if row.text in held.get(row.block, "")]


def carried_of(report: Report) -> tuple[CarriedText, ...]:
    """Return the same as values, as the checks look at them."""
    return tuple(CarriedText(id=row.pk, block=row.block, text=row.text) for row in waiting_of(report))


def source_of(report: Report) -> Report | None:
    """Return the report whose words can be carried: the row's latest of an earlier period, not withdrawn."""
    earlier = Report.objects.filter(row=report.row, period_ends_before__lte=report.period_starts_at)
    return newest(earlier.exclude(state__in=("superseded", "withdrawn")))
