"""Addresses of the recipient's portal below /portal/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports import supplier_urls
from fuwubao.reports.views import links, portal

app_name = "portal"
urlpatterns = [
    path("", portal.reports, name="reports"),
    path("<int:report_id>/", portal.report, name="report"),
    path("<int:report_id>/document/", portal.document, name="document"),
    path("<int:report_id>/file/<slug:file_format>/", portal.file, name="file"),
    path("<int:report_id>/acknowledge/", portal.acknowledge, name="acknowledge"),
    path("<int:report_id>/feedback/", portal.feedback, name="feedback"),
    path("<int:report_id>/object/", portal.object_, name="object"),
    *supplier_urls.portal_urlpatterns,
    path("board/", portal.board, name="board"),
    path("link/<str:token>/", links.link, name="link"),
    path("link/<str:token>/document/", links.document, name="link-document"),
    path("link/<str:token>/pdf/", links.file, name="link-file"),
]
