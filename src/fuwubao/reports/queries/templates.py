"""Versions of templates as values: which one holds on a day, what it says, what would change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fuwubao.accounts.workspace import time_zone
from fuwubao.reports.coverage import SIX
from fuwubao.reports.models import RegisterRow, RowTemplate, Template, TemplateChange
from fuwubao.reports.template_errors import TemplateChangeUnknown, TemplateVersionUnknown

TEMPLATE, ROW_TEMPLATE = "template", "row_template"
HELD = ("effective", "superseded")
ROW_FIELDS = {
    "name": "name",
    "source_process": "source_process",
    "template": "template_code",
    "frequency": "frequency",
    "purpose": "purpose",
    "audience": "audience",
}


def today_of(now: datetime) -> date:
    """Return the day of an instant in the workspace's zone: versions hold from the start of a day."""
    return now.astimezone(ZoneInfo(time_zone())).date()


def version_in_force(code: str, on: date) -> Template | None:
    """Return the version of a template that holds on a day, None before the first (S1.27)."""
    held = Template.objects.filter(code=code, state__in=HELD, effective_from__lte=on)
    return held.order_by("-effective_from", "-version").first()


def row_version_in_force(code: str, on: date) -> RowTemplate | None:
    """Return the version of a row template that holds on a day."""
    held = RowTemplate.objects.filter(code=code, state__in=HELD, effective_from__lte=on)
    return held.order_by("-effective_from", "-version").first()


def version_of(code: str, version: int) -> Template:
    """Return one version. Raises: TemplateVersionUnknown."""
    found = Template.objects.filter(code=code, version=version).first()
    if found is None:
        raise TemplateVersionUnknown(code=code, version=version)
    return found


def change_numbered(number: str) -> TemplateChange:
    """Return one change request. Raises: TemplateChangeUnknown."""
    changes = TemplateChange.objects.select_related("requested_by", "decided_by", "decided_for")
    found = changes.filter(number=number).first()
    if found is None:
        raise TemplateChangeUnknown(number=number)
    return found


def content_of(template: Template) -> dict[str, Any]:
    """Return what a version says, as a change holds it."""
    return {
        "name": template.name,
        "blocks": template.blocks,
        "profiles": template.profiles or [SIX],
        "word_sha256": template.word_sha256,
        "word_name": template.word_name,
    }


def content_before(change: TemplateChange) -> dict[str, Any]:
    """Return what the version says that a change starts from. Raises: TemplateVersionUnknown."""
    if change.kind == TEMPLATE:
        return content_of(version_of(change.code, change.from_version))
    found = RowTemplate.objects.filter(code=change.code, version=change.from_version).first()
    if found is None:
        raise TemplateVersionUnknown(code=change.code, version=change.from_version)
    return dict(found.content)


def rows_following(code: str, content: dict[str, Any]) -> list[RegisterRow]:
    """Return the rows that follow a row template: those that name it, and those of its prefix and report template."""
    rows = RegisterRow.objects.exclude(state="retired").order_by("number")
    return [
        row
        for row in rows
        if row.row_template == code
        or (
            not row.row_template
            and row.number.startswith(f"{content['prefix']}-")
            and row.template_code == content["template"]
        )
    ]
