"""The services of an agreement file with their targets; two rows that fit one ticket alike are refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from fuwubao.agreements.errors import (
    BoundUnreadable,
    CalendarUndefined,
    ChoiceUnknown,
    NameTwice,
    TargetKindUnclear,
    TargetsClash,
)
from fuwubao.agreements.notations import (
    attainment,
    bound,
    choice,
    code,
    duration,
    flag,
    maintenance,
    whole_number,
    words,
)
from fuwubao.agreements.yaml_tree import Findings, Value
from fuwubao.domain.terms import ClockKind, ClockTarget, MeasureTarget, ServiceTerms, WorkloadLimit

TICKET_KEYS = ("class", "priority", "category", "channel", "team", "supplier", "line", "major")
TICKET_CLASSES = ("incident", "request", "enquiry")
WORKLOADS = ("tickets_opened",)  # what K28 counts against a limit
PERIODS = ("day", "week", "month", "quarter", "year")
NEEDS_CALENDAR = ("K09", "K10", "K11")  # agreed service time is counted on it (semantics 7)
SHARES = ("K01", "K02", "K03", "K09")
_CLOCK_KEYS = ("id", "applies", "clock", "within", "calendar", "attainment", "minimum_sample")
_MEASURE_KEYS = ("id", "measure", "value", "calendar", "maintenance", "minimum_sample")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What targets may refer to, and the codes met so far with their lines."""

    calendars: Collection[str]
    findings: Findings
    target_lines: dict[str, int]


def read_services(value: Value, *, calendars: Collection[str], findings: Findings) -> tuple[ServiceTerms, ...]:
    """Read the list; a faulty service or target is noted in ``findings`` and left out."""
    context = Context(calendars=calendars, findings=findings, target_lines={})
    services: list[ServiceTerms] = []
    lines: dict[str, int] = {}
    for item in value.as_list():
        with findings.gathering():
            service = _service(item, context)
            if service.code in lines:
                raise item.fault(NameTwice, value=service.code, first=lines[service.code])
            lines[service.code] = item.line
            services.append(service)
    return tuple(services)


def _service(value: Value, context: Context) -> ServiceTerms:
    fields = value.fields(("code", "name", "targets", "workload_limits"), required=("code", "name"))
    clocks: list[tuple[Value, ClockTarget]] = []
    measures: list[MeasureTarget] = []
    for item in fields["targets"].as_list() if "targets" in fields else ():
        with context.findings.gathering():
            target = _target(item, context)
            if target.id in context.target_lines:
                raise item.fault(NameTwice, value=target.id, first=context.target_lines[target.id])
            context.target_lines[target.id] = item.line
            if isinstance(target, MeasureTarget):
                measures.append(target)
            else:
                clocks.append((item, target))
    _note_clashes(clocks, context.findings)
    limits = fields["workload_limits"].as_list() if "workload_limits" in fields else ()
    return ServiceTerms(
        code=code(fields["code"]),
        name=words(fields["name"]),
        targets=tuple(target for _, target in clocks),
        measure_targets=tuple(measures),
        workload_limits=tuple(_limit(item) for item in limits),
    )


def _target(value: Value, context: Context) -> ClockTarget | MeasureTarget:
    entries = value.as_map()
    if ("clock" in entries) == ("measure" in entries):
        value.fields((*_CLOCK_KEYS, *_MEASURE_KEYS))
        raise value.fault(TargetKindUnclear)
    return _clock_target(value, context) if "clock" in entries else _measure_target(value, context)


def _clock_target(value: Value, context: Context) -> ClockTarget:
    fields = value.fields(_CLOCK_KEYS, required=("id", "clock", "within", "calendar"))
    seconds, days = duration(fields["within"])
    return ClockTarget(
        id=words(fields["id"], most=64),
        clock=ClockKind(choice(fields["clock"], tuple(ClockKind))),
        applies=_applies(fields["applies"]) if "applies" in fields else (),
        calendar=_calendar(fields["calendar"], context),
        within_seconds=seconds,
        within_days=days,
        attainment=attainment(fields["attainment"]) if "attainment" in fields else None,
        minimum_sample=_minimum(fields.get("minimum_sample")),
    )


def _applies(value: Value) -> tuple[tuple[str, str], ...]:
    """Read the ticket keys that must be equal, in a fixed order."""
    fields = value.fields(TICKET_KEYS)
    if "class" in fields:
        choice(fields["class"], TICKET_CLASSES)
    if "major" in fields:
        flag(fields["major"])
    return tuple(sorted((name, item.as_text()) for name, item in fields.items()))


def _measure_target(value: Value, context: Context) -> MeasureTarget:
    fields = value.fields(_MEASURE_KEYS, required=("id", "measure", "value"))
    measure = fields["measure"].as_text()
    if not re.fullmatch(r"K\d{2}", measure):
        raise fields["measure"].fault(ChoiceUnknown, value=measure, known="K01 … K38")
    if measure in NEEDS_CALENDAR:
        value.fields(_MEASURE_KEYS, required=("calendar",))
    promised = bound(fields["value"])
    if measure in SHARES and promised.value > 1:
        raise fields["value"].fault(BoundUnreadable, value=fields["value"].as_text())
    windows = fields["maintenance"].as_list() if "maintenance" in fields else ()
    return MeasureTarget(
        id=words(fields["id"], most=64),
        measure=measure,
        value=promised,
        calendar=_calendar(fields["calendar"], context) if "calendar" in fields else None,
        maintenance=tuple(window for item in windows for window in maintenance(item)),
        minimum_sample=_minimum(fields.get("minimum_sample")),
    )


def _calendar(value: Value, context: Context) -> str:
    name = value.as_text()
    if name not in context.calendars:
        raise value.fault(CalendarUndefined, value=name, known=", ".join(context.calendars) or "—")
    return name


def _minimum(value: Value | None) -> int | None:
    return None if value is None else whole_number(value, least=1, most=1_000_000)


def _limit(value: Value) -> WorkloadLimit:
    fields = value.fields(("measure", "per", "limit"), required=("measure", "per", "limit"))
    return WorkloadLimit(
        measure=choice(fields["measure"], WORKLOADS),
        per=choice(fields["per"], PERIODS),
        limit=whole_number(fields["limit"], least=0, most=10**9),
    )


def _note_clashes(rows: list[tuple[Value, ClockTarget]], findings: Findings) -> None:
    """Refuse two rows of one clock with as many keys that a ticket could fit both, unless a finer row decides."""
    targets = [target for _, target in rows]
    for position, (value, target) in enumerate(rows):
        for earlier_value, earlier in rows[:position]:
            if _clash(earlier, target, targets):
                fault = value.fault(TargetsClash, value=target.id, other=earlier.id, first=earlier_value.line)
                findings.faults.append(fault)


def _clash(one: ClockTarget, other: ClockTarget, all_rows: list[ClockTarget]) -> bool:
    if one.clock is not other.clock or len(one.applies) != len(other.applies):
        return False
    both = {*one.applies, *other.applies}
    if len({name for name, _ in both}) < len(both):  # a key with two values: no ticket fits both
        return False
    return not any(
        row.clock is one.clock and len(row.applies) > len(one.applies) and set(row.applies) <= both for row in all_rows
    )
