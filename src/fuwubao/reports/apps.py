"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Reports(AppConfig):
    """Room reports."""

    name = "fuwubao.reports"

    def ready(self) -> None:
        """Tell the measuring room which frozen figures have been told."""
        from fuwubao.measurement.changes.tellers import TOLD_BY  # needs the models
        from fuwubao.reports.queries.told import told_sets

        if told_sets not in TOLD_BY:
            TOLD_BY.append(told_sets)
