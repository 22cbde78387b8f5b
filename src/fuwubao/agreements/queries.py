"""What is promised, to whom, from when: terms for clocks and measures, facts for lineage, rows for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from fuwubao.agreements import china
from fuwubao.agreements.errors import AgreementUnknown, CalendarVersionUnknown
from fuwubao.agreements.models import AgreementRevision, CalendarVersion
from fuwubao.agreements.reading import read_agreement
from fuwubao.domain.terms import AgreementTerms


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
    return _terms(customer_code=None)


def terms_for(customer_code: str) -> tuple[AgreementTerms, ...]:
    """Return every revision of the customer's agreements, by code and day of beginning."""
    return _terms(customer_code=customer_code)


def terms_of_agreement(code: str) -> tuple[AgreementTerms, ...]:
    """Return the revisions of one agreement, oldest first. Raises AgreementUnknown."""
    rows = AgreementRevision.objects.filter(agreement__code=code).select_related("calendar").order_by("number")
    terms = tuple(terms_of(row) for row in rows)
    if not terms:
        raise AgreementUnknown(agreement=code)
    return terms


def _terms(*, customer_code: str | None) -> tuple[AgreementTerms, ...]:
    rows = AgreementRevision.objects.select_related("calendar").order_by(
        "agreement__customer__code", "agreement__code", "number"
    )
    if customer_code is not None:
        rows = rows.filter(agreement__customer__code=customer_code)
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
