"""A log with one row a change (as process-mining exports have it) becomes events and last rows (design section 7).

States of the tool are mapped to ours; what happened is what changed from one row of a ticket to the next.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.records import TICKET
from fuwubao.records.cells import times, words
from fuwubao.records.checks.cells import cleaned
from fuwubao.records.errors import HeaderIncomplete
from fuwubao.records.mapping import ColumnRule, EventRule, Mapping
from fuwubao.records.plan import plan_for
from fuwubao.records.reading.names import folded
from fuwubao.records.reading.sheet import Sheet
from fuwubao.records.text import plain

_RUNNING = ("open", "in_progress")
_STOPPED = ("resolved", "closed")
_ENDED = ("cancelled", "merged")
EVENT_HEADER = ("ticket_id", "at", "event", "value", "reason", "actor")


@dataclass(frozen=True, slots=True)
class _Change:
    """One row of the log: where it stands, when it was written, the state and dimensions after it."""

    row: int
    at: str
    state: str
    reason: str
    priority: str
    service: str
    actor: str


def split(sheet: Sheet, mapping: Mapping, timezone: str) -> tuple[Sheet, Sheet]:
    """Return (last row of each ticket, all events) of a sheet with one row a change.

    Raises: HeaderIncomplete when the mapping reads a column that is not there.
    """
    assert mapping.events is not None
    plan = plan_for(TICKET, sheet.header, mapping, file=sheet.facts.name)
    columns = cleaned(dict(enumerate(sheet.columns)), mapping)
    ids = columns[plan.position_of("id") or 0]
    moments = _moments(sheet, columns, mapping.events.at, mapping.events.formats, timezone)
    order = _order(ids, moments)
    last = np.zeros(len(ids), bool)
    for rows in order.values():
        last[rows[-1]] = True
    last |= np.asarray(pc.equal(pc.binary_length(ids), 0))
    chosen = pa.array(last)
    tickets = replace(
        sheet,
        columns=tuple(column.filter(chosen) for column in sheet.columns),
        rows=sheet.rows[last],
        lossy={place: mask[last] for place, mask in sheet.lossy.items()},
    )
    return tickets, _events(sheet, mapping, columns, ids, moments, order, timezone)


def _moments(
    sheet: Sheet, columns: dict[int, pa.Array], name: str, formats: tuple[str, ...], timezone: str
) -> times.Instants:
    layouts = tuple(times.layout_of(pattern) for pattern in formats)
    return times.read_instants(columns[_place(sheet, name)], timezone, layouts, from_1904=sheet.facts.from_1904)


def _place(sheet: Sheet, name: str) -> int:
    for at, header in enumerate(sheet.header):
        if folded(header) == folded(name):
            return at
    raise HeaderIncomplete(file=sheet.facts.name, missing=name, offer="", where=sheet.facts.name, why=name)


def _order(ids: pa.Array, moments: times.Instants) -> dict[str, list[int]]:
    """Return the positions of each ticket's rows by (instant, order in the source)."""
    rows: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(pc.utf8_lower(ids).to_pylist()):
        if key:
            rows[key].append(at)
    seconds = moments.seconds.tolist()
    for found in rows.values():
        found.sort(key=seconds.__getitem__)
    return rows


def _events(
    sheet: Sheet,
    mapping: Mapping,
    columns: dict[int, pa.Array],
    ids: pa.Array,
    moments: times.Instants,
    order: dict[str, list[int]],
    timezone: str,
) -> Sheet:
    changes = _changes(sheet, mapping, columns, moments)
    opened = _opened(sheet, mapping, columns, timezone)
    texts = ids.to_pylist()
    found: list[tuple[int, str, str, str, str, str, str]] = []
    for rows in order.values():
        seen: set[tuple[str, ...]] = set()
        first = changes[rows[0]]
        start = opened.get(rows[0]) or first.at
        for change, event, value, reason in _told([changes[at] for at in rows], start):
            at = start if event == "opened" else change.at
            entry = (texts[rows[0]], at, event, value, reason, "" if event == "opened" else change.actor)
            if entry not in seen:
                seen.add(entry)
                found.append((change.row, *entry))
    by_column = list(zip(*found, strict=True)) or [()] * 7
    return Sheet(
        facts=sheet.facts,
        header=EVENT_HEADER,
        columns=tuple(pa.array(column, pa.string()) for column in by_column[1:]),
        rows=np.array(by_column[0], dtype=np.int64),
    )


def _told(changes: list[_Change], start: str) -> list[tuple[_Change, str, str, str]]:
    """Return (change, event, value, reason) of one ticket, in order."""
    first = changes[0]
    told = [(first, "opened", "", "")]
    state, reason, responded = "open", "", False
    priority, service = first.priority, first.service
    for change in changes:
        if change.priority and change.priority != priority:
            told.append((change, "priority_changed", change.priority, ""))
            priority = change.priority
        if change.service and change.service != service:
            told.append((change, "service_changed", change.service, ""))
            service = change.service
        for event, why in _steps(state, reason, change, responded):
            told.append((change, event, "", why))
            responded = responded or event in ("responded", "resolved")
        state, reason = change.state, change.reason
    return told


def _steps(state: str, reason: str, change: _Change, responded: bool) -> list[tuple[str, str]]:
    """Return what a change of state means: leaving the old one, then entering the new one."""
    new = change.state
    if new == state and not (new == "pending" and change.reason != reason):
        return []
    steps: list[tuple[str, str]] = []
    if state in _STOPPED and new in (*_RUNNING, "pending"):
        steps.append(("reopened", ""))
    elif state == "pending" and new in _RUNNING:
        steps.append(("resumed", ""))
    if new == "in_progress" and not responded:
        steps.append(("responded", ""))
    if new in ("pending", *_STOPPED, *_ENDED):
        steps.append((new, change.reason))
    elif new not in _RUNNING:
        steps.append((new, ""))  # an unknown state: checking refuses it as E-VALUE
    return steps


def _changes(sheet: Sheet, mapping: Mapping, columns: dict[int, pa.Array], moments: times.Instants) -> list[_Change]:
    rule = mapping.events
    assert rule is not None
    texts = columns[_place(sheet, rule.at)].to_pylist()
    at = _iso(moments, texts)
    states, reasons = _states(columns[_place(sheet, rule.state)], rule)
    count = len(texts)
    actors = columns[_place(sheet, rule.actor)].to_pylist() if rule.actor else [""] * count
    priorities = _dimension(sheet, mapping, columns, "priority", count)
    services = _dimension(sheet, mapping, columns, "service", count)
    rows = sheet.rows.tolist()
    return [_Change(*values) for values in zip(rows, at, states, reasons, priorities, services, actors, strict=True)]


def _states(texts: pa.Array, rule: EventRule) -> tuple[list[str], list[str]]:
    known = words.vocabulary(TICKET.column("state"))
    told = {plain(word).lower(): stored for word, stored in rule.values.items()}

    def state_of(cell: str) -> str:
        said = told.get(cell.lower())
        return said if said is not None else known.get(cell.lower(), cell)

    pairs = words.changed(texts, state_of).to_pylist()
    cut = [pair.split("/", 1) for pair in pairs]
    return [pair[0] for pair in cut], [pair[1] if len(pair) == 2 else "" for pair in cut]


def _dimension(sheet: Sheet, mapping: Mapping, columns: dict[int, pa.Array], name: str, count: int) -> list[str]:
    rule = mapping.columns.get(name)
    if not isinstance(rule, ColumnRule) or rule.source is None:
        return [""] * count
    change = {plain(word).lower(): stored for word, stored in rule.values.items()}
    texts = columns[_place(sheet, rule.source)]
    return [str(cell) for cell in words.changed(texts, lambda cell: change.get(cell.lower(), cell)).to_pylist()]


def _opened(sheet: Sheet, mapping: Mapping, columns: dict[int, pa.Array], timezone: str) -> dict[int, str]:
    """Return, by position, the opening instant that the row itself tells."""
    rule = mapping.columns.get("opened_at")
    if not isinstance(rule, ColumnRule) or rule.source is None:
        return {}
    moments = _moments(sheet, columns, rule.source, rule.formats, timezone)
    texts = _iso(moments, [""] * len(moments.seconds))
    return {at: text for at, text in enumerate(texts) if text}


def _iso(moments: times.Instants, fallback: list[str]) -> list[str]:
    seconds: npt.NDArray[np.int64] = moments.seconds
    texts = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s").tolist()
    sound = (moments.status == times.OK).tolist()
    return [f"{text}Z" if good else other for text, good, other in zip(texts, sound, fallback, strict=True)]
