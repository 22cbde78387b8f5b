"""Words of template pages, and what a report let pass: ``{% load template_words %}``."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from fuwubao.reports.editions import has_editions
from fuwubao.reports.frequencies import WORDS
from fuwubao.reports.models import Report
from fuwubao.reports.queries.checking import off_at_submission, released_of
from fuwubao.reports.row_template_fields import AUDIENCES, FIELDS
from fuwubao.ui.language import said

register = template.Library()


@register.filter
def frequency_words(frequency: str) -> str:
    """How often, in words."""
    return _(WORDS[frequency]) if frequency in WORDS else frequency


@register.filter
def row_field_words(field: str) -> str:
    """What a field of a row template is called."""
    return said(FIELDS[field]) if field in FIELDS else field


@register.filter
def row_value(value: str) -> str:
    """A value of a row template in words: how often, for whom; anything else as it is."""
    return said(AUDIENCES[value]) if value in AUDIENCES else frequency_words(value)


@register.filter
def two_editions(report: Report) -> bool:
    """Whether the customer's edition of a report leaves something out (S2.2)."""
    return has_editions(report.template.blocks)


@register.inclusion_tag("reports/released.html")
def released_findings(report: Report) -> dict[str, object]:
    """What a report let pass with which reasons, and which rules were off when it was submitted (F04)."""
    return {"released": released_of(report), "off": off_at_submission(report)}
