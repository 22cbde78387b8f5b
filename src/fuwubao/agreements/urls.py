"""Addresses of agreements, organisations and services."""

from __future__ import annotations

from django.urls import path

from fuwubao.agreements import views

app_name = "agreements"

urlpatterns = [
    path("", views.agreements, name="list"),
    path("new/", views.new, name="new"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/keep/", views.keep_organisation, name="keep_organisation"),
    path("services/", views.services, name="services"),
    path("<str:code>/", views.agreement, name="agreement"),
    path("<str:code>/yaml/", views.yaml_text, name="yaml"),
    path("<str:code>/revise/", views.revise, name="revise"),
    path("<str:code>/text/", views.edit_text, name="text"),
]
