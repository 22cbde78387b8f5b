"""The loaded world of ``world.py``, in a workspace of each test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.world import Cast, World, made_world


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """One customer's quarter, its register row and duties."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return made_world(tmp_path)


@pytest.fixture
def cast(world: World) -> Cast:
    """The people of the world."""
    return world.cast
