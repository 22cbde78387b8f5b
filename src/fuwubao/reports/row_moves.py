"""Which rows of the register a changed row template touches, field by field, and which keep their own value (S1.41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fuwubao.domain.words import Words
from fuwubao.reports.models import RegisterRow
from fuwubao.reports.queries.templates import ROW_FIELDS

OWN_VALUE = Words("条目另有约定的值", "the row has a value of its own")
AGREEMENT_RULES = Words("频次由服务协议决定", "the agreement says how often")
AUDIENCE_AGREED = Words("已与接收方约定", "agreed with its recipient")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMove:
    """One field of one row: what it says, what the template would say; ``kept_because`` where it stays."""

    row: RegisterRow
    field: str
    was: str
    now: str
    kept_because: Words | None = None


def row_moves(rows: Sequence[RegisterRow], before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[RowMove, ...]:
    """Return what a change of a row template does to the rows that follow it, row by row."""
    fields = [field for field in ROW_FIELDS if before.get(field) != after.get(field)]
    return tuple(_move(row, field, before, after) for row in rows for field in fields)


def _move(row: RegisterRow, field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> RowMove:
    held = getattr(row, ROW_FIELDS[field])
    kept: Words | None = None
    if field == "frequency" and row.customer_code:
        kept = AGREEMENT_RULES
    elif field == "audience" and row.agreed_on:
        kept = AUDIENCE_AGREED
    elif held != before.get(field):
        kept = OWN_VALUE
    return RowMove(row=row, field=field, was=str(held), now=str(after.get(field, "")), kept_because=kept)
