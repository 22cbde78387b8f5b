"""Duties stand in the calendar before anything is made, due by rule on the national calendar (S1.28, S1.29)."""

from __future__ import annotations

from datetime import UTC, datetime

from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.building import bring_up_to_date
from fuwubao.reports.actions.duties import as_stored, due_rule_of, schedule_duties
from fuwubao.reports.models import Obligation, RegisterRow
from fuwubao.reports.queries.duties import DueFlag, duty_lines
from tests.reports.world import AGREEMENT, NOW, Cast, World

BERLIN = (
    AGREEMENT.replace("SLA-2026-007", "SLA-B")
    .replace("HD", "MB")
    .replace("SLM-01", "SLM-02")
    .replace("Asia/Shanghai", "Europe/Berlin")
)


def duty(period: str, row: str = "SLM-01") -> Obligation:
    return Obligation.objects.get(row__number=row, period_label=period)


def test_five_working_days_after_a_quarter_skip_the_holiday_and_count_the_make_up_day(world: World) -> None:
    # 8, 9 and 10 (a Saturday worked), 12 and 13 October
    assert duty("2026Q3").due_at == datetime(2026, 10, 13, 16, 0, tzinfo=UTC)


def test_an_agreement_owes_the_periods_that_end_in_its_validity(world: World) -> None:
    labels = Obligation.objects.order_by("due_at").values_list("period_label", flat=True)
    assert list(labels) == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]


def test_a_due_day_in_a_year_without_published_holidays_is_provisional(world: World) -> None:
    assert [duty(period).provisional for period in ("2026Q3", "2026Q4")] == [False, True]


def test_scheduling_again_makes_nothing_new_and_moves_nothing(world: World, cast: Cast) -> None:
    before = list(Obligation.objects.order_by("pk").values())
    bring_up_to_date(actor=cast.operator, now=NOW)
    assert schedule_duties(actor=cast.operator, now=NOW) == []
    assert list(Obligation.objects.order_by("pk").values()) == before


def test_nothing_is_scheduled_beyond_the_horizon(world: World, cast: Cast) -> None:
    row = RegisterRow.objects.get(number="SLM-01")
    row.agreements.all().delete()  # owed without an end
    schedule_duties(actor=cast.operator, now=NOW)
    assert Obligation.objects.order_by("-due_at")[0].period_label == "2027Q4"  # begun within 400 days


def test_periods_of_a_customer_elsewhere_are_cut_and_due_in_its_own_zone(world: World, cast: Cast) -> None:
    load_agreement(text=BERLIN, file="mb.yaml", actor=cast.operator, now=NOW)
    bring_up_to_date(actor=cast.operator, now=NOW)

    autumn = duty("2026Q4", "SLM-02")
    assert autumn.period_starts_at == datetime(2026, 9, 30, 22, 0, tzinfo=UTC)  # summer time
    assert autumn.period_ends_before == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # winter time
    assert duty("2026Q3", "SLM-02").due_at == datetime(2026, 10, 13, 22, 0, tzinfo=UTC)


def test_a_duty_that_ends_a_day_is_told_under_that_day(world: World, cast: Cast) -> None:
    line = next(x for x in duty_lines(reader=cast.manager, now=NOW) if x.period_label == "2026Q3")
    assert (line.due_on.isoformat(), line.flag, line.days) == ("2026-10-13", DueFlag.DUE_SOON, 4)


def test_overdue_is_computed_from_the_second_after_the_due_instant(world: World, cast: Cast) -> None:
    at = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)

    def flag(now: datetime) -> DueFlag:
        return next(x.flag for x in duty_lines(reader=cast.manager, now=now) if x.period_label == "2026Q3")

    assert flag(at) is DueFlag.DUE_SOON
    assert flag(at.replace(second=1)) is DueFlag.OVERDUE


def test_a_stored_due_rule_comes_back_as_it_was(world: World) -> None:
    row = RegisterRow.objects.get(number="SLM-01")
    assert due_rule_of(row) == DueRule(working_days=5)
    assert as_stored(due_rule_of(row)) == row.due
