"""What is known as of an instant: the record store's rows judged under every agreement, ready for counting.

Judged tables are kept by snapshot, agreement revisions and instant (``kept_verdicts.py``); the same question is judged
once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.accounts.workspace import home_folder
from fuwubao.agreements import queries as agreements
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.domain.due import due_after_receipt
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.zones import second_of
from fuwubao.engine.measures.evidence import (
    ANSWERS,
    COMPLAINTS,
    TRANSITIONS,
    Evidence,
    outages_of,
)
from fuwubao.measurement.judging import counted_verdicts, judge_tables
from fuwubao.measurement.kept_verdicts import Part, keep_tables, kept_tables
from fuwubao.measurement.practices import practices_as_of
from fuwubao.records import queries as records

COMPLAINT_DAYS = 5  # S3.6: closed within five working days
EMPTY_TICKETS = pa.schema([(n, pa.string()) for n in ("source", "id", "customer", "problem_id")]).empty_table()
NEEDED = ("ticket", "outage", "survey_answer", "complaint", "problem", "change")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """All clocks as ``sla evaluate`` tells them, and the transitions of every ticket, as of one instant."""

    verdicts: pa.Table
    transitions: pa.Table


def judged_as_of(as_of: datetime, *, snapshot: str) -> Judged:
    """Return every ticket judged as of the instant, from the cache when it was asked before."""
    terms = agreements.terms_of_all()
    kept = kept_tables(as_of, snapshot=snapshot, terms=terms, parts=(Part.VERDICTS, Part.TRANSITIONS))
    if kept is not None:
        return Judged(verdicts=kept[0], transitions=kept[1])
    tickets = records.current_rows("ticket", snapshot=snapshot)
    events = records.current_rows("ticket_event", snapshot=snapshot)
    verdicts, transitions = judge_tables(tickets, events, terms, as_of)
    keep_tables({Part.VERDICTS: verdicts, Part.TRANSITIONS: transitions}, as_of=as_of, snapshot=snapshot, terms=terms)
    return Judged(verdicts=verdicts, transitions=transitions)


def verdict_rows_as_of(as_of: datetime, *, snapshot: str) -> pa.Table:
    """Return the verdicts of :func:`judged_as_of` alone, for those who do not need the transitions."""
    kept = kept_tables(as_of, snapshot=snapshot, terms=agreements.terms_of_all(), parts=(Part.VERDICTS,))
    return judged_as_of(as_of, snapshot=snapshot).verdicts if kept is None else kept[0]


@lru_cache(maxsize=4)
def _evidence(as_of: datetime, snapshot: str, digests: tuple[str, ...], home: Path) -> Evidence:
    del digests, home  # part of the key only: other agreements or another workspace, other evidence
    terms = agreements.terms_of_all()
    judged = judged_as_of(as_of, snapshot=snapshot)
    tables = {kind: records.current_rows(kind, snapshot=snapshot) for kind in NEEDED if kind != "ticket"}
    if len(tables["problem"]):
        tables["ticket"] = records.current_rows("ticket", snapshot=snapshot)
    return evidence_of(judged, tables, terms=terms, as_of=as_of)


def evidence_of(
    judged: Judged, tables: Mapping[str, pa.Table], *, terms: tuple[AgreementTerms, ...], as_of: datetime
) -> Evidence:
    """Return what figures are made of from judged tickets and the rows of the other kinds, as records hold them."""
    absent = {kind for kind, table in tables.items() if len(table) == 0}
    if len(judged.transitions) == 0:
        absent.add("ticket")
    practices = practices_as_of(
        problems=tables["problem"],
        changes=tables["change"],
        tickets=tables.get("ticket", EMPTY_TICKETS),
        terms=terms,
        as_of=as_of,
    )
    return Evidence(
        agreements=terms,
        as_of=as_of,
        verdicts=counted_verdicts(judged.verdicts, terms),
        transitions=judged.transitions.select(TRANSITIONS.names).cast(TRANSITIONS),
        outages=outages_of(tables["outage"]),
        answers=_answers(tables["survey_answer"], judged.transitions, as_of),
        complaints=_complaints(tables["complaint"], as_of),
        problems=practices.problems,
        links=practices.links,
        changes=practices.changes,
        releases=practices.releases,
        absent=frozenset(absent),
    )


def evidence_as_of(as_of: datetime, *, snapshot: str) -> Evidence:
    """Return all that figures are made of, as of the instant and snapshot; kept for the next question."""
    digests = tuple(terms_digest(terms) for terms in agreements.terms_of_all())
    return _evidence(as_of, snapshot, digests, home_folder())


def named_customers(as_of: datetime, *, snapshot: str) -> set[str]:
    """Return every customer that an agreement, ticket, answer or complaint names; suppliers promise us, not we them."""
    columns = [verdict_rows_as_of(as_of, snapshot=snapshot)["customer"]]
    for kind, moment in (("survey_answer", "answered_at"), ("complaint", "received_at")):
        table = records.current_rows(kind, snapshot=snapshot)
        known = pc.less_equal(table[moment], pa.scalar(as_of, table.schema.field(moment).type))
        columns.append(table.filter(known)["customer"])
    named = {code for column in columns for code in column.unique().to_pylist() if code}
    return named | {terms.customer_code for terms in agreements.terms_of_all() if not terms.binds_supplier}


def _answers(table: pa.Table, transitions: pa.Table, as_of: datetime) -> pa.Table:
    """Survey answers up to the instant; one that names no customer is its ticket's customer's."""
    answers = table.to_pylist()
    owners = _owners(transitions, [str(row.get("ticket_id") or "") for row in answers]) if answers else {}
    cut = second_of(as_of)
    rows = []
    for row in answers:
        ticket = owners.get(str(row.get("ticket_id") or ""), (None, None))
        at = second_of(row["answered_at"])
        if at <= cut:
            rows.append(
                {
                    "ticket": row["id"],
                    "customer": row.get("customer") or ticket[0],
                    "service": row.get("service") or ticket[1],
                    "at": at,
                    "score": row["score"],
                }
            )
    return pa.Table.from_pylist(rows, schema=ANSWERS)


def _complaints(table: pa.Table, as_of: datetime) -> pa.Table:
    """Complaints received up to the instant, each with its decision: closed, or its fifth working day over."""
    calendar = agreements.national_calendar().working_days("Asia/Shanghai") if len(table) else None
    cut = second_of(as_of)
    rows = []
    for row in table.to_pylist():
        received = second_of(row["received_at"])
        if calendar is None or received > cut:
            continue
        due = second_of(due_after_receipt(row["received_at"], COMPLAINT_DAYS, calendar).at)
        closed = second_of(row["closed_at"]) if row.get("closed_at") else None
        known = closed if closed is not None and closed <= cut else None
        in_time = known is not None and known <= due
        decided = known if in_time else due if due <= cut else None
        rows.append(
            {
                "ticket": row["id"],
                "customer": row["customer"],
                "service": row.get("service"),
                "at": received,
                "decided_at": decided,
                "in_time": int(in_time),
            }
        )
    return pa.Table.from_pylist(rows, schema=COMPLAINTS)


def _owners(transitions: pa.Table, tickets: Sequence[str]) -> Mapping[str, tuple[str | None, str | None]]:
    """Return customer and first service of the named tickets."""
    wanted = pc.is_in(transitions["ticket"], value_set=pa.array(sorted(set(tickets)), pa.string()))
    first = transitions.filter(pc.and_(wanted, pc.equal(transitions["seq"], 0)))
    names = (first[name].to_pylist() for name in ("ticket", "customer", "service"))
    return {ticket: (customer, service) for ticket, customer, service in zip(*names, strict=True)}
