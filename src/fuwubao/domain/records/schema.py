"""The shape of a record kind: typed columns with their labels, words and limits.

``synonyms`` are other header names under which exports of common tools carry the same column; they are
compared after trimming, half-width folding and lower-casing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """How a cell is read and stored."""

    ID = "id"
    TEXT = "text"
    INSTANT = "instant"
    DATE = "date"
    COUNT = "count"
    SECONDS = "seconds"
    FLAG = "flag"
    PRIORITY = "priority"
    CHOICE = "choice"
    WEIGHT = "weight"
    SCORE = "score"
    MONEY = "money"
    NUMBER = "number"


TIMES = frozenset({ColumnType.INSTANT, ColumnType.DATE})
WRITTEN = frozenset({ColumnType.ID, ColumnType.TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a record kind; ``planned`` instants may lie in the future (rule 11).

    ``words`` are (word in a file, stored word) pairs of choices and flags, compared in lower case.
    ``at_least`` and ``at_most`` bound the stored number (rule 22): hundredths of a weight, fen of money.
    """

    name: str
    type: ColumnType
    zh: str
    en: str
    required: bool = False
    planned: bool = False
    choices: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record: its identity is ``identity`` within a source.

    ``order`` holds pairs (earlier, later) of time columns that must not be swapped (rule 10); a pair in
    ``order_unless_above_zero`` is excused by a positive count in the named column. ``plans_when`` names a
    flag: a row that sets it may lie in the future (rule 11). ``month_of`` is the column that partitions.
    """

    code: str
    zh: str
    en: str
    id_column: str
    columns: tuple[Column, ...]
    order: tuple[tuple[str, str], ...] = ()
    order_unless_above_zero: tuple[tuple[str, str, str], ...] = ()
    plans_when: str = ""
    month_of: str = ""
    identity_columns: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """Columns that tell one record from another within a source."""
        return self.identity_columns or (self.id_column,)

    def column(self, name: str) -> Column:
        """Return the column called ``name``; KeyError when the kind has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row is rejected (rule 5)."""
        return tuple(c.name for c in self.columns if c.required)
