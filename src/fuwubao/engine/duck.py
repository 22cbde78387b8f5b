"""Lives streamed from Parquet files through the clocks by DuckDB: bounded memory, two threads, any number of tickets.

Files may be one table's Parquet files in any folder, as Delta tables list them. DuckDB decodes, the kernel counts;
a batch is forgotten when its verdicts have been taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from fuwubao.domain.terms import ClockKind
from fuwubao.engine.columns import Codes, Ints, numbers
from fuwubao.engine.lives import Legend, judge_lives, lives_of
from fuwubao.engine.plain import PlainRun
from fuwubao.engine.promises import Promises

BATCH_ROWS = 122_880  # a row group of DuckDB; arrays of one batch stay near the processor
THREADS = 2
MEMORY_LIMIT = "256MB"
Taken = TypeVar("Taken")


@dataclass(frozen=True, eq=False)
class JudgedBatch:
    """One batch of lives with the runs of its two clocks; ``kind`` are numbers in the legend."""

    tickets: pa.Array
    kind: Codes
    opened_at: Ints
    response: PlainRun
    resolution: PlainRun


def stream(
    files: Sequence[Path], made: Promises, as_of: int, take: Callable[[JudgedBatch], Taken], *, threads: int = THREADS
) -> Iterator[Taken]:
    """Judge all lives of the files and yield what ``take`` makes of each batch, in the order of the files.

    ``take`` runs in the worker that judged the batch. All files have the legend of the first.
    Raises: TwoAgreements, TwoRows, NoWorkingTime; KeyError when the files hold no lives.
    """
    legend = Legend.of(pq.read_schema(files[0]).metadata or {})
    first = _first_instant(files)
    made.tables.covering(min(first, as_of), as_of)

    def one(batch: pa.RecordBatch) -> Taken:
        return take(judged(batch, legend, made, as_of))

    with connection(threads) as connected, ThreadPoolExecutor(threads) as workers:
        waiting = []
        for batch in _batches(connected, files, as_of):
            waiting.append(workers.submit(one, batch))
            if len(waiting) > threads:
                yield waiting.pop(0).result()
        for last in waiting:
            yield last.result()


def judged(batch: pa.RecordBatch, legend: Legend, made: Promises, as_of: int) -> JudgedBatch:
    """Judge one batch of lives that have begun by ``as_of``."""
    lives, kind = lives_of(batch, legend), numbers(batch.column("kind"))
    runs = judge_lives(lives, kind, legend, made, as_of)
    return JudgedBatch(
        tickets=batch.column("ticket"),
        kind=kind,
        opened_at=lives.opened_at,
        response=runs[ClockKind.RESPONSE],
        resolution=runs[ClockKind.RESOLUTION],
    )


def connection(threads: int = THREADS) -> duckdb.DuckDBPyConnection:
    """Open DuckDB in memory with bounded memory and threads."""
    return duckdb.connect(config={"threads": threads, "memory_limit": MEMORY_LIMIT})


def _batches(connected: duckdb.DuckDBPyConnection, files: Sequence[Path], as_of: int) -> Iterator[pa.RecordBatch]:
    query = "select * from read_parquet(?) where opened_at <= ?"
    rows = connected.sql(query, params=[[str(file) for file in files], as_of])
    yield from rows.to_arrow_reader(BATCH_ROWS)


def _first_instant(files: Sequence[Path]) -> int:
    """The earliest opening, from the statistics that Parquet keeps."""
    earliest = []
    for file in files:
        read = pq.ParquetFile(file)
        column = read.schema_arrow.get_field_index("opened_at")
        groups = (read.metadata.row_group(number) for number in range(read.metadata.num_row_groups))
        earliest += [group.column(column).statistics.min for group in groups]
    return min(earliest, default=0)
