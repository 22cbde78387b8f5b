"""Read the files of one version of a record table: columns by name, the partition from the path.

pyarrow.dataset would do the same, but importing it costs most of a second where pandas is installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable

PARTITION = "month"
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


def rows_of(
    table: DeltaTable, schema: pa.Schema, *, batches: Iterable[str] | None = None, source: str | None = None
) -> pa.Table:
    """Return the rows of a table in the columns of ``schema``, of some batches and one source where named.

    A column that an older file lacks is empty. Rows come in the order of the files' names.
    """
    wanted = None if batches is None else pa.array(list(batches), pa.string())
    parts = [_file(path, schema) for path in files_of(table)]
    rows = pa.concat_tables(parts) if parts else schema.empty_table()
    if wanted is not None and "batch" in schema.names:
        rows = rows.filter(pc.is_in(rows["batch"], value_set=wanted))
    if source is not None:
        rows = rows.filter(pc.equal(rows["source"], source))
    return rows


def files_of(table: DeltaTable) -> list[Path]:
    """Return the files of a version in order of name; the library writes blanks and Chinese letters as %20, %E4."""
    return [Path(unquote(uri.removeprefix("file://"))) for uri in sorted(table.file_uris())]


def _file(path: Path, schema: pa.Schema) -> pa.Table:
    stored = pq.ParquetFile(path).read()
    columns = [_column(stored, field, path) for field in schema]
    return pa.table(columns, schema=schema)


def _column(stored: pa.Table, field: pa.Field, path: Path) -> pa.ChunkedArray | pa.Array:
    if field.name in stored.schema.names:
        return stored[field.name].cast(field.type)
    if field.name == PARTITION:
        return pa.repeat(pa.scalar(_month_of(path), field.type), stored.num_rows)
    return pa.nulls(stored.num_rows, field.type)


def _month_of(path: Path) -> str | None:
    for part in path.parts:
        name, found, value = part.partition("=")
        if found and name == PARTITION:
            return None if value == NO_VALUE else unquote(value)
    return None
