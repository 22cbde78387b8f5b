"""The calendar feed of one person: a secret address that is shown once and can be revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports.models import FeedToken
from fuwubao.reports.queries.duty_pages import hash_of


@transaction.atomic(durable=True)
def make_feed(*, actor: User, now: datetime) -> str:
    """Return the secret of a new feed; an earlier one ends with it. Raises: NotAllowed."""
    permissions.refuse_unless_may(actor, "reports.read", now=now)
    FeedToken.objects.filter(user=actor, revoked_at=None).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    made = FeedToken.objects.create(user=actor, sha256=hash_of(secret), made_at=now)
    audit.record("reports.make_feed", subject=made, actor=actor, at=now)
    return secret


@transaction.atomic(durable=True)
def revoke_feed(*, actor: User, now: datetime) -> int:
    """End one's own feed; return how many addresses were live."""
    live = list(FeedToken.objects.select_for_update().filter(user=actor, revoked_at=None))
    for token in live:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        audit.record("reports.revoke_feed", subject=token, actor=actor, at=now)
    return len(live)
