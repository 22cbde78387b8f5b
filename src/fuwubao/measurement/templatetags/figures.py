"""``{% load figures %}`` and ``{{ figure|figure_url }}``: lead from a number to its page."""

from __future__ import annotations

from django import template

from fuwubao.domain.figures import Figure
from fuwubao.measurement import addresses

register = template.Library()


@register.filter
def figure_url(figure: Figure, snapshot: str = "") -> str:
    """Return the address of the figure's page, under a snapshot if one is named."""
    return addresses.figure_url(figure, snapshot=snapshot)
