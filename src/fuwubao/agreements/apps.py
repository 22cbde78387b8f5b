"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Agreements(AppConfig):
    """Room agreements."""

    name = "fuwubao.agreements"
