"""The yearly review of rows and templates: keep, change, lower, retire, each with its reason (S1.19, S1.38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.lifecycles import REGISTER_ROW
from fuwubao.reports.actions.duty_keeping import step_fulfil
from fuwubao.reports.actions.register import locked_row
from fuwubao.reports.annual_errors import OutcomeUnknown, TemplateUnknown
from fuwubao.reports.annual_words import OUTCOMES
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import AnnualReview, Duty, Template

MOVES = {"lower": "reports.lower_row", "retire": "reports.retire_row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a review ended; ``held_with`` names the audit or management review that it was a part of."""

    outcome: str
    reason: str
    held_with: str = ""


@transaction.atomic(durable=True)
def review_row(*, number: str, verdict: Verdict, actor: User, now: datetime) -> AnnualReview:
    """Record the yearly review of a row, carry its outcome out, and set the next one a year on.

    Lowering and retiring move the row at once; a change is asked for where its content is kept. The year's duty is
    met. Source: S1.19, S1.38. Raises: NotAllowed, RowNotFound, OutcomeUnknown, ReasonMissing, StepUnknown.
    """
    row = locked_row(number)
    code = row.customer_code
    grounds = permissions.refuse_unless_may(actor, "reports.review_row", customer_code=code, now=now)
    _refuse_unclear(verdict, number)
    today = now.astimezone(ZoneInfo(time_zone())).date()
    move = MOVES.get(verdict.outcome)
    if move is not None and not (verdict.outcome == "lower" and row.state == "lowered_priority"):
        row.state = REGISTER_ROW.step_for(row.state, move).target_state
    row.next_review_on, row.changed_at = a_year_on(today), now
    row.save(update_fields=["state", "next_review_on", "changed_at"])
    kept = _keep("row", number, row.name, verdict, grounds.for_whom, actor, now)
    _settle("row_review", number, verdict, actor, now)
    after = {"outcome": verdict.outcome, "state": row.state, "next": row.next_review_on.isoformat()}
    audit.record(
        "reports.review_row", subject=row, actor=actor, at=now, after=after, remark=verdict.reason,
        for_whom=grounds.for_whom,
    )  # fmt: skip
    return kept


@transaction.atomic(durable=True)
def review_template(*, code: str, verdict: Verdict, actor: User, now: datetime) -> AnnualReview:
    """Record the yearly review of a template; a change of it goes through its own request (F05).

    Source: S1.19. Raises: NotAllowed, TemplateUnknown, OutcomeUnknown, ReasonMissing.
    """
    grounds = permissions.refuse_unless_may(actor, "reports.review_row", now=now)
    template = Template.objects.filter(code=code, state="effective").order_by("-version").first()
    if template is None:
        raise TemplateUnknown(template=code)
    _refuse_unclear(verdict, code)
    kept = _keep("template", code, template.name, verdict, grounds.for_whom, actor, now)
    _settle("template_review", code, verdict, actor, now)
    audit.record(
        "reports.review_template", subject=template, actor=actor, at=now, after={"outcome": verdict.outcome},
        remark=verdict.reason, for_whom=grounds.for_whom,
    )  # fmt: skip
    return kept


def _refuse_unclear(verdict: Verdict, subject: str) -> None:
    if verdict.outcome not in OUTCOMES:
        raise OutcomeUnknown(given=verdict.outcome, where="outcome", why=verdict.outcome)
    if not verdict.reason.strip():
        raise ReasonMissing(act="年度评审", where=subject, why="reason")


def _keep(
    kind: str, subject: str, title: str, verdict: Verdict, for_whom: User | None, actor: User, now: datetime
) -> AnnualReview:
    return AnnualReview.objects.create(
        kind=kind,
        subject=subject,
        title=title,
        year=now.astimezone(ZoneInfo(time_zone())).year,
        outcome=verdict.outcome,
        reason=verdict.reason.strip(),
        held_with=verdict.held_with.strip(),
        reviewed_by=actor,
        reviewed_for=for_whom,
        reviewed_at=now,
    )


def _settle(kind: str, subject: str, verdict: Verdict, actor: User, now: datetime) -> None:
    """Meet the earliest open duty of that review, be it this year's or one that is late."""
    duty = (
        Duty.objects.select_for_update()
        .filter(kind=kind, subject=subject)
        .exclude(state__in=("fulfilled", "waived", "cancelled"))
    )
    for found in duty.order_by("due_at")[:1]:
        step_fulfil(duty=found, remark=verdict.reason, actor=actor, now=now)


def a_year_on(day: date) -> date:
    """Return the same day of the next year; the 28th for the 29th of February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)
