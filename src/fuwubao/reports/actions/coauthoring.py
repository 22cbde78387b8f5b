"""Writing together: hold a block, save it by itself, keep what could not be saved, go back, give a block to another.

A text is never lost: what cannot become the block's text is kept beside it (parked) and shown with the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.errors import Refused
from fuwubao.domain.roles import Role
from fuwubao.reports import rules
from fuwubao.reports.actions.block_writing import step_write
from fuwubao.reports.actions.writing import locked_report, writable_report
from fuwubao.reports.authoring_errors import BlockOfAnother, BlockUnknown, VersionUnknown
from fuwubao.reports.errors import EditedMeanwhile, StepRefused
from fuwubao.reports.models import BlockAuthor, BlockLock, BlockVersion, Report, SectionText

HOLD = timedelta(minutes=10)


@transaction.atomic(durable=True)
def hold_block(*, number: str, block: str, actor: User, now: datetime) -> BlockLock:
    """Take or keep a block while writing it; returns the hold, which is another's while that one has not lapsed.

    No audit entry: nothing of record changes. Raises: NotAllowed, StepRefused, BlockOfAnother.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", "returned", act="编写")
    held = rules.lock_of(report, block, now=now)
    if held is not None and held.holder_id != actor.pk:
        return held
    rules.refuse_block(report, block, actor, now=now)
    return _hold(report, block, actor, now)


def _hold(report: Report, block: str, actor: User, now: datetime) -> BlockLock:
    lock, _made = BlockLock.objects.update_or_create(
        report=report, block=block, defaults={"holder": actor, "taken_at": now, "expires_at": now + HOLD}
    )
    return lock


@transaction.atomic(durable=True)
def release_block(*, number: str, block: str, actor: User, now: datetime) -> None:
    """Let a block go before the hold lapses. No audit entry: nothing of record changes."""
    BlockLock.objects.filter(report__number=number, block=block, holder=actor).delete()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a text: saved with its new edit number, or kept beside (``parked``) and why."""

    section: SectionText | None
    parked: BlockVersion | None = None
    why: Refused | None = None


@transaction.atomic(durable=True)
def keep_words(*, number: str, block: str, text: str, edit_count: int, actor: User, now: datetime) -> Written:
    """Save a block's words, or keep them beside it when another text stood meanwhile: never lose them.

    They are kept beside when another holds the block or saved it since ``edit_count``, when it was given to another,
    or when the report has been submitted. Raises: NotAllowed, ReportNotFound, BlockUnknown.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    if block not in {entry["code"] for entry in report.template.blocks}:
        raise BlockUnknown(block=block)
    kept = SectionText.objects.filter(report=report, block=block).first()
    if kept is not None and kept.text == text:
        return Written(section=kept)
    why = _why_not(report, block, kept, edit_count, actor, now)
    if why is not None:
        return Written(section=kept, parked=_park(report, block, text, actor=actor, now=now), why=why)
    writable_report(number, actor=actor, now=now)
    stale = kept is not None and kept.edit_count != edit_count
    section = step_write(report, block, text, actor=actor, now=now, apart=stale)
    _hold(report, block, actor, now)
    return Written(section=section)


def _why_not(
    report: Report, block: str, kept: SectionText | None, edit_count: int, actor: User, now: datetime
) -> Refused | None:
    """Return what forbids that a text becomes the block's; None when nothing does.

    One's own earlier saving forbids nothing: a page that saves by itself may be a step behind its button.
    """
    try:
        rules.refuse_unless_in(report, "draft", "returned", act="编写")
        rules.refuse_block(report, block, actor, now=now)
    except Refused as refusal:
        return refusal
    if kept is not None and kept.edit_count != edit_count and kept.written_by_id != actor.pk:
        return EditedMeanwhile(what=rules.block_title(report, block), by=kept.written_by.name)
    return None


def _park(report: Report, block: str, text: str, *, actor: User, now: datetime) -> BlockVersion:
    """Keep a text beside the block; what one person goes on writing there is one."""
    open_ = report.block_versions.filter(block=block, kind="parked", written_by=actor, settled_at=None)
    parked = open_.order_by("-pk").first()
    if parked is None:
        parked = BlockVersion(report=report, block=block, kind="parked", written_by=actor)
    parked.text, parked.written_at = text, now
    parked.save()
    audit.record("reports.park_text", subject=report, actor=actor, at=now, after={block: text})
    return parked


@transaction.atomic(durable=True)
def settle_text(*, number: str, version_id: int, take: bool, actor: User, now: datetime) -> BlockVersion:
    """Deal with a text that was kept beside: let it become the block's, or leave the present one; both stay on record.

    Raises: NotAllowed, StepRefused, BlockHeld, VersionUnknown.
    """
    report = writable_report(number, actor=actor, now=now)
    parked = report.block_versions.filter(pk=version_id, kind="parked", settled_at=None).first()
    if parked is None:
        raise VersionUnknown(number=version_id)
    rules.refuse_block(report, parked.block, actor, now=now)
    if take:
        step_write(report, parked.block, parked.text, actor=actor, now=now, kind="restored")
    parked.settled_by, parked.settled_at = actor, now
    parked.save(update_fields=["settled_by", "settled_at"])
    after = {"block": parked.block, "version": parked.pk, "taken": take}
    audit.record("reports.settle_text", subject=report, actor=actor, at=now, after=after)
    return parked


@transaction.atomic(durable=True)
def restore_version(*, number: str, version_id: int, actor: User, now: datetime) -> SectionText:
    """Let a block say again what it said before; the present text stays in its history (S2.17).

    Raises: NotAllowed, StepRefused, BlockHeld, VersionUnknown.
    """
    report = writable_report(number, actor=actor, now=now)
    version = report.block_versions.filter(pk=version_id).exclude(kind="parked").first()
    if version is None:
        raise VersionUnknown(number=version_id)
    rules.refuse_block(report, version.block, actor, now=now)
    return step_write(report, version.block, version.text, actor=actor, now=now, kind="restored")


@transaction.atomic(durable=True)
def give_block(*, number: str, block: str, author: User | None, actor: User, now: datetime) -> BlockAuthor | None:
    """Give a block to one person to write, or take it back with None; the report's author and the manager may.

    Raises: NotAllowed, StepRefused, BlockUnknown, BlockOfAnother, RoleMissing when the person may not write.
    """
    report = locked_report(number)
    code = report.row.customer_code
    grounds = permissions.refuse_unless_may(actor, "reports.give_block", customer_code=code, now=now)
    rules.refuse_unless_in(report, "draft", "returned", act="分派章节")
    if block not in {entry["code"] for entry in report.template.blocks}:
        raise BlockUnknown(block=block)
    if actor.pk != report.author_id and grounds.role is not Role.REPORT_MANAGER:
        raise BlockOfAnother(block=rules.block_title(report, block), author=report.author.name)
    before = {given.block: given.author.login for given in report.block_authors.filter(block=block)}
    given: BlockAuthor | None = None
    if author is None:
        report.block_authors.filter(block=block).delete()
    else:
        permissions.refuse_unless_may(author, "reports.write", customer_code=code, now=now)
        facts = {"author": author, "given_by": actor, "given_at": now}
        given, _made = BlockAuthor.objects.update_or_create(report=report, block=block, defaults=facts)
        words = {"number": number, "block": rules.block_title(report, block)}
        text = _("%(number)s 的“%(block)s”请您编写") % words
        Notice.objects.create(to=author, at=now, text=text, url=f"/reports/{report.pk}/?block={block}")
    after = {block: author.login if author else ""}
    audit.record("reports.give_block", subject=report, actor=actor, at=now, before=before, after=after)
    return given


@transaction.atomic(durable=True)
def withdraw_nothing(*, number: str, block: str, actor: User, now: datetime) -> None:
    """Take 本期无 back. Raises: NotAllowed, StepRefused when it was not stated."""
    report = writable_report(number, actor=actor, now=now)
    gone, _kinds = report.nothing_stated.filter(block=block).delete()
    if not gone:
        raise StepRefused(what=rules.block_title(report, block), state="没有声明本期无", act="撤回")
    audit.record("reports.withdraw_nothing", subject=report, actor=actor, at=now, before={"block": block})


@transaction.atomic(durable=True)
def withdraw_decision(*, number: str, decision_id: int, actor: User, now: datetime) -> None:
    """Take a request for a decision back while the report is a draft. Raises: NotAllowed, StepRefused."""
    report = writable_report(number, actor=actor, now=now)
    asked = report.decisions.filter(pk=decision_id).first()
    if asked is None:
        raise StepRefused(what=number, state="没有这项提请决策", act="撤回")
    before = {"text": asked.text, "decider": asked.decider}
    asked.delete()
    audit.record("reports.withdraw_decision", subject=report, actor=actor, at=now, before=before)
