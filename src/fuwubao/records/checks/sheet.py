"""Check a sheet by the 23 rules, in the order of rule 21, a column at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import RecordKind
from fuwubao.records.checks import rules_of_rows as rules
from fuwubao.records.checks.board import Board
from fuwubao.records.checks.cells import Cells, cleaned, stored, type_columns
from fuwubao.records.checks.duplicates import identity_keys, mark_duplicates
from fuwubao.records.checks.known import KnownRecords
from fuwubao.records.checks.outcome import Outcome, RowProblem, RowWarning, public_code, said
from fuwubao.records.checks.totals import cell_names, ragged_outcome, rows_with_content, total_rows
from fuwubao.records.mapping import Mapping
from fuwubao.records.plan import Plan, plan_for
from fuwubao.records.reading.sheet import Sheet


@dataclass(slots=True)
class _Desk:
    """All that the checks of one sheet share."""

    kind: RecordKind
    sheet: Sheet
    plan: Plan
    cells: Cells
    numbers: npt.NDArray[np.int64]
    raw: dict[int, pa.Array]
    lossy: dict[int, npt.NDArray[np.bool_]]
    board: Board
    timezone: str


def check_sheet(
    sheet: Sheet,
    kind: RecordKind,
    *,
    timezone: str,
    now: datetime,
    mapping: Mapping | None = None,
    known: KnownRecords | None = None,
) -> Outcome:
    """Check every row; ``known`` is what the store already holds, None for a dry run.

    Raises: HeaderIncomplete, ZoneUnknown. Source: rules 5–23.
    """
    plan = plan_for(kind, sheet.header, mapping, file=sheet.facts.name)
    desk, warnings = _laid_out(sheet, kind, plan, mapping, timezone)
    rows = len(desk.numbers)
    type_columns(plan, desk.cells, timezone, rows, from_1904=sheet.facts.from_1904)
    keys = _checked(desk, now, known)
    problems = _problems(desk)
    ragged, totals = ragged_outcome(sheet, plan)
    keep = desk.board.sound
    accepted = _accepted(desk, keep, keys)
    warnings += totals + _file_warnings(desk, rows + len(ragged))
    warnings += rules.row_warnings(kind, plan, desk.cells, keep, desk.numbers)
    return Outcome(
        kind=kind.code,
        facts=sheet.facts,
        accepted=accepted,
        problems=tuple(sorted([*problems, *ragged], key=lambda problem: problem.row)),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.row)),
        header=sheet.header,
    )


def _laid_out(
    sheet: Sheet, kind: RecordKind, plan: Plan, mapping: Mapping | None, timezone: str
) -> tuple[_Desk, list[RowWarning]]:
    """Clean the columns that matter and leave out blank rows and totals."""
    wanted = {at: column for at, column in enumerate(sheet.columns) if at not in plan.ignored}
    plain = cleaned(wanted, mapping)
    keep = rows_with_content(plain, len(sheet.rows))
    if mapping and mapping.rows:
        keep &= rules.rows_asked_for(sheet, plain, mapping)
    totals, warnings = total_rows(plain, plan.position_of(kind.id_column), sheet.rows, keep)
    keep &= ~totals
    numbers, lossy = sheet.rows, sheet.lossy
    if not keep.all():
        chosen = pa.array(keep)
        plain = {at: column.filter(chosen) for at, column in plain.items()}
        wanted = {at: column.filter(chosen) for at, column in wanted.items()}
        numbers = numbers[keep]
        lossy = {at: mask[keep] for at, mask in lossy.items()}
    desk = _Desk(kind, sheet, plan, Cells(plain), numbers, wanted, lossy, Board(len(numbers)), timezone)
    return desk, warnings


def _checked(desk: _Desk, now: datetime, known: KnownRecords | None) -> pa.Array:
    """Run the checks of rule 21 and return the identity keys."""
    kind, board, cells = desk.kind, desk.board, desk.cells
    rules.mark_too_long(board, desk.raw, desk.sheet.header)
    rules.mark_lost_digits(board, desk.plan, cells, desk.lossy)
    rules.mark_blank_required(board, kind, cells)
    rules.mark_times(board, cells, desk.timezone)
    rules.mark_future(board, kind, cells, now, desk.timezone)
    rules.mark_order(board, kind, cells)
    rules.mark_words(board, cells, only_priority=True)
    rules.mark_numbers(board, cells)
    rules.mark_words(board, cells, only_priority=False)
    keys = identity_keys(kind, cells, len(desk.numbers))
    if kind.code == "ticket_event":
        rules.mark_before_opened(board, cells, known)
    others = [desk.cells.plain[at] for at in desk.plan.unknown]
    mark_duplicates(kind, keys, cells, board, desk.numbers, others)
    if known is not None and known.keys is not None:
        rules.mark_already_stored(board, kind, cells, keys, known.keys)
    return keys


def _problems(desk: _Desk) -> list[RowProblem]:
    found = []
    names = cell_names(desk.sheet.header, len(desk.sheet.header))
    for at, reason, field, facts in desk.board.marked():
        told = facts(at)
        label = next((feed.label for feed in desk.plan.feeds if feed.column.name == field), field)
        cells = {names[place]: texts[at].as_py() for place, texts in desk.raw.items()}
        value = str(told.get("value", ""))
        found.append(
            RowProblem(
                row=int(desk.numbers[at]),
                field=field,
                code=public_code(reason),
                message=said(reason, **{"field": label, "zone": desk.timezone, **told}),
                value=value[:500],
                cells=cells,
            )
        )
    return found


def _accepted(desk: _Desk, keep: npt.NDArray[np.bool_], keys: pa.Array) -> pa.Table:
    count = int(keep.sum())
    columns = {
        column.name: stored(desk.cells.typed.get(column.name), column, keep, count) for column in desk.kind.columns
    }
    columns["key"] = keys if keep.all() else keys.filter(pa.array(keep))
    columns["row_number"] = pa.array(desk.numbers[keep])
    return pa.table(columns)


def _file_warnings(desk: _Desk, rows: int) -> list[RowWarning]:
    found = []
    facts = desk.sheet.facts
    if facts.header_row and facts.header_row > 1:
        found.append(RowWarning(row=0, code="W-TITLE", message=said("W-TITLE", last=facts.header_row - 1)))
    unknown = [desk.sheet.header[at].strip() for at in desk.plan.unknown]
    unknown = [
        name or f"#{at + 1}"
        for name, at in zip(unknown, desk.plan.unknown, strict=True)
        if name or pc.any(pc.greater(pc.binary_length(desk.cells.plain[at]), 0)).as_py()
    ]
    if unknown:
        found.append(RowWarning(row=0, code="W-COLUMN", message=said("W-COLUMN", value="、".join(unknown))))
    if rows == 0:
        found.append(RowWarning(row=0, code="W-NO-ROWS", message=said("W-NO-ROWS")))
    if any(typed.cut for typed in desk.cells.typed.values()):
        found.append(RowWarning(row=0, code="W-FRACTION", message=said("W-FRACTION")))
    return found
