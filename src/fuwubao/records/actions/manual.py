"""手工登记指标: a value entered by hand, verified by another person, checked and stored like any record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Dict
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.records import KINDS
from fuwubao.records.actions import steps
from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.checks.sheet import check_sheet
from fuwubao.records.errors import EntryMissing, ValueRejected, VerifierIsEnterer
from fuwubao.records.models import Batch, ManualEntry
from fuwubao.records.queries import record_store
from fuwubao.records.reading.sheet import FileFacts
from fuwubao.records.reading.sheets import sheet_of_rows
from fuwubao.records.store import RecordStore

SOURCE = "手工登记"


def enter_manual_value(*, cells: Dict[str, str], verifier: User, actor: User, now: datetime) -> Batch:
    """Store one manual value; ``cells`` are texts by column name of the kind manual_value.

    Raises: VerifierIsEnterer, ValueRejected, StoreBusy.
    """
    if verifier.pk == actor.pk or not verifier.is_active:
        raise VerifierIsEnterer(act="enter_manual_value")
    store = record_store()
    with store.writing():
        return _enter(store, {**cells, "entered_by": actor.login, "verified_by": verifier.login}, actor=actor, now=now)


@transaction.atomic(durable=True)
def propose_manual_value(*, cells: Dict[str, str], actor: User, now: datetime) -> ManualEntry:
    """Keep a value for another person to verify; it is no record yet. Raises: ValueRejected."""
    _checked({**cells, "entered_by": actor.login, "verified_by": "-"}, now=now)
    entry = ManualEntry.objects.create(cells=dict(cells), entered_by=actor, entered_at=now)
    audit.record("records.propose_manual_value", subject=entry, actor=actor, at=now, after=dict(cells))
    return entry


def verify_manual_value(*, number: int, actor: User, now: datetime) -> Batch:
    """Stand for a value that somebody else entered, and store it.

    Raises: EntryMissing, VerifierIsEnterer, ValueRejected, StoreBusy.
    """
    store = record_store()
    with store.writing():
        return _verify(store, number=number, actor=actor, now=now)


@transaction.atomic(durable=True)
def _verify(store: RecordStore, *, number: int, actor: User, now: datetime) -> Batch:
    entry = ManualEntry.objects.select_for_update().filter(pk=number, verified_at=None).first()
    if entry is None:
        raise EntryMissing(number=number)
    if entry.entered_by_id == actor.pk:
        raise VerifierIsEnterer(act="verify_manual_value")
    cells = {**entry.cells, "entered_by": entry.entered_by.login, "verified_by": actor.login}
    batch = _stored(store, cells, act="records.verify_manual_value", actor=actor, now=now)
    entry.verified_by, entry.verified_at, entry.batch = actor, now, batch
    entry.save(update_fields=["verified_by", "verified_at", "batch"])
    return batch


@transaction.atomic(durable=True)
def _enter(store: RecordStore, cells: dict[str, str], *, actor: User, now: datetime) -> Batch:
    return _stored(store, cells, act="records.enter_manual_value", actor=actor, now=now)


def _stored(store: RecordStore, cells: dict[str, str], *, act: str, actor: User, now: datetime) -> Batch:
    outcome = _checked(cells, now=now)
    batch = steps.open_batch(outcome, None, steps.Origin(source=SOURCE, timezone=time_zone()), actor=actor, now=now)
    steps.put_rows(store, batch, outcome)
    audit.record(act, subject=batch, actor=actor, at=now, after=cells)
    store.log_batch(steps.stamp_of(batch), kind=outcome.kind)
    return batch


def _checked(cells: dict[str, str], *, now: datetime) -> Outcome:
    """Check the cells by the schema. Raises: ValueRejected."""
    kind = KINDS["manual_value"]
    digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    sheet = sheet_of_rows(kind, [cells], FileFacts(name=SOURCE, sha256=digest, form="form"), [1])
    outcome = check_sheet(sheet, kind, timezone=time_zone(), now=now)
    if outcome.problems:
        problem = outcome.problems[0]
        raise ValueRejected(field=problem.field, why=problem.message.zh, where=problem.field)
    return outcome
