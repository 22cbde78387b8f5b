"""Nonconformities as list, page and block of a report (S1.33, S1.39)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.lifecycles import NONCONFORMITY
from fuwubao.domain.periods import Period
from fuwubao.improvement.errors import EvidenceUnknown, NonconformityUnknown
from fuwubao.improvement.lateness import days_over, reply_flag, working_calendar
from fuwubao.improvement.models import Evidence, Nonconformity
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.actions import ActionLine, action_named, lines_of, visible_actions
from fuwubao.improvement.queries.pages import improvers
from fuwubao.improvement.queries.timelines import Happening, happenings
from fuwubao.improvement.rules import BASES, SEVERITIES, SOURCES
from fuwubao.ui.language import said
from fuwubao.ui.parts import Step

SHAPES = {"raised": "open", "notified": "near", "cause": "run", "corrective": "run", "verified": "ok", "closed": "ok"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityLine:
    """One nonconformity of a list; ``flag`` belongs to the reply of the responsible person."""

    number: str
    basis: str
    basis_words: str
    clause: str
    description: str
    severity: str
    customer: str
    source: str
    source_number: str
    state: str
    state_words: str
    shape: str
    found_on: date
    responsible: str
    responsible_login: str
    reply_due_on: date | None
    flag: str
    days_over: int
    correction: str
    cause: str
    actions: int

    def to_json(self) -> dict[str, object]:
        """Return the line as ``nonconformity list --json`` prints it."""
        return {
            "number": self.number,
            "basis": self.basis,
            "clause": self.clause,
            "description": self.description,
            "customer": self.customer,
            "state": self.state,
            "found_on": self.found_on.isoformat(),
            "responsible": self.responsible,
            "reply_due_on": self.reply_due_on.isoformat() if self.reply_due_on else None,
            "flag": self.flag or None,
            "correction": self.correction,
            "cause": self.cause,
            "actions": self.actions,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityPage:
    """One nonconformity with its corrective actions and everything that happened to it."""

    found: Nonconformity
    line: NonconformityLine
    steps: tuple[Step, ...]
    actions: tuple[ActionLine, ...]
    may: dict[str, bool]
    evidence: tuple[Evidence, ...]
    happenings: tuple[Happening, ...]
    people: tuple[User, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisBlock:
    """What was found against one basis in a period; empty lines are told as 本期无 (S1.33)."""

    basis: str
    words: str
    lines: tuple[NonconformityLine, ...]


def nonconformity_lines(
    *, reader: User, now: datetime, state: str = "", basis: str = "", customer: str = ""
) -> list[NonconformityLine]:
    """Return nonconformities within the reader's reach, the newest first; state ``open`` is all but closed."""
    rows = visible_nonconformities(reader)
    if state == "open":
        rows = rows.exclude(state="closed")
    elif state:
        rows = rows.filter(state=state)
    if basis:
        rows = rows.filter(basis=basis)
    if customer:
        rows = rows.filter(customer_code=customer)
    calendar = working_calendar()
    return [_line(row, now, calendar) for row in rows.order_by("-found_on", "-number")]


def nonconformities(
    period: Period, basis: str = "", *, reader: User, now: datetime, customer_code: str | None = None
) -> tuple[BasisBlock, ...]:
    """Return what was found in a period by basis, each basis also when it has none (S1.33).

    ``customer_code`` limits to one customer's; None means all.
    """
    rows = visible_nonconformities(reader).filter(found_on__gte=period.first, found_on__lt=period.day_after)
    if customer_code is not None:
        rows = rows.filter(customer_code=customer_code)
    calendar = working_calendar()
    lines = [_line(row, now, calendar) for row in rows.order_by("found_on", "number")]
    return tuple(
        BasisBlock(basis=code, words=_(words), lines=tuple(line for line in lines if line.basis == code))
        for code, words in BASES.items()
        if basis in ("", code)
    )


def nonconformity_page(number: str, *, reader: User, now: datetime) -> NonconformityPage:
    """Return the page of one nonconformity. Raises: NonconformityUnknown, NotAllowed."""
    found = nonconformity_named(number, reader=reader)
    permissions.refuse_unless_may(reader, "improvement.read", customer_code=found.customer_code, now=now)
    return NonconformityPage(
        found=found,
        line=_line(found, now, working_calendar()),
        steps=_steps(found),
        actions=tuple(lines_of(visible_actions(reader).filter(nonconformity=found), now=now)),
        may=_may(found, reader, now),
        evidence=tuple(found.evidence.select_related("added_by").order_by("added_at", "pk")),
        happenings=happenings(found),
        people=tuple(improvers(now=now)),
    )


def nonconformity_named(number: str, *, reader: User) -> Nonconformity:
    """Return one nonconformity that the reader may see. Raises: NonconformityUnknown."""
    found = visible_nonconformities(reader).filter(number=number).first()
    if found is None:
        raise NonconformityUnknown(number=number, what=number)
    return found


def evidence_named(number: str, evidence_id: int, *, reader: User) -> Evidence:
    """Return a file of an action or a nonconformity that the reader may see.

    Raises: ActionUnknown, NonconformityUnknown, EvidenceUnknown.
    """
    subject = (nonconformity_named if number.startswith("NC-") else action_named)(number, reader=reader)
    found = subject.evidence.filter(pk=evidence_id).first()
    if found is None:
        raise EvidenceUnknown(number=number, what=number)
    return found


def visible_nonconformities(reader: User) -> QuerySet[Nonconformity]:
    """Return the nonconformities that a reader may see: outsiders none but their own firm's."""
    rows = Nonconformity.objects.select_related("responsible", "raised_by", "verified_by").prefetch_related("actions")
    return rows.filter(customer_code=reader.customer_code) if reader.customer_code else rows


def _line(row: Nonconformity, now: datetime, calendar: WorkCalendar) -> NonconformityLine:
    late = row.reply_due_on is not None and row.replied_at is None
    return NonconformityLine(
        number=row.number,
        basis=row.basis,
        basis_words=_(BASES.get(row.basis, row.basis)),
        clause=row.clause,
        description=row.description,
        severity=_(SEVERITIES.get(row.severity, row.severity)),
        customer=row.customer_code,
        source=_(SOURCES.get(row.source_kind, row.source_kind)),
        source_number=row.source_number,
        state=row.state,
        state_words=said(NONCONFORMITY.states[row.state]),
        shape=SHAPES[row.state],
        found_on=row.found_on,
        responsible=row.responsible.name if row.responsible else "",
        responsible_login=row.responsible.login if row.responsible else "",
        reply_due_on=row.reply_due_on,
        flag=reply_flag(row, now, calendar),
        days_over=days_over(row.reply_due_on, today_of(now), calendar) if late and row.reply_due_on else 0,
        correction=row.correction,
        cause=row.cause,
        actions=len(row.actions.all()),
    )


def _may(found: Nonconformity, reader: User, now: datetime) -> dict[str, bool]:
    able = {}
    for step in NONCONFORMITY.steps_from(found.state):
        held = permissions.may(reader, step.act, customer_code=found.customer_code, now=now)
        if step.guard == "responsible":
            held = held and reader.pk == found.responsible_id
        elif step.guard == "corrections_effective":
            held = held and reader.pk != found.responsible_id
        able[step.act.removeprefix("improvement.")] = held
    able["attach"] = permissions.may(reader, "improvement.attach", customer_code=found.customer_code, now=now)
    return able


def _steps(found: Nonconformity) -> tuple[Step, ...]:
    order = tuple(NONCONFORMITY.states)
    current = order.index(found.state)
    notes = {
        "raised": found.raised_by.name,
        "notified": found.responsible.name if found.responsible else "",
        "cause": today_of(found.replied_at).isoformat() if found.replied_at else "",
        "verified": found.verified_by.name if found.verified_by else "",
        "closed": today_of(found.closed_at).isoformat() if found.closed_at else "",
    }
    ended = found.state == "closed"
    return tuple(
        Step(
            words=said(NONCONFORMITY.states[code]),
            note=notes.get(code, ""),
            place="done" if at < current or (ended and at == current) else "current" if at == current else "future",
        )
        for at, code in enumerate(order)
    )
