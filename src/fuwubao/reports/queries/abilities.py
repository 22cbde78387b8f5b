"""What a reader can do with a report now: the act fits its state, the role permits it, no rule of two hands forbids."""

from __future__ import annotations

from datetime import datetime

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.roles import Role
from fuwubao.reports import rules
from fuwubao.reports.models import Report
from fuwubao.reports.queries.reports import APPROVED_STATES, manager_wrote

STATES: dict[str, tuple[str, ...]] = {
    "write": ("draft", "returned"),
    "submit": ("draft",),
    "give_block": ("draft", "returned"),
    "review": ("in_review",),
    "call_review": ("in_review",),
    "verify_sample": ("in_review",),
    "ask_signature": ("in_review", "escalated", "approved"),
    "mail_approval": ("in_review", "escalated"),
    "return_to_author": ("in_review", "escalated", "approved"),
    "escalate": ("in_review",),
    "publish": ("approved",),
    "follow_up": ("acknowledged",),
    "archive": ("followed_up",),
    "withdraw": ("published", "acknowledged", "followed_up"),
    "take_evidence": APPROVED_STATES,
    "correct": ("published", "acknowledged", "followed_up", "archived"),
}
FOR_OTHER_HANDS = ("review", "verify_sample", "escalate")


def abilities(report: Report, reader: User, *, now: datetime) -> dict[str, bool]:
    """Return which buttons this reader gets: the act is possible in this state and permitted to this person."""
    code = report.row.customer_code
    able = {
        act: report.state in wanted and permissions.may(reader, f"reports.{act}", customer_code=code, now=now)
        for act, wanted in STATES.items()
    }
    own = reader.pk in rules.writers_of(report)
    for act in FOR_OTHER_HANDS:
        able[act] = able[act] and not own
    reviewed = report.reviewed_by_id is not None
    able["review"] = able["review"] and _may_review(report, reader, now)
    able["call_review"] = able["call_review"] and not reviewed and not _open_round(report)
    able["approve"] = may_approve(report, reader, now=now)
    able["escalate"] = able["escalate"] and reviewed
    able["revise"] = able["write"] and report.state == "returned"
    able["comment"] = permissions.may(reader, "reports.comment", customer_code=code, now=now)
    return able


def may_approve(report: Report, person: User, *, now: datetime) -> bool:
    """Tell whether a person could give 批准 now: reviewed, by another's hand, by the right role for what it is (S1.5).

    An abnormal report that was not passed on yet is not the manager's to approve alone (S1.6).
    """
    if report.state not in ("in_review", "escalated") or report.reviewed_by_id is None:
        return False
    if person.pk in rules.writers_of(report):
        return False
    code = report.row.customer_code
    if report.state == "escalated":
        return permissions.may(person, "reports.approve_abnormal", customer_code=code, now=now)
    roles = [one.role for one in permissions.every_grounds(person, "reports.approve", customer_code=code, now=now)]
    if Role.SYSTEM_HEAD in roles and manager_wrote(report, now):
        return True
    return Role.REPORT_MANAGER in roles and not report.abnormal_grounds.exists()


def _may_review(report: Report, reader: User, now: datetime) -> bool:
    code = report.row.customer_code
    grounds = permissions.every_grounds(reader, "reports.review", customer_code=code, now=now)
    if not rules.is_listed(reader, {one.role for one in grounds}, on=rules.local_day(now)):
        return False
    called = report.review_rounds.filter(closed_at=None).first()
    return called is None or called.seats.filter(member=reader, review=None).exclude(attended=False).exists()


def _open_round(report: Report) -> bool:
    return report.review_rounds.filter(closed_at=None).exists()
