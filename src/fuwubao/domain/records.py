"""The typed schemas of what happened, declared once: intake, store, pages and docs read them from here.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a record kind; ``planned`` instants may lie in the future (rule 11)."""

    name: str
    type: ColumnType
    zh: str
    en: str
    required: bool = False
    planned: bool = False
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record: its identity is ``id_column`` within a source.

    ``order`` holds pairs (earlier, later) of instant columns that must not be swapped (rule 10).
    """

    code: str
    zh: str
    en: str
    id_column: str
    columns: tuple[Column, ...]
    order: tuple[tuple[str, str], ...] = ()

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
