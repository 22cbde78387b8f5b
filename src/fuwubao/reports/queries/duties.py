"""Duties as the home page, the year calendar and ``report due`` show them, and how many were kept (S2.4, K30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.due import working_days_left
from fuwubao.domain.ratios import Ratio
from fuwubao.reports.models import Obligation, Report

SOON = timedelta(days=7)


class DueFlag(StrEnum):
    """What a duty is today; computed, never stored."""

    COMING = "coming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    WAIVED = "waived"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One duty with its flag; ``days`` are working days left, or late when overdue; ``report`` its newest issue."""

    id: int
    row_number: str
    row_name: str
    customer: str
    period_label: str
    due_at: datetime
    due_on: date
    provisional: bool
    flag: DueFlag
    days: int
    state: str
    fulfilled_at: datetime | None
    report_id: int | None
    report_number: str
    report_state: str
    author: str

    def to_json(self) -> dict[str, object]:
        """Return the line as ``report due --json`` prints it."""
        return {
            "row": self.row_number,
            "name": self.row_name,
            "customer": self.customer,
            "period": self.period_label,
            "due_at": self.due_at.isoformat(),
            "due_on": self.due_on.isoformat(),
            "provisional": self.provisional,
            "flag": self.flag.value,
            "working_days": self.days,
            "state": self.state,
            "fulfilled_at": self.fulfilled_at.isoformat() if self.fulfilled_at else None,
            "report": self.report_number or None,
        }


def visible_duties(reader: User) -> QuerySet[Obligation]:
    """Return the duties that a reader may see: customers none but their own firm's."""
    duties = Obligation.objects.all()
    return duties.filter(row__customer_code=reader.customer_code) if reader.customer_code else duties


def duty_lines(
    *, reader: User, now: datetime, due_from: date | None = None, due_to: date | None = None, open_only: bool = False
) -> list[DutyLine]:
    """Return the duties due in a span of local days, earliest first."""
    zone = ZoneInfo(time_zone())
    duties = visible_duties(reader).select_related("row", "row__author").order_by("due_at", "row__number", "id")
    newest = Prefetch("reports", queryset=Report.objects.order_by("created_at", "id"))
    duties = duties.prefetch_related(newest)
    if open_only:
        duties = duties.exclude(state__in=("fulfilled", "waived", "cancelled"))
    if due_from is not None:
        duties = duties.filter(due_at__gt=datetime.combine(due_from, datetime.min.time(), zone))
    if due_to is not None:
        duties = duties.filter(due_at__lte=datetime.combine(due_to + timedelta(days=1), datetime.min.time(), zone))
    calendar = agreements.national_calendar().working_days(time_zone())
    return [_line(duty, now=now, zone=zone, calendar=calendar) for duty in duties]


def _line(duty: Obligation, *, now: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> DutyLine:
    # a due instant of 24:00 belongs to the day that it ends
    due_on = (duty.due_at - timedelta(seconds=1)).astimezone(zone).date()
    today = now.astimezone(zone).date()
    flag = flag_of(duty, now)
    if flag is DueFlag.OVERDUE:
        days = max(1, working_days_left(due_on, today, calendar))
    else:
        days = working_days_left(today, due_on, calendar)
    issues = list(duty.reports.all())
    newest = issues[-1] if issues else None
    return DutyLine(
        id=duty.pk,
        row_number=duty.row.number,
        row_name=duty.row.name,
        customer=duty.row.customer_name or _("内部"),
        period_label=duty.period_label,
        due_at=duty.due_at,
        due_on=due_on,
        provisional=duty.provisional,
        flag=flag,
        days=days,
        state=duty.state,
        fulfilled_at=duty.fulfilled_at,
        report_id=newest.pk if newest else None,
        report_number=newest.number if newest else "",
        report_state=newest.state if newest else "",
        author=duty.row.author.name if duty.row.author else "",
    )


def flag_of(duty: Obligation, now: datetime) -> DueFlag:
    """Say what a duty is at an instant."""
    if duty.state == "waived":
        return DueFlag.WAIVED
    if duty.state == "cancelled":
        return DueFlag.CANCELLED
    if duty.fulfilled_at is not None:
        return DueFlag.ON_TIME if duty.fulfilled_at <= duty.due_at else DueFlag.LATE
    if now > duty.due_at:
        return DueFlag.OVERDUE
    return DueFlag.DUE_SOON if duty.due_at - now <= SOON else DueFlag.COMING


def timeliness(*, reader: User, starts_at: datetime, ends_before: datetime, now: datetime) -> Ratio:
    """服务报告及时率 K30 = published by due ÷ due in the span; unpublished past due counts as late.

    Waived and cancelled duties are left out; a duty that is not due yet is no part of it.
    """
    duties = visible_duties(reader).exclude(state__in=("waived", "cancelled"))
    past = Q(due_at__gt=starts_at, due_at__lte=min(ends_before, now))
    flags = [flag_of(duty, now) for duty in duties.filter(past)]
    return Ratio(sum(flag is DueFlag.ON_TIME for flag in flags), len(flags))
