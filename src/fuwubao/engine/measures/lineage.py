"""The way back from a number to its rows, and a seal over them (design section 1, M14)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import narwhals as nw
from narwhals import col

from fuwubao.domain.figures import BLANK_KEY, Dimension, Figure, FigureKey, Scope
from fuwubao.domain.periods import Period
from fuwubao.engine.measures.evidence import Evidence, Question, prepared, questions_of
from fuwubao.engine.measures.frames import Rows, frame_question
from fuwubao.engine.measures.measure import Frame, Kind, Measure, Part
from fuwubao.engine.measures.service_time import Outage
from fuwubao.engine.measures.slices import collected, whole

_Line = tuple[dict[str, Any], str]  # a row and its text
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
INSTANTS = ("at", "opened_at", "starts", "ends")


class Side(StrEnum):
    """Which rows are asked for."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """The rows of one part of a figure; instants are epoch seconds, in the columns that ``INSTANTS`` names."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def rows_behind(evidence: Evidence, figure: Figure, measure: Measure, side: Side) -> RowsBehind:
    """Return the rows counted in the numerator or denominator of a figure, by their own number.

    For service time these are the outages of the services that touch the period.
    """
    if measure.frame is Frame.SERVICE_TIME:
        return _outages_behind(evidence, figure)
    ready = prepared(evidence, [Question(figure.scope.customer, (figure.period,))])
    part = next(p for p in measure.parts if p.variant == figure.variant)
    rows = in_scope(frame_question(measure.frame, ready.facts), figure.scope)
    # a rule may be a constant, which no filter takes: it becomes a column first
    counted = rows.with_columns(counted=whole(_asked(part, side))).filter(col("counted") != 0)
    found = collected(counted.drop("counted"))
    return _sorted(found)


def in_scope(rows: Rows, scope: Scope) -> Rows:
    """Keep the customer's rows that fall in the scope's slice; rows without a value are in 未填写."""
    kept = rows.filter(col("customer") == scope.customer)
    if scope.dimension is None:
        return kept
    name = scope.dimension.value
    blank = col(name).fill_null("") == ""
    kept = kept.filter(blank if scope.key == BLANK_KEY else (col(name) == scope.key))
    return kept.filter(col("agreement") == scope.agreement) if scope.agreement else kept


def seals(evidence: Evidence, figures: Sequence[Figure], measures: Mapping[str, Measure]) -> dict[FigureKey, str]:
    """Return for each figure, by its key, the SHA-256 over the rows of its cohort and slice in order.

    Rows are compared as they are counted: a row that moves to another slice or changes its verdict changes the
    seal. ``measures`` by number.
    """
    questions = questions_of(figures)
    parts = {(q.customer, period): number for q in questions for number, period in enumerate(q.periods)}
    ready = prepared(evidence, questions)
    lines: dict[tuple[Frame, str, int], list[_Line]] = {}
    for frame in {measures[figure.measure].frame for figure in figures}:
        for row in collected(frame_question(frame, ready.facts)):
            lines.setdefault((frame, str(row["customer"]), int(row["part"])), []).append((row, _text(row)))
    slices: dict[tuple[Frame, str, int, Dimension | None], dict[str, list[_Line]]] = {}
    made: dict[tuple[Frame, Scope, Period], str] = {}
    found: dict[FigureKey, str] = {}
    for figure in figures:
        frame, scope = measures[figure.measure].frame, figure.scope
        place = (frame, scope, figure.period)
        if place not in made:
            cohort = (frame, scope.customer, parts[scope.customer, figure.period])
            if (*cohort, scope.dimension) not in slices:
                slices[*cohort, scope.dimension] = _by_key(lines.get(cohort, []), scope.dimension)
            of_key = slices[*cohort, scope.dimension].get(scope.key if scope.dimension else "", [])
            made[place] = _seal([text for row, text in of_key if falls(row, scope)])
        found[figure.key] = made[place]
    return found


def _by_key(lines: Sequence[_Line], dimension: Dimension | None) -> dict[str, list[_Line]]:
    """Deal a cohort's rows once to the slices of a dimension; the total is one slice."""
    dealt: dict[str, list[_Line]] = {}
    for row, text in lines:
        dealt.setdefault("" if dimension is None else row[dimension.value] or BLANK_KEY, []).append((row, text))
    return dealt


def falls(row: Mapping[str, Any], scope: Scope) -> bool:
    """Whether a row of the customer is in the scope's slice; rows without a value are in 未填写."""
    if scope.dimension is None:
        return True
    if (row[scope.dimension.value] or BLANK_KEY) != scope.key:
        return False
    return not scope.agreement or row.get("agreement") == scope.agreement


def _seal(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()


def _asked(part: Part, side: Side) -> nw.Expr:
    """A quantile or a mean stands on all its rows; a ratio's numerator on those that it counts."""
    if side is Side.DENOMINATOR or part.kind is Kind.QUANTILE or part.variant.statistic:
        return part.denominator
    return part.numerator


def _sorted(found: list[dict[str, Any]]) -> RowsBehind:
    rows = sorted(found, key=lambda row: (str(row["ticket"]), str(row.get("clock", "")), row.get("at") or 0))
    columns = tuple(name for name in (found[0] if found else {}) if any(row[name] is not None for row in rows))
    kept = tuple(name for name in columns if name != "part")
    return RowsBehind(kept, tuple({name: row[name] for name in kept} for row in rows))


def _outages_behind(evidence: Evidence, figure: Figure) -> RowsBehind:
    starts, ends = (int(at.timestamp()) for at in (figure.period.starts_at, figure.period.ends_before))
    services = {
        service.code
        for terms in evidence.agreements
        if terms.customer_code == figure.scope.customer
        for service in terms.services
    }
    wanted = services if figure.scope.dimension is None else services & {figure.scope.key}
    cut = int(figure.as_of.timestamp())
    rows = [
        _outage_row(outage, cut)
        for outage in evidence.outages
        if outage.service in wanted and outage.starts < min(ends, cut + 1) and outage.ends > starts
    ]
    columns = ("ticket", "service", "starts", "ends", "weight", "planned")
    return RowsBehind(columns, tuple(sorted(rows, key=lambda row: (row["starts"], row["ticket"]))))


def _outage_row(outage: Outage, cut: int) -> dict[str, Any]:
    return {
        "ticket": outage.id,
        "service": outage.service,
        "starts": outage.starts,
        "ends": min(outage.ends, cut),
        "weight": outage.weight,
        "planned": outage.planned,
    }
