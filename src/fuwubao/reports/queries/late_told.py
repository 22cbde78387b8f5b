"""更正说明: what a report tells of data that came after an earlier one's freeze (M6)."""

from __future__ import annotations

from django.db.models import Q

from fuwubao.reports.models import LateDataChoice, Report

MOST_NAMED = 8


def pending_for(report: Report) -> list[LateDataChoice]:
    """Return the explanations of earlier periods that this report of the row tells: told here, or nowhere yet."""
    open_ones = Q(told_in=None) | Q(told_in=report)
    chosen = LateDataChoice.objects.filter(open_ones, choice="explain", report__row=report.row)
    earlier = chosen.filter(report__period_ends_before__lte=report.period_starts_at)
    return list(earlier.select_related("report").order_by("chosen_at", "pk"))


def told_late(report: Report) -> tuple[str, ...]:
    """Return one sentence an explanation: which report, which figures were and are, and why."""
    return tuple(_told(choice) for choice in pending_for(report))


def _told(choice: LateDataChoice) -> str:
    differences = choice.differences
    named = "；".join(f"{one['title']} 由 {one['was']} 变为 {one['now']}" for one in differences[:MOST_NAMED])
    more = f"；另有 {len(differences) - MOST_NAMED} 个数字" if len(differences) > MOST_NAMED else ""
    return f"{choice.report.number} 的数据在冻结之后又有补充：{named}{more}。说明：{choice.reason}"
