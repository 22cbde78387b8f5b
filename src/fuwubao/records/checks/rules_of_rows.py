"""The single rules, each over whole columns: which rows break it, in which field, with which value."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import WRITTEN, Column, ColumnType, RecordKind
from fuwubao.records.cells import times
from fuwubao.records.cells.zones import wall_of
from fuwubao.records.checks.board import Board, Facts
from fuwubao.records.checks.cells import Cells, Typed
from fuwubao.records.checks.known import KnownRecords
from fuwubao.records.checks.outcome import RowWarning, said
from fuwubao.records.errors import HeaderIncomplete
from fuwubao.records.mapping import Mapping
from fuwubao.records.plan import Plan
from fuwubao.records.reading.names import folded
from fuwubao.records.reading.sheet import Sheet
from fuwubao.records.text import plain

Mask = npt.NDArray[np.bool_]
LONGEST_CELL = 32_767
_SCIENTIFIC = r"^[+-]?\d(?:\.\d+)?[eE]\+\d+$|^[+-]?\d\.\d+[eE]\d+$"
_FORMULA = r"^[=+\-@]"


def _value(typed: Typed) -> Facts:
    return lambda at: {"value": typed.text[at].as_py()}


def mark_too_long(board: Board, raw: dict[int, pa.Array], header: tuple[str, ...]) -> None:
    """Rule 16: no cell beyond 32,767 characters, in columns that are not ignored."""
    for place, texts in raw.items():
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        if longest > LONGEST_CELL:
            lengths = pc.utf8_length(texts)
            wrong = np.asarray(pc.greater(lengths, LONGEST_CELL))
            board.mark(wrong, "E-TOO-LONG", header[place], _length(texts, lengths))


def _length(texts: pa.Array, lengths: pa.Array) -> Facts:
    return lambda at: {"value": texts[at].as_py()[:40], "length": lengths[at].as_py()}


def mark_lost_digits(board: Board, plan: Plan, cells: Cells, lossy: dict[int, Mask]) -> None:
    """Rule 20: ids in scientific notation, and number cells of more than 15 digits used as ids."""
    for feed in plan.feeds:
        if feed.column.type is not ColumnType.ID:
            continue
        typed = cells.typed[feed.column.name]
        wrong = np.asarray(pc.match_substring_regex(typed.text, _SCIENTIFIC))
        if len(feed.positions) == 1 and feed.positions[0] in lossy:
            wrong = wrong | lossy[feed.positions[0]]
        board.mark(wrong, "E-ID-PRECISION", feed.column.name, _value(typed))


def mark_blank_required(board: Board, kind: RecordKind, cells: Cells) -> None:
    """Rule 5: required cells are not blank."""
    for name in kind.required:
        board.mark(cells.typed[name].blank, "E-REQUIRED", name, lambda at: {"value": ""})


def mark_times(board: Board, cells: Cells, timezone: str) -> None:
    """Rules 8 and 9: every time can be read in one way."""
    reasons = (
        (times.UNREADABLE, "E-DATE"), (times.AMBIGUOUS, "E-DATE-AMBIGUOUS"), (times.SKIPPED, "E-DATE-SKIPPED"),
        (times.REPEATED, "E-DATE-REPEATED"),
    )  # fmt: skip
    for name, typed in cells.typed.items():
        if typed.status is None or typed.status.max(initial=0) <= times.BLANK:
            continue
        for status, reason in reasons:
            board.mark(typed.status == status, reason, name, _value(typed))


def mark_future(board: Board, kind: RecordKind, cells: Cells, now: datetime, timezone: str) -> None:
    """Rule 11: nothing but a plan is later than the moment of import."""
    limit = int(now.astimezone(UTC).timestamp())
    today = int(wall_of(np.array([limit]), timezone)[0])
    plans = np.zeros(len(board.fault), bool)
    if kind.plans_when in cells.typed:
        flag = cells.typed[kind.plans_when].words
        assert flag is not None
        plans = np.asarray(pc.fill_null(pc.equal(flag.values, "true"), False))
    for name, typed in cells.typed.items():
        if typed.seconds is not None and not typed.column.planned:
            latest = today if typed.column.type is ColumnType.DATE else limit
            board.mark((typed.seconds > latest) & ~plans, "E-FUTURE", name, _value(typed))


def mark_order(board: Board, kind: RecordKind, cells: Cells) -> None:
    """Rule 10: pairs of times are not swapped; a reopened ticket may be closed before its last resolution."""
    excuses = {(first, second): count for first, second, count in kind.order_unless_above_zero}
    for first, second in kind.order:
        one, other = cells.typed.get(first), cells.typed.get(second)
        if one is None or other is None or one.seconds is None or other.seconds is None:
            continue
        wrong = (one.status == times.OK) & (other.status == times.OK) & (one.seconds > other.seconds)
        excuse = cells.typed.get(excuses.get((first, second), ""))
        if excuse is not None and excuse.numbers is not None:
            wrong &= ~((excuse.numbers.values > 0) & ~excuse.numbers.wrong)
        board.mark(wrong, "E-ORDER", second, _swapped(one, other))


def _swapped(one: Typed, other: Typed) -> Facts:
    return lambda at: {
        "value": other.text[at].as_py(), "earlier": one.column.zh, "earlier_value": one.text[at].as_py(),
    }  # fmt: skip


def mark_words(board: Board, cells: Cells, *, only_priority: bool) -> None:
    """Rules 7 and 22: words of priorities, choices and flags are known."""
    for name, typed in cells.typed.items():
        priority = typed.column.type is ColumnType.PRIORITY
        if typed.words is not None and priority == only_priority:
            board.mark(typed.words.unknown, "E-PRIORITY" if priority else "E-VALUE", name, _value(typed))


def mark_numbers(board: Board, cells: Cells) -> None:
    """Rule 22: number columns hold numbers of their range, scores whole numbers of their scale."""
    for name, typed in cells.typed.items():
        if typed.numbers is not None:
            reason = "E-SCORE" if typed.column.type is ColumnType.SCORE else "E-NUMBER"
            board.mark(typed.numbers.wrong, reason, name, _measured(typed, typed.column))


def _measured(typed: Typed, column: Column) -> Facts:
    return lambda at: {"value": typed.text[at].as_py(), "low": column.at_least, "high": column.at_most}


def mark_before_opened(board: Board, cells: Cells, known: KnownRecords | None) -> None:
    """Semantics 2: an event before its ticket's first instant is rejected where that instant is known."""
    at, event = cells.typed["at"], cells.typed["event"]
    assert at.seconds is not None
    assert event.words is not None
    tickets = pc.utf8_lower(cells.typed["ticket_id"].text)
    opens = np.asarray(pc.fill_null(pc.equal(event.words.values, "opened"), False)) & board.sound
    here = pa.table({"ticket": tickets.filter(pa.array(opens)), "first": at.seconds[opens]})
    logs = [here] + ([known.logged] if known and known.logged is not None else [])
    first = _first_of(pa.concat_tables(logs), tickets)
    if known and known.stamped is not None:
        stamped = _first_of(known.stamped, tickets)
        first = np.where(first == _UNKNOWN, stamped, first)
    wrong = (first != _UNKNOWN) & (at.seconds < first)
    board.mark(
        wrong, "E-BEFORE-OPENED", "at",
        lambda row: {
            "value": at.text[row].as_py(),
            "earlier_value": datetime.fromtimestamp(int(first[row]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )  # fmt: skip


_UNKNOWN = np.iinfo(np.int64).min


def _first_of(log: pa.Table, tickets: pa.Array) -> npt.NDArray[np.int64]:
    """Return the earliest instant in the log for each ticket, _UNKNOWN where it has none."""
    if not log.num_rows:
        return np.full(len(tickets), _UNKNOWN, np.int64)
    earliest = log.group_by("ticket").aggregate([("first", "min")])
    places = np.asarray(pc.fill_null(pc.index_in(tickets, earliest["ticket"].combine_chunks()), -1))
    firsts = np.append(np.asarray(earliest["first_min"].combine_chunks()), _UNKNOWN)
    return np.asarray(firsts[places])


def mark_already_stored(board: Board, kind: RecordKind, cells: Cells, keys: pa.Array, stored: pa.Array) -> None:
    """Semantics 2: an event that the store holds already changes nothing."""
    again = np.asarray(pc.is_in(keys, stored))
    board.mark(again, "E-DUP-STORED", kind.id_column, _value(cells.typed[kind.id_column]))


def rows_asked_for(sheet: Sheet, columns: dict[int, pa.Array], mapping: Mapping) -> Mask:
    """Return the rows that a mapping's ``rows`` keeps. Raises: HeaderIncomplete where it names a column not there."""
    keep = np.ones(len(sheet.rows), bool)
    places = {folded(name): at for at, name in reversed(list(enumerate(sheet.header)))}
    for name, kept in mapping.rows.items():
        place = places.get(folded(name))
        if place is None:
            raise HeaderIncomplete(file=sheet.facts.name, missing=name, offer="", where=sheet.facts.name, why=name)
        keep &= np.asarray(pc.is_in(columns[place], pa.array([plain(one) for one in kept], pa.string())))
    return keep


def row_warnings(
    kind: RecordKind, plan: Plan, cells: Cells, keep: Mask, numbers: npt.NDArray[np.int64]
) -> list[RowWarning]:
    """Rules 7 and 14: accepted rows without a priority, and with text that a spreadsheet would run."""
    found = []
    if kind.code == "ticket" and "priority" in cells.typed:
        blank = cells.typed["priority"].blank & keep
        words = said("W-NO-PRIORITY")
        found += [RowWarning(row=row, code="W-NO-PRIORITY", message=words) for row in numbers[blank].tolist()]
    warned = np.zeros(len(keep), bool)
    for feed in plan.feeds:
        typed = cells.typed[feed.column.name]
        if feed.column.type not in WRITTEN:
            continue
        live = np.asarray(pc.match_substring_regex(typed.text, _FORMULA)) & keep & ~warned
        warned |= live
        for at in np.flatnonzero(live).tolist():
            message = said("W-FORMULA", field=feed.label, sign=typed.text[at].as_py()[0])
            found.append(RowWarning(row=int(numbers[at]), code="W-FORMULA", message=message))
    return found
