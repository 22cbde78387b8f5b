"""Loading of promises and calendars: the only writes of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.agreements import china, queries, rules
from fuwubao.agreements.errors import (
    AgreementUnknown,
    CalendarPastChanged,
    CalendarVersionDiffers,
)
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.agreements.models import Agreement, AgreementRevision, CalendarVersion, Organisation, Service
from fuwubao.agreements.organisation_errors import LeadMissing, OrganisationInItself, OrganisationUnknown
from fuwubao.agreements.reading import read_agreement
from fuwubao.agreements.second_person import refuse_adoption_alone, refuse_revision_alone
from fuwubao.domain.terms import AgreementTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading did: ``added`` is False when the same content was there already.

    ``reaches_back`` tells that a revision begins before the day of loading, so tickets of the days between follow it.
    """

    revision: AgreementRevision
    terms: AgreementTerms
    added: bool
    reaches_back: bool = False


@transaction.atomic(durable=True)
def load_agreement(*, text: str, file: str, actor: User, now: datetime) -> Loaded:
    """Keep a text as the first version or the next revision of its agreement; the same content does nothing.

    Tickets keep the revision that held when they began: a change is for tickets from ``revision.from`` on.
    Source: S1.27, S1.29; semantics 3. Raises: AgreementFault, AgreementDiffers, CustomerChanged,
    RevisionOutOfOrder, ServicePromisedTwice, NotAllowed, RevisionNeedsApproval.
    """
    permissions.refuse_unless_may(actor, "agreements.load", now=now)
    terms = queries.read_as_of_now(text, file=file)
    permissions.refuse_unless_may(actor, "agreements.load", customer_code=terms.customer_code, now=now)
    refuse_revision_alone(terms, text=text, file=file, actor=actor, now=now)
    return keep_agreement(text=text, file=file, actor=actor, now=now)


def keep_agreement(*, text: str, file: str, actor: User, now: datetime, remark: str = "") -> Loaded:
    """Load inside the transaction of another act, such as an approval; who may is that act's question.

    Raises: as ``load_agreement``, NotAllowed excepted.
    """
    calendar = _keep_calendar(queries.national_calendar(), actor=actor, now=now)
    terms = read_agreement(text, file=file, china=china.read_calendar(calendar.text, file="china.csv"))
    party = _lock_party(terms)
    same = queries.revision_with(terms.code, text=text, file=file)
    if same is not None:
        return Loaded(revision=same, terms=queries.terms_of(same), added=False)
    queries.refuse_unless_loadable(terms)
    known = list(AgreementRevision.objects.filter(agreement__code=terms.code).order_by("number"))
    agreement = (
        known[0].agreement if known else Agreement.objects.create(code=terms.code, kind=terms.kind, customer=party)
    )
    _rename(party, terms.customer_name)
    revision = AgreementRevision.objects.create(
        agreement=agreement,
        number=len(known) + 1,
        text=text,
        file=file[-200:],
        terms_sha256=terms_digest(terms),
        calendar=calendar,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        holds_from=terms.holds_from,
        revision_from=terms.revision_from,
        reason=terms.revision_reason,
        loaded_by=actor,
        loaded_at=now,
    )
    revision.services.set(_keep_services(terms))
    before = _audited(known[-1]) if known else None
    audit.record(
        "agreements.load",
        subject=revision,
        actor=actor,
        at=now,
        before=before,
        after=_audited(revision),
        remark=remark or terms.revision_reason,
    )
    today = now.astimezone(ZoneInfo(terms.timezone)).date()
    return Loaded(revision=revision, terms=terms, added=True, reaches_back=bool(known) and terms.holds_from < today)


def _lock_party(terms: AgreementTerms) -> Organisation:
    """Register the party where it is new, and hold it, so that two loads for one party come one after the other."""
    kind = rules.PARTY_KIND.get(terms.kind, "customer")
    defaults = {"name": terms.customer_name, "kind": kind, "supplier_kind": rules.supplier_kind(kind)}
    Organisation.objects.get_or_create(code=terms.customer_code, defaults=defaults)
    return Organisation.objects.select_for_update().get(code=terms.customer_code)


def _rename(party: Organisation, name: str) -> None:
    """Keep the party under the name that its newest agreement gives it."""
    if party.name != name:
        party.name = name
        party.save(update_fields=["name"])


def _keep_services(terms: AgreementTerms) -> list[Service]:
    return [
        Service.objects.update_or_create(code=service.code, defaults={"name": service.name})[0]
        for service in terms.services
    ]


def _audited(revision: AgreementRevision) -> dict[str, object]:
    return {
        "revision": revision.number,
        "holds_from": revision.holds_from.isoformat(),
        "valid_to": revision.valid_to.isoformat(),
        "terms_sha256": revision.terms_sha256,
        "calendar": revision.calendar.version,
    }


@transaction.atomic(durable=True)
def load_calendar(*, text: str, file: str, actor: User, now: datetime) -> CalendarVersion:
    """Keep a version of the national calendar; agreements loaded before do not change by it (M13).

    Raises: CalendarFileUnreadable, CalendarVersionDiffers, NotAllowed.
    """
    permissions.refuse_unless_may(actor, "agreements.load_calendar", now=now)
    return _keep_calendar(china.read_calendar(text, file=file), actor=actor, now=now, text=text)


def _keep_calendar(
    calendar: china.NationalCalendar, *, actor: User, now: datetime, text: str | None = None
) -> CalendarVersion:
    """Store a version unless it is there; ``text`` is left out for one that is stored or shipped already."""
    known = CalendarVersion.objects.filter(version=calendar.version).first()
    if text is None:
        text = known.text if known else china.shipped_text(calendar.version)
    if known is not None:
        if known.sha256 != china.digest(text):
            raise CalendarVersionDiffers(version=calendar.version)
        return known
    row = CalendarVersion.objects.create(
        version=calendar.version,
        text=text,
        sha256=china.digest(text),
        source=calendar.source,
        published_through=calendar.published_through,
        loaded_by=actor,
        loaded_at=now,
    )
    audit.record("agreements.load_calendar", subject=row, actor=actor, at=now, after={"sha256": row.sha256})
    return row


@transaction.atomic(durable=True)
def adopt_calendar(*, agreement_code: str, version: str, reason: str, actor: User, now: datetime) -> AgreementRevision:
    """Let the latest revision count on a newer calendar that only adds days not published before (M13).

    Raises: AgreementUnknown, CalendarVersionUnknown, CalendarPastChanged, NotAllowed, CalendarNeedsApproval.
    """
    row = _latest(agreement_code)
    customer = row.agreement.customer.code
    permissions.refuse_unless_may(actor, "agreements.load_calendar", customer_code=customer, now=now)
    refuse_adoption_alone(agreement_code, version=version, customer=customer, actor=actor, now=now)
    return keep_adoption(agreement_code=agreement_code, version=version, reason=reason, actor=actor, now=now)


def _latest(agreement_code: str) -> AgreementRevision:
    row = (
        AgreementRevision.objects.select_for_update()
        .filter(agreement__code=agreement_code)
        .select_related("agreement__customer", "calendar")
        .order_by("-number")
        .first()
    )
    if row is None:
        raise AgreementUnknown(agreement=agreement_code)
    return row


def keep_adoption(*, agreement_code: str, version: str, reason: str, actor: User, now: datetime) -> AgreementRevision:
    """Adopt inside the transaction of another act, such as an approval. Raises: as ``adopt_calendar``."""
    row = _latest(agreement_code)
    newer = queries.national_calendar(version)
    present = china.read_calendar(row.calendar.text, file="china.csv")
    changed = present.first_difference(newer, through=present.published_through)
    if changed is not None:
        raise CalendarPastChanged(agreement=agreement_code, version=version, day=changed)
    before = _audited(row)
    row.calendar = _keep_calendar(newer, actor=actor, now=now)
    row.terms_sha256 = terms_digest(queries.terms_of(row))
    row.save(update_fields=["calendar", "terms_sha256"])
    audit.record(
        "agreements.adopt_calendar",
        subject=row,
        actor=actor,
        at=now,
        before=before,
        after=_audited(row),
        remark=reason,
    )
    return row


@transaction.atomic(durable=True)
def keep_organisation(
    *, code: str, name: str, kind: str, supplier_kind: str = "", parent_code: str = "", actor: User, now: datetime
) -> Organisation:
    """Register a customer, department or supplier, or change its name, kind or group; the code stays.

    Source: S1.16. Raises: OrganisationUnknown for the parent, OrganisationInItself when the group would contain
    itself, LeadMissing for a subcontractor without a lead supplier; NotAllowed.
    """
    permissions.refuse_unless_may(actor, "agreements.load", customer_code=code, now=now)
    known = Organisation.objects.select_for_update().filter(code=code).first()
    before = _audited_organisation(known) if known else None
    parent = Organisation.objects.filter(code=parent_code).first() if parent_code else None
    if parent_code and parent is None:
        raise OrganisationUnknown(organisation=parent_code)
    row = known or Organisation(code=code)
    row.name, row.kind, row.parent = name, kind, parent
    row.supplier_kind = rules.supplier_kind(kind, supplier_kind)
    _refuse_circle(row)
    if row.supplier_kind == "subcontractor" and (parent is None or parent.kind != "supplier"):
        raise LeadMissing(organisation=code)
    after = _audited_organisation(row)
    if before != after:
        row.save()
        audit.record("agreements.keep_organisation", subject=row, actor=actor, at=now, before=before, after=after)
    return row


def _refuse_circle(row: Organisation) -> None:
    above = row.parent
    while above is not None:
        if above.code == row.code:
            raise OrganisationInItself(organisation=row.code)
        above = above.parent


def _audited_organisation(row: Organisation) -> dict[str, object]:
    told: dict[str, object] = {"name": row.name, "kind": row.kind, "parent": row.parent.code if row.parent else ""}
    return told | ({"supplier_kind": row.supplier_kind} if row.supplier_kind else {})
