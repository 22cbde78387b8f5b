"""Current rows of a snapshot, resolved once and kept as one Parquet file a kind under ``cache/rows``.

What is current in a snapshot never changes, so a kept file never grows old; it can be made again at any time.
"""

from __future__ import annotations

import hashlib
import time

import pyarrow as pa

from fuwubao.accounts.workspace import home_folder
from fuwubao.domain.records import RecordKind
from fuwubao.engine.table_cache import Limits, TableCache
from fuwubao.records.store import RecordStore, schema_of

LIMITS = Limits(unused_days=7, bytes=2 * 1024**3)


def kept_rows(store: RecordStore, kind: RecordKind, snapshot: str) -> pa.Table:
    """Return the current rows of a kind in a snapshot, read from the kept file when there is one.

    Raises: SnapshotMissing.
    """
    cache = TableCache(home_folder() / "cache" / "rows")
    name = f"{kind.code}-{_fingerprint(store, kind, snapshot)}"
    kept = cache.read(name)
    if kept is not None:
        return kept
    rows = store.current(kind, snapshot=snapshot)
    cache.write(name, rows)
    now = time.time()  # the age of files, nothing that a figure rests on
    if cache.exceeds(LIMITS, at=now):
        cache.clean(LIMITS, at=now, needed=(name,))
    return rows


def _fingerprint(store: RecordStore, kind: RecordKind, snapshot: str) -> str:
    """Name the snapshot by its files and the columns that this version knows of the kind."""
    columns = "\n".join(f"{field.name} {field.type}" for field in schema_of(kind))
    return hashlib.sha256(f"{store.fingerprint(snapshot)}\n{columns}".encode()).hexdigest()[:32]
