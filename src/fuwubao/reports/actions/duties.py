"""Make every duty a row before anything is written: from agreements and the register to dated obligations.

Adopting and scheduling repeat safely: what exists is kept, decided duties never move (S1.29).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import due_after
from fuwubao.domain.terms import AgreementTerms, DueRule, DutyTerms
from fuwubao.reports.actions.register import RowContent, audited, locked_row, step_activate, step_add_row
from fuwubao.reports.frequencies import periods_between
from fuwubao.reports.models import Obligation, RegisterRow, Template
from fuwubao.reports.queries.due_terms import Promises, zone_and_end
from fuwubao.reports.report_kinds import kind_of
from fuwubao.reports.seed import TEMPLATES

HORIZON = timedelta(days=400)
SOURCE_PROCESS = {"R01": "运维服务", "R02": "服务级别管理", "R03": "可用性管理", "R04": "可用性管理", "R05": "事件管理"}
FIRST_DAY = date(2018, 1, 1)  # before any agreement: templates that ship hold for every period


@transaction.atomic(durable=True)
def seed_templates(*, actor: User, now: datetime) -> int:
    """Put the templates that ship into force where they are not yet; return how many were added (S1.27)."""
    added = 0
    for code, (name, blocks) in TEMPLATES.items():
        if Template.objects.filter(code=code).exists():
            continue
        template = Template.objects.create(
            code=code, version=1, name=name, kind=kind_of(code), blocks=blocks, effective_from=FIRST_DAY
        )
        audit.record("reports.seed_template", subject=template, actor=actor, at=now, after={"blocks": len(blocks)})
        added += 1
    return added


@transaction.atomic(durable=True)
def adopt_duties(*, actor: User, now: datetime) -> list[RegisterRow]:
    """Make a register row for each reporting duty of ours that an agreement names and the register lacks.

    What an underpinning contract names is owed to us (``supplier_duties``).

    A duty that was agreed, with who and when, becomes active at once if its template is effective; else it stays
    a draft. Source: S1.14, S1.16, S1.37.
    """
    permissions.refuse_unless_may(actor, "reports.adopt_duties", now=now)
    added: list[RegisterRow] = []
    known = set(RegisterRow.objects.values_list("number", flat=True))
    for terms in agreements.terms_of_all():
        for duty in () if terms.binds_supplier else terms.reports:
            if duty.number not in known:
                known.add(duty.number)
                added.append(_adopt(terms, duty, actor=actor, now=now))
    return added


def _adopt(terms: AgreementTerms, duty: DutyTerms, *, actor: User, now: datetime) -> RegisterRow:
    content = RowContent(
        number=duty.number,
        name=duty.name,
        source_process=SOURCE_PROCESS.get(duty.template, "服务级别管理"),
        template=duty.template,
        frequency=duty.frequency,
        due=duty.due,
        purpose=duty.purpose,
        contents=duty.contents or tuple("abcdef"),
        report_kind=duty.kind,
        initiation=duty.initiation,
        audience=duty.audience,
        customer_code=terms.customer_code,
        customer_name=terms.customer_name,
        recipients=duty.recipients,
        delivery=duty.delivery,
        agreements=(terms.code,),
        duties_from=terms.valid_from,
    )
    row = step_add_row(content=content, now=now)
    if duty.agreed_by and duty.agreed_on:
        row.state = "agreed"
        row.agreed_by, row.agreed_on, row.agreed_evidence = duty.agreed_by, duty.agreed_on, duty.agreed_evidence
        row.save(update_fields=["state", "agreed_by", "agreed_on", "agreed_evidence"])
        if Template.objects.filter(code=duty.template, state="effective").exists():
            step_activate(row, now=now)
    audit.record("reports.adopt_duty", subject=row, actor=actor, at=now, after=audited(row), remark=terms.code)
    return row


@transaction.atomic(durable=True)
def schedule_duties(*, actor: User, now: datetime) -> list[Obligation]:
    """Make the obligations of all active rows up to the horizon, each with its due instant; return the new ones.

    A period is owed when it ends inside the validity of the row's agreements. Source: S1.28, S1.29.
    """
    permissions.refuse_unless_may(actor, "reports.schedule_duties", now=now)
    made: list[Obligation] = []
    for row in RegisterRow.objects.filter(state__in=("active", "lowered_priority")).order_by("number"):
        made.extend(_schedule(row, now=now))
    for obligation in made:
        after = {"due_at": obligation.due_at.isoformat(), "provisional": obligation.provisional}
        audit.record("reports.schedule_duty", subject=obligation, actor=actor, at=now, after=after)
    return made


def _schedule(row: RegisterRow, *, now: datetime) -> list[Obligation]:
    timezone, last = zone_and_end(row)
    first = row.duties_from or now.date()
    until = min((now + HORIZON).date(), last)
    known = set(row.obligations.values_list("period_label", flat=True))
    promises = Promises()
    made = []
    for period in periods_between(row.frequency, first, until, timezone):
        if period.label in known or period.last > last:
            continue
        terms = promises.of(row, period.last)
        due = due_after(period, terms.rule, terms.calendar)
        made.append(
            Obligation.objects.create(
                row=row,
                period_label=period.label,
                period_starts_at=period.starts_at,
                period_ends_before=period.ends_before,
                due_at=due.at,
                provisional=due.provisional,
            )
        )
    return made


@transaction.atomic(durable=True)
def activate_and_schedule(*, number: str, actor: User, now: datetime) -> RegisterRow:
    """Let an agreed row raise duties, and make them at once. Raises: NotAllowed, RowUnready, TemplateMissing."""
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.activate_row", customer_code=row.customer_code, now=now)
    before = row.state
    step_activate(row, now=now)
    made = _schedule(row, now=now)
    after = {"state": row.state, "duties": [duty.period_label for duty in made]}
    audit.record("reports.activate_row", subject=row, actor=actor, at=now, before=before, after=after)
    return row


@transaction.atomic(durable=True)
def add_row_for_agreement(*, content: RowContent, actor: User, now: datetime) -> RegisterRow:
    """Add a row whose customer is the one of the agreement it names; without one it is internal.

    Raises: NotAllowed, NumberTaken, TooRare, AgreementUnknown.
    """
    return step_add_for_agreement(content, actor=actor, now=now)


def step_add_for_agreement(content: RowContent, *, actor: User, now: datetime) -> RegisterRow:
    """Add a row inside the transaction of another act. Raises as ``add_row_for_agreement``."""
    audience, code, name = "internal", "", ""
    for agreement in content.agreements:
        terms = agreements.terms_of_agreement(agreement)[-1]
        audience, code, name = "customer", terms.customer_code, terms.customer_name
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=code, now=now)
    row = step_add_row(content=replace(content, audience=audience, customer_code=code, customer_name=name), now=now)
    audit.record("reports.edit_register", subject=row, actor=actor, at=now, after=audited(row))
    return row


def due_rule_of(row: RegisterRow) -> DueRule:
    """Return the row's due rule as a value."""
    return DueRule(**row.due)


def as_stored(rule: DueRule) -> dict[str, object]:
    """Return a due rule as the row stores it."""
    return asdict(rule)
