"""Keep the calendar of duties true: raise those that time calls for, move dates, tell who must hear of late ones.

All of it repeats safely; other rooms raise and settle their duties by ``step_owe`` and ``step_fulfil``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Appointment, Delegation, Notice, User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import day_ended_by, due_after, working_days_left
from fuwubao.domain.periods import local_midnight, parse_period
from fuwubao.domain.roles import Role
from fuwubao.domain.stages import stage_dates
from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.duty_dates import AnyDuty, locked_duty, owner_of, step_move
from fuwubao.reports.actions.supplier_duties import owed_by_suppliers, step_open_supplier_reports
from fuwubao.reports.duty_kinds import KINDS, LADDER, RESPONSIBLE
from fuwubao.reports.duty_owing import Owed
from fuwubao.reports.errors import DutyKindUnknown, NotResponsible
from fuwubao.reports.models import DataOwner, DueChange, Duty, Obligation, RegisterRow, Reminder, Rung, Template
from fuwubao.reports.queries.due_terms import Promises
from fuwubao.reports.queries.duties import customer_of, key_of

OPEN = ("scheduled", "collecting", "in_progress", "submitted")


@transaction.atomic(durable=True)
def owe(*, owed: Owed, actor: User, now: datetime) -> Duty:
    """Raise a duty, once. Raises: NotAllowed, DutyKindUnknown."""
    permissions.refuse_unless_may(actor, "reports.schedule_duties", customer_code=owed.customer_code, now=now)
    return step_owe(owed=owed, actor=actor, now=now)


def step_owe(*, owed: Owed, actor: User, now: datetime) -> Duty:
    """Raise a duty inside another action; one that is there already is returned as it is. Raises: DutyKindUnknown."""
    if owed.kind not in KINDS:
        raise DutyKindUnknown(kind=owed.kind, where="kind", why=owed.kind)
    known = Duty.objects.filter(kind=owed.kind, subject=owed.subject, period_label=owed.period_label).first()
    if known is not None:
        return known
    duty = Duty.objects.create(
        kind=owed.kind,
        subject=owed.subject,
        title=owed.title,
        period_label=owed.period_label,
        due_at=owed.due_at,
        provisional=owed.provisional,
        responsible=owed.responsible,
        customer_code=owed.customer_code,
        customer_name=owed.customer_name,
        rule=asdict(owed.rule) if owed.rule else {},
        obligation=owed.obligation,
        url=owed.url,
        created_at=now,
    )
    after = {"kind": duty.kind, "due_at": duty.due_at.isoformat(), "provisional": duty.provisional}
    audit.record("reports.schedule_duty", subject=duty, actor=actor, at=now, after=after)
    return duty


@transaction.atomic(durable=True)
def fulfil_duty(*, key: str, remark: str, actor: User, now: datetime) -> AnyDuty:
    """Settle a duty that is no report, by who is responsible or the manager. Raises: NotAllowed, DutyNotFound."""
    duty = locked_duty(key)
    permissions.refuse_unless_may(actor, "reports.fulfil_duty", customer_code=customer_of(duty), now=now)
    manages = permissions.may(actor, "reports.waive_duty", customer_code=customer_of(duty), now=now)
    if isinstance(duty, Obligation) or not (manages or duty.responsible_id == actor.pk):
        raise NotResponsible(what=str(duty), person=actor.name)
    step_fulfil(duty=duty, remark=remark, actor=actor, now=now)
    return duty


def step_fulfil(*, duty: Duty, remark: str, actor: User, now: datetime, done_at: datetime | None = None) -> None:
    """Settle a duty inside another action, as done now or at ``done_at``; one that is decided stays as it is."""
    if duty.state not in OPEN:
        return
    before, duty.state, duty.fulfilled_at = duty.state, "fulfilled", done_at or now
    duty.save(update_fields=["state", "fulfilled_at"])
    audit.record(
        "reports.fulfil_duty", subject=duty, actor=actor, at=now, before=before, after="fulfilled", remark=remark
    )


@transaction.atomic(durable=True)
def name_data_owner(*, number: str, source: str, owner: User, actor: User, now: datetime) -> DataOwner:
    """Name who sees to one source of a row's data (催办清单). Raises: NotAllowed."""
    permissions.refuse_unless_may(actor, "reports.edit_register", now=now)
    row = RegisterRow.objects.select_for_update().get(number=number)
    named, _ = DataOwner.objects.update_or_create(row=row, source=source, defaults={"owner": owner})
    Duty.objects.filter(kind="data_cutoff", subject=_data_subject(row, source), state__in=OPEN).update(
        responsible=owner
    )
    audit.record("reports.name_data_owner", subject=named, actor=actor, at=now, after={"owner": owner.login})
    return named


@transaction.atomic(durable=True)
def keep_duties(*, actor: User, now: datetime) -> None:
    """Move what calendars and agreements moved, raise what time calls for, tell who must hear (S1.19, S1.29, S2.4)."""
    permissions.refuse_unless_may(actor, "reports.schedule_duties", now=now)
    promises = Promises()
    _move_reports(promises, actor=actor, now=now)
    for owed in _called_for(promises, now):
        if owed.due_at > now:
            _raise_or_move(owed, actor=actor, now=now)
    step_open_supplier_reports()
    _settle_delegations(actor=actor, now=now)
    _climb(promises, now=now)


def _move_reports(promises: Promises, *, actor: User, now: datetime) -> None:
    """Date the open reports anew; what is decided, due already, or moved by consent stays."""
    open_ones = Obligation.objects.select_for_update().filter(state__in=OPEN, due_at__gt=now)
    settled = set(
        DueChange.objects.filter(why="consent", obligation__isnull=False).values_list("obligation", flat=True)
    )
    for duty in open_ones.select_related("row").prefetch_related("row__agreements"):
        if duty.pk in settled:
            continue
        zone = ZoneInfo(duty_zone(duty, promises))
        terms = promises.of(duty.row, day_ended_by(duty.period_ends_before, zone))
        due = due_after(parse_period(duty.period_label, terms.timezone), terms.rule, terms.calendar)
        changed = asdict(terms.rule) != duty.row.due
        why, reason = ("agreement", "协议修订后的截止规则") if changed else ("calendar", "工作日历修订")
        _redate(duty, due.at, provisional=due.provisional, why=why, reason=reason, actor=actor, now=now)


def duty_zone(duty: Obligation, promises: Promises) -> str:
    """Return the zone in which the duty's period is cut."""
    return promises.of(duty.row, duty.period_ends_before.date()).timezone


def _redate(
    duty: AnyDuty, at: datetime, *, provisional: bool, why: str, reason: str, actor: User, now: datetime
) -> None:
    if duty.due_at == at and duty.provisional == provisional:
        return
    if duty.due_at == at:
        why, reason = ("confirmed", "节假日已公布") if not provisional else (why, reason)
    before = duty.due_at.isoformat()
    step_move(duty, at, provisional=provisional, why=why, reason=reason, by=actor, now=now)
    audit.record(
        "reports.redate_duty", subject=duty, actor=actor, at=now, before=before, after=at.isoformat(), remark=reason
    )


def _raise_or_move(owed: Owed, *, actor: User, now: datetime) -> None:
    duty = step_owe(owed=owed, actor=actor, now=now)
    moved_by_hand = duty.duechanges.filter(why="consent").exists()
    if duty.state in OPEN and duty.due_at > now and not moved_by_hand:
        reason = "工作日历、协议或条目修订"
        _redate(duty, owed.due_at, provisional=owed.provisional, why="calendar", reason=reason, actor=actor, now=now)


def _called_for(promises: Promises, now: datetime) -> Iterator[Owed]:
    """Every duty beside the reports that rows, templates, customers, data and delegations call for now."""
    manager, zone = holder_of(Role.REPORT_MANAGER, now), time_zone()
    year = now.astimezone(ZoneInfo(zone)).year
    calendar = promises.national(zone)
    rows = list(
        RegisterRow.objects.filter(state__in=("active", "lowered_priority"))
        .select_related("author", "stage_plan")
        .prefetch_related("agreements", "data_owners__owner")
        .order_by("number")
    )

    def yearly(kind: str, subject: str, title: str, of: int, *, code: str = "", name: str = "") -> Owed:
        rule = KINDS[kind].rule or DueRule(days=0)
        due = due_after(parse_period(str(of), zone), rule, calendar)
        return Owed(
            kind=kind,
            subject=subject,
            title=title,
            period_label=str(of),
            due_at=due.at,
            provisional=due.provisional,
            responsible=manager,
            rule=rule,
            customer_code=code,
            customer_name=name,
        )

    for row in rows:
        yield _review_on(row, yearly("row_review", row.number, f"{row.number} {row.name}", year))
        yield from _data_of(row, promises, now)
    for template in Template.objects.filter(state="effective").order_by("code", "version"):
        yield yearly("template_review", template.code, f"{template.code} {template.name}", year)
    yield yearly("annual_summary", "R15", "服务报告年度总结", year - 1)
    yield yearly("annual_summary", "R15", "服务报告年度总结", year)
    for code, name in sorted({(row.customer_code, row.customer_name) for row in rows if row.customer_code}):
        if any(terms.valid_to >= date(year, 12, 31) for terms in agreements.terms_for(code)):
            yield yearly("service_review_meeting", code, name, year, code=code, name=name)
    yield from owed_by_suppliers(promises, now, responsible=holder_of(Role.SERVICE_MANAGER, now) or manager)
    for given in Delegation.objects.filter(revoked_at=None, ends_before__gt=now).select_related("giver", "holder"):
        yield Owed(
            kind="delegation_end",
            subject=str(given.pk),
            title=f"{given.holder.name} 代 {given.giver.name}",
            period_label=given.ends_before.astimezone(ZoneInfo(zone)).date().isoformat(),
            due_at=given.ends_before,
            responsible=given.giver,
        )


def _review_on(row: RegisterRow, owed: Owed) -> Owed:
    """The review of a row on the day that the register names for it; without one by the year's end (S1.38)."""
    day = row.next_review_on
    if day is None:
        return owed
    due_at = local_midnight(day + timedelta(days=1), time_zone())
    return replace(owed, due_at=due_at, provisional=False, period_label=str(day.year))


def _data_of(row: RegisterRow, promises: Promises, now: datetime) -> Iterator[Owed]:
    """For each open report of a row and each of its sources: when the data are to be complete, and by whom."""
    named: list[tuple[str, User | None]] = [(owner.source, owner.owner) for owner in row.data_owners.all()]
    owners = named or [("", row.author)]
    for report in row.obligations.filter(state__in=("scheduled", "collecting"), due_at__gt=now):
        zone = ZoneInfo(duty_zone(report, promises))
        last = day_ended_by(report.period_ends_before, zone)
        terms = promises.of(row, last)
        due_on = day_ended_by(report.due_at, zone)
        cutoff = stage_dates(due_on, last, terms.stages, terms.calendar)[0]
        for source, owner in owners:
            yield Owed(
                kind="data_cutoff",
                subject=_data_subject(row, source),
                title=f"{row.name} {source}".strip(),
                period_label=report.period_label,
                due_at=local_midnight(cutoff.on + timedelta(days=1), terms.timezone),
                provisional=cutoff.provisional,
                responsible=owner,
                customer_name=row.customer_name,
                obligation=report,
            )


def _data_subject(row: RegisterRow, source: str) -> str:
    return f"{row.number}/{source}" if source else row.number


def _settle_delegations(*, actor: User, now: datetime) -> None:
    """A delegation that ended has met its duty; one that was revoked owes nothing more."""
    ended = Delegation.objects.filter(ends_before__lte=now) | Delegation.objects.exclude(revoked_at=None)
    numbers = [str(pk) for pk in ended.values_list("pk", flat=True)]
    for duty in Duty.objects.filter(kind="delegation_end", subject__in=numbers, state__in=OPEN):
        duty.state, duty.fulfilled_at = "fulfilled", min(duty.due_at, now)
        duty.save(update_fields=["state", "fulfilled_at"])
        audit.record("reports.fulfil_duty", subject=duty, actor=actor, at=now, after="fulfilled", remark="委派已结束")


def ladder() -> tuple[tuple[int, str], ...]:
    """Return the rungs: (working days late, who is told); the defaults where none are set."""
    own = tuple(Rung.objects.order_by("working_days_late", "who").values_list("working_days_late", "who"))
    return own or LADDER


def holder_of(role: Role, now: datetime) -> User | None:
    """Return the first person who holds a role today."""
    found = holders_of(role, now)
    return found[0] if found else None


def holders_of(role: Role, now: datetime) -> list[User]:
    """Return those who hold a role today, in order of appointment."""
    today = now.astimezone(ZoneInfo(time_zone())).date()
    held = Appointment.objects.filter(role=role, starts_on__lte=today, user__is_active=True).select_related("user")
    return [one.user for one in held.order_by("starts_on", "pk") if one.ends_before is None or one.ends_before > today]


def _climb(promises: Promises, *, now: datetime) -> None:
    """Tell each rung that a late duty has reached, once."""
    rungs = ladder()
    reports = Obligation.objects.filter(state__in=OPEN, due_at__lt=now).select_related("row", "row__author")
    late: list[AnyDuty] = [*reports.prefetch_related("row__agreements")]
    late += Duty.objects.filter(state__in=OPEN, due_at__lt=now).select_related("responsible")
    for duty in late:
        days = days_late(duty, promises, now)
        told = set(Reminder.objects.filter(**owner_of(duty), rung__gt=0).values_list("rung", "who"))
        for rung, who in rungs:
            if days >= rung and (rung, who) not in told:
                step_tell(duty, _people(duty, who, now), rung=rung, who=who, days=days, now=now)


def days_late(duty: AnyDuty, promises: Promises, now: datetime) -> int:
    """Return how many working days of its calendar a duty is over; the day after its due day is the first."""
    if isinstance(duty, Obligation):
        terms = promises.of(duty.row, duty.due_at.date())
        zone, calendar = ZoneInfo(terms.timezone), terms.calendar
    else:
        zone, calendar = ZoneInfo(time_zone()), promises.national(time_zone())
    due_on = day_ended_by(duty.due_at, zone)
    return working_days_left(due_on, now.astimezone(zone).date(), calendar)


def _people(duty: AnyDuty, who: str, now: datetime) -> list[User]:
    if who != RESPONSIBLE:
        return holders_of(Role(who), now)
    person = duty.row.author if isinstance(duty, Obligation) else duty.responsible
    return [person] if person else []


@transaction.atomic(durable=True)
def remind_of(*, key: str, actor: User, now: datetime) -> AnyDuty:
    """催办: tell who is responsible, by hand. Raises: NotAllowed, DutyNotFound, NotResponsible when nobody is."""
    duty = locked_duty(key)
    permissions.refuse_unless_may(actor, "reports.remind_duty", customer_code=customer_of(duty), now=now)
    people = _people(duty, RESPONSIBLE, now)
    if not people or duty.state not in OPEN:
        raise NotResponsible(what=str(duty), person="—")
    step_tell(duty, people, rung=0, who=RESPONSIBLE, days=days_late(duty, Promises(), now), now=now)
    audit.record("reports.remind_duty", subject=duty, actor=actor, at=now, after=[person.login for person in people])
    return duty


def step_tell(duty: AnyDuty, people: list[User], *, rung: int, who: str, days: int, now: datetime) -> None:
    """Tell people of a late duty and keep that they were told; nobody to tell leaves the rung open."""
    if not people:
        return
    for person in people:
        text = f"{duty} 逾期 {days} 个工作日" if days else f"催办：{duty}"
        Notice.objects.create(to=person, at=now, text=text[:300], url=reverse("reports:duty", args=[key_of(duty)]))
    told = "、".join(person.name for person in people)
    Reminder.objects.create(**owner_of(duty), rung=rung, who=who, told=told[:200], at=now)
