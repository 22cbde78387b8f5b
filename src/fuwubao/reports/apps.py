"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Reports(AppConfig):
    """Room reports."""

    name = "fuwubao.reports"
