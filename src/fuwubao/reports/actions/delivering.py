"""Plan the deliveries of a published report and keep each hand-over; the first agreed one fulfils the duty (K30)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, jobs, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.distribution import DELIVERY
from fuwubao.reports import proofs
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.channels import BULLETIN_READERS, CHANNELS, OFFLINE, ways_agreed
from fuwubao.reports.distribution_errors import (
    ChannelUnknown,
    DeliveryUnknown,
    HandOverImpossible,
    NotInDistribution,
    ProofMissing,
)
from fuwubao.reports.errors import ReasonMissing, StepRefused
from fuwubao.reports.models import Delivery, DeliveryEvent, RecipientAddress, Report
from fuwubao.reports.parties import refuse_party_without_agreement

SEND_MAIL = "fuwubao.reports.tasks.send_mail"
HANDED_OUT = ("published", "acknowledged", "followed_up", "archived")


def plan_deliveries(report: Report, *, actor: User, now: datetime) -> None:
    """Make one delivery for each recipient and agreed way; hand over at once what the portal or the board can.

    Letters are queued for the worker. To be called inside the transaction of the publication.
    """
    ways = ways_agreed(report.row.delivery)
    people = _readers(report)
    for name in report.row.recipients:
        user = people.get(name)
        for way in ways:
            if way == "bulletin" or (way == "portal" and user is None and len(ways) > 1):
                continue
            delivery = Delivery(report=report, recipient=name, user=user, channel=way, planned_at=now)
            _begin(delivery, now=now)
        if user is not None:
            corrected = "（更正版本，替代前一版）" if report.previous_version_id else ""
            text = f"{report.number} {report.row.name} 已发布{corrected}"
            Notice.objects.create(to=user, at=now, text=text, url=f"/portal/{report.pk}/")
    if "bulletin" in ways:
        board = Delivery(report=report, recipient=BULLETIN_READERS, channel="bulletin", planned_at=now)
        _begin(board, now=now)
    queue_letters(report, actor=actor, now=now)


def _readers(report: Report) -> dict[str, User]:
    """The people of the recipient's own firm who can log in, by name."""
    users = User.objects.filter(is_active=True, customer_code=report.row.customer_code).order_by("login")
    return {user.name: user for user in users}


def address_of(delivery: Delivery) -> str:
    """Return where a recipient gets mail: the account's address, else the one that was entered; else empty."""
    if delivery.user is not None and delivery.user.email:
        return delivery.user.email
    code = delivery.report.row.customer_code
    kept = RecipientAddress.objects.filter(customer_code=code, name=delivery.recipient).first()
    return kept.email if kept else ""


def _begin(delivery: Delivery, *, now: datetime) -> None:
    """Save a new delivery in the state that its way gives it."""
    delivery.save(force_insert=True)
    if delivery.channel == "bulletin" or (delivery.channel == "portal" and delivery.user_id is not None):
        hand_over(delivery, at=now, now=now)
        return
    note(delivery, "planned", now=now)
    if delivery.channel == "mail":
        delivery.address = address_of(delivery)
        if delivery.address:
            requeue(delivery, now=now)


def note(delivery: Delivery, state: str, *, now: datetime, words: str = "") -> None:
    """Set a delivery's state and add a line to its log; ``words`` of a failure stay readable in the list."""
    delivery.state = state
    delivery.failure = words[:300] if state in ("bounced", "failed", "uncertain", "queued") else ""
    delivery.save()
    DeliveryEvent.objects.create(delivery=delivery, at=now, state=state, words=words[:300])


def requeue(delivery: Delivery, *, now: datetime) -> None:
    """Put a letter into the queue, as if never tried; it keeps its Message-ID so that receivers know it again."""
    delivery.attempts, delivery.next_try_at = 0, now
    delivery.claimed_by = delivery.claimed_at = delivery.data_at = None
    note(delivery, "queued", now=now)


def queue_letters(report: Report, *, actor: User, now: datetime, not_before: datetime | None = None) -> None:
    """Ask the worker to send what is queued for a report; each report is work of its own and blocks no other."""
    if not report.deliveries.filter(channel="mail", state="queued").exists():
        return
    title = f"发送 {report.number}"[:120]
    arguments = {"report": report.pk, "round": secrets.token_hex(4)}
    jobs.enqueue(task=SEND_MAIL, title=title, arguments=arguments, owner=actor, now=now, not_before=not_before)


def hand_over(delivery: Delivery, *, at: datetime, now: datetime, words: str = "") -> None:
    """Note that the report was handed over at an instant; by an agreed way it fulfils the duty (K30, S1.29).

    An earlier hand-over that is entered later moves the fulfilment to its own instant.
    """
    report = delivery.report
    delivery.agreed = delivery.channel in ways_agreed(report.row.delivery)
    delivery.sent_at, delivery.next_try_at = at, None
    note(delivery, "sent", now=now, words=words)
    duty = report.obligation
    if not delivery.agreed or duty is None or (duty.fulfilled_at is not None and duty.fulfilled_at <= at):
        return
    duty.state, duty.fulfilled_at = "fulfilled", at
    duty.save(update_fields=["state", "fulfilled_at"])


def locked_delivery(delivery_id: int, *, number: str) -> Delivery:
    """Return a delivery of a report, locked. Raises: DeliveryUnknown."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("report__row", "report__obligation", "user")
    delivery = found.filter(pk=delivery_id, report__number=number).first()
    if delivery is None:
        raise DeliveryUnknown(number=number, delivery=delivery_id)
    return delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What a person tells of a hand-over outside the system; ``proof`` are the bytes of the file named."""

    recipient: str
    channel: str
    handed_at: datetime | None
    handed_by: str
    proof_name: str
    proof: bytes
    remark: str = ""


@transaction.atomic(durable=True)
def register_hand_over(*, number: str, told: HandOver, actor: User, now: datetime) -> Delivery:
    """登记线下送达: enter a hand-over with its time, person and proof; one of an earlier day is marked 补录.

    Source: S6.11, S1.16. Raises: NotAllowed, StepRefused, ChannelUnknown, ProofMissing, FileUnfit,
    HandOverImpossible, NotInDistribution, NotAgreedParty.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.hand_over", customer_code=report.row.customer_code, now=now)
    if report.state not in HANDED_OUT:
        raise StepRefused(what=number, state=report.state, act="登记送达")
    at = _checked(report, told, now)
    refuse_party_without_agreement(report, now=at)
    kept = proofs.keep(told.proof, told.proof_name)
    delivery, _added = Delivery.objects.get_or_create(
        report=report,
        recipient=told.recipient,
        channel=told.channel,
        defaults={"planned_at": now, "user": _readers(report).get(told.recipient)},
    )
    before = delivery.state
    if before == "sent":
        raise StepRefused(what=f"{number} → {told.recipient}", state=DELIVERY.states["sent"].zh, act="再次登记送达")
    zone = ZoneInfo(time_zone())
    delivery.handed_by, delivery.remark = told.handed_by.strip(), told.remark.strip()
    delivery.proof_sha256, delivery.proof_name = kept.sha256, kept.name
    delivery.entered_by, delivery.entered_at = actor, now
    delivery.entered_late = at.astimezone(zone).date() < now.astimezone(zone).date()
    hand_over(delivery, at=at, now=now, words=told.remark)
    after = {
        "recipient": told.recipient,
        "channel": told.channel,
        "handed_at": at.isoformat(),
        "handed_by": delivery.handed_by,
        "proof": kept.sha256,
        "entered_late": delivery.entered_late,
    }
    audit.record("reports.hand_over", subject=report, actor=actor, at=now, before=before, after=after)
    return delivery


def _checked(report: Report, told: HandOver, now: datetime) -> datetime:
    """Return the instant of a hand-over whose way, proof, time and recipient can be."""
    if told.channel not in OFFLINE:
        known = "、".join(f"{code}（{CHANNELS[code]}）" for code in OFFLINE)
        raise ChannelUnknown(channel=told.channel, known=known, where="channel", why=told.channel)
    wanted = {"送达时间": told.handed_at, "送达人": told.handed_by.strip(), "凭据文件": told.proof}
    missing = "、".join(name for name, given in wanted.items() if not given)
    at = told.handed_at
    if missing or at is None:
        raise ProofMissing(missing=missing, where=report.number, why=missing)
    if told.recipient not in report.row.recipients:
        raise NotInDistribution(recipient=told.recipient, number=report.number)
    shown = f"{at.astimezone(ZoneInfo(time_zone())):%Y-%m-%d %H:%M}"
    if at > now:
        raise HandOverImpossible(at=shown, why="晚于现在", where="handed_at")
    if report.approved_at is None or at < report.approved_at:
        raise HandOverImpossible(at=shown, why="早于批准", where="handed_at")
    return at


@transaction.atomic(durable=True)
def resend(*, number: str, delivery_id: int, actor: User, now: datetime) -> Delivery:
    """Send a letter again that bounced, failed, or whose outcome is unknown. Raises: NotAllowed, StepUnknown."""
    delivery = locked_delivery(delivery_id, number=number)
    report = delivery.report
    permissions.refuse_unless_may(actor, "reports.publish", customer_code=report.row.customer_code, now=now)
    before = delivery.state
    DELIVERY.step_for(before, "reports.resend")
    refuse_party_without_agreement(report, now=now)
    delivery.address = address_of(delivery) or delivery.address
    requeue(delivery, now=now)
    audit.record("reports.resend", subject=report, actor=actor, at=now, before=before, after=delivery.recipient)
    queue_letters(report, actor=actor, now=now)
    return delivery


@transaction.atomic(durable=True)
def settle_delivery(*, number: str, delivery_id: int, reason: str, actor: User, now: datetime) -> Delivery:
    """Say that a letter of unknown outcome did arrive, and how one knows; it counts from the moment it went out."""
    delivery = locked_delivery(delivery_id, number=number)
    code = delivery.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.publish", customer_code=code, now=now)
    before = delivery.state
    DELIVERY.step_for(before, "reports.settle_delivery")
    if not reason.strip():
        raise ReasonMissing(act="确认已送达", where=number, why="reason")
    delivery.entered_by, delivery.entered_at, delivery.remark = actor, now, reason.strip()[:300]
    hand_over(delivery, at=delivery.data_at or now, now=now, words=reason)
    after = {"recipient": delivery.recipient, "state": "sent"}
    audit.record(
        "reports.settle_delivery",
        subject=delivery.report,
        actor=actor,
        at=now,
        before=before,
        after=after,
        remark=reason,
    )
    return delivery


@transaction.atomic(durable=True)
def note_bounce(*, number: str, delivery_id: int, reason: str, actor: User, now: datetime) -> Delivery:
    """退信: note that a letter that the server had accepted came back; the hand-over of that instant stays told.

    The acceptance by the receiving server is what K30 counts, so the duty is not opened again.
    """
    delivery = locked_delivery(delivery_id, number=number)
    code = delivery.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.publish", customer_code=code, now=now)
    DELIVERY.step_for(delivery.state, "reports.note_bounce")
    if delivery.channel != "mail":
        raise StepRefused(what=f"{number} → {delivery.recipient}", state=CHANNELS[delivery.channel], act="登记退信")
    if not reason.strip():
        raise ReasonMissing(act="登记退信", where=number, why="reason")
    note(delivery, "bounced", now=now, words=reason)
    audit.record(
        "reports.note_bounce", subject=delivery.report, actor=actor, at=now, after=delivery.recipient, remark=reason
    )
    return delivery


@transaction.atomic(durable=True)
def set_address(*, number: str, recipient: str, email: str, actor: User, now: datetime) -> RecipientAddress:
    """Keep where a recipient without an account gets mail; letters that waited for it are queued."""
    report = locked_report(number)
    code = report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.publish", customer_code=code, now=now)
    if recipient not in report.row.recipients:
        raise NotInDistribution(recipient=recipient, number=number)
    kept, _added = RecipientAddress.objects.update_or_create(
        customer_code=code, name=recipient, defaults={"email": email, "entered_by": actor, "entered_at": now}
    )
    audit.record("reports.set_address", subject=report, actor=actor, at=now, after={"to": recipient, "email": email})
    waiting = report.deliveries.filter(recipient=recipient, channel="mail", state="planned")
    for delivery in waiting.select_related("report__row", "user"):
        delivery.address = email
        requeue(delivery, now=now)
    queue_letters(report, actor=actor, now=now)
    return kept
