"""What moves figures and is therefore done by two: one asks, another approves (design section 6).

The workspace operator, who works by command without a name, may do it alone; the audit chain tells so.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.agreements import queries
from fuwubao.domain.errors import NotAllowed
from fuwubao.domain.terms import AgreementTerms


class RevisionNeedsApproval(NotAllowed):
    """A person's revision that begins today or earlier re-judges tickets: another person approves it."""

    code = "agreements.revision_needs_approval"
    zh = "{agreement} 的修订自 {day} 起生效，会改变已有的数字：须提出变更申请，由他人批准"
    en = "The revision of {agreement} begins on {day} and moves figures: ask for it, and another person approves"
    hint_zh = "在协议页提交即成为申请；或让修订自明天起生效"
    hint_en = "Submit it on the agreement's page, which makes a request; or let it begin tomorrow"
    source = "design 6"


class CalendarNeedsApproval(NotAllowed):
    """A person lets an agreement count on another calendar: another person approves it."""

    code = "agreements.calendar_needs_approval"
    zh = "{agreement} 采用日历 {version} 会改变已有的数字：须提出变更申请，由他人批准"
    en = "Calendar {version} moves figures of {agreement}: ask for it, and another person approves"
    hint_zh = "在协议页点“申请采用新版日历”"
    hint_en = "Choose “Ask for a newer calendar” on the agreement's page"
    source = "design 6; M13"


def refuse_revision_alone(terms: AgreementTerms, *, text: str, file: str, actor: User, now: datetime) -> None:
    """Refuse a revision that begins today or earlier to who needs a second person.

    Raises: RevisionNeedsApproval; what loading it would refuse in any case.
    """
    if permissions.may(actor, "agreements.load_back_dated", customer_code=terms.customer_code, now=now):
        return
    today = now.astimezone(ZoneInfo(terms.timezone)).date()
    if queries.reaches_back(text, file=file, today=today):
        queries.refuse_unless_loadable(terms)
        raise RevisionNeedsApproval(agreement=terms.code, day=terms.holds_from)


def refuse_adoption_alone(agreement: str, *, version: str, customer: str, actor: User, now: datetime) -> None:
    """Refuse the direct way to another calendar to who needs a second person. Raises: CalendarNeedsApproval."""
    if not permissions.may(actor, "agreements.adopt_calendar", customer_code=customer, now=now):
        raise CalendarNeedsApproval(agreement=agreement, version=version)
