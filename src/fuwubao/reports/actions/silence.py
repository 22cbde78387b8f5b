"""默认确认: only where a clause agrees it, after its working days; marked as such, never part of K33."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import due_after_receipt
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports import rules
from fuwubao.reports.actions.publishing import unacknowledged
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.distribution_errors import SilenceNotAgreed
from fuwubao.reports.errors import ReasonMissing, RowNotFound
from fuwubao.reports.models import RegisterRow, Report, SilenceClause


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What was agreed: working days of silence, where it is written, since when."""

    working_days: int
    words: str
    agreed_on: date


@transaction.atomic(durable=True)
def agree_silence(*, row_number: str, clause: Clause, actor: User, now: datetime) -> SilenceClause:
    """Record the clause of a row by which silence counts as an acknowledgement. Raises: NotAllowed, ReasonMissing."""
    row = RegisterRow.objects.select_for_update().filter(number=row_number).first()
    if row is None:
        raise RowNotFound(number=row_number)
    permissions.refuse_unless_may(actor, "reports.agree_silence", customer_code=row.customer_code, now=now)
    if not clause.words.strip() or clause.working_days < 1:
        raise ReasonMissing(act="默认确认条款", where=row_number, why="clause")
    kept, _added = SilenceClause.objects.update_or_create(
        row=row,
        defaults={
            "working_days": clause.working_days,
            "clause": clause.words.strip()[:300],
            "agreed_on": clause.agreed_on,
            "entered_by": actor,
            "entered_at": now,
        },
    )
    after = {"working_days": clause.working_days, "clause": kept.clause}
    audit.record("reports.agree_silence", subject=row, actor=actor, at=now, after=after)
    return kept


def silence_ends_at(report: Report) -> datetime | None:
    """Return when silence counts: so many working days after the last hand-over; None without clause or hand-over."""
    clause = SilenceClause.objects.filter(row_id=report.row_id).first()
    waiting = unacknowledged(report)
    if clause is None or not waiting:
        return None
    handed = report.deliveries.filter(recipient__in=waiting, sent_at__isnull=False)
    if {one.recipient for one in handed} != set(waiting):
        return None
    last = max(one.sent_at for one in handed if one.sent_at is not None)
    calendar = agreements.national_calendar().working_days(time_zone())
    return due_after_receipt(last, clause.working_days, calendar).at


def acknowledge_silent(*, actor: User, now: datetime) -> tuple[Report, ...]:
    """默认确认 every published report whose agreed days of silence are over, each as an act of its own."""
    waiting = Report.objects.filter(state="published", row__silence__isnull=False).order_by("pk")
    ends = [(report, silence_ends_at(report)) for report in waiting]
    return tuple(
        acknowledge_by_default(number=report.number, actor=actor, now=now)
        for report, at in ends
        if at is not None and at <= now
    )


@transaction.atomic(durable=True)
def acknowledge_by_default(*, number: str, actor: User, now: datetime) -> Report:
    """默认确认 a report whose agreed days of silence are over. Raises: NotAllowed, StepRefused, SilenceNotAgreed."""
    report = locked_report(number)
    code = report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.acknowledge_by_default", customer_code=code, now=now)
    rules.refuse_unless_in(report, "published", act="默认确认")
    clause = SilenceClause.objects.filter(row_id=report.row_id).first()
    if clause is None:
        raise SilenceNotAgreed(number=number, why="没有约定默认确认")
    ends = silence_ends_at(report)
    if ends is None:
        raise SilenceNotAgreed(number=number, why="还有接收人未送达")
    if now < ends:
        raise SilenceNotAgreed(number=number, why=f"约定的 {clause.working_days} 个工作日未满")
    waiting = unacknowledged(report)
    report.deliveries.filter(recipient__in=waiting).update(default_acknowledged_at=now)
    report.state = REPORT.step_for(report.state, "reports.acknowledge_by_default").target_state
    report.save(update_fields=["state"])
    after = {"recipients": list(waiting), "clause": clause.clause}
    audit.record("reports.acknowledge_by_default", subject=report, actor=actor, at=now, before="published", after=after)
    return report
