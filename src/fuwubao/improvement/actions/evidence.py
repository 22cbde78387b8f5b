"""Attach files that prove an action's work or a nonconformity's facts."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.improvement import kept_files
from fuwubao.improvement.actions.nonconformities import locked_nonconformity
from fuwubao.improvement.actions.raising import locked_action
from fuwubao.improvement.models import Action, Evidence, Nonconformity


@transaction.atomic(durable=True)
def attach_to_action(*, number: str, name: str, content: bytes, actor: User, now: datetime) -> Evidence:
    """Attach a file to an action in any state. Raises: NotAllowed, ActionUnknown, EvidenceUnusable."""
    return _attach(locked_action(number), name, content, actor=actor, now=now)


@transaction.atomic(durable=True)
def attach_to_nonconformity(*, number: str, name: str, content: bytes, actor: User, now: datetime) -> Evidence:
    """Attach a file to a nonconformity. Raises: NotAllowed, NonconformityUnknown, EvidenceUnusable."""
    return _attach(locked_nonconformity(number), name, content, actor=actor, now=now)


def _attach(subject: Action | Nonconformity, name: str, content: bytes, *, actor: User, now: datetime) -> Evidence:
    permissions.refuse_unless_may(actor, "improvement.attach", customer_code=subject.customer_code, now=now)
    plain = PurePath(name.replace("\\", "/")).name[:200]
    digest = kept_files.keep(content, name=plain)
    evidence = Evidence.objects.create(
        action=subject if isinstance(subject, Action) else None,
        nonconformity=subject if isinstance(subject, Nonconformity) else None,
        name=plain,
        sha256=digest,
        size=len(content),
        added_by=actor,
        added_at=now,
    )
    after = {"name": plain, "sha256": digest}
    audit.record("improvement.attach", subject=subject, actor=actor, at=now, after=after)
    return evidence
