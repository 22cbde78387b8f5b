"""Addresses of suppliers' reports, below /reports/ and, for suppliers themselves, below /portal/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import suppliers

urlpatterns = [
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/report/<int:report_id>/", suppliers.report, name="supplier-report"),
    path("suppliers/report/<int:report_id>/receive/", suppliers.receive, name="receive-supplier-report"),
    path("suppliers/report/<int:report_id>/check/", suppliers.check, name="check-supplier-report"),
    path("suppliers/report/<int:report_id>/decide/", suppliers.decide, name="decide-supplier-report"),
    path("suppliers/report/<int:report_id>/file/<int:serial>/", suppliers.file, name="supplier-file"),
    path("suppliers/dispute/<str:number>/settle/", suppliers.settle, name="settle-dispute"),
    path("suppliers/<str:code>/", suppliers.supplier, name="supplier"),
    path("suppliers/<str:code>/dispute/", suppliers.dispute, name="raise-dispute"),
    path("suppliers/<str:code>/evaluate/", suppliers.evaluate, name="evaluate-supplier"),
]

portal_urlpatterns = [
    path("supplier/", suppliers.own, name="supplier"),
    path("supplier/<int:report_id>/hand-in/", suppliers.hand_in, name="hand-in"),
    path("supplier/<int:report_id>/file/<int:serial>/", suppliers.own_file, name="supplier-file"),
]
