"""The workspace operator: who acts when a command is run without a named person (design section 7).

The operator may load, register, build and verify; the role matrix lets nobody submit, review, approve, publish
or acknowledge in this role. The account has no password, so nobody can log in as it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role

LOGIN = "operator"
NAME = "工作区操作员"
SINCE = date(2000, 1, 1)  # the role has no first day: commands may be given any moment as now


@transaction.atomic(durable=True)
def workspace_operator(*, now: datetime) -> User:
    """Return the operator's account; made and audited at the first call."""
    user, added = User.objects.get_or_create(login=LOGIN, defaults={"name": NAME, "password": "!"})
    if added:
        Appointment.objects.create(user=user, role=Role.OPERATOR, starts_on=SINCE)
        audit.record("accounts.make_operator", subject=user, actor=user, at=now, after={"role": Role.OPERATOR})
    return user
