"""Which promise covers a ticket: the agreement revision and the target row in force (semantics 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.errors import Refused
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, ServiceTerms
from fuwubao.domain.tickets import TicketFacts


class TwoAgreements(Refused):
    """Two agreements promise the same service to the same customer on one day."""

    code = "domain.two_agreements"
    zh = "客户 {customer} 的服务 {service} 在 {day} 同时被 {agreements} 覆盖"
    en = "Service {service} of customer {customer} is covered twice on {day}: {agreements}"
    hint_zh = "请修改其中一份协议的有效期或服务清单"
    hint_en = "Change the validity or the services of one of them"
    source = "semantics 3"


class TwoRows(Refused):
    """Two target rows with equally many keys fit one ticket."""

    code = "domain.two_rows"
    zh = "协议 {agreement} 的目标 {rows} 对同一工单同样适用"
    en = "Targets {rows} of agreement {agreement} fit a ticket equally well"
    hint_zh = "请让其中一个目标的条件更具体"
    hint_en = "Make the conditions of one of them more specific"
    source = "semantics 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowInForce:
    """A target row with the agreement that holds it and the calendar that it is counted on."""

    terms: AgreementTerms
    target: ClockTarget
    calendar: WorkCalendar


def agreement_for(
    customer: str, service: str, first_instant: datetime, agreements: Sequence[AgreementTerms]
) -> AgreementTerms | None:
    """Return the revision valid on the local date of ``first_instant`` that lists the service, if any.

    Of one agreement's revisions the latest that has begun holds, alone.
    Raises: TwoAgreements (loading refuses them, so only terms put together by hand can).
    """
    holding: dict[str, AgreementTerms] = {}
    for terms in agreements:
        if terms.customer_code == customer and terms.holds_from <= _local_date(first_instant, terms.timezone):
            earlier = holding.get(terms.code)
            if earlier is None or terms.holds_from >= earlier.holds_from:
                holding[terms.code] = terms
    covering = [
        terms
        for terms in holding.values()
        if _local_date(first_instant, terms.timezone) <= terms.valid_to and _service(terms, service) is not None
    ]
    if len(covering) > 1:
        raise TwoAgreements(
            customer=customer,
            service=service,
            day=_local_date(first_instant, covering[0].timezone).isoformat(),
            agreements=", ".join(terms.code for terms in covering),
        )
    return covering[0] if covering else None


def row_in_force(
    ticket: TicketFacts,
    clock: ClockKind,
    agreements: Sequence[AgreementTerms],
    *,
    first_instant: datetime,
    service: str,
    priority: str,
) -> RowInForce | None:
    """Return the row of the clock with most keys, all equal to the ticket's; None when nothing was promised.

    Raises: TwoAgreements, TwoRows, UnknownTicketKey.
    """
    terms = agreement_for(ticket.customer, service, first_instant, agreements)
    offered = _service(terms, service) if terms else None
    if terms is None or offered is None:
        return None
    fitting = [
        target
        for target in offered.targets
        if target.clock is clock
        and all(ticket.key(key, service=service, priority=priority) == value for key, value in target.applies)
    ]
    if not fitting:
        return None
    most = max(len(target.applies) for target in fitting)
    best = [target for target in fitting if len(target.applies) == most]
    if len(best) > 1:
        raise TwoRows(agreement=terms.code, rows=", ".join(target.id for target in best))
    return RowInForce(terms=terms, target=best[0], calendar=terms.calendars[best[0].calendar])


def _service(terms: AgreementTerms, code: str) -> ServiceTerms | None:
    return next((service for service in terms.services if service.code == code), None)


@lru_cache(maxsize=4096)
def _local_date(at: datetime, timezone: str) -> date:
    return at.astimezone(ZoneInfo(timezone)).date()
