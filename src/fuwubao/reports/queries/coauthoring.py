"""What stands around a block while it is written: holder, author, history, texts kept beside, comments, citations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.differences import Part, differences
from fuwubao.domain.roles import Role
from fuwubao.improvement.queries.actions import ActionLine, actions_of_report
from fuwubao.improvement.queries.pages import improvers
from fuwubao.reports import rules
from fuwubao.reports.authoring_errors import BlockUnknown
from fuwubao.reports.material import Material
from fuwubao.reports.models import BlockComment, BlockVersion, Report
from fuwubao.reports.queries.citing import Citable, references_of
from fuwubao.reports.queries.reports import report_with_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBeside:
    """A text with its difference from another: an earlier one from its predecessor, a parked one from the present."""

    version: BlockVersion
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDesk:
    """All that the editor shows about one block beside its text; empty where nobody writes."""

    holder: str = ""
    until: str = ""
    given_to: User | None = None
    may_write_block: bool = True
    may_give: bool = False
    authors: tuple[User, ...] = ()
    versions: int = 0
    parked: tuple[TextBeside, ...] = ()
    comments: tuple[BlockComment, ...] = ()
    open_comments: Counter[str] = field(default_factory=Counter)
    names: tuple[str, ...] = ()
    references: tuple[Citable, ...] = ()
    raised: tuple[ActionLine, ...] = ()
    improvers: tuple[User, ...] = ()


def block_desk(report: Report, block: str, text: str, material: Material, *, reader: User, now: datetime) -> BlockDesk:
    """Return the desk of one block of a draft for one reader."""
    lock = rules.lock_of(report, block, now=now)
    held = lock if lock is not None and lock.holder_id != reader.pk else None
    given = report.block_authors.filter(block=block).select_related("author").first()
    may_give = _may_give(report, reader, now)
    improving = block == "improvement"
    return BlockDesk(
        holder=held.holder.name if held else "",
        until=held.expires_at.astimezone(ZoneInfo(time_zone())).strftime("%H:%M") if held else "",
        given_to=given.author if given else None,
        may_write_block=given is None or reader.pk in (given.author_id, report.author_id),
        may_give=may_give,
        authors=_authors(report, now) if may_give else (),
        versions=report.block_versions.filter(block=block).exclude(kind="parked").count(),
        parked=_parked(report, block, text),
        comments=comments_of(report, block),
        open_comments=Counter(report.comments.filter(resolved_at=None).values_list("block", flat=True)),
        names=tuple(_staff().values_list("name", flat=True)),
        references=tuple(references_of(text, material)),
        raised=tuple(actions_of_report(report.number, reader=reader, now=now)) if improving else (),
        improvers=tuple(improvers(now=now)) if improving else (),
    )


def comments_of(report: Report, block: str) -> tuple[BlockComment, ...]:
    """Return what was said at a block: open ones first, then by time."""
    found = report.comments.filter(block=block).select_related("written_by", "resolved_by").order_by("written_at")
    return tuple(sorted(found, key=lambda one: one.resolved_at is not None))


def _parked(report: Report, block: str, text: str) -> tuple[TextBeside, ...]:
    open_ = report.block_versions.filter(block=block, kind="parked", settled_at=None).select_related("written_by")
    return tuple(
        TextBeside(version=version, parts=differences(text, version.text)) for version in open_.order_by("written_at")
    )


def _may_give(report: Report, reader: User, now: datetime) -> bool:
    code = report.row.customer_code
    grounds = permissions.every_grounds(reader, "reports.give_block", customer_code=code, now=now)
    manager = any(one.role is Role.REPORT_MANAGER for one in grounds)
    return report.state in ("draft", "returned") and bool(grounds) and (manager or reader.pk == report.author_id)


def _authors(report: Report, now: datetime) -> tuple[User, ...]:
    code = report.row.customer_code
    return tuple(p for p in _staff() if permissions.may(p, "reports.write", customer_code=code, now=now))


def _staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True, customer_code="").order_by("login")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """What a block said over time, newest first, each with its difference from the text before it."""

    report: Report
    block: str
    title: str
    versions: tuple[TextBeside, ...]
    settled: tuple[BlockVersion, ...]
    may_restore: bool


def history_page(report_id: int, block: str, *, reader: User, now: datetime) -> HistoryPage:
    """Return the history of one block. Raises: ReportNotFound, BlockUnknown."""
    report = report_with_id(report_id, reader=reader)
    if block not in {entry["code"] for entry in report.template.blocks}:
        raise BlockUnknown(block=block)
    every = report.block_versions.filter(block=block).select_related("written_by", "settled_by")
    kept = list(every.exclude(kind="parked").order_by("written_at", "pk"))
    before = ["", *(version.text for version in kept)]
    told = [
        TextBeside(version=version, parts=differences(old, version.text))
        for old, version in zip(before, kept, strict=False)
    ]
    may = permissions.may(reader, "reports.write", customer_code=report.row.customer_code, now=now)
    return HistoryPage(
        report=report,
        block=block,
        title=rules.block_title(report, block),
        versions=tuple(reversed(told)),
        settled=tuple(every.filter(kind="parked").exclude(settled_at=None).order_by("-settled_at")),
        may_restore=may and report.state in ("draft", "returned"),
    )
