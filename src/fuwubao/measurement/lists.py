"""What the lists of figures and of late clocks show, each as one typed object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.figures import Figure
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.measurement.addresses import figure_query
from fuwubao.measurement.breaches import Breach, breaches_in
from fuwubao.measurement.entered import entry_definition
from fuwubao.measurement.figure_pages import base_text, target_text, variant_words
from fuwubao.measurement.notations import CLOCK_WORDS, clock_text, local_text, shown
from fuwubao.measurement.queries import customers_as_of, figures_for, period_for, utc_text
from fuwubao.records import queries as records
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of the list; ``query`` is the rest of its page's address, ``note`` whence an entered value comes."""

    measure: str
    title: str
    scope: str
    display: str
    base: str
    target: str
    verdict: str
    status: str
    query: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """All figures of a customer and period; ``customers`` are those to choose from."""

    customers: tuple[str, ...]
    customer: str
    period: str
    as_of: str
    as_of_query: str
    snapshot: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLine:
    """One late clock of the list."""

    ticket: str
    title: str
    clock: str
    service: str
    priority: str
    target_row: str
    elapsed: str
    over: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachesPage:
    """The clocks of a customer that went past their target in a period."""

    customers: tuple[str, ...]
    customer: str
    period: str
    as_of_query: str
    lines: tuple[BreachLine, ...]


def figures_page(*, customer: str, period: str, as_of: datetime) -> FiguresPage:
    """Return every figure of a customer, by default of the first one there is.

    Raises: CustomerUnknown, PeriodUnreadable.
    """
    taken = records.latest_snapshot()
    known = customers_as_of(as_of, snapshot=taken)
    chosen = customer or (known[0] if known else "")
    answer = figures_for(customer=chosen, period=period, as_of=as_of, snapshot=taken) if chosen else None
    zone = answer.period.timezone if answer else time_zone()
    return FiguresPage(
        customers=known,
        customer=chosen,
        period=period,
        as_of=local_text(as_of, zone),
        as_of_query=utc_text(as_of),
        snapshot=taken,
        lines=tuple(_line(one, period) for one in answer.figures) if answer else (),
    )


def breaches_page(*, customer: str, period: str, as_of: datetime) -> BreachesPage:
    """Return the late clocks of a customer, by default of the first one there is. Raises: PeriodUnreadable."""
    taken = records.latest_snapshot()
    known = customers_as_of(as_of, snapshot=taken)
    chosen = customer or (known[0] if known else "")
    bounds = period_for(chosen, period)
    found = breaches_in(bounds, customer=chosen, as_of=as_of, snapshot=taken)
    return BreachesPage(
        customers=known,
        customer=chosen,
        period=period,
        as_of_query=utc_text(as_of),
        lines=tuple(_breach_line(one, bounds.timezone) for one in found),
    )


def _line(figure: Figure, period: str) -> FigureLine:
    scope = figure.scope
    named = _("手工登记") if figure.entry else said(measure_called(figure.measure).words)
    variant = [] if figure.entry else variant_words(figure.variant)
    return FigureLine(
        measure=figure.measure,
        title=" ".join((named, *variant)),
        scope=scope.key or _("合计"),
        display=shown(figure),
        base=base_text(figure),
        target=target_text(figure),
        verdict=figure.verdict.value if figure.verdict else "",
        status=figure.status.value,
        query=figure_query(figure, period),
        note=said(entry_definition(figure)) if figure.entry else "",
    )


def _breach_line(one: Breach, zone: str) -> BreachLine:
    return BreachLine(
        ticket=one.ticket,
        title=one.title,
        clock=said(CLOCK_WORDS[one.clock]),
        service=one.service,
        priority=one.priority,
        target_row=one.target_row,
        elapsed=clock_text(one.elapsed_seconds),
        over="—" if one.over_seconds is None else f"+{clock_text(one.over_seconds)}",
        at=local_text(one.decided_at, zone),
    )
