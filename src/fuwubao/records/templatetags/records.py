"""Small questions that the pages of this room ask in their templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import pgettext

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


@register.filter
def cell(value: object) -> str:
    """A stored value as text: instants in the workspace's zone, flags in words."""
    if isinstance(value, bool):
        return pgettext("answer", "是") if value else pgettext("answer", "否")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


@register.filter
def named(name: str, targets: Iterable[tuple[str, str]]) -> str:
    """The words of a record column, from pairs of name and words; the name itself where there are none."""
    return dict(targets).get(name, name)


@register.filter
def sampled(shown: str, zone: str) -> str:
    """A cell of the sample: an instant in the zone of the file, anything else as it is."""
    try:
        at = datetime.strptime(shown, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return shown
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
