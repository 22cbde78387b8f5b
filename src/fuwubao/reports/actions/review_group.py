"""评审组: call reviewers to sign in turn or to a meeting; record the meeting; take a member's record (S6.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import proofs, rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import StepRefused
from fuwubao.reports.models import Report, Review, ReviewRound, ReviewSeat
from fuwubao.reports.review_errors import GroupUnclear, MeetingUnclear, NotYourSeat

IN_TURN, MEETING = "会签", "会议"
FEWEST_MEMBERS = 2


@transaction.atomic(durable=True)
def call_review(
    *, number: str, method: str, members: Sequence[User], actor: User, now: datetime, held_at: datetime | None = None
) -> ReviewRound:
    """Call a review group: its members sign in the given turn (会签) or after a meeting (会议); each is told.

    Members are of the list of that day and none wrote in the report. Source: S6.10, S1.12.
    Raises: NotAllowed, StepRefused, GroupUnclear, NotListed, SameHands.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.call_review", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "in_review", act="召集评审组")
    if report.reviewed_by_id is not None or open_round(report) is not None:
        raise StepRefused(what=number, state="已有评审", act="再召集评审组")
    unique = list(dict.fromkeys(members))
    if method not in (IN_TURN, MEETING) or len(unique) < FEWEST_MEMBERS:
        raise GroupUnclear(where=f"{method}，{len(unique)} 人", why=method)
    for member in unique:
        _refuse_unfit(report, member, now)
    serial = report.review_rounds.count() + 1
    called = ReviewRound.objects.create(
        report=report, serial=serial, method=method, called_by=actor, called_at=now, held_at=held_at
    )
    ReviewSeat.objects.bulk_create(
        ReviewSeat(round=called, member=member, place=place) for place, member in enumerate(unique, start=1)
    )
    for member in unique if method == MEETING else unique[:1]:
        _tell(report, member, now)
    after = {"method": method, "members": [member.login for member in unique]}
    audit.record("reports.call_review", subject=report, actor=actor, at=now, after=after)
    return called


def _refuse_unfit(report: Report, member: User, now: datetime) -> None:
    rules.refuse_same_hands(report, member, act="评审")
    rules.refuse_unlisted(member, permissions.roles_of(member, now=now), on=rules.local_day(now))
    permissions.refuse_unless_may(member, "reports.review", customer_code=report.row.customer_code, now=now)


def _tell(report: Report, member: User, now: datetime) -> None:
    text = _("%(number)s 请您评审") % {"number": report.number}
    Notice.objects.create(to=member, at=now, text=text, url=f"/reports/{report.pk}/review/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as it was held: when, where, who was there (ids), its minutes, their file (name, bytes)."""

    held_at: datetime
    place: str
    present: frozenset[int]
    minutes: str
    file: tuple[str, bytes] | None = None


@transaction.atomic(durable=True)
def record_meeting(*, number: str, meeting: Meeting, actor: User, now: datetime) -> ReviewRound:
    """Record attendance and minutes; then those present sign. More than half of the members must be there (S1.12).

    Raises: NotAllowed, StepRefused, MeetingUnclear, FileUnfit.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.call_review", customer_code=report.row.customer_code, now=now)
    called = open_round(report)
    if called is None or called.method != MEETING:
        raise StepRefused(what=number, state="没有召集评审会议", act="登记会议")
    if called.recorded_by_id is not None:
        raise StepRefused(what=number, state="会议已登记", act="再登记会议")
    seats = list(called.seats.order_by("place"))
    present = [seat for seat in seats if seat.member_id in meeting.present]
    if not meeting.minutes.strip() or meeting.held_at > now:
        raise MeetingUnclear(where="时间、纪要", why=str(meeting.held_at))
    if len(present) * 2 <= len(seats):
        raise MeetingUnclear(where=f"出席 {len(present)} / {len(seats)} 人", why="quorum")
    for seat in seats:
        seat.attended = seat in present
    ReviewSeat.objects.bulk_update(seats, ["attended"])
    if meeting.file is not None:
        kept = proofs.keep(meeting.file[1], meeting.file[0])
        called.minutes_name, called.minutes_sha256 = kept.name, kept.sha256
    called.held_at, called.place, called.minutes, called.recorded_by = (
        meeting.held_at,
        meeting.place,
        meeting.minutes.strip(),
        actor,
    )
    called.save(update_fields=["held_at", "place", "minutes", "recorded_by", "minutes_name", "minutes_sha256"])
    after = {"held_at": meeting.held_at.isoformat(), "present": [seat.member_id for seat in present]}
    audit.record(
        "reports.record_meeting", subject=report, actor=actor, at=now, after=after, remark=meeting.minutes[:300]
    )
    return called


def open_round(report: Report) -> ReviewRound | None:
    """Return the group that has been called and has not concluded."""
    return report.review_rounds.filter(closed_at=None).order_by("-serial").first()


def seat_to_sign(called: ReviewRound, actor: User) -> ReviewSeat:
    """Return the actor's seat if it is hers to sign now. Raises: NotYourSeat."""
    number, seats = called.report.number, list(called.seats.select_related("member").order_by("place"))
    own = next((seat for seat in seats if seat.member_id == actor.pk), None)
    reason = ""
    if own is None:
        reason = "不是评审组成员"
    elif own.review_id is not None:
        reason = "已经签署"
    elif called.method == MEETING and called.recorded_by_id is None:
        reason = "会议还没有登记"
    elif called.method == MEETING and not own.attended:
        reason = "没有出席会议"
    elif called.method == IN_TURN:
        ahead = next((seat for seat in seats if seat.place < own.place and seat.review_id is None), None)
        reason = f"等待 {ahead.member.name} 先签署" if ahead else ""
    if own is None or reason:
        raise NotYourSeat(person=actor.name, number=number, reason=reason)
    return own


def step_sign_seat(report: Report, seat: ReviewSeat, review: Review, *, now: datetime) -> bool:
    """Put a member's record at her seat; True when the group has concluded (all needed signed, or one returned)."""
    called = seat.round
    seat.review = review
    seat.save(update_fields=["review"])
    waiting = called.seats.filter(review=None).exclude(attended=False).order_by("place")
    if review.conclusion == "pass" and waiting.exists():
        if called.method == IN_TURN:
            _tell(report, waiting[0].member, now)
        return False
    step_close_round(called, review.conclusion, now=now)
    return True


def step_close_round(called: ReviewRound, conclusion: str, *, now: datetime) -> None:
    """Close a group with its conclusion."""
    called.conclusion, called.closed_at = conclusion, now
    called.save(update_fields=["conclusion", "closed_at"])
