"""Who loads agreements in these tests, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from fuwubao.accounts.models import User
from fuwubao.agreements.actions import Loaded, load_agreement

NOW = datetime(2026, 6, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def manager(db: None) -> User:
    """李经理, who keeps the agreements."""
    return User.objects.create(login="li", name="李经理")


@pytest.fixture
def load(manager: User) -> Callable[[str], Loaded]:
    """Load a text as 李经理."""
    return lambda text: load_agreement(text=text, file="hd.yaml", actor=manager, now=NOW)
