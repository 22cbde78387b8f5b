"""模板变更 (F05): asked for and drafted by one person, reviewed, approved by the manager or a delegate (S1.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fuwubao.accounts import audit, kept_bytes, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.lifecycles import StepUnknown
from fuwubao.domain.template_changes import TEMPLATE_CHANGE
from fuwubao.domain.words import Words
from fuwubao.render.docx_check import examine
from fuwubao.reports.actions.template_effect import step_make_version
from fuwubao.reports.block_catalogue import new_block, read_blocks
from fuwubao.reports.coverage import asked_of, coverage
from fuwubao.reports.editions import CUSTOMER, edition_of
from fuwubao.reports.errors import EditedMeanwhile
from fuwubao.reports.files import FOLDER
from fuwubao.reports.models import RowTemplate, Template, TemplateChange, TemplateOpinion
from fuwubao.reports.queries import templates as versions
from fuwubao.reports.row_template_fields import read_row_template
from fuwubao.reports.template_difference import differences
from fuwubao.reports.template_errors import (
    ChangeStepRefused,
    ChangeUnready,
    EffectiveTooEarly,
    RequesterDecides,
    TemplateVersionUnknown,
    WordTemplateUnusable,
)

ASK = "reports.request_template_change"
Content = dict[str, Any]


@transaction.atomic(durable=True)
def draft_change(*, kind: str, code: str, actor: User, now: datetime) -> TemplateChange:
    """Begin a change from the version in force today. Raises: NotAllowed, TemplateVersionUnknown."""
    permissions.refuse_unless_may(actor, ASK, now=now)
    today = versions.today_of(now)
    held: Template | RowTemplate | None
    if kind == versions.TEMPLATE:
        held = template = versions.version_in_force(code, today)
        content = versions.content_of(template) if template else {}
    else:
        held = row = versions.row_version_in_force(code, today)
        content = dict(row.content) if row else {}
    if held is None:
        raise TemplateVersionUnknown(code=code, version=today.isoformat())
    change = TemplateChange.objects.create(
        number=_next_number(today),
        kind=kind,
        code=code,
        from_version=held.version,
        content=content,
        requested_by=actor,
        requested_at=now,
    )
    after = {"number": change.number, "template": code, "from": held.version}
    audit.record("reports.draft_template_change", subject=change, actor=actor, at=now, after=after)
    return change


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the requester says of a change beside its content; ``edit_count`` is the one that the page showed."""

    reason: str = ""
    effective_from: date | None = None
    edit_count: int | None = None


@transaction.atomic(durable=True)
def edit_change(*, number: str, content: Content, wording: Wording, actor: User, now: datetime) -> TemplateChange:
    """Save what the new version will say, while it is a draft of one's own.

    Raises: NotAllowed, ChangeStepRefused, EditedMeanwhile, BlocksUnreadable.
    """
    change = _own_draft(number, actor, now)
    if wording.edit_count is not None and wording.edit_count != change.edit_count:
        raise EditedMeanwhile(what=number, by=change.requested_by.name)
    before = dict(change.content)
    change.content = _checked(change, content)
    change.reason, change.effective_from = wording.reason.strip(), wording.effective_from
    change.edit_count += 1
    change.save(update_fields=["content", "reason", "effective_from", "edit_count"])
    if before != change.content:
        told = [line.to_json() for line in differences(before, change.content)]
        audit.record("reports.draft_template_change", subject=change, actor=actor, at=now, after={"changes": told})
    return change


@transaction.atomic(durable=True)
def add_block(*, number: str, code: str, actor: User, now: datetime) -> TemplateChange:
    """Add a block of the catalogue at the end of the body, before the appendices. Raises: BlocksUnreadable."""
    change = _own_draft(number, actor, now)
    blocks = list(change.content["blocks"])
    place = next((i for i, block in enumerate(blocks) if block["code"].startswith("appendix")), len(blocks))
    blocks.insert(place, new_block(code))
    change.content = _checked(change, {**change.content, "blocks": blocks})
    change.edit_count += 1
    change.save(update_fields=["content", "edit_count"])
    audit.record("reports.draft_template_change", subject=change, actor=actor, at=now, after={"added": code})
    return change


@transaction.atomic(durable=True)
def set_word_template(*, number: str, name: str, file: bytes | None, actor: User, now: datetime) -> TemplateChange:
    """Put a checked Word template into the new version, or take it out with None.

    Raises: NotAllowed, ChangeStepRefused, TemplateUnusable, WordTemplateUnusable.
    """
    change = _own_draft(number, actor, now)
    digest = ""
    if file is not None:
        found = examine(file)
        if found.faults:
            why = Words("；".join(one.zh for one in found.faults), "; ".join(one.en for one in found.faults))
            raise WordTemplateUnusable(where=name, why=why)
        digest = kept_bytes.keep(file, folder=FOLDER)
    change.content = {**change.content, "word_sha256": digest, "word_name": name if digest else ""}
    change.edit_count += 1
    change.save(update_fields=["content", "edit_count"])
    after = {"word": name, "sha256": digest}
    audit.record("reports.draft_template_change", subject=change, actor=actor, at=now, after=after)
    return change


@transaction.atomic(durable=True)
def submit_change(*, number: str, actor: User, now: datetime) -> TemplateChange:
    """Hand a draft in: with a reason, a date that is not past, a real difference and no gap in coverage (S1.36).

    Raises: NotAllowed, ChangeStepRefused, ChangeUnready, EffectiveTooEarly.
    """
    change = _own_draft(number, actor, now, act="提交")
    _refuse_unready(change, today=versions.today_of(now))
    change.submitted_at = now
    _step(change, "reports.submit_template_change", act="提交", extra=("submitted_at",))
    audit.record(
        "reports.submit_template_change", subject=change, actor=actor, at=now, after=change.state, remark=change.reason
    )
    return change


@transaction.atomic(durable=True)
def give_opinion(*, number: str, agrees: bool, opinion: str, actor: User, now: datetime) -> TemplateOpinion:
    """Review a submitted change; whoever disagrees says why. Raises: NotAllowed, RequesterDecides, ChangeUnready."""
    change = _locked(number)
    grounds = permissions.refuse_unless_may(actor, "reports.review_template_change", now=now)
    _refuse_requester(change, actor, act="评审")
    if not agrees and not opinion.strip():
        raise ChangeUnready(number=number, missing=Words("不同意时写明意见", "say why you disagree"))
    _step(change, "reports.review_template_change", act="评审")
    given = TemplateOpinion.objects.create(
        change=change, reviewer=actor, agrees=agrees, opinion=opinion.strip(), given_at=now
    )
    after = {"agrees": agrees, "state": change.state}
    audit.record(
        "reports.review_template_change",
        subject=change,
        actor=actor,
        at=now,
        after=after,
        remark=opinion,
        for_whom=grounds.for_whom,
    )
    return given


@transaction.atomic(durable=True)
def approve_change(*, number: str, remark: str, actor: User, now: datetime) -> TemplateChange:
    """批准: the manager or a delegate with the grant, never the requester, lets the new version hold from its date.

    Published reports and drafts keep the version that they have. Source: S1.7, S1.27.
    Raises: NotAllowed, RequesterDecides, ChangeStepRefused, ChangeUnready, EffectiveTooEarly.
    """
    change = _locked(number)
    grounds = permissions.refuse_unless_may(actor, "reports.approve_template_change", now=now)
    _refuse_requester(change, actor, act="批准")
    today = versions.today_of(now)
    if change.state == "under_review":
        _refuse_unready(change, today=today)
        if change.opinions.filter(agrees=False).exists() and not remark.strip():
            raise ChangeUnready(number=number, missing=DISSENT)
    before = change.state
    change.decided_by, change.decided_for, change.decided_at, change.remark = actor, grounds.for_whom, now, remark
    _step(change, "reports.approve_template_change", act="批准", extra=DECIDED)
    audit.record(
        "reports.approve_template_change",
        subject=change,
        actor=actor,
        at=now,
        before=before,
        after={"state": change.state, "effective_from": str(change.effective_from)},
        remark=remark,
        for_whom=grounds.for_whom,
    )
    step_make_version(change, actor=actor, now=now)
    _tell(change, now=now)
    return change


@transaction.atomic(durable=True)
def reject_change(*, number: str, reason: str, actor: User, now: datetime) -> TemplateChange:
    """驳回, with the reason. Raises: NotAllowed, RequesterDecides, ChangeStepRefused, ChangeUnready."""
    change = _locked(number)
    grounds = permissions.refuse_unless_may(actor, "reports.approve_template_change", now=now)
    _refuse_requester(change, actor, act="驳回")
    if not reason.strip():
        raise ChangeUnready(number=number, missing=Words("驳回的原因", "the reason for the rejection"))
    before = change.state
    change.decided_by, change.decided_for, change.decided_at, change.remark = actor, grounds.for_whom, now, reason
    _step(change, "reports.reject_template_change", act="驳回", extra=DECIDED)
    audit.record(
        "reports.reject_template_change",
        subject=change,
        actor=actor,
        at=now,
        before=before,
        after=change.state,
        remark=reason,
        for_whom=grounds.for_whom,
    )
    _tell(change, now=now)
    return change


@transaction.atomic(durable=True)
def withdraw_change(*, number: str, actor: User, now: datetime) -> TemplateChange:
    """撤回 one's own change before it is decided. Raises: NotAllowed, ChangeStepRefused."""
    change = _locked(number)
    permissions.refuse_unless_may(actor, ASK, now=now)
    if change.requested_by_id != actor.pk:
        raise _refused(change, "撤回")
    before = change.state
    _step(change, "reports.withdraw_template_change", act="撤回")
    audit.record(
        "reports.withdraw_template_change", subject=change, actor=actor, at=now, before=before, after=change.state
    )
    return change


DECIDED = ("decided_by", "decided_for", "decided_at", "remark")
DISSENT = Words("有不同意见，批准时写明理由", "there is a dissent: say why it is approved")


def _checked(change: TemplateChange, content: Content) -> Content:
    """Return content that fits the catalogue; the Word template is set by its own act. Raises: BlocksUnreadable."""
    if change.kind == versions.ROW_TEMPLATE:
        return read_row_template(content)
    name = str(content.get("name", "")).strip() or change.content["name"]
    return {
        "name": name[:100],
        "blocks": read_blocks(content.get("blocks"), template=change.code),
        "profiles": [profile.code for profile in asked_of(content.get("profiles", ()))],
        "word_sha256": change.content.get("word_sha256", ""),
        "word_name": change.content.get("word_name", ""),
    }


def _refuse_unready(change: TemplateChange, *, today: date) -> None:
    """Refuse a change without reason, date or difference, or with contents that nothing covers (S1.36)."""
    missing: list[tuple[str, str]] = []
    if not change.reason:
        missing.append(("变更原因", "the reason"))
    if change.effective_from is None:
        missing.append(("生效日", "the effective date"))
    if not differences(versions.content_before(change), change.content):
        missing.append(("与现版本没有不同", "it changes nothing"))
    if change.kind == versions.TEMPLATE:
        edition = edition_of(change.content["blocks"], CUSTOMER)
        for profile in asked_of(change.content.get("profiles", ())):
            gaps = [one.content for one in coverage(edition, profile) if one.is_gap]
            missing += [(f"{profile.words.zh} 缺 {c.id}", f"{profile.words.en} lacks {c.words.en}") for c in gaps]
    if missing:
        told = ("、".join(zh for zh, _en in missing), ", ".join(en for _zh, en in missing))
        raise ChangeUnready(number=change.number, missing=Words(*told))
    assert change.effective_from is not None
    if change.effective_from < today:
        raise EffectiveTooEarly(day=change.effective_from.isoformat(), today=today.isoformat())


def _locked(number: str) -> TemplateChange:
    versions.change_numbered(number)
    return TemplateChange.objects.select_for_update(of=("self",)).select_related("requested_by").get(number=number)


def _own_draft(number: str, actor: User, now: datetime, *, act: str = "修改") -> TemplateChange:
    change = _locked(number)
    permissions.refuse_unless_may(actor, ASK, now=now)
    if change.state != "draft" or change.requested_by_id != actor.pk:
        raise _refused(change, act)
    return change


def _refuse_requester(change: TemplateChange, actor: User, *, act: str) -> None:
    if change.requested_by_id == actor.pk:
        raise RequesterDecides(person=actor.name, number=change.number, act=act)


def _refused(change: TemplateChange, act: str) -> ChangeStepRefused:
    words = TEMPLATE_CHANGE.states[change.state]
    return ChangeStepRefused(number=change.number, state=words, act=act)


def _step(change: TemplateChange, name: str, *, act: str, extra: tuple[str, ...] = ()) -> None:
    try:
        change.state = TEMPLATE_CHANGE.step_for(change.state, name).target_state
    except StepUnknown as why:
        raise _refused(change, act) from why
    change.save(update_fields=["state", *extra])


def _next_number(today: date) -> str:
    """Return the next number of the year: TC-2026-001; a number is never used again."""
    last = TemplateChange.objects.filter(number__startswith=f"TC-{today.year}-").order_by("-number").first()
    serial = int(last.number.rpartition("-")[2]) + 1 if last else 1
    return f"TC-{today.year}-{serial:03d}"


def _tell(change: TemplateChange, *, now: datetime) -> None:
    words = TEMPLATE_CHANGE.states[change.state].zh
    text, url = f"模板变更申请 {change.number} {words}", f"/reports/templates/changes/{change.number}/"
    Notice.objects.create(to=change.requested_by, at=now, text=text, url=url)
