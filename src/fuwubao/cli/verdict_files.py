"""The verdict table as CSV: instants in UTC with Z, nothing known is an empty cell."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv


def csv_of(table: pa.Table) -> bytes:
    """Return the table as UTF-8 CSV with a header line."""
    columns = {
        name: _text(table[name]) if pa.types.is_timestamp(table.schema.field(name).type) else table[name]
        for name in table.column_names
    }
    target = io.BytesIO()
    options = pa.csv.WriteOptions(quoting_style="needed", quoting_header="needed")
    pa.csv.write_csv(pa.table(columns), target, options)
    return target.getvalue()


def verdict_counts(table: pa.Table) -> dict[str, int]:
    """Return how many lines there are of each verdict."""
    return {row["values"]: row["counts"] for row in pc.value_counts(table["verdict"]).to_pylist()}


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.strftime(pc.cast(column, pa.timestamp("s", tz="UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")
