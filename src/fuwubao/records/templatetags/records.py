"""Small questions that the pages of this room ask in their templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import template
from django.template.context import Context

register = template.Library()


@register.filter
def at(table: Mapping[str, str], key: str) -> str:
    """The table's word for the key, else the key."""
    return table.get(key, key)


@register.simple_tag(takes_context=True)
def permits(context: Context, act: str) -> bool:
    """Tell whether this reader may do the act, by the question that the frame's context carries."""
    may_open: Callable[[str], bool] | None = context.get("may_open")
    return may_open is not None and may_open(act)
