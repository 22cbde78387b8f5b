"""The scope of the process by department and service with dates, and its data sources by code (S2.5, S6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.agreements import queries as agreements
from fuwubao.domain.records import KINDS as RECORD_KINDS
from fuwubao.reports.models import DataSource, ScopeEntry
from fuwubao.reports.process_errors import ScopeUnclear
from fuwubao.reports.process_words import CATEGORIES
from fuwubao.reports.rules import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is kept of one source of data; ``record_kind`` is empty for data that no table holds."""

    code: str
    name: str
    category: str
    classification: str
    archive: str
    retention_years: int
    record_kind: str = ""


def _unclear(why: str) -> ScopeUnclear:
    return ScopeUnclear(why=why, where="scope")


@transaction.atomic(durable=True)
def add_scope(
    *, department: str, service_code: str, starts_on: date, remark: str, actor: User, now: datetime
) -> ScopeEntry:
    """Take a department, or one service of it, into the scope from a day on. Raises: NotAllowed, ScopeUnclear."""
    permissions.refuse_unless_may(actor, "reports.keep_process_scope", now=now)
    known = {row.code for row in agreements.service_rows(today=local_day(now))}
    if not department.strip():
        raise _unclear("部门未填")
    if service_code and service_code not in known:
        raise _unclear(f"服务目录中没有 {service_code}")
    if ScopeEntry.objects.filter(department=department.strip(), service_code=service_code, ends_before=None).exists():
        raise _unclear(f"{department.strip()} {service_code} 已在范围内".replace("  ", " "))
    entry = ScopeEntry.objects.create(
        department=department.strip(), service_code=service_code, starts_on=starts_on, remark=remark.strip(),
        added_by=actor, added_at=now,
    )  # fmt: skip
    audit.record("reports.add_scope", subject=entry, actor=actor, at=now, after={"starts_on": starts_on.isoformat()})
    return entry


@transaction.atomic(durable=True)
def end_scope(*, entry_id: int, ends_before: date, actor: User, now: datetime) -> ScopeEntry:
    """Take an entry out of the scope from a day on; it stays on record. Raises: NotAllowed, ScopeUnclear."""
    permissions.refuse_unless_may(actor, "reports.keep_process_scope", now=now)
    entry = ScopeEntry.objects.select_for_update().filter(pk=entry_id, ends_before=None).first()
    if entry is None:
        raise _unclear("该条目不在范围内")
    if ends_before <= entry.starts_on:
        raise _unclear("结束日期不晚于开始日期")
    entry.ends_before = ends_before
    entry.save(update_fields=["ends_before"])
    audit.record("reports.end_scope", subject=entry, actor=actor, at=now, after={"ends_before": str(ends_before)})
    return entry


@transaction.atomic(durable=True)
def keep_source(*, source: Source, custodian: User | None, actor: User, now: datetime) -> DataSource:
    """Code and classify a source of data, or change what is kept of it. Raises: NotAllowed, ScopeUnclear."""
    permissions.refuse_unless_may(actor, "reports.keep_process_scope", now=now)
    if source.category not in CATEGORIES:
        raise _unclear(f"没有来源类别 {source.category}")
    if source.record_kind and source.record_kind not in RECORD_KINDS:
        raise _unclear(f"没有数据种类 {source.record_kind}")
    blank = [words for words, given in _asked(source) if not given]
    if blank:
        raise _unclear("、".join(blank) + "未填")
    known = DataSource.objects.select_for_update().filter(code=source.code.strip()).first()
    before = {"category": known.category, "classification": known.classification} if known else None
    kept, _is_new = DataSource.objects.update_or_create(
        code=source.code.strip(),
        defaults={
            "name": source.name.strip(),
            "category": source.category,
            "record_kind": source.record_kind,
            "classification": source.classification.strip(),
            "archive": source.archive.strip(),
            "retention_years": source.retention_years,
            "custodian": custodian,
            "changed_at": now,
        },
    )
    after = {"category": kept.category, "classification": kept.classification, "archive": kept.archive}
    audit.record("reports.keep_source", subject=kept, actor=actor, at=now, before=before, after=after)
    return kept


def _asked(source: Source) -> tuple[tuple[str, object], ...]:
    return (
        ("编号", source.code.strip()),
        ("名称", source.name.strip()),
        ("密级", source.classification.strip()),
        ("归档位置", source.archive.strip()),
        ("保存期限", source.retention_years > 0),
    )
