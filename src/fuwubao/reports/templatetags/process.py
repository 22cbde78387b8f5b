"""What a row or a report refers to and which meetings went through it, on its own page (S1.13, S6.12)."""

from __future__ import annotations

from django import template

from fuwubao.reports.models import ProcessDocument
from fuwubao.reports.queries.process_documents import related_to
from fuwubao.reports.queries.service_reviews import meetings_on

register = template.Library()


@register.inclusion_tag("reports/related_documents.html", takes_context=True)
def related_documents(context: template.Context, *, row: str = "", report: int | None = None) -> dict[str, object]:
    """The related documents of a row or a report with a form to add one, and a report's meetings."""
    return {
        "related": related_to(row=row, report=report),
        "documents": ProcessDocument.objects.order_by("number"),
        "meetings": meetings_on(report) if report is not None else [],
        "row": row,
        "report": report,
        "may_open": context.get("may_open"),
        "csrf_token": context.get("csrf_token"),
    }
