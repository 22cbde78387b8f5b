"""Frozen figures are proved: computed again from their own snapshot, promises and rules, they come out equal (M14)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import home_folder
from fuwubao.agreements.actions import load_agreement
from fuwubao.agreements.models import AgreementRevision
from fuwubao.cli.figures import figures as command
from fuwubao.domain.figures import Dimension
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.errors import FrozenFiguresDiffer
from fuwubao.measurement.models import FigureSet, FrozenFigure
from fuwubao.measurement.queries import figures_for, trends
from fuwubao.measurement.verifying import verified_sets
from tests.measurement.conftest import AGREEMENT, G4, NOW, TICKETS, Load

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
ALL = tuple(Dimension)


@pytest.fixture
def frozen(loaded: Load, operator: User) -> FigureSet:
    """March of HD with every slice, frozen."""
    found = figures_for(customer="HD", period="2026-03", as_of=AS_OF, dimensions=ALL)
    return freeze_figures(
        figures=found.figures, snapshot=found.snapshot, purpose="SLM-01-2026-03-A/0", actor=operator, now=NOW
    )


def asked(*words: str) -> Result:
    return CliRunner().invoke(command, ["--verify", *words], catch_exceptions=True)


def test_every_figure_comes_out_equal(frozen: FigureSet) -> None:
    (proof,) = verified_sets()
    assert (proof.purpose, proof.figures, proof.holds) == ("SLM-01-2026-03-A/0", frozen.figures.count(), True)
    assert asked().exit_code == 0


def test_later_rows_and_later_promises_change_nothing(frozen: FigureSet, loaded: Load, operator: User) -> None:
    loaded("ticket", TICKETS.replace("2026-03-03T06:00:00Z", "2026-03-03T02:00:00Z") + G4)
    revised = AGREEMENT.replace("within: 4h", "within: 9h") + "revision: {from: 2026-03-02, reason: 目标调整}\n"
    load_agreement(text=revised, file="hd.yaml", actor=operator, now=datetime(2026, 12, 2, tzinfo=UTC))
    (proof,) = verified_sets()
    assert proof.holds


def test_a_trend_of_a_slice_that_nothing_names_holds(loaded: Load, operator: User) -> None:
    found = trends(customer="HD", period="2026-04", as_of=AS_OF, only=(Dimension.SERVICE, "CRM"), count=3)
    freeze_figures(figures=found.figures, snapshot=found.snapshot, purpose="trend", actor=operator, now=NOW)
    (proof,) = verified_sets()
    assert (proof.figures, proof.holds) == (len(found.figures), True)


def test_a_number_changed_by_hand_is_named_and_refused(frozen: FigureSet) -> None:
    row = FrozenFigure.objects.get(measure="K03", dimension="", clock="", figure_set=frozen)
    FrozenFigure.objects.filter(pk=row.pk).update(numerator=2, value=str(Fraction(2, 2)))
    answer = asked()
    assert isinstance(answer.exception, FrozenFiguresDiffer)
    assert answer.exception.facts["first"] == "SLM-01-2026-03-A/0 K03 HD 2026-03"
    assert "K03 HD 2026-03: 2/2 → 1/2" in answer.stdout
    printed = json.loads(asked("--json").stdout)
    assert printed["differences"] == 1
    (difference,) = printed["sets"][0]["differences"]
    assert (difference["figure"], difference["now"]["numerator"]) == ("K03 HD 2026-03", 1)


def test_what_was_kept_for_speed_is_not_believed(frozen: FigureSet) -> None:
    for path in (home_folder() / "cache").rglob("*.parquet"):
        pq.write_table(pq.ParquetFile(path).read().slice(0, 1), path)
    (proof,) = verified_sets()
    assert proof.holds


def test_other_rows_under_the_same_number_break_the_seal(frozen: FigureSet) -> None:
    FrozenFigure.objects.filter(measure="K03", dimension="", figure_set=frozen).update(rows_sha256="0" * 64)
    (proof,) = verified_sets()
    assert [(one.frozen.measure, one.rows_differ) for one in proof.deviations] == [("K03", True)]


def test_a_promise_or_snapshot_that_is_gone_is_named(frozen: FigureSet) -> None:
    AgreementRevision.objects.update(text=AGREEMENT.replace("within: 4h", "within: 5h"))
    (proof,) = verified_sets()
    assert (proof.lost, proof.holds) == ("SLA-1 2026-01-01", False)
    AgreementRevision.objects.update(text=AGREEMENT)
    (home_folder() / "store" / "_snapshots" / f"{frozen.snapshot}.json").unlink()
    (proof,) = verified_sets()
    assert proof.lost == frozen.snapshot
    assert isinstance(asked().exception, FrozenFiguresDiffer)
