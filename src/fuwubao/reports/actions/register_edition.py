"""Issue 《服务报告列表》 as an edition of its own, approved by another person (S1.42)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import RegisterEdition
from fuwubao.reports.process_errors import (
    ApprovedByItsMaker,
    EditionNotFound,
    EditionUnchanged,
    VersionDecided,
    VersionOpen,
)
from fuwubao.reports.queries.register_editions import edition_in_force, present_rows
from fuwubao.reports.register_difference import difference_between


@transaction.atomic(durable=True)
def issue_register(*, change: str, actor: User, now: datetime) -> RegisterEdition:
    """Keep the list as it stands as the next edition, to be approved by another.

    Raises: NotAllowed, ReasonMissing, VersionOpen, EditionUnchanged.
    """
    permissions.refuse_unless_may(actor, "reports.issue_register", now=now)
    if not change.strip():
        raise ReasonMissing(act="发布列表新版", where="register", why="change")
    newest = RegisterEdition.objects.select_for_update().order_by("-number").first()
    if newest is not None and newest.state == "draft":
        raise VersionOpen(what=str(newest))
    rows, valid = present_rows(reader=actor, now=now), edition_in_force()
    if valid is not None and difference_between(valid.lines, rows).is_empty:
        raise EditionUnchanged(number=valid.number)
    edition = RegisterEdition.objects.create(
        number=newest.number + 1 if newest else 1, lines=rows, change=change.strip(), issued_by=actor, issued_at=now
    )
    after = {"number": edition.number, "rows": len(rows)}
    audit.record("reports.issue_register", subject=edition, actor=actor, at=now, after=after, remark=edition.change)
    return edition


@transaction.atomic(durable=True)
def decide_edition(*, number: int, approve: bool, reason: str, actor: User, now: datetime) -> RegisterEdition:
    """Approve an edition or return it with a reason; never by who issued it.

    Raises: NotAllowed, EditionNotFound, VersionDecided, ApprovedByItsMaker, ReasonMissing.
    """
    permissions.refuse_unless_may(actor, "reports.approve_register", now=now)
    edition = RegisterEdition.objects.select_for_update().filter(number=number).first()
    if edition is None:
        raise EditionNotFound(number=number)
    if edition.state != "draft":
        raise VersionDecided(what=str(edition))
    if edition.issued_by_id == actor.pk:
        raise ApprovedByItsMaker(person=actor.name, what=str(edition))
    if not approve and not reason.strip():
        raise ReasonMissing(act="退回列表新版", where=str(edition), why="reason")
    edition.state, edition.reason = ("approved" if approve else "returned"), reason.strip()
    edition.decided_by, edition.decided_at = actor, now
    edition.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        "reports.approve_register", subject=edition, actor=actor, at=now, before="draft", after=edition.state,
        remark=reason,
    )  # fmt: skip
    told = f"{edition} 已批准" if approve else f"{edition} 已退回：{edition.reason}"
    Notice.objects.create(to=edition.issued_by, at=now, text=told[:300], url="/reports/process/register/")
    return edition
