"""用印与签章扫描件: a seal is asked for, approved by another, entered in the register; the signed paper comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.distribution import SEAL
from fuwubao.render import tree as t
from fuwubao.render.cover_code import CoverCode, read_code
from fuwubao.reports import proofs, rules
from fuwubao.reports.actions.copies import VALID
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.distribution_errors import DeliveryUnknown, ScanOfAnother, SealBySameHands, SealNumberTaken
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Report, SealUse, SignedScan


@transaction.atomic(durable=True)
def request_seal(*, number: str, seal: str, purpose: str, copies: int, actor: User, now: datetime) -> SealUse:
    """申请用印 on an approved version. Raises: NotAllowed, StepRefused, ReasonMissing."""
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.request_seal", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, *VALID, act="申请用印")
    if not seal.strip() or not purpose.strip():
        raise ReasonMissing(act="申请用印的印章与用途", where=number, why="purpose")
    use = SealUse.objects.create(
        report=report, seal=seal.strip(), purpose=purpose.strip(), copies=copies, requested_by=actor, requested_at=now
    )
    after = {"seal": use.seal, "copies": copies, "purpose": use.purpose}
    audit.record("reports.request_seal", subject=report, actor=actor, at=now, after=after)
    return use


@transaction.atomic(durable=True)
def decide_seal(*, use_id: int, approved: bool, reason: str, actor: User, now: datetime) -> SealUse:
    """批准或不批准用印; never by who asked for it. Raises: NotAllowed, SealBySameHands, StepUnknown, ReasonMissing."""
    use = _locked(use_id)
    code = use.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.approve_seal", customer_code=code, now=now)
    if actor.pk == use.requested_by_id:
        raise SealBySameHands(person=actor.name)
    act = "reports.approve_seal" if approved else "reports.reject_seal"
    step = SEAL.step_for(use.state, act)
    if not approved and not reason.strip():
        raise ReasonMissing(act="不批准用印", where=use.report.number, why="reason")
    before = use.state
    use.state, use.decided_by, use.decided_at, use.reason = step.target_state, actor, now, reason.strip()[:300]
    use.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    text = f"{use.report.number} 的用印申请：{SEAL.states[use.state].zh}"
    Notice.objects.create(to=use.requested_by, at=now, text=text, url=f"/reports/{use.report_id}/copies/")
    audit.record(act, subject=use.report, actor=actor, at=now, before=before, after=use.state, remark=reason)
    return use


@transaction.atomic(durable=True)
def register_seal(*, use_id: int, register_number: str, actor: User, now: datetime) -> SealUse:
    """用印登记: enter an approved use in the seal register; a register number is used once. Raises: SealNumberTaken."""
    use = _locked(use_id)
    code = use.report.row.customer_code
    permissions.refuse_unless_may(actor, "reports.register_seal", customer_code=code, now=now)
    step = SEAL.step_for(use.state, "reports.register_seal")
    number = register_number.strip()
    if not number:
        raise ReasonMissing(act="用印登记的登记号", where=use.report.number, why="register_number")
    if SealUse.objects.filter(register_number=number).exists():
        raise SealNumberTaken(number=number)
    use.state, use.register_number, use.sealed_by, use.sealed_at = step.target_state, number, actor, now
    use.save(update_fields=["state", "register_number", "sealed_by", "sealed_at"])
    after = {"register": number, "seal": use.seal, "copies": use.copies}
    audit.record("reports.register_seal", subject=use.report, actor=actor, at=now, before="approved", after=after)
    return use


def _locked(use_id: int) -> SealUse:
    found = SealUse.objects.select_for_update(of=("self",)).select_related("report__row", "requested_by")
    use = found.filter(pk=use_id).first()
    if use is None:
        raise DeliveryUnknown(number="用印登记", delivery=use_id)
    return use


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedPaper:
    """The scan of a paper that came back: its file, who signed it when, and what the cover's code reads (or empty)."""

    name: str
    content: bytes
    signed_by: str
    signed_on: date
    code: str = ""


@transaction.atomic(durable=True)
def register_scan(*, number: str, paper: ReturnedPaper, actor: User, now: datetime) -> SignedScan:
    """登记签章扫描件 with exactly the version that was signed; a code of another version or content is refused.

    Source: S1.1, M14. Raises: NotAllowed, StepRefused, ScanOfAnother, FileUnfit, ReasonMissing.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.register_scan", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, *VALID, "superseded", "withdrawn", act="登记签章扫描件")
    if not paper.signed_by.strip():
        raise ReasonMissing(act="签章人", where=number, why="signed_by")
    if paper.code.strip():
        _refuse_other_code(report, paper.code)
    kept = proofs.keep(paper.content, paper.name)
    scan = SignedScan.objects.create(
        report=report,
        sha256=kept.sha256,
        name=kept.name,
        size=kept.size,
        signed_by=paper.signed_by.strip(),
        signed_on=paper.signed_on,
        read_code=bool(paper.code.strip()),
        registered_by=actor,
        registered_at=now,
    )
    after = {"scan": scan.sha256, "signed_by": scan.signed_by, "read_code": scan.read_code}
    audit.record("reports.register_scan", subject=report, actor=actor, at=now, after=after)
    return scan


def cover_code_of(report: Report) -> CoverCode:
    """Return what the code on the cover of an approved report says."""
    meta = t.from_json(report.tree.encode("utf-8")).meta
    return CoverCode(meta.number, meta.version, meta.check)


def _refuse_other_code(report: Report, text: str) -> None:
    read = read_code(text)
    if read is None:
        raise ScanOfAnother(number=report.number, why="不是本系统的封面二维码", where="code")
    own = cover_code_of(report)
    if read.number != own.number or read.version != own.version:
        raise ScanOfAnother(number=report.number, why=f"它属于 {read.number}（版本 {read.version}）", where="code")
    if read.check != own.check:
        raise ScanOfAnother(number=report.number, why="编号相同但内容校验码不同", where="code")


def report_number_in(code: str) -> str:
    """Return the report's number that a scanned code names; empty when it is none of ours."""
    read = read_code(code)
    return read.number if read else ""
