"""Addresses between a report and improvement, below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import improving

app_name = "improving"
urlpatterns = [
    path("<int:report_id>/improving/", improving.page, name="page"),
    path("<int:report_id>/improving/suggest/", improving.suggest, name="suggest"),
    path("<int:report_id>/improving/<int:note_id>/", improving.raise_measure, name="raise"),
]
