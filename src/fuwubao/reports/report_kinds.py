"""Of which kind a report is by its template: reactive unless it warns (R08) or looks ahead (R09) (S1.22–S1.24)."""

from __future__ import annotations

REACTIVE = "reactive"
KIND_OF_TEMPLATE = {"R08": "proactive", "R09": "forward_schedule"}


def kind_of(template: str) -> str:
    """Return the kind that a row or template of this code starts with."""
    return KIND_OF_TEMPLATE.get(template, REACTIVE)
