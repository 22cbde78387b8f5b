"""The mark of a duty in a dense wall, where its date stands for the word (looks section 3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template

from fuwubao.accounts.workspace import time_zone
from fuwubao.ui.templatetags.ui import DUE_SHAPES

register = template.Library()


@register.inclusion_tag("ui/parts/shape.html")
def due_mark(flag: str) -> dict[str, object]:
    """The shape of a duty's flag alone, in its colour."""
    kind = DUE_SHAPES[flag].value
    return {"shape": kind, "kind": kind}


@register.filter
def due_moment(at: datetime) -> str:
    """A due instant as people write it: midnight is 24:00 of the day that it ends."""
    local = at.astimezone(ZoneInfo(time_zone()))
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{local - timedelta(seconds=1):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"
