"""The mark of a duty in a dense wall, where its date stands for the word (looks section 3)."""

from __future__ import annotations

from django import template

from fuwubao.ui.templatetags.ui import DUE_SHAPES

register = template.Library()


@register.inclusion_tag("ui/parts/shape.html")
def due_mark(flag: str) -> dict[str, object]:
    """The shape of a duty's flag alone, in its colour."""
    kind = DUE_SHAPES[flag].value
    return {"shape": kind, "kind": kind}
