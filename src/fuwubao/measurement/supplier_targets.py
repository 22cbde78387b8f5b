"""K25: what a supplier promised us in its underpinning contracts, judged on the tickets that it worked on.

A ticket that names the supplier is judged under the supplier's own contract, as if we were its customer: same
clocks, calendars and allowed waiting, but the contract's targets.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.agreements import queries as agreements
from fuwubao.domain.figures import Dimension, Figure, FigureVerdict
from fuwubao.domain.periods import Period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.zones import second_of
from fuwubao.engine.measures.catalogue import measures_called
from fuwubao.engine.measures.computing import compute
from fuwubao.engine.measures.evidence import Question
from fuwubao.measurement.evidence import NEEDED, Judged, evidence_of, judged_as_of
from fuwubao.measurement.judging import judge_tables
from fuwubao.records import queries as records


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierTargets:
    """The figures of a supplier's targets in a period; ``attainment`` is K25: targets met of targets measured."""

    figures: tuple[Figure, ...]
    attainment: Ratio


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Risk:
    """Where a supplier's work touched customers' promises: clocks late and clocks decided in the period."""

    customer: str
    service: str
    breached: int
    decided: int


def supplier_targets(supplier: str, *, period: Period, as_of: datetime, snapshot: str) -> SupplierTargets:
    """Return each target of the supplier's contracts with its figure; one without rows is not measured (M3)."""
    terms = tuple(one for one in agreements.terms_for(supplier) if one.binds_supplier)
    if not terms:
        return SupplierTargets(figures=(), attainment=Ratio(0, 0))
    evidence = evidence_of(_judged(supplier, terms, as_of, snapshot), _tables(snapshot), terms=terms, as_of=as_of)
    asked = [Question(supplier, (period,))]
    clocks = compute(evidence, asked, measures_called(("K01",)), dimensions=(Dimension.TARGET,))
    services = compute(evidence, asked, measures_called(("K09",)), dimensions=(Dimension.SERVICE,))
    told = tuple(one for one in (*clocks, *services) if one.scope.dimension is not None and one.target is not None)
    measured = [one for one in told if one.verdict is not None]
    met = sum(one.verdict is FigureVerdict.MET for one in measured)
    return SupplierTargets(figures=told, attainment=Ratio(met, len(measured)))


def _judged(supplier: str, terms: tuple[AgreementTerms, ...], as_of: datetime, snapshot: str) -> Judged:
    """Judge the supplier's tickets under its own contracts, with the supplier in the place of the customer."""
    tickets = records.current_rows("ticket", snapshot=snapshot)
    tickets = tickets.filter(pc.fill_null(pc.equal(tickets["supplier"], supplier), False))
    place = tickets.schema.get_field_index("customer")
    named = pa.array([supplier] * len(tickets), tickets.schema.field(place).type)
    verdicts, transitions = judge_tables(
        tickets.set_column(place, "customer", named),
        records.current_rows("ticket_event", snapshot=snapshot),
        terms,
        as_of,
    )
    return Judged(verdicts=verdicts, transitions=transitions)


def _tables(snapshot: str) -> dict[str, pa.Table]:
    """Outages count toward a supplier's availability; its other records are none of its contract's measures."""
    tables = {kind: records.current_rows(kind, snapshot=snapshot) for kind in NEEDED if kind != "ticket"}
    return {kind: table if kind == "outage" else table.slice(0, 0) for kind, table in tables.items()}


def risks(supplier: str, *, period: Period, as_of: datetime, snapshot: str) -> tuple[Risk, ...]:
    """Return by customer and service how many promises on the supplier's tickets were decided, and broken."""
    verdicts = judged_as_of(as_of, snapshot=snapshot).verdicts
    theirs = verdicts.filter(pc.fill_null(pc.equal(verdicts["supplier"], supplier), False))
    first, last = second_of(period.starts_at), second_of(period.ends_before)
    counts: Counter[tuple[str, str, bool]] = Counter()
    names = ("customer", "service_at_decision", "verdict", "decided_at")
    for row in theirs.select(names).to_pylist():
        if row["verdict"] not in ("met", "breached") or row["decided_at"] is None:
            continue
        if first <= second_of(row["decided_at"]) < last:
            counts[row["customer"] or "", row["service_at_decision"] or "", row["verdict"] == "breached"] += 1
    places = sorted({(customer, service) for customer, service, _ in counts})
    return tuple(
        Risk(
            customer=customer,
            service=service,
            breached=counts[customer, service, True],
            decided=counts[customer, service, True] + counts[customer, service, False],
        )
        for customer, service in places
    )
