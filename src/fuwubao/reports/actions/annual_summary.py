"""The review of the annual summary: convened, each member heard, concluded, handed on (S1.10–S1.12, S1.20).

Also here: minutes of work noted on a report (K36).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports.actions.duty_keeping import step_fulfil
from fuwubao.reports.annual_errors import (
    MembersMissing,
    NotMember,
    OpinionsMissing,
    SummaryOpen,
    SummaryReviewNotFound,
    SummaryReviewOpen,
)
from fuwubao.reports.annual_words import CONCLUSIONS, TARGETS
from fuwubao.reports.errors import ReasonMissing, ReportNotFound
from fuwubao.reports.models import Duty, Effort, Report, SummaryInput, SummaryOpinion, SummaryReview

PAGE = "/reports/annual/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a review is convened with; ``members`` are log-ins, ``report`` the summary's number where it is there."""

    year: int
    held_on: date
    agenda: str
    inputs: str
    members: Sequence[str]
    place: str = ""
    report: str = ""


@transaction.atomic(durable=True)
def convene_summary(*, meeting: Meeting, actor: User, now: datetime) -> SummaryReview:
    """Convene the review of a year's summary and tell its members (S1.11).

    Raises: NotAllowed, SummaryReviewOpen, MembersMissing, ReasonMissing, ReportNotFound.
    """
    permissions.refuse_unless_may(actor, "reports.convene_summary", now=now)
    if SummaryReview.objects.filter(year=meeting.year, concluded_at=None).exists():
        raise SummaryReviewOpen(year=meeting.year)
    if not meeting.agenda.strip() or not meeting.inputs.strip():
        raise ReasonMissing(act="召集年度总结评审：议程与输入", where=str(meeting.year), why="agenda")
    logins = list(dict.fromkeys(meeting.members))
    people = {one.login: one for one in User.objects.filter(login__in=logins, customer_code="", is_active=True)}
    missing = [login for login in logins if login not in people]
    if missing or not logins:
        raise MembersMissing(missing="、".join(missing) or "—", where="members", why="members")
    report = Report.objects.filter(number=meeting.report).first() if meeting.report else None
    if meeting.report and report is None:
        raise ReportNotFound(number=meeting.report)
    review = SummaryReview.objects.create(
        year=meeting.year,
        report=report,
        held_on=meeting.held_on,
        place=meeting.place.strip(),
        agenda=meeting.agenda.strip(),
        inputs=meeting.inputs.strip(),
        convened_by=actor,
        convened_at=now,
    )
    for login in logins:
        SummaryOpinion.objects.create(review=review, member=people[login])
        text = f"请填写 {meeting.year} 年度总结评审的意见和结论（{meeting.held_on.isoformat()}）"
        Notice.objects.create(to=people[login], at=now, text=text, url=PAGE)
    after = {"year": meeting.year, "held_on": meeting.held_on.isoformat(), "members": logins}
    audit.record("reports.convene_summary", subject=review, actor=actor, at=now, after=after)
    return review


@transaction.atomic(durable=True)
def give_opinion(*, review_id: int, conclusion: str, opinion: str, actor: User, now: datetime) -> SummaryOpinion:
    """Record a member's own opinion and conclusion; it may be changed while the review is open (S1.12).

    Raises: SummaryReviewNotFound, NotMember, ReasonMissing.
    """
    review = _locked(review_id)
    own = review.opinions.filter(member=actor).first()
    if own is None or review.concluded_at is not None:
        raise NotMember(person=actor.name)
    if conclusion not in CONCLUSIONS or not opinion.strip():
        raise ReasonMissing(act="评审意见与结论", where=str(review.year), why="opinion")
    before = own.conclusion
    own.conclusion, own.opinion, own.given_at = conclusion, opinion.strip(), now
    own.save(update_fields=["conclusion", "opinion", "given_at"])
    after = {"year": review.year, "conclusion": conclusion}
    audit.record(
        "reports.give_opinion", subject=review, actor=actor, at=now, before=before, after=after, remark=opinion
    )
    return own


@transaction.atomic(durable=True)
def conclude_summary(*, review_id: int, conclusion: str, actor: User, now: datetime) -> SummaryReview:
    """Close a review when every member has spoken; the year's duty is met (S1.12, S1.20).

    Raises: NotAllowed, SummaryReviewNotFound, OpinionsMissing, ReasonMissing.
    """
    review = _locked(review_id)
    permissions.refuse_unless_may(actor, "reports.convene_summary", now=now)
    if review.concluded_at is not None:
        raise SummaryReviewNotFound(review=review_id)
    silent = [one.member.name for one in review.opinions.filter(given_at=None).select_related("member")]
    if silent:
        raise OpinionsMissing(missing="、".join(silent))
    if not conclusion.strip():
        raise ReasonMissing(act="评审结论", where=str(review.year), why="conclusion")
    review.conclusion, review.concluded_by, review.concluded_at = conclusion.strip(), actor, now
    review.save(update_fields=["conclusion", "concluded_by", "concluded_at"])
    for duty in Duty.objects.select_for_update().filter(kind="annual_summary", period_label=str(review.year)):
        step_fulfil(duty=duty, remark=conclusion, actor=actor, now=now)
    audit.record("reports.conclude_summary", subject=review, actor=actor, at=now, remark=conclusion)
    return review


@transaction.atomic(durable=True)
def hand_summary(*, review_id: int, target: str, reference: str, actor: User, now: datetime) -> SummaryInput:
    """Record that a concluded review went into an internal audit or management review (S1.20).

    Raises: NotAllowed, SummaryReviewNotFound, SummaryOpen, ReasonMissing.
    """
    review = _locked(review_id)
    permissions.refuse_unless_may(actor, "reports.convene_summary", now=now)
    if review.concluded_at is None:
        raise SummaryOpen(year=review.year)
    if target not in TARGETS or not reference.strip():
        raise ReasonMissing(act="登记评审输入", where=str(review.year), why="reference")
    handed = SummaryInput.objects.create(
        review=review, target=target, reference=reference.strip(), handed_by=actor, handed_at=now
    )
    after = {"target": target, "reference": handed.reference}
    audit.record("reports.hand_summary", subject=review, actor=actor, at=now, after=after)
    return handed


@transaction.atomic(durable=True)
def note_effort(*, number: str, minutes: int, actor: User, now: datetime) -> Effort:
    """Note minutes of one's own work on a report (K36). Raises: NotAllowed, ReportNotFound, ReasonMissing."""
    report = Report.objects.select_for_update().select_related("row").filter(number=number).first()
    if report is None:
        raise ReportNotFound(number=number)
    permissions.refuse_unless_may(actor, "reports.note_effort", customer_code=report.row.customer_code, now=now)
    if not 1 <= minutes <= 24 * 60:
        raise ReasonMissing(act="编制工时：1–1440 分钟", where=number, why=str(minutes))
    noted = Effort.objects.create(report=report, person=actor, minutes=minutes, noted_at=now)
    audit.record("reports.note_effort", subject=report, actor=actor, at=now, after={"minutes": minutes})
    return noted


def _locked(review_id: int) -> SummaryReview:
    review = SummaryReview.objects.select_for_update().filter(pk=review_id).first()
    if review is None:
        raise SummaryReviewNotFound(review=review_id)
    return review
