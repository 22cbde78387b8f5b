"""Numbers of actions and nonconformities: IMP-2026-0001, NC-2026-0001; one given is never given again."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts.models import AuditHead
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.numbering import NumberPattern
from fuwubao.improvement.models import Action, Nonconformity

PATTERN = NumberPattern("{prefix}-{year}-{serial:0000}")


def today_of(now: datetime) -> date:
    """Return the workspace's day at an instant."""
    return now.astimezone(ZoneInfo(time_zone())).date()


def next_number(model: type[Action] | type[Nonconformity], prefix: str, *, now: datetime) -> str:
    """Return the next number of the year; the head of the audit chain is held, so two writers never get the same."""
    AuditHead.objects.get_or_create(pk=1)
    AuditHead.objects.select_for_update().get(pk=1)
    values: dict[str, str | int] = {"prefix": prefix, "year": today_of(now).year}
    given = model.objects.values_list("number", flat=True)
    return PATTERN.filled({**values, "serial": PATTERN.next_serial(given, values)})
