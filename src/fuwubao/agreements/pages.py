"""The typed objects that the pages of this room show, built from terms; no database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from fuwubao.agreements import wording
from fuwubao.agreements.year_view import YearView
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.terms import AgreementTerms, ServiceTerms
from fuwubao.ui.language import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """One agreement in the list, as its revision of the day says."""

    code: str
    kind: str
    customer_code: str
    customer_name: str
    valid_from: date
    valid_to: date
    state: str
    state_words: str
    revision: int
    services: int
    targets: int
    duties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target of the page: what for, how fast or how much, on which calendar."""

    id: str
    title: str
    within: str
    calendar: str
    bound: str
    minimum_sample: int | None
    maintenance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One agreed ceiling of a workload (K28)."""

    title: str
    bound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBlock:
    """One service with its targets and workload limits."""

    code: str
    name: str
    targets: tuple[TargetRow, ...]
    limits: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One reporting duty of the agreement."""

    number: str
    name: str
    template: str
    frequency: str
    due: str
    recipients: str
    agreed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One revision in the history; ``last`` is the last date on which it holds, None when it never does."""

    number: int
    holds_from: date
    last: date | None
    reason: str
    loaded_by: str
    loaded_at: datetime
    terms_sha256: str
    calendar_version: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """Everything that the page of one agreement shows."""

    row: AgreementRow
    timezone: str
    pending: str
    reopen: str
    cohort: str
    pauses: tuple[str, ...]
    services: tuple[ServiceBlock, ...]
    duties: tuple[DutyRow, ...]
    revisions: tuple[RevisionRow, ...]
    calendars: tuple[str, ...]
    year: YearView | None
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """One customer, department or supplier."""

    code: str
    name: str
    kind: str
    parent: str
    agreements: tuple[str, ...]
    supplier_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service of the catalogue with the agreements that list it today."""

    code: str
    name: str
    agreements: tuple[str, ...]


def agreement_row(terms: AgreementTerms, *, number: int, today: date) -> AgreementRow:
    """Build the list's row of one revision."""
    state = "to_come" if today < terms.holds_from else "expired" if today > terms.valid_to else "in_force"
    return AgreementRow(
        code=terms.code,
        kind=wording.worded(terms.kind, wording.KINDS),
        customer_code=terms.customer_code,
        customer_name=terms.customer_name,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        state=state,
        state_words=wording.worded(state, wording.STATES),
        revision=number,
        services=len(terms.services),
        targets=sum(len(service.targets) + len(service.measure_targets) for service in terms.services),
        duties=len(terms.reports),
    )


def service_block(service: ServiceTerms, calendars: dict[str, str]) -> ServiceBlock:
    """Build a service's block; ``calendars`` gives the words of each calendar's name."""
    clocks = [
        TargetRow(
            id=target.id,
            title=f"{wording.applies(target)} {wording.worded(target.clock, wording.CLOCKS)}",
            within=wording.within(target),
            calendar=calendars.get(target.calendar, target.calendar),
            bound=wording.bound(target.attainment),
            minimum_sample=target.minimum_sample,
        )
        for target in service.targets
    ]
    measures = [
        TargetRow(
            id=target.id,
            title=wording.measure(target),
            within="—",
            calendar=calendars.get(target.calendar, target.calendar) if target.calendar else "—",
            bound=wording.measure_bound(target),
            minimum_sample=target.minimum_sample,
            maintenance=wording.maintenance(target.maintenance),
        )
        for target in service.measure_targets
    ]
    limits = tuple(
        LimitRow(
            title=wording.worded(limit.measure, wording.WORKLOADS),
            bound=wording.LIMIT_PERIODS[limit.per] % {"count": limit.limit},
        )
        for limit in service.workload_limits
    )
    return ServiceBlock(code=service.code, name=service.name, targets=(*clocks, *measures), limits=limits)


def duty_rows(terms: AgreementTerms) -> tuple[DutyRow, ...]:
    """Build the rows of the reporting duties."""
    return tuple(
        DutyRow(
            number=duty.number,
            name=duty.name,
            template=duty.template,
            frequency=wording.worded(duty.frequency, wording.FREQUENCIES),
            due=wording.due(duty.due),
            recipients=listed(*duty.recipients),
            agreed=" ".join(part for part in (duty.agreed_by, str(duty.agreed_on or ""), duty.agreed_evidence) if part),
        )
        for duty in terms.reports
    )


def calendar_words(name: str, work: WorkCalendar) -> str:
    """Call a calendar 7×24 where it is one, else by its name."""
    whole = all(len(shifts) == 1 and shifts[0].ends - shifts[0].starts == 86_400 for shifts in work.weekly)
    return "7×24" if whole and not work.holidays and not work.special_shifts and not work.breaks else name


def pause_words(terms: AgreementTerms) -> tuple[str, ...]:
    """Say what waiting does beyond the resolution clock (semantics 5, 6)."""
    words = [_("等待也暂停响应计时")] if terms.pause_response else []
    words += [_("等待顺延工作日时限")] if terms.pause_days else []
    return tuple(words)
