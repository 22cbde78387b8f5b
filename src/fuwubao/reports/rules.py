"""Pure guards of a report's life: who may review, approve or publish it (domain (e))."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.roles import Role
from fuwubao.reports.authoring_errors import BlockHeld, BlockOfAnother
from fuwubao.reports.errors import ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import BlockLock, DataSample, Report, ReviewerEntry
from fuwubao.reports.review_errors import NotListed, ReturnsOpen, SampleOpen

REVIEW_ITEMS: tuple[tuple[str, str, str], ...] = (
    ("timely", gettext_noop("及时"), "S1.25"),
    ("clear", gettext_noop("清晰"), "S1.25"),
    ("reliable", gettext_noop("可靠"), "S1.25"),
    ("concise", gettext_noop("简练"), "S1.25"),
    ("understandable", gettext_noop("易于理解"), "S1.25"),
    ("fits_recipient", gettext_noop("与接收者的需求相适宜"), "S1.26"),
    ("correct", gettext_noop("正确"), "S1.26"),
    ("supports_decision", gettext_noop("为决策提供支持"), "S1.26"),
    ("data_verified", gettext_noop("数据已核实"), "S6.9"),
    ("logic", gettext_noop("逻辑"), "S6.9"),
    ("language", gettext_noop("语言"), "S6.9"),
)
CONCLUSIONS = {
    "pass": gettext_noop("通过"),
    "pass_after_change": gettext_noop("修改后通过"),
    "return": gettext_noop("退回"),
}


def refuse_unless_in(report: Report, *states: str, act: str) -> None:
    """Refuse an act in any other state. Raises: StepRefused."""
    if report.state not in states:
        raise StepRefused(what=report.number, state=REPORT.states[report.state].zh, act=act)


def refuse_same_hands(report: Report, actor: User, *, act: str) -> None:
    """Refuse the author as reviewer or approver of her own report, whatever her roles (hard rule of (e)).

    Raises: SameHands.
    """
    if actor.pk in writers_of(report):
        raise SameHands(person=actor.name, role="编制人", act=act)


def writers_of(report: Report) -> frozenset[int]:
    """Return who wrote any of it, by id: its author, who wrote a block at any time, who explained a miss."""
    texts = report.texts.values_list("written_by", flat=True)
    versions = report.block_versions.exclude(kind="parked").values_list("written_by", flat=True)
    notes = report.breach_notes.values_list("noted_by", flat=True)
    return frozenset({report.author_id, *texts, *versions, *notes})


def local_day(now: datetime) -> date:
    """Return the day of an instant in the workspace's zone."""
    return now.astimezone(ZoneInfo(time_zone())).date()


def reviewers_listed(on: date) -> QuerySet[ReviewerEntry]:
    """Return the entries of 评审人员名单 that hold on a day (S6.10)."""
    begun = ReviewerEntry.objects.filter(starts_on__lte=on)
    return begun.filter(Q(ends_before=None) | Q(ends_before__gt=on))


def refuse_unlisted(person: User, roles: Collection[Role], *, on: date) -> None:
    """Refuse who is not on the list; the process manager reviews by office, a reviewer while no list is kept.

    Source: S6.10. Raises: NotListed.
    """
    if not is_listed(person, roles, on=on):
        raise NotListed(person=person.name)


def is_listed(person: User, roles: Collection[Role], *, on: date) -> bool:
    """Tell whether a person may review by list or by office."""
    if Role.REPORT_MANAGER in roles:
        return True
    listed = reviewers_listed(on)
    return listed.filter(user=person).exists() or (Role.REVIEWER in roles and not listed.exists())


def sample_of(report: Report) -> DataSample | None:
    """Return the sample of the present submission."""
    return report.samples.filter(submitted_at=report.submitted_at).first() if report.submitted_at else None


def refuse_unfinished_sample(report: Report, items: Mapping[str, tuple[bool, str]]) -> None:
    """Refuse 数据已核实 while a drawn sample waits, and without a word where a row differed (S6.9).

    Raises: SampleOpen, ReviewIncomplete.
    """
    sample = sample_of(report)
    holds, comment = items["data_verified"]
    if sample is None or not holds:
        return
    waiting = sample.rows.filter(equal=None).count()
    if waiting:
        raise SampleOpen(number=report.number, count=waiting)
    differing = sample.rows.filter(equal=False).count()
    if differing and not comment.strip():
        where = f"抽样有 {differing} 行不一致，“数据已核实”要写明意见"
        raise ReviewIncomplete(where=where, why=where)


def lock_of(report: Report, block: str, *, now: datetime) -> BlockLock | None:
    """Return who holds a block just now; None when nobody does or the hold has lapsed."""
    return report.block_locks.filter(block=block, expires_at__gt=now).select_related("holder").first()


def refuse_block(report: Report, block: str, actor: User, *, now: datetime) -> None:
    """Refuse to write a block that another holds or that was given to another. Raises: BlockHeld, BlockOfAnother."""
    given = report.block_authors.filter(block=block).select_related("author").first()
    if given is not None and actor.pk not in (given.author_id, report.author_id):
        raise BlockOfAnother(block=block_title(report, block), author=given.author.name)
    lock = lock_of(report, block, now=now)
    if lock is not None and lock.holder_id != actor.pk:
        until = lock.expires_at.astimezone(ZoneInfo(time_zone())).strftime("%H:%M")
        raise BlockHeld(block=block_title(report, block), holder=lock.holder.name, until=until)


def block_title(report: Report, block: str) -> str:
    """Return a block's title as the template has it."""
    return next((str(entry["title"]) for entry in report.template.blocks if entry["code"] == block), block)


def refuse_open_returns(report: Report) -> None:
    """Refuse a submission while a reason of return lacks its 修改确认 (F04). Raises: ReturnsOpen."""
    waiting = report.comments.filter(kind="return", resolved_at=None).order_by("pk")
    blocks = list(dict.fromkeys(waiting.values_list("block", flat=True)))
    if blocks:
        named = "、".join(block_title(report, block) for block in blocks)
        raise ReturnsOpen(number=report.number, count=waiting.count(), blocks=named)


def refuse_incomplete_review(items: Mapping[str, tuple[bool, str]], conclusion: str) -> None:
    """Refuse a review that leaves an item open or fails one without a word (S1.25, S6.9).

    ``items`` map each code of REVIEW_ITEMS to (holds, comment). Raises: ReviewIncomplete.
    """
    missing = [words for code, words, _ in REVIEW_ITEMS if code not in items]
    silent = [words for code, words, _ in REVIEW_ITEMS if code in items and not items[code][0] and not items[code][1]]
    if missing or silent:
        where = "、".join([*(f"{w}未给结果" for w in missing), *(f"{w}不符合但无意见" for w in silent)])
        raise ReviewIncomplete(where=where, why=where)
    if conclusion not in CONCLUSIONS:
        raise ReviewIncomplete(where=f"结论“{conclusion}”", why=conclusion)
    if conclusion == "pass" and not all(holds for holds, _ in items.values()):
        raise ReviewIncomplete(where="有不符合项时结论不能是“通过”", why=conclusion)
