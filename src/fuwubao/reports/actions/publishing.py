"""Publish exactly the approved bytes, then keep who received, opened, acknowledged and answered (F07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports import files, rules
from fuwubao.reports.actions import signatures
from fuwubao.reports.actions.delivering import note, plan_deliveries
from fuwubao.reports.actions.duty_closing import step_close_data
from fuwubao.reports.actions.late_data import step_mark_told
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import NoRecipients, ReasonMissing, ReportNotFound
from fuwubao.reports.models import Delivery, Feedback, Report
from fuwubao.reports.parties import refuse_party_without_agreement


@transaction.atomic(durable=True)
def publish_report(*, number: str, actor: User, now: datetime) -> Report:
    """发布: hand the approved bytes to every planned recipient by each agreed way.

    The portal and the board hand over at once, letters when the receiving server took them, the rest when a person
    enters it; the first agreed hand-over fulfils the duty (K30). Refused to a party that no live agreement names.
    The version that this one corrects becomes 被替代, and its recipients are told. Source: S1.3, S1.16, S6.11.
    Raises: NotAllowed, StepRefused, NoRecipients, NotAgreedParty, FileDamaged, SignaturesOpen.
    """
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.publish", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "approved", act="发布")
    signatures.refuse_waiting(report, "issue")
    if not report.row.recipients:
        raise NoRecipients(number=number)
    refuse_party_without_agreement(report, now=now)
    for kept in report.files.all():
        files.read(kept.sha256, name=kept.name)
    report.state = REPORT.step_for(report.state, "reports.publish").target_state
    report.published_at = now
    report.save(update_fields=["state", "published_at"])
    _supersede_previous(report, actor=actor, now=now)
    plan_deliveries(report, actor=actor, now=now)
    step_close_data(report.obligation, actor=actor, now=now)
    step_mark_told(report)
    hashes = {kept.file_format: kept.sha256 for kept in report.files.all()}
    audit.record(
        "reports.publish",
        subject=report,
        actor=actor,
        at=now,
        before="approved",
        after={"sha256": hashes},
        for_whom=grounds.for_whom,
    )
    return report


def _supersede_previous(report: Report, *, actor: User, now: datetime) -> None:
    old = report.previous_version
    if old is None:
        return
    before = old.state
    old.state = REPORT.step_for(old.state, "reports.supersede").target_state
    old.save(update_fields=["state"])
    audit.record(
        "reports.supersede",
        subject=old,
        actor=actor,
        at=now,
        before=before,
        after=old.state,
        remark=report.correction_reason,
    )


@transaction.atomic(durable=True)
def open_published(*, report_id: int, actor: User, now: datetime) -> Report:
    """Note that a recipient opened a published report; returns it. Raises: ReportNotFound for anyone else's."""
    report = published_for(report_id, actor)
    own = Delivery.objects.select_for_update().filter(report=report, user=actor, opened_at=None)
    for delivery in own:
        delivery.opened_at = now
        delivery.save(update_fields=["opened_at"])
        audit.record("reports.open_published", subject=report, actor=actor, at=now, after={"channel": delivery.channel})
    return report


@transaction.atomic(durable=True)
def acknowledge_report(*, report_id: int, remark: str, actor: User, now: datetime) -> Report:
    """确认收到: the recipient confirms receipt, which is no agreement with the content (S6.12).

    When every recipient who was asked has confirmed, the report is acknowledged.
    """
    report = locked_report(published_for(report_id, actor).number)
    permissions.refuse_unless_may(actor, "reports.acknowledge", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "published", "acknowledged", act="确认收到")
    own = list(Delivery.objects.select_for_update().filter(report=report, user=actor))
    if not own:
        raise ReportNotFound(number=report.number)
    waiting = [delivery for delivery in own if delivery.acknowledged_at is None]
    for delivery in waiting:
        delivery.acknowledged_at, delivery.acknowledged_remark = now, remark
        delivery.opened_at = delivery.opened_at or now
        delivery.save(update_fields=["acknowledged_at", "acknowledged_remark", "opened_at"])
    if waiting:
        audit.record("reports.acknowledge", subject=report, actor=actor, at=now, remark=remark)
    if report.state == "published" and not unacknowledged(report):
        report.state = REPORT.step_for(report.state, "reports.acknowledge").target_state
        report.save(update_fields=["state"])
    return report


def unacknowledged(report: Report) -> tuple[str, ...]:
    """Return the recipients who have not confirmed by any way; silence that was agreed counts as its own thing."""
    asked = report.deliveries.exclude(channel="bulletin").order_by("recipient")
    confirmed = set(asked.exclude(acknowledged_at=None).values_list("recipient", flat=True))
    confirmed |= set(asked.exclude(default_acknowledged_at=None).values_list("recipient", flat=True))
    return tuple(sorted(set(asked.values_list("recipient", flat=True)) - confirmed))


@transaction.atomic(durable=True)
def withdraw_report(*, number: str, reason: str, actor: User, now: datetime) -> Report:
    """撤回: mark a published report as withdrawn, with a reason; its recipients are told, nothing more goes out.

    The bytes stay as they were; the portal shows the mark around them. Source: domain (f), design 5.
    """
    report = locked_report(number)
    grounds = permissions.refuse_unless_may(actor, "reports.withdraw", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "published", "acknowledged", "followed_up", act="撤回")
    if not reason.strip():
        raise ReasonMissing(act="撤回", where=number, why="reason")
    before = report.state
    report.state = REPORT.step_for(before, "reports.withdraw").target_state
    report.save(update_fields=["state"])
    for delivery in report.deliveries.filter(state__in=("planned", "queued")):
        note(delivery, "cancelled", now=now, words=reason)
    people = User.objects.filter(deliveries__report=report, is_active=True).distinct().order_by("pk")
    text = f"{number} {report.row.name} 已撤回：{reason}"[:300]
    Notice.objects.bulk_create(Notice(to=one, at=now, text=text, url=f"/portal/{report.pk}/") for one in people)
    audit.record(
        "reports.withdraw",
        subject=report,
        actor=actor,
        at=now,
        before=before,
        after=report.state,
        remark=reason,
        for_whom=grounds.for_whom,
    )
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A reader's scores (1–5, None when not given) and words."""

    useful: int | None = None
    clear: int | None = None
    correct: int | None = None
    text: str = ""


@transaction.atomic(durable=True)
def give_feedback(*, report_id: int, opinion: Opinion, actor: User, now: datetime) -> Feedback:
    """Keep a reader's feedback; the author is told and answers it (S6.14)."""
    report = published_for(report_id, actor)
    permissions.refuse_unless_may(actor, "reports.give_feedback", customer_code=report.row.customer_code, now=now)
    feedback = Feedback.objects.create(
        report=report,
        given_by=actor,
        given_at=now,
        useful=opinion.useful,
        clear=opinion.clear,
        correct=opinion.correct,
        text=opinion.text,
    )
    text = f"{actor.name} 对 {report.number} 提出了反馈"
    Notice.objects.create(to=report.author, at=now, text=text, url=f"/reports/{report.pk}/")
    audit.record("reports.give_feedback", subject=report, actor=actor, at=now, remark=opinion.text)
    return feedback


@transaction.atomic(durable=True)
def answer_feedback(*, feedback_id: int, answer: str, actor: User, now: datetime) -> Feedback:
    """Answer a reader's feedback (S6.14). Raises: NotAllowed, ReasonMissing without words."""
    feedback = Feedback.objects.select_for_update(of=("self",)).select_related("report__row").get(pk=feedback_id)
    code = feedback.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.write", customer_code=code, now=now)
    if not answer.strip():
        raise ReasonMissing(act="答复反馈", where=feedback.report.number, why="answer")
    feedback.answer, feedback.answered_by, feedback.answered_at = answer, actor, now
    feedback.save(update_fields=["answer", "answered_by", "answered_at"])
    text = f"您对 {feedback.report.number} 的反馈已有答复"
    Notice.objects.create(to=feedback.given_by, at=now, text=text, url=f"/portal/{feedback.report_id}/")
    audit.record("reports.answer_feedback", subject=feedback.report, actor=actor, at=now, remark=answer)
    return feedback


def published_for(report_id: int, reader: User) -> Report:
    """Return a published report that was handed to this reader's firm or to the reader. Raises: ReportNotFound.

    Customers and suppliers see only what was published to them; internal comments are never part of it.
    """
    states = ("published", "acknowledged", "followed_up", "archived", "superseded", "withdrawn")
    reachable = Q(deliveries__user=reader)
    if reader.customer_code:
        reachable |= Q(row__customer_code=reader.customer_code)
    else:
        reachable |= Q(deliveries__channel="bulletin", row__customer_code="")
    report = (
        Report.objects.filter(pk=report_id, state__in=states).filter(reachable).select_related("row").distinct().first()
    )
    if report is None:
        raise ReportNotFound(number=str(report_id))
    return report
