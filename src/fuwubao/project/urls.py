"""Every room's addresses, each included by name when the room has some, so that the site always starts."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    ("ui/", "fuwubao.ui.urls"),
    ("", "fuwubao.accounts.urls"),
    ("agreements/", "fuwubao.agreements.urls"),
    ("records/", "fuwubao.records.urls"),
    ("measures/", "fuwubao.measurement.urls"),
    ("improvement/", "fuwubao.improvement.urls"),
    ("reports/", "fuwubao.reports.urls"),
    ("reports/", "fuwubao.reports.improving_urls"),
    ("portal/", "fuwubao.reports.portal_urls"),
    ("", "fuwubao.home.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module) is not None
]

handler400 = "fuwubao.ui.faults.bad_request"
handler403 = "fuwubao.ui.faults.not_allowed"
handler404 = "fuwubao.ui.faults.not_found"
handler500 = "fuwubao.ui.faults.broken"
