"""《服务报告列表》: numbers are unique for good, rows are owed only when agreed and when their template stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fuwubao.domain.lifecycles import StepUnknown
from fuwubao.reports.actions.duties import activate_and_schedule, schedule_duties
from fuwubao.reports.actions.register import RowContent, activate_row, add_row, agree_row, move_row
from fuwubao.reports.errors import NumberTaken, ReasonMissing, RowNotFound, RowUnready, TemplateMissing, TooRare
from fuwubao.reports.models import Obligation, RegisterRow
from tests.reports.world import NOW, Cast, World

CONTENT = RowContent(
    number="OPS-01",
    name="IT运维服务月报",
    source_process="运维服务",
    template="R01",
    frequency="monthly",
    customer_code="HD",
    customer_name="华东制造有限公司",
    recipients=("刘主任",),
    agreements=("SLA-2026-007",),
    duties_from=date(2026, 9, 1),
)


def added(cast: Cast, content: RowContent = CONTENT) -> RegisterRow:
    return add_row(content=content, actor=cast.manager, now=NOW)


def agreed(cast: Cast, number: str = "OPS-01") -> RegisterRow:
    return agree_row(
        number=number, agreed_by="刘主任", agreed_on=date(2026, 9, 1), evidence="附件4", actor=cast.manager, now=NOW
    )


def test_an_agreed_duty_of_an_agreement_becomes_an_active_row_at_once(world: World) -> None:
    row = RegisterRow.objects.get(number="SLM-01")
    assert (row.state, row.agreed_by, row.recipients) == ("active", "刘主任", ["刘主任"])


def test_a_number_is_taken_once_for_good_even_when_its_row_is_retired(cast: Cast) -> None:
    added(cast)
    move_row(number="OPS-01", act="reports.retire_row", reason="合并到季报", actor=cast.manager, now=NOW)
    with pytest.raises(NumberTaken):
        added(cast)


def test_less_than_once_a_year_is_refused(cast: Cast) -> None:
    with pytest.raises(TooRare):
        added(cast, replace(CONTENT, frequency="every_two_years"))


def test_agreeing_needs_the_evidence(cast: Cast) -> None:
    added(cast)
    with pytest.raises(RowUnready):
        agree_row(
            number="OPS-01", agreed_by="刘主任", agreed_on=date(2026, 9, 1), evidence="", actor=cast.manager, now=NOW
        )
    assert RegisterRow.objects.get(number="OPS-01").state == "draft"


def test_a_row_that_nobody_agreed_cannot_be_activated(cast: Cast) -> None:
    added(cast)
    with pytest.raises(StepUnknown):
        activate_row(number="OPS-01", actor=cast.manager, now=NOW)


def test_an_agreed_row_raises_its_duties_when_it_is_activated(cast: Cast) -> None:
    added(cast)
    agreed(cast)

    activate_and_schedule(number="OPS-01", actor=cast.manager, now=NOW)

    labels = Obligation.objects.filter(row__number="OPS-01").order_by("due_at").values_list("period_label", flat=True)
    assert list(labels) == ["2026-09", "2026-10", "2026-11", "2026-12"]


def test_a_row_whose_template_is_not_built_stays_as_it_is_and_raises_no_duty(cast: Cast) -> None:
    added(cast, replace(CONTENT, number="PRB-01", template="R16"))
    agreed(cast, "PRB-01")

    with pytest.raises(TemplateMissing):
        activate_row(number="PRB-01", actor=cast.manager, now=NOW)
    schedule_duties(actor=cast.manager, now=NOW)

    assert not Obligation.objects.filter(row__number="PRB-01").exists()


def test_a_retired_row_raises_no_further_duty(world: World, cast: Cast) -> None:
    Obligation.objects.all().delete()
    move_row(number="SLM-01", act="reports.retire_row", reason="不再需要", actor=cast.manager, now=NOW)
    assert schedule_duties(actor=cast.manager, now=NOW) == []


def test_retiring_needs_a_reason(cast: Cast) -> None:
    added(cast)
    with pytest.raises(ReasonMissing):
        move_row(number="OPS-01", act="reports.retire_row", reason=" ", actor=cast.manager, now=NOW)


def test_a_row_activated_in_the_small_hours_is_owed_from_its_local_day(cast: Cast) -> None:
    small_hours = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)  # 1 October, 02:00 in Shanghai
    added(cast, replace(CONTENT, duties_from=None))
    agreed(cast)

    row = activate_and_schedule(number="OPS-01", actor=cast.manager, now=small_hours)

    assert row.duties_from == date(2026, 10, 1)
    assert not Obligation.objects.filter(row=row, period_label="2026-09").exists()


def test_an_unknown_number_is_told(cast: Cast) -> None:
    with pytest.raises(RowNotFound):
        activate_row(number="NO-1", actor=cast.manager, now=NOW)
