"""Rows that are no records: blank ones, totals (rule 13), and records of a wrong width (rule 17)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.records.checks.outcome import RowProblem, RowWarning, said
from fuwubao.records.plan import Plan
from fuwubao.records.reading.sheet import Sheet
from fuwubao.records.text import plain

Mask = npt.NDArray[np.bool_]
_TOTAL = r"^(?:合\s*计|总\s*计|小\s*计)[:：]?$"
_COUNTED = r"^共"
_COUNTED_NUMBER = r"^共\s*\d"


def rows_with_content(columns: dict[int, pa.Array], rows: int) -> Mask:
    """Return which rows hold anything; a wholly blank row is skipped without a word."""
    found = np.zeros(rows, bool)
    for texts in columns.values():
        found |= np.asarray(pc.greater(pc.binary_length(texts), 0))
        if found.all():
            break
    return found


def total_rows(
    columns: dict[int, pa.Array], id_position: int | None, numbers: npt.NDArray[np.int64], among: Mask
) -> tuple[Mask, list[RowWarning]]:
    """Return which rows are totals, each with its warning.

    A title that merely begins with 共 (共享盘…) beside a real id is no total; 共 14 条 is.
    """
    suspects = np.zeros(len(numbers), bool)
    looked_at = [_first_filled(columns, len(numbers))]
    if id_position in columns:
        looked_at.append(columns[id_position])
    for texts in looked_at:
        suspects |= np.asarray(pc.match_substring_regex(texts, f"{_TOTAL}|{_COUNTED}"))
    warnings = []
    places = sorted(columns)
    for at in np.flatnonzero(suspects & among).tolist():
        cells = [columns[place][at].as_py() for place in places]
        word = total_word(cells, places.index(id_position) if id_position in places else None)
        if word is None:
            suspects[at] = False
        else:
            warnings.append(RowWarning(row=int(numbers[at]), code="W-TOTAL", message=said("W-TOTAL", value=word)))
    return suspects & among, warnings


def _first_filled(columns: dict[int, pa.Array], rows: int) -> pa.Array:
    """Return the first cell of each row that is not blank."""
    first: pa.Array | None = None
    empty: pa.Array | None = None
    for place in sorted(columns):
        first = columns[place] if first is None else pc.if_else(empty, columns[place], first)
        empty = pc.equal(pc.binary_length(first), 0)
        if not pc.any(empty).as_py():
            break
    return pa.nulls(rows, pa.string()).fill_null("") if first is None else first


def total_word(cells: Sequence[str], id_place: int | None) -> str | None:
    """Return the cell that makes a row a total, None when the row is a record."""
    first = next((cell for cell in cells if cell), "")
    identity = cells[id_place] if id_place is not None and id_place < len(cells) else ""
    for cell in (identity, first):
        if re.match(_TOTAL, cell) or re.match(_COUNTED_NUMBER, cell):
            return cell
    if identity.startswith("共"):
        return identity
    return first if first.startswith("共") and not identity else None


def cell_names(header: Sequence[str], width: int) -> list[str]:
    """Return a name of its own for each file column, as quarantine keeps cells: a repeated or lacking one by number."""
    names: dict[str, None] = {}
    for at in range(width):
        name = header[at] if at < len(header) else ""
        names[f"{name}#{at + 1}" if not name.strip() or name in names else name] = None
    return list(names)


def cells_by_name(header: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return the cells of a record of any width: lacking ones are blank, further ones keep their place's number."""
    names = cell_names(header, max(len(header), len(fields)))
    return {name: fields[at] if at < len(fields) else "" for at, name in enumerate(names)}


def ragged_outcome(sheet: Sheet, plan: Plan) -> tuple[list[RowProblem], list[RowWarning]]:
    """Return a problem for each record of a wrong width, but for totals and blank ones."""
    problems, warnings = [], []
    position = next((feed.positions[0] for feed in plan.feeds if feed.column.type == "id" and feed.positions), None)
    for ragged in sheet.ragged:
        cells = [plain(cell) for cell in ragged.fields]
        if not any(cells):
            continue
        word = total_word(cells, position)
        if word is not None:
            warnings.append(RowWarning(row=ragged.row, code="W-TOTAL", message=said("W-TOTAL", value=word)))
            continue
        message = said("E-COLUMNS", value=len(cells), expected=len(sheet.header))
        kept = cells_by_name(sheet.header, ragged.fields)
        problems.append(
            RowProblem(row=ragged.row, field="", code="E-COLUMNS", message=message, value=str(len(cells)), cells=kept)
        )
    return problems, warnings
