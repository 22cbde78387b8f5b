"""A small cast for clock tests: one customer, one service, office hours in Shanghai, and terse tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.judge import judge
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen, ServiceTerms
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from fuwubao.domain.verdicts import Verdict

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = 3600
NINE_TO_SIX = (Shift(9 * HOUR, 18 * HOUR),)
OFFICE = WorkCalendar(timezone="Asia/Shanghai", weekly=(NINE_TO_SIX,) * 5 + ((),) * 2)
NINE_TO_FIVE = WorkCalendar(timezone="Asia/Shanghai", weekly=((Shift(9 * HOUR, 17 * HOUR),),) * 5 + ((),) * 2)


def local(text: str) -> datetime:
    """``2026-03-02 16:30`` on the wall in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def target(
    clock: ClockKind = ClockKind.RESOLUTION,
    *,
    seconds: int | None = None,
    days: int | None = None,
    calendar: str = "office",
    **applies: str,
) -> ClockTarget:
    """One promise; ``priority="P1"`` and the like are its conditions."""
    told = "+".join(applies.values()) or "any"
    return ClockTarget(
        id=f"{told}-{clock}",
        clock=clock,
        applies=tuple(applies.items()),
        calendar=calendar,
        within_seconds=seconds,
        within_days=days,
    )


def agreement(
    *targets: ClockTarget,
    calendars: Mapping[str, WorkCalendar] | None = None,
    reopen: Reopen = Reopen.TOTAL,
    pause_days: bool = False,
    pause_response: bool = False,
    reasons: Sequence[str] = ("waiting_customer",),
    code: str = "SLA-1",
    services: Sequence[str] = ("ERP",),
    valid_from: date = date(2026, 1, 1),
    revision_from: date | None = None,
) -> AgreementTerms:
    """An agreement of customer HD with the same targets for each service, valid through 2026."""
    return AgreementTerms(
        code=code,
        kind="sla",
        customer_code="HD",
        customer_name="华东制造有限公司",
        valid_from=valid_from,
        valid_to=date(2026, 12, 31),
        revision_from=revision_from,
        timezone="Asia/Shanghai",
        calendars=calendars or {"office": OFFICE, "always": ALWAYS("Asia/Shanghai")},
        services=tuple(ServiceTerms(code=service, name=service, targets=targets) for service in services),
        pending_reasons=frozenset(reasons),
        pause_response=pause_response,
        pause_days=pause_days,
        reopen=reopen,
    )


def ticket(opened: str, *, priority: str = "P3", service: str = "ERP") -> TicketFacts:
    """An incident of HD opened then."""
    return TicketFacts(
        id="T1",
        ticket_class="incident",
        customer="HD",
        service=service,
        priority=priority,
        opened_at=local(opened),
    )


def log(*lines: str) -> list[TicketEvent]:
    """Read ``2026-03-03 09:30 pending waiting_customer``: date, time, event, then reason or new value."""
    events = []
    for line in lines:
        day, clock, event, *more = line.split()
        kind = EventKind(event)
        changes = kind in (EventKind.PRIORITY_CHANGED, EventKind.SERVICE_CHANGED)
        told = more[0] if more else ""
        events.append(
            TicketEvent(
                at=local(f"{day} {clock}"),
                event=kind,
                value=told if changes else "",
                reason="" if changes else told,
            )
        )
    return events


def resolution(terms: AgreementTerms, lines: Sequence[str], as_of: str, *, priority: str = "P3") -> Verdict:
    """Judge the resolution of a ticket whose first line is its opening."""
    return _both(terms, lines, as_of, priority)[1]


def response(terms: AgreementTerms, lines: Sequence[str], as_of: str, *, priority: str = "P3") -> Verdict:
    """Judge the response of a ticket whose first line is its opening."""
    return _both(terms, lines, as_of, priority)[0]


def _both(terms: AgreementTerms, lines: Sequence[str], as_of: str, priority: str) -> tuple[Verdict, Verdict]:
    opened = lines[0].removesuffix(" opened")
    return judge(ticket(opened, priority=priority), log(*lines), (terms,), local(as_of))
