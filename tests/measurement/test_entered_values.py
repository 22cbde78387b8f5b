"""手工登记指标: what a person entered and another verified is a figure like any other, told apart by its tag."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from fuwubao.accounts.models import User
from fuwubao.domain.figures import Dimension, Figure
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.models import FrozenFigure
from fuwubao.measurement.queries import differences_of, figures_for, frozen_figures
from fuwubao.records.queries import latest_snapshot
from tests.measurement.conftest import NOW, Load

HEAD = (
    "id,measure,customer,service,period_start,period_end,value,numerator,denominator,unit,basis,evidence,"
    "entered_by,verified_by\n"
)
ROWS = (
    "M1,巡检次数,HD,,2026-03-01,2026-03-31,12,,,次,巡检台账,xunjian.pdf,liuyang,limin\n"
    "M2,备份成功率,HD,ERP,2026-03-01,2026-03-31,,29,31,,备份系统月报,,liuyang,limin\n"
    "M3,驻场人天,HD,,2026-02-01,2026-02-28,20.5,,,人天,考勤,,liuyang,limin\n"
    "M4,培训场次,HD,,2026-03-01,2026-03-31,2,,,场,签到表,,liuyang,liuyang\n"
)


def entered(**asked: str) -> tuple[Figure, ...]:
    told = figures_for(customer="HD", period=asked.pop("period", "2026-03"), as_of=NOW, **asked)
    return tuple(figure for figure in told.figures if figure.entry)


def test_only_values_of_the_period_that_another_person_verified_are_figures(loaded: Load) -> None:
    loaded("manual_value", HEAD + ROWS)
    inspections, backups = entered()
    assert (inspections.measure, inspections.value, inspections.display) == ("巡检次数", 12, "12 次")
    assert (backups.scope.dimension, backups.value) == (Dimension.SERVICE, Fraction(29, 31))
    assert [figure.display for figure in entered(period="2026-02")] == ["20.5 人天"]


def test_the_json_carries_them_after_the_counted_ones_with_their_tag(loaded: Load) -> None:
    loaded("manual_value", HEAD + ROWS)
    answer = figures_for(customer="HD", period="2026-03", as_of=NOW).to_json()
    told = answer["figures"]
    assert isinstance(told, list)
    assert [one.get("tag") for one in told[-3:]] == [None, "手工登记", "手工登记"]
    assert told[-1]["entry"]["verified_by"] == "limin"


def test_a_service_or_a_name_asks_for_those_values_alone(loaded: Load) -> None:
    loaded("manual_value", HEAD + ROWS)
    assert [figure.measure for figure in entered(service="ERP")] == ["备份成功率"]
    named = figures_for(customer="HD", period="2026-03", as_of=NOW, measures=("巡检次数", "K07"), dimensions=())
    assert [figure.measure for figure in named.figures] == ["K07", "巡检次数"]


def test_a_value_stored_later_for_the_same_place_holds(loaded: Load) -> None:
    loaded("manual_value", HEAD + ROWS)
    loaded("manual_value", HEAD + ROWS.replace("M1,", "M9,").replace(",12,", ",13,").splitlines()[0] + "\n")
    assert entered()[0].value == 13


def test_frozen_values_stay_and_a_later_entry_shows_as_a_difference(loaded: Load, operator: User) -> None:
    loaded("manual_value", HEAD + ROWS)
    frozen = freeze_figures(
        figures=entered(), snapshot=latest_snapshot(), purpose="SLM-01", actor=operator, now=datetime.now(UTC)
    )
    assert frozen_figures(frozen.pk) == entered()
    assert FrozenFigure.objects.get(measure="巡检次数").definition.startswith("手工登记（M1）：巡检台账")
    assert differences_of(frozen.pk) == ()
    loaded("manual_value", HEAD + ROWS.replace("M1,", "M9,").replace(",12,", ",13,").splitlines()[0] + "\n")
    (difference,) = differences_of(frozen.pk)
    assert difference.now is not None
    assert (difference.frozen.value, difference.now.value) == (12, 13)
