"""The log of what happened to tickets; an entry's identity is all its fields together (semantics 2)."""

from __future__ import annotations

from fuwubao.domain.records.schema import Column, ColumnType, RecordKind
from fuwubao.domain.records.ticket_words import EVENTS
from fuwubao.domain.tickets import EventKind

TICKET_EVENT = RecordKind(
    code="ticket_event",
    zh="工单流转",
    en="Ticket event",
    id_column="ticket_id",
    month_of="at",
    identity_columns=("ticket_id", "at", "event", "value", "reason", "actor"),
    columns=(
        Column(
            name="ticket_id",
            type=ColumnType.ID,
            zh="工单编号",
            en="Ticket number",
            required=True,
            synonyms=(
                "工单号",
                "单号",
                "事件编号",
                "ticket id",
                "ticket",
                "number",
                "case id",
                "caseid",
                "issue key",
                "case:concept:name",
            ),
        ),
        Column(
            name="at",
            type=ColumnType.INSTANT,
            zh="时间",
            en="At",
            required=True,
            synonyms=(
                "发生时间",
                "操作时间",
                "流转时间",
                "变更时间",
                "timestamp",
                "time",
                "created_at",
                "time:timestamp",
                "complete timestamp",
            ),
        ),
        Column(
            name="event",
            type=ColumnType.CHOICE,
            zh="动作",
            en="Event",
            required=True,
            choices=tuple(kind.value for kind in EventKind),
            words=EVENTS,
            synonyms=("流转动作", "操作", "活动", "activity", "action", "concept:name"),
        ),
        Column(name="value", type=ColumnType.TEXT, zh="新值", en="Value", synonyms=("变更后", "new value")),
        Column(
            name="reason",
            type=ColumnType.TEXT,
            zh="原因",
            en="Reason",
            synonyms=("挂起原因", "pending reason", "hold_reason"),
        ),
        Column(
            name="actor",
            type=ColumnType.TEXT,
            zh="操作人",
            en="Actor",
            synonyms=("处理人", "resource", "org:resource", "user"),
        ),
    ),
)
