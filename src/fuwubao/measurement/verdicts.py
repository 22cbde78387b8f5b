"""The verdict table as people and scripts ask for it: one line a ticket and clock (design section 7)."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.periods import parse_period
from fuwubao.measurement.evidence import verdict_rows_as_of
from fuwubao.records import queries as records

COLUMNS = (
    "ticket",
    "clock",
    "agreement",
    "target_row",
    "opened_at",
    "stopped_at",
    "elapsed_seconds",
    "pending_seconds",
    "gross_seconds",
    "target_seconds",
    "due_at",
    "verdict",
    "decided_at",
    "exclusion",
)
COUNTING = ("met", "breached", "running")


def verdicts_as_of(
    as_of: datetime, *, agreement: str | None = None, period: str | None = None, snapshot: str | None = None
) -> pa.Table:
    """Return the verdicts in ``COLUMNS`` by ticket and clock, of one agreement or all.

    With a period: clocks decided in it, and clocks that were running in it; its bounds are in the zone of each
    row's agreement. Raises: AgreementUnknown, PeriodUnreadable.
    """
    if agreement is not None:
        agreements.terms_of_agreement(agreement)
    table = verdict_rows_as_of(as_of, snapshot=snapshot or records.latest_snapshot())
    if agreement is not None:
        table = table.filter(pc.equal(table["agreement"], agreement))
    if period is not None:
        table = pa.concat_tables([_in_period(part, code, period) for code, part in _by_agreement(table)])
    order = [("ticket", "ascending"), ("clock", "ascending")]
    return table.select(COLUMNS).sort_by(order)


def _by_agreement(table: pa.Table) -> list[tuple[str | None, pa.Table]]:
    codes = table["agreement"].unique().to_pylist()
    return [
        (code, table.filter(pc.is_null(table["agreement"]) if code is None else pc.equal(table["agreement"], code)))
        for code in codes
    ] or [(None, table)]


def _in_period(table: pa.Table, code: str | None, text: str) -> pa.Table:
    zone = agreements.terms_of_agreement(code)[-1].timezone if code else time_zone()
    period = parse_period(text, zone)
    starts, ends = (
        pa.scalar(at, table.schema.field("opened_at").type) for at in (period.starts_at, period.ends_before)
    )
    decided = pc.and_(pc.greater_equal(table["decided_at"], starts), pc.less(table["decided_at"], ends))
    later = pc.fill_null(pc.greater_equal(table["decided_at"], ends), True)
    counting = pc.is_in(table["verdict"], value_set=pa.array(COUNTING))
    running = pc.and_(pc.and_(counting, pc.less(table["opened_at"], ends)), later)
    return table.filter(pc.or_(pc.fill_null(decided, False), running))
