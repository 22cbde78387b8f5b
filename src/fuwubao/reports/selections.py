"""A file that selects reports: one number a line, or the CSV or JSON that the page of the period run exports."""

from __future__ import annotations

import csv
import io
import json

from fuwubao.reports.period_errors import NothingSelected, SelectionUnreadable

COLUMN = "number"


def read_selection(text: str, *, file: str) -> tuple[str, ...]:
    """Return the numbers that a file names, each once, in their order; rows without a report are left out.

    Raises: NothingSelected, SelectionUnreadable.
    """
    plain = text.lstrip("\ufeff").strip()
    if plain[:1] in ("[", "{"):
        found = _from_json(plain, file)
    elif "," in plain.partition("\n")[0]:
        found = _from_csv(plain, file)
    else:
        found = [line.strip() for line in plain.splitlines() if line.strip() and not line.startswith("#")]
        found = [number for number in found if number != COLUMN]
    numbers = tuple(dict.fromkeys(number for number in found if number))
    if not numbers:
        raise NothingSelected(where=file, why=file)
    return numbers


def _from_json(text: str, file: str) -> list[str]:
    try:
        content = json.loads(text)
    except ValueError as fault:
        raise SelectionUnreadable(where=file, why=str(fault)) from fault
    lines = content.get("reports") if isinstance(content, dict) else content
    if not isinstance(lines, list):
        raise SelectionUnreadable(where=file, why="reports")
    return [str(line.get(COLUMN) or "") if isinstance(line, dict) else str(line) for line in lines]


def _from_csv(text: str, file: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(text))
    if COLUMN not in (rows.fieldnames or ()):
        raise SelectionUnreadable(where=file, why=COLUMN)
    return [(row[COLUMN] or "").strip() for row in rows]
