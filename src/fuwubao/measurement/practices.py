"""Problems, changes and releases as rows that measures count, with what was known of each at the cut-off (K12–K16).

A row without a customer belongs to the customer of its service, where exactly one customer's agreements list it;
else nobody's figures count it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.zones import second_of
from fuwubao.engine.measures.evidence import CHANGES, LINKS, PROBLEMS, RELEASES

Row = dict[str, Any]
COMPLETED = ("successful", "failed", "backed_out")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Practices:
    """The four tables of ``engine.measures.evidence``."""

    problems: pa.Table
    links: pa.Table
    changes: pa.Table
    releases: pa.Table


def practices_as_of(
    *,
    problems: pa.Table,
    changes: pa.Table,
    tickets: pa.Table,
    terms: Sequence[AgreementTerms],
    as_of: datetime,
) -> Practices:
    """Return what is known of problems and changes at the instant; what happened later does not exist yet."""
    owners, cut = owners_of(terms), second_of(as_of)
    known = [row for one in problems.to_pylist() if (row := _problem(one, owners, cut)) is not None]
    done = [(one, row) for one in changes.to_pylist() if (row := _change(one, owners, cut)) is not None]
    return Practices(
        problems=pa.Table.from_pylist(known, schema=PROBLEMS),
        links=_links(problems, tickets, cut),
        changes=pa.Table.from_pylist([row for _, row in done], schema=CHANGES),
        releases=_releases(done),
    )


def owners_of(terms: Sequence[AgreementTerms]) -> dict[str, str]:
    """Return the customer of each service that exactly one customer's agreements list."""
    found: dict[str, set[str]] = {}
    for agreement in terms:
        for service in () if agreement.binds_supplier else agreement.services:
            found.setdefault(service.code, set()).add(agreement.customer_code)
    return {service: next(iter(customers)) for service, customers in found.items() if len(customers) == 1}


def closing_of(problem: Row, cut: int) -> int | None:
    """Return when a problem was closed, by the cut-off: its closing, else the solution of one said to be closed."""
    at = problem["closed_at"]
    if at is None and problem["state"] == "closed":
        at = problem["resolved_at"]
    second = None if at is None else second_of(at)
    return second if second is not None and second <= cut else None


def _problem(row: Row, owners: Mapping[str, str], cut: int) -> Row | None:
    opened = second_of(row["opened_at"])
    if row["state"] == "cancelled" or opened > cut:
        return None
    found = row["root_cause_at"]
    found_at = opened if found is None and row["root_cause"] else None if found is None else second_of(found)
    return {
        "ticket": row["id"],
        "customer": row["customer"] or owners.get(row["service"] or ""),
        "service": row["service"],
        "priority": row["priority"],
        "at": opened,
        "closed_at": closing_of(row, cut),
        "found_at": found_at if found_at is not None and found_at <= cut else None,
    }


def _links(problems: pa.Table, tickets: pa.Table, cut: int) -> pa.Table:
    """Return every ticket that names a problem which was closed by the cut-off; its own source's problem first."""
    closed = {(row["source"], row["id"]): closing_of(row, cut) for row in problems.to_pylist()}
    anywhere = {number: at for (_, number), at in closed.items()}
    named = tickets.filter(pc.fill_null(pc.not_equal(tickets["problem_id"], ""), False)) if anywhere else tickets[:0]
    rows = []
    for row in named.select(["source", "id", "customer", "problem_id"]).to_pylist():
        number = row["problem_id"]
        at = closed.get((row["source"], number), anywhere.get(number))
        if at is not None:
            rows.append(
                {
                    "source": row["source"],
                    "ticket": row["id"],
                    "customer": row["customer"],
                    "problem_closed_at": at,
                }
            )
    return pa.Table.from_pylist(rows, schema=LINKS)


def completion_of(change: Row) -> datetime | None:
    """Return when a change was completed; None while it is not, and for one cancelled or rejected."""
    at: datetime | None = change["implemented_at"] or change["closed_at"]
    return at if change["result"] in COMPLETED else None


def succeeded(change: Row) -> bool:
    """Tell whether a completed change held: no rollback, no incident, inside its planned window (K15)."""
    done, starts, ends = completion_of(change), change["planned_start"], change["planned_end"]
    if done is None or change["result"] != "successful" or change["caused_incidents"]:
        return False
    return (starts is None or starts <= done) and (ends is None or done <= ends)


def _change(row: Row, owners: Mapping[str, str], cut: int) -> Row | None:
    done = completion_of(row)
    at = None if done is None else second_of(done)
    if at is None or at > cut:
        return None
    return {
        "ticket": row["id"],
        "customer": row["customer"] or owners.get(row["service"] or ""),
        "service": row["service"],
        "at": at,
        "succeeded": int(succeeded(row)),
        "is_emergency": int(row["type"] == "emergency") if row["type"] else None,
        "is_unauthorised": None if row["authorised"] is None else int(not row["authorised"]),
    }


def _releases(done: Sequence[tuple[Row, Row]]) -> pa.Table:
    """Gather completed changes by customer and release; one that was backed out in part did not hold."""
    groups: dict[tuple[str, str], list[tuple[Row, Row]]] = {}
    for change, row in done:
        if change["release"] and row["customer"]:
            groups.setdefault((row["customer"], change["release"]), []).append((change, row))
    rows = [
        {
            "ticket": release,
            "customer": customer,
            "service": max(group, key=lambda pair: pair[1]["at"])[1]["service"],
            "at": max(row["at"] for _, row in group),
            "held": int(all(change["result"] != "backed_out" for change, _ in group)),
        }
        for (customer, release), group in groups.items()
    ]
    return pa.Table.from_pylist(rows, schema=RELEASES)
