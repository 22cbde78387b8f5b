"""Days in words for the first page: ``{% load home %}``."""

from __future__ import annotations

from datetime import date

from django import template

from fuwubao.home.strip import weekday
from fuwubao.ui.templatetags.ui import days_words

register = template.Library()


@register.filter
def weekday_words(day: date) -> str:
    """The day of the week: 周五."""
    return weekday(day)


@register.filter
def days_left(days: int) -> str:
    """Working days left: 还有 3 个工作日."""
    return days_words(days)
