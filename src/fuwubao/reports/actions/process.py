"""Documents of the process: drafted, approved by another, read; related to rows and reports (S1.13, S1.43, S2.17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import proofs
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import (
    DocumentReading,
    DocumentVersion,
    ProcessDocument,
    RegisterRow,
    RelatedDocument,
    Report,
    ServiceReviewDecision,
)
from fuwubao.reports.process_errors import (
    ApprovedByItsMaker,
    DocumentNotFound,
    DocumentUnclear,
    EffectiveTooEarly,
    NotInForce,
    VersionDecided,
    VersionOpen,
)
from fuwubao.reports.process_words import KINDS
from fuwubao.reports.queries.process_documents import document_named, in_force, readers_owed
from fuwubao.reports.queries.register import register_line
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.rules import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a version says: its text or its file, when it comes into force and what it changes.

    ``follows`` is the key of a decision of a service review that asked for the change (S6.13).
    """

    effective_from: date
    change: str
    text: str = ""
    content: bytes = b""
    file_name: str = ""
    follows: int | None = None


@transaction.atomic(durable=True)
def draft_document(
    *, number: str, kind: str, title: str, wording: Wording, actor: User, now: datetime
) -> DocumentVersion:
    """Begin a document with its first version.

    Raises: NotAllowed, DocumentUnclear, EffectiveTooEarly, FileUnfit.
    """
    permissions.refuse_unless_may(actor, "reports.draft_process_document", now=now)
    missing = [words for words, given in (("编号", number.strip()), ("名称", title.strip())) if not given]
    if kind not in KINDS:
        missing.append("文件类别")
    if ProcessDocument.objects.filter(number=number.strip()).exists():
        missing.append("未用过的编号")
    if missing:
        raise DocumentUnclear(missing="、".join(missing), where="number", why=number)
    document = ProcessDocument.objects.create(number=number.strip(), kind=kind, title=title.strip())
    return _draft(document, wording, actor=actor, now=now)


@transaction.atomic(durable=True)
def draft_version(*, number: str, wording: Wording, actor: User, now: datetime) -> DocumentVersion:
    """Draft the next version; one at a time awaits approval.

    Raises: NotAllowed, DocumentNotFound, VersionOpen, DocumentUnclear, EffectiveTooEarly, FileUnfit.
    """
    permissions.refuse_unless_may(actor, "reports.draft_process_document", now=now)
    document = ProcessDocument.objects.select_for_update().filter(number=number).first()
    if document is None:
        raise DocumentNotFound(document=number)
    if document.versions.filter(state="draft").exists():
        raise VersionOpen(what=str(document))
    return _draft(document, wording, actor=actor, now=now)


def _draft(document: ProcessDocument, wording: Wording, *, actor: User, now: datetime) -> DocumentVersion:
    today = local_day(now)
    if not wording.change.strip():
        raise DocumentUnclear(missing="变更内容", where="change", why=document.number)
    if not wording.text.strip() and not wording.content:
        raise DocumentUnclear(missing="正文或文件", where="text", why=document.number)
    if wording.effective_from < today:
        given = wording.effective_from.isoformat()
        raise EffectiveTooEarly(given=given, today=today.isoformat(), where="effective_from", why=given)
    kept = proofs.keep(wording.content, wording.file_name) if wording.content else None
    newest = document.versions.order_by("-version").first()
    version = DocumentVersion.objects.create(
        document=document,
        version=newest.version + 1 if newest else 1,
        text=wording.text.strip(),
        file_name=kept.name if kept else "",
        sha256=kept.sha256 if kept else "",
        effective_from=wording.effective_from,
        change=wording.change.strip(),
        drafted_by=actor,
        drafted_at=now,
        decision=_asked(document, wording.follows),
    )
    after = {"version": version.version, "effective_from": version.effective_from.isoformat(), "sha256": version.sha256}
    audit.record(
        "reports.draft_process_document", subject=version, actor=actor, at=now, after=after, remark=version.change
    )
    return version


def _asked(document: ProcessDocument, key: int | None) -> ServiceReviewDecision | None:
    if key is None:
        return None
    found = document.decisions.filter(pk=key).first()
    if found is None:
        raise DocumentUnclear(missing="所依据的回顾会决定", where="follows", why=str(key))
    return found


@transaction.atomic(durable=True)
def decide_version(
    *, number: str, version: int, approve: bool, reason: str, actor: User, now: datetime
) -> DocumentVersion:
    """Approve a version or return it with a reason; never by who drafted it. Readers are told of an approved one.

    Source: S1.43, S2.17. Raises: NotAllowed, DocumentNotFound, VersionDecided, ApprovedByItsMaker, ReasonMissing.
    """
    permissions.refuse_unless_may(actor, "reports.approve_process_document", now=now)
    found = DocumentVersion.objects.select_for_update(of=("self",)).select_related("document", "drafted_by")
    drafted = found.filter(document__number=number, version=version).first()
    if drafted is None:
        raise DocumentNotFound(document=f"{number} {version}")
    if drafted.state != "draft":
        raise VersionDecided(what=str(drafted))
    if drafted.drafted_by_id == actor.pk:
        raise ApprovedByItsMaker(person=actor.name, what=str(drafted))
    if not approve and not reason.strip():
        raise ReasonMissing(act="退回流程文件", where=str(drafted), why="reason")
    drafted.state, drafted.reason = ("approved" if approve else "returned"), reason.strip()
    drafted.decided_by, drafted.decided_at = actor, now
    drafted.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        "reports.approve_process_document",
        subject=drafted, actor=actor, at=now, before="draft", after=drafted.state, remark=reason,
    )  # fmt: skip
    url = f"/reports/process/documents/{number}/"
    if approve:
        for person in readers_owed(on=local_day(now)):
            Notice.objects.create(to=person, at=now, text=f"请阅读 {drafted}", url=url)
    else:
        Notice.objects.create(to=drafted.drafted_by, at=now, text=f"{drafted} 已退回：{reason.strip()}"[:300], url=url)
    return drafted


@transaction.atomic(durable=True)
def confirm_reading(*, number: str, version: int, actor: User, now: datetime) -> DocumentReading:
    """Confirm having read the version in force; a second time changes nothing. Raises: NotAllowed, NotInForce."""
    permissions.refuse_unless_may(actor, "reports.confirm_reading", now=now)
    document = document_named(number)
    valid = in_force(document, on=local_day(now))
    if valid is None or valid.version != version:
        raise NotInForce(what=f"{number} 第 {version} 版")
    reading, is_new = DocumentReading.objects.get_or_create(version=valid, reader=actor, defaults={"read_at": now})
    if is_new:
        audit.record("reports.confirm_reading", subject=reading, actor=actor, at=now, after={"version": version})
    return reading


@transaction.atomic(durable=True)
def relate_document(
    *, number: str, row: str = "", report: int | None = None, actor: User, now: datetime
) -> RelatedDocument:
    """Let a row or a report refer to a document, once (S1.13).

    Raises: NotAllowed, DocumentNotFound, RowNotFound, ReportNotFound.
    """
    document = document_named(number)
    of_row: RegisterRow | None = None
    of_report: Report | None = None
    if report is None:
        line = register_line(row, reader=actor, now=now)
        of_row = RegisterRow.objects.get(number=line.number)
    else:
        of_report = report_with_id(report, reader=actor)
    code = of_row.customer_code if of_row else of_report.row.customer_code if of_report else ""
    permissions.refuse_unless_may(actor, "reports.relate_document", customer_code=code, now=now)
    relation, is_new = RelatedDocument.objects.get_or_create(
        document=document, row=of_row, report=of_report, defaults={"added_by": actor, "added_at": now}
    )
    if is_new:
        audit.record("reports.relate_document", subject=relation, actor=actor, at=now, after={"document": number})
    return relation


@transaction.atomic(durable=True)
def part_document(*, relation_id: int, actor: User, now: datetime) -> RelatedDocument:
    """Take a relation away again and return what it was. Raises: NotAllowed, DocumentNotFound."""
    relation = RelatedDocument.objects.select_for_update(of=("self",)).filter(pk=relation_id).first()
    if relation is None:
        raise DocumentNotFound(document=f"#{relation_id}")
    row = relation.row or (relation.report.row if relation.report else None)
    code = row.customer_code if row else ""
    permissions.refuse_unless_may(actor, "reports.relate_document", customer_code=code, now=now)
    audit.record("reports.part_document", subject=relation, actor=actor, at=now, before=str(relation))
    relation.delete()
    return relation
