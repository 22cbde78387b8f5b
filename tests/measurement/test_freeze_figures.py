"""Freezing: a told number stays, and a later truth is shown beside it (M14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fuwubao.accounts import audit
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.errors import FigureSetUnknown, NothingToFreeze
from fuwubao.measurement.models import FigureSet, FrozenFigure
from fuwubao.measurement.queries import Figures, differences_of, figures_for, frozen_figures, trends
from tests.measurement.conftest import G4, NOW, TICKETS, Load

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)


def march() -> Figures:
    return figures_for(customer="HD", period="2026-03", as_of=AS_OF)


def frozen(answer: Figures, operator: User) -> FigureSet:
    return freeze_figures(
        figures=answer.figures, snapshot=answer.snapshot, purpose="SLM-01-2026-03-A/0", actor=operator, now=NOW
    )


def test_a_frozen_set_comes_back_exactly_as_it_was(loaded: Load, operator: User) -> None:
    answer = march()
    kept = frozen(answer, operator)
    assert frozen_figures(kept.pk) == answer.figures


def test_freezing_is_one_entry_of_the_audit_chain(loaded: Load, operator: User) -> None:
    frozen(march(), operator)
    assert AuditEntry.objects.filter(act="measurement.freeze", remark="SLM-01-2026-03-A/0").count() == 1
    assert audit.verify().broken_at is None


def test_a_set_names_its_snapshot_and_the_agreements_by_hash(loaded: Load, operator: User) -> None:
    answer = march()
    kept = frozen(answer, operator)
    assert kept.snapshot == answer.snapshot
    assert [(code, first, len(digest)) for code, first, digest in kept.agreements] == [("SLA-1", "2026-01-01", 64)]


def test_nothing_differs_while_the_rows_are_the_same(loaded: Load, operator: User) -> None:
    kept = frozen(march(), operator)
    assert differences_of(kept.pk) == ()


def test_a_row_changed_later_is_shown_as_a_difference_and_the_set_stays(loaded: Load, operator: User) -> None:
    answer = march()
    kept = frozen(answer, operator)
    loaded("ticket", TICKETS.replace("2026-03-03T06:00:00Z", "2026-03-03T02:00:00Z") + G4)

    found = {d.frozen.measure: d for d in differences_of(kept.pk) if d.frozen.scope.dimension is None}

    assert found["K03"].frozen.display == "50.00%"
    assert found["K03"].now is not None
    assert found["K03"].now.display == "100.00%"
    assert "K07" not in found
    assert frozen_figures(kept.pk) == answer.figures


def test_the_old_snapshot_still_gives_the_old_numbers(loaded: Load, operator: User) -> None:
    answer = march()
    kept = frozen(answer, operator)
    loaded("ticket", TICKETS.replace("2026-03-03T06:00:00Z", "2026-03-03T02:00:00Z") + G4)
    assert differences_of(kept.pk, snapshot=answer.snapshot) == ()


def test_the_seal_tells_other_rows_from_the_same_rows(loaded: Load, operator: User) -> None:
    first, second = frozen(march(), operator), frozen(march(), operator)
    loaded("ticket", TICKETS.replace("P1", "P3") + G4)
    third = frozen(march(), operator)

    def seal(kept: FigureSet) -> str:
        return FrozenFigure.objects.get(figure_set=kept, measure="K03", dimension="").rows_sha256

    assert seal(first) == seal(second) != seal(third)


def test_a_trend_is_frozen_with_its_thirteen_periods(loaded: Load, operator: User) -> None:
    answer = trends(customer="HD", measures=("K03",), period="2026-03", as_of=AS_OF)
    kept = frozen(answer, operator)
    assert [f.period.label for f in frozen_figures(kept.pk)][::12] == ["2025-03", "2026-03"]


def test_nothing_cannot_be_frozen(loaded: Load, operator: User) -> None:
    with pytest.raises(NothingToFreeze):
        frozen(replace(march(), figures=()), operator)


def test_an_unknown_set_is_told(db: None) -> None:
    with pytest.raises(FigureSetUnknown):
        frozen_figures(404)
