"""Words for the codes that pages of reports carry: checks, channels, figures that may be cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from fuwubao.domain.figures import Figure
from fuwubao.domain.supplying import CHECKS
from fuwubao.domain.words import Words
from fuwubao.measurement import figure_pages
from fuwubao.reports.channels import CHANNELS
from fuwubao.reports.checks import RULES
from fuwubao.reports.queries.citing import Citable
from fuwubao.reports.queries.suppliers import score_text
from fuwubao.reports.rules import REVIEW_ITEMS
from fuwubao.ui.language import said

register = template.Library()
_RULE_WORDS = {rule.id: Words(rule.zh, rule.en) for rule in RULES}


@register.filter
def rule_words(rule: str) -> str:
    """What a check asks for, in words."""
    return said(_RULE_WORDS[rule]) if rule in _RULE_WORDS else rule


@register.filter
def count_of(counts: Counter[str], key: str) -> int:
    """How often a key was counted."""
    return counts[key]


@register.filter
def item_words(code: str) -> str:
    """An item of the check list of a review, in words."""
    return next((_(words) for item, words, _clause in REVIEW_ITEMS if item == code), code)


@register.filter
def channel_words(channel: str) -> str:
    """By which way a report was sent."""
    return _(CHANNELS[channel]) if channel in CHANNELS else channel


@register.filter
def cited_as(token: str, citable: Sequence[Citable]) -> str:
    """The title of the figure that a citation stands for; the citation itself where the list does not hold it."""
    return next((one.title for one in citable if one.token == token), token)


@register.filter
def supplier_check(item: str) -> str:
    """What an item of the check list of suppliers' reports asks for, in words."""
    return said(CHECKS[item]) if item in CHECKS else item


@register.filter
def score(value: Fraction | None) -> str:
    """A supplier's score for people."""
    return score_text(value)


@register.filter
def target_text(figure: Figure) -> str:
    """The target that a figure is held against, as agreements write it."""
    return figure_pages.target_text(figure)


@register.filter
def base_text(figure: Figure) -> str:
    """Numerator and denominator of a figure; empty where it was not counted."""
    return figure_pages.base_text(figure)
