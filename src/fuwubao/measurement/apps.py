"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Measurement(AppConfig):
    """Room measurement."""

    name = "fuwubao.measurement"
