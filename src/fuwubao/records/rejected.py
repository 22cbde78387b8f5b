"""Rejected rows as a file to mend: the file's own columns, then row number, code and reason."""

from __future__ import annotations

import pyarrow as pa

from fuwubao.records.queries import BatchReport


def rejected_table(report: BatchReport, *, language: str) -> tuple[pa.Table, list[str]]:
    """Return the waiting rows with mended cells in place, and the titles of the columns."""
    lines = [line for line in report.lines if line.state == "waiting"]
    names = list(dict.fromkeys(name for line in lines for name in line.cells))
    cells = [{**line.cells, **line.mended} for line in lines]
    columns = [pa.array([row.get(name, "") for row in cells], pa.string()) for name in names]
    columns += [
        pa.array([line.row for line in lines], pa.int64()),
        pa.array([line.code for line in lines], pa.string()),
        pa.array([line.message.say(language) for line in lines], pa.string()),
    ]
    extra = ["Row", "Code", "Reason"] if language == "en" else ["行号", "代码", "拒收原因"]
    return pa.table(columns, names=[f"c{at}" for at in range(len(columns))]), [*names, *extra]
