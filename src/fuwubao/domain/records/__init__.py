"""The typed schemas of what happened, declared once: intake, store, pages and docs read them from here."""

from __future__ import annotations

from fuwubao.domain.records.assurance import ASSURANCE_KINDS
from fuwubao.domain.records.schema import TIMES, WRITTEN, Column, ColumnType, RecordKind
from fuwubao.domain.records.ticket_events import TICKET_EVENT
from fuwubao.domain.records.tickets import TICKET
from fuwubao.domain.records.voice import VOICE_KINDS

KINDS: dict[str, RecordKind] = {kind.code: kind for kind in (TICKET, TICKET_EVENT, *ASSURANCE_KINDS, *VOICE_KINDS)}

__all__ = ["KINDS", "TICKET", "TICKET_EVENT", "TIMES", "WRITTEN", "Column", "ColumnType", "RecordKind"]
