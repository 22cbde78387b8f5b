"""The SQL that asks for the rows of each cohort, kept as text: a changed question shows as a changed file.

The sums of a measure stand on these rows; ``--golden-write`` writes the files anew.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuwubao.domain.periods import parse_period
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.engine.measures.evidence import TRANSITIONS, VERDICTS, Evidence, Question, prepared
from fuwubao.engine.measures.frames import frame_question
from fuwubao.engine.measures.measure import Frame, Measure
from fuwubao.engine.measures.slices import whole

GOLDEN = Path(__file__).parent / "golden"
BREAKS = re.compile(r" (?=FROM |WHERE |INNER JOIN |GROUP BY )")


def generated(measure: Measure) -> str:
    """Return the statement for the cohort's rows with what each part of the measure counts of a row."""
    nothing = Evidence(
        agreements=(),
        as_of=datetime(2026, 4, 1, tzinfo=UTC),
        verdicts=VERDICTS.empty_table(),
        transitions=TRANSITIONS.empty_table(),
    )
    ready = prepared(nothing, [Question("HD", (parse_period("2026-03", "Asia/Shanghai"),))])
    counted = {}
    for number, part in enumerate(measure.parts):
        counted |= {f"n{number}": whole(part.numerator), f"d{number}": whole(part.denominator)}
    statement = frame_question(measure.frame, ready.facts).with_columns(**counted).to_native().sql_query()
    names: dict[str, str] = {}
    told = re.sub(r"\w*[0-9a-f]{8,}\w*", lambda found: names.setdefault(found[0], f"t{len(names)}"), statement)
    return BREAKS.sub("\n", told) + "\n"


@pytest.mark.parametrize("measure", CATALOGUE, ids=[measure.id for measure in CATALOGUE])
def test_each_measure_asks_the_recorded_question(measure: Measure, pytestconfig: pytest.Config) -> None:
    path = GOLDEN / f"{measure.id}.sql"
    statement = generated(measure)
    if pytestconfig.getoption("golden_write"):
        path.write_text(statement, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == statement


def test_no_file_is_left_of_a_measure_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.sql")} == {measure.id for measure in CATALOGUE}


def test_every_cohort_is_asked_for_by_some_measure() -> None:
    assert {measure.frame for measure in CATALOGUE} == set(Frame)
