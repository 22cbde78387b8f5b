"""People of improvement, and the loaded quarter of the reports' world where a figure shall move."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from tests.cast import SINCE, cast
from tests.reports.world import World, made_world

NOW = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)  # Friday 09:00 in Shanghai, the day after the National Day holiday
DUE = date(2026, 10, 30)
People = dict[str, User]


def appointed(login: str, name: str, role: Role) -> User:
    """One more person of the firm."""
    user = User.objects.create(login=login, name=name)
    Appointment.objects.create(user=user, role=role, starts_on=SINCE)
    return user


@pytest.fixture
def people(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """Everybody with a service manager, a management representative and an auditor, in a workspace of this test."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    found = cast()
    found["周岚"] = appointed("zhoulan", "周岚", Role.SERVICE_MANAGER)
    found["何远"] = appointed("heyuan", "何远", Role.MANAGEMENT_REPRESENTATIVE)
    found["宋文"] = appointed("songwen", "宋文", Role.AUDITOR)
    return found


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """华东制造's third quarter of 2026: K03 of P1 is 1 of 2, of the whole 5 of 6."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return made_world(tmp_path)
