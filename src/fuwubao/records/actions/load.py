"""Load a file: check it, put accepted rows into the store, the others into quarantine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.records import progress
from fuwubao.records.actions import steps
from fuwubao.records.examination import Examined, examine
from fuwubao.records.mapping import Mapping, tree_of
from fuwubao.records.models import Batch
from fuwubao.records.progress import Tell
from fuwubao.records.queries import record_store
from fuwubao.records.reading.choices import GUESSED, Reading
from fuwubao.records.store import RecordStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The batch that was made and what checking found."""

    batch: Batch
    examined: Examined


def load_file(
    *,
    path: Path,
    kind: str,
    actor: User,
    now: datetime,
    mapping: Mapping | None = None,
    source: str = "",
    timezone: str = "",
    name: str = "",
    reading: Reading = GUESSED,
    tell: Tell = progress.silent,
) -> Loaded:
    """Check and load one file as one batch; a log with one row a change loads its events in the same batch.

    Checking runs outside the database's transaction, inside the store's writer lock, so that nothing that it
    compares with can change. ``tell`` is told how far it is. Raises: leaves of FileRefused, KindUnknown, StoreBusy.
    """
    store = record_store()
    zone = timezone or (mapping.timezone if mapping else "") or time_zone()
    with store.writing():
        examined = examine(
            path,
            kind,
            now=now,
            timezone=zone,
            mapping=mapping,
            source=source,
            name=name,
            reading=reading,
            tell=tell,
            known=lambda code, origin: steps.known_records(store, code, origin),
        )
        origin = steps.Origin(source=examined.source, timezone=zone, mapping=tree_of(mapping) if mapping else None)
        rows = sum(found.accepted.num_rows for found in (examined.outcome, examined.events) if found)
        tell(progress.CHECKED, progress.writing(rows))
        loaded = _put(store, examined, origin, actor=actor, now=now)
        tell(progress.WRITTEN, progress.written(rows))
        return loaded


@transaction.atomic(durable=True)
def _put(store: RecordStore, examined: Examined, origin: steps.Origin, *, actor: User, now: datetime) -> Loaded:
    outcome = examined.outcome
    again = steps.same_file_warning(outcome.facts.sha256, outcome.kind, origin.source)
    if again is not None:
        outcome = replace(outcome, warnings=(again, *outcome.warnings))
        examined = replace(examined, outcome=outcome)
    batch = steps.open_batch(outcome, examined.events, origin, actor=actor, now=now)
    for found in (outcome, examined.events):
        if found is not None:
            steps.put_rows(store, batch, found)
            steps.put_into_quarantine(batch, found)
    after = {"file": batch.file, "sha256": batch.sha256, "accepted": batch.accepted, "rejected": batch.rejected}
    audit.record("records.load_file", subject=batch, actor=actor, at=now, after=after)
    store.log_batch(steps.stamp_of(batch), kind=batch.kind)
    return Loaded(batch=batch, examined=examined)
