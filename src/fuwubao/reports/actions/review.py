"""Submit, review, return, approve: the figures and words are locked at submission, the bytes at approval (M14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.lifecycles import OBLIGATION, REPORT
from fuwubao.domain.numbering import file_name
from fuwubao.domain.roles import Role
from fuwubao.render import tree as t
from fuwubao.reports import checks, files, rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import ChecksOpen, NotTheApprover, ReasonMissing, ReviewIncomplete
from fuwubao.reports.models import Report, ReportFile, Review, ReviewItem
from fuwubao.reports.queries.material import draft_of
from fuwubao.reports.queries.reports import manager_wrote


@transaction.atomic(durable=True)
def submit_report(*, number: str, actor: User, now: datetime) -> Report:
    """Send a draft to review: every ``must`` finding is mended, every warning mended or let pass with a reason.

    Locks the document tree that reviewer and approver read. Source: S1.18, S1.36, M14.
    Raises: NotAllowed, StepRefused, ChecksOpen.
    """
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.submit", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", act="提交评审")
    draft = draft_of(report)
    found = checks.findings(draft)
    waived = set(report.waivers.values_list("rule", "subject"))
    must = [f for f in found if f.severity is checks.Severity.MUST]
    silent = [f for f in found if f.severity is checks.Severity.WARN and (f.rule, f.subject) not in waived]
    if must or silent:
        listed = "；".join(f.message for f in [*must, *silent][:5])
        raise ChecksOpen(number=number, count=len(must) + len(silent), findings=listed)
    document, _figures = compose(draft.material, draft.blocks)
    report.tree = _stored(document)
    report.check_result = [finding.to_json() for finding in found]
    report.submitted_at, report.reviewed_by, report.reviewed_at = now, None, None
    _move(report, "reports.submit", extra=["tree", "check_result", "submitted_at", "reviewed_by", "reviewed_at"])
    audit.record(
        "reports.submit",
        subject=report,
        actor=actor,
        at=now,
        before="draft",
        after=report.state,
        for_whom=grounds.for_whom,
    )
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A reviewer's results: each item's (holds, comment), the opinion, the conclusion."""

    items: Mapping[str, tuple[bool, str]]
    conclusion: str
    opinion: str = ""
    method: str = "会签"


@transaction.atomic(durable=True)
def review_report(*, number: str, judgement: Judgement, actor: User, now: datetime) -> Review:
    """Record a review with a stored result for each item of the check list (F04); a return needs its opinion.

    Source: S1.25, S1.26, S6.8–S6.10. Raises: NotAllowed, StepRefused, SameHands, ReviewIncomplete, ReasonMissing.
    """
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.review", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="评审")
    rules.refuse_same_hands(report, actor, act="评审")
    rules.refuse_incomplete_review(judgement.items, judgement.conclusion)
    if judgement.conclusion != "pass" and not judgement.opinion.strip():
        raise ReasonMissing(act=rules.CONCLUSIONS[judgement.conclusion], where=number, why="opinion")
    review = Review.objects.create(
        report=report,
        reviewer=actor,
        method=judgement.method,
        reviewed_at=now,
        opinion=judgement.opinion,
        conclusion=judgement.conclusion,
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(review=review, item=code, holds=holds, comment=comment)
        for code, (holds, comment) in judgement.items.items()
    )
    if judgement.conclusion == "pass":
        report.reviewed_by, report.reviewed_at = actor, now
        report.save(update_fields=["reviewed_by", "reviewed_at"])
    else:
        report.tree = ""
        _move(report, "reports.return_to_author", extra=["tree"])
    after = {"conclusion": judgement.conclusion, "state": report.state}
    audit.record(
        "reports.review",
        subject=report,
        actor=actor,
        at=now,
        after=after,
        remark=judgement.opinion,
        for_whom=grounds.for_whom,
    )
    return review


@transaction.atomic(durable=True)
def return_report(*, number: str, reason: str, actor: User, now: datetime) -> Report:
    """退回: send a report back to its author with a reason; also after approval, before it is published."""
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(
        actor, "reports.return_to_author", customer_code=report.row.customer_code, now=now
    )
    rules.refuse_unless_in(report, "in_review", "escalated", "approved", act="退回")
    if not reason.strip():
        raise ReasonMissing(act="退回", where=number, why="reason")
    before = report.state
    report.files.all().delete()
    report.approved_by = report.approved_at = report.approved_for = None
    report.tree = ""
    _move(report, "reports.return_to_author", extra=["approved_by", "approved_at", "approved_for", "tree"])
    audit.record(
        "reports.return_to_author",
        subject=report,
        actor=actor,
        at=now,
        before=before,
        after=report.state,
        remark=reason,
        for_whom=grounds.for_whom,
    )
    return report


@transaction.atomic(durable=True)
def revise_report(*, number: str, actor: User, now: datetime) -> Report:
    """Take a returned report up again as a draft."""
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "returned", act="继续编制")
    _move(report, "reports.revise")
    audit.record("reports.revise", subject=report, actor=actor, at=now, before="returned", after=report.state)
    return report


@transaction.atomic(durable=True)
def escalate_report(*, number: str, reason: str, actor: User, now: datetime) -> Report:
    """Send an abnormal report on to the system head, whose approval it needs as well (S1.6)."""
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.escalate", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="转体系负责人")
    rules.refuse_same_hands(report, actor, act="转体系负责人")
    _refuse_unreviewed(report)
    if not reason.strip():
        raise ReasonMissing(act="转体系负责人", where=number, why="reason")
    report.abnormal_because = reason
    _move(report, "reports.escalate", extra=["abnormal_because"])
    audit.record(
        "reports.escalate",
        subject=report,
        actor=actor,
        at=now,
        before="in_review",
        after=report.state,
        remark=reason,
        for_whom=grounds.for_whom,
    )
    return report


@transaction.atomic(durable=True)
def approve_report(*, number: str, remark: str, actor: User, now: datetime) -> Report:
    """批准: write names and times into the frozen tree, render every format once, keep the bytes by their hash.

    A normal report is approved by the 服务报告流程经理 or a valid delegate; by the system head when it was
    escalated, or when the manager is its author. Source: S1.5, S1.6, S1.8.
    Raises: NotAllowed, StepRefused, SameHands, NotTheApprover, ReviewIncomplete.
    """
    report = locked_report(number)
    act = "reports.approve_abnormal" if report.state == "escalated" else "reports.approve"
    grounds = permissions.refuse_unless_may(actor, act, customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", "escalated", act="批准")
    rules.refuse_same_hands(report, actor, act="批准")
    if grounds.role is Role.SYSTEM_HEAD and report.state == "in_review" and not manager_wrote(report, now):
        grounds = _as_delegate(report, actor, now)
    _refuse_unreviewed(report)
    before = report.state
    report.approved_by, report.approved_for, report.approved_at = actor, grounds.for_whom, now
    document = files.signed(stored_document(report), _signatures(report))
    report.tree = _stored(document)
    hashes = _keep_files(report, document)
    _move(report, act, extra=["tree", "approved_by", "approved_for", "approved_at"])
    audit.record(
        "reports.approve",
        subject=report,
        actor=actor,
        at=now,
        before=before,
        after={"state": report.state, "sha256": hashes},
        remark=remark,
        for_whom=grounds.for_whom,
    )
    return report


def _as_delegate(report: Report, actor: User, now: datetime) -> permissions.Grounds:
    """Return the system head's grounds to approve a normal report, by the manager's delegation (S1.5, S1.8).

    Raises: NotTheApprover without one.
    """
    code = report.row.customer_code
    for grounds in permissions.every_grounds(actor, "reports.approve", customer_code=code, now=now):
        if grounds.role is Role.REPORT_MANAGER:
            return grounds
    raise NotTheApprover(number=report.number, person=actor.name)


def stored_document(report: Report) -> t.Document:
    """Return the frozen tree of a submitted report."""
    return t.from_json(report.tree.encode("utf-8"))


def _stored(document: t.Document) -> str:
    return t.to_json(document).decode("utf-8")


def _refuse_unreviewed(report: Report) -> None:
    if report.reviewed_by_id is None:
        raise ReviewIncomplete(where=f"{report.number} 还没有通过评审的记录", why="review")


def _signatures(report: Report) -> tuple[t.Signature, ...]:
    zone = ZoneInfo(time_zone())

    def line(role: str, person: User | None, at: datetime | None, for_whom: User | None = None) -> t.Signature:
        name = person.name if person else ""
        if for_whom is not None:
            name = f"{name} 代 {for_whom.name}"
        return t.Signature(role=role, name=name, on=at.astimezone(zone).date().isoformat() if at else "")

    return (
        line("编制", report.author, report.submitted_at),
        line("审核", report.reviewed_by, report.reviewed_at),
        line("批准", report.approved_by, report.approved_at, report.approved_for),
    )


def _keep_files(report: Report, document: t.Document) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for file_format in files.FORMATS:
        kept = files.keep(files.written(document, file_format), file_format)
        name = file_name(report.number, report.row.name, file_format)
        ReportFile.objects.create(report=report, file_format=file_format, name=name, sha256=kept.sha256, size=kept.size)
        hashes[file_format] = kept.sha256
    return hashes


def _move(report: Report, act: str, *, extra: list[str] | None = None) -> None:
    """Take the report's step and the same step of its duty, where the duty has one."""
    report.state = REPORT.step_for(report.state, act).target_state
    report.save(update_fields=["state", *(extra or [])])
    duty = report.obligation
    if duty is None or report.previous_version_id is not None:
        return
    steps = [step for step in OBLIGATION.steps_from(duty.state) if step.act == act]
    if steps:
        duty.state = steps[0].target_state
        duty.save(update_fields=["state"])
