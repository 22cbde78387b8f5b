"""Whether the records of a row's period are complete enough to build its draft (S6.1).

Complete means: the period is over; every source of the customers' tickets was loaded after the period's end; no working
day of the period lacks rows in such a source where its weekday has some as a rule; no row of such a source waits in
quarantine. Days of rest by the national calendar may be empty. Sudden drops and gaps in numbers are told beside it
and stop nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from django.utils.translation import gettext as _

from fuwubao.domain.periods import Period
from fuwubao.records import queries as records
from fuwubao.records.completeness import Completeness
from fuwubao.reports.models import RegisterRow
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.queries.material import customers_of
from fuwubao.ui.language import listed

KIND = "ticket"
MOST_DAYS_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DataState:
    """Whether a period's records are complete, what is missing, and what merely looks odd."""

    missing: tuple[str, ...]
    odd: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    loaded_at: datetime
    waiting: int


class DataLook:
    """The records as a page or a run sees them: read once, asked row by row."""

    def __init__(self, *, now: datetime) -> None:
        """Read sources, their last load and what waits in quarantine."""
        self._now, self._promises = now, Promises()
        rows = records.current_rows(KIND)
        self._of: dict[str, frozenset[str]] = _sources_by_customer(rows)
        self._sources: dict[str, _Source] = {}
        for batch in records.batches(kind=KIND):
            if batch.undone_at is None:
                held = self._sources.get(batch.source)
                waiting = batch.quarantined + (held.waiting if held else 0)
                loaded = max(batch.loaded_at, held.loaded_at) if held else batch.loaded_at
                self._sources[batch.source] = _Source(loaded_at=loaded, waiting=waiting)
        self._looked: dict[tuple[str, Period], Completeness] = {}

    def state(self, row: RegisterRow, period: Period) -> DataState:
        """Return how the data of a row's period stand."""
        if period.ends_before > self._now:
            return DataState(missing=(_("期间到 %(day)s 才结束") % {"day": period.last.isoformat()},))
        sources = sorted(frozenset[str]().union(*(self._of.get(code, frozenset()) for code in customers_of(row))))
        if not sources:
            return DataState(missing=(_("没有该客户的工单记录"),))
        missing: list[str] = []
        odd: list[str] = []
        for source in sources:
            self._look(source, period, missing, odd)
        return DataState(missing=tuple(missing), odd=tuple(odd))

    def _look(self, source: str, period: Period, missing: list[str], odd: list[str]) -> None:
        held = self._sources.get(source)
        if held is None or held.loaded_at < period.ends_before:
            missing.append(_("%(source)s 在期间结束后还没有导入") % {"source": source})
        if held is not None and held.waiting:
            missing.append(_("%(source)s 有 %(count)s 行在隔离区") % {"source": source, "count": held.waiting})
        found = self._completeness(source, period)
        calendar = self._promises.national(period.timezone)
        empty = [day for day in found.missing_days if calendar.is_working_day(day)]
        if empty:
            days = listed(*(day.isoformat() for day in empty[:MOST_DAYS_NAMED]))
            told = {"source": source, "count": len(empty), "days": days}
            missing.append(_("%(source)s 缺 %(count)s 天的数据（%(days)s）") % told)
        if found.drops:
            odd.append(_("%(source)s 有 %(count)s 天明显偏少") % {"source": source, "count": len(found.drops)})
        if found.gaps:
            odd.append(_("%(source)s 有 %(count)s 处编号不连续") % {"source": source, "count": len(found.gaps)})

    def _completeness(self, source: str, period: Period) -> Completeness:
        known = self._looked.get((source, period))
        if known is None:
            known = records.completeness(
                KIND, first=period.first, last=period.last, source=source, timezone=period.timezone
            )
            self._looked[(source, period)] = known
        return known


def _sources_by_customer(rows: pa.Table) -> dict[str, frozenset[str]]:
    pairs = rows.select(["customer", "source"]).group_by(["customer", "source"]).aggregate([])
    found: dict[str, set[str]] = {}
    for customer, source in zip(pairs["customer"].to_pylist(), pairs["source"].to_pylist(), strict=True):
        found.setdefault(customer or "", set()).add(source)
    return {customer: frozenset(sources) for customer, sources in found.items()}
