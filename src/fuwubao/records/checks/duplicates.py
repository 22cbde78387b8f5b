"""The same record twice in one file: equal copies and conflicts (rule 12; semantics 2 for events)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import RecordKind
from fuwubao.records.checks.board import Board, Facts
from fuwubao.records.checks.cells import Cells

SEPARATOR = "\x1f"


def identity_keys(kind: RecordKind, cells: Cells, rows: int) -> pa.Array:
    """Return what tells one record from another: ids without regard to case, instants as epoch seconds."""
    first, *others = kind.identity
    keys = pc.utf8_lower(cells.typed[first].text)
    parts = [keys]
    for name in others:
        typed = cells.typed.get(name)
        if typed is None:
            parts.append(pa.array([""]).take(pa.array(np.zeros(rows, np.int64))))
        elif typed.seconds is not None:
            parts.append(pa.array(typed.seconds).cast(pa.string()))
        elif typed.words is not None:
            parts.append(pc.fill_null(typed.words.values, ""))
        else:
            parts.append(typed.text)
    return pc.binary_join_element_wise(*parts, SEPARATOR) if others else keys


def mark_duplicates(
    kind: RecordKind, keys: pa.Array, cells: Cells, board: Board, numbers: npt.NDArray[np.int64], others: list[pa.Array]
) -> None:
    """Mark equal copies but the first, and every row of an id whose rows differ; ``others`` are unread columns."""
    sound = np.flatnonzero(board.sound)
    offered = keys if len(sound) == len(keys) else keys.take(pa.array(sound))
    groups = _repeated(offered, sound)
    if not groups:
        return
    members = np.array([at for group in groups for at in group], np.int64)
    content = dict(zip(members.tolist(), _contents(kind, cells, others, members), strict=True))
    same: dict[int, int] = {}
    conflict: dict[int, int] = {}
    for first, *later in groups:
        if len(kind.identity) > 1 or all(content[at] == content[first] for at in later):
            same.update(dict.fromkeys(later, first))
        else:
            conflict.update({first: later[0], **dict.fromkeys(later, first)})
    texts = cells.typed[kind.id_column].text
    for found, reason in ((same, "E-DUP-SAME"), (conflict, "E-DUP-CONFLICT")):
        wrong = np.zeros(len(numbers), bool)
        wrong[list(found)] = True
        board.mark(wrong, reason, kind.id_column, _other_row(texts, numbers, found))


def _other_row(texts: pa.Array, numbers: npt.NDArray[np.int64], pairs: dict[int, int]) -> Facts:
    return lambda at: {"value": texts[at].as_py(), "other": int(numbers[pairs[at]])}


def _repeated(keys: pa.Array, positions: npt.NDArray[np.int64]) -> list[list[int]]:
    if pc.all(pc.less(keys.slice(0, max(len(keys) - 1, 0)), keys.slice(1))).as_py() is not False:
        return []  # rising from first to last, as most exports are: nothing repeats
    encoded = np.asarray(pc.dictionary_encode(keys).indices)
    often = np.bincount(encoded) > 1
    groups: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(often[encoded]).tolist():
        groups[int(encoded[at])].append(int(positions[at]))
    return list(groups.values())


def _contents(
    kind: RecordKind, cells: Cells, others: list[pa.Array], members: npt.NDArray[np.int64]
) -> list[tuple[object, ...]]:
    """Return what is compared: values as read (times as instants), text of columns that nobody reads."""
    take = pa.array(members)
    columns: list[list[object]] = []
    for name, typed in cells.typed.items():
        if name == kind.id_column:
            columns.append(pc.utf8_lower(typed.text.take(take)).to_pylist())
        elif typed.seconds is not None and typed.status is not None:
            columns.append(list(zip(typed.seconds[members].tolist(), typed.status[members].tolist(), strict=True)))
        elif typed.words is not None:
            columns.append(typed.words.values.take(take).to_pylist())
        else:
            columns.append(typed.text.take(take).to_pylist())
    columns += [texts.take(take).to_pylist() for texts in others]
    return list(zip(*columns, strict=True))
