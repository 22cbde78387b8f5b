"""Who loads agreements in these tests, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts.models import Appointment, User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.agreements.actions import Loaded, load_agreement
from fuwubao.domain.roles import Role

NOW = datetime(2026, 6, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def manager(db: None) -> User:
    """李经理, who keeps the agreements."""
    return appointed("li", "李经理", Role.SERVICE_MANAGER)


def appointed(login: str, name: str, role: Role) -> User:
    """Make a person who holds a role."""
    user = User.objects.create(login=login, name=name)
    Appointment.objects.create(user=user, role=role, starts_on=date(2026, 1, 1))
    return user


@pytest.fixture
def operator(db: None) -> User:
    """Who works by command without a name, and may load alone what people ask for."""
    return workspace_operator(now=NOW)


@pytest.fixture
def load(manager: User) -> Callable[[str], Loaded]:
    """Load a text as 李经理."""
    return lambda text: load_agreement(text=text, file="hd.yaml", actor=manager, now=NOW)
