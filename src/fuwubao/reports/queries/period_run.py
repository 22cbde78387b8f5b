"""本期批次: one period and every row that is due for it, from data to hand-over, as the page and the run see it.

A period takes in the longer ones that end with it: the run of 2026-09 holds the quarterly reports of 2026Q3 too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import Job, User
from fuwubao.accounts.workspace import home_folder, time_zone
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.periods import Period, parse_period
from fuwubao.reports import checks
from fuwubao.reports.models import Obligation, Report, SummaryOpening
from fuwubao.reports.queries.checking import rules_off
from fuwubao.reports.queries.data_complete import DataLook, DataState
from fuwubao.reports.queries.duties import DutyLine, duty_lines, visible_duties
from fuwubao.reports.queries.material import draft_of
from fuwubao.reports.queries.unusual import Unusual, red_of, unusual_of
from fuwubao.reports.queries.versions import newest
from fuwubao.reports.rules import writers_of
from fuwubao.ui.language import reader_language, said

RUN_TASKS = ("fuwubao.reports.period_tasks.build_due_reports", "fuwubao.reports.period_tasks.act_on_selected")
WRITING = ("draft", "returned")
MOST_SHOWN = 3
REMEMBERED = 600  # seconds that what a draft looks like is kept; every write changes its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a report's figures and words look like: what is red, unusual, unwritten or found by the checks."""

    red: tuple[str, ...]
    unusual: tuple[Unusual, ...]
    must: int
    warnings: int
    carried: int
    misfits: int
    is_written: bool

    @property
    def hidden(self) -> int:
        """How many exceptions stand behind the first three of each sort, which a line shows."""
        return max(0, len(self.red) - MOST_SHOWN) + max(0, len(self.unusual) - MOST_SHOWN)

    @property
    def untouched(self) -> bool:
        """No summary yet, or only carried words that nobody confirmed."""
        return not self.is_written or self.carried > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One due row of the period; ``look`` is None before there is a draft, ``error`` the last run's refusal of it.

    ``act`` is what this reader may do to the report as it stands: submit, approve, publish or nothing.
    """

    duty: DutyLine
    period: Period
    data: DataState
    report: Report | None
    look: Look | None
    state_words: str
    sent: int
    recipients: int
    is_opened: bool
    act: str
    error: str

    @property
    def key(self) -> str:
        """What a selection names it by: the report's number, before it the row's."""
        return self.report.number if self.report else self.duty.row_number

    @property
    def is_ready(self) -> bool:
        """Nothing that is known stands in the way of the act; the page ticks such lines."""
        if self.act == "submit":
            return self.look is not None and not (self.look.must or self.look.warnings)
        return self.act == "publish" or (self.act == "approve" and self.is_opened)

    @property
    def is_exception(self) -> bool:
        """Something is red or outside its usual range."""
        return self.look is not None and bool(self.look.red or self.look.unusual)

    def to_json(self) -> dict[str, object]:
        """Return the line as the page's export and ``report run --json`` print it."""
        report, look = self.report, self.look
        return {
            "number": report.number if report else "",
            "row": self.duty.row_number,
            "name": self.duty.row_name,
            "customer": self.duty.customer,
            "period": self.duty.period_label,
            "data_complete": self.data.complete,
            "missing": list(self.data.missing),
            "frozen_at": report.as_of.isoformat() if report and report.as_of else None,
            "state": report.state if report else None,
            "must": look.must if look else None,
            "warnings": look.warnings if look else None,
            "red": list(look.red) if look else [],
            "unusual": [f"{one.title} {one.words}" for one in look.unusual] if look else [],
            "carried": look.carried if look else None,
            "reviewed_at": _iso(report.reviewed_at if report else None),
            "approved_at": _iso(report.approved_at if report else None),
            "sent": self.sent,
            "recipients": self.recipients,
            "due_on": self.duty.due_on.isoformat(),
            "working_days": self.duty.days,
            "flag": self.duty.flag.value,
            "error": self.error,
        }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRun:
    """A period's rows, those that the filter lets through, and how far the whole is; ``job`` is the run under way."""

    period: Period
    lines: tuple[RunLine, ...]
    shown: tuple[RunLine, ...]
    counts: tuple[tuple[str, int], ...]
    job: Job | None

    @property
    def buildable(self) -> int:
        """How many have complete data and no draft yet."""
        return sum(line.report is None and line.data.complete for line in self.lines)

    @property
    def acts(self) -> frozenset[str]:
        """What this reader may do to one of the lines that are shown."""
        return frozenset(line.act for line in self.shown)

    @property
    def carried(self) -> int:
        """How many sentences wait for their author's confirmation."""
        return sum(line.look.carried for line in self.lines if line.look)


ONLY: dict[str, Callable[[RunLine], bool]] = {
    "exceptions": lambda line: line.is_exception,
    "red": lambda line: line.look is not None and bool(line.look.red),
    "unusual": lambda line: line.look is not None and bool(line.look.unusual),
    "untouched": lambda line: line.look is not None and line.look.untouched,
    "incomplete": lambda line: not line.data.complete,
    "errors": lambda line: bool(line.error),
}


def period_run(*, label: str, reader: User, now: datetime, only: str = "") -> PeriodRun:
    """Return a period's run, by customer and row. Raises: PeriodUnreadable."""
    period = parse_period(label or _last_month(now), time_zone())
    duties = {duty.pk: duty for duty in due_for(period, reader=reader)}
    told = duty_lines(reader=reader, now=now, only=tuple(duties))
    job = _last_job(period.label)
    errors, opened, data = _errors_of(job), _opened_by(reader), DataLook(now=now)
    lines = [_line(duties[one.id], one, reader, now, data, errors, opened) for one in told]
    lines.sort(key=lambda line: (line.duty.customer, line.duty.row_number))
    wanted = ONLY.get(only)
    return PeriodRun(
        period=period,
        lines=tuple(lines),
        shown=tuple(line for line in lines if wanted is None or wanted(line)),
        counts=_counts(lines),
        job=job,
    )


def _last_month(now: datetime) -> str:
    zoned = parse_period(now.strftime("%Y-%m"), time_zone())
    return zoned.shifted(-1).label


def due_for(period: Period, *, reader: User) -> list[Obligation]:
    """Return the duties of a period and of the longer ones that end with it, with their rows and reports."""
    ends = Q(period_ends_before=period.ends_before, period_starts_at__lte=period.starts_at)
    found = visible_duties(reader).filter(Q(period_label=period.label) | ends)
    found = found.exclude(state__in=("waived", "cancelled")).order_by("row__number")
    issues = Report.objects.select_related("row", "template", "author", "reviewed_by", "approved_by")
    return list(
        found.select_related("row", "row__author").prefetch_related(
            Prefetch("reports", queryset=issues), "row__agreements"
        )
    )


def _line(
    duty: Obligation,
    told: DutyLine,
    reader: User,
    now: datetime,
    data: DataLook,
    errors: dict[str, str],
    opened: frozenset[tuple[int, datetime]],
) -> RunLine:
    report = newest(duty.reports.all())
    period = parse_period(duty.period_label, time_zone())
    if report is not None:
        report.row = duty.row
    return RunLine(
        duty=told,
        period=period,
        data=data.state(duty.row, period),
        report=report,
        look=look_of(report) if report else None,
        state_words=said(REPORT.states[report.state]) if report else _("未生成"),
        sent=report.deliveries.exclude(sent_at=None).count() if report else 0,
        recipients=len(duty.row.recipients),
        is_opened=report is not None and report.submitted_at is not None and (report.pk, report.submitted_at) in opened,
        act=_act(report, reader, now) if report else "",
        error=errors.get(report.number if report else duty.row.number, errors.get(duty.row.number, "")),
    )


def _act(report: Report, reader: User, now: datetime) -> str:
    code = report.row.customer_code
    act = {"draft": "submit", "in_review": "approve", "escalated": "approve", "approved": "publish"}.get(report.state)
    if act is None:
        return ""
    name = "reports.approve_abnormal" if report.state == "escalated" else f"reports.{act}"
    own = act == "approve" and (reader.pk in writers_of(report) or report.reviewed_by_id is None)
    return act if not own and permissions.may(reader, name, customer_code=code, now=now) else ""


def look_of(report: Report) -> Look:
    """Return how a report looks; remembered until somebody writes in it."""
    key = _look_key(report)
    held: Look | None = cache.get(key)
    if held is None:
        held = _looked(report)
        cache.set(key, held, REMEMBERED)
    return held


def _look_key(report: Report) -> str:
    parts = (home_folder(), report.pk, report.state, report.figure_set, report.edit_count, reader_language())
    unconfirmed = report.carried.filter(confirmed_at=None).count()
    marks = (report.waivers.count(), unconfirmed, report.template_id, sorted(rules_off()))
    return "run-look-" + str(abs(hash(str((parts, marks)))))


def _looked(report: Report) -> Look:
    draft = draft_of(report, recounted=False)
    material = draft.material
    found = checks.findings(draft) if report.state in WRITING else []
    waived = set(report.waivers.values_list("rule", "subject"))
    warnings = [f for f in found if f.severity is checks.Severity.WARN and (f.rule, f.subject) not in waived]
    return Look(
        red=red_of(material),
        unusual=unusual_of(report, material),
        must=sum(finding.severity is checks.Severity.MUST for finding in found),
        warnings=len(warnings),
        carried=len(draft.carried),
        misfits=sum(finding.rule == "direction" for finding in found),
        is_written=bool(material.texts.get("summary", "").strip()) or "summary" in material.nothing,
    )


def _opened_by(reader: User) -> frozenset[tuple[int, datetime]]:
    return frozenset(SummaryOpening.objects.filter(reader=reader).values_list("report", "submitted_at"))


def _last_job(label: str) -> Job | None:
    return Job.objects.filter(task__in=RUN_TASKS, arguments__period=label).order_by("-queued_at", "-pk").first()


def _errors_of(job: Job | None) -> dict[str, str]:
    """Return what the last run refused, by number, in the reader's words."""
    results = job.result.get("results", []) if job is not None and job.result else []
    language = reader_language()
    return {one["number"]: one[language] for one in results if not one["done"]}


def _counts(lines: Iterable[RunLine]) -> tuple[tuple[str, int], ...]:
    every = list(lines)
    reports = [line.report for line in every if line.report is not None]
    return (
        (_("应提交"), len(every)),
        (_("数据完整"), sum(line.data.complete for line in every)),
        (_("已冻结"), len(reports)),
        (_("已提交"), sum(one.submitted_at is not None for one in reports)),
        (_("已批准"), sum(one.approved_at is not None for one in reports)),
        (_("已发布"), sum(one.published_at is not None for one in reports)),
        (_("例外"), sum(line.is_exception for line in every)),
    )
