"""Recorded acts in words: ``{% load accounts %}``."""

from __future__ import annotations

from django import template

from fuwubao.accounts.audit_words import done_in_words
from fuwubao.ui.language import reader_language

register = template.Library()


@register.filter
def act_words(act: str) -> str:
    """An act of the audit chain in the reader's language."""
    return done_in_words(act).say(reader_language())
