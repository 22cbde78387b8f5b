"""Addresses of figures, breaches, clocks and the catalogue."""

from __future__ import annotations

from django.urls import path

from fuwubao.measurement import views

app_name = "measurement"

urlpatterns = [
    path("", views.figures, name="figures"),
    path("breaches/", views.breaches, name="breaches"),
    path("reconciliation/", views.reconciliation, name="reconciliation"),
    path("reconciliation/differences.<slug:file_format>", views.reconciliation_file, name="reconciliation-file"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("figure/<str:measure>/", views.figure, name="figure"),
    path("figure/<str:measure>/rows.<slug:file_format>", views.figure_rows, name="figure-rows"),
    path("clocks/<str:ticket>/", views.clock, name="clock"),
]
