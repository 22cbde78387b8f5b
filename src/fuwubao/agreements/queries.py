"""What is promised, to whom, from when: terms for clocks and measures, facts for lineage, rows for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from fuwubao.agreements import china, pages, rules, wording
from fuwubao.agreements.errors import AgreementUnknown, CalendarVersionUnknown
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.agreements.models import AgreementRevision, CalendarVersion, Organisation, Service
from fuwubao.agreements.reading import read_agreement
from fuwubao.agreements.year_view import YearView, year_view
from fuwubao.domain.terms import AgreementTerms
from fuwubao.ui.language import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """Where the terms of one revision come from: what lineage and the revision history show."""

    agreement: str
    number: int
    holds_from: date
    valid_from: date
    valid_to: date
    reason: str
    file: str
    terms_sha256: str
    calendar_version: str
    calendar_sha256: str
    loaded_by: str
    loaded_at: datetime


def terms_of_all() -> tuple[AgreementTerms, ...]:
    """Return every revision of every agreement, by customer, code and day of beginning."""
    return _terms()


def terms_loaded_by(at: datetime) -> tuple[AgreementTerms, ...]:
    """Return the revisions that had been loaded by an instant, in the order of :func:`terms_of_all`."""
    rows = AgreementRevision.objects.filter(loaded_at__lte=at).select_related("calendar")
    return tuple(terms_of(row) for row in rows.order_by("agreement__customer__code", "agreement__code", "number"))


def terms_for(customer_code: str) -> tuple[AgreementTerms, ...]:
    """Return every revision of the customer's agreements, by code and day of beginning."""
    return _terms(customer_code=customer_code)


def terms_of_agreement(code: str) -> tuple[AgreementTerms, ...]:
    """Return the revisions of one agreement, oldest first. Raises AgreementUnknown."""
    terms = _terms(code=code)
    if not terms:
        raise AgreementUnknown(agreement=code)
    return terms


def _terms(*, customer_code: str | None = None, code: str | None = None) -> tuple[AgreementTerms, ...]:
    rows = AgreementRevision.objects.select_related("calendar").order_by(
        "agreement__customer__code", "agreement__code", "number"
    )
    if customer_code is not None:
        rows = rows.filter(agreement__customer__code=customer_code)
    if code is not None:
        rows = rows.filter(agreement__code=code)
    return tuple(terms_of(row) for row in rows)


def terms_of(row: AgreementRevision) -> AgreementTerms:
    """Read a stored revision with the national calendar that it was loaded with."""
    return _read(row.text, row.file, row.calendar.text)


@lru_cache(maxsize=512)
def _read(text: str, file: str, calendar_text: str) -> AgreementTerms:
    return read_agreement(text, file=file, china=_calendar(calendar_text))


@lru_cache(maxsize=32)
def _calendar(text: str) -> china.NationalCalendar:
    return china.read_calendar(text, file="china.csv")


def national_calendar(version: str | None = None) -> china.NationalCalendar:
    """Return a version of the national calendar, by default the one published furthest ahead.

    Source: M13. Raises CalendarVersionUnknown.
    """
    known = {row.version: row.text for row in CalendarVersion.objects.order_by("version")}
    for shipped in china.SHIPPED:
        known.setdefault(shipped, china.shipped_text(shipped))
    if version is not None and version not in known:
        raise CalendarVersionUnknown(version=version, known=", ".join(sorted(known)))
    if version is not None:
        return _calendar(known[version])
    return max((_calendar(text) for text in known.values()), key=lambda c: (c.published_through, c.version))


def read_as_of_now(text: str, *, file: str) -> AgreementTerms:
    """Read a text that is not loaded yet, with the newest national calendar. Raises: AgreementFault."""
    return read_agreement(text, file=file, china=national_calendar())


def reaches_back(text: str, *, file: str, today: date) -> bool:
    """Tell whether a text is a revision that begins today or earlier: such a one moves figures (design section 6).

    Raises: AgreementFault.
    """
    terms = read_as_of_now(text, file=file)
    is_first = not AgreementRevision.objects.filter(agreement__code=terms.code).exists()
    if is_first or revision_with(terms.code, text=text, file=file) is not None:
        return False
    return terms.holds_from <= today


def terms_with_calendar(code: str, version: str) -> tuple[AgreementTerms, ...]:
    """Return the revisions of an agreement as if the latest counted on another calendar version.

    Raises: AgreementUnknown, CalendarVersionUnknown.
    """
    row = AgreementRevision.objects.filter(agreement__code=code).order_by("-number").first()
    if row is None:
        raise AgreementUnknown(agreement=code)
    return (*terms_of_agreement(code)[:-1], read_agreement(row.text, file=row.file, china=national_calendar(version)))


def calendar_versions() -> tuple[str, ...]:
    """Return the versions of the national calendar that can be adopted, the newest last."""
    return tuple(sorted({*china.SHIPPED, *CalendarVersion.objects.values_list("version", flat=True)}))


def revision_with(code: str, *, text: str, file: str) -> AgreementRevision | None:
    """Return the stored revision that promises what the text does, read with that revision's own calendar."""
    rows = AgreementRevision.objects.filter(agreement__code=code).select_related("agreement", "calendar")
    for row in rows.order_by("number"):
        if row.text == text or terms_digest(_read(text, file, row.calendar.text)) == row.terms_sha256:
            return row
    return None


def refuse_unless_loadable(terms: AgreementTerms) -> None:
    """Ask the rules of loading whether the terms may come next; forms ask before they are sent on.

    Raises: AgreementDiffers, CustomerChanged, RevisionOutOfOrder, ServicePromisedTwice.
    """
    own = _terms(code=terms.code)
    rules.refuse_unless_it_follows(terms, own)
    others: dict[str, list[AgreementTerms]] = {}
    for other in terms_for(terms.customer_code):
        if other.code != terms.code:
            others.setdefault(other.code, []).append(other)
    rules.refuse_if_promised_twice([*own, terms], others.values())


def revision_facts(code: str) -> tuple[RevisionFacts, ...]:
    """Return the revisions of an agreement with their origins, newest first. Raises AgreementUnknown."""
    rows = (
        AgreementRevision.objects.filter(agreement__code=code)
        .select_related("agreement", "calendar", "loaded_by")
        .order_by("-number")
    )
    facts = tuple(
        RevisionFacts(
            agreement=row.agreement.code,
            number=row.number,
            holds_from=row.holds_from,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
            file=row.file,
            terms_sha256=row.terms_sha256,
            calendar_version=row.calendar.version,
            calendar_sha256=row.calendar.sha256,
            loaded_by=row.loaded_by.name,
            loaded_at=row.loaded_at,
        )
        for row in rows
    )
    if not facts:
        raise AgreementUnknown(agreement=code)
    return facts


def dump(code: str, *, number: int | None = None) -> str:
    """Return the text of a revision as it was loaded, by default the latest. Raises AgreementUnknown."""
    rows = AgreementRevision.objects.filter(agreement__code=code).order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    row = rows.first()
    if row is None:
        raise AgreementUnknown(agreement=code if number is None else f"{code} #{number}")
    return row.text


def agreement_rows(*, today: date) -> tuple[pages.AgreementRow, ...]:
    """Return every agreement as the revision of ``today`` says, by customer and code.

    Before its first day the first revision is shown, after its last day the last one.
    """
    revisions: dict[str, list[AgreementTerms]] = {}
    for terms in terms_of_all():
        revisions.setdefault(terms.code, []).append(terms)
    return tuple(
        pages.agreement_row(known[number - 1], number=number, today=today)
        for known in revisions.values()
        for number in (_shown_number(known, today),)
    )


def _shown_number(revisions: list[AgreementTerms] | tuple[AgreementTerms, ...], today: date) -> int:
    begun = [number for number, terms in enumerate(revisions, start=1) if terms.holds_from <= today]
    return begun[-1] if begun else 1


def agreement_page(
    code: str, *, today: date, number: int | None = None, calendar: str = "", year: int | None = None
) -> pages.AgreementPage:
    """Return the page of one agreement: the revision ``number``, by default today's, with one calendar's year.

    An unknown calendar or year shows the first calendar and this year. Raises AgreementUnknown.
    """
    revisions = terms_of_agreement(code)
    if number is not None and not 1 <= number <= len(revisions):
        raise AgreementUnknown(agreement=f"{code} #{number}")
    shown = number or _shown_number(revisions, today)
    terms = revisions[shown - 1]
    names = {name: pages.calendar_words(name, work) for name, work in terms.calendars.items()}
    years = tuple(range(terms.valid_from.year, terms.valid_to.year + 1))
    facts = revision_facts(code)
    version = next(fact.calendar_version for fact in facts if fact.number == shown)
    return pages.AgreementPage(
        row=pages.agreement_row(terms, number=shown, today=today),
        timezone=terms.timezone,
        pending=listed(*sorted(wording.worded(reason, wording.PENDING_REASONS) for reason in terms.pending_reasons)),
        reopen=wording.worded(terms.reopen.value, wording.REOPENS),
        cohort=wording.worded(terms.attainment_cohort, wording.COHORTS),
        pauses=pages.pause_words(terms),
        services=tuple(pages.service_block(service, names) for service in terms.services),
        duties=pages.duty_rows(terms),
        revisions=_revision_rows(facts, revisions, shown),
        calendars=tuple(terms.calendars),
        year=_year(terms, calendar, _year_to_show(years, year, today), today, version),
        years=years,
    )


def _year_to_show(years: tuple[int, ...], wanted: int | None, today: date) -> int:
    if wanted in years:
        return wanted
    return min(max(today.year, years[0]), years[-1])


def _year(terms: AgreementTerms, name: str, year: int, today: date, version: str) -> YearView | None:
    if not terms.calendars:
        return None
    shown = name if name in terms.calendars else next(iter(terms.calendars))
    work = terms.calendars[shown]
    national = national_calendar(version) if work.provisional_after else None
    return year_view(work, name=shown, year=year, today=today, national=national)


def _revision_rows(
    facts: tuple[RevisionFacts, ...], revisions: tuple[AgreementTerms, ...], shown: int
) -> tuple[pages.RevisionRow, ...]:
    ends = {held.terms.holds_from: held.last for held in rules.holdings(revisions)}
    return tuple(
        pages.RevisionRow(
            number=fact.number,
            holds_from=fact.holds_from,
            last=ends.get(fact.holds_from),
            reason=fact.reason,
            loaded_by=fact.loaded_by,
            loaded_at=fact.loaded_at,
            terms_sha256=fact.terms_sha256,
            calendar_version=fact.calendar_version,
            is_shown=fact.number == shown,
        )
        for fact in facts
    )


def organisation_rows() -> tuple[pages.OrganisationRow, ...]:
    """Return customers, departments and suppliers with their agreements, by kind and code."""
    rows = Organisation.objects.select_related("parent").prefetch_related("agreements").order_by("kind", "code")
    return tuple(
        pages.OrganisationRow(
            code=row.code,
            name=row.name,
            kind=wording.worded(row.kind, wording.PARTIES),
            parent=row.parent.name if row.parent else "",
            agreements=tuple(sorted(agreement.code for agreement in row.agreements.all())),
            supplier_kind=wording.worded(row.supplier_kind, wording.SUPPLIER_KINDS) if row.supplier_kind else "",
        )
        for row in rows
    )


def service_rows(*, today: date) -> tuple[pages.ServiceRow, ...]:
    """Return the service catalogue, each service with the agreements that promise it on ``today``."""
    promised: dict[str, list[str]] = {}
    revisions: dict[str, list[AgreementTerms]] = {}
    for terms in terms_of_all():
        revisions.setdefault(terms.code, []).append(terms)
    for code, known in revisions.items():
        held = rules.holding_on(known, today)
        for service in held.terms.services if held else ():
            promised.setdefault(service.code, []).append(code)
    return tuple(
        pages.ServiceRow(code=row.code, name=row.name, agreements=tuple(promised.get(row.code, ())))
        for row in Service.objects.order_by("code")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """One supplier: its kind and, for one that works under a lead supplier, the lead's code and name (S1.16)."""

    code: str
    name: str
    kind: str
    kind_words: str
    lead_code: str
    lead_name: str


def suppliers() -> tuple[Supplier, ...]:
    """Return every supplier by code, with the lead supplier above it."""
    rows = Organisation.objects.filter(kind="supplier").select_related("parent").order_by("code")
    return tuple(
        Supplier(
            code=row.code,
            name=row.name,
            kind=row.supplier_kind,
            kind_words=wording.worded(row.supplier_kind, wording.SUPPLIER_KINDS),
            lead_code=row.parent.code if row.parent else "",
            lead_name=row.parent.name if row.parent else "",
        )
        for row in rows
    )
