"""What became of one clock of one ticket: the row that judging makes and that measures count.

Columns and order are those of ``fuwubao sla evaluate`` followed by the dimensions that slices need.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VerdictKind(StrEnum):
    """Every ticket and clock is in exactly one of these classes (semantics 4)."""

    MET = "met"
    BREACHED = "breached"
    RUNNING = "running"
    EXCLUDED = "excluded"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One clock of one ticket as of one instant; instants in UTC, durations in whole seconds.

    ``target_seconds`` is None for working-day targets; ``due_at`` is None in allowed waiting, once ended, and
    where the place of the waiting is unknown (``estimated``, 推算).
    """

    ticket: str
    clock: str
    agreement: str | None
    target_row: str | None
    opened_at: datetime
    stopped_at: datetime | None
    elapsed_seconds: int | None
    pending_seconds: int | None
    gross_seconds: int | None
    target_seconds: int | None
    due_at: datetime | None
    verdict: VerdictKind
    decided_at: datetime | None
    exclusion: str | None
    estimated: bool = False
