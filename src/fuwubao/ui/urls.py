"""Addresses of the frame: the pattern page and the choice of language."""

from __future__ import annotations

from django.urls import path

from fuwubao.ui import views

app_name = "ui"

urlpatterns = [
    path("patterns/", views.patterns, name="patterns"),
    path("language/", views.language, name="language"),
]
