"""Trend pictures: gaps stay gaps, a lone point is a dot, each miss a hollow square (looks 4)."""

from __future__ import annotations

from fuwubao.ui.parts import TrendPoint
from fuwubao.ui.sparkline import sparkline


def trend(*values: float | None, target: float | None = None) -> list[TrendPoint]:
    return [
        TrendPoint(value=v, target=target, missed=v is not None and target is not None and v < target) for v in values
    ]


def test_a_gap_parts_the_line() -> None:
    assert len(sparkline(trend(1, 2, None, 3, 4)).lines) == 2


def test_a_lone_point_between_gaps_is_a_dot() -> None:
    drawn = sparkline(trend(1, 2, None, 3, None, 4, 5))

    assert len(drawn.lines) == 2
    assert len(drawn.dots) == 2  # the lone one and the last


def test_each_miss_is_marked_and_the_last_one_has_no_dot() -> None:
    drawn = sparkline(trend(96, 90, 97, 80, target=95))

    assert len(drawn.misses) == 2
    assert drawn.dots == ()


def test_the_last_point_is_dotted_when_met() -> None:
    assert len(sparkline(trend(90, 97, target=95)).dots) == 1


def test_a_higher_value_is_drawn_higher() -> None:
    first, last = (point.split(",")[1] for point in sparkline(trend(1, 2)).lines[0].split(" "))

    assert float(first) > float(last)


def test_nothing_is_drawn_of_nothing() -> None:
    for points in ([], trend(None, None, target=95)):
        drawn = sparkline(points)
        assert (drawn.lines, drawn.dots, drawn.misses, drawn.target_y) == ((), (), (), None)


def test_equal_values_lie_in_the_middle() -> None:
    drawn = sparkline(trend(5, 5, 5))

    assert {point.split(",")[1] for point in drawn.lines[0].split(" ")} == {str(drawn.height / 2)}
