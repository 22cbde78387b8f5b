"""Recorded acts in words: ``{% load accounts %}``."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from fuwubao.accounts.audit_words import done_in_words

register = template.Library()


@register.filter
def act_words(act: str) -> str:
    """An act of the audit chain in the reader's language."""
    return done_in_words(act).say("en" if (get_language() or "").startswith("en") else "zh")
