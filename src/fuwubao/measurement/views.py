"""Pages of the room: one query each; customer, period and cut-off stay in the address."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fuwubao.accounts.permissions import AuthedRequest, refuse_unless_may, requires
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.figures import Dimension, Variant
from fuwubao.domain.instants import parse_instant
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.measurement.clock_pages import clock_page
from fuwubao.measurement.figure_pages import figure_page
from fuwubao.measurement.figure_sources import figure_rows_file
from fuwubao.measurement.lists import breaches_page, figures_page
from fuwubao.measurement.reconciliation_pages import differences_file, reconciliation_page

READ = "measurement.read"


@require_GET
@requires(READ)
def figures(request: AuthedRequest) -> HttpResponse:
    """All figures of a customer and period, each a link to where it comes from."""
    page = figures_page(customer=_customer(request), period=_period(request), as_of=_as_of(request))
    return render(request, "measurement/figures.html", {"page": page})


@require_GET
@requires(READ)
def figure(request: AuthedRequest, measure: str) -> HttpResponse:
    """One figure: base, target, distance, trend, definition, rows."""
    asked = request.GET
    dimension = next((one for one in Dimension if asked.get(one.value)), None)
    page = figure_page(
        measure=measure,
        customer=_customer(request),
        period=_period(request),
        as_of=_as_of(request),
        dimension=dimension,
        key=asked.get(dimension.value, "") if dimension else "",
        variant=_variant(request),
        snapshot=asked.get("snapshot") or None,
        recount=asked.get("recount") == "1",
    )
    return render(request, "measurement/figure.html", {"page": page})


@require_GET
@requires(READ)
def figure_rows(request: AuthedRequest, measure: str, file_format: str) -> HttpResponse:
    """The rows behind a figure as a file."""
    asked = request.GET
    dimension = next((one for one in Dimension if asked.get(one.value)), None)
    content, media_type = figure_rows_file(
        measure=measure,
        customer=_customer(request),
        period=_period(request),
        as_of=_as_of(request),
        dimension=dimension,
        key=asked.get(dimension.value, "") if dimension else "",
        variant=_variant(request),
        snapshot=asked.get("snapshot") or None,
        file_format=file_format,
    )
    name = f"{measure}-{_period(request).replace('/', '_')}.{file_format}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_GET
@requires(READ)
def breaches(request: AuthedRequest) -> HttpResponse:
    """The clocks that went past their target in a period."""
    page = breaches_page(customer=_customer(request), period=_period(request), as_of=_as_of(request))
    return render(request, "measurement/breaches.html", {"page": page})


@require_GET
@requires(READ)
def clock(request: AuthedRequest, ticket: str) -> HttpResponse:
    """Why a ticket was judged as it was: both clocks drawn and told."""
    source = request.GET.get("source") or None
    page = clock_page(ticket, as_of=_as_of(request), timezone=time_zone(), source=source)
    refuse_unless_may(request.user, READ, customer_code=page.customer, now=timezone.now())
    return render(request, "measurement/clock.html", {"page": page})


@require_GET
@requires(READ)
def reconciliation(request: AuthedRequest) -> HttpResponse:
    """Our verdicts beside those of the tool that the tickets came from, and why they differ."""
    asked = request.GET
    page = reconciliation_page(
        customer=_customer(request),
        period=_period(request),
        as_of=_as_of(request),
        cause=asked.get("cause", ""),
        clock=asked.get("clock", ""),
        number=asked.get("page", ""),
    )
    refuse_unless_may(request.user, READ, customer_code=page.customer, now=timezone.now())
    return render(request, "measurement/reconciliation.html", {"page": page})


@require_GET
@requires(READ)
def reconciliation_file(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The differences of a customer and period as a file."""
    content, media_type = differences_file(
        customer=_customer(request), period=_period(request), as_of=_as_of(request), file_format=file_format
    )
    name = f"reconciliation-{_period(request).replace('/', '_')}.{file_format}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_GET
@requires(READ)
def catalogue(request: AuthedRequest) -> HttpResponse:
    """The definition of every measure in force."""
    return render(request, "measurement/catalogue.html", {"measures": CATALOGUE})


def _variant(request: AuthedRequest) -> Variant:
    return Variant(*(request.GET.get(name, "") for name in ("clock", "statistic", "bucket")))


def _customer(request: AuthedRequest) -> str:
    """The customer of the address, if this reader may see that one."""
    customer = request.GET.get("customer", "")
    refuse_unless_may(request.user, READ, customer_code=customer, now=timezone.now())
    return customer


def _period(request: AuthedRequest) -> str:
    """The period of the address, by default the present month."""
    return request.GET.get("period") or f"{timezone.localdate():%Y-%m}"


def _as_of(request: AuthedRequest) -> datetime:
    """The instant of the address, by default the last full minute, so that pages opened one after the other agree."""
    text = request.GET.get("as_of", "")
    return parse_instant(text, time_zone()) if text else timezone.now().replace(second=0, microsecond=0)
