"""转为改进措施: what a report promises becomes an action that is followed until its effect is verified (S6.13).

Each function calls one act of the room of improvement, which is a transaction of its own.
"""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from fuwubao.accounts.models import User
from fuwubao.improvement.actions import raising
from fuwubao.improvement.actions.raising import Content, Source
from fuwubao.improvement.models import Action
from fuwubao.reports.models import BreachNote, Report
from fuwubao.reports.promises import MeasureRaised, NoteUnknown, action_of_measure

TITLE_LENGTH = 200


def raise_measure(
    *, report: Report, note_id: int, owner: User | None, due_on: date | None, actor: User, now: datetime
) -> Action:
    """Turn a measure that the report promises into an action; the same measure of other subjects is the same action.

    Raises: NoteUnknown, MeasureRaised, NotAllowed, SomethingMissing, DueBehind.
    """
    note = report.breach_notes.exclude(measure="").filter(pk=note_id).first()
    if note is None:
        raise NoteUnknown(number=report.number, what=note_id)
    known = action_of_measure(report, note.measure)
    if known is not None:
        raise MeasureRaised(number=report.number, action=known.number)
    alike = report.breach_notes.filter(measure=note.measure, owner=note.owner, due_on=note.due_on)
    content = Content(
        title=note.measure[:TITLE_LENGTH],
        problem=_subjects(list(alike.order_by("subject"))),
        cause=note.cause,
        measure=note.measure,
        process=report.row.source_process,
        customer_code=report.row.customer_code,
    )
    return raising.raise_action(
        content=content, source=source_of(report), owner=owner, due_on=due_on or note.due_on, actor=actor, now=now
    )


def suggest(
    *, report: Report, title: str, problem: str, addressed_to: User | None, actor: User, now: datetime
) -> Action:
    """Send an improvement suggestion from inside a report to the owner of the process (S2.3).

    Raises: NotAllowed, SomethingMissing.
    """
    content = Content(
        title=title, problem=problem, process=report.row.source_process, customer_code=report.row.customer_code
    )
    return raising.raise_suggestion(
        content=content, source=source_of(report), addressed_to=addressed_to, actor=actor, now=now
    )


def source_of(report: Report) -> Source:
    """Return the report as the source of an action, with the way back to its page."""
    return Source(kind="report", number=report.number, url=reverse("reports:report", args=[report.pk]))


def _subjects(notes: list[BreachNote]) -> str:
    """Name what the measure is about: a few subjects in full, the rest as a number."""
    shown = "、".join(note.subject for note in notes[:5])
    return shown if len(notes) <= 5 else f"{shown} 等 {len(notes)} 项"
