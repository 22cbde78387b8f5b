"""受控副本: numbered copies of the approved PDF, each tied to a holder, recalled when a newer version is valid."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.distribution import COPY
from fuwubao.render.overlay import Stamp, stamped
from fuwubao.reports import files, rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.distribution_errors import DeliveryUnknown
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import ControlledCopy, Report
from fuwubao.reports.parties import refuse_party_without_agreement

ENDS = ("recall_copy", "lose_copy", "destroy_copy")
VALID = ("approved", "published", "acknowledged", "followed_up", "archived")


@transaction.atomic(durable=True)
def issue_copy(*, number: str, holder: str, department: str, actor: User, now: datetime) -> ControlledCopy:
    """发放: lay the stamp with the next distribution number over the approved PDF and keep the copy by its hash.

    The 母本 is untouched. Source: S1.1, S1.16, F24, design 5. Raises: NotAllowed, StepRefused, ReasonMissing,
    NotAgreedParty, FileDamaged.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.issue_copy", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, *VALID, act="发放受控副本")
    if not holder.strip():
        raise ReasonMissing(act="发放受控副本的持有人", where=number, why="holder")
    refuse_party_without_agreement(report, now=now)
    serial = (report.copies.aggregate(last=Max("serial"))["last"] or 0) + 1
    copy = ControlledCopy(
        report=report,
        serial=serial,
        number=f"{number}-{serial:02d}",
        holder=holder.strip(),
        department=department.strip(),
        issued_by=actor,
        issued_at=now,
    )
    kept = files.keep(bytes_of(copy), "pdf")
    copy.sha256, copy.size = kept.sha256, kept.size
    copy.save(force_insert=True)
    after = {"copy": copy.number, "holder": copy.holder, "sha256": copy.sha256}
    audit.record("reports.issue_copy", subject=report, actor=actor, at=now, after=after)
    return copy


def bytes_of(copy: ControlledCopy) -> bytes:
    """Return the copy's bytes from the 母本 and its stamp; the same at any time. Raises: FileDamaged."""
    master = copy.report.files.get(file_format="pdf")
    held = f"{copy.holder}（{copy.department}）" if copy.department else copy.holder
    day = copy.issued_at.astimezone(ZoneInfo(time_zone())).date()
    stamp = Stamp(
        words="受控",
        number=copy.number,
        lines=(f"分发号 {copy.number}", f"持有人 {held}"),
        foot=f"受控副本 · 分发号 {copy.number} · 持有人 {held} · {day.isoformat()} 发放",
        on=day,
    )
    return stamped(files.read(master.sha256, name=master.name), stamp)


@transaction.atomic(durable=True)
def end_copy(*, number: str, copy_number: str, act: str, reason: str, actor: User, now: datetime) -> ControlledCopy:
    """收回、登记遗失或销毁 a copy; ``act`` is one of ENDS. Raises: NotAllowed, DeliveryUnknown, StepUnknown."""
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.issue_copy", customer_code=report.row.customer_code, now=now)
    copy = ControlledCopy.objects.select_for_update().filter(report=report, number=copy_number).first()
    if copy is None or act not in ENDS:
        raise DeliveryUnknown(number=number, delivery=copy_number)
    before = copy.state
    step = COPY.step_for(before, f"reports.{act}")
    if "reason" in step.needs and not reason.strip():
        raise ReasonMissing(act=COPY.states[step.target_state].zh, where=copy_number, why="reason")
    copy.state, copy.ended_by, copy.ended_at = step.target_state, actor, now
    copy.ended_because = reason.strip()[:300]
    copy.save(update_fields=["state", "ended_by", "ended_at", "ended_because"])
    after = {"copy": copy.number, "state": copy.state}
    audit.record(f"reports.{act}", subject=report, actor=actor, at=now, before=before, after=after, remark=reason)
    return copy


def copies_to_recall(report: Report) -> int:
    """Return how many copies of a version that is no longer valid are still with their holders."""
    if report.state not in ("superseded", "withdrawn"):
        return 0
    return report.copies.filter(state="issued").count()
