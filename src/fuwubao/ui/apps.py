"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Ui(AppConfig):
    """Room ui."""

    name = "fuwubao.ui"
