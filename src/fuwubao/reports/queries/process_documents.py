"""Documents of the process: which version is in force, its record, who has read it (S1.43, S2.17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from fuwubao.accounts import permissions
from fuwubao.accounts.models import Appointment, User
from fuwubao.accounts.rules import MAY
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.words import Words
from fuwubao.reports.models import DocumentVersion, ProcessDocument, RelatedDocument, ServiceReviewDecision
from fuwubao.reports.process_errors import DocumentNotFound
from fuwubao.reports.process_words import KINDS, SHAPES, STATES
from fuwubao.reports.rules import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document with the version in force today, None before the first; ``unread`` counts staff."""

    number: str
    title: str
    kind: Words
    kind_code: str
    version: int | None
    effective_from: date | None
    approved_by: str
    awaiting: int | None
    unread: int
    read_by_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One line of the version record: version, days, author, approver, change (S2.17)."""

    version: int
    state: Words
    shape: str
    in_force: bool
    effective_from: date
    author: str
    drafted_at: datetime
    decided_by: str
    decided_at: datetime | None
    change: str
    reason: str
    file_name: str
    follows: ServiceReviewDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Whether one person has read a version, and when."""

    name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """One document with the version that is shown, the whole record, its readers and what refers to it."""

    document: ProcessDocument
    kind: Words
    shown: DocumentVersion | None
    shown_in_force: bool
    record: tuple[VersionLine, ...]
    readings: tuple[Reading, ...]
    may_read: bool
    may_draft: bool
    may_decide: bool
    rows: tuple[RelatedDocument, ...]
    reports: tuple[RelatedDocument, ...]
    open_decisions: tuple[ServiceReviewDecision, ...]


def document_named(number: str) -> ProcessDocument:
    """Return a document. Raises: DocumentNotFound."""
    found = ProcessDocument.objects.filter(number=number).first()
    if found is None:
        raise DocumentNotFound(document=number)
    return found


def version_of(number: str, version: int) -> DocumentVersion:
    """Return one version. Raises: DocumentNotFound."""
    found = DocumentVersion.objects.filter(document__number=number, version=version).select_related("document").first()
    if found is None:
        raise DocumentNotFound(document=f"{number} {version}")
    return found


def in_force(document: ProcessDocument, *, on: date) -> DocumentVersion | None:
    """Return the version in force on a day: approved by then, and the latest that had come into force (S2.17)."""
    zone = ZoneInfo(time_zone())
    approved = document.versions.filter(state="approved", effective_from__lte=on).select_related("drafted_by")
    for found in approved.order_by("-effective_from", "-version"):
        if found.decided_at is not None and found.decided_at.astimezone(zone).date() <= on:
            return found
    return None


def readers_owed(*, on: date) -> list[User]:
    """Return the staff who are to read the documents: every active holder of a role that may confirm it."""
    held = Appointment.objects.filter(role__in=MAY["reports.confirm_reading"], starts_on__lte=on)
    held = held.filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True, customer_code="").order_by("login"))


def document_lines(*, reader: User, now: datetime) -> list[DocumentLine]:
    """Return every document by kind and number, as it stands today."""
    today, kinds = local_day(now), list(KINDS)
    owed = {one.pk for one in readers_owed(on=today)}
    documents = sorted(ProcessDocument.objects.all(), key=lambda one: (kinds.index(one.kind), one.number))
    return [_document_line(one, today, owed, reader) for one in documents]


def _document_line(document: ProcessDocument, today: date, owed: set[int], reader: User) -> DocumentLine:
    valid = in_force(document, on=today)
    read = set(valid.readings.values_list("reader_id", flat=True)) if valid else set()
    waiting = document.versions.filter(state="draft").first()
    return DocumentLine(
        number=document.number,
        title=document.title,
        kind=KINDS[document.kind],
        kind_code=document.kind,
        version=valid.version if valid else None,
        effective_from=valid.effective_from if valid else None,
        approved_by=valid.decided_by.name if valid and valid.decided_by else "",
        awaiting=waiting.version if waiting else None,
        unread=len(owed - read) if valid else 0,
        read_by_me=reader.pk in read,
    )


def document_page(number: str, *, version: int | None, reader: User, now: datetime) -> DocumentPage:
    """Return a document with one version open: the one asked for, else the one in force, else the newest.

    Raises: DocumentNotFound.
    """
    document, today = document_named(number), local_day(now)
    valid = in_force(document, on=today)
    newest = document.versions.order_by("-version").first()
    shown = version_of(number, version) if version is not None else valid or newest
    is_valid = shown is not None and valid is not None and shown.pk == valid.pk
    related = document.used_by.select_related("row", "report").order_by("pk")
    able = permissions.may(reader, "reports.approve_process_document", now=now)
    own = shown is not None and shown.drafted_by_id == reader.pk
    return DocumentPage(
        document=document,
        kind=KINDS[document.kind],
        shown=shown,
        shown_in_force=is_valid,
        record=tuple(_version_line(one, valid) for one in _record(document)),
        readings=_readings(shown, today) if shown and is_valid else (),
        may_read=is_valid
        and shown is not None
        and permissions.may(reader, "reports.confirm_reading", now=now)
        and not shown.readings.filter(reader=reader).exists(),
        may_draft=permissions.may(reader, "reports.draft_process_document", now=now)
        and not document.versions.filter(state="draft").exists(),
        may_decide=able and shown is not None and shown.state == "draft" and not own,
        rows=tuple(one for one in related if one.row is not None),
        reports=tuple(one for one in related if one.report is not None),
        open_decisions=tuple(open_decisions(document)),
    )


def open_decisions(document: ProcessDocument) -> list[ServiceReviewDecision]:
    """Return the changes decided in service reviews that no version has followed yet (S6.13)."""
    asked = document.decisions.select_related("review").exclude(versions__state__in=("draft", "approved"))
    return list(asked.order_by("pk"))


def _record(document: ProcessDocument) -> list[DocumentVersion]:
    found = document.versions.select_related("drafted_by", "decided_by", "decision__review")
    return list(found.order_by("-version"))


def _version_line(one: DocumentVersion, valid: DocumentVersion | None) -> VersionLine:
    return VersionLine(
        version=one.version,
        state=STATES[one.state],
        shape=SHAPES[one.state],
        in_force=valid is not None and valid.pk == one.pk,
        effective_from=one.effective_from,
        author=one.drafted_by.name,
        drafted_at=one.drafted_at,
        decided_by=one.decided_by.name if one.decided_by else "",
        decided_at=one.decided_at,
        change=one.change,
        reason=one.reason,
        file_name=one.file_name,
        follows=one.decision,
    )


def _readings(version: DocumentVersion, today: date) -> tuple[Reading, ...]:
    read = {one.reader_id: one for one in version.readings.select_related("reader")}
    owed = readers_owed(on=today)
    past = [one.reader for one in read.values() if one.reader not in owed]
    return tuple(
        Reading(name=person.name, read_at=read[person.pk].read_at if person.pk in read else None)
        for person in [*owed, *past]
    )


def unread_by(reader: User, *, now: datetime) -> list[DocumentVersion]:
    """Return the versions in force that this person has still to read."""
    today = local_day(now)
    if all(person.pk != reader.pk for person in readers_owed(on=today)):
        return []
    valid = [in_force(one, on=today) for one in ProcessDocument.objects.order_by("number")]
    return [one for one in valid if one and not one.readings.filter(reader=reader).exists()]


def related_to(*, row: str = "", report: int | None = None) -> list[RelatedDocument]:
    """Return the documents that a row, or a report and its row, refer to (S1.13)."""
    asked = Q(row__number=row) if row else Q(report=report) | Q(row__reports=report)
    return list(RelatedDocument.objects.filter(asked).select_related("document").order_by("document__number", "pk"))
