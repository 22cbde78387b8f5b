"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Improvement(AppConfig):
    """Room improvement."""

    name = "fuwubao.improvement"
