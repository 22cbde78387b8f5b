"""异议: raised by a recipient, examined, accepted or rejected with a reason, answered within five working days.

An accepted objection opens a correction; the answer goes back to who raised it. Source: S6.14, M6, domain (f).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.distribution import OBJECTION
from fuwubao.domain.due import due_after_receipt
from fuwubao.reports import rules
from fuwubao.reports.actions.drafting import correct_report
from fuwubao.reports.actions.publishing import published_for
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.distribution_errors import ObjectionUnknown
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Objection, Report

ANSWER_WITHIN = 5  # working days


@transaction.atomic(durable=True)
def raise_objection(*, report_id: int, subject: str, text: str, actor: User, now: datetime) -> Objection:
    """提出异议 to a published report; the author and the publisher's side are told, the clock begins."""
    report = locked_report(published_for(report_id, actor).number)
    permissions.refuse_unless_may(actor, "reports.object", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "published", "acknowledged", "followed_up", "archived", act="提出异议")
    if not subject.strip() or not text.strip():
        raise ReasonMissing(act="提出异议", where=report.number, why="text")
    calendar = agreements.national_calendar().working_days(time_zone())
    objection = Objection.objects.create(
        report=report,
        subject=subject.strip()[:200],
        text=text.strip(),
        raised_by=actor,
        raised_at=now,
        due_at=due_after_receipt(now, ANSWER_WITHIN, calendar).at,
    )
    words = f"{actor.name} 对 {report.number} 提出异议：{objection.subject}"[:300]
    Notice.objects.create(to=report.author, at=now, text=words, url=f"/reports/{report.pk}/voices/")
    after = {"objection": objection.pk, "subject": objection.subject}
    audit.record("reports.object", subject=report, actor=actor, at=now, after=after, remark=text)
    return objection


@transaction.atomic(durable=True)
def examine_objection(*, objection_id: int, actor: User, now: datetime) -> Objection:
    """核查: take an objection up. Raises: NotAllowed, ObjectionUnknown, StepUnknown."""
    objection = _locked(objection_id)
    code = objection.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.examine_objection", customer_code=code, now=now)
    _step(objection, "reports.examine_objection")
    objection.examined_by, objection.examined_at = actor, now
    objection.save()
    after = {"objection": objection.pk, "state": objection.state}
    audit.record("reports.examine_objection", subject=objection.report, actor=actor, at=now, after=after)
    return objection


def decide_objection(*, objection_id: int, accepted: bool, reason: str, actor: User, now: datetime) -> Objection:
    """裁定: accept, which opens a corrected version, or reject; either with a reason.

    The correction is an act of its own after the decision: when one is open already, the decision points at it.
    Raises: NotAllowed, ObjectionUnknown, StepUnknown, ReasonMissing.
    """
    objection = _keep_decision(objection_id=objection_id, accepted=accepted, reason=reason, actor=actor, now=now)
    if not accepted:
        return objection
    newer = Report.objects.filter(previous_version=objection.report).first()
    if newer is None:
        because = f"异议成立：{objection.subject}（{reason.strip()}）"[:300]
        newer = correct_report(number=objection.report.number, reason=because, actor=actor, now=now)
    return _point_at_correction(objection_id=objection_id, correction=newer, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_decision(*, objection_id: int, accepted: bool, reason: str, actor: User, now: datetime) -> Objection:
    objection = _locked(objection_id)
    code = objection.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.decide_objection", customer_code=code, now=now)
    act = "reports.decide_objection" if accepted else "reports.reject_objection"
    before = objection.state
    if not reason.strip():
        raise ReasonMissing(act="裁定异议", where=objection.report.number, why="reason")
    _step(objection, act)
    objection.accepted, objection.reason = accepted, reason.strip()
    objection.decided_by, objection.decided_at = actor, now
    objection.save()
    after = {"objection": objection.pk, "state": objection.state}
    audit.record(act, subject=objection.report, actor=actor, at=now, before=before, after=after, remark=reason)
    return objection


@transaction.atomic(durable=True)
def _point_at_correction(*, objection_id: int, correction: Report, actor: User, now: datetime) -> Objection:
    objection = _locked(objection_id)
    objection.correction = correction
    objection.save(update_fields=["correction"])
    after = {"objection": objection.pk, "correction": correction.number}
    audit.record("reports.correct", subject=objection.report, actor=actor, at=now, after=after)
    return objection


@transaction.atomic(durable=True)
def answer_objection(*, objection_id: int, answer: str, actor: User, now: datetime) -> Objection:
    """答复: tell who raised it what was found; late is computed from ``due_at``. Raises: ReasonMissing, StepUnknown."""
    objection = _locked(objection_id)
    report = objection.report
    permissions.refuse_unless_may(actor, "reports.decide_objection", customer_code=report.row.customer_code, now=now)
    if not answer.strip():
        raise ReasonMissing(act="答复异议", where=report.number, why="answer")
    before = objection.state
    _step(objection, "reports.answer_objection")
    objection.answer, objection.answered_by, objection.answered_at = answer.strip(), actor, now
    objection.save()
    text = f"您对 {report.number} 的异议已有答复"
    Notice.objects.create(to=objection.raised_by, at=now, text=text, url=f"/portal/{report.pk}/")
    after = {"objection": objection.pk, "state": objection.state}
    audit.record(
        "reports.answer_objection", subject=report, actor=actor, at=now, before=before, after=after, remark=answer
    )
    return objection


def _locked(objection_id: int) -> Objection:
    found = Objection.objects.select_for_update(of=("self",)).select_related("report__row", "raised_by")
    objection = found.filter(pk=objection_id).first()
    if objection is None:
        raise ObjectionUnknown(number=objection_id)
    return objection


def _step(objection: Objection, act: str) -> None:
    objection.state = OBJECTION.step_for(objection.state, act).target_state
