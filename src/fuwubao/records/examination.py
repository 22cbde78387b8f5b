"""预检: what loading a file would do, without a workspace and without Django (design section 7, --dry-run)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fuwubao.domain.records import TICKET, TICKET_EVENT, RecordKind
from fuwubao.domain.words import Words
from fuwubao.records import changelog_rows, progress
from fuwubao.records.checks.known import KnownRecords
from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.checks.sheet import check_sheet
from fuwubao.records.errors import MappingUnreadable
from fuwubao.records.mapping import Mapping, kind_called
from fuwubao.records.progress import Tell
from fuwubao.records.reading.choices import GUESSED, Reading
from fuwubao.records.reading.sheets import read_sheet

KnownOf = Callable[[str, str], KnownRecords]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The outcome for the kind asked for, and, for a log with one row a change, that of its events."""

    outcome: Outcome
    source: str
    events: Outcome | None = None


def examine(
    path: Path,
    kind_code: str,
    *,
    now: datetime,
    timezone: str,
    mapping: Mapping | None = None,
    source: str = "",
    known: KnownOf | None = None,
    name: str = "",
    reading: Reading = GUESSED,
    tell: Tell = progress.silent,
) -> Examined:
    """Read and check a file; ``known`` asks the store for (kind, source), None for a dry run without one.

    ``reading`` is what a person said of the file's form, ``tell`` is told how far the work is.

    A mapping's own zone and source hold where the caller names none. Raises: leaves of FileRefused, KindUnknown,
    MappingUnreadable where the mapping is for another kind.
    """
    kind = kind_called(kind_code)
    if mapping:
        _refuse_other_kind(mapping, kind)
    zone = timezone or (mapping.timezone if mapping else "") or "Asia/Shanghai"
    source = source or (mapping.source if mapping else "") or "default"
    tell(0, progress.reading())
    schema, mapped = (TICKET if mapping and mapping.events else kind), (mapping.reads if mapping else ())
    sheet = read_sheet(path, schema, mapped=mapped, name=name, reading=reading)
    tell(progress.READ, progress.checking(len(sheet.rows) + len(sheet.ragged)))
    facts = known(kind.code, source) if known else None
    if not (mapping and mapping.events and kind.code in (TICKET.code, TICKET_EVENT.code)):
        outcome = check_sheet(sheet, kind, timezone=zone, now=now, mapping=mapping, known=facts)
        return Examined(outcome=outcome, source=source)
    tickets, log = changelog_rows.split(sheet, mapping, zone)
    log_facts = known(TICKET_EVENT.code, source) if known else None
    events = check_sheet(log, TICKET_EVENT, timezone="UTC", now=now, known=log_facts)
    if kind.code == TICKET_EVENT.code:
        return Examined(outcome=events, source=source)
    outcome = check_sheet(tickets, kind, timezone=zone, now=now, mapping=mapping, known=facts)
    return Examined(outcome=outcome, source=source, events=events)


def _refuse_other_kind(mapping: Mapping, kind: RecordKind) -> None:
    """A mapping speaks of the columns of one kind; one with ``events`` serves tickets and their log."""
    logged = (TICKET.code, TICKET_EVENT.code)
    if mapping.events and (kind.code not in logged or mapping.kind not in logged):
        why = Words("events 只用于工单", "events are for tickets only")
    elif mapping.kind != kind.code and not mapping.events:
        why = Words(f"写明的种类是 {mapping.kind}，不是 {kind.code}", f"its kind is {mapping.kind}, not {kind.code}")
    else:
        return
    raise MappingUnreadable(where="kind", why=why)
