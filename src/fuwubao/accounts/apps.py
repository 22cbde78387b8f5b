"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """accounts 用户与审计."""

    name = "fuwubao.accounts"
    verbose_name = "用户与审计"
