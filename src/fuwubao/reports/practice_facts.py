"""Take what the template of a practice tells from the records, as JSON, as of one cut-off and snapshot (M14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.periods import Period
from fuwubao.measurement.practices import closing_of, completion_of, succeeded
from fuwubao.records import queries as records
from fuwubao.reports.models import Duty, EarlyWarning, Obligation
from fuwubao.reports.warning_rules import rule_called, share_text

Json = dict[str, Any]
Row = dict[str, Any]
REVIEWS = ("row_review", "template_review", "annual_summary", "service_review_meeting")
MAJOR_EVENTS = ("major_incident", "continuity_invoked")
STEP_WORDS = {
    "opened": "受理",
    "responded": "响应",
    "assigned": "分派",
    "pending": "挂起",
    "resumed": "恢复处理",
    "escalated": "升级",
    "priority_changed": "调整优先级",
    "service_changed": "调整服务",
    "resolved": "解决",
    "reopened": "重开",
    "closed": "关闭",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose facts, of which period, as of when."""

    customers: Sequence[str]
    services: frozenset[str]
    period: Period
    as_of: datetime
    snapshot: str

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a kind that belong to the customers or their services."""
        return [row for row in self.table(kind).to_pylist() if self.holds(row)]

    def table(self, kind: str) -> pa.Table:
        """Return all rows of a kind as of the snapshot."""
        return records.current_rows(kind, snapshot=self.snapshot)

    def holds(self, row: Row) -> bool:
        """Tell whether a row is theirs: by its customer, else by its service, else it serves all."""
        if row.get("customer"):
            return row["customer"] in self.customers
        return not row.get("service") or row["service"] in self.services

    @property
    def ends(self) -> datetime:
        """The first instant that is not told any more: the period's end or the cut-off."""
        return min(self.period.ends_before, self.as_of)


def problems(asked: Asked) -> list[Json]:
    """Problems open at some time in the period, the oldest first, with their incidents before and after."""
    cut = int(asked.as_of.timestamp())
    incidents = _incidents_by_problem(asked)
    told = []
    for row in asked.rows("problem"):
        closed = closing_of(row, cut)
        if row["state"] == "cancelled" or row["opened_at"] >= asked.ends:
            continue
        if closed is not None and closed < asked.period.starts_at.timestamp():
            continue
        told.append(_problem(row, closed, incidents.get(row["id"], []), asked))
    return sorted(told, key=lambda one: (one["opened_at"], one["id"]))


def _problem(row: Row, closed: int | None, incidents: Sequence[datetime], asked: Asked) -> Json:
    closed_at = None if closed is None else datetime.fromtimestamp(closed, tz=UTC)
    solved = row["resolved_at"] or closed_at
    after = [at for at in incidents if solved is not None and at >= solved]
    return {
        "id": row["id"],
        "title": row["title"],
        "service": row["service"] or "",
        "category": row["category"] or "",
        "origin": row["origin"] or "",
        "state": row["state"] or "open",
        "opened_at": iso(row["opened_at"]),
        "found_at": iso(row["root_cause_at"]),
        "resolved_at": iso(row["resolved_at"]),
        "closed_at": iso(closed_at),
        "root_cause": row["root_cause"] or "",
        "workaround": row["workaround"] or "",
        "owner": row["owner"] or "",
        "change_id": row["change_id"] or "",
        "before": len(incidents) - len(after),
        "after": len(after),
        "again": sum(asked.period.starts_at <= at for at in after) if closed is not None else 0,
    }


def _incidents_by_problem(asked: Asked) -> dict[str, list[datetime]]:
    tickets = asked.table("ticket")
    named = tickets.filter(pc.fill_null(pc.not_equal(tickets["problem_id"], ""), False))
    found: dict[str, list[datetime]] = {}
    for row in named.select(["problem_id", "customer", "service", "class", "state", "opened_at"]).to_pylist():
        counts = row["class"] == "incident" and row["state"] != "cancelled" and asked.holds(row)
        if counts and row["opened_at"] is not None and row["opened_at"] < asked.ends:
            found.setdefault(row["problem_id"], []).append(row["opened_at"])
    return found


def outages(asked: Asked) -> list[Json]:
    """Outages and maintenance that touch the period, by their beginning; seconds are cut to the period."""
    told = []
    for row in asked.table("outage").to_pylist():
        starts, ends = row["start"], row["end"]
        if row["service"] not in asked.services or starts >= asked.as_of:
            continue
        inside = min(ends or asked.ends, asked.ends) - max(starts, asked.period.starts_at)
        if inside.total_seconds() <= 0:
            continue
        told.append(
            {
                "id": row["id"],
                "service": row["service"],
                "component": row["component"] or "",
                "cause": row["cause"] or "",
                "planned": bool(row["planned"]),
                "weight": 100 if row["weight"] is None else row["weight"],
                "starts_at": iso(starts),
                "ends_at": iso(ends),
                "seconds": int(inside.total_seconds()),
            }
        )
    return sorted(told, key=lambda one: (one["starts_at"], one["id"]))


def changes(asked: Asked) -> list[Json]:
    """Changes completed in the period, in the order of their completion."""
    told = []
    for row in asked.rows("change"):
        done = completion_of(row)
        if done is None or not asked.period.starts_at <= done < asked.ends:
            continue
        told.append(
            {
                "id": row["id"],
                "title": row["title"] or "",
                "service": row["service"] or "",
                "type": row["type"] or "",
                "risk": row["risk"] or "",
                "result": row["result"],
                "release": row["release"] or "",
                "owner": row["owner"] or "",
                "done_at": iso(done),
                "succeeded": succeeded(row),
                "caused": row["caused_incidents"],
                "unauthorised": row["authorised"] is False,
                "late": row["planned_end"] is not None and done > row["planned_end"],
            }
        )
    return sorted(told, key=lambda one: (one["done_at"], one["id"]))


def planned(asked: Asked) -> list[Json]:
    """Changes, releases, maintenance and drills of the period, by their beginning, each with what it clashes with."""
    found = [*_planned_changes(asked), *_planned_maintenance(asked), *_drills(asked), *_duties(asked)]
    found.sort(key=lambda one: (one["starts_at"], one["id"]))
    for one in found:
        one["clashes"] = [other["id"] for other in found if other is not one and _clash(one, other)]
    return found


def _clash(one: Json, other: Json) -> bool:
    """Two activities clash when they touch one service at one time; one without an end takes its moment."""
    if not one["service"] or one["service"] != other["service"]:
        return False
    ends, other_ends = one["ends_at"] or one["starts_at"], other["ends_at"] or other["starts_at"]
    return bool(one["starts_at"] < other_ends and other["starts_at"] < ends) or one["starts_at"] == other["starts_at"]


def _planned_changes(asked: Asked) -> list[Json]:
    told = []
    for row in asked.rows("change"):
        starts = row["planned_start"]
        if starts is None or not asked.period.starts_at <= starts < asked.period.ends_before:
            continue
        if row["result"] in ("cancelled", "rejected"):
            continue
        kind = "release" if row["release"] else "change"
        told.append(_activity(kind, row, starts, row["planned_end"], owner=row["owner"] or ""))
    return told


def _planned_maintenance(asked: Asked) -> list[Json]:
    told = []
    for row in asked.table("outage").to_pylist():
        starts = row["start"]
        if not row["planned"] or row["service"] not in asked.services:
            continue
        if not asked.period.starts_at <= starts < asked.period.ends_before:
            continue
        length = (row["end"] - starts) if row["end"] else timedelta(0)
        titled = {**row, "title": row["cause"] or row["component"] or ""}
        told.append(_activity("maintenance", titled, starts, row["end"], outage=int(length.total_seconds())))
    return told


def _drills(asked: Asked) -> list[Json]:
    return [
        _activity("exercise", row, row["at"], None)
        for row in asked.rows("service_event")
        if row["type"] == "exercise" and asked.period.starts_at <= row["at"] < asked.period.ends_before
    ]


def _duties(asked: Asked) -> list[Json]:
    """Reports, reviews and meetings that are due in the period; a duty is a moment and clashes with nothing."""
    due = Obligation.objects.filter(due_at__gte=asked.period.starts_at, due_at__lt=asked.period.ends_before)
    due = due.exclude(state__in=("waived", "cancelled")).filter(row__customer_code__in=asked.customers)
    told = [
        _activity(
            "report", {"id": f"{o.row.number} {o.period_label}", "title": o.row.name, "service": ""}, o.due_at, None
        )
        for o in due.select_related("row").order_by("due_at", "pk")
    ]
    others = Duty.objects.filter(due_at__gte=asked.period.starts_at, due_at__lt=asked.period.ends_before)
    others = others.filter(kind__in=REVIEWS, customer_code__in=["", *asked.customers]).exclude(
        state__in=("waived", "cancelled")
    )
    return told + [
        _activity("review", {"id": duty.subject, "title": duty.title, "service": ""}, duty.due_at, None)
        for duty in others.order_by("due_at", "pk")
    ]


def warnings(asked: Asked) -> list[Json]:
    """Warnings raised in the period, as they stood when the draft was made."""
    raised = EarlyWarning.objects.filter(
        raised_at__gte=asked.period.starts_at, raised_at__lt=asked.ends, customer_code__in=[*asked.customers, ""]
    )
    return [
        {
            "number": one.number,
            "rule": one.rule,
            "subject": one.subject,
            "title": one.title,
            "used": share_text(one.used_numerator, one.used_denominator) if one.rule != "backlog" else "",
            "expected_at": iso(one.expected_at),
            "raised_at": iso(one.raised_at),
            "reason": rule_called(one.rule).why.zh,
            "owner": one.owner.name if one.owner else "",
            "action": one.action,
            "state": one.state if one.averted is None else "averted" if one.averted else "breached",
        }
        for one in raised.select_related("owner").order_by("raised_at", "pk")
    ]


def _activity(
    kind: str, row: Row, starts: datetime, ends: datetime | None, *, outage: int = 0, owner: str = ""
) -> Json:
    return {
        "kind": kind,
        "id": row["id"],
        "title": row["title"] or "",
        "service": row["service"] or "",
        "starts_at": iso(starts),
        "ends_at": iso(ends),
        "outage_seconds": outage,
        "owner": owner,
        "clashes": [],
    }


def majors(asked: Asked) -> list[Json]:
    """Major incidents that began in the period, each with its log told moment by moment."""
    tickets = asked.table("ticket")
    chosen = [
        row
        for row in tickets.filter(pc.fill_null(tickets["major"], False)).to_pylist()
        if asked.holds(row) and asked.period.starts_at <= row["opened_at"] < asked.ends
    ]
    events = _events_of({row["id"] for row in chosen}, asked)
    notices = [row for row in asked.rows("service_event") if row["type"] in MAJOR_EVENTS]
    told = [_major(row, events.get(row["id"], []), notices, asked) for row in chosen]
    return sorted(told, key=lambda one: (one["opened_at"], one["ticket"]))


def _events_of(numbers: set[str], asked: Asked) -> dict[str, list[Row]]:
    table = asked.table("ticket_event")
    mine = table.filter(pc.is_in(table["ticket_id"], value_set=pa.array(sorted(numbers), pa.string())))
    found: dict[str, list[Row]] = {}
    for row in mine.to_pylist():
        if row["at"] <= asked.as_of:
            found.setdefault(row["ticket_id"], []).append(row)
    return {number: sorted(rows, key=lambda row: row["at"]) for number, rows in found.items()}


def _major(row: Row, events: Sequence[Row], notices: Sequence[Row], asked: Asked) -> Json:
    recovered = next((e["at"] for e in reversed(events) if e["event"] == "resolved"), row["resolved_at"])
    if recovered is not None and recovered > asked.as_of:
        recovered = None
    ends = recovered or asked.as_of
    own = [one for one in notices if one["ticket_id"] == row["id"] or _during(one, row, ends)]
    steps = [_step(event) for event in events] or _stamped(row, asked.as_of)
    return {
        "ticket": row["id"],
        "title": row["title"],
        "service": row["service"] or "",
        "priority": row["priority"] or "",
        "category": row["category"] or "",
        "team": row["team"] or "",
        "opened_at": iso(row["opened_at"]),
        "responded_at": iso(next((e["at"] for e in events if e["event"] == "responded"), row["responded_at"])),
        "recovered_at": iso(recovered),
        "down_seconds": int((ends - row["opened_at"]).total_seconds()),
        "problem_id": row["problem_id"] or "",
        "change_id": row["change_id"] or "",
        "impact": "；".join(dict.fromkeys(one["impact"] for one in own if one["impact"])),
        "continuity": any(one["type"] == "continuity_invoked" for one in own),
        "steps": sorted([*steps, *(_notice(one) for one in own)], key=lambda step: step["at"]),
    }


def _during(notice: Row, ticket: Row, ends: datetime) -> bool:
    same = not notice["ticket_id"] and bool(notice["service"]) and notice["service"] == ticket["service"]
    return same and bool(ticket["opened_at"] <= notice["at"] <= ends)


def _step(event: Row) -> Json:
    words = STEP_WORDS.get(event["event"], event["event"])
    more = "、".join(part for part in (event["value"], event["reason"]) if part)
    return {"at": iso(event["at"]), "what": f"{words}：{more}" if more else words, "who": event["actor"] or ""}


def _stamped(row: Row, as_of: datetime) -> list[Json]:
    """A ticket without a log has the moments that its own row tells."""
    names = tuple((f"{event}_at", event) for event in ("opened", "responded", "resolved", "closed"))
    return [
        {"at": iso(row[column]), "what": STEP_WORDS[event], "who": row["assignee"] or ""}
        for column, event in names
        if row[column] is not None and row[column] <= as_of
    ]


def _notice(row: Row) -> Json:
    what = row["title"] + (f"：{row['measures']}" if row["measures"] else "")
    return {"at": iso(row["at"]), "what": what, "who": ""}


def iso(at: datetime | None) -> str | None:
    """Return an instant as text in UTC."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
