"""Steps that several writes share: number a batch, put outcomes into store and quarantine. Never outermost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Max

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.records import KINDS, TICKET, TICKET_EVENT
from fuwubao.records.checks.known import KnownRecords
from fuwubao.records.checks.outcome import Outcome, RowWarning, said
from fuwubao.records.models import Batch, QuarantinedRow
from fuwubao.records.store import BatchStamp, RecordStore

_WARNINGS_KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a batch came from."""

    source: str
    timezone: str
    mapping: dict[str, object] | None = None
    mends: Batch | None = None


def known_records(store: RecordStore, kind: str, source: str) -> KnownRecords:
    """Return what checks of a kind ask the store for: of events, identities and first instants."""
    if kind != TICKET_EVENT.code:
        return KnownRecords()
    log = store.keys(TICKET_EVENT, source)
    tickets = store.keys(TICKET, source)
    opens = log.filter(pc.equal(log["event"], "opened"))
    return KnownRecords(
        keys=log["key"].combine_chunks(),
        logged=_firsts(pc.utf8_lower(opens["ticket_id"]), opens["at"]),
        stamped=_firsts(tickets["key"], tickets["opened_at"]),
    )


def _firsts(tickets: pa.ChunkedArray, instants: pa.ChunkedArray) -> pa.Table:
    table = pa.table({"ticket": tickets, "first": instants.cast(pa.timestamp("s", "UTC")).cast(pa.int64())})
    return table.filter(pc.is_valid(table["first"]))


def open_batch(outcome: Outcome, events: Outcome | None, origin: Origin, *, actor: User, now: datetime) -> Batch:
    """Save the batch under the next number of the local day."""
    order = (Batch.objects.aggregate(top=Max("order"))["top"] or 0) + 1
    day = now.astimezone(ZoneInfo(time_zone())).strftime("%Y%m%d")
    today = Batch.objects.filter(number__startswith=f"B-{day}-").count() + 1
    facts = outcome.facts
    return Batch.objects.create(
        number=f"B-{day}-{today:02d}",
        order=order,
        kind=outcome.kind,
        source=origin.source,
        file=facts.name[:255],
        sha256=facts.sha256,
        encoding=facts.encoding or "",
        delimiter=facts.delimiter or "",
        header_row=facts.header_row,
        timezone=origin.timezone,
        mapping=origin.mapping,
        rows=outcome.rows,
        accepted=outcome.accepted.num_rows,
        rejected=len(outcome.problems),
        events_accepted=events.accepted.num_rows if events else 0,
        events_rejected=len(events.problems) if events else 0,
        warnings=[
            {"row": warning.row, "code": warning.code, "zh": warning.message.zh, "en": warning.message.en}
            for warning in outcome.warnings[:_WARNINGS_KEPT]
        ],
        loaded_by=actor,
        loaded_at=now,
        mends=origin.mends,
    )


def stamp_of(batch: Batch) -> BatchStamp:
    """Return what the rows of the batch carry in the store."""
    return BatchStamp(
        batch=batch.number,
        order=batch.order,
        source=batch.source,
        file_sha256=batch.sha256,
        at=batch.loaded_at.astimezone(UTC),
    )


def put_rows(store: RecordStore, batch: Batch, outcome: Outcome) -> None:
    """Append the accepted rows of one kind that are not yet in the store as they are."""
    kind = KINDS[outcome.kind]
    rows = outcome.accepted
    same = store.unchanged(kind, batch.source, rows)
    if same is not None and same.any():
        rows = rows.filter(pa.array(~same))
        words = said("W-UNCHANGED", value=int(same.sum()))
        batch.warnings = [{"row": 0, "code": "W-UNCHANGED", "zh": words.zh, "en": words.en}, *batch.warnings]
        batch.save(update_fields=["warnings"])
    store.append(kind, rows, stamp_of(batch))


def put_into_quarantine(batch: Batch, outcome: Outcome) -> None:
    """Keep every rejected row that can be mended; a mere copy has nothing to mend."""
    rows = [
        QuarantinedRow(
            batch=batch,
            kind=outcome.kind,
            row=problem.row,
            field=problem.field,
            code=problem.code,
            message_zh=problem.message.zh,
            message_en=problem.message.en,
            value=problem.value,
            cells=problem.cells,
        )
        for problem in {problem.row: problem for problem in outcome.problems}.values()
        if problem.code != "E-DUP-SAME"
    ]
    QuarantinedRow.objects.bulk_create(rows, batch_size=500)


def same_file_warning(sha256: str, kind: str, source: str) -> RowWarning | None:
    """Say that this very file was loaded before and still counts."""
    found = Batch.objects.filter(sha256=sha256, kind=kind, source=source, undone_at=None).order_by("-order").first()
    if found is None:
        return None
    return RowWarning(row=0, code="W-SAME-FILE", message=said("W-SAME-FILE", value=found.number))
