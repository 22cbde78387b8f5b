"""What a report tells beside its figures: breaches, exclusions, outages, events, changes, as of one cut-off.

Taken once when the draft is made, kept with the report as JSON, so that later rows change nothing (M14).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.periods import Period
from fuwubao.measurement.evidence import judged_as_of
from fuwubao.records import queries as records
from fuwubao.reports.material import BreachFact, EventFact, OutageFact, RestatedFact

Json = dict[str, Any]
EVENT_KINDS = {
    "major_incident": "major_incident",
    "new_service": "service_deployment",
    "service_changed": "service_deployment",
    "service_retired": "service_deployment",
    "continuity_invoked": "continuity",
}


def taken(
    *,
    customers: Sequence[str],
    services: Collection[str],
    period: Period,
    as_of: datetime,
    snapshot: str,
    left_out: frozenset[str] = frozenset(),
) -> Json:
    """Return the facts of some customers' period as JSON, in a fixed order.

    ``left_out`` are agreements that the row does not name: their verdicts, and the tickets and events of services
    that only they are about, are told elsewhere.
    """
    verdicts = judged_as_of(as_of, snapshot=snapshot).verdicts
    verdicts = verdicts.filter(pc.is_in(verdicts["customer"], value_set=pa.array(customers, pa.string())))
    tickets = _of_customers(records.current_rows("ticket", snapshot=snapshot), customers)
    if left_out:
        foreign = pc.is_in(verdicts["agreement"], value_set=pa.array(sorted(left_out), pa.string()))
        verdicts = verdicts.filter(pc.invert(pc.fill_null(foreign, False)))
        here = pc.is_in(tickets["service"], value_set=pa.array(sorted(services), pa.string()))
        tickets = tickets.filter(pc.fill_null(here, False))
    return {
        "breaches": _breaches(verdicts, tickets, period),
        "exclusions": _exclusions(verdicts, tickets, period),
        "outages": _outages(records.current_rows("outage", snapshot=snapshot), set(services), period, as_of),
        "events": _events(tickets, records.current_rows("service_event", snapshot=snapshot), customers, period),
        "changes": _changes(records.current_rows("change", snapshot=snapshot), customers, period),
        "problems": _record_problems(tickets, period),
    }


def _of_customers(table: pa.Table, customers: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table["customer"], value_set=pa.array(customers, pa.string())))


def _during(table: pa.Table, column: str, period: Period) -> pa.Table:
    kind = table.schema.field(column).type
    starts, ends = (pa.scalar(at, kind) for at in (period.starts_at, period.ends_before))
    inside = pc.and_(pc.greater_equal(table[column], starts), pc.less(table[column], ends))
    return table.filter(pc.fill_null(inside, False))


def _breaches(verdicts: pa.Table, tickets: pa.Table, period: Period) -> list[Json]:
    found = _during(verdicts.filter(pc.equal(verdicts["verdict"], "breached")), "decided_at", period)
    wanted = tickets.filter(pc.is_in(tickets["id"], value_set=found["ticket"].combine_chunks()))
    titles = dict(zip(wanted["id"].to_pylist(), wanted["title"].to_pylist(), strict=True))
    rows = [
        {
            "ticket": row["ticket"],
            "clock": row["clock"],
            "title": titles.get(row["ticket"]) or "",
            "service": row["service_at_decision"] or "",
            "priority": row["priority_at_decision"] or "",
            "class": row["class"] or "",
            "target_row": row["target_row"] or "",
            "elapsed_seconds": row["elapsed_seconds"],
            "target_seconds": row["target_seconds"],
            "due_at": _iso(row["due_at"]),
            "decided_at": _iso(row["decided_at"]),
        }
        for row in found.to_pylist()
    ]
    rows.sort(key=lambda row: (row["priority"] or "~", row["decided_at"], row["ticket"], row["clock"]))
    return rows


def _exclusions(verdicts: pa.Table, tickets: pa.Table, period: Period) -> list[Json]:
    opened = _during(tickets, "opened_at", period)
    excluded = verdicts.filter(
        pc.and_(pc.equal(verdicts["verdict"], "excluded"), pc.equal(verdicts["clock"], "resolution"))
    )
    inside = set(opened["id"].to_pylist())
    counts = Counter(
        row["exclusion"] or "agreed"
        for row in excluded.select(["ticket", "exclusion"]).to_pylist()
        if row["ticket"] in inside
    )
    return [{"reason": reason, "count": count} for reason, count in sorted(counts.items())]


def _outages(table: pa.Table, services: set[str], period: Period, as_of: datetime) -> list[Json]:
    rows = []
    for row in table.filter(pc.is_in(table["service"], value_set=pa.array(sorted(services), pa.string()))).to_pylist():
        starts, ends = row["start"], row["end"] or min(as_of, period.ends_before)
        inside = (min(ends, period.ends_before) - max(starts, period.starts_at)).total_seconds()
        if inside <= 0 or starts >= as_of:
            continue
        rows.append(
            {
                "service": row["service"],
                "starts_at": _iso(starts),
                "ends_at": _iso(row["end"]),
                "seconds": int(inside),
                "cause": row.get("cause") or "",
                "planned": bool(row["planned"]),
            }
        )
    rows.sort(key=lambda row: (row["starts_at"], row["service"]))
    return rows


def _events(tickets: pa.Table, table: pa.Table, customers: Sequence[str], period: Period) -> list[Json]:
    rows = [
        {"kind": "major_incident", "at": _iso(row["opened_at"]), "title": row["title"], "detail": "", "id": row["id"]}
        for row in _during(tickets.filter(pc.fill_null(tickets["major"], False)), "opened_at", period).to_pylist()
    ]
    for row in _during(table, "at", period).to_pylist():
        if row["customer"] in (None, "", *customers):
            kind = EVENT_KINDS.get(row["type"], "other")
            detail = row["impact"] or ""
            rows.append({"kind": kind, "at": _iso(row["at"]), "title": row["title"], "detail": detail, "id": row["id"]})
    rows.sort(key=lambda row: (row["at"], row["id"]))
    return rows


CHANGE_WORDS = {"successful": "成功", "failed": "失败", "backed_out": "回退", "cancelled": "取消", "rejected": "否决"}


def _changes(table: pa.Table, customers: Sequence[str], period: Period) -> list[Json]:
    """Count the changes implemented in the period by result; one without a customer serves all."""
    named = pc.is_in(table["customer"], value_set=pa.array([*customers, ""], pa.string()))
    mine = table.filter(pc.or_(named, pc.is_null(table["customer"])))
    counts = Counter(row["result"] or "" for row in _during(mine, "implemented_at", period).to_pylist())
    return [{"result": CHANGE_WORDS.get(name, name or "未填写"), "count": counts[name]} for name in sorted(counts)]


def _record_problems(tickets: pa.Table, period: Period) -> list[str]:
    """Say which columns of the period's tickets are empty, with counts (R05 记录质量检查)."""
    opened = _during(tickets, "opened_at", period)
    total = opened.num_rows
    named = (
        ("priority", "优先级"),
        ("category", "类别"),
        ("team", "处理组"),
        ("assignee", "处理人"),
        ("problem_id", "关联问题"),
    )
    told = []
    for column, words in named:
        empty = (
            total - pc.sum(pc.fill_null(pc.not_equal(opened[column], ""), False).cast(pa.int64())).as_py()
            if total
            else 0
        )
        if empty:
            told.append(f"{words}未填写：{empty} / {total} 张")
    return told


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def breaches_of(facts: Mapping[str, Any]) -> tuple[BreachFact, ...]:
    """Read the kept breaches."""
    return tuple(
        BreachFact(
            ticket=row["ticket"],
            clock=row["clock"],
            title=row["title"],
            service=row["service"],
            priority=row["priority"],
            ticket_class=row["class"],
            target_row=row["target_row"],
            elapsed_seconds=row["elapsed_seconds"],
            target_seconds=row["target_seconds"],
            due_at=_instant(row["due_at"]),
            decided_at=_moment(row["decided_at"]),
        )
        for row in facts.get("breaches", ())
    )


def restated_of(facts: Mapping[str, Any]) -> tuple[RestatedFact, ...]:
    """Read the kept restatements of the report before."""
    return tuple(
        RestatedFact(ticket=row["ticket"], clock=row["clock"], report=row["report"], was=row["was"], now=row["now"])
        for row in facts.get("restated", ())
    )


def outages_of(facts: Mapping[str, Any]) -> tuple[OutageFact, ...]:
    """Read the kept outages."""
    return tuple(
        OutageFact(
            service=row["service"],
            starts_at=_moment(row["starts_at"]),
            ends_at=_instant(row["ends_at"]),
            seconds=row["seconds"],
            cause=row["cause"],
            planned=row["planned"],
        )
        for row in facts.get("outages", ())
    )


def events_of(facts: Mapping[str, Any]) -> tuple[EventFact, ...]:
    """Read the kept events."""
    return tuple(
        EventFact(
            kind=row["kind"], at=_moment(row["at"]), title=row["title"], detail=row["detail"], record_id=row["id"]
        )
        for row in facts.get("events", ())
    )
