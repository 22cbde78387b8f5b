"""会签 and 签发: signatures beside 批准, each asked of one person, given by that person alone (design 6)."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import FurtherSignature, Report
from fuwubao.reports.review_errors import SignaturesOpen, SignatureUnknown

KINDS = {"countersign": "会签", "issue": "签发"}
WHEN_ASKED = {"countersign": ("in_review", "escalated"), "issue": ("in_review", "escalated", "approved")}
WHEN_SIGNED = {"countersign": ("in_review", "escalated"), "issue": ("approved",)}


@transaction.atomic(durable=True)
def ask_signature(*, number: str, kind: str, signer: User, actor: User, now: datetime) -> FurtherSignature:
    """Ask one person for 会签 (before 批准) or 签发 (after it, before publication). The author gives neither.

    Raises: NotAllowed, StepRefused, SameHands, SignatureUnknown for another kind.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.ask_signature", customer_code=report.row.customer_code, now=now)
    if kind not in KINDS:
        raise SignatureUnknown(person=signer.name)
    rules.refuse_unless_in(report, *WHEN_ASKED[kind], act=f"请人{KINDS[kind]}")
    rules.refuse_same_hands(report, signer, act=KINDS[kind])
    asked = report.further_signatures.filter(kind=kind, signer=signer, withdrawn_at=None).first()
    if asked is not None:
        return asked
    asked = FurtherSignature.objects.create(report=report, kind=kind, signer=signer, asked_by=actor, asked_at=now)
    text = _("%(number)s 请您%(kind)s") % {"number": number, "kind": _(KINDS[kind])}
    Notice.objects.create(to=signer, at=now, text=text, url=f"/reports/{report.pk}/review/")
    after = {"kind": kind, "signer": signer.login}
    audit.record("reports.ask_signature", subject=report, actor=actor, at=now, after=after)
    return asked


@transaction.atomic(durable=True)
def give_signature(*, number: str, kind: str, remark: str, actor: User, now: datetime) -> FurtherSignature:
    """Sign as the person who was asked; an issue signature is given to the hash of the approved PDF.

    Raises: NotAllowed, StepRefused, SignatureUnknown.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.give_signature", customer_code=report.row.customer_code, now=now)
    asked = waiting(report, kind).select_for_update(of=("self",)).filter(signer=actor).first()
    if asked is None:
        raise SignatureUnknown(person=actor.name)
    rules.refuse_unless_in(report, *WHEN_SIGNED[kind], act=KINDS[kind])
    asked.signed_at, asked.remark = now, remark[:300]
    if kind == "issue":
        asked.sha256 = report.files.get(file_format="pdf").sha256
    asked.save(update_fields=["signed_at", "remark", "sha256"])
    after = {"kind": kind, "sha256": asked.sha256}
    audit.record("reports.give_signature", subject=report, actor=actor, at=now, after=after, remark=remark)
    return asked


@transaction.atomic(durable=True)
def withdraw_signature(*, number: str, signature_id: int, reason: str, actor: User, now: datetime) -> FurtherSignature:
    """Take back a request that was not signed. Raises: NotAllowed, SignatureUnknown, ReasonMissing."""
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.ask_signature", customer_code=report.row.customer_code, now=now)
    asked = report.further_signatures.filter(pk=signature_id, signed_at=None, withdrawn_at=None).first()
    if asked is None:
        raise SignatureUnknown(person=str(signature_id))
    if not reason.strip():
        raise ReasonMissing(act="撤销签署请求", where=number, why="reason")
    asked.withdrawn_at, asked.withdrawn_because = now, reason.strip()
    asked.save(update_fields=["withdrawn_at", "withdrawn_because"])
    after = {"kind": asked.kind, "signer": asked.signer.login}
    audit.record("reports.withdraw_signature", subject=report, actor=actor, at=now, after=after, remark=reason)
    return asked


def waiting(report: Report, kind: str) -> models.QuerySet[FurtherSignature]:
    """Return the open requests of a kind."""
    return report.further_signatures.filter(kind=kind, signed_at=None, withdrawn_at=None).order_by("pk")


def refuse_waiting(report: Report, kind: str) -> None:
    """Refuse the next step while a signature of that kind is missing. Raises: SignaturesOpen."""
    people = [one.signer.name for one in waiting(report, kind).select_related("signer")]
    if people:
        raise SignaturesOpen(number=report.number, kind=KINDS[kind], people="、".join(people))
