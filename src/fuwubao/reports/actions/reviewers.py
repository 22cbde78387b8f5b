"""评审人员名单: enter who may review, in which field, from when until when; end an entry (S6.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports.models import ReviewerEntry
from fuwubao.reports.review_errors import ReviewerEntryUnclear, ReviewerEntryUnknown

CAPACITIES = ("service_manager", "expert")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTerms:
    """Who, as what, in which field, from when until when (excluded), by which paper."""

    user: User
    capacity: str
    field: str
    starts_on: date
    ends_before: date | None = None
    evidence: str = ""


@transaction.atomic(durable=True)
def list_reviewer(*, terms: EntryTerms, actor: User, now: datetime) -> ReviewerEntry:
    """Enter a service manager or expert in the list. Source: S6.10. Raises: NotAllowed, ReviewerEntryUnclear."""
    permissions.refuse_unless_may(actor, "reports.keep_reviewers", now=now)
    if terms.capacity not in CAPACITIES or not terms.field.strip():
        raise ReviewerEntryUnclear(where="领域、类别", why=terms.capacity)
    if terms.ends_before is not None and terms.ends_before <= terms.starts_on:
        raise ReviewerEntryUnclear(where="起止日期", why=str(terms.ends_before))
    entry = ReviewerEntry.objects.create(
        user=terms.user,
        capacity=terms.capacity,
        field=terms.field.strip(),
        starts_on=terms.starts_on,
        ends_before=terms.ends_before,
        evidence=terms.evidence,
        entered_by=actor,
        entered_at=now,
    )
    after = {"person": terms.user.login, "field": entry.field, "capacity": entry.capacity, "from": str(entry.starts_on)}
    audit.record("reports.list_reviewer", subject=entry, actor=actor, at=now, after=after, remark=terms.evidence)
    return entry


@transaction.atomic(durable=True)
def end_reviewer(*, entry_id: int, ends_before: date, actor: User, now: datetime) -> ReviewerEntry:
    """End an entry from a day on; it stays on record.

    Raises: NotAllowed, ReviewerEntryUnknown, ReviewerEntryUnclear.
    """
    permissions.refuse_unless_may(actor, "reports.keep_reviewers", now=now)
    entry = ReviewerEntry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise ReviewerEntryUnknown(number=entry_id)
    if ends_before < entry.starts_on:
        raise ReviewerEntryUnclear(where="起止日期", why=str(ends_before))
    before = str(entry.ends_before or "")
    entry.ends_before = ends_before
    entry.save(update_fields=["ends_before"])
    audit.record("reports.end_reviewer", subject=entry, actor=actor, at=now, before=before, after=str(ends_before))
    return entry
