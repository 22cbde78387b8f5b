"""Undo a batch: one more line in the store's log; its rows count no more and stay in history."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.records import rules
from fuwubao.records.errors import BatchMissing
from fuwubao.records.models import Batch
from fuwubao.records.queries import record_store
from fuwubao.records.store import BatchStamp, RecordStore


def undo_batch(*, number: str, actor: User, now: datetime, reason: str = "") -> Batch:
    """Undo a whole batch that no told figure rests on; rows replayed from its quarantine are batches of their own.

    Raises: BatchMissing, BatchAlreadyUndone, BatchInUse, StoreBusy. Source: design section 6.
    """
    store = record_store()
    with store.writing():
        return _undo(store, number=number, actor=actor, now=now, reason=reason)


@transaction.atomic(durable=True)
def _undo(store: RecordStore, *, number: str, actor: User, now: datetime, reason: str) -> Batch:
    batch = batch_to_undo(number)
    rules.refuse_if_used(batch)
    return mark_undone(store, batch=batch, actor=actor, now=now, reason=reason)


def batch_to_undo(number: str) -> Batch:
    """Lock the batch, inside a transaction. Raises: BatchMissing, BatchAlreadyUndone."""
    batch = Batch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise BatchMissing(batch=number, what=number)
    rules.refuse_if_undone(batch)
    return batch


def mark_undone(
    store: RecordStore, *, batch: Batch, actor: User, now: datetime, reason: str, approved_by: str = ""
) -> Batch:
    """Undo inside the transaction of another act, such as an approval; the store's writer lock is held."""
    batch.undone_by, batch.undone_at = actor, now
    batch.undo_reason, batch.undo_approved_by = reason[:300], approved_by
    batch.save(update_fields=["undone_by", "undone_at", "undo_reason", "undo_approved_by"])
    after = {"undone": True, "reason": reason, "approved_by": approved_by}
    audit.record("records.undo_batch", subject=batch, actor=actor, at=now, before={"undone": False}, after=after)
    order = Batch.objects.aggregate(top=Max("order"))["top"]
    stamp = BatchStamp(
        batch=f"U-{batch.number}", order=order, source=batch.source, file_sha256="", at=now.astimezone(UTC)
    )
    store.log_batch(stamp, kind=batch.kind, act="undo", target=batch.number)
    return batch
