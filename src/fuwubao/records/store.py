"""The record store: append-only record versions in Delta tables, current rows resolved at read (design section 4).

    <home>/store/<kind>/      rows of a kind with source, key, batch, batch_order, row_number, file hash, ingested_at
    <home>/store/_batches/    one row a load or undo: undoing is one more batch
    <home>/store/_exclusions/ one row an agreed exclusion of a ticket, laid over its rows at read
    <home>/store/_snapshots/  one JSON a snapshot: the table versions and file hashes behind a figure

A row version is never rewritten. *Current* is the last version by (source, key) in the order of batches, for
events the first; versions of undone batches do not count.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, WriterProperties, write_deltalake

from fuwubao.domain.records import KINDS, TICKET, RecordKind
from fuwubao.engine.lone_arrow import leave_pandas_aside
from fuwubao.records.checks.cells import arrow_type
from fuwubao.records.delta_files import files_of, rows_of
from fuwubao.records.errors import SnapshotMissing, StoreBusy
from fuwubao.records.exclusions import EXCLUSION_SCHEMA, EXCLUSIONS, Exclusion, with_exclusions

leave_pandas_aside()

BATCHES = "_batches"
_BATCH_SCHEMA = pa.schema(
    [
        ("batch_order", pa.int64()), ("batch", pa.string()), ("act", pa.string()), ("target", pa.string()),
        ("kind", pa.string()), ("source", pa.string()), ("file_sha256", pa.string()), ("at", pa.timestamp("us", "UTC")),
    ]
)  # fmt: skip
_ROWS_AT_ONCE = 65_536
PROVENANCE = ("source", "batch", "row_number", "file_sha256", "ingested_at")


def schema_of(kind: RecordKind) -> pa.Schema:
    """Return the stored columns of a kind: its own, then identity and provenance, then the partition."""
    own = [(column.name, arrow_type(column)) for column in kind.columns]
    return pa.schema(
        [
            *own, ("key", pa.string()), ("source", pa.string()), ("batch", pa.string()), ("batch_order", pa.int64()),
            ("row_number", pa.int64()), ("file_sha256", pa.string()), ("ingested_at", pa.timestamp("us", "UTC")),
            ("month", pa.string()),
        ]
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStamp:
    """What every row of one load carries."""

    batch: str
    order: int
    source: str
    file_sha256: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """One table as ``store tables`` lists it."""

    kind: str
    version: int
    files: int
    bytes: int
    rows: int


class RecordStore:
    """All record tables below one folder. Writes hold the one writer lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer lock of this store. Raises: StoreBusy when another process holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "writer.lock"
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _locked(handle):
                raise StoreBusy()
            yield
        finally:
            os.close(handle)

    def append(self, kind: RecordKind, rows: pa.Table, stamp: BatchStamp) -> None:
        """Add accepted rows as one batch; call inside :meth:`writing`, then :meth:`log_batch`."""
        if not rows.num_rows:
            return
        schema = schema_of(kind)
        pa.default_memory_pool().release_unused()  # what checking needed and the writer can use
        parts = (_stamped(part, kind, stamp, schema) for part in rows.to_batches(max_chunksize=_ROWS_AT_ONCE))
        write_deltalake(
            str(self.folder / kind.code),
            pa.RecordBatchReader.from_batches(schema, parts),  # streamed: the stamps of all rows are never held at once
            mode="append",
            partition_by=["month"],
            writer_properties=WriterProperties(compression="ZSTD"),
        )

    def log_batch(self, stamp: BatchStamp, *, kind: str, act: str = "load", target: str = "") -> None:
        """Write the line that makes a batch count: a load, or the undoing of ``target``."""
        line = {
            "batch_order": stamp.order, "batch": stamp.batch, "act": act, "target": target, "kind": kind,
            "source": stamp.source, "file_sha256": stamp.file_sha256, "at": stamp.at,
        }  # fmt: skip
        write_deltalake(str(self.folder / BATCHES), pa.Table.from_pylist([line], _BATCH_SCHEMA), mode="append")

    def batches(self, version: int | None = None) -> list[dict[str, object]]:
        """Return the lines of the batch log, in order."""
        table = self._table(BATCHES, version)
        if table is None:
            return []
        lines = rows_of(table, _BATCH_SCHEMA).to_pylist()
        return sorted(lines, key=lambda line: (line["batch_order"], line["act"] != "load"))

    def log_exclusion(self, exclusion: Exclusion) -> None:
        """Write the line that leaves a ticket out, or counts it again; call inside :meth:`writing`."""
        line = exclusion.as_row(len(self.exclusions()) + 1)
        write_deltalake(str(self.folder / EXCLUSIONS), pa.Table.from_pylist([line], EXCLUSION_SCHEMA), mode="append")

    def exclusions(self, version: int | None = None) -> list[dict[str, object]]:
        """Return the lines of agreed exclusions, in order."""
        table = self._table(EXCLUSIONS, version)
        lines = rows_of(table, EXCLUSION_SCHEMA).to_pylist() if table else []
        return sorted(lines, key=lambda line: int(line["line"]))

    def current(
        self, kind: RecordKind, *, snapshot: str | None = None, source: str | None = None, without: str = ""
    ) -> pa.Table:
        """Return the current rows of a kind with their provenance, in order of batch and row.

        ``without`` leaves one batch out, as if it were undone. Raises: SnapshotMissing.
        """
        versions = self.versions_of(snapshot) if snapshot else None
        rows = self._counted(kind, versions, source, without)
        keep = _current_positions(rows, newest=len(kind.identity) == 1)
        order = _as_loaded(rows, keep)
        rows = rows.select([*(column.name for column in kind.columns), *PROVENANCE]).take(order)
        if kind.code == TICKET.code and (versions is None or EXCLUSIONS in versions):
            rows = with_exclusions(rows, self.exclusions(versions[EXCLUSIONS] if versions else None))
        return rows

    def keys(self, kind: RecordKind, source: str) -> pa.Table:
        """Return key, and all own columns, of the current rows of one source."""
        rows = self._counted(kind, None, source)
        keep = _current_positions(rows, newest=len(kind.identity) == 1)
        return rows if keep is None else rows.take(keep)

    def unchanged(self, kind: RecordKind, source: str, rows: pa.Table) -> npt.NDArray[np.bool_] | None:
        """Tell which rows equal the current version of their record; None for kinds whose rows never change."""
        if len(kind.identity) > 1 or not rows.num_rows:
            return None
        stored = self.keys(kind, source)
        if not stored.num_rows:
            return None
        places = np.asarray(pc.fill_null(pc.index_in(rows["key"], stored["key"].combine_chunks()), -1))
        same = places >= 0
        there = stored.take(pa.array(np.where(same, places, 0)))
        for column in kind.columns:
            one, other = rows[column.name], there[column.name]
            equal = pc.fill_null(pc.equal(one, other), False)
            both_empty = pc.and_(pc.is_null(one), pc.is_null(other))
            same &= np.asarray(pc.or_(equal, both_empty))
        return same

    def history(self, kind: RecordKind, source: str, key: str) -> pa.Table:
        """Return every version of one record, undone ones too, oldest first."""
        table = self._table(kind.code, None)
        if table is None:
            return schema_of(kind).empty_table()
        rows = rows_of(table, schema_of(kind), source=source)
        return rows.filter(pc.equal(rows["key"], key.lower())).sort_by([("batch_order", "ascending")])

    def _counted(
        self, kind: RecordKind, versions: dict[str, int] | None, source: str | None, without: str = ""
    ) -> pa.Table:
        """Return all versions of batches that are logged and not undone."""
        if versions is not None and kind.code not in versions:
            return schema_of(kind).empty_table()
        table = self._table(kind.code, versions[kind.code] if versions else None)
        if table is None:
            return schema_of(kind).empty_table()
        lines = self.batches(versions.get(BATCHES) if versions else None)
        undone = {without, *(line["target"] for line in lines if line["act"] == "undo")}
        counted = [str(line["batch"]) for line in lines if line["act"] == "load" and line["batch"] not in undone]
        return rows_of(table, schema_of(kind), batches=counted, source=source)

    def _table(self, name: str, version: int | None) -> DeltaTable | None:
        folder = self.folder / name
        return DeltaTable(str(folder), version=version) if (folder / "_delta_log").is_dir() else None

    def tables(self) -> list[TableState]:
        """Return the state of each table that exists."""
        found = []
        for code in KINDS:
            table = self._table(code, None)
            if table is not None:
                actions = pa.table(table.get_add_actions(flatten=True))
                found.append(
                    TableState(
                        kind=code,
                        version=table.version(),
                        files=actions.num_rows,
                        bytes=int(pc.sum(actions["size_bytes"]).as_py() or 0),
                        rows=int(pc.sum(actions["num_records"]).as_py() or 0),
                    )
                )
        return found

    def latest_snapshot(self) -> str:
        """Name the present state of all tables; the same state has the same name, in every process."""
        versions = {}
        for name in (BATCHES, EXCLUSIONS, *KINDS):
            table = self._table(name, None)
            if table is not None:
                versions[name] = table.version()
        text = json.dumps(versions, sort_keys=True)
        name = "S-" + hashlib.sha256(text.encode()).hexdigest()[:16]
        path = self._snapshot_path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            content = {"versions": versions, "files": self._file_hashes(versions)}
            draft = path.with_suffix(f".{os.getpid()}.tmp")
            draft.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
            draft.replace(path)
        return name

    def versions_of(self, snapshot: str) -> dict[str, int]:
        """Return the table versions behind a snapshot. Raises: SnapshotMissing."""
        path = self._snapshot_path(snapshot)
        if not path.is_file():
            raise SnapshotMissing(snapshot=snapshot, what=snapshot)
        versions = json.loads(path.read_text(encoding="utf-8"))["versions"]
        return {str(name): int(version) for name, version in versions.items()}

    def fingerprint(self, snapshot: str) -> str:
        """Return SHA-256 over a snapshot's table versions and file hashes; a store made anew has another.

        Raises: SnapshotMissing.
        """
        path = self._snapshot_path(snapshot)
        if not path.is_file():
            raise SnapshotMissing(snapshot=snapshot, what=snapshot)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def snapshots(self) -> list[tuple[str, dict[str, int]]]:
        """Return all snapshots that were named, oldest first."""
        folder = self.folder / "_snapshots"
        paths = sorted(folder.glob("S-*.json"), key=lambda path: path.stat().st_mtime) if folder.is_dir() else []
        return [(path.stem, self.versions_of(path.stem)) for path in paths]

    def _snapshot_path(self, name: str) -> Path:
        safe = "".join(letter for letter in name if letter.isalnum() or letter == "-")
        return self.folder / "_snapshots" / f"{safe}.json"

    def _file_hashes(self, versions: dict[str, int]) -> dict[str, str]:
        """Return SHA-256 by file; files never change, so a hash that an earlier snapshot holds is taken over."""
        known: dict[str, str] = {}
        folder = self.folder / "_snapshots"
        for path in folder.glob("S-*.json"):
            known |= json.loads(path.read_text(encoding="utf-8"))["files"]
        found = {}
        for name, version in versions.items():
            table = self._table(name, version)
            for place in files_of(table) if table else ():
                label = place.relative_to(self.folder).as_posix()
                found[label] = known.get(label) or hashlib.sha256(place.read_bytes()).hexdigest()
        return found

    def compact(self) -> dict[str, int]:
        """Join small files of each table into larger ones; old files stay, snapshots need them.

        Returns the number of files that were joined, by kind. Call inside :meth:`writing`.
        """
        joined = {}
        for code in (BATCHES, EXCLUSIONS, *KINDS):
            table = self._table(code, None)
            if table is not None:
                joined[code] = int(table.optimize.compact()["numFilesRemoved"])
        return joined


def _locked(handle: int) -> bool:
    """Take the lock of an open file for this process, without waiting."""
    try:
        import fcntl  # not on Windows, where msvcrt locks
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows alone has it
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _stamped(rows: pa.RecordBatch, kind: RecordKind, stamp: BatchStamp, schema: pa.Schema) -> pa.RecordBatch:
    """Return rows in the stored columns: their own, the stamps of the batch, the partition."""
    told: dict[str, object] = {
        "source": stamp.source, "batch": stamp.batch, "batch_order": stamp.order,
        "file_sha256": stamp.file_sha256, "ingested_at": stamp.at,
    }  # fmt: skip
    columns = {name: rows.column(name).cast(schema.field(name).type) for name in rows.schema.names}
    for name, value in told.items():
        columns[name] = pa.repeat(pa.scalar(value, schema.field(name).type), rows.num_rows)
    columns["month"] = _months(rows.column(kind.month_of))
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _months(instants: pa.Array) -> pa.Array:
    """Return the partition of each row: the month in UTC of its time, ``none`` without one."""
    return pc.fill_null(pc.strftime(instants.cast(pa.timestamp("us")), format="%Y-%m"), "none")


def _as_loaded(rows: pa.Table, keep: pa.Array | None) -> pa.Array:
    """Return the kept positions (None: all) in the order of batch and row."""
    kept = np.arange(rows.num_rows) if keep is None else np.asarray(keep)
    batch, row = (np.asarray(rows[name])[kept] for name in ("batch_order", "row_number"))
    return pa.array(kept[np.lexsort((row, batch))])


def _current_positions(rows: pa.Table, *, newest: bool) -> pa.Array | None:
    """Return the rows to keep: the newest (or oldest) by source and key; None when all are different."""
    if not rows.num_rows:
        return None
    identity = pc.binary_join_element_wise(rows["source"].combine_chunks(), rows["key"].combine_chunks(), "\x1f")
    codes = np.asarray(pc.dictionary_encode(identity).indices)
    if len(np.unique(codes)) == len(codes):
        return None
    order = np.lexsort((np.asarray(rows["row_number"]), np.asarray(rows["batch_order"])))
    if newest:
        order = order[::-1]
    _, first = np.unique(codes[order], return_index=True)
    return pa.array(np.sort(order[first]))
