"""手工登记指标 as figures: values that a person entered and another verified, tagged and citable like any other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit, Variant
from fuwubao.domain.periods import Period
from fuwubao.domain.words import Words
from fuwubao.engine.measures.catalogue import CATALOGUE, measure_called
from fuwubao.records import queries as records

ENTERED = Variant(statistic="manual")  # keeps an entered K09 apart from a counted one
NOTED = ("id", "unit", "basis", "evidence", "entered_by", "verified_by")


def entered_names(*, snapshot: str) -> frozenset[str]:
    """Return the measures that anybody ever entered a value of."""
    table = records.current_rows("manual_value", snapshot=snapshot)
    return frozenset(name for name in table["measure"].unique().to_pylist() if name)


def entered_figures(
    asked: Sequence[tuple[str, Period]],
    *,
    as_of: datetime,
    snapshot: str,
    names: frozenset[str] | None = None,
    dimensions: Sequence[Dimension] = (Dimension.SERVICE,),
    only: tuple[Dimension, str] | None = None,
) -> tuple[Figure, ...]:
    """Return the verified values entered for exactly these customers and periods, by measure and service.

    Of two values for one measure, scope and period the one stored later holds. ``names`` None means all.
    """
    table = records.current_rows("manual_value", snapshot=snapshot)
    if not len(table):
        return ()
    rows = sorted(table.to_pylist(), key=lambda row: (row["ingested_at"], row["row_number"]))
    found: dict[tuple[int, str, str, str], Figure] = {}
    for number, (customer, period) in enumerate(asked):
        for row in rows:
            service = str(row["service"] or "")
            wanted = only == (Dimension.SERVICE, service) if only else not service or Dimension.SERVICE in dimensions
            if wanted and _speaks_of(row, customer, period) and (names is None or row["measure"] in names):
                key = (number, "" if not service else "1", str(row["measure"]), service)
                found[key] = _figure(row, customer, period, as_of)
    return tuple(found[key] for key in sorted(found))


def entered_series(
    measure: str, customer: str, periods: Sequence[Period], *, service: str, as_of: datetime, snapshot: str
) -> tuple[Figure, ...]:
    """Return one measure's values over periods, the oldest first; a period without one is not applicable.

    Empty when nothing was entered for the last period.
    """
    found = {
        figure.period: figure
        for figure in entered_figures(
            [(customer, period) for period in periods],
            as_of=as_of,
            snapshot=snapshot,
            names=frozenset({measure}),
            only=(Dimension.SERVICE, service),
        )
    }
    last = found.get(periods[-1])
    if last is None:
        return ()
    blank = replace(last, status=FigureStatus.NOT_APPLICABLE, numerator=None, denominator=None, value=None)
    return tuple(found.get(period) or replace(blank, period=period) for period in periods)


def entry_rows(figure: Figure) -> tuple[tuple[str, ...], tuple[dict[str, str], ...]]:
    """Return the columns and the single row behind an entered value: the entry itself and who stands for it."""
    row = {"ticket": figure.entry["id"], "value": figure.display}
    row |= {name: figure.entry[name] or "—" for name in ("basis", "evidence", "entered_by", "verified_by")}
    return tuple(row), (row,)


def entry_seal(figure: Figure) -> str:
    """Return the SHA-256 over an entered value and who stands for it."""
    told = [figure.measure, str(figure.value), figure.numerator, figure.denominator, dict(figure.entry)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def entry_definition(figure: Figure) -> Words:
    """Say in words where an entered value comes from."""
    entry = figure.entry
    proof, by, checker = entry["evidence"], entry["entered_by"], entry["verified_by"]
    zh, en = (f"；证据：{proof}", f"; evidence: {proof}") if proof else ("", "")
    return Words(
        f"手工登记（{entry['id']}）：{entry['basis']}{zh}；登记 {by}，核实 {checker}",
        f"entered by hand ({entry['id']}): {entry['basis']}{en}; entered by {by}, verified by {checker}",
    )


def measure_words(figure: Figure) -> Words:
    """Name a figure's measure: the catalogue's words, or for an entered value the name that it was entered under."""
    if figure.entry and figure.measure not in {measure.id for measure in CATALOGUE}:
        return Words(figure.measure, figure.measure)
    return measure_called(figure.measure).words


def _speaks_of(row: dict[str, object], customer: str, period: Period) -> bool:
    """Only what another person verified counts, and only for the very period."""
    verified = bool(row["verified_by"]) and row["verified_by"] != row["entered_by"]
    same_period = (row["period_start"], row["period_end"]) == (period.first, period.last)
    return verified and same_period and row["customer"] == customer


def _figure(row: dict[str, object], customer: str, period: Period, as_of: datetime) -> Figure:
    service = str(row["service"] or "")
    value, numerator, denominator, unit, digits = _numbers(row)
    return Figure(
        measure=str(row["measure"]),
        version=1,
        scope=Scope(customer, Dimension.SERVICE, service) if service else Scope(customer),
        period=period,
        as_of=as_of,
        variant=ENTERED,
        unit=unit,
        better=Better.NEITHER,
        digits=digits,
        status=FigureStatus.NOT_APPLICABLE if value is None else FigureStatus.OK,
        numerator=numerator,
        denominator=denominator,
        value=value,
        minimum_sample=0,
        entry={name: str(row[name] or "") for name in NOTED},
    )


def _numbers(row: dict[str, object]) -> tuple[Fraction | None, int | None, int | None, Unit, int]:
    """Read (value, numerator, denominator, unit, decimals); numerator and denominator go before a value."""
    n, d = _count(row["numerator"]), _count(row["denominator"])
    if n is not None and d is not None:
        return (Fraction(n, d) if d else None), n, d, Unit.RATIO, 2
    told = row["value"]
    if told is None:
        return (None if n is None else Fraction(n)), n, d, Unit.COUNT, 0
    value = Decimal(str(told)).normalize()
    places = max(0, -int(value.as_tuple().exponent))
    return Fraction(value), n, d, Unit.COUNT, places


def _count(value: object) -> int | None:
    return None if value is None else int(str(value))
