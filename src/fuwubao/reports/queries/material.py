"""Gather what a report is made of, from its frozen figures, its kept facts and its author's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from fuwubao.accounts.workspace import setting
from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import described
from fuwubao.domain.figures import Dimension, Figure, duration_text
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.terms import AgreementTerms, ClockTarget, DueRule, MeasureTarget, ServiceTerms
from fuwubao.measurement import queries as measurement
from fuwubao.records import queries as records
from fuwubao.reports import facts
from fuwubao.reports.channels import CHANNELS
from fuwubao.reports.checks import Draft
from fuwubao.reports.frequencies import WORDS
from fuwubao.reports.material import (
    MEASURE_WORDS,
    Decision,
    EventFact,
    Masthead,
    Material,
    Naming,
    Note,
    Person,
    TargetLine,
    VersionLine,
    measure_title,
    target_short,
    target_title,
)
from fuwubao.reports.models import BreachNote, RegisterRow, Report
from fuwubao.reports.practice_material import practice_of
from fuwubao.reports.queries.carried import carried_of
from fuwubao.reports.queries.checking import damage_of, moved_of, rules_off
from fuwubao.reports.queries.improving import About, improving_of
from fuwubao.reports.queries.late_told import told_late
from fuwubao.reports.queries.versions import newest
from fuwubao.reports.rolling_up import by_citation, naming_of, of_agreements

MONTHS_SHOWN = 13  # M15


def draft_of(report: Report, *, recounted: bool = True) -> Draft:
    """Return what the checks look at for a report; what moved since the freeze only while it is a draft.

    ``recounted`` False tells of newer rows without the recount, too long for a page, unless it was made before.
    """
    newest, material = records.latest_snapshot(), material_of(report)
    newer = newest if newest != report.snapshot and report.state in ("draft", "returned") else ""
    return Draft(
        material=material,
        blocks=report.template.blocks,
        agreed=bool(report.row.agreed_by and report.row.agreed_on),
        newer_snapshot=newer,
        reactive=report.row.report_kind == "reactive",
        audience=report.row.audience,
        profiles=tuple(report.template.profiles),
        moved=moved_of(report, material, newer, recount=recounted),
        damaged=damage_of(report, material),
        off=rules_off(),
        carried=carried_of(report),
    )


def material_of(report: Report, *, blocks: Sequence[Mapping[str, Any]] | None = None) -> Material:
    """Return all facts of a report as values, with its figures exactly as they were frozen.

    ``blocks`` are those of another version of its template, by default of the one that it uses.
    """
    period = parse_period(report.period_label, report.timezone)
    terms = terms_of_row(report.row, period)
    frozen = () if report.figure_set is None else measurement.frozen_figures(report.figure_set)
    judged = ((one.code, target.id) for one in terms for service in one.services for target in service.targets)
    naming = naming_of(judged, members_of(report.row))
    assert report.as_of is not None, "a draft is made with its cut-off"
    return Material(
        masthead=masthead_of(report),
        period=period,
        previous=period.shifted(-1),
        year_ago=period.a_year_earlier,
        months=months_of(period),
        as_of=report.as_of,
        snapshot=report.snapshot,
        figures=by_citation(_told_here(frozen, terms, row=report.row, period=period), naming),
        naming=naming,
        targets=told_targets(target_lines(terms, naming), report.template.blocks if blocks is None else blocks),
        services=service_names(terms),
        owners=service_owners(terms, naming),
        breaches=facts.breaches_of(report.facts),
        exclusions=tuple((row["reason"], row["count"]) for row in report.facts.get("exclusions", ())),
        restated=facts.restated_of(report.facts),
        told_late=told_late(report),
        outages=facts.outages_of(report.facts),
        events=(*facts.events_of(report.facts), *_noted_events(report)),
        changes=tuple((row["result"], row["count"]) for row in report.facts.get("changes", ())),
        problems=tuple(report.facts.get("problems", ())),
        practice=practice_of(report.facts),
        improving=improving_of(report, period, about_whom(report.row, period)),
        texts={text.block: text.text for text in report.texts.order_by("block")},
        statements=frozenset(report.statements.values_list("block", "value")),
        nothing=frozenset(report.nothing_stated.values_list("block", flat=True)),
        notes=_notes(report, naming),
        previous_notes=tuple(_note(note) for note in previous_notes(report)),
        decisions=tuple(
            Decision(text=d.text, decider=d.decider, due_on=d.due_on) for d in report.decisions.order_by("pk")
        ),
    )


def customers_of(row: RegisterRow) -> list[str]:
    """Return the customers that a row reports on: its own, or for the firm's own rows all of its agreements or all."""
    if row.customer_code:
        return [row.customer_code]
    linked = list(row.agreements.values_list("agreement_code", flat=True))
    every = agreements.terms_of_all()
    ours = [terms for terms in every if not terms.binds_supplier]
    return sorted({terms.customer_code for terms in ours if not linked or terms.code in linked})


def members_of(row: RegisterRow) -> dict[str, str]:
    """Return the customers of a row with the names that their latest agreements give them, code → name."""
    names = {terms.customer_code: terms.customer_name for terms in agreements.terms_of_all()}
    return {code: names.get(code) or code for code in customers_of(row)}


def _told_here(
    frozen: Sequence[Figure], terms: Sequence[AgreementTerms], *, row: RegisterRow, period: Period
) -> list[Figure]:
    """Return the frozen figures that speak of the row's agreements; of a customer all of whose are named, all."""
    told: list[Figure] = []
    for customer in dict.fromkeys(figure.scope.customer for figure in frozen):
        theirs = [figure for figure in frozen if figure.scope.customer == customer]
        own = [one for one in terms if one.customer_code == customer]
        if own and unnamed_agreements(row, customer, period):
            services = frozenset(service.code for one in own for service in one.services)
            theirs = of_agreements(theirs, named=frozenset(one.code for one in own), services=services)
        told += theirs
    return told


def unnamed_agreements(row: RegisterRow, customer: str, period: Period) -> frozenset[str]:
    """Return the customer's agreements in force in the period that the row, which names some, leaves out."""
    linked = set(row.agreements.values_list("agreement_code", flat=True))
    return frozenset(set(_in_force([customer], period)) - linked) if linked else frozenset()


def about_whom(row: RegisterRow, period: Period) -> About:
    """Return whose improvement a row tells; services are named where it leaves some agreements out."""
    customers = customers_of(row)
    limited = any(unnamed_agreements(row, code, period) for code in customers)
    return About(
        customers=tuple(customers) if row.customer_code else ("", *customers),
        services=tuple(service_names(terms_of_row(row, period))) if limited else (),
    )


def terms_of_row(row: RegisterRow, period: Period) -> tuple[AgreementTerms, ...]:
    """Return the agreement revisions in force on the period's last day: those that the row names, else all."""
    linked = set(row.agreements.values_list("agreement_code", flat=True))
    held = _in_force(customers_of(row), period)
    return tuple(held[code] for code in sorted(held) if not linked or code in linked)


def _in_force(customers: Sequence[str], period: Period) -> dict[str, AgreementTerms]:
    """Return by code the agreements that hold in the period; of one's revisions the latest that has begun."""
    chosen: dict[str, AgreementTerms] = {}
    for code in customers:
        for terms in agreements.terms_for(code):
            if terms.holds_from <= period.last and period.first <= terms.valid_to:
                held = chosen.get(terms.code)
                if held is None or held.holds_from <= terms.holds_from:
                    chosen[terms.code] = terms
    return chosen


def target_lines(terms: Sequence[AgreementTerms], naming: Naming) -> tuple[TargetLine, ...]:
    """Return every target of the agreements in their own order, with titles and citation keys.

    Of several customers each target stays under its own agreement, and its service says whose it is.
    """
    lines: list[TargetLine] = []
    for agreement in terms:
        owner = naming.members.get(agreement.customer_code)
        for service in agreement.services:
            name = f"{owner} · {service.name}" if owner else service.name
            lines += [_clock_line(agreement, service.code, name, target, naming) for target in service.targets]
            lines += [_measure_line(agreement, service, name, t, naming) for t in service.measure_targets]
    return tuple(lines)


def told_targets(lines: Sequence[TargetLine], blocks: Sequence[Mapping[str, Any]]) -> tuple[TargetLine, ...]:
    """Keep the targets that a template tells: all, or those of the measures that its summary names."""
    told = next((block.get("parameters", {}).get("targets") for block in blocks if block["code"] == "summary"), None)
    return tuple(line for line in lines if told is None or line.key.partition(":")[0] in told)


def _clock_line(agreement: AgreementTerms, code: str, name: str, target: ClockTarget, naming: Naming) -> TargetLine:
    applies = dict(target.applies)
    if target.within_days is not None:
        within = f"≤ {target.within_days} 个工作日"
    else:
        within = f"≤ {duration_text(Fraction(target.within_seconds or 0))}"
    measure = "K02" if target.clock.value == "response" else "K03"
    return TargetLine(
        agreement=agreement.code,
        service=code,
        service_name=name,
        id=target.id,
        title=target_title(target),
        short=target_short(target),
        within=within,
        bound=target.attainment,
        key=naming.key_of(measure, dimension=Dimension.TARGET, value=target.id, agreement=agreement.code),
        clock=target.clock.value,
        priority=applies.get("priority", ""),
        ticket_class=applies.get("class", ""),
        minimum_sample=target.minimum_sample,
    )


def _measure_line(
    agreement: AgreementTerms, service: ServiceTerms, name: str, target: MeasureTarget, naming: Naming
) -> TargetLine:
    owner = agreement.customer_code
    return TargetLine(
        agreement=agreement.code,
        service=service.code,
        service_name=name,
        id=target.id,
        title=measure_title(target, service.name),
        short=MEASURE_WORDS.get(target.measure, target.id),
        within="",
        bound=target.value,
        key=naming.key_of(target.measure, dimension=Dimension.SERVICE, value=service.code, customer=owner),
        minimum_sample=target.minimum_sample,
    )


def service_names(terms: Sequence[AgreementTerms]) -> dict[str, str]:
    """Return the services of the agreements by code, in their own order."""
    return {service.code: service.name for agreement in terms for service in agreement.services}


def service_owners(terms: Sequence[AgreementTerms], naming: Naming) -> dict[str, str]:
    """Return the customer of each service, code → name, for a report on several customers; else nothing."""
    owners = {service.code: one.customer_code for one in terms for service in one.services}
    return {code: naming.members[owner] for code, owner in owners.items() if owner in naming.members}


def months_of(period: Period) -> tuple[Period, ...]:
    """Return the 13 months that end with the period's last month, oldest first."""
    last = parse_period(period.last.strftime("%Y-%m"), period.timezone)
    return tuple(last.shifted(-step) for step in reversed(range(MONTHS_SHOWN)))


def previous_notes(report: Report) -> list[BreachNote]:
    """Return the measures that the last earlier report of the same row promised; they open this one (design 6)."""
    held = Report.objects.filter(row=report.row, period_ends_before__lte=report.period_starts_at)
    earlier = newest(held.exclude(state__in=("superseded", "withdrawn")))
    if earlier is None:
        return []
    return list(earlier.breach_notes.exclude(measure="").order_by("due_on", "subject"))


def _notes(report: Report, naming: Naming) -> dict[str, Note]:
    """Return what is noted on misses and late tickets, by subject.

    In a report on several customers, what a member's own report of the same period says holds until it is noted here.
    """
    notes: dict[str, Note] = {}
    if naming.members:
        elsewhere = BreachNote.objects.filter(
            report__row__customer_code__in=naming.members, report__period_label=report.period_label
        ).exclude(report__state__in=("superseded", "withdrawn"))
        notes |= {note.subject: _note(note) for note in elsewhere.order_by("noted_at", "pk")}
    return notes | {note.subject: _note(note) for note in report.breach_notes.order_by("subject")}


def _note(note: BreachNote) -> Note:
    return Note(
        subject=note.subject,
        cause=note.cause,
        measure=note.measure,
        owner=note.owner,
        due_on=note.due_on,
        outcome=note.outcome,
        outcome_note=note.outcome_note,
    )


def _noted_events(report: Report) -> tuple[EventFact, ...]:
    return tuple(
        EventFact(
            kind=note.event_kind, at=note.happened_at, title=note.title, detail=note.detail, record_id=note.record_id
        )
        for note in report.event_notes.order_by("happened_at", "pk")
    )


def masthead_of(report: Report) -> Masthead:
    """Return what identifies the report; signatures are empty until they are given."""
    row, zone = report.row, ZoneInfo(report.timezone)
    means = "、".join(CHANNELS.get(channel, channel) for channel in row.delivery)
    return Masthead(
        number=report.number,
        row_number=row.number,
        version=report.version,
        title=row.name,
        template=f"{report.template.code} {report.template.name} 第 {report.template.version} 版",
        issuer=setting("ORGANISATION", "本公司"),
        customer=row.customer_name or "管理者",
        classification=row.classification,
        frequency=f"{WORDS.get(row.frequency, row.frequency)}，{described(DueRule(**row.due)).zh}",
        approved=False,
        drafted_at=report.created_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        people=(Person(role="编制", name=report.author.name), Person(role="审核"), Person(role="批准")),
        recipients=tuple((name, means) for name in row.recipients),
        versions=tuple(_versions(report)),
    )


def _versions(report: Report) -> list[VersionLine]:
    lines: list[VersionLine] = []
    issue: Report | None = report
    while issue is not None:
        zone = ZoneInfo(issue.timezone)
        change = issue.correction_reason or "首次编制"
        on = issue.created_at.astimezone(zone).date().isoformat()
        lines.append(VersionLine(version=issue.version, on=on, change=change, author=issue.author.name))
        issue = issue.previous_version
    return lines[::-1]
