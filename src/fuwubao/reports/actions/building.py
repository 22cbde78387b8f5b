"""``report build``: bring the register up to date, make or reuse the draft of a period, and write its files.

Approved reports are not rendered again: their kept bytes are handed out (design 5).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fuwubao.accounts.models import User
from fuwubao.domain.figures import Figure
from fuwubao.domain.numbering import file_name
from fuwubao.render import tree as t
from fuwubao.reports import files
from fuwubao.reports.actions import drafting, duties, template_effect
from fuwubao.reports.actions.duty_closing import close_settled_duties
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.review import stored_document
from fuwubao.reports.composition import compose
from fuwubao.reports.editions import edition_of
from fuwubao.reports.errors import RowOfAnother
from fuwubao.reports.models import Report
from fuwubao.reports.queries.material import material_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A report with the files that were written for it."""

    report: Report
    document: t.Document
    figures: tuple[Figure, ...]
    paths: tuple[Path, ...]


def bring_up_to_date(*, actor: User, now: datetime) -> None:
    """Make templates, rows and duties that agreements and time have called for since the last call."""
    duties.seed_templates(actor=actor, now=now)
    template_effect.seed_row_templates(actor=actor, now=now)
    template_effect.take_effect(actor=actor, now=now)
    duties.adopt_duties(actor=actor, now=now)
    duties.schedule_duties(actor=actor, now=now)
    keep_duties(actor=actor, now=now)
    close_settled_duties(actor=actor, now=now)


def build_report(
    *,
    row_number: str,
    period_label: str,
    customer: str | None,
    formats: tuple[str, ...],
    folder: Path,
    retake: bool,
    actor: User,
    now: datetime,
) -> Built:
    """Return the report of a row and period, drafted if it is not there yet, and write its files into ``folder``.

    ``retake`` takes a draft's figures anew. Raises: RowNotFound, RowOfAnother and what drafting raises.
    """
    bring_up_to_date(actor=actor, now=now)
    report = report_of(row_number=row_number, period_label=period_label, customer=customer, actor=actor, now=now)
    if retake and report.state in ("draft", "returned"):
        report = drafting.retake_figures(number=report.number, actor=actor, now=now)
    document, figures = document_of(report)
    paths = write_files(report, document, figures, formats=formats, folder=folder)
    return Built(report=report, document=document, figures=figures, paths=paths)


def report_of(*, row_number: str, period_label: str, customer: str | None, actor: User, now: datetime) -> Report:
    """Return the newest version of a row's period, or its new draft."""
    row, period = drafting.row_and_period(row_number, period_label)
    if customer and row.customer_code not in ("", customer):
        raise RowOfAnother(number=row_number, customer=row.customer_code, where="--customer", why=customer)
    existing = Report.objects.filter(row=row, period_label=period.label).order_by("-created_at", "-pk").first()
    if existing is not None:
        return existing
    return drafting.draft_report(row_number=row_number, period_label=period_label, actor=actor, now=now)


def document_of(report: Report) -> tuple[t.Document, tuple[Figure, ...]]:
    """Return the tree of a report as it stands: composed while it is a draft, as frozen from submission on."""
    document, figures = compose(material_of(report), edition_of(report.template.blocks, report.row.audience))
    return (stored_document(report) if report.tree else document), figures


def write_files(
    report: Report,
    document: t.Document,
    figures: tuple[Figure, ...],
    *,
    formats: tuple[str, ...],
    folder: Path,
) -> tuple[Path, ...]:
    """Write a report in the formats asked for; a file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {file.file_format: file for file in report.files.all()}
    paths = []
    for file_format in formats:
        path = folder / file_name(report.number, report.row.name, file_format)
        if file_format == "json":
            content = json_of(report, document, figures)
        elif file_format in kept:
            content = files.read(kept[file_format].sha256, name=kept[file_format].name)
        else:
            content = files.written(document, file_format, word_sha256=report.template.word_sha256)
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)
        paths.append(path)
    return tuple(paths)


def json_of(report: Report, document: t.Document, figures: tuple[Figure, ...]) -> bytes:
    """Return the document tree and the figures it prints as JSON (design section 7)."""
    told = []
    for figure in figures:
        printed = figure.to_json()
        if figure.period.label != report.period_label:
            printed["period"] = figure.period.label
        told.append(printed)
    content = {
        "report": report.number,
        "state": report.state,
        "period": {
            "label": report.period_label,
            "start": report.period_starts_at.isoformat(),
            "end": report.period_ends_before.isoformat(),
            "timezone": report.timezone,
        },
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "snapshot": report.snapshot,
        "figures": told,
        "document": json.loads(t.to_json(document)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
