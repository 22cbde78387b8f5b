"""The audit chain: one entry an act, in the act's own transaction, linked by SHA-256 (design section 6)."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import models, transaction

from fuwubao.accounts.models import AuditEntry, AuditHead, User

_channel: ContextVar[str] = ContextVar("audit_channel", default="web")


@contextmanager
def through(channel: str) -> Iterator[None]:
    """Mark every entry made inside as having come by ``channel`` (cli, web, worker)."""
    token = _channel.set(channel)
    try:
        yield
    finally:
        _channel.reset(token)


def record(
    act: str,
    *,
    subject: models.Model,
    actor: User,
    at: datetime,
    before: object = None,
    after: object = None,
    remark: str = "",
    for_whom: User | None = None,
) -> AuditEntry:
    """Add one entry to the chain; must run inside the transaction of the act.

    ``before`` and ``after`` are JSON values. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an act is audited in its own transaction")
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        number=head.number + 1,
        at=at.astimezone(UTC),
        act=act,
        before=before,
        after=after,
        remark=remark,
        previous_hash=head.hash,
        **_who(actor, for_whom),
        **_what(subject),
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def _who(actor: User, for_whom: User | None) -> dict[str, str]:
    channel = _channel.get()
    return {
        "actor_login": actor.login,
        "actor_name": actor.name,
        "for_login": for_whom.login if for_whom else "",
        "channel": channel,
        "system_user": getpass.getuser() if channel == "cli" else "",
    }


def _what(subject: models.Model) -> dict[str, str]:
    return {
        "subject_kind": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "subject_label": str(subject)[:200],
    }


def entry_hash(entry: AuditEntry) -> str:
    """Return SHA-256 over the canonical JSON of every field of the entry and its predecessor's hash."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [entry.actor_login, entry.actor_name, entry.for_login],
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_id, entry.subject_label],
        "before": entry.before,
        "after": entry.after,
        "remark": entry.remark,
        "channel": [entry.channel, entry.system_user],
        "previous": entry.previous_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """What verification found; ``broken_at`` is the first entry that does not fit."""

    entries: int
    head: str
    broken_at: int | None
    reason: str = ""


def verify() -> ChainCheck:
    """Walk the chain from the first entry and recompute every hash."""
    previous, count = "0" * 64, 0
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count:
            return ChainCheck(entries=count, head=previous, broken_at=count, reason="gap")
        if entry.previous_hash != previous or entry_hash(entry) != entry.hash:
            return ChainCheck(entries=count, head=previous, broken_at=entry.number, reason="hash")
        previous = entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (count, previous):
        return ChainCheck(entries=count, head=previous, broken_at=count + 1, reason="truncated")
    return ChainCheck(entries=count, head=previous, broken_at=None)
