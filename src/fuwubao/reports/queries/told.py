"""Which frozen figures reports have told, for the rooms below that must not move them (design section 6)."""

from __future__ import annotations

from fuwubao.measurement.changes.tellers import Told
from fuwubao.reports.models import Report

UNTOLD = ("planned", "collecting", "draft", "returned", "superseded", "withdrawn")
OUT = ("published", "acknowledged", "followed_up", "archived")


def told_sets() -> tuple[Told, ...]:
    """Return the frozen set of every report that left its author's hands and still holds."""
    found = Report.objects.exclude(state__in=UNTOLD).filter(figure_set__isnull=False).order_by("pk")
    return tuple(
        Told(figure_set=number, report=report, is_out=state in OUT)
        for number, report, state in found.values_list("figure_set", "number", "state")
        if number is not None
    )
