"""The audit chain as a file: JSON lines with every hash, or CSV that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from fuwubao.accounts import queries
from fuwubao.domain.spreadsheets import safe_text

COLUMNS = ("number", "at", "actor", "actor_name", "for", "act", "subject", "before", "after", "remark", "channel",
           "previous_hash", "hash")  # fmt: skip


def json_lines() -> Iterator[str]:
    """Yield one JSON object a line, oldest first."""
    for entry in queries.audit_entries():
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def csv_lines() -> Iterator[str]:
    """Yield a header and one row an entry, oldest first; UTF-8 with BOM and CRLF, as Chinese Excel opens it."""
    yield "\ufeff" + _row(COLUMNS)
    for entry in queries.audit_entries():
        yield _row([_cell(entry, name) for name in COLUMNS])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _cell(entry: Mapping[str, object], name: str) -> str:
    """A text as it is, nothing for none, anything else as JSON."""
    value = entry[name]
    if value is None or isinstance(value, str):
        return safe_text(value or "")
    return safe_text(json.dumps(value, ensure_ascii=False))
