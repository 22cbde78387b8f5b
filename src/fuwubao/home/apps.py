"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Home(AppConfig):
    """Room home."""

    name = "fuwubao.home"
