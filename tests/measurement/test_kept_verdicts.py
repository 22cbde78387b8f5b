"""Judged tables kept between questions: the same question is judged once, and frozen sets keep theirs."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import home_folder
from fuwubao.agreements.actions import load_agreement
from fuwubao.engine.table_cache import Limits
from fuwubao.measurement import kept_verdicts
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.evidence import judged_as_of, verdict_rows_as_of
from fuwubao.measurement.queries import figures_for
from fuwubao.records import queries as records
from tests.measurement.conftest import AGREEMENT, NOW, TICKETS, Load

MAY, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7))
YEAR = 365 * 86_400


def files() -> set[Path]:
    return set((home_folder() / "cache" / "verdicts").glob("*.parquet"))


def aged(paths: set[Path]) -> set[Path]:
    """Make files look unused for a year."""
    for path in paths:
        used = path.stat().st_mtime - YEAR
        os.utime(path, (used, used))
    return paths


def test_the_same_question_is_read_and_another_instant_is_judged(loaded: Load) -> None:
    snapshot = records.latest_snapshot()
    first = judged_as_of(MAY, snapshot=snapshot)
    kept = files()
    assert len(kept) == 2
    again = judged_as_of(MAY, snapshot=snapshot)
    assert (again.verdicts, again.transitions) == (first.verdicts, first.transitions)
    assert verdict_rows_as_of(MAY, snapshot=snapshot) == first.verdicts
    assert files() == kept
    judged_as_of(JUNE, snapshot=snapshot)
    assert len(files()) == 4


def test_a_changed_promise_and_a_new_row_are_judged_anew(loaded: Load, operator: User) -> None:
    snapshot = records.latest_snapshot()
    assert verdict_rows_as_of(MAY, snapshot=snapshot).num_rows == 8
    revised = AGREEMENT.replace("within: 4h", "within: 9h") + "revision: {from: 2026-03-03, reason: 目标调整}\n"
    load_agreement(text=revised, file="hd.yaml", actor=operator, now=NOW)
    judged_as_of(MAY, snapshot=snapshot)
    assert len(files()) == 4
    loaded("ticket", TICKETS.replace("T3,", "T9,"))
    assert verdict_rows_as_of(MAY, snapshot=records.latest_snapshot()).num_rows == 10


def test_a_file_that_vanished_is_made_again(loaded: Load) -> None:
    snapshot = records.latest_snapshot()
    first = judged_as_of(MAY, snapshot=snapshot)
    for path in files():
        path.unlink()
    assert judged_as_of(MAY, snapshot=snapshot).transitions == first.transitions


def test_the_clean_up_takes_old_tables_but_never_those_of_frozen_sets(
    loaded: Load, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = figures_for(customer="HD", period="2026-03", as_of=MAY)
    freeze_figures(figures=found.figures, snapshot=found.snapshot, purpose="SLM-01-2026-03", actor=operator, now=NOW)
    told = aged(files())
    judged_as_of(JUNE, snapshot=found.snapshot)
    asked_once = aged(files() - told)
    assert len(told) == len(asked_once) == 2
    judged_as_of(JULY, snapshot=found.snapshot)
    assert told <= files()
    assert not asked_once & files()
    monkeypatch.setattr(kept_verdicts, "LIMITS", Limits(unused_days=7, bytes=0))
    loaded("ticket", TICKETS.replace("T3,", "T9,"))
    judged_as_of(JULY, snapshot=records.latest_snapshot())
    assert told <= files()
    assert len(files()) == 4
