"""The reporting duties of an agreement file: rows of 《服务报告列表》 with their due rules (F01, S1.21, S1.29)."""

from __future__ import annotations

import re

from fuwubao.agreements.errors import ChoiceUnknown, DueUnreadable, NameTwice
from fuwubao.agreements.notations import choice, day, time_of_text, whole_number
from fuwubao.agreements.yaml_tree import Findings, Value
from fuwubao.domain.due import DueUnclear, parse_due_words
from fuwubao.domain.stages import STAGES
from fuwubao.domain.terms import DueRule, DutyTerms

KINDS = ("reactive", "proactive", "forward_schedule")
INITIATIONS = ("主动", "被动")
FREQUENCIES = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "on_event", "on_request")
LEAST_OFTEN = "yearly"  # what an agreement that names no frequency comes to (S1.28)
CONTENTS = ("a", "b", "c", "d", "e", "f")
REST_DAYS = ("keep", "before", "after")
AFTER = ("period_end",)
KEYS = (
    "number",
    "name",
    "template",
    "kind",
    "initiation",
    "audience",
    "recipients",
    "frequency",
    "due",
    "delivery",
    "purpose",
    "contents",
    "agreed",
    "stages",
)
_DUE_KEYS = ("working_days", "days", "day", "month", "after", "time", "calendar", "on_rest_day")


def read_duties(value: Value, findings: Findings) -> tuple[DutyTerms, ...]:
    """Read the list; a faulty row is noted in ``findings`` and left out. Raises ListWanted for the list itself."""
    duties: list[DutyTerms] = []
    lines: dict[str, int] = {}
    for item in value.as_list():
        with findings.gathering():
            duty = _duty(item)
            if duty.number in lines:
                raise item.fault(NameTwice, value=duty.number, first=lines[duty.number])
            lines[duty.number] = item.line
            duties.append(duty)
    return tuple(duties)


def _duty(value: Value) -> DutyTerms:
    fields = value.fields(KEYS, required=("number", "name", "template", "due"))

    def text(name: str, default: str = "") -> str:
        return fields[name].as_text() if name in fields else default

    def texts(name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(item.as_text() for item in fields[name].as_list()) if name in fields else default

    agreed = fields["agreed"].fields(("by", "on", "evidence")) if "agreed" in fields else {}
    return DutyTerms(
        number=text("number"),
        name=text("name"),
        template=_template(fields["template"]),
        kind=choice(fields["kind"], KINDS) if "kind" in fields else "reactive",
        initiation=choice(fields["initiation"], INITIATIONS) if "initiation" in fields else "主动",
        audience=text("audience", "customer"),
        recipients=texts("recipients"),
        frequency=choice(fields["frequency"], FREQUENCIES) if "frequency" in fields else LEAST_OFTEN,
        due=read_due(fields["due"]),
        delivery=texts("delivery", ("portal",)),
        purpose=text("purpose"),
        contents=tuple(choice(item, CONTENTS) for item in fields["contents"].as_list()) if "contents" in fields else (),
        agreed_by=agreed["by"].as_text() if "by" in agreed else "",
        agreed_on=day(agreed["on"]) if "on" in agreed else None,
        agreed_evidence=_evidence(agreed["evidence"]) if "evidence" in agreed else "",
        stages=_stages(fields["stages"]) if "stages" in fields else (),
    )


def _stages(value: Value) -> tuple[tuple[str, int], ...]:
    """Read how many working days before the due day each stage ends."""
    fields = value.fields(tuple(STAGES))
    return tuple((name, whole_number(fields[name], least=0, most=250)) for name in STAGES if name in fields)


def _template(value: Value) -> str:
    text = value.as_text()
    if not re.fullmatch(r"R\d{2}", text):
        raise value.fault(ChoiceUnknown, value=text, known="R01 … R16")
    return text


def _evidence(value: Value) -> str:
    """Read a text, or a file with a page as ``file#page=4``."""
    if value.shape != "map":
        return value.as_text()
    fields = value.fields(("file", "page"), required=("file",))
    page = f"#page={whole_number(fields['page'], least=1, most=99_999)}" if "page" in fields else ""
    return fields["file"].as_text() + page


def read_due(value: Value) -> DueRule:
    """Read a due rule as a map or in words. Raises DueUnreadable and the leaves of its notations."""
    if value.shape == "text":
        return _due_in_words(value)
    fields = value.fields(_DUE_KEYS)

    def number(name: str, least: int, most: int) -> int | None:
        return whole_number(fields[name], least=least, most=most) if name in fields else None

    rule = DueRule(
        after=choice(fields["after"], AFTER) if "after" in fields else AFTER[0],
        working_days=number("working_days", 0, 250),
        days=number("days", 0, 366),
        day=number("day", 1, 31),
        month=number("month", 1, 12),
        time=_time(fields["time"]) if "time" in fields else "24:00",
        calendar=fields["calendar"].as_text() if "calendar" in fields else "china",
        on_rest_day=choice(fields["on_rest_day"], REST_DAYS) if "on_rest_day" in fields else REST_DAYS[0],
    )
    counted = sum(given is not None for given in (rule.working_days, rule.days, rule.day))
    if counted != 1 or (rule.month is not None and rule.day is None):
        raise value.fault(DueUnreadable, value="{" + ", ".join(f"{k}: {v.text}" for k, v in fields.items()) + "}")
    return rule


def _time(value: Value) -> str:
    text = value.as_text()
    seconds = time_of_text(text)
    if not seconds:
        raise value.fault(DueUnreadable, value=text)
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _due_in_words(value: Value) -> DueRule:
    try:
        return parse_due_words(value.as_text())
    except DueUnclear as unclear:
        raise value.fault(DueUnreadable, value=value.as_text()) from unclear
