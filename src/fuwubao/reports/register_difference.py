"""What changed between two editions of 《服务报告列表》: rows added, taken away, and changed cell by cell (S1.42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]
KEY = "编号"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell of one row in the older and the newer edition."""

    number: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs; rows by their number, cells in the order of the form."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[CellChange, ...]

    @property
    def is_empty(self) -> bool:
        """Both editions say the same."""
        return not (self.added or self.removed or self.changed)


def difference_between(older: Sequence[Row], newer: Sequence[Row]) -> Difference:
    """Return what the newer edition says otherwise; a column that one of them lacks counts as empty there."""
    before, after = {row[KEY]: row for row in older}, {row[KEY]: row for row in newer}
    changed = [
        CellChange(number=number, column=column, old=before[number].get(column, ""), new=row.get(column, ""))
        for number, row in after.items()
        if number in before
        for column in dict.fromkeys([*row, *before[number]])
        if before[number].get(column, "") != row.get(column, "")
    ]
    return Difference(
        added=tuple(row for number, row in after.items() if number not in before),
        removed=tuple(row for number, row in before.items() if number not in after),
        changed=tuple(changed),
    )
