"""Raise what suppliers owe us from their underpinning contracts, period by period (S2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fuwubao.accounts.models import User
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import due_after
from fuwubao.domain.terms import AgreementTerms, DutyTerms
from fuwubao.reports.duty_owing import Owed
from fuwubao.reports.frequencies import periods_between
from fuwubao.reports.models import Duty, SupplierReport
from fuwubao.reports.queries.due_terms import Promises

KIND = "supplier_report_owed"
HORIZON = timedelta(days=100)  # suppliers' duties are raised a quarter ahead


def owed_by_suppliers(promises: Promises, now: datetime, *, responsible: User | None) -> Iterator[Owed]:
    """Every report that a contract in force makes a supplier owe, of periods up to the horizon."""
    newest = {terms.code: terms for terms in agreements.terms_of_all() if terms.binds_supplier}
    for terms in newest.values():
        for duty in terms.reports:
            yield from _of_duty(terms, duty, promises, now, responsible)


def _of_duty(
    terms: AgreementTerms, duty: DutyTerms, promises: Promises, now: datetime, responsible: User | None
) -> Iterator[Owed]:
    calendar = terms.calendars.get(duty.due.calendar) or promises.national(terms.timezone)
    last = min((now + HORIZON).astimezone(ZoneInfo(terms.timezone)).date(), terms.valid_to)
    for period in periods_between(duty.frequency, terms.valid_from, last, terms.timezone):
        if period.last > terms.valid_to:
            continue
        due = due_after(period, duty.due, calendar)
        yield Owed(
            kind=KIND,
            subject=f"{terms.code}/{duty.number}",
            title=f"{terms.customer_name} {duty.name}",
            period_label=period.label,
            due_at=due.at,
            provisional=due.provisional,
            responsible=responsible,
            rule=duty.due,
            customer_code=terms.customer_code,
            customer_name=terms.customer_name,
            url="/reports/suppliers/",
        )


def step_open_supplier_reports() -> None:
    """Give each duty of a supplier its report to come, once."""
    named = {
        f"{terms.code}/{duty.number}": duty.name
        for terms in agreements.terms_of_all()
        if terms.binds_supplier
        for duty in terms.reports
    }
    for duty in Duty.objects.filter(kind=KIND, supplier_report=None).order_by("due_at", "pk"):
        code, _, number = duty.subject.partition("/")
        SupplierReport.objects.create(
            duty=duty,
            supplier_code=duty.customer_code,
            supplier_name=duty.customer_name,
            agreement_code=code,
            row_number=number,
            name=named.get(duty.subject, duty.title),
        )
