"""What happens to queued letters: claimed before they are sent, answered by the server, found again after a crash.

Each step is a transaction of its own, so that at any moment the table tells what a dead worker had begun.
Source: S6.11; docs/decisions/0061.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid

from django.db import transaction
from django.db.models import Min

from fuwubao.accounts import audit
from fuwubao.accounts.mail import Answer, Outcome
from fuwubao.accounts.models import Job, Notice, User
from fuwubao.reports.actions.delivering import hand_over, note, queue_letters
from fuwubao.reports.channels import RETRY_AFTER
from fuwubao.reports.models import Delivery, Report

FOR_GOOD = {Outcome.REFUSED: "bounced", Outcome.LATER: "failed"}


@transaction.atomic(durable=True)
def claim_letters(*, report_id: int, job_id: int, most: int, domain: str, now: datetime) -> list[Delivery]:
    """Take the next letters that are due, before anything of them is sent; letters of one batch share an id.

    A letter that is tried again keeps its Message-ID, so that a receiver can tell that it is the same one.
    """
    due = Delivery.objects.select_for_update(of=("self",)).filter(
        report_id=report_id, channel="mail", state="queued", next_try_at__lte=now
    )
    batch = list(due.select_related("report__row", "report__obligation", "user").order_by("pk")[:most])
    fresh = make_msgid(idstring=secrets.token_hex(6), domain=domain)
    shared = next((one.message_id for one in batch if one.message_id), fresh) if len(batch) == 1 else fresh
    for delivery in batch:
        delivery.message_id = shared
        delivery.attempts += 1
        delivery.claimed_by_id, delivery.claimed_at, delivery.data_at = job_id, now, None
        note(delivery, "sending", now=now)
    return batch


@transaction.atomic(durable=True)
def note_content_going(*, deliveries: Sequence[int], now: datetime) -> None:
    """Note that the letter's content goes out now: from here on a broken line leaves the outcome unknown."""
    Delivery.objects.filter(pk__in=deliveries, state="sending").update(data_at=now)


@transaction.atomic(durable=True)
def keep_answers(*, answers: Mapping[int, Answer], owner: User, now: datetime) -> None:
    """Keep what the server said of each letter of a batch: accepted is the hand-over, the rest is told or tried again.

    ``answers`` by the delivery's number.
    """
    found = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=answers, state="sending")
    for delivery in found.select_related("report__row", "report__obligation").order_by("pk"):
        answer = answers[delivery.pk]
        if answer.outcome is Outcome.ACCEPTED:
            hand_over(delivery, at=now, now=now, words=answer.words)
            told = {"recipient": delivery.recipient, "address": delivery.address, "message": delivery.message_id}
            audit.record("reports.mail_accepted", subject=delivery.report, actor=owner, at=now, after=told)
        elif answer.outcome is Outcome.LATER and delivery.attempts <= len(RETRY_AFTER):
            postpone(delivery, words=answer.words, now=now)
        else:
            give_up(delivery, state=FOR_GOOD[answer.outcome], words=answer.words, owner=owner, now=now)


@transaction.atomic(durable=True)
def put_off_due(*, report_id: int, words: str, owner: User, now: datetime) -> int:
    """The server could not be reached: put off every letter that is due, each by its own number of attempts."""
    due = Delivery.objects.select_for_update(of=("self",)).filter(
        report_id=report_id, channel="mail", state="queued", next_try_at__lte=now
    )
    count = 0
    for delivery in due.select_related("report__row").order_by("pk"):
        delivery.attempts += 1
        count += 1
        if delivery.attempts <= len(RETRY_AFTER):
            postpone(delivery, words=words, now=now)
        else:
            give_up(delivery, state="failed", words=words, owner=owner, now=now)
    return count


@transaction.atomic(durable=True)
def fail_queued(*, report_id: int, words: str, owner: User, now: datetime) -> int:
    """Nothing can be sent, and waiting will not help (no server set, file damaged): fail all, tell the owner."""
    queued = Delivery.objects.select_for_update(of=("self",)).filter(report_id=report_id, channel="mail")
    count = 0
    for delivery in queued.filter(state="queued").select_related("report__row").order_by("pk"):
        give_up(delivery, state="failed", words=words, owner=owner, now=now)
        count += 1
    return count


@transaction.atomic(durable=True)
def lose_outcome(*, deliveries: Sequence[int], words: str, owner: User, now: datetime) -> None:
    """The line broke in a batch: before its content went out it is tried again, after that nobody knows."""
    found = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=deliveries, state="sending")
    for delivery in found.select_related("report__row").order_by("pk"):
        _broken_off(delivery, words=words, owner=owner, now=now)


@transaction.atomic(durable=True)
def find_orphans(*, report_id: int, job_id: int, owner: User, now: datetime) -> int:
    """Take up the letters that a worker left when it died; return how many.

    A worker's claim is dead when its job is the one that now runs again, has ended, or its lease is over.
    """
    found = Delivery.objects.select_for_update(of=("self",)).filter(report_id=report_id, state="sending")
    count = 0
    for delivery in found.select_related("report__row", "claimed_by").order_by("pk"):
        if _is_claimed(delivery.claimed_by, job_id, now):
            continue
        count += 1
        _broken_off(delivery, words="发送程序中断", owner=owner, now=now)
    return count


def _is_claimed(job: Job | None, own: int, now: datetime) -> bool:
    """Whether another job that is alive holds the claim."""
    if job is None or job.pk == own or job.state != "running":
        return False
    return job.leased_until is not None and job.leased_until >= now


def _broken_off(delivery: Delivery, *, words: str, owner: User, now: datetime) -> None:
    if delivery.data_at is None:
        postpone(delivery, words=words, now=now, at_once=delivery.attempts <= 1)
        return
    note(delivery, "uncertain", now=now, words=words)
    _tell(delivery, owner=owner, now=now)
    after = {"recipient": delivery.recipient, "message": delivery.message_id}
    audit.record("reports.mail_outcome_lost", subject=delivery.report, actor=owner, at=now, after=after, remark=words)


def postpone(delivery: Delivery, *, words: str, now: datetime, at_once: bool = False) -> None:
    """Try a letter again after the time that its number of attempts asks for."""
    step = min(delivery.attempts, len(RETRY_AFTER)) - 1
    delivery.next_try_at = now if at_once else now + RETRY_AFTER[max(step, 0)]
    delivery.claimed_by = delivery.claimed_at = delivery.data_at = None
    note(delivery, "queued", now=now, words=words)


def give_up(delivery: Delivery, *, state: str, words: str, owner: User, now: datetime) -> None:
    """End a letter as bounced or failed and tell those who must act."""
    delivery.next_try_at = None
    note(delivery, state, now=now, words=words)
    _tell(delivery, owner=owner, now=now)
    after = {"recipient": delivery.recipient, "state": state}
    act = "reports.mail_refused" if state == "bounced" else "reports.mail_failed"
    audit.record(act, subject=delivery.report, actor=owner, at=now, after=after, remark=words)


def _tell(delivery: Delivery, *, owner: User, now: datetime) -> None:
    """Tell the publisher and the author; while a notice of the report is unread it grows instead of multiplying."""
    report = delivery.report
    url = f"/reports/{report.pk}/distribution/"
    open_ones = report.deliveries.filter(state__in=("bounced", "failed", "uncertain"))
    names = list(dict.fromkeys(open_ones.order_by("pk").values_list("recipient", flat=True)))
    text = f"{report.number} 有 {len(names)} 位接收人未确认送达：{'、'.join(names[:3])}；{delivery.failure}"[:300]
    for person in {owner.pk: owner, report.author_id: report.author}.values():
        unread = Notice.objects.filter(to=person, url=url, read_at=None).order_by("-pk").first()
        if unread is None:
            Notice.objects.create(to=person, at=now, text=text, url=url)
        else:
            unread.at, unread.text = now, text
            unread.save(update_fields=["at", "text"])


@transaction.atomic(durable=True)
def ask_again(*, report_id: int, owner: User, now: datetime) -> datetime | None:
    """Queue the next round for letters that wait for a later attempt; return when it begins, None without any."""
    report = Report.objects.get(pk=report_id)
    waiting = report.deliveries.filter(channel="mail", state="queued")
    at = waiting.aggregate(at=Min("next_try_at"))["at"]
    if at is not None:
        queue_letters(report, actor=owner, now=now, not_before=at)
    return at if at is None else max(at, now)
