"""The author's part: words, statements, causes and measures, events, decisions; only while it is a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.prose import TOKEN, Piece, stretches
from fuwubao.reports import rules
from fuwubao.reports.actions.block_writing import step_write
from fuwubao.reports.actions.checking import step_raise
from fuwubao.reports.checks import rule_called
from fuwubao.reports.checks.finding import warn
from fuwubao.reports.errors import EditedMeanwhile, ReasonMissing, ReportNotFound, UnknownCitation
from fuwubao.reports.models import (
    BreachNote,
    CheckWaiver,
    DecisionRequest,
    EventNote,
    NothingToReport,
    Report,
    SectionText,
    Statement,
)
from fuwubao.reports.template_errors import RuleIsHard, RuleUnknown


def locked_report(number: str) -> Report:
    """Return a report, locked for change. Raises: ReportNotFound."""
    report = Report.objects.select_for_update(of=("self",)).select_related("row", "author", "template")
    found = report.filter(number=number).first()
    if found is None:
        raise ReportNotFound(number=number)
    return found


def writable_report(number: str, *, actor: User, now: datetime) -> Report:
    """Return a draft that the actor may write in, locked, its edit counted. Raises: NotAllowed, StepRefused."""
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", "returned", act="编写")
    Report.objects.filter(pk=report.pk).update(edit_count=F("edit_count") + 1)
    return report


@transaction.atomic(durable=True)
def save_text(*, number: str, block: str, text: str, edit_count: int | None, actor: User, now: datetime) -> SectionText:
    """Save the words of one block; ``edit_count`` is the one that the writer saw, so nobody's words are lost.

    Raises: EditedMeanwhile when another person saved the block since; None skips the check (commands).
    BlockHeld, BlockOfAnother while it is another's.
    """
    report = writable_report(number, actor=actor, now=now)
    rules.refuse_block(report, block, actor, now=now)
    kept = SectionText.objects.filter(report=report, block=block).first()
    if kept is not None and edit_count is not None and edit_count != kept.edit_count:
        raise EditedMeanwhile(what=block, by=kept.written_by.name)
    return step_write(report, block, text, actor=actor, now=now)


@transaction.atomic(durable=True)
def cite_number(*, number: str, block: str, value: str, token: str, actor: User, now: datetime) -> SectionText:
    """Replace the first hand-typed ``value`` of a block by a citation, so that it can never differ (M14).

    Raises: UnknownCitation when ``token`` is none, or the block has no such number.
    """
    report = writable_report(number, actor=actor, now=now)
    section = SectionText.objects.select_for_update().filter(report=report, block=block).first()
    found = [s for s in stretches(section.text) if s.piece is Piece.NUMBER and s.text == value] if section else []
    if section is None or not found or not TOKEN.fullmatch(token):
        raise UnknownCitation(where=block, key=value, why=token)
    rules.refuse_block(report, block, actor, now=now)
    before, at = section.text, found[0].start
    written = step_write(report, block, before[:at] + token + before[at + len(value) :], actor=actor, now=now)
    after = {"block": block, "value": value, "token": token}
    audit.record("reports.cite", subject=report, actor=actor, at=now, after=after)
    return written


@transaction.atomic(durable=True)
def state_number(*, number: str, block: str, value: str, basis: str, actor: User, now: datetime) -> Statement:
    """作者陈述: let a number stand in the prose with the basis that its author names. Raises: ReasonMissing."""
    report = writable_report(number, actor=actor, now=now)
    if not basis.strip():
        raise ReasonMissing(act=f"作者陈述 {value} ", where=block, why="basis")
    statement, _ = Statement.objects.update_or_create(
        report=report, block=block, value=value, defaults={"basis": basis, "stated_by": actor, "stated_at": now}
    )
    after = {"block": block, "value": value, "basis": basis}
    audit.record("reports.state_number", subject=report, actor=actor, at=now, after=after)
    return statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is said about one breach or missed target."""

    cause: str = ""
    measure: str = ""
    owner: str = ""
    due_on: date | None = None


@transaction.atomic(durable=True)
def explain_breaches(
    *, number: str, subjects: tuple[str, ...], explanation: Explanation, actor: User, now: datetime
) -> int:
    """Note cause, measure, owner and date for one or many breaches at once; return how many (S1.33)."""
    report = writable_report(number, actor=actor, now=now)
    if not explanation.cause.strip():
        raise ReasonMissing(act="超时说明", where="、".join(subjects), why="cause")
    for subject in subjects:
        BreachNote.objects.update_or_create(
            report=report,
            subject=subject,
            defaults={
                "cause": explanation.cause,
                "measure": explanation.measure,
                "owner": explanation.owner,
                "due_on": explanation.due_on,
                "noted_by": actor,
                "noted_at": now,
            },
        )
    after = {"subjects": list(subjects), "cause": explanation.cause, "measure": explanation.measure}
    audit.record("reports.explain_breach", subject=report, actor=actor, at=now, after=after)
    return len(subjects)


@transaction.atomic(durable=True)
def follow_up_measure(*, note_id: int, outcome: str, remark: str, actor: User, now: datetime) -> BreachNote:
    """Say what became of a measure that an earlier report promised; it opens the next report.

    The same measure by the same owner and date for other subjects of that report has the same outcome.
    """
    note = BreachNote.objects.select_for_update().select_related("report__row").get(pk=note_id)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=note.report.row.customer_code, now=now)
    before = {"outcome": note.outcome, "note": note.outcome_note}
    note.outcome, note.outcome_note = outcome, remark
    promised = note.report.breach_notes.filter(measure=note.measure, owner=note.owner, due_on=note.due_on)
    promised.update(outcome=outcome, outcome_note=remark)
    after = {"outcome": outcome, "note": remark}
    audit.record("reports.follow_up_measure", subject=note, actor=actor, at=now, before=before, after=after)
    return note


@transaction.atomic(durable=True)
def state_nothing(*, number: str, block: str, actor: User, now: datetime) -> NothingToReport:
    """State 本期无 for a block; an empty part is never left blank (S1.31)."""
    report = writable_report(number, actor=actor, now=now)
    nothing, _ = NothingToReport.objects.get_or_create(
        report=report, block=block, defaults={"stated_by": actor, "stated_at": now}
    )
    audit.record("reports.state_nothing", subject=report, actor=actor, at=now, after={"block": block})
    return nothing


@transaction.atomic(durable=True)
def ask_decision(
    *, number: str, text: str, decider: str, due_on: date | None, actor: User, now: datetime
) -> DecisionRequest:
    """Ask the recipient to decide something (S1.26). Raises: ReasonMissing without words or a person."""
    report = writable_report(number, actor=actor, now=now)
    if not text.strip() or not decider.strip():
        raise ReasonMissing(act="提请决策", where=number, why="text")
    decision = DecisionRequest.objects.create(report=report, text=text, decider=decider, due_on=due_on)
    audit.record("reports.ask_decision", subject=report, actor=actor, at=now, after={"text": text, "decider": decider})
    return decision


@transaction.atomic(durable=True)
def note_event(
    *, number: str, kind: str, happened_at: datetime, title: str, detail: str, actor: User, now: datetime
) -> EventNote:
    """Add a significant event that the records do not hold (S1.31)."""
    report = writable_report(number, actor=actor, now=now)
    event = EventNote.objects.create(
        report=report,
        event_kind=kind,
        happened_at=happened_at,
        title=title,
        detail=detail,
        noted_by=actor,
        noted_at=now,
    )
    audit.record("reports.note_event", subject=report, actor=actor, at=now, after={"kind": kind, "title": title})
    return event


@transaction.atomic(durable=True)
def waive_finding(*, number: str, rule: str, subject: str, reason: str, actor: User, now: datetime) -> CheckWaiver:
    """说明后放行: let a warning stand with a reason that the approver sees.

    Raises: RuleUnknown, RuleIsHard, ReasonMissing.
    """
    report = writable_report(number, actor=actor, now=now)
    known = rule_called(rule)
    if known is None:
        raise RuleUnknown(rule=rule)
    if known.is_hard:
        raise RuleIsHard(rule=known.zh, act="说明后放行")
    if not reason.strip():
        raise ReasonMissing(act="说明后放行", where=rule, why="reason")
    waiver, _ = CheckWaiver.objects.update_or_create(
        report=report, rule=rule, subject=subject, defaults={"reason": reason, "waived_by": actor, "waived_at": now}
    )
    step_raise(report, [warn(rule, "", subject, "", "", "")], now=now)
    after = {"rule": rule, "subject": subject, "reason": reason}
    audit.record("reports.waive_finding", subject=report, actor=actor, at=now, after=after)
    return waiver
