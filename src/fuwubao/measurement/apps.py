"""Django's name for the room."""

from __future__ import annotations

from django.apps import AppConfig


class Measurement(AppConfig):
    """Room measurement."""

    name = "fuwubao.measurement"

    def ready(self) -> None:
        """Tell the record room which reports rest on a batch."""
        from fuwubao.records.rules import FIGURES_RESTING_ON  # needs the models

        if resting_on not in FIGURES_RESTING_ON:
            FIGURES_RESTING_ON.append(resting_on)


def resting_on(batch: str) -> tuple[str, ...]:
    """Return the reports whose frozen figures rest on rows of a batch."""
    from fuwubao.measurement.changes.told import reports_resting_on  # draws the engine in, which few commands need

    return reports_resting_on(batch)
