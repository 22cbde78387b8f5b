"""Submit, review, return, approve: the figures and words are locked at submission, the bytes at approval (M14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.lifecycles import OBLIGATION, REPORT
from fuwubao.domain.numbering import file_name
from fuwubao.domain.periods import parse_period
from fuwubao.domain.roles import Role
from fuwubao.render import tree as t
from fuwubao.reports import checks, files, pdf_signing, rules
from fuwubao.reports.actions import abnormal, review_group, signatures
from fuwubao.reports.actions.checking import check_report, step_raise
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import ChecksOpen, NotTheApprover, ReasonMissing, ReviewIncomplete
from fuwubao.reports.models import BlockComment, Report, ReportFile, Review, ReviewItem, Submission
from fuwubao.reports.queries.improving import KEPT_AS, improving_now
from fuwubao.reports.queries.material import about_whom, draft_of
from fuwubao.reports.queries.reports import manager_wrote
from fuwubao.reports.review_errors import AbnormalNeedsHead
from fuwubao.reports.signature_lines import signature_lines


def submit_report(*, number: str, actor: User, now: datetime) -> Report:
    """Send a draft to review: every ``must`` finding is mended, every warning mended or let pass with a reason.

    Locks the document tree that reviewer and approver read, and notes what makes it an abnormal report; what stopped
    a submission is kept as raised. Source: S1.6, S1.18, S1.36, M14.
    Raises: NotAllowed, StepRefused, ChecksOpen, ReturnsOpen.
    """
    try:
        return _submit(number=number, actor=actor, now=now)
    except ChecksOpen:
        check_report(number=number, actor=actor, now=now)
        raise


@transaction.atomic(durable=True)
def _submit(*, number: str, actor: User, now: datetime) -> Report:
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.submit", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", act="提交评审")
    rules.refuse_open_returns(report)
    draft = draft_of(report)
    found = checks.findings(draft)
    waived = set(report.waivers.values_list("rule", "subject"))
    must = [f for f in found if f.severity is checks.Severity.MUST]
    silent = [f for f in found if f.severity is checks.Severity.WARN and (f.rule, f.subject) not in waived]
    if must or silent:
        listed = "；".join(f.message for f in [*must, *silent][:5])
        raise ChecksOpen(number=number, count=len(must) + len(silent), findings=listed)
    step_raise(report, found, now=now)
    document, _figures = compose(draft.material, draft.edition)
    _keep_improving(report)
    report.tree = _stored(document)
    report.check_result = [finding.to_json() for finding in found]
    report.submitted_at, report.reviewed_by, report.reviewed_at = now, None, None
    report.escalated_by = report.escalated_for = report.escalated_at = None
    _move(report, "reports.submit", extra=[*SUBMITTED, "tree", "check_result", "facts", "reviewed_by", "reviewed_at"])
    abnormal.step_note_grounds(report, draft)
    _keep_submission(report, draft, actor=actor, now=now)
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


def _keep_improving(report: Report) -> None:
    """Keep how actions and nonconformities stood, so that the locked report tells the same later (M14)."""
    period = parse_period(report.period_label, report.timezone)
    report.facts = report.facts | {KEPT_AS: improving_now(report, period, about_whom(report.row, period))}


SUBMITTED = ("submitted_at", "escalated_by", "escalated_for", "escalated_at")


def _keep_submission(report: Report, draft: checks.Draft, *, actor: User, now: datetime) -> None:
    Submission.objects.create(
        report=report,
        serial=report.submissions.count() + 1,
        submitted_by=actor,
        submitted_at=now,
        snapshot=report.snapshot,
        texts=dict(draft.material.texts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A reviewer's results: each item's (holds, comment), the opinion, the conclusion, reasons by block."""

    items: Mapping[str, tuple[bool, str]]
    conclusion: str
    opinion: str = ""
    method: str = "会签"
    by_block: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic(durable=True)
def review_report(*, number: str, judgement: Judgement, actor: User, now: datetime) -> Review:
    """Record a review with a stored result for each item of the check list (F04); a return needs its opinion.

    Where a group was called, the actor signs her seat in it, and the report is reviewed when all have.
    Source: S1.25, S1.26, S6.8–S6.10. Raises: NotAllowed, StepRefused, SameHands, NotListed, NotYourSeat,
    ReviewIncomplete, SampleOpen, ReasonMissing.
    """
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.review", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="评审")
    rules.refuse_same_hands(report, actor, act="评审")
    _refuse_unlisted(report, actor, now=now)
    called = review_group.open_round(report)
    seat = review_group.seat_to_sign(called, actor) if called is not None else None
    rules.refuse_incomplete_review(judgement.items, judgement.conclusion)
    rules.refuse_unfinished_sample(report, judgement.items)
    if judgement.conclusion != "pass" and not judgement.opinion.strip():
        raise ReasonMissing(act=rules.CONCLUSIONS[judgement.conclusion], where=number, why="opinion")
    review = Review.objects.create(
        report=report,
        reviewer=actor,
        reviewed_for=grounds.for_whom,
        method=called.method if called is not None else judgement.method,
        reviewed_at=now,
        opinion=judgement.opinion,
        conclusion=judgement.conclusion,
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(review=review, item=code, holds=holds, comment=comment)
        for code, (holds, comment) in judgement.items.items()
    )
    concluded = seat is None or review_group.step_sign_seat(report, seat, review, now=now)
    if judgement.conclusion != "pass":
        report.tree = ""
        _move(report, "reports.return_to_author", extra=["tree"])
        _keep_block_reasons(report, judgement.by_block, actor=actor, now=now)
    elif concluded:
        report.reviewed_by, report.reviewed_at = actor, now
        report.save(update_fields=["reviewed_by", "reviewed_at"])
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


def _refuse_unlisted(report: Report, actor: User, *, now: datetime) -> None:
    code = report.row.customer_code
    grounds = permissions.every_grounds(actor, "reports.review", customer_code=code, now=now)
    rules.refuse_unlisted(actor, {one.role for one in grounds}, on=rules.local_day(now))


def _keep_block_reasons(report: Report, by_block: Mapping[str, str], *, actor: User, now: datetime) -> None:
    """Put the reasons of a return at their blocks; each waits for its 修改确认. The author is told."""
    BlockComment.objects.bulk_create(
        BlockComment(report=report, block=block, kind="return", text=reason[:1000], written_by=actor, written_at=now)
        for block, reason in by_block.items()
        if reason.strip()
    )
    text = _("%(number)s 已退回") % {"number": report.number}
    Notice.objects.create(to=report.author, at=now, text=text, url=f"/reports/{report.pk}/")


@transaction.atomic(durable=True)
def return_report(
    *, number: str, reason: str, actor: User, now: datetime, by_block: Mapping[str, str] | None = None
) -> Report:
    """退回: send a report back to its author with a reason, and with reasons at its blocks where they are given.

    Also after approval, before it is published. An open review group is closed by it.
    """
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
    called = review_group.open_round(report)
    if called is not None:
        review_group.step_close_round(called, "return", now=now)
    _keep_block_reasons(report, by_block or {}, actor=actor, now=now)
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
    """Send an abnormal report on to the system head, whose approval it needs as well; that is the manager's (S1.6)."""
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.escalate", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="转体系负责人")
    rules.refuse_same_hands(report, actor, act="转体系负责人")
    _refuse_unreviewed(report)
    if not reason.strip():
        raise ReasonMissing(act="转体系负责人", where=number, why="reason")
    report.abnormal_because = reason[:300]
    report.escalated_by, report.escalated_for, report.escalated_at = actor, grounds.for_whom, now
    _move(report, "reports.escalate", extra=["abnormal_because", *SUBMITTED])
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
    escalated, or when the manager is its author. An abnormal one needs both. Source: S1.5, S1.6, S1.8.
    Raises: NotAllowed, StepRefused, SameHands, NotTheApprover, ReviewIncomplete, AbnormalNeedsHead, SignaturesOpen,
    SignerMissing.
    """
    report = locked_report(number)
    act = "reports.approve_abnormal" if report.state == "escalated" else "reports.approve"
    grounds = permissions.refuse_unless_may(actor, act, customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", "escalated", act="批准")
    rules.refuse_same_hands(report, actor, act="批准")
    if grounds.role is Role.SYSTEM_HEAD and report.state == "in_review" and not manager_wrote(report, now):
        grounds = _as_delegate(report, actor, now)
    _refuse_unreviewed(report)
    if report.state == "in_review" and grounds.role is not Role.SYSTEM_HEAD:
        _refuse_abnormal(report)
    signatures.refuse_waiting(report, "countersign")
    before = report.state
    report.approved_by, report.approved_for, report.approved_at = actor, grounds.for_whom, now
    document = files.signed(stored_document(report), signature_lines(report))
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


def _refuse_abnormal(report: Report) -> None:
    grounds = list(report.abnormal_grounds.order_by("pk").values_list("words", flat=True))
    if grounds:
        raise AbnormalNeedsHead(number=report.number, grounds="、".join(grounds[:5]))


def _keep_files(report: Report, document: t.Document) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for file_format in files.FORMATS:
        content = files.written(document, file_format, word_sha256=report.template.word_sha256)
        if file_format == "pdf":
            content = pdf_signing.signed(content, reason=f"{report.number} 批准")
        kept = files.keep(content, file_format)
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
