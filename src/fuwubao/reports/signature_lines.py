"""The signature lines of a report's cover: 编制, 审核, 会签, 批准, and 异常批准 where the system head approved too."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.render import tree as t
from fuwubao.reports.models import Report
from fuwubao.reports.models.report import signed_as


def signature_lines(report: Report) -> tuple[t.Signature, ...]:
    """Return who wrote, reviewed, countersigned and approved, each with the day; 甲 代 乙 for a delegate.

    Of an abnormal report the manager's line is the day on which she passed it on (S1.6, S1.8).
    """
    lines = [_line("编制", report.author, report.submitted_at), _reviewed(report)]
    countersigned = report.further_signatures.filter(kind="countersign").exclude(signed_at=None)
    signed = list(countersigned.select_related("signer").order_by("signed_at"))
    if signed:
        lines.append(_joined("会签", [one.signer.name for one in signed], signed[-1].signed_at))
    if report.escalated_at is not None:
        lines.append(_line("批准", report.escalated_by, report.escalated_at, report.escalated_for))
        lines.append(_line("异常批准", report.approved_by, report.approved_at, report.approved_for))
    else:
        lines.append(_line("批准", report.approved_by, report.approved_at, report.approved_for))
    return tuple(lines)


def _reviewed(report: Report) -> t.Signature:
    """The reviewer, or all members of the group that passed it, each as a delegate's record says for whom."""
    group = report.review_rounds.filter(conclusion="pass").order_by("-serial").first()
    if group is not None:
        seats = group.seats.exclude(review=None).select_related("review__reviewer", "review__reviewed_for")
        reviews = [seat.review for seat in seats.order_by("place") if seat.review is not None]
    elif report.reviewed_at is None:
        reviews = []
    else:
        passed = report.reviews.filter(reviewer=report.reviewed_by, conclusion="pass", reviewed_at=report.reviewed_at)
        reviews = list(passed.select_related("reviewer", "reviewed_for").order_by("-pk")[:1])
    names = [review.reviewed_by_words for review in reviews]
    return (
        _joined("审核", names, report.reviewed_at) if names else _line("审核", report.reviewed_by, report.reviewed_at)
    )


def _line(role: str, person: User | None, at: datetime | None, for_whom: User | None = None) -> t.Signature:
    return _joined(role, [signed_as(person, for_whom) if person else ""], at)


def _joined(role: str, names: list[str], at: datetime | None) -> t.Signature:
    on = at.astimezone(ZoneInfo(time_zone())).date().isoformat() if at else ""
    return t.Signature(role=role, name="、".join(names), on=on)
