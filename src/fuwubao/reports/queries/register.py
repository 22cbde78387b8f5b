"""《服务报告列表》 as the page, the printed form and the export show it (F01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.rules import ROLE_WORDS
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.due import day_ended_by, described
from fuwubao.domain.lifecycles import REGISTER_ROW
from fuwubao.domain.roles import Role
from fuwubao.domain.terms import DueRule
from fuwubao.reports.channels import CHANNELS
from fuwubao.reports.errors import RowNotFound
from fuwubao.reports.frequencies import WORDS
from fuwubao.reports.models import Obligation, RegisterRow
from fuwubao.reports.queries.duties import DueFlag, DutyLine, duty_lines, flag_of
from fuwubao.reports.queries.templates import row_version_in_force, today_of
from fuwubao.ui.language import listed, said

KINDS = {
    "reactive": gettext_noop("反应性"),
    "proactive": gettext_noop("前置性"),
    "forward_schedule": gettext_noop("预先计划"),
}
INITIATIONS = (gettext_noop("主动"), gettext_noop("被动"))
SHOWN_PERIODS = 12
STRIP = {
    DueFlag.ON_TIME: "k",
    DueFlag.LATE: "l",
    DueFlag.OVERDUE: "l",
    DueFlag.WAIVED: "w",
    DueFlag.CANCELLED: "w",
    DueFlag.DUE_SOON: "r",
    DueFlag.COMING: "nx",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMark:
    """One bar of a row's period strip: its class and what it stands for in words."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One row of the register; ``next_due`` is None when nothing is owed."""

    number: str
    customer_code: str
    name: str
    source_process: str
    recipient: str
    kind: str
    initiation: str
    frequency: str
    due_rule: str
    author: str
    reviewer: str
    approver: str
    state: str
    state_words: str
    template: str
    purpose: str
    delivery: str
    data_sources: str
    agreements: str
    agreed: str
    agreed_by: str
    agreed_on: date | None
    next_review_on: date | None
    retention_years: int
    marks: tuple[PeriodMark, ...]
    on_time: int
    due_count: int
    next_due: date | None
    next_flag: str

    def to_json(self) -> dict[str, object]:
        """Return the row as ``register show --json`` prints it."""
        return {
            "number": self.number,
            "name": self.name,
            "source_process": self.source_process,
            "recipient": self.recipient,
            "kind": self.kind,
            "initiation": self.initiation,
            "frequency": self.frequency,
            "due_rule": self.due_rule,
            "template": self.template,
            "author": self.author,
            "reviewer": self.reviewer,
            "state": self.state,
            "agreed_by": self.agreed_by,
            "agreed_on": self.agreed_on.isoformat() if self.agreed_on else None,
            "evidence": self.agreed,
            "on_time": self.on_time,
            "due": self.due_count,
            "next_due": self.next_due.isoformat() if self.next_due else None,
        }


def register_lines(
    *, reader: User, now: datetime, state: str = "", customer: str = "", kind: str = ""
) -> list[RegisterLine]:
    """Return the register's rows by process and number, within the reader's reach; ``kind`` of ``KINDS`` (S1.21)."""
    rows = RegisterRow.objects.select_related("author", "reviewer").prefetch_related("obligations", "agreements")
    if reader.customer_code:
        rows = rows.filter(customer_code=reader.customer_code, state__in=("active", "lowered_priority"))
    if state:
        rows = rows.filter(state=state)
    if customer:
        rows = rows.filter(customer_code="" if customer == "-" else customer)
    if kind:
        rows = rows.filter(report_kind=kind)
    return [_line(row, now) for row in rows.order_by("source_process", "number")]


def lines_in_force(*, reader: User, now: datetime) -> list[RegisterLine]:
    """Return the rows that reports are owed of, those of lowered priority too (S1.38)."""
    lines = register_lines(reader=reader, now=now)
    return [line for line in lines if line.state in ("active", "lowered_priority")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMove:
    """One change of state that a reader may make to a row: the end of its address and its words."""

    act: str
    words: str
    needs_reason: bool


def row_moves(line: RegisterLine, *, reader: User, now: datetime) -> tuple[RowMove, ...]:
    """Return what this reader may make of the row in its state, by the table of its life (S1.38)."""
    steps = [step for step in REGISTER_ROW.steps_from(line.state) if step.act in MOVES]
    return tuple(
        RowMove(
            act=step.act.removeprefix("reports."),
            words=_(MOVES[step.act]),
            needs_reason="reason" in step.needs,
        )
        for step in steps
        if permissions.may(reader, step.act, customer_code=line.customer_code, now=now)
    )


MOVES = {
    "reports.lower_row": gettext_noop("降低优先级"),
    "reports.restore_row": gettext_noop("恢复优先级"),
    "reports.pause_row": gettext_noop("暂停"),
    "reports.resume_row": gettext_noop("恢复执行"),
    "reports.retire_row": gettext_noop("停用"),
}


def register_groups(lines: list[RegisterLine]) -> list[tuple[str, list[RegisterLine]]]:
    """Group lines by the process that the reports come from."""
    return [(process, list(group)) for process, group in groupby(lines, key=lambda line: line.source_process)]


def register_line(number: str, *, reader: User, now: datetime) -> RegisterLine:
    """Return one row. Raises: RowNotFound."""
    found = [line for line in register_lines(reader=reader, now=now) if line.number == number]
    if not found:
        raise RowNotFound(number=number)
    return found[0]


def _line(row: RegisterRow, now: datetime) -> RegisterLine:
    zone = ZoneInfo(time_zone())
    duties = sorted(row.obligations.all(), key=lambda duty: duty.due_at)
    flags = [(duty, flag_of(duty, now)) for duty in duties]
    judged = [flag for _, flag in flags if flag in (DueFlag.ON_TIME, DueFlag.LATE, DueFlag.OVERDUE)]
    following = [(d, f) for d, f in flags if f in (DueFlag.OVERDUE, DueFlag.DUE_SOON, DueFlag.COMING)]
    past = [pair for pair in flags if pair[1] is not DueFlag.COMING][-SHOWN_PERIODS:]
    nearest = following[0] if following else None
    return RegisterLine(
        number=row.number,
        customer_code=row.customer_code,
        name=row.name,
        source_process=row.source_process,
        recipient=_recipient(row),
        kind=_(KINDS[row.report_kind]) if row.report_kind in KINDS else row.report_kind,
        initiation=_(row.initiation) if row.initiation in INITIATIONS else row.initiation,
        frequency=_(WORDS[row.frequency]) if row.frequency in WORDS else row.frequency,
        due_rule=said(described(DueRule(**row.due))),
        author=row.author.name if row.author else "",
        reviewer=row.reviewer.name if row.reviewer else "",
        approver=said(ROLE_WORDS[Role.REPORT_MANAGER]),
        state=row.state,
        state_words=said(REGISTER_ROW.states[row.state]),
        template=row.template_code,
        purpose=row.purpose,
        delivery=listed(*(_(CHANNELS[way]) if way in CHANNELS else way for way in row.delivery)),
        data_sources=row.data_sources,
        agreements=listed(*sorted(link.agreement_code for link in row.agreements.all())),
        agreed=row.agreed_evidence,
        agreed_by=row.agreed_by,
        agreed_on=row.agreed_on,
        next_review_on=row.next_review_on,
        retention_years=row.retention_years,
        marks=tuple(_mark(duty, flag) for duty, flag in past),
        on_time=sum(flag is DueFlag.ON_TIME for flag in judged),
        due_count=len(judged),
        next_due=day_ended_by(nearest[0].due_at, zone) if nearest else None,
        next_flag=nearest[1].value if nearest else "",
    )


def _recipient(row: RegisterRow) -> str:
    people, firm = listed(*row.recipients), row.customer_name or _("内部")
    return f"{firm} · {people}" if people else firm


FLAG_WORDS = {
    DueFlag.ON_TIME: gettext_noop("按期"),
    DueFlag.LATE: gettext_noop("逾期后完成"),
    DueFlag.OVERDUE: gettext_noop("逾期"),
    DueFlag.WAIVED: gettext_noop("免报"),
    DueFlag.CANCELLED: gettext_noop("已取消"),
    DueFlag.DUE_SOON: gettext_noop("将到期"),
    DueFlag.COMING: gettext_noop("未到期"),
}


def _mark(duty: Obligation, flag: DueFlag) -> PeriodMark:
    mark = "r" if duty.state in ("in_progress", "submitted") and flag is not DueFlag.OVERDUE else STRIP[flag]
    return PeriodMark(mark=mark, words=f"{duty.period_label} {_(FLAG_WORDS[flag])}")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One row of the year plan: its duties month by month, twelve cells."""

    number: str
    name: str
    customer: str
    cells: tuple[tuple[DutyLine, ...], ...]
    on_time: int
    due_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """年度报告计划: every duty of a year by its due month, and how many stand how."""

    year: int
    month_now: int
    rows: tuple[YearRow, ...]
    counts: tuple[tuple[str, int], ...]
    total: int


def year_plan(*, reader: User, year: int, now: datetime) -> YearPlan:
    """Return the duties due in a calendar year, by row and month."""
    lines = duty_lines(reader=reader, now=now, due_from=date(year, 1, 1), due_to=date(year, 12, 31))
    by_row: dict[str, list[DutyLine]] = {}
    for line in lines:
        by_row.setdefault(line.row_number, []).append(line)
    rows = tuple(_year_row(duties) for _, duties in sorted(by_row.items()))
    counts = tuple((flag.value, sum(line.flag is flag for line in lines)) for flag in DueFlag)
    today = now.astimezone(ZoneInfo(time_zone())).date()
    month_now = today.month if today.year == year else 0
    return YearPlan(year=year, month_now=month_now, rows=rows, counts=counts, total=len(lines))


def _year_row(duties: list[DutyLine]) -> YearRow:
    judged = [d for d in duties if d.flag in (DueFlag.ON_TIME, DueFlag.LATE, DueFlag.OVERDUE)]
    return YearRow(
        number=duties[0].row_number,
        name=duties[0].row_name,
        customer=duties[0].customer,
        cells=tuple(tuple(d for d in duties if d.due_on.month == month) for month in range(1, 13)),
        on_time=sum(d.flag is DueFlag.ON_TIME for d in judged),
        due_count=len(judged),
    )


def row_from_template(code: str, now: datetime) -> dict[str, str]:
    """Return what a new row starts from by a row template that holds today; nothing without one (S1.41)."""
    found = row_version_in_force(code, today_of(now)) if code else None
    if found is None:
        return {}
    content: dict[str, str] = found.content
    told = {field: content[field] for field in ("name", "source_process", "template", "frequency", "purpose")}
    return told | {"row_template": code}
