"""Set who is told of late duties, when each stage of a row ends, and who sees to its data (S1.29, S2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.stages import STAGES, stage_days
from fuwubao.reports.actions.duty_keeping import ladder
from fuwubao.reports.actions.register import locked_row
from fuwubao.reports.models import DataOwner, RegisterRow, Rung, StagePlan
from fuwubao.reports.period_errors import PlanUnreadable
from fuwubao.reports.queries.duty_plan import TOLD

MOST_DAYS = 60


@transaction.atomic(durable=True)
def set_ladder(*, rungs: Sequence[tuple[int, str]], actor: User, now: datetime) -> tuple[tuple[int, str], ...]:
    """Say after how many working days late whom the system tells; no rung at all brings the defaults back.

    Raises: NotAllowed, PlanUnreadable.
    """
    permissions.refuse_unless_may(actor, "reports.edit_register", now=now)
    wanted = sorted(set(rungs))
    for days, who in wanted:
        if days < 1 or days > MOST_DAYS or who not in TOLD:
            raise PlanUnreadable(where="催办阶梯", why=f"{days} {who}")
    before = ladder()
    Rung.objects.all().delete()
    Rung.objects.bulk_create(Rung(working_days_late=days, who=who) for days, who in wanted)
    audit.record("reports.set_ladder", subject=actor, actor=actor, at=now, before=before, after=ladder())
    return ladder()


@transaction.atomic(durable=True)
def plan_stages(*, number: str, days: Mapping[str, int], actor: User, now: datetime) -> RegisterRow:
    """Say how many working days before its due day each stage of a row ends; the defaults again need no plan.

    Raises: NotAllowed, RowNotFound, PlanUnreadable.
    """
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=row.customer_code, now=now)
    given = [days.get(stage, -1) for stage in STAGES]
    if any(not 0 <= count <= MOST_DAYS for count in given) or given != sorted(given, reverse=True):
        raise PlanUnreadable(where=number, why="、".join(str(count) for count in given))
    own = tuple(zip(STAGES, given, strict=True))
    if own == stage_days(row.frequency):
        StagePlan.objects.filter(row=row).delete()
    else:
        StagePlan.objects.update_or_create(row=row, defaults={"days": dict(own)})
    audit.record("reports.plan_stages", subject=row, actor=actor, at=now, after=dict(own))
    return row


@transaction.atomic(durable=True)
def drop_data_owner(*, number: str, source: str, actor: User, now: datetime) -> None:
    """Take a source off a row's data owners; its open duties stay with who had them. Raises: NotAllowed."""
    row = locked_row(number)
    permissions.refuse_unless_may(actor, "reports.edit_register", customer_code=row.customer_code, now=now)
    dropped = DataOwner.objects.filter(row=row, source=source).select_related("owner").first()
    if dropped is not None:
        before = {"source": source, "owner": dropped.owner.login}
        dropped.delete()
        audit.record("reports.drop_data_owner", subject=row, actor=actor, at=now, before=before)
