"""The ladder of reminders, and of each row its stages and data owners, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.accounts.models import User
from fuwubao.accounts.rules import ROLE_WORDS
from fuwubao.domain.roles import Role
from fuwubao.domain.stages import STAGES, stage_days
from fuwubao.domain.words import Words
from fuwubao.reports.duty_kinds import LADDER, RESPONSIBLE
from fuwubao.reports.errors import RowNotFound
from fuwubao.reports.models import DataOwner, RegisterRow, Rung
from fuwubao.reports.queries.due_terms import stages_of

TOLD: dict[str, Words] = {
    RESPONSIBLE: Words("责任人", "who is responsible"),
    **{
        role.value: ROLE_WORDS[role]
        for role in (
            Role.SERVICE_MANAGER,
            Role.REPORT_MANAGER,
            Role.MANAGEMENT_REPRESENTATIVE,
            Role.SYSTEM_HEAD,
        )
    },
}
SPARE_RUNGS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RungLine:
    """One rung as the form shows it; a spare one has no days."""

    days: int | None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One stage of a row: its words and how many working days before the due day it ends."""

    stage: str
    words: Words
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """A row with its stages and data owners; ``is_own`` where the stages are not the defaults."""

    row: RegisterRow
    stages: tuple[StageLine, ...]
    owners: tuple[DataOwner, ...]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPlan:
    """The ladder with two spare rungs, whether it is the default, and every row that is live."""

    rungs: tuple[RungLine, ...]
    is_default: bool
    told: dict[str, Words]
    rows: tuple[RowPlan, ...]


def duty_plan() -> DutyPlan:
    """Return what the page shows."""
    own = list(Rung.objects.order_by("working_days_late", "who").values_list("working_days_late", "who"))
    rungs = [RungLine(days=days, who=who) for days, who in own or LADDER]
    spare = [RungLine(days=None, who=RESPONSIBLE)] * SPARE_RUNGS
    live = RegisterRow.objects.filter(state__in=("active", "lowered_priority")).select_related("stage_plan")
    rows = live.prefetch_related("data_owners__owner").order_by("number")
    return DutyPlan(rungs=(*rungs, *spare), is_default=not own, told=TOLD, rows=tuple(_plan(row) for row in rows))


def row_plan(number: str) -> RowPlan:
    """Return one row's plan. Raises: RowNotFound."""
    row = RegisterRow.objects.select_related("stage_plan").filter(number=number).first()
    if row is None:
        raise RowNotFound(number=number)
    return _plan(row)


def _plan(row: RegisterRow) -> RowPlan:
    own = stages_of(row)
    days = dict(stage_days(row.frequency, own))
    return RowPlan(
        row=row,
        stages=tuple(StageLine(stage=stage, words=words, days=days[stage]) for stage, words in STAGES.items()),
        owners=tuple(row.data_owners.select_related("owner").order_by("source")),
        is_own=bool(own),
    )


def people() -> list[User]:
    """Return the house's own people who can see to data, by name."""
    return list(User.objects.filter(is_active=True, customer_code="").exclude(name="").order_by("name", "pk"))
