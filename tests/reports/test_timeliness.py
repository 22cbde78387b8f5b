"""K30 服务报告及时率, golden case G9."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fuwubao.domain.periods import parse_period
from fuwubao.reports.models import Obligation, RegisterRow
from fuwubao.reports.queries.duties import timeliness
from tests.reports.world import Cast, World

SEPTEMBER = parse_period("2026-09", "Asia/Shanghai")
LATER = datetime(2026, 10, 2, tzinfo=UTC)


def owed(number: int, due_at: datetime, *, done: timedelta | None = None, state: str = "scheduled") -> None:
    """Make a duty; ``done`` is when it was fulfilled, counted from its due instant."""
    Obligation.objects.create(
        row=RegisterRow.objects.get(number="SLM-01"),
        period_label=f"{number}",
        period_starts_at=due_at - timedelta(days=35),
        period_ends_before=due_at - timedelta(days=5),
        due_at=due_at,
        state="fulfilled" if done is not None else state,
        fulfilled_at=None if done is None else due_at + done,
    )


def test_g9_four_in_time_one_late_one_unpublished_one_waived_one_due_later_is_four_of_six(
    world: World, cast: Cast
) -> None:
    Obligation.objects.all().delete()
    day = datetime(2026, 9, 10, 16, 0, tzinfo=UTC)
    for number, early in enumerate((timedelta(0), timedelta(seconds=1), timedelta(days=1), timedelta(days=3))):
        owed(number, day, done=-early)
    owed(4, day, done=timedelta(seconds=1))
    owed(5, day)
    owed(6, day, state="waived")
    owed(7, datetime(2026, 10, 12, 16, 0, tzinfo=UTC))

    found = timeliness(reader=cast.manager, starts_at=SEPTEMBER.starts_at, ends_before=SEPTEMBER.ends_before, now=LATER)

    assert (found.numerator, found.denominator) == (4, 6)


def test_a_duty_due_at_the_last_midnight_belongs_to_the_month_that_ends_there(world: World, cast: Cast) -> None:
    Obligation.objects.all().delete()
    owed(1, SEPTEMBER.ends_before, done=timedelta(0))
    owed(2, SEPTEMBER.starts_at, done=timedelta(0))

    found = timeliness(reader=cast.manager, starts_at=SEPTEMBER.starts_at, ends_before=SEPTEMBER.ends_before, now=LATER)

    assert (found.numerator, found.denominator) == (1, 1)
