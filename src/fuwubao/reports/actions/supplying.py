"""Receive what suppliers owe us, check it against the list, accept it or send it back (S2.7, R13).

A report counts as received in time when the submission that was not returned came in by the due instant (K26).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.agreements import queries as agreements
from fuwubao.domain.supplying import CHECKS, SUPPLIER_REPORT, checks_for
from fuwubao.reports import proofs
from fuwubao.reports.actions.duty_keeping import step_fulfil
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import SupplierCheck, SupplierReport, SupplierSubmission
from fuwubao.reports.supplier_errors import CheckIncomplete, ReceivedInFuture, SupplierReportNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that came in; ``received_at`` and ``channel`` only where ours enter what came otherwise."""

    content: bytes
    name: str
    received_at: datetime | None = None
    channel: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One item of the check list."""

    passed: bool
    remark: str = ""


@transaction.atomic(durable=True)
def receive_supplier_report(*, report_id: int, paper: Paper, actor: User, now: datetime) -> SupplierSubmission:
    """Keep what a supplier hands in, by itself or entered by ours with the time at which it came.

    Source: S2.7. Raises: NotAllowed, SupplierReportNotFound, StepUnknown, FileUnfit, ReceivedInFuture.
    """
    report = _locked(report_id, actor)
    act, itself = "reports.receive_supplier_report", bool(actor.customer_code)
    asked = "reports.hand_in_supplier_report" if itself else act
    permissions.refuse_unless_may(actor, asked, customer_code=report.supplier_code, now=now)
    received_at = now if itself or paper.received_at is None else paper.received_at
    if received_at > now:
        raise ReceivedInFuture(
            given=received_at.isoformat(), now=now.isoformat(), where="received_at", why=received_at.isoformat()
        )
    before = report.state
    report.state = SUPPLIER_REPORT.step_for(report.state, act).target_state
    kept = proofs.keep(paper.content, paper.name)
    report.save(update_fields=["state"])
    submission = SupplierSubmission.objects.create(
        report=report,
        serial=report.submissions.count() + 1,
        received_at=received_at,
        on_behalf=not itself,
        channel=paper.channel.strip(),
        remark=paper.remark.strip(),
        file_name=kept.name,
        sha256=kept.sha256,
        size=kept.size,
        entered_by=actor,
        entered_at=now,
    )
    after = {"state": report.state, "received_at": received_at.isoformat(), "sha256": kept.sha256}
    audit.record(act, subject=report, actor=actor, at=now, before=before, after=after, remark=submission.remark)
    return submission


@transaction.atomic(durable=True)
def check_supplier_report(*, report_id: int, results: Mapping[str, Result], actor: User, now: datetime) -> None:
    """Store a result for each item of the list. Raises: NotAllowed, StepUnknown, CheckIncomplete."""
    report = _locked(report_id, actor)
    act = "reports.check_supplier_report"
    permissions.refuse_unless_may(actor, act, customer_code=report.supplier_code, now=now)
    before = report.state
    report.state = SUPPLIER_REPORT.step_for(report.state, act).target_state
    items = checks_for(leads=leads(report.supplier_code))
    missing = [
        CHECKS[item].zh
        for item in items
        if item not in results or not (results[item].passed or results[item].remark.strip())
    ]
    if missing:
        raise CheckIncomplete(missing="、".join(missing), where="items", why="、".join(missing))
    submission = _latest(report)
    for item in items:
        found = results[item]
        SupplierCheck.objects.create(submission=submission, item=item, passed=found.passed, remark=found.remark.strip())
    submission.checked_by, submission.checked_at = actor, now
    submission.save(update_fields=["checked_by", "checked_at"])
    report.save(update_fields=["state"])
    failed = [item for item in items if not results[item].passed]
    audit.record(act, subject=report, actor=actor, at=now, before=before, after={"failed": failed})


@transaction.atomic(durable=True)
def accept_supplier_report(*, report_id: int, remark: str, actor: User, now: datetime) -> None:
    """Accept what was checked; the duty is met at the instant at which it came in. Raises: NotAllowed, StepUnknown."""
    report = _decided(report_id, "reports.accept_supplier_report", remark, actor, now)
    received_at = _latest(report).received_at
    step_fulfil(duty=report.duty, remark=remark, actor=actor, now=now, done_at=received_at)


@transaction.atomic(durable=True)
def return_supplier_report(*, report_id: int, reason: str, actor: User, now: datetime) -> None:
    """Send it back with what has to be mended; it is owed again, and late once its due instant is over.

    Raises: NotAllowed, StepUnknown, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing(act="退回供应商报告", where=str(report_id), why="reason")
    report = _decided(report_id, "reports.return_supplier_report", reason, actor, now)
    text = f"{report.name} {report.duty.period_label} 已退回：{reason.strip()}"
    for person in User.objects.filter(customer_code=report.supplier_code, is_active=True):
        Notice.objects.create(to=person, at=now, text=text[:300], url="/portal/supplier/")


def _decided(report_id: int, act: str, reason: str, actor: User, now: datetime) -> SupplierReport:
    report = _locked(report_id, actor)
    permissions.refuse_unless_may(actor, "reports.decide_supplier_report", customer_code=report.supplier_code, now=now)
    before = report.state
    report.state = SUPPLIER_REPORT.step_for(report.state, act).target_state
    report.save(update_fields=["state"])
    submission = _latest(report)
    submission.decision, submission.reason = report.state, reason.strip()
    submission.decided_by, submission.decided_at = actor, now
    submission.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    after = {"state": report.state, "submission": submission.serial}
    audit.record(act, subject=report, actor=actor, at=now, before=before, after=after, remark=reason)
    return report


def _locked(report_id: int, actor: User) -> SupplierReport:
    found = SupplierReport.objects.select_for_update(of=("self",)).select_related("duty").filter(pk=report_id)
    if actor.customer_code:
        found = found.filter(supplier_code=actor.customer_code)
    report = found.first()
    if report is None:
        raise SupplierReportNotFound(key=report_id)
    return report


def _latest(report: SupplierReport) -> SupplierSubmission:
    return report.submissions.order_by("-serial")[0]


def leads(supplier_code: str) -> bool:
    """Tell whether a supplier answers for subcontractors (S1.16)."""
    return any(one.lead_code == supplier_code for one in agreements.suppliers())
