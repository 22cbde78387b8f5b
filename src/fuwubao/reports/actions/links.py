"""客户链接: one report without a log-in, by a signed link that expires, can be revoked, and keeps each opening."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.operator import LOGIN
from fuwubao.reports import rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.distribution_errors import LinkClosed, LinkTooLong, NotInDistribution
from fuwubao.reports.models import CustomerLink, LinkOpening, Report
from fuwubao.reports.parties import refuse_party_without_agreement

MOST_DAYS = 90
SALT = "fuwubao.reports.customer_link"
READABLE = ("published", "acknowledged", "followed_up", "archived", "superseded", "withdrawn")


@transaction.atomic(durable=True)
def make_link(*, number: str, recipient: str, days: int, actor: User, now: datetime) -> CustomerLink:
    """Make a link for one recipient of a published report, valid for so many days (1–90).

    Source: S1.16, S6.11. Raises: NotAllowed, StepRefused, LinkTooLong, NotInDistribution, NotAgreedParty.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.make_link", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, *READABLE[:4], act="建立客户链接")
    if not 1 <= days <= MOST_DAYS:
        raise LinkTooLong(days=days, most=MOST_DAYS, where="days", why=str(days))
    if recipient not in report.row.recipients:
        raise NotInDistribution(recipient=recipient, number=number)
    refuse_party_without_agreement(report, now=now)
    link = CustomerLink.objects.create(
        report=report, recipient=recipient, made_by=actor, made_at=now, expires_at=now + timedelta(days=days)
    )
    after = {"link": link.pk, "recipient": recipient, "expires_at": link.expires_at.isoformat()}
    audit.record("reports.make_link", subject=report, actor=actor, at=now, after=after)
    return link


@transaction.atomic(durable=True)
def revoke_link(*, link_id: int, actor: User, now: datetime) -> CustomerLink:
    """Close a link before its time. Raises: NotAllowed, LinkClosed when there is none or it was revoked."""
    found = CustomerLink.objects.select_for_update(of=("self",)).select_related("report__row")
    link = found.filter(pk=link_id, revoked_at=None).first()
    if link is None:
        raise LinkClosed()
    report = link.report
    permissions.refuse_unless_may(actor, "reports.make_link", customer_code=report.row.customer_code, now=now)
    link.revoked_by, link.revoked_at = actor, now
    link.save(update_fields=["revoked_by", "revoked_at"])
    audit.record("reports.revoke_link", subject=report, actor=actor, at=now, after={"link": link.pk})
    return link


def token_of(link: CustomerLink) -> str:
    """Return what stands in the address: the link's number, signed with the workspace's key."""
    return signing.Signer(salt=SALT, sep=".").sign(str(link.pk))


@transaction.atomic(durable=True)
def open_link(*, token: str, what: str, address: str, now: datetime) -> Report:
    """Return the report that a link opens and keep the opening. Raises: LinkClosed for any reason."""
    try:
        number = int(signing.Signer(salt=SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError) as forged:
        raise LinkClosed() from forged
    found = CustomerLink.objects.select_related("report__row", "report__author").filter(pk=number, revoked_at=None)
    link = found.filter(expires_at__gt=now, report__state__in=READABLE).first()
    if link is None:
        raise LinkClosed()
    first = not link.openings.exists()
    LinkOpening.objects.create(link=link, at=now, address=address[:64], what=what)
    reader = User.objects.filter(login=LOGIN).first() or link.made_by
    if what == "page" or first:
        after = {"link": link.pk, "recipient": link.recipient, "address": address[:64]}
        audit.record("reports.open_link", subject=link.report, actor=reader, at=now, after=after)
    link.report.deliveries.filter(recipient=link.recipient, opened_at=None).update(opened_at=now)
    return link.report
