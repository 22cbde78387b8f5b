"""Mend rows in quarantine and replay them: mended cells stand beside the file's, never in their place."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import replace
from datetime import datetime

import numpy as np
import pyarrow as pa
from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.domain.records import KINDS, TICKET_EVENT
from fuwubao.records.actions import steps
from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.checks.sheet import check_sheet
from fuwubao.records.errors import BatchMissing, MendUnknownColumn, RowNotInQuarantine
from fuwubao.records.mapping import Mapping, mapping_of
from fuwubao.records.models import Batch, QuarantinedRow
from fuwubao.records.queries import record_store
from fuwubao.records.reading.sheet import FileFacts, Sheet
from fuwubao.records.store import RecordStore

_WAITING = QuarantinedRow.State.WAITING


@transaction.atomic(durable=True)
def mend_row(
    *, batch: str, row: int, cells: Dict[str, str], actor: User, now: datetime, kind: str = ""
) -> QuarantinedRow:
    """Write corrected cells, by the file's column names, beside a rejected row.

    Raises: RowNotInQuarantine, MendUnknownColumn.
    """
    found = _waiting_row(batch, row, kind)
    unknown = [name for name in cells if name not in found.cells]
    if unknown:
        raise MendUnknownColumn(kind=KINDS[found.kind].zh, columns="、".join(unknown), where=batch, why=str(row))
    before = dict(found.mended)
    found.mended = {**found.mended, **cells}
    found.mended_by, found.mended_at = actor, now
    found.save(update_fields=["mended", "mended_by", "mended_at"])
    audit.record("records.mend_row", subject=found, actor=actor, at=now, before=before, after=found.mended)
    return found


@transaction.atomic(durable=True)
def drop_row(*, batch: str, row: int, reason: str, actor: User, now: datetime, kind: str = "") -> QuarantinedRow:
    """Give a rejected row up, with the reason in the audit chain. Raises: RowNotInQuarantine."""
    found = _waiting_row(batch, row, kind)
    found.state = QuarantinedRow.State.DROPPED
    found.save(update_fields=["state"])
    audit.record("records.drop_row", subject=found, actor=actor, at=now, after=found.state, remark=reason)
    return found


def replay_quarantine(
    *, batch: str, actor: User, now: datetime, mapping: Mapping | None = None, mended_only: bool = True
) -> Batch | None:
    """Check the waiting rows of a batch again and load those that pass, as a batch of its own.

    ``mapping`` replaces the batch's own (a value was added to its map), then all waiting rows are tried.
    Returns None when nothing passed. Raises: BatchMissing, StoreBusy.
    """
    store = record_store()
    with store.writing():
        return _replay(store, batch, actor=actor, now=now, mapping=mapping, mended_only=mended_only and mapping is None)


@transaction.atomic(durable=True)
def _replay(
    store: RecordStore, number: str, *, actor: User, now: datetime, mapping: Mapping | None, mended_only: bool
) -> Batch | None:
    origin = Batch.objects.select_for_update().filter(number=number).first()
    if origin is None:
        raise BatchMissing(batch=number, what=number)
    made: Batch | None = None
    for kind in (origin.kind, TICKET_EVENT.code):
        rows = [
            row
            for row in origin.quarantine.filter(kind=kind, state=_WAITING).order_by("row")
            if row.mended or not mended_only
        ]
        if not rows or (made is not None and kind == made.kind):
            continue
        outcome = _checked(store, origin, kind, rows, mapping, now)
        _tell_anew(rows, outcome)
        if outcome.accepted.num_rows:
            made = _loaded(store, origin, outcome, mapping, actor=actor, now=now)
            passed = set(outcome.accepted["row_number"].to_pylist())
            ids = [row.pk for row in rows if row.row in passed]
            QuarantinedRow.objects.filter(pk__in=ids).update(state=QuarantinedRow.State.REPLAYED, replayed_in=made)
    return made


def _loaded(
    store: RecordStore, origin: Batch, outcome: Outcome, mapping: Mapping | None, *, actor: User, now: datetime
) -> Batch:
    from_where = steps.Origin(source=origin.source, timezone=origin.timezone, mapping=origin.mapping, mends=origin)
    batch = steps.open_batch(outcome, None, from_where, actor=actor, now=now)
    steps.put_rows(store, batch, outcome)
    after = {"mends": origin.number, "accepted": batch.accepted}
    audit.record("records.replay_quarantine", subject=batch, actor=actor, at=now, after=after)
    store.log_batch(steps.stamp_of(batch), kind=batch.kind)
    return batch


def _checked(
    store: RecordStore, origin: Batch, kind: str, rows: list[QuarantinedRow], mapping: Mapping | None, now: datetime
) -> Outcome:
    derived = kind != origin.kind  # events of a log with one row a change: their columns are ours, in UTC
    if mapping is None and origin.mapping and not derived:
        mapping = mapping_of(origin.mapping, file=origin.number)
    header = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    texts = [{**row.cells, **row.mended} for row in rows]
    sheet = Sheet(
        facts=FileFacts(name=origin.file, sha256=origin.sha256, form="quarantine"),
        header=header,
        columns=tuple(pa.array([cells.get(name, "") for cells in texts], pa.string()) for name in header),
        rows=np.array([row.row for row in rows], dtype=np.int64),
    )
    return check_sheet(
        sheet,
        KINDS[kind],
        timezone="UTC" if derived else origin.timezone,
        now=now,
        mapping=replace(mapping, events=None) if mapping and not derived else None,
        known=steps.known_records(store, kind, origin.source),
    )


def _tell_anew(rows: list[QuarantinedRow], outcome: Outcome) -> None:
    """Write to rows that fail again why they do."""
    again = {problem.row: problem for problem in outcome.problems}
    for row in rows:
        problem = again.get(row.row)
        if problem is not None:
            row.code, row.field, row.value = problem.code, problem.field, problem.value
            row.message_zh, row.message_en = problem.message.zh, problem.message.en
            row.save(update_fields=["code", "field", "value", "message_zh", "message_en"])


def _waiting_row(batch: str, row: int, kind: str) -> QuarantinedRow:
    found = QuarantinedRow.objects.select_for_update().filter(batch__number=batch, row=row, state=_WAITING)
    one = (found.filter(kind=kind) if kind else found).select_related("batch").first()
    if one is None:
        raise RowNotInQuarantine(batch=batch, row=row, what=f"{batch} {row}")
    return one
