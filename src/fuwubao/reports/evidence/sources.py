"""What a report rests on: the records of its customers in its snapshot, its agreements and its calendar.

Records are written in the schema's own column names, instants in UTC, so that `fuwubao intake load` takes them back.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.agreements.models import AgreementRevision
from fuwubao.agreements.queries import revision_facts
from fuwubao.domain.records import KINDS, ColumnType
from fuwubao.domain.terms import AgreementTerms
from fuwubao.records import queries as records
from fuwubao.records.models import Batch
from fuwubao.reports.evidence.numbers import Files, csv_of, json_bytes

LOADABLE = ("ticket", "ticket_event", "outage", "problem", "change", "survey_answer", "complaint")


def source_files(snapshot: str, customers: list[str], terms: list[AgreementTerms]) -> Files:
    """Return the records as CSV, one file a kind and source, with a list of their batches and files."""
    services = {service.code for each in terms for service in each.services}
    tickets = records.current_rows("ticket", snapshot=snapshot)
    own = tickets.filter(pc.is_in(tickets["customer"], value_set=pa.array(customers, pa.string())))
    numbers = pa.array(own["id"].to_pylist(), pa.string())
    files: Files = {}
    listed: list[dict[str, str]] = []
    batches: set[str] = set()
    for kind in LOADABLE:
        table = own if kind == "ticket" else _of(kind, snapshot, customers, services, numbers)
        batches |= set(table["batch"].unique().to_pylist()) if len(table) else set()
        for at, source in enumerate(sorted(set(table["source"].to_pylist())), start=1):
            path = f"records/{kind}-{at}.csv"
            files[path] = _as_loaded(kind, table.filter(pc.equal(table["source"], source)))
            listed.append({"file": path, "kind": kind, "source": source})
    came = [
        {
            "batch": b.number,
            "kind": b.kind,
            "file": b.file,
            "sha256": b.sha256,
            "rows": b.rows,
            "loaded_at": b.loaded_at,
        }
        for b in Batch.objects.filter(number__in=batches).order_by("order")
    ]
    files["records/records.json"] = json_bytes({"snapshot": snapshot, "files": listed, "batches": came})
    return files


def agreement_files(terms: list[AgreementTerms]) -> Files:
    """Return every revision of the agreements as it was loaded, with the national calendars it was read with."""
    files: Files = {}
    codes = sorted({each.code for each in terms})
    listed = []
    for row in AgreementRevision.objects.filter(agreement__code__in=codes).select_related("agreement", "calendar"):
        path = f"agreements/{row.agreement.code}-r{row.number}.yaml"
        files[path] = row.text.encode("utf-8")
        calendar = f"calendars/china-{row.calendar.version}.txt"
        files[calendar] = row.calendar.text.encode("utf-8")
        listed.append({"file": path, "agreement": row.agreement.code, "revision": row.number, "calendar": calendar})
    listed.sort(key=lambda line: (str(line["agreement"]), int(str(line["revision"]))))
    facts = {code: [_fact(fact) for fact in revision_facts(code)] for code in codes}
    files["agreements/agreements.json"] = json_bytes({"files": listed, "revisions": facts})
    return files


def _fact(fact: object) -> dict[str, str]:
    names = ("number", "holds_from", "valid_from", "valid_to", "reason", "terms_sha256", "loaded_by", "loaded_at")
    return {name: str(getattr(fact, name)) for name in names}


def _of(kind: str, snapshot: str, customers: list[str], services: set[str], tickets: pa.Array) -> pa.Table:
    table = records.current_rows(kind, snapshot=snapshot)
    if kind == "ticket_event":
        return table.filter(pc.is_in(table["ticket_id"], value_set=tickets))
    if kind == "outage":
        return table.filter(pc.is_in(table["service"], value_set=pa.array(sorted(services), pa.string())))
    if "customer" not in table.column_names:
        return table
    ours = pc.is_in(table["customer"], value_set=pa.array(customers, pa.string()))
    return table.filter(pc.or_(ours, pc.is_null(table["customer"])))


def _as_loaded(kind: str, table: pa.Table) -> bytes:
    columns = [column for column in KINDS[kind].columns if column.name in table.column_names]
    used = [c for c in columns if len(table) > table[c.name].null_count]
    cells = [[_cell(value, column.type) for value in table[column.name].to_pylist()] for column in used]
    return csv_of([column.name for column in used], zip(*cells, strict=True))


def _cell(value: object, of: ColumnType) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if of in (ColumnType.WEIGHT, ColumnType.MONEY):
        return str(Decimal(str(value)) / 100)
    return str(value)
