"""Make a draft: one cut-off, one snapshot, all figures and facts frozen before a word is written (M14, S1.37)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.figures import Dimension, Figure, FigureKey
from fuwubao.domain.lifecycles import OBLIGATION
from fuwubao.domain.numbering import FIRST_VERSION, parse_version, report_number
from fuwubao.domain.periods import Period, parse_period
from fuwubao.measurement.actions import keep_figures
from fuwubao.measurement.queries import figures_between, frozen_figures
from fuwubao.records import queries as records
from fuwubao.reports import facts, rules
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.errors import (
    AlreadyDrafted,
    OutsidePeriod,
    ReasonMissing,
    RowNotFound,
    TemplateMissing,
)
from fuwubao.reports.frozen_seal import KEPT_AS, seal_of
from fuwubao.reports.models import Obligation, RegisterRow, Report, SectionText, Template
from fuwubao.reports.practice_facts import Asked
from fuwubao.reports.practice_taking import taken_for
from fuwubao.reports.queries.due_terms import zone_and_end
from fuwubao.reports.queries.material import (
    customers_of,
    months_of,
    service_names,
    terms_of_row,
    unnamed_agreements,
)
from fuwubao.reports.queries.templates import today_of, version_in_force
from fuwubao.reports.queries.versions import restatements

SLICES = (Dimension.SERVICE, Dimension.PRIORITY, Dimension.CLASS, Dimension.TARGET)
MONTHLY_SLICES = (Dimension.SERVICE, Dimension.CLASS, Dimension.TARGET)
BY_TEAM = ("K03",)
MONTHLY_BY_SLICE = frozenset(
    {"K02", "K03", "K07", "K09", "K10", "K17", "K22"}
)  # what trends and volumes are drawn from


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Figures and facts of one cut-off and snapshot, not stored yet."""

    period: Period
    as_of: datetime
    snapshot: str
    figures: tuple[Figure, ...]
    facts: dict[str, object]


def take(row: RegisterRow, period: Period, *, as_of: datetime, snapshot: str | None = None) -> Taken:
    """Compute all figures and facts that a report of the row and period can need: a read, nothing is stored."""
    taken_from = snapshot or records.latest_snapshot()
    customers = customers_of(row)
    figures: dict[FigureKey, Figure] = {}
    for code in customers:
        for figure in _figures_of(code, period, as_of=as_of, snapshot=taken_from):
            figures.setdefault(figure.key, figure)
    services = service_names(terms_of_row(row, period))
    left_out = frozenset(other for code in customers for other in unnamed_agreements(row, code, period))
    kept = facts.taken(
        customers=customers,
        services=services,
        period=period,
        as_of=as_of,
        snapshot=taken_from,
        left_out=left_out,
    )
    asked = Asked(customers=customers, services=frozenset(services), period=period, as_of=as_of, snapshot=taken_from)
    kept["practice"] = taken_for(row.template_code, asked)
    kept["restated"] = restatements(row, period, customers, as_of=as_of, snapshot=taken_from)
    return Taken(period=period, as_of=as_of, snapshot=taken_from, figures=tuple(figures.values()), facts=kept)


def _figures_of(customer: str, period: Period, *, as_of: datetime, snapshot: str) -> Iterator[Figure]:
    """Yield the period, its neighbours and its 13 months; slices only where a report draws or tells them."""
    around = tuple(dict.fromkeys((period.a_year_earlier, period.shifted(-1), period)))
    yield from figures_between(customer=customer, periods=around, as_of=as_of, dimensions=SLICES, snapshot=snapshot)
    for figure in figures_between(
        customer=customer, periods=(period,), as_of=as_of, dimensions=(Dimension.TEAM,), snapshot=snapshot,
        measures=BY_TEAM,
    ):  # fmt: skip
        yield figure
    months = months_of(period)
    monthly = figures_between(
        customer=customer, periods=months, as_of=as_of, dimensions=MONTHLY_SLICES, snapshot=snapshot
    )
    for figure in monthly:
        if figure.scope.dimension is None or figure.measure in MONTHLY_BY_SLICE:
            yield figure


def draft_report(
    *, row_number: str, period_label: str, actor: User, now: datetime, as_of: datetime | None = None
) -> Report:
    """Make the draft of a row's period with frozen figures; its duty moves to in_progress.

    An open period may be drafted early, to see what is coming; such a draft cannot be submitted before its data
    are taken anew after the period's end (rule ``period_open``). One that has not begun has nothing to tell.

    Source: S1.22, S1.40, M14. Raises: NotAllowed, RowNotFound, OutsidePeriod, AlreadyDrafted, TemplateMissing,
    NothingToFreeze.
    """
    row, period = row_and_period(row_number, period_label)
    permissions.refuse_unless_may(actor, "reports.draft", customer_code=row.customer_code, now=now)
    if period.starts_at > now and row.report_kind == "reactive":
        why = f"期间从 {period.first.isoformat()} 才开始"
        raise OutsidePeriod(where=row_number, period=period.label, why=why)
    taken = take(row, period, as_of=min(as_of or now, now))
    return _keep_draft(row=row, taken=taken, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_draft(*, row: RegisterRow, taken: Taken, actor: User, now: datetime) -> Report:
    period = taken.period
    existing = Report.objects.filter(row=row, period_label=period.label).order_by("-version").first()
    if existing is not None:
        raise AlreadyDrafted(number=existing.number, state=existing.state)
    duty = Obligation.objects.select_for_update().filter(row=row, period_label=period.label).first()
    report = _new_report(row, period, duty=duty, version=str(FIRST_VERSION), actor=actor, now=now)
    _freeze(report, taken, actor=actor, now=now)
    if duty is not None and duty.state in ("scheduled", "collecting"):
        duty.state = OBLIGATION.step_for(duty.state, "reports.draft").target_state
        duty.save(update_fields=["state"])
    after = {"number": report.number, "as_of": taken.as_of.isoformat(), "snapshot": taken.snapshot}
    audit.record("reports.draft", subject=report, actor=actor, at=now, after=after)
    return report


def row_and_period(row_number: str, period_label: str) -> tuple[RegisterRow, Period]:
    """Return a register row and a period in the row's zone. Raises: RowNotFound, PeriodUnreadable."""
    row = RegisterRow.objects.select_related("author", "reviewer").filter(number=row_number).first()
    if row is None:
        raise RowNotFound(number=row_number)
    return row, parse_period(period_label, zone_and_end(row)[0])


def template_in_force(row: RegisterRow, now: datetime) -> Template:
    """Return the version of the row's template that holds today (S1.27). Raises: TemplateMissing."""
    found = version_in_force(row.template_code, today_of(now))
    if found is None:
        raise TemplateMissing(number=row.number, template=row.template_code)
    return found


def _new_report(
    row: RegisterRow, period: Period, *, duty: Obligation | None, version: str, actor: User, now: datetime
) -> Report:
    return Report.objects.create(
        row=row,
        obligation=duty,
        number=report_number(row.number, period.label, parse_version(version)),
        version=version,
        period_label=period.label,
        period_starts_at=period.starts_at,
        period_ends_before=period.ends_before,
        timezone=period.timezone,
        template=template_in_force(row, now),
        author=row.author or actor,
        created_at=now,
    )


def _freeze(report: Report, taken: Taken, *, actor: User, now: datetime) -> None:
    kept = keep_figures(figures=taken.figures, snapshot=taken.snapshot, purpose=report.number, actor=actor, now=now)
    report.figure_set, report.as_of, report.snapshot = kept.pk, taken.as_of, taken.snapshot
    report.facts = taken.facts | {KEPT_AS: seal_of(frozen_figures(kept.pk))}
    report.save(update_fields=["figure_set", "as_of", "snapshot", "facts"])


def retake_figures(*, number: str, actor: User, now: datetime) -> Report:
    """更新数据: take figures and facts anew while it is a draft; the words stay (design 6)."""
    report = Report.objects.select_related("row").filter(number=number).first()
    if report is None:
        return _store_retaken(number=number, taken=None, actor=actor, now=now)
    period = parse_period(report.period_label, report.timezone)
    return _store_retaken(number=number, taken=take(report.row, period, as_of=now), actor=actor, now=now)


@transaction.atomic(durable=True)
def _store_retaken(*, number: str, taken: Taken | None, actor: User, now: datetime) -> Report:
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.write", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", "returned", act="更新数据")
    assert taken is not None
    before = {"as_of": report.as_of.isoformat() if report.as_of else None, "snapshot": report.snapshot}
    _freeze(report, taken, actor=actor, now=now)
    after = {"as_of": taken.as_of.isoformat(), "snapshot": taken.snapshot}
    audit.record("reports.retake", subject=report, actor=actor, at=now, before=before, after=after)
    return report


def correct_report(*, number: str, reason: str, actor: User, now: datetime) -> Report:
    """更正: open a new version of a published report, with the same words and figures taken anew.

    The old version stays as it was sent; publishing the new one supersedes it and tells its recipients (M6).
    Raises: NotAllowed, StepRefused, ReasonMissing, AlreadyDrafted.
    """
    published = Report.objects.select_related("row").filter(number=number).first()
    taken = None
    if published is not None:
        taken = take(published.row, parse_period(published.period_label, published.timezone), as_of=now)
    return _keep_correction(number=number, taken=taken, reason=reason, actor=actor, now=now)


@transaction.atomic(durable=True)
def _keep_correction(*, number: str, taken: Taken | None, reason: str, actor: User, now: datetime) -> Report:
    old = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.correct", customer_code=old.row.customer_code, now=now)
    rules.refuse_unless_in(old, "published", "acknowledged", "followed_up", "archived", act="更正")
    if not reason.strip():
        raise ReasonMissing(act="更正", where=number, why="reason")
    newer = Report.objects.filter(previous_version=old).first()
    if newer is not None:
        raise AlreadyDrafted(number=newer.number, state=newer.state)
    assert taken is not None
    version = str(parse_version(old.version).next_revision())
    report = _new_report(old.row, taken.period, duty=old.obligation, version=version, actor=actor, now=now)
    report.previous_version, report.correction_reason, report.author = old, reason, old.author
    report.save(update_fields=["previous_version", "correction_reason", "author"])
    _freeze(report, taken, actor=actor, now=now)
    _carry_words(old, report)
    audit.record(
        "reports.correct", subject=report, actor=actor, at=now, before=old.number, after=report.number, remark=reason
    )
    return report


def _carry_words(old: Report, new: Report) -> None:
    SectionText.objects.bulk_create(
        SectionText(
            report=new, block=text.block, text=text.text, written_by=text.written_by, written_at=text.written_at
        )
        for text in old.texts.all()
    )
    for related in (
        old.breach_notes,
        old.statements,
        old.nothing_stated,
        old.decisions,
        old.event_notes,
        old.waivers,
    ):
        for kept in related.all():
            kept.pk, kept.report = None, new
            kept.save(force_insert=True)
