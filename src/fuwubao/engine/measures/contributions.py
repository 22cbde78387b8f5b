"""What each row gives to a figure: its numerator and denominator as integers, so that anybody can add them up again.

``RATIO``, ``SCALED``, ``COUNT`` and ``LIMIT`` add both columns up; ``QUANTILE`` takes the value at rank ⌈p·n⌉ of the
numerators whose denominator is not 0 (semantics 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from narwhals import col

from fuwubao.domain.figures import Figure
from fuwubao.engine.measures.evidence import Evidence, prepared, questions_of
from fuwubao.engine.measures.frames import frame_rows
from fuwubao.engine.measures.lineage import RowsBehind, falls
from fuwubao.engine.measures.measure import Kind, Measure, Part
from fuwubao.engine.measures.slices import collected, whole

GIVES = ("numerator", "denominator")


def rule_of(measure: Measure, part: Part) -> dict[str, str]:
    """Return in plain words how the rows' numbers become the value, for a reader without this program."""
    rule = {"kind": part.kind.value}
    if part.kind is Kind.QUANTILE and part.quantile is not None:
        rule["quantile"] = str(part.quantile)
    return rule | {"cohort": measure.frame.value}


def contributions(
    evidence: Evidence, figures: Sequence[Figure], measures: Mapping[str, Measure]
) -> Iterator[tuple[Figure, Part, RowsBehind]]:
    """Yield each counted figure with the part of its measure and the rows that give something to it.

    ``measures`` by number; figures entered by hand have no rows and are left out. One pass a part of a measure.
    """
    counted = [figure for figure in figures if not figure.entry and figure.measure in measures]
    questions = questions_of(counted)
    place = {(q.customer, period): number for q in questions for number, period in enumerate(q.periods)}
    ready = prepared(evidence, questions)
    found: dict[tuple[str, int], dict[tuple[str, int], list[dict[str, Any]]]] = {}
    for figure in counted:
        measure = measures[figure.measure]
        number = next(n for n, part in enumerate(measure.parts) if part.variant == figure.variant)
        part, key = measure.parts[number], (figure.measure, number)
        if key not in found:
            rows = frame_rows(measure.frame, ready.facts)
            given = rows.with_columns(numerator=whole(part.numerator), denominator=whole(part.denominator))
            kept = given.filter((col("numerator") != 0) | (col("denominator") != 0))
            by_period: dict[tuple[str, int], list[dict[str, Any]]] = {}
            for row in collected(kept):
                by_period.setdefault((str(row["customer"]), int(row["part"])), []).append(row)
            found[key] = by_period
        rows_of_period = found[key].get((figure.scope.customer, place[figure.scope.customer, figure.period]), [])
        yield figure, part, _shown([row for row in rows_of_period if falls(row, figure.scope)])


def _shown(found: list[dict[str, Any]]) -> RowsBehind:
    if not found:
        return RowsBehind(GIVES, ())
    named = [n for n in found[0] if n not in ("part", *GIVES) and any(row[n] is not None for row in found)]
    columns = (*named, *GIVES)
    rows = ({name: row[name] for name in columns} for row in found)
    return RowsBehind(columns, tuple(sorted(rows, key=lambda row: tuple(str(row[name]) for name in columns))))
