"""Words of the last period in this one: sentences, citations, directions (issue B part 14)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fuwubao.domain.carrying import directions, misfits, repointed, sentences
from fuwubao.domain.figures import Better, Figure
from fuwubao.domain.periods import parse_period
from tests.reports.small import rate

ZONE = "Asia/Shanghai"
JULY, AUGUST = parse_period("2026-07", ZONE), parse_period("2026-08", ZONE)
Q2, Q3 = parse_period("2026Q2", ZONE), parse_period("2026Q3", ZONE)


def _moved(before: int, now: int) -> dict[tuple[str, str], Figure]:
    """Return K03 at that many per cent in July and in August."""
    return {
        ("K03", "2026-07"): rate("K03", before, 100, period=JULY),
        ("K03", "2026-08"): rate("K03", now, 100, period=AUGUST),
    }


def test_a_sentence_ends_at_its_mark_and_never_inside_a_citation() -> None:
    text = "解决及时率 [[K04:clock=response;statistic=mean]] 上升。夜班交接改善；无投诉\nRose to [[K03]]. Fell."
    assert sentences(text) == [
        "解决及时率 [[K04:clock=response;statistic=mean]] 上升。",
        "夜班交接改善；",
        "无投诉",
        "Rose to [[K03]].",
        "Fell.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[K03]] 上升", "[[K03]] 上升"),
        ("上期 [[K03@2026-06#nd]]", "上期 [[K03@2026-07#nd]]"),
        ("本期 [[K03@2026-07]]", "本期 [[K03]]"),
        ("去年 [[K03:service=ERP@2025-07]]", "去年 [[K03:service=ERP@2025-08]]"),
        ("一季度 [[K03@2026Q1]]", "一季度 [[K03@2026Q1]]"),
    ],
)
def test_a_citation_keeps_its_distance_from_the_report(text: str, expected: str) -> None:
    assert repointed(text, was=JULY, now=AUGUST) == expected


def test_a_month_cited_in_a_quarterly_report_moves_by_a_quarter() -> None:
    assert repointed("[[K03@2026-05]]", was=Q2, now=Q3) == "[[K03@2026-08]]"


@pytest.mark.parametrize(
    ("sentence", "before", "now", "wrong"),
    [
        ("及时率 [[K03]]，较上期上升。", 90, 95, ()),
        ("及时率 [[K03]]，较上期上升。", 95, 90, ("上升",)),
        ("及时率 [[K03]]，较上期上升。", 95, 95, ("上升",)),
        ("及时率 [[K03]]，有所改善。", 95, 90, ("改善",)),
        ("及时率 [[K03]] 下降。", 95, 90, ()),
        ("及时率 [[K03]] 与上期持平。", 95, 90, ("持平",)),
        ("及时率 [[K03]] 未上升。", 95, 90, ()),
        ("The rate increased to [[K03]].", 95, 90, ("increased",)),
        ("The rate improved to [[K03]].", 90, 95, ()),
        ("投诉减少，没有引用数字。", 95, 90, ()),
    ],
)
def test_a_word_of_direction_is_held_to_the_cited_figure(
    sentence: str, before: int, now: int, wrong: tuple[str, ...]
) -> None:
    assert misfits(sentence, _moved(before, now), now=AUGUST) == wrong


def test_less_is_better_where_the_measure_says_so() -> None:
    figures = {
        key: Figure(**{name: getattr(one, name) for name in one.__slots__} | {"better": Better.LOWER})
        for key, one in _moved(40, 30).items()
    }
    assert misfits("[[K03]]，明显改善。", figures, now=AUGUST) == ()
    assert misfits("[[K03]]，有所恶化。", figures, now=AUGUST) == ("恶化",)


def test_a_cited_count_is_compared_by_its_count() -> None:
    figures = {
        ("K03", "2026-07"): rate("K03", 9, 10, period=JULY),
        ("K03", "2026-08"): rate("K03", 15, 20, period=AUGUST),
    }
    assert figures["K03", "2026-08"].value == Fraction(3, 4)
    assert misfits("按时解决 [[K03#n]] 件，数量增加。", figures, now=AUGUST) == ()


def test_each_word_is_found_with_its_direction() -> None:
    assert [(one.word, one.direction.value) for one in directions("量上升而质改善")] == [
        ("上升", "up"),
        ("改善", "better"),
    ]
