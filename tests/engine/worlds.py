"""The shared worlds as the tables that the store gives, and verdicts as the lines that compare.py reads."""

from __future__ import annotations

import csv
import importlib.util
import io
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fuwubao.agreements.reading import read_agreement
from fuwubao.domain.terms import AgreementTerms
from tests.shared import shared

INSTANT = pa.timestamp("us", tz="UTC")


def table(path: Path) -> pa.Table:
    """Read a file of records as the store keeps them: texts, and instants as UTC microseconds."""
    names = pyarrow.csv.read_csv(path).column_names
    types = {name: INSTANT if name == "at" or name.endswith("_at") else pa.string() for name in names}
    plain = pyarrow.csv.read_csv(
        path, convert_options=pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    )
    if "major" in names:
        flags = pc.equal(plain["major"], "true")
        plain = plain.set_column(names.index("major"), "major", flags)
    return plain


def agreements(name: str) -> tuple[AgreementTerms, ...]:
    """Every agreement of a world."""
    files = sorted(shared("worlds", name).glob("agreement_*.yaml"))
    return tuple(read_agreement(path.read_text(encoding="utf-8"), file=path.name) for path in files)


def compare() -> ModuleType:
    """The judge's own comparison."""
    spec = importlib.util.spec_from_file_location("compare", shared("worlds", "compare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(verdicts: pa.Table) -> str:
    """Write verdicts as `fuwubao sla evaluate` does, instants in UTC with Z."""
    out = io.StringIO()
    writer = csv.DictWriter(out, verdicts.column_names)
    writer.writeheader()
    for row in verdicts.to_pylist():
        writer.writerow({name: _text(value) for name, value in row.items()})
    return out.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)
