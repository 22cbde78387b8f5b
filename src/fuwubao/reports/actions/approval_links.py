"""批准链接: a letter leads one person to a report; the password opens it once; 批准 is given on the page (S1.5).

The letter approves nothing: whoever opens the link must log in anew as the very person it was sent to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from fuwubao.accounts import audit, jobs, permissions
from fuwubao.accounts.actions import try_login
from fuwubao.accounts.models import User
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.models import ApprovalLink
from fuwubao.reports.queries.abilities import may_approve
from fuwubao.reports.review_errors import ApprovalLinkClosed, CannotApprove, NoMailAddress

VALID = timedelta(hours=72)
SALT = "fuwubao.reports.approval_link"
TASK = "fuwubao.reports.tasks.send_approval_letter"


@transaction.atomic(durable=True)
def mail_approval(*, number: str, person: User, actor: User, now: datetime) -> ApprovalLink:
    """Send a one-time link to a person who could approve the report now; an earlier one of hers is closed.

    Raises: NotAllowed, CannotApprove, NoMailAddress, MailUnset by the worker.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.mail_approval", customer_code=report.row.customer_code, now=now)
    if not may_approve(report, person, now=now):
        raise CannotApprove(person=person.name, number=number)
    if not person.email:
        raise NoMailAddress(person=person.name)
    report.approval_links.filter(person=person, used_at=None, expires_at__gt=now).update(expires_at=now)
    link = ApprovalLink.objects.create(report=report, person=person, made_by=actor, made_at=now, expires_at=now + VALID)
    jobs.enqueue(task=TASK, title=f"批准链接 {number}", arguments={"link": link.pk}, owner=actor, now=now)
    after = {"link": link.pk, "person": person.login, "expires_at": link.expires_at.isoformat()}
    audit.record("reports.mail_approval", subject=report, actor=actor, at=now, after=after)
    return link


def token_of(link: ApprovalLink) -> str:
    """Return what stands in the address: the link's number, signed with the workspace's key."""
    return signing.Signer(salt=SALT, sep=".").sign(str(link.pk))


def open_approval_link(*, token: str, now: datetime) -> ApprovalLink:
    """Return a link that still waits; looking at it uses nothing up. Raises: ApprovalLinkClosed for any reason."""
    try:
        number = int(signing.Signer(salt=SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError) as forged:
        raise ApprovalLinkClosed() from forged
    found = ApprovalLink.objects.select_related("report__row", "person").filter(pk=number, used_at=None)
    link = found.filter(expires_at__gt=now, person__is_active=True).first()
    if link is None:
        raise ApprovalLinkClosed()
    return link


def enter_by_link(*, token: str, password: str, address: str, now: datetime) -> tuple[ApprovalLink, User | None]:
    """Log the link's own person in by her password and use the link up; None for a wrong password.

    Wrong passwords count like those of the log-in page. Raises: ApprovalLinkClosed, TooManyTries.
    """
    link = open_approval_link(token=token, now=now)
    person = try_login(login=link.person.login, password=password, address=address, now=now)
    if person is None:
        return link, None
    return _use(link.pk, person, now=now), person


@transaction.atomic(durable=True)
def _use(link_id: int, person: User, *, now: datetime) -> ApprovalLink:
    link = ApprovalLink.objects.select_for_update(of=("self",)).filter(pk=link_id, used_at=None).first()
    if link is None:
        raise ApprovalLinkClosed()
    link.used_at = now
    link.save(update_fields=["used_at"])
    audit.record("reports.open_approval_link", subject=link.report, actor=person, at=now, after={"link": link.pk})
    return link


@transaction.atomic(durable=True)
def note_letter(*, link_id: int, words: str) -> None:
    """Keep what the mail server said of the letter. No audit entry: nothing of record changes."""
    ApprovalLink.objects.filter(pk=link_id).update(mail_answer=words[:300])
