"""Late data: take the figures anew before submission, or explain in the next report; the choice is kept (M6, M14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports import rules
from fuwubao.reports.actions.drafting import retake_figures
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.checks import Moved
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import LateDataChoice, Report
from fuwubao.reports.period_errors import NothingLate
from fuwubao.reports.queries.late_data import EXPLAINABLE, UPDATABLE, moved_since, newer_than
from fuwubao.reports.queries.late_told import pending_for
from fuwubao.reports.queries.reports import report_numbered


def update_data(*, number: str, reason: str, actor: User, now: datetime) -> Report:
    """更新数据: keep the difference list with the choice, then take the figures anew; the words stay.

    Raises: NotAllowed, StepRefused, ReasonMissing, NothingLate.
    """
    report = report_numbered(number, reader=actor)
    moved, newer = moved_since(report), newer_than(report)
    _keep_choice(number=number, choice="update", moved=moved, newer=newer, reason=reason, actor=actor, now=now)
    return retake_figures(number=number, actor=actor, now=now)


def explain_later(*, number: str, reason: str, actor: User, now: datetime) -> LateDataChoice:
    """更正说明: the report stays as it is, and the row's next report tells the difference list with the reason.

    Raises: NotAllowed, StepRefused, ReasonMissing, NothingLate.
    """
    report = report_numbered(number, reader=actor)
    moved, newer = moved_since(report), newer_than(report)
    return _keep_choice(number=number, choice="explain", moved=moved, newer=newer, reason=reason, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_choice(
    *, number: str, choice: str, moved: Sequence[Moved], newer: str, reason: str, actor: User, now: datetime
) -> LateDataChoice:
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    states, words = (UPDATABLE, "更新数据") if choice == "update" else (EXPLAINABLE, "在下期更正说明")
    rules.refuse_unless_in(report, *states, act=words)
    if not reason.strip():
        raise ReasonMissing(act=words, where=number, why="reason")
    if not moved:
        raise NothingLate(number=number)
    kept = LateDataChoice.objects.create(
        report=report,
        frozen_snapshot=report.snapshot,
        newer_snapshot=newer,
        differences=[asdict(one) for one in moved],
        choice=choice,
        reason=reason.strip()[:300],
        chosen_by=actor,
        chosen_at=now,
    )
    after = {"choice": choice, "figures": len(moved), "snapshot": newer}
    audit.record("reports.choose_late_data", subject=report, actor=actor, at=now, after=after, remark=reason)
    return kept


def step_mark_told(report: Report) -> None:
    """Mark the explanations that a report told when it is published; a step of its publication."""
    told = [one.pk for one in pending_for(report) if report.submitted_at and one.chosen_at <= report.submitted_at]
    LateDataChoice.objects.filter(pk__in=told, told_in=None).update(told_in=report)
