"""Publish exactly the approved bytes, then keep who received, opened, acknowledged and answered (F07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.agreements import queries as agreements
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports import files, rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import NoRecipients, NotAgreedParty, ReportNotFound
from fuwubao.reports.models import Delivery, Feedback, Report


@transaction.atomic(durable=True)
def publish_report(*, number: str, actor: User, now: datetime) -> Report:
    """发布: hand the approved bytes to every planned recipient; the first publication fulfils the duty (K30).

    Refused to a party that no live agreement names. The version that this one corrects becomes 被替代, and its
    recipients are told. Source: S1.3, S1.16, S6.11. Raises: NotAllowed, StepRefused, NoRecipients, NotAgreedParty,
    FileDamaged.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.publish", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "approved", act="发布")
    if not report.row.recipients:
        raise NoRecipients(number=number)
    _refuse_party_without_agreement(report, now)
    for kept in report.files.all():
        files.read(kept.sha256, name=kept.name)
    report.state = REPORT.step_for(report.state, "reports.publish").target_state
    report.published_at = now
    report.save(update_fields=["state", "published_at"])
    _fulfil(report, now)
    _supersede_previous(report, actor=actor, now=now)
    _deliver(report, now)
    hashes = {kept.file_format: kept.sha256 for kept in report.files.all()}
    audit.record("reports.publish", subject=report, actor=actor, at=now, before="approved", after={"sha256": hashes})
    return report


def _refuse_party_without_agreement(report: Report, now: datetime) -> None:
    """A customer's report goes only to a party that an agreement of the period or of today names (S1.16)."""
    code = report.row.customer_code
    if not code:
        return
    zone = ZoneInfo(report.timezone)
    today = now.astimezone(zone).date()
    ended = (report.period_ends_before - timedelta(seconds=1)).astimezone(zone).date()
    live = any(
        terms.valid_from <= day <= terms.valid_to for terms in agreements.terms_for(code) for day in (today, ended)
    )
    if not live:
        raise NotAgreedParty(party=report.row.customer_name or code, number=report.number)


def _fulfil(report: Report, now: datetime) -> None:
    duty = report.obligation
    if duty is not None and duty.fulfilled_at is None:
        duty.state, duty.fulfilled_at = "fulfilled", now
        duty.save(update_fields=["state", "fulfilled_at"])


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


def _deliver(report: Report, now: datetime) -> None:
    """Plan one delivery a recipient by the agreed way; the portal hands over at once to those who can log in."""
    row = report.row
    readers = User.objects.filter(is_active=True).order_by("login")
    readers = readers.filter(customer_code=row.customer_code) if row.customer_code else readers.filter(customer_code="")
    by_name = {user.name: user for user in readers}
    for name in row.recipients:
        user = by_name.get(name)
        channel = "portal" if user is not None and "portal" in row.delivery else (row.delivery or ["portal"])[0]
        sent = now if user is not None and channel == "portal" else None
        Delivery.objects.create(report=report, recipient=name, user=user, channel=channel, planned_at=now, sent_at=sent)
        if user is not None:
            corrected = "（更正版本，替代前一版）" if report.previous_version_id else ""
            text = f"{report.number} {row.name} 已发布{corrected}"
            Notice.objects.create(to=user, at=now, text=text, url=f"/portal/{report.pk}/")


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
    delivery = Delivery.objects.select_for_update().filter(report=report, user=actor).first()
    if delivery is None:
        raise ReportNotFound(number=report.number)
    if delivery.acknowledged_at is None:
        delivery.acknowledged_at, delivery.acknowledged_remark = now, remark
        delivery.opened_at = delivery.opened_at or now
        delivery.save(update_fields=["acknowledged_at", "acknowledged_remark", "opened_at"])
        audit.record("reports.acknowledge", subject=report, actor=actor, at=now, remark=remark)
    waiting = report.deliveries.filter(acknowledged_at=None).exists()
    if not waiting and report.state == "published":
        report.state = REPORT.step_for(report.state, "reports.acknowledge").target_state
        report.save(update_fields=["state"])
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
    """Answer a reader's feedback (S6.14)."""
    feedback = Feedback.objects.select_for_update(of=("self",)).select_related("report__row").get(pk=feedback_id)
    code = feedback.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.write", customer_code=code, now=now)
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
    report = (
        Report.objects.filter(pk=report_id, state__in=states).filter(reachable).select_related("row").distinct().first()
    )
    if report is None:
        raise ReportNotFound(number=str(report_id))
    return report
