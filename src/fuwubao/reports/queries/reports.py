"""Reports as lists, pages and commands read them, each within its reader's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.distribution import OBJECTION
from fuwubao.domain.lifecycles import REPORT
from fuwubao.domain.roles import Role
from fuwubao.reports.errors import ReportNotFound
from fuwubao.reports.models import Report
from fuwubao.reports.queries.versions import version_of
from fuwubao.reports.rules import writers_of
from fuwubao.ui.language import said

PUBLISHED = ("published", "acknowledged", "followed_up", "archived", "superseded", "withdrawn")
APPROVED_STATES = ("approved", *PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report in a list."""

    id: int
    number: str
    name: str
    customer: str
    period_label: str
    version: str
    state: str
    state_words: str
    author: str
    due_at: datetime | None
    published_at: datetime | None

    def to_json(self) -> dict[str, object]:
        """Return the line as ``report list --json`` prints it."""
        return {
            "number": self.number,
            "name": self.name,
            "customer": self.customer,
            "period": self.period_label,
            "version": self.version,
            "state": self.state,
            "author": self.author,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "published_at": self.published_at.isoformat() if self.published_at else None,
        }


def visible_reports(reader: User) -> QuerySet[Report]:
    """Return what a reader may see: staff everything, outsiders what was published to their own firm."""
    reports = Report.objects.select_related("row", "author", "template", "obligation")
    if not reader.customer_code:
        return reports
    return reports.filter(row__customer_code=reader.customer_code, state__in=PUBLISHED)


def report_lines(
    *, reader: User, row_number: str | None = None, state: str | None = None, states: tuple[str, ...] = ()
) -> list[ReportLine]:
    """Return reports, newest period first."""
    reports = visible_reports(reader)
    if row_number:
        reports = reports.filter(row__number=row_number)
    if state or states:
        reports = reports.filter(state__in=states or (state,))
    return [_line(report) for report in _in_order(reports)]


def _in_order(reports: Iterable[Report]) -> list[Report]:
    """The newest period first, then by row, of each row the highest version first."""
    by_version = sorted(reports, key=version_of, reverse=True)
    by_row = sorted(by_version, key=lambda report: report.row.number)
    return sorted(by_row, key=lambda report: report.period_starts_at, reverse=True)


def _line(report: Report) -> ReportLine:
    return ReportLine(
        id=report.pk,
        number=report.number,
        name=report.row.name,
        customer=report.row.customer_name or _("内部"),
        period_label=report.period_label,
        version=report.version,
        state=report.state,
        state_words=said(REPORT.states[report.state]),
        author=report.author.name,
        due_at=report.obligation.due_at if report.obligation else None,
        published_at=report.published_at,
    )


def report_numbered(number: str, *, reader: User) -> Report:
    """Return a report by its number, if the reader may see it. Raises: ReportNotFound."""
    found = visible_reports(reader).filter(number=number).first()
    if found is None:
        raise ReportNotFound(number=number)
    return found


def report_with_id(report_id: int, *, reader: User) -> Report:
    """Return a report by its id, if the reader may see it. Raises: ReportNotFound."""
    found = visible_reports(reader).filter(pk=report_id).first()
    if found is None:
        raise ReportNotFound(number=str(report_id))
    return found


def published_numbered(number: str, *, reader: User) -> Report:
    """Return a published report that was handed to the reader or the reader's firm. Raises: ReportNotFound."""
    reachable = Q(deliveries__user=reader)
    if reader.customer_code:
        reachable |= Q(row__customer_code=reader.customer_code)
    found = Report.objects.filter(reachable, number=number, state__in=PUBLISHED).distinct().first()
    if found is None:
        raise ReportNotFound(number=number)
    return found


def portal_lines(*, reader: User) -> list[ReportLine]:
    """Return what was published to the reader or the reader's firm, newest period first."""
    reachable = Q(deliveries__user=reader)
    if reader.customer_code:
        reachable |= Q(row__customer_code=reader.customer_code)
    found = (
        Report.objects.select_related("row", "author", "obligation").filter(reachable, state__in=PUBLISHED).distinct()
    )
    return [_line(report) for report in _in_order(found)]


def manager_wrote(report: Report, now: datetime) -> bool:
    """Tell whether a process manager is the author or wrote a part: then a delegate or the system head approves."""
    writers = User.objects.filter(pk__in=writers_of(report))
    return any(Role.REPORT_MANAGER in permissions.roles_of(writer, now=now) for writer in writers)


def undecided(report: Report) -> list[str]:
    """Return what readers said that nobody has answered or decided yet, in words."""
    unanswered = report.feedback.filter(answered_at=None).exclude(text="").order_by("given_at")
    told = [f"{one.given_by.name}：{one.text[:40]}" for one in unanswered.select_related("given_by")]
    objections = report.objections.exclude(state__in=OBJECTION.final).order_by("pk")
    return told + [f"{OBJECTION.states[one.state].zh} {one}"[:60] for one in objections]
