"""Addresses of figures, breaches, clocks and the catalogue."""

from __future__ import annotations

from django.urls import path

from fuwubao.measurement import views
from fuwubao.measurement.changes import views as changes

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
    path("changes/", changes.changes, name="changes"),
    path("changes/exclude/", changes.exclude, name="request-exclusion"),
    path("changes/undo/", changes.undo, name="request-undo"),
    path("changes/calendar/", changes.calendar, name="request-calendar"),
    path("changes/revision/", changes.revision, name="request-revision"),
    path("changes/lift/", changes.lift, name="request-lift"),
    path("changes/words/", changes.words, name="request-words"),
    path("changes/<str:number>/", changes.change, name="change"),
    path("changes/<str:number>/preview/", changes.preview, name="change-preview"),
    path("changes/<str:number>/approve/", changes.approve, name="change-approve"),
    path("changes/<str:number>/reject/", changes.reject, name="change-reject"),
    path("changes/<str:number>/withdraw/", changes.withdraw, name="change-withdraw"),
    path("changes/<str:number>/evidence/", changes.evidence, name="change-evidence"),
]
