"""Keep 《服务报告列表》: a row is proposed, agreed with its recipient, made active, and in the end retired (S1.40)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.lifecycles import REGISTER_ROW
from fuwubao.domain.terms import DueRule
from fuwubao.reports.errors import NumberTaken, ReasonMissing, RowNotFound, RowUnready, TemplateMissing, TooRare
from fuwubao.reports.frequencies import MONTHS
from fuwubao.reports.models import RegisterRow, RowAgreement, Template
from fuwubao.reports.report_kinds import kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RowContent:
    """What a row says (F01); ``agreements`` are codes, ``recipients`` names, ``contents`` letters a–f."""

    number: str
    name: str
    source_process: str
    template: str
    frequency: str
    due: DueRule = field(default_factory=lambda: DueRule(working_days=5))
    purpose: str = ""
    contents: tuple[str, ...] = ("a", "b", "c", "d", "e", "f")
    report_kind: str = ""
    initiation: str = "主动"
    audience: str = "customer"
    customer_code: str = ""
    customer_name: str = ""
    recipients: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ("portal",)
    agreements: tuple[str, ...] = ()
    data_sources: str = ""
    row_template: str = ""
    duties_from: date | None = None
    author: User | None = None
    reviewer: User | None = None


@transaction.atomic(durable=True)
def add_row(*, content: RowContent, actor: User, now: datetime) -> RegisterRow:
    """Add a row as a draft; it raises no duty before it is agreed and active.

    Source: S1.28, S1.37, S1.40. Raises: NotAllowed, NumberTaken, TooRare.
    """
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=content.customer_code, now=now)
    row = step_add_row(content=content, now=now)
    audit.record("reports.edit_register", subject=row, actor=actor, at=now, after=audited(row))
    return row


def step_add_row(*, content: RowContent, now: datetime) -> RegisterRow:
    """Write the row; a step of an action, never called alone."""
    if RegisterRow.objects.filter(number=content.number).exists():
        raise NumberTaken(number=content.number)
    if content.frequency not in MONTHS and content.frequency != "on_event":
        raise TooRare(number=content.number, frequency=content.frequency)
    row = RegisterRow.objects.create(
        number=content.number,
        name=content.name,
        source_process=content.source_process,
        template_code=content.template,
        frequency=content.frequency,
        due=asdict(content.due),
        purpose=content.purpose,
        contents=list(content.contents),
        report_kind=content.report_kind or kind_of(content.template),
        initiation=content.initiation,
        audience=content.audience,
        customer_code=content.customer_code,
        customer_name=content.customer_name,
        recipients=list(content.recipients),
        delivery=list(content.delivery),
        data_sources=content.data_sources,
        row_template=content.row_template,
        duties_from=content.duties_from,
        author=content.author,
        reviewer=content.reviewer,
        classification="商业秘密 · 仅限双方" if content.customer_code else "内部",
        changed_at=now,
    )
    RowAgreement.objects.bulk_create(RowAgreement(row=row, agreement_code=code) for code in content.agreements)
    return row


@transaction.atomic(durable=True)
def agree_row(
    *, number: str, agreed_by: str, agreed_on: date, evidence: str, actor: User, now: datetime
) -> RegisterRow:
    """Record who agreed the report, when, and by what evidence (S1.14). Raises: NotAllowed, RowUnready."""
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.agree_row", customer_code=row.customer_code, now=now)
    before = row.state
    step = REGISTER_ROW.step_for(row.state, "reports.agree_row")
    missing = [w for w, v in (("约定人", agreed_by), ("凭据", evidence), ("汇报对象", row.recipients)) if not v]
    if missing:
        raise RowUnready(number=number, missing="、".join(missing))
    row.state = step.target_state
    row.agreed_by, row.agreed_on, row.agreed_evidence, row.changed_at = agreed_by, agreed_on, evidence, now
    row.save(update_fields=["state", "agreed_by", "agreed_on", "agreed_evidence", "changed_at"])
    after = {"state": row.state, "agreed_by": agreed_by, "agreed_on": agreed_on.isoformat(), "evidence": evidence}
    audit.record("reports.agree_row", subject=row, actor=actor, at=now, before={"state": before}, after=after)
    return row


@transaction.atomic(durable=True)
def activate_row(*, number: str, actor: User, now: datetime) -> RegisterRow:
    """Let an agreed row raise duties from now on. Raises: NotAllowed, RowUnready, TemplateMissing."""
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.activate_row", customer_code=row.customer_code, now=now)
    before = row.state
    step_activate(row, now=now)
    audit.record("reports.activate_row", subject=row, actor=actor, at=now, before=before, after=row.state)
    return row


def step_activate(row: RegisterRow, *, now: datetime) -> None:
    """Move an agreed row to active; a step of an action, never called alone."""
    step = REGISTER_ROW.step_for(row.state, "reports.activate_row")
    effective = Template.objects.filter(code=row.template_code, state="effective", effective_from__lte=now.date())
    if not effective.exists():
        raise TemplateMissing(number=row.number, template=row.template_code)
    missing = [w for w, v in (("截止规则", row.due), ("频次", row.frequency), ("汇报对象", row.recipients)) if not v]
    if missing:
        raise RowUnready(number=row.number, missing="、".join(missing))
    row.state, row.changed_at = step.target_state, now
    row.duties_from = row.duties_from or now.astimezone(ZoneInfo(time_zone())).date()
    row.next_review_on = row.next_review_on or row.duties_from.replace(year=row.duties_from.year + 1, day=1)
    row.save(update_fields=["state", "changed_at", "duties_from", "next_review_on"])


@transaction.atomic(durable=True)
def move_row(*, number: str, act: str, reason: str, actor: User, now: datetime) -> RegisterRow:
    """Pause, resume, lower, restore or retire a row by the act of its lifecycle (S1.38).

    Raises: NotAllowed, StepUnknown, ReasonMissing.
    """
    row = locked_row(number)
    permissions.refuse_unless_may(actor, act, customer_code=row.customer_code, now=now)
    step = REGISTER_ROW.step_for(row.state, act)
    if "reason" in step.needs and not reason.strip():
        raise ReasonMissing(act=REGISTER_ROW.states[step.target_state].zh, where=number, why="reason")
    before = row.state
    row.state, row.changed_at = step.target_state, now
    row.save(update_fields=["state", "changed_at"])
    audit.record(act, subject=row, actor=actor, at=now, before=before, after=row.state, remark=reason)
    return row


@transaction.atomic(durable=True)
def assign_row(*, number: str, author: User, reviewer: User, actor: User, now: datetime) -> RegisterRow:
    """Name who writes and who verifies the report of a row. Raises: NotAllowed, RowNotFound."""
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=row.customer_code, now=now)
    before = {"author": str(row.author or ""), "reviewer": str(row.reviewer or "")}
    row.author, row.reviewer, row.changed_at = author, reviewer, now
    row.save(update_fields=["author", "reviewer", "changed_at"])
    after = {"author": author.name, "reviewer": reviewer.name}
    audit.record("reports.edit_register", subject=row, actor=actor, at=now, before=before, after=after)
    return row


@transaction.atomic(durable=True)
def start_duties(*, number: str, duties_from: date, actor: User, now: datetime) -> RegisterRow:
    """Say from which day a row is owed, before its first duty is made; later it is left as it is.

    Raises: NotAllowed, RowNotFound.
    """
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=row.customer_code, now=now)
    if row.obligations.exists() or row.duties_from == duties_from:
        return row
    before = row.duties_from.isoformat() if row.duties_from else None
    row.duties_from, row.changed_at = duties_from, now
    row.save(update_fields=["duties_from", "changed_at"])
    after = duties_from.isoformat()
    audit.record("reports.edit_register", subject=row, actor=actor, at=now, before=before, after=after)
    return row


def locked_row(number: str) -> RegisterRow:
    """Return a row, locked for change. Raises: RowNotFound."""
    row = RegisterRow.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise RowNotFound(number=number)
    return row


def audited(row: RegisterRow) -> dict[str, object]:
    """Return what the audit chain keeps of a row."""
    return {
        "number": row.number,
        "name": row.name,
        "state": row.state,
        "customer": row.customer_code,
        "template": row.template_code,
        "frequency": row.frequency,
        "due": row.due,
        "recipients": row.recipients,
    }
