"""Editions of 《服务报告列表》: the rows as they stand, and as each edition kept them (S1.42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.words import Words
from fuwubao.reports.models import RegisterEdition
from fuwubao.reports.process_errors import EditionNotFound
from fuwubao.reports.process_words import SHAPES, STATES
from fuwubao.reports.queries.register import register_lines
from fuwubao.reports.register_difference import Difference, difference_between
from fuwubao.reports.register_files import row_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One edition in the list of editions."""

    number: int
    state: Words
    shape: str
    in_force: bool
    rows: int
    change: str
    issued_by: str
    issued_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    may_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsPage:
    """All editions, and what has changed since the one in force; None before the first."""

    lines: tuple[EditionLine, ...]
    since: Difference | None
    in_force: int | None
    may_issue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPage:
    """One edition with its rows, compared with the one before or the one asked for."""

    edition: EditionLine
    rows: tuple[dict[str, str], ...]
    other: int | None
    others: tuple[int, ...]
    difference: Difference | None


def present_rows(*, reader: User, now: datetime) -> list[dict[str, str]]:
    """Return the register as it stands, one entry a row, in the Chinese of the form F01."""
    with translation.override(settings.LANGUAGE_CODE):
        return [row_cells(line) for line in register_lines(reader=reader, now=now)]


def edition_numbered(number: int) -> RegisterEdition:
    """Return an edition. Raises: EditionNotFound."""
    found = RegisterEdition.objects.filter(number=number).select_related("issued_by", "decided_by").first()
    if found is None:
        raise EditionNotFound(number=number)
    return found


def edition_in_force() -> RegisterEdition | None:
    """Return the newest approved edition."""
    return RegisterEdition.objects.filter(state="approved").order_by("-number").first()


def editions_page(*, reader: User, now: datetime) -> EditionsPage:
    """Return all editions, the newest first, and the difference of the list as it stands."""
    valid = edition_in_force()
    editions = RegisterEdition.objects.select_related("issued_by", "decided_by").order_by("-number")
    return EditionsPage(
        lines=tuple(_line(one, valid, reader, now) for one in editions),
        since=difference_between(valid.lines, present_rows(reader=reader, now=now)) if valid else None,
        in_force=valid.number if valid else None,
        may_issue=permissions.may(reader, "reports.issue_register", now=now)
        and not any(one.state == "draft" for one in editions),
    )


def edition_page(number: int, *, against: int | None, reader: User, now: datetime) -> EditionPage:
    """Return one edition beside another, the one before it when none is asked for. Raises: EditionNotFound."""
    found, valid = edition_numbered(number), edition_in_force()
    others = tuple(RegisterEdition.objects.exclude(number=number).order_by("-number").values_list("number", flat=True))
    before = next((one for one in others if one < number), None)
    other = against if against is not None else before
    difference = difference_between(edition_numbered(other).lines, found.lines) if other is not None else None
    line = _line(found, valid, reader, now)
    return EditionPage(edition=line, rows=tuple(found.lines), other=other, others=others, difference=difference)


def _line(one: RegisterEdition, valid: RegisterEdition | None, reader: User, now: datetime) -> EditionLine:
    able = permissions.may(reader, "reports.approve_register", now=now)
    return EditionLine(
        number=one.number,
        state=STATES[one.state],
        shape=SHAPES[one.state],
        in_force=valid is not None and valid.number == one.number,
        rows=len(one.lines),
        change=one.change,
        issued_by=one.issued_by.name,
        issued_at=one.issued_at,
        decided_by=one.decided_by.name if one.decided_by else "",
        decided_at=one.decided_at,
        reason=one.reason,
        may_decide=able and one.state == "draft" and one.issued_by_id != reader.pk,
    )
