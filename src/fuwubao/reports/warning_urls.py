"""Addresses of warnings, requests and major incidents below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import warnings

urlpatterns = [
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/look/", warnings.warn, name="warn"),
    path("warnings/<str:number>/", warnings.one_warning, name="warning"),
    path("warnings/<str:number>/answer/", warnings.answer, name="answer-warning"),
    path("warnings/<str:number>/close/", warnings.close, name="close-warning"),
    path("requests/", warnings.requests, name="requests"),
    path("requests/new/", warnings.register_request, name="register-request"),
    path("requests/<str:number>/decide/", warnings.decide_request, name="decide-request"),
    path("requests/<str:number>/answer/", warnings.answer_request, name="answer-request"),
    path("incidents/", warnings.incidents, name="incidents"),
    path("incidents/<str:ticket>/open/", warnings.open_incident, name="open-incident"),
]
