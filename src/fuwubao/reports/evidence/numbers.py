"""The figures of a report with their definitions and the rows that give to each."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence

from fuwubao.domain.figures import Figure
from fuwubao.engine.measures.catalogue import CATALOGUE, RETIRED
from fuwubao.engine.measures.contributions import contributions, rule_of
from fuwubao.measurement.evidence import evidence_as_of
from fuwubao.measurement.queries import bounds_of, definition_of
from fuwubao.reports.models import Report

Files = dict[str, bytes]


def number_files(report: Report, figures: Sequence[Figure]) -> Files:
    """Return figures.json, the definitions and one CSV of rows a figure; equal rows are one file."""
    evidence = evidence_as_of(figures[0].as_of, snapshot=report.snapshot) if figures else None
    measures = {measure.id: measure for measure in CATALOGUE}
    now_ruled = [f for f in figures if f.measure in measures and measures[f.measure].version == f.version]
    rows: dict[int, dict[str, object]] = {}
    files: Files = {}
    if evidence is not None:
        for figure, part, behind in contributions(evidence, now_ruled, measures):
            content = csv_of(behind.columns, ([row[name] for name in behind.columns] for row in behind.rows))
            path = f"figures/rows/{figure.measure}-{hashlib.sha256(content).hexdigest()[:12]}.csv"
            files[path] = content
            rows[id(figure)] = {"rows": path, "rule": rule_of(measures[figure.measure], part)}
    told = [_told(figure, rows.get(id(figure), {})) for figure in figures]
    files["figures/figures.json"] = json_bytes(
        {"report": report.number, "as_of": report.as_of, "snapshot": report.snapshot, "figures": told}
    )
    for measure, version in sorted({(figure.measure, figure.version) for figure in figures if not figure.entry}):
        files[f"definitions/{measure}-v{version}.json"] = json_bytes(_definition(measure, version))
    return files


def _told(figure: Figure, behind: dict[str, object]) -> dict[str, object]:
    exact = None if figure.value is None else str(figure.value)
    period = {"label": figure.period.label, **bounds_of(figure.period)}
    return {**figure.to_json(), "exact": exact, "as_of": figure.as_of.isoformat(), "period": period, **behind}


def _definition(measure: str, version: int) -> dict[str, object]:
    known = next((m for m in (*CATALOGUE, *RETIRED) if m.key == (measure, version)), None)
    words = {"measure": measure, "version": version, "definition": definition_of(measure, version)}
    if known is None:
        return words
    return words | {
        "title": known.words.zh,
        "unit": known.unit.value,
        "cohort": known.frame.value,
        "from": known.source,
    }


def csv_of(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows as UTF-8 CSV for programs: integers and texts as they are, nothing for none."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def json_bytes(value: object) -> bytes:
    """Write JSON as people read it; instants as ISO 8601."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8")
