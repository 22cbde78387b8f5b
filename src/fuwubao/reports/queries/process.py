"""服务报告管理流程 on one page: documents, scope, roles, inputs and outputs, sources, steps, figures (S2.5–S2.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts import permissions
from fuwubao.accounts.act_words import act_in_words
from fuwubao.accounts.audit_words import done_in_words
from fuwubao.accounts.models import User
from fuwubao.accounts.queries import RoleHolder, holders_of
from fuwubao.accounts.rules import MAY, ROLE_WORDS
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.roles import Role
from fuwubao.domain.words import Words
from fuwubao.improvement.queries.nonconformities import BasisBlock, nonconformities
from fuwubao.reports.models import DataSource, ScopeEntry
from fuwubao.reports.process_flow import INPUTS, OUTPUTS, Flow
from fuwubao.reports.process_words import CATEGORIES
from fuwubao.reports.queries.annual import shown
from fuwubao.reports.queries.compliance import Lapse, lapses
from fuwubao.reports.queries.process_documents import DocumentLine, document_lines
from fuwubao.reports.queries.process_kpis import process_kpis
from fuwubao.reports.queries.register import register_groups, register_lines
from fuwubao.reports.rules import local_day

WORKING = (
    Role.REPORT_MANAGER,
    Role.DELEGATE,
    Role.MANAGEMENT_REPRESENTATIVE,
    Role.SYSTEM_HEAD,
    Role.REVIEW_GROUP,
    Role.AUTHOR,
    Role.REVIEWER,
    Role.SERVICE_MANAGER,
    Role.DOCUMENT_CONTROLLER,
    Role.AUDITOR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role with who holds it today and what it answers for (S2.14)."""

    code: str
    words: Words
    holders: tuple[RoleHolder, ...]
    duties: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeLine:
    """One entry of the scope; ``service`` is the name in the catalogue, empty for all services of the department."""

    id: int
    department: str
    service_code: str
    service: str
    starts_on: date
    ends_before: date | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of data with its class (S6.2)."""

    source: DataSource
    category: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step that a report takes, who takes it, and the clause behind it (S2.11)."""

    before: Words
    after: Words
    act: Words
    by: tuple[Words, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiLine:
    """One of K30–K36 of the last closed quarter as it is shown, with what it is made of (S2.12)."""

    measure: str
    words: Words
    display: str
    base: Ratio
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProcess:
    """How the reports of one service management process were kept: rows, reports on time of those due (S2.9)."""

    name: str
    rows: int
    on_time: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPage:
    """Everything that the process page shows."""

    quarter: str
    documents: tuple[DocumentLine, ...]
    lapses: tuple[Lapse, ...]
    scope: tuple[ScopeLine, ...]
    roles: tuple[RoleLine, ...]
    inputs: tuple[Flow, ...]
    outputs: tuple[Flow, ...]
    sources: tuple[SourceLine, ...]
    steps: tuple[StepLine, ...]
    kpis: tuple[KpiLine, ...]
    processes: tuple[SourceProcess, ...]
    found: tuple[BasisBlock, ...]
    may_draft: bool
    may_keep: bool


def process_page(*, reader: User, now: datetime) -> ProcessPage:
    """Return the process as it stands today, its figures for the last closed quarter."""
    today, quarter = local_day(now), last_quarter(now)
    period = parse_period(quarter, time_zone())
    kpis = process_kpis(reader=reader, period=period, now=now)
    return ProcessPage(
        quarter=quarter,
        documents=tuple(document_lines(reader=reader, now=now)),
        lapses=lapses(reader=reader, now=now),
        scope=_scope(today),
        roles=tuple(_role(role, today) for role in WORKING),
        inputs=INPUTS,
        outputs=OUTPUTS,
        sources=tuple(_source(one) for one in DataSource.objects.select_related("custodian").order_by("code")),
        steps=_steps(),
        kpis=tuple(
            KpiLine(measure=one.measure, words=one.words, display=shown(one), base=one.ratio, note=one.note)
            for one in kpis
        ),
        processes=_processes(reader, now),
        found=nonconformities(period, reader=reader, now=now),
        may_draft=permissions.may(reader, "reports.draft_process_document", now=now),
        may_keep=permissions.may(reader, "reports.keep_process_scope", now=now),
    )


def last_quarter(now: datetime) -> str:
    """Return the label of the last quarter that is over in the workspace's zone."""
    local = now.astimezone(ZoneInfo(time_zone()))
    quarter = (local.month - 1) // 3
    return f"{local.year}Q{quarter}" if quarter else f"{local.year - 1}Q4"


def _scope(today: date) -> tuple[ScopeLine, ...]:
    names = {row.code: row.name for row in agreements.service_rows(today=today)}
    return tuple(
        ScopeLine(
            id=one.pk,
            department=one.department,
            service_code=one.service_code,
            service=names.get(one.service_code, ""),
            starts_on=one.starts_on,
            ends_before=one.ends_before,
            remark=one.remark,
        )
        for one in ScopeEntry.objects.order_by("department", "service_code", "starts_on", "pk")
    )


def _role(role: Role, today: date) -> RoleLine:
    acts = [act for act, roles in MAY.items() if role in roles and act.startswith("reports.")]
    duties = tuple(act_in_words(act) for act in acts if act not in ("reports.read", "reports.read_published"))
    return RoleLine(code=role.value, words=ROLE_WORDS[role], holders=tuple(holders_of(role, on=today)), duties=duties)


def _source(one: DataSource) -> SourceLine:
    return SourceLine(source=one, category=CATEGORIES[one.category])


def _steps() -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            before=REPORT.states[row.source_state],
            after=REPORT.states[row.target_state],
            act=done_in_words(row.act),
            by=tuple(ROLE_WORDS[role] for role in row.by),
            source="; ".join(one for one in row.source.split("; ") if not one.startswith("domain")),
        )
        for row in REPORT.rows
        if row.source_state in REPORT.states and row.target_state in REPORT.states
    )


def _processes(reader: User, now: datetime) -> tuple[SourceProcess, ...]:
    groups = register_groups(register_lines(reader=reader, now=now))
    return tuple(
        SourceProcess(
            name=name,
            rows=len(lines),
            on_time=Ratio(sum(line.on_time for line in lines), sum(line.due_count for line in lines)),
        )
        for name, lines in groups
    )
