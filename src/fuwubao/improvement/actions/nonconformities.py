"""不符合: raised, told to the responsible service manager, answered with cause, corrected, verified, closed (F09)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements.queries import national_calendar
from fuwubao.domain.due import due_after_receipt
from fuwubao.improvement import rules
from fuwubao.improvement.actions.raising import Content, Source, audited, step_raise
from fuwubao.improvement.effects import Expectation
from fuwubao.improvement.errors import NonconformityUnknown
from fuwubao.improvement.models import Action, Nonconformity
from fuwubao.improvement.numbers import next_number, today_of

REPLY_WORKING_DAYS = 5  # unless another day is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found; ``basis`` is a code of ``rules.BASES``, ``severity`` one of ``rules.SEVERITIES``."""

    basis: str
    description: str
    clause: str = ""
    severity: str = "minor"
    process: str = ""
    customer_code: str = ""
    service_code: str = ""
    found_on: date | None = None


@transaction.atomic(durable=True)
def raise_nonconformity(*, finding: Finding, source: Source, actor: User, now: datetime) -> Nonconformity:
    """Register what was found. Source: S1.33. Raises: NotAllowed, SomethingMissing, DueBehind."""
    act = "improvement.raise_nonconformity"
    permissions.refuse_unless_may(actor, act, customer_code=finding.customer_code, now=now)
    rules.refuse_missing(act, {"description": finding.description})
    found = Nonconformity.objects.create(
        number=next_number(Nonconformity, "NC", now=now),
        basis=finding.basis,
        clause=finding.clause,
        description=finding.description.strip(),
        severity=finding.severity,
        process=finding.process,
        customer_code=finding.customer_code,
        service_code=finding.service_code,
        source_kind=source.kind,
        source_number=source.number,
        source_url=source.url,
        found_on=finding.found_on or today_of(now),
        raised_by=actor,
        raised_at=now,
    )
    audit.record(act, subject=found, actor=actor, at=now, after=_audited(found))
    return found


@transaction.atomic(durable=True)
def notify_responsible(
    *, number: str, responsible: User | None, actor: User, now: datetime, reply_due_on: date | None = None
) -> Nonconformity:
    """Tell the responsible service manager and set the day of the reply, by default the fifth working day (S1.39).

    Raises: NotAllowed, NonconformityUnknown, StepRefused, SomethingMissing, DueBehind.
    """
    found, before = _begin(number, "improvement.notify", actor=actor, now=now)
    rules.refuse_missing("improvement.notify", {"responsible": responsible})
    assert responsible is not None
    if reply_due_on is not None:
        rules.refuse_due_before(reply_due_on, today_of(now))
    calendar = national_calendar().working_days(time_zone())
    found.responsible, found.notified_at, found.state = responsible, now, "notified"
    found.reply_due_on = reply_due_on or due_after_receipt(now, REPLY_WORKING_DAYS, calendar).on
    _finish(found, "improvement.notify", before, actor=actor, now=now)
    text = _("不符合 %(number)s 请于 %(due)s 前答复") % {"number": number, "due": found.reply_due_on}
    _tell(responsible, text, found, now)
    return found


@transaction.atomic(durable=True)
def reply_to_nonconformity(
    *, number: str, correction: str, cause: str, actor: User, now: datetime
) -> Nonconformity:  # fmt: skip
    """The responsible person's answer: what was corrected at once, and why it happened (S1.33, S1.39).

    Raises: NotAllowed, NonconformityUnknown, StepRefused, NotTheOwner, SomethingMissing.
    """
    found, before = _begin(number, "improvement.reply", actor=actor, now=now)
    rules.refuse_unless_responsible(found, actor)
    rules.refuse_missing("improvement.reply", {"correction": correction, "cause": cause})
    found.correction, found.cause, found.replied_at, found.state = correction.strip(), cause.strip(), now, "cause"
    _finish(found, "improvement.reply", before, actor=actor, now=now)
    _tell(found.raised_by, _("不符合 %(number)s 已答复") % {"number": number}, found, now)
    return found


@transaction.atomic(durable=True)
def correct_nonconformity(
    *,
    number: str,
    content: Content,
    owner: User | None,
    due_on: date | None,
    actor: User,
    now: datetime,
    expected: Expectation | None = None,
) -> Action:
    """Raise a corrective action (纠正措施) for a nonconformity whose cause is known; there may be several.

    Raises: NotAllowed, NonconformityUnknown, StepRefused, NotTheOwner, SomethingMissing, DueBehind.
    """
    found, before = _begin(number, "improvement.correct", actor=actor, now=now)
    rules.refuse_unless_responsible(found, actor)
    content = replace(
        content,
        customer_code=found.customer_code,
        service_code=found.service_code,
        process=content.process or found.process,
        problem=content.problem or found.description,
        cause=content.cause or found.cause,
    )
    source = Source(kind="nonconformity", number=number, url=f"/improvement/nonconformities/{number}/")
    action = step_raise(
        content=content, source=source, owner=owner, due_on=due_on, expected=expected, actor=actor, now=now,
        nonconformity=found,
    )  # fmt: skip
    found.state = "corrective"
    _finish(found, "improvement.correct", before, actor=actor, now=now, remark=action.number)
    audit.record("improvement.raise", subject=action, actor=actor, at=now, after=audited(action), remark=number)
    return action


@transaction.atomic(durable=True)
def verify_nonconformity(*, number: str, remark: str, actor: User, now: datetime) -> Nonconformity:
    """Confirm that the cause is gone: every corrective action was found effective, and another person says so.

    Raises: NotAllowed, NonconformityUnknown, StepRefused, SameHands, SomethingMissing, CorrectionsOpen.
    """
    act = "improvement.verify_nonconformity"
    found, before = _begin(number, act, actor=actor, now=now)
    rules.refuse_own_nonconformity(found, actor)
    rules.refuse_missing(act, {"verification": remark})
    rules.refuse_unless_corrected(found)
    found.verified_by, found.verified_at, found.verification, found.state = actor, now, remark.strip(), "verified"
    return _finish(found, act, before, actor=actor, now=now, remark=remark)


@transaction.atomic(durable=True)
def close_nonconformity(*, number: str, actor: User, now: datetime) -> Nonconformity:
    """Close a verified nonconformity. Raises: NotAllowed, NonconformityUnknown, StepRefused."""
    found, before = _begin(number, "improvement.close_nonconformity", actor=actor, now=now)
    found.state, found.closed_at = "closed", now
    return _finish(found, "improvement.close_nonconformity", before, actor=actor, now=now)


def locked_nonconformity(number: str) -> Nonconformity:
    """Return a nonconformity, locked for change. Raises: NonconformityUnknown."""
    rows = Nonconformity.objects.select_for_update(of=("self",)).select_related("responsible", "raised_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise NonconformityUnknown(number=number, what=number)
    return found


def _begin(number: str, act: str, *, actor: User, now: datetime) -> tuple[Nonconformity, dict[str, object]]:
    found = locked_nonconformity(number)
    permissions.refuse_unless_may(actor, act, customer_code=found.customer_code, now=now)
    rules.step_of_nonconformity(found, act)
    return found, _audited(found)


def _finish(
    found: Nonconformity, act: str, before: dict[str, object], *, actor: User, now: datetime, remark: str = ""
) -> Nonconformity:
    found.save()
    audit.record(act, subject=found, actor=actor, at=now, before=before, after=_audited(found), remark=remark)
    return found


def _audited(found: Nonconformity) -> dict[str, object]:
    return {
        "state": found.state,
        "basis": found.basis,
        "clause": found.clause,
        "description": found.description,
        "responsible": found.responsible.login if found.responsible else "",
        "reply_due_on": found.reply_due_on.isoformat() if found.reply_due_on else "",
        "correction": found.correction,
        "cause": found.cause,
    }


def _tell(person: User, text: str, found: Nonconformity, now: datetime) -> None:
    Notice.objects.create(to=person, at=now, text=text[:300], url=f"/improvement/nonconformities/{found.number}/")
