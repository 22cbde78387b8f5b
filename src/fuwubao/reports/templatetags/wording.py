"""Words for the codes that pages of reports carry: checks, channels, figures that may be cited."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from fuwubao.reports.checks import RULES
from fuwubao.reports.queries.material import CHANNELS
from fuwubao.reports.queries.pages import Citable

register = template.Library()
_RULE_WORDS = {rule.id: rule.zh for rule in RULES}


@register.filter
def rule_words(rule: str) -> str:
    """What a check asks for, in words."""
    return _RULE_WORDS.get(rule, rule)


@register.filter
def channel_words(channel: str) -> str:
    """By which way a report was sent."""
    return CHANNELS.get(channel, channel)


@register.filter
def cited_as(token: str, citable: Sequence[Citable]) -> str:
    """The title of the figure that a citation stands for; the citation itself where the list does not hold it."""
    return next((one.title for one in citable if one.token == token), token)
