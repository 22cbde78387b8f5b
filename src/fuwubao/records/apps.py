"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Records(AppConfig):
    """Room records."""

    name = "fuwubao.records"
