"""Which reports have told figures that rest on a batch, count a ticket or hold a period frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.agreements import queries as agreements
from fuwubao.domain.records import KINDS
from fuwubao.measurement.changes.tellers import Told, told_sets
from fuwubao.measurement.evidence import judged_as_of
from fuwubao.measurement.models import FigureSet, FrozenFigure
from fuwubao.records import queries as records
from fuwubao.records.errors import SnapshotMissing
from fuwubao.records.models import Batch
from fuwubao.records.store import BATCHES


def frozen_periods(customers: Sequence[str]) -> dict[tuple[str, str, str], str]:
    """Return the reports that hold a customer's period frozen: (customer, first, day after) → report number."""
    names = {told.figure_set: told.report for told in told_sets()}
    rows = FrozenFigure.objects.filter(figure_set__in=names, customer__in=customers)
    found = rows.values_list("customer", "first", "day_after", "figure_set").distinct()
    return {(code, str(first), str(after)): names[number] for code, first, after, number in found}


def reports_resting_on(batch: str) -> tuple[str, ...]:
    """Return the reports whose frozen figures rest on rows of a batch: its customers, in a snapshot that holds it."""
    told = told_sets()
    if not told:
        return ()
    sets = {found.pk: found for found in FigureSet.objects.filter(pk__in=[one.figure_set for one in told])}
    customers = customers_of_batch(batch)
    names = []
    for one in told:
        found = sets.get(one.figure_set)
        if found is None or not _holds(found.snapshot, batch):
            continue
        theirs = set(found.figures.values_list("customer", flat=True).distinct())
        if customers is None or theirs & customers:
            names.append(one.report)
    return tuple(sorted(set(names)))


def reports_counting(source: str, ticket: str, *, customer: str) -> tuple[Told, ...]:
    """Return the told reports whose frozen figures count a ticket: opened or decided in one of their periods."""
    found = []
    for one in told_sets():
        kept = FigureSet.objects.filter(pk=one.figure_set).first()
        if kept is None:
            continue
        rows = kept.figures.filter(customer=customer)
        spans = {(row.first, row.day_after, row.timezone): row for row in rows.only("first", "day_after", "timezone")}
        try:
            table = judged_as_of(kept.as_of, snapshot=kept.snapshot).verdicts
        except SnapshotMissing:
            continue
        mine = table.filter(pc.and_(pc.equal(table["ticket"], ticket), pc.equal(table["source"], source))).to_pylist()
        moments = [row[name] for row in mine for name in ("opened_at", "decided_at", "stopped_at") if row[name]]
        if any(_within(at, span) for at in moments for span in spans):
            found.append(one)
    return tuple(found)


def customers_of_batch(number: str) -> frozenset[str] | None:
    """Return the customers whose rows a batch holds; None where its rows do not say."""
    batch = Batch.objects.filter(number=number).first()
    if batch is None:
        return frozenset()
    kind = KINDS[batch.kind]
    rows = records.record_store().keys(kind, batch.source)
    rows = rows.filter(pc.equal(rows["batch"], number))
    names = {column.name for column in kind.columns}
    if "customer" in names and rows["customer"].null_count < max(rows.num_rows, 1):
        return frozenset(code for code in rows["customer"].unique().to_pylist() if code)
    if "ticket_id" in names:
        return _customers_of_tickets(rows["ticket_id"], batch.source)
    if "service" in names:
        codes = set(rows["service"].unique().to_pylist())
        return frozenset(
            terms.customer_code
            for terms in agreements.terms_of_all()
            if codes & {service.code for service in terms.services}
        )
    return None


def _customers_of_tickets(numbers: pa.ChunkedArray, source: str) -> frozenset[str]:
    tickets = records.current_rows("ticket")
    mine = pc.and_(pc.equal(tickets["source"], source), pc.is_in(tickets["id"], value_set=numbers.combine_chunks()))
    return frozenset(code for code in tickets.filter(mine)["customer"].unique().to_pylist() if code)


def _holds(snapshot: str, batch: str) -> bool:
    """Tell whether a snapshot counts a batch; one that cannot be read any more may."""
    store = records.record_store()
    try:
        lines = store.batches(store.versions_of(snapshot).get(BATCHES))
    except SnapshotMissing:
        return True
    undone = {line["target"] for line in lines if line["act"] == "undo"}
    return batch not in undone and any(line["batch"] == batch and line["act"] == "load" for line in lines)


def _within(at: datetime, span: tuple[date, date, str]) -> bool:
    first, after, zone = span
    return first <= at.astimezone(ZoneInfo(zone)).date() < after
