"""Duties as the home page, the year calendar and ``report due`` show them, and how many were kept (S2.4, K30)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.due import day_ended_by, working_days_left
from fuwubao.domain.ratios import Ratio
from fuwubao.reports.duty_kinds import KINDS, REPORT
from fuwubao.reports.models import Duty, Obligation, Report
from fuwubao.reports.queries.due_terms import Promises, zone_and_end

SOON = timedelta(days=7)
DECIDED = ("fulfilled", "waived", "cancelled")


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
    kind: str = REPORT
    key: str = ""
    kind_words: str = ""
    responsible_id: int | None = None
    customer_code: str = ""

    @property
    def signed_days(self) -> int:
        """Working days left, negative when over."""
        return -self.days if self.flag is DueFlag.OVERDUE else self.days

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
            "kind": self.kind,
            "key": self.key,
            "owner": self.author or None,
        }


def visible_duties(reader: User) -> QuerySet[Obligation]:
    """Return the reports owed that a reader may see: customers none but their own firm's."""
    duties = Obligation.objects.all()
    return duties.filter(row__customer_code=reader.customer_code) if reader.customer_code else duties


def visible_others(reader: User) -> QuerySet[Duty]:
    """Return the duties beside the reports that a reader may see: outsiders none."""
    return Duty.objects.none() if reader.customer_code else Duty.objects.all()


def duty_lines(
    *,
    reader: User,
    now: datetime,
    due_from: date | None = None,
    due_to: date | None = None,
    open_only: bool = False,
    kinds: Collection[str] = (REPORT,),
    only: Collection[int] | None = None,
) -> list[DutyLine]:
    """Return the duties of some kinds due in a span of local days, earliest first; ``only`` those reports by id."""
    promises, lines = Promises(), []
    span = _span(due_from, due_to)
    if open_only:
        span &= ~Q(state__in=DECIDED)
    if only is not None:
        span &= Q(pk__in=list(only))
    if REPORT in kinds:
        newest = Prefetch("reports", queryset=Report.objects.order_by("created_at", "id"))
        duties = visible_duties(reader).filter(span).select_related("row", "row__author", "row__stage_plan")
        duties = duties.order_by("due_at", "row__number", "id").prefetch_related(newest, "row__agreements")
        lines += [_line(duty, now=now, promises=promises) for duty in duties]
    if set(kinds) - {REPORT}:
        others = visible_others(reader).filter(span, kind__in=kinds).select_related("responsible", "obligation__row")
        lines += [_other_line(duty, now=now, promises=promises) for duty in others.order_by("due_at", "subject", "id")]
    return sorted(lines, key=lambda line: line.due_at)


def _span(due_from: date | None, due_to: date | None) -> Q:
    """What is due from the first day to the last, local, a due instant of 24:00 counting to the day it ends."""
    zone, span = ZoneInfo(time_zone()), Q()
    if due_from is not None:
        span &= Q(due_at__gt=datetime.combine(due_from, datetime.min.time(), zone))
    if due_to is not None:
        span &= Q(due_at__lte=datetime.combine(due_to + timedelta(days=1), datetime.min.time(), zone))
    return span


def _line(duty: Obligation, *, now: datetime, promises: Promises) -> DutyLine:
    calendar = promises.of(duty.row, duty.due_at.date()).calendar
    due_on, flag, days = _standing(duty, now, calendar)
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
        key=key_of(duty),
        kind_words=_(KINDS[REPORT].words),
        responsible_id=duty.row.author_id,
        customer_code=duty.row.customer_code,
    )


def _other_line(duty: Duty, *, now: datetime, promises: Promises) -> DutyLine:
    due_on, flag, days = _standing(duty, now, promises.national(time_zone()))
    return DutyLine(
        id=duty.pk,
        row_number=duty.subject,
        row_name=duty.title,
        customer=duty.customer_name or _("内部"),
        period_label=duty.period_label,
        due_at=duty.due_at,
        due_on=due_on,
        provisional=duty.provisional,
        flag=flag,
        days=days,
        state=duty.state,
        fulfilled_at=duty.fulfilled_at,
        report_id=None,
        report_number="",
        report_state="",
        author=duty.responsible.name if duty.responsible else "",
        kind=duty.kind,
        key=key_of(duty),
        kind_words=_(KINDS[duty.kind].words),
        responsible_id=duty.responsible_id,
        customer_code=duty.customer_code,
    )


def _standing(duty: Obligation | Duty, now: datetime, calendar: WorkCalendar) -> tuple[date, DueFlag, int]:
    """The due day, the flag, and the working days of the calendar that are left, or late when overdue."""
    zone = ZoneInfo(time_zone())
    # a due instant of 24:00 belongs to the day that it ends
    due_on = day_ended_by(duty.due_at, zone)
    today, flag = now.astimezone(zone).date(), flag_of(duty, now)
    if flag is DueFlag.OVERDUE:
        return due_on, flag, max(1, working_days_left(due_on, today, calendar))
    return due_on, flag, working_days_left(today, due_on, calendar)


def key_of(duty: Obligation | Duty) -> str:
    """Return the key of a duty in addresses and commands: R12 for a report owed, D7 for any other."""
    return f"R{duty.pk}" if isinstance(duty, Obligation) else f"D{duty.pk}"


def customer_of(duty: Obligation | Duty) -> str:
    """Return the code of the customer to whom a duty is owed; empty for an internal one."""
    return duty.row.customer_code if isinstance(duty, Obligation) else duty.customer_code


def zone_of_duty(duty: Obligation | Duty) -> str:
    """Return the zone of a duty's due day."""
    return zone_and_end(duty.row)[0] if isinstance(duty, Obligation) else time_zone()


def flag_of(duty: Obligation | Duty, now: datetime) -> DueFlag:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """K30 as it is shown: the share kept and, beside it, how many were waived (n/d, waived k)."""

    share: Ratio
    waived: int


def kept(*, reader: User, starts_at: datetime, ends_before: datetime, now: datetime) -> Kept:
    """Return K30 of a span with the number of duties that were waived in it."""
    waived = visible_duties(reader).filter(state="waived", due_at__gt=starts_at, due_at__lte=min(ends_before, now))
    share = timeliness(reader=reader, starts_at=starts_at, ends_before=ends_before, now=now)
    return Kept(share=share, waived=waived.count())
