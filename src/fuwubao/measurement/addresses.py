"""The address of a figure's page, so that every place that tells a number can lead to where it comes from."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from fuwubao.domain.figures import Figure
from fuwubao.measurement.queries import utc_text


def figure_url(figure: Figure, *, snapshot: str = "", period: str = "") -> str:
    """Return the path and query of the page of this very figure.

    ``/measures/figure/K03/?customer=HD&period=2026Q3&as_of=…Z&priority=P2&clock=…&snapshot=S-…``; a target's slice
    names its agreement too, ``target=SLA-2025-007/ERP-P2``.
    """
    query = figure_query(figure, period or figure.period.label, snapshot=snapshot)
    return f"{reverse('measurement:figure', args=[figure.measure])}?{query}"


def figure_query(figure: Figure, period: str, *, snapshot: str = "") -> str:
    """Return what the address of a figure's page asks for after the question mark."""
    scope = figure.scope
    asked = {"customer": scope.customer, "period": period, "as_of": utc_text(figure.as_of)} | figure.variant.to_json()
    if scope.dimension:
        asked[scope.dimension.value] = f"{scope.agreement}/{scope.key}" if scope.agreement else scope.key
    if snapshot:
        asked["snapshot"] = snapshot
    return urlencode(asked)
