"""A block says something else: its text, the version in its history, one entry of the chain (S2.17).

A step of the actions that write prose; never called alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.reports.actions.checking import step_raise_wording
from fuwubao.reports.models import BlockVersion, Report, SectionText

ONE_SITTING = timedelta(minutes=5)  # what one person saves within it is one version


def step_write(
    report: Report, block: str, text: str, *, actor: User, now: datetime, kind: str = "saved", apart: bool = False
) -> SectionText:
    """Let a block say something else; 本期无 goes when there are words. The same text changes nothing.

    ``apart`` makes it a version of its own, also within one sitting.
    """
    kept = SectionText.objects.select_for_update(of=("self",)).filter(report=report, block=block).first()
    before = kept.text if kept else ""
    if kept is not None and before == text:
        return kept
    step_raise_wording(report, block, before, now=now)
    _keep_version(report, block, kept, text, kind=kind, apart=apart, actor=actor, now=now)
    section, _made = SectionText.objects.update_or_create(
        report=report,
        block=block,
        defaults={
            "text": text,
            "written_by": actor,
            "written_at": now,
            "edit_count": kept.edit_count + 1 if kept else 1,
        },
    )
    if text.strip():
        report.nothing_stated.filter(block=block).delete()
    act = "reports.restore_block" if kind == "restored" else "reports.write"
    audit.record(act, subject=report, actor=actor, at=now, before={block: before}, after={block: text})
    return section


def _keep_version(
    report: Report,
    block: str,
    kept: SectionText | None,
    text: str,
    *,
    kind: str,
    apart: bool,
    actor: User,
    now: datetime,
) -> None:
    """Add to the block's history; the text that stood before it had one comes first."""
    history = report.block_versions.filter(block=block).exclude(kind="parked")
    latest = history.order_by("-written_at", "-pk").first()
    if latest is None and kept is not None and kept.text:
        BlockVersion.objects.create(
            report=report, block=block, text=kept.text, written_by=kept.written_by, written_at=kept.written_at
        )
    elif latest is not None and not apart and _same_sitting(latest, kind, actor, now):
        latest.text = text
        latest.save(update_fields=["text"])
        return
    BlockVersion.objects.create(report=report, block=block, kind=kind, text=text, written_by=actor, written_at=now)


def _same_sitting(latest: BlockVersion, kind: str, actor: User, now: datetime) -> bool:
    same_hand = latest.kind == kind == "saved" and latest.written_by_id == actor.pk
    return same_hand and now - latest.written_at <= ONE_SITTING
