"""People of these tests, each with one role, and the moment at which they act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role

NOW = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
Appoint = Callable[..., User]


@pytest.fixture
def appoint(db: None) -> Appoint:
    """Make a person who has held a role since New Year."""

    def make(login: str, role: Role, *, customer_code: str = "", department_code: str = "") -> User:
        user = User.objects.create(login=login, name=f"{login}先生", customer_code=customer_code)
        Appointment.objects.create(
            user=user,
            role=role,
            starts_on=date(2026, 1, 1),
            customer_code=customer_code,
            department_code=department_code,
        )
        return user

    return make


@pytest.fixture
def manager(appoint: Appoint) -> User:
    """The service report process manager."""
    return appoint("zhou", Role.REPORT_MANAGER)


@pytest.fixture
def admin(appoint: Appoint) -> User:
    """The administrator: users and roles, no content."""
    return appoint("gao", Role.ADMIN)
