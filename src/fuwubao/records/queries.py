"""Reads of the room: batches and their reports, quarantine, current rows, snapshots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, Q

from fuwubao.accounts.workspace import home_folder, time_zone
from fuwubao.domain.words import Words
from fuwubao.records.cells.zones import wall_of
from fuwubao.records.completeness import Completeness, check_completeness
from fuwubao.records.errors import BatchMissing, RecordMissing, UploadMissing
from fuwubao.records.kept_rows import kept_rows
from fuwubao.records.mapping import kind_called
from fuwubao.records.models import Batch, ManualEntry, QuarantinedRow, SavedMapping, UploadedFile
from fuwubao.records.store import PROVENANCE, RecordStore
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One batch as the list shows it; ``quarantined`` rows still wait."""

    number: str
    kind: str
    source: str
    file: str
    sha256: str
    rows: int
    accepted: int
    rejected: int
    quarantined: int
    loaded_by: str
    loaded_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineLine:
    """One rejected row: the file's cells, what was wrong, what was mended."""

    id: int
    batch: str
    kind: str
    row: int
    field: str
    code: str
    message: Words
    value: str
    cells: dict[str, str]
    mended: dict[str, str]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersion:
    """One stored version of a record with where it came from; ``counts`` is false once its batch is undone."""

    batch: str
    file: str
    row_number: int
    file_sha256: str
    ingested_at: datetime
    counts: bool
    cells: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """One record: its kind, number, source and all versions, newest first."""

    kind: str
    number: str
    source: str
    versions: tuple[RecordVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """A batch with its reasons counted and its rejected rows."""

    batch: BatchRow
    timezone: str
    encoding: str
    delimiter: str
    header_row: int | None
    mapping: dict[str, object] | None
    warnings: tuple[dict[str, object], ...]
    reasons: tuple[tuple[str, int], ...]
    lines: tuple[QuarantineLine, ...]


def record_store() -> RecordStore:
    """Return the store of this workspace."""
    return RecordStore(home_folder() / "store")


def current_rows(kind: str, *, snapshot: str | None = None, without: str = "") -> pa.Table:
    """Return the current rows of a kind: its own columns, then source, batch, row_number, file_sha256, ingested_at.

    ``without`` leaves one batch out, as if it were undone. Raises: KindUnknown, SnapshotMissing.
    """
    store, schema = record_store(), kind_called(kind)
    if snapshot is None or without:
        return store.current(schema, snapshot=snapshot, without=without)
    return kept_rows(store, schema, snapshot)


def latest_snapshot() -> str:
    """Return the name of the present state of the store; the same state has the same name."""
    return record_store().latest_snapshot()


def batches(*, kind: str = "", source: str = "") -> tuple[BatchRow, ...]:
    """Return all batches, newest first."""
    found = Batch.objects.select_related("loaded_by").annotate(
        waiting=Count("quarantine", filter=Q(quarantine__state=QuarantinedRow.State.WAITING))
    )
    if kind:
        found = found.filter(kind=kind)
    if source:
        found = found.filter(source=source)
    return tuple(_row(batch, batch.waiting) for batch in found.order_by("-order"))


def batch_report(number: str) -> BatchReport:
    """Return one batch with its rejected rows. Raises: BatchMissing."""
    batch = Batch.objects.select_related("loaded_by").filter(number=number).first()
    if batch is None:
        raise BatchMissing(batch=number, what=number)
    lines = quarantine(batch=number)
    waiting = sum(1 for line in lines if line.state == QuarantinedRow.State.WAITING)
    return BatchReport(
        batch=_row(batch, waiting),
        timezone=batch.timezone,
        encoding=batch.encoding,
        delimiter=batch.delimiter,
        header_row=batch.header_row,
        mapping=batch.mapping,
        warnings=tuple(batch.warnings),
        reasons=tuple(Counter(line.code for line in lines).most_common()),
        lines=lines,
    )


def quarantine(*, batch: str = "", waiting_only: bool = False) -> tuple[QuarantineLine, ...]:
    """Return rejected rows, of one batch or of all, in order of batch and row."""
    found = QuarantinedRow.objects.select_related("batch")
    if batch:
        found = found.filter(batch__number=batch)
    if waiting_only:
        found = found.filter(state=QuarantinedRow.State.WAITING)
    return tuple(_line(row) for row in found.order_by("batch__order", "kind", "row"))


def saved_mapping(name: str) -> dict[str, object] | None:
    """Return the tree of a saved mapping, None when there is none of that name."""
    found = SavedMapping.objects.filter(name=name).first()
    return dict(found.tree) if found else None


def saved_mappings(kind: str = "") -> tuple[tuple[str, str], ...]:
    """Return (name, kind) of the saved mappings."""
    found = SavedMapping.objects.filter(kind=kind) if kind else SavedMapping.objects.all()
    return tuple(found.order_by("name").values_list("name", "kind"))


def uploaded(number: int) -> UploadedFile:
    """Return a file on its way in. Raises: UploadMissing."""
    found = UploadedFile.objects.filter(pk=number).select_related("batch", "job").first()
    if found is None:
        raise UploadMissing(number=number)
    return found


def waiting_uploads() -> tuple[UploadedFile, ...]:
    """Return the files that are not loaded yet, newest first."""
    return tuple(UploadedFile.objects.filter(batch=None).select_related("uploaded_by").order_by("-uploaded_at")[:20])


def mapping_rows() -> tuple[SavedMapping, ...]:
    """Return the saved mappings with who saved them."""
    return tuple(SavedMapping.objects.select_related("saved_by").order_by("name"))


def manual_entries() -> tuple[ManualEntry, ...]:
    """Return the latest values by hand: waiting ones first, then verified ones."""
    found = ManualEntry.objects.select_related("entered_by", "verified_by", "batch")
    return tuple(found.order_by("-verified_at", "-entered_at")[:200])


def record_page(kind: str, *, source: str, number: str) -> RecordPage:
    """Return a record with every stored version. Raises: KindUnknown, RecordMissing."""
    schema = kind_called(kind)
    store = record_store()
    rows = store.history(schema, source, number).to_pylist()
    if not rows:
        raise RecordMissing(kind=schema.zh, number=number, source=source)
    found = Batch.objects.filter(number__in={row["batch"] for row in rows})
    files = {batch.number: (batch.file, batch.undone_at is None) for batch in found}
    versions = tuple(
        RecordVersion(
            **{name: row[name] for name in PROVENANCE if name != "source"},
            file=files.get(row["batch"], ("—", False))[0],
            counts=files.get(row["batch"], ("—", False))[1],
            cells=tuple(
                (said(Words(column.zh, column.en)), row[column.name])
                for column in schema.columns
                if row[column.name] is not None
            ),
        )
        for row in reversed(rows)
    )
    return RecordPage(kind=said(Words(schema.zh, schema.en)), number=number, source=source, versions=versions)


def _row(batch: Batch, waiting: int) -> BatchRow:
    return BatchRow(
        number=batch.number,
        kind=batch.kind,
        source=batch.source,
        file=batch.file,
        sha256=batch.sha256,
        rows=batch.rows,
        accepted=batch.accepted,
        rejected=batch.rejected,
        quarantined=waiting,
        loaded_by=batch.loaded_by.name,
        loaded_at=batch.loaded_at,
        undone_at=batch.undone_at,
    )


def _line(row: QuarantinedRow) -> QuarantineLine:
    return QuarantineLine(
        id=row.pk,
        batch=row.batch.number,
        kind=row.kind,
        row=row.row,
        field=row.field,
        code=row.code,
        message=Words(row.message_zh, row.message_en),
        value=row.value,
        cells=row.cells,
        mended=row.mended,
        state=row.state,
    )


def completeness(kind: str, *, first: date, last: date, source: str = "", timezone: str = "") -> Completeness:
    """Check the current rows of a kind between two local days, both included. Raises: KindUnknown."""
    schema = kind_called(kind)
    rows = current_rows(schema.code)
    if source:
        rows = rows.filter(pc.equal(rows["source"], source))
    times = rows[schema.month_of]
    present = rows.filter(pc.is_valid(times))
    zone = timezone or time_zone()
    seconds = np.asarray(present[schema.month_of].cast(pa.timestamp("s")).cast(pa.int64()))
    walls = seconds if pa.types.is_date(times.type) else wall_of(seconds, zone)
    days = (walls // 86_400).astype("datetime64[D]").tolist()
    inside = [
        (day, identity)
        for day, identity in zip(days, present[schema.id_column].to_pylist(), strict=True)
        if first <= day <= last
    ]
    return check_completeness([day for day, _ in inside], [identity for _, identity in inside], first=first, last=last)
