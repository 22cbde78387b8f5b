"""What loading refuses, as pure checks over terms: order of revisions, and one promise a service and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fuwubao.agreements.errors import (
    AgreementDiffers,
    CustomerChanged,
    RevisionOutOfOrder,
    ServicePromisedTwice,
)
from fuwubao.domain.terms import AgreementTerms

PARTY_KIND = {"ola": "department", "uc": "supplier"}  # every other kind of agreement is with a customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One revision and the local dates, both included, on which it alone holds."""

    terms: AgreementTerms
    first: date
    last: date


def holdings(revisions: Iterable[AgreementTerms]) -> tuple[Holding, ...]:
    """Return when each revision of one agreement holds; a later one ends its predecessor the day before it begins."""
    ordered = sorted(revisions, key=lambda terms: terms.holds_from)
    found: list[Holding] = []
    for terms, later in zip(ordered, [*ordered[1:], None], strict=True):
        last = terms.valid_to if later is None else min(terms.valid_to, later.holds_from - timedelta(days=1))
        if terms.holds_from <= last:
            found.append(Holding(terms=terms, first=terms.holds_from, last=last))
    return tuple(found)


def holding_on(revisions: Iterable[AgreementTerms], day: date) -> Holding | None:
    """Return the revision that holds on ``day``, if any."""
    return next((found for found in holdings(revisions) if found.first <= day <= found.last), None)


def refuse_unless_it_follows(new: AgreementTerms, earlier: Sequence[AgreementTerms]) -> None:
    """A change needs ``revision`` and holds from a later day; customer and kind stay (S1.29).

    Raises AgreementDiffers, CustomerChanged, RevisionOutOfOrder. The first version of a code may be anything.
    """
    if not earlier:
        return
    latest = max(earlier, key=lambda terms: terms.holds_from)
    if new.revision_from is None:
        raise AgreementDiffers(agreement=new.code)
    if (new.customer_code, new.kind) != (latest.customer_code, latest.kind):
        raise CustomerChanged(
            agreement=new.code,
            before=f"{latest.customer_code} ({latest.kind})",
            after=f"{new.customer_code} ({new.kind})",
        )
    if new.holds_from <= latest.holds_from:
        raise RevisionOutOfOrder(agreement=new.code, latest=latest.holds_from, revision=new.holds_from)


def refuse_if_promised_twice(own: Sequence[AgreementTerms], others: Iterable[Sequence[AgreementTerms]]) -> None:
    """No day may have two agreements of one customer that list one service (semantics 3).

    ``own`` are all revisions of one agreement, each item of ``others`` those of another agreement.
    Raises ServicePromisedTwice with the first such span.
    """
    mine = holdings(own)
    for other in others:
        for theirs in holdings(other):
            for ours in mine:
                _refuse_overlap(ours, theirs)


def _refuse_overlap(ours: Holding, theirs: Holding) -> None:
    if ours.terms.customer_code != theirs.terms.customer_code:
        return
    first, last = max(ours.first, theirs.first), min(ours.last, theirs.last)
    listed = {service.code for service in theirs.terms.services}
    shared = [service.code for service in ours.terms.services if service.code in listed]
    if first <= last and shared:
        raise ServicePromisedTwice(
            agreement=ours.terms.code, other=theirs.terms.code, service=shared[0], first=first, last=last
        )


def supplier_kind(kind: str, asked: str = "") -> str:
    """Return the kind of supplier to keep: a plain one where none is asked for, none for other parties (S1.16)."""
    return (asked or "supplier") if kind == "supplier" else ""
