"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Measurement(AppConfig):
    """Room measurement."""

    name = "fuwubao.measurement"

    def ready(self) -> None:
        """Tell the record room which reports rest on a batch."""
        from fuwubao.measurement.changes.told import reports_resting_on  # needs the models
        from fuwubao.records.rules import FIGURES_RESTING_ON

        if reports_resting_on not in FIGURES_RESTING_ON:
            FIGURES_RESTING_ON.append(reports_resting_on)
