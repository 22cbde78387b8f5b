"""Charts say what their drawing says: misses as hollow squares, steps, gaps, limits; nothing in them can act."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from fuwubao.render.charts import draw
from fuwubao.render.labels import place
from fuwubao.render.palette import BAD, SERIES
from fuwubao.render.printable import width_in_em
from fuwubao.render.tree import (
    AllowanceBars,
    Chart,
    Drawing,
    HeatMap,
    NamedShare,
    OutageMark,
    OutageTimeline,
    Point,
    Sense,
    Series,
    Share,
    Sparkline,
    StackedBars,
    TargetStep,
    TrendLine,
    flat,
)
from tests.render.made import sample

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: Drawing | Sparkline | Share) -> ElementTree.Element:
    """The SVG as XML."""
    return ElementTree.fromstring(draw(drawing).svg)


def line(*values: int | None, targets: tuple[TargetStep, ...] = (), sense: Sense = Sense.AT_LEAST) -> TrendLine:
    """A line over as many periods as there are values."""
    points = tuple(Point(value=None if v is None else Decimal(v), words=f"w{v}") for v in values)
    return TrendLine(
        periods=tuple(str(i) for i in range(len(values))),
        series=(Series(name="率", points=points),),
        targets=targets,
        unit="%",
        sense=sense,
    )


def hollow(svg: ElementTree.Element) -> list[ElementTree.Element]:
    """The marks of misses."""
    return [rect for rect in svg.iter(f"{SVG}rect") if rect.get("stroke") == BAD and rect.get("fill") == "#FFFFFF"]


def words(svg: ElementTree.Element) -> list[str]:
    """All text in the picture."""
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_each_miss_is_a_hollow_square_and_nothing_else_is() -> None:
    target = (TargetStep(first=0, value=Decimal(95), words="目标 ≥ 95%"),)

    assert len(hollow(parsed(line(97, 95, 94, 80, 100, targets=target)))) == 2


def test_below_an_upper_limit_a_low_value_is_no_miss() -> None:
    target = (TargetStep(first=0, value=Decimal(10)),)

    assert len(hollow(parsed(line(3, 12, 10, targets=target, sense=Sense.AT_MOST)))) == 1


def test_a_changed_target_is_a_step_and_judges_only_its_own_periods() -> None:
    steps = (
        TargetStep(first=0, value=Decimal(90), words="≥ 90%"),
        TargetStep(first=2, value=Decimal(95), words="≥ 95%"),
    )
    svg = parsed(line(92, 92, 92, 92, targets=steps))

    assert len(hollow(svg)) == 2
    assert {"≥ 90%", "≥ 95%"} <= set(words(svg))
    dashed = next(path for path in svg.iter(f"{SVG}polyline") if path.get("stroke-dasharray"))
    assert len({point.split(",")[1] for point in (dashed.get("points") or "").split()}) == 2


def test_a_gap_stays_a_gap() -> None:
    solid = parsed(line(97, 96, None, 98, 99)).iter(f"{SVG}polyline")

    assert [len((path.get("points") or "").split()) for path in solid] == [2, 2]


def test_no_percentage_above_a_hundred_is_marked_on_the_axis() -> None:
    ticks = [
        float(text) for text in words(parsed(line(99, 100, 100))) if re.fullmatch(r"[\d.]+", text) and float(text) > 50
    ]

    assert max(ticks) == 100


def test_words_in_a_line_chart_do_not_cover_each_other() -> None:
    target = (TargetStep(first=0, value=Decimal(95), words="目标 ≥ 95%"),)
    values = (97, 94, 96, 95, 93, 97, 92, 99, 95, 94, 98, 86, 100)
    svg = parsed(line(*values, targets=target))
    boxes = [
        place(
            float(t.get("x") or 0),
            float(t.get("y") or 0),
            t.text or "",
            float(t.get("font-size") or 0),
            t.get("text-anchor") or "",
        ).box
        for t in svg.iter(f"{SVG}text")
        if (t.text or "").startswith(("w", "目"))
    ]

    assert len(boxes) == len(values) + 1
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_wide_ticks_are_not_cut_off() -> None:
    svg = parsed(line(99999, 100002, 100010))
    ticks = [t for t in svg.iter(f"{SVG}text") if t.get("text-anchor") == "end" and t.text != "%"]

    assert all(float(t.get("x") or 0) - width_in_em(t.text or "") * 11 >= 0 for t in ticks)


def test_an_empty_line_is_still_a_picture() -> None:
    assert parsed(line(None, None)).tag == f"{SVG}svg"


def test_bars_begin_at_zero_and_tell_sum_and_limit() -> None:
    series = tuple(
        Series(name=n, points=(Point(value=Decimal(v)),)) for n, v in (("事件", 100), ("请求", 300), ("咨询", 50))
    )
    svg = parsed(StackedBars(periods=("26-07",), series=series, limit=Decimal(600), limit_words="上限 600"))

    assert {"450", "上限 600", "0", "事件", "请求", "咨询"} <= set(words(svg))


def test_a_heat_map_prints_each_count_but_zero() -> None:
    svg = parsed(HeatMap(rows=("周一",), columns=("08", "09", "10"), counts=((0, 7, 65),)))

    assert [text for text in words(svg) if text in ("0", "7", "65")] == ["7", "65"]
    assert next(t.get("fill") for t in svg.iter(f"{SVG}text") if t.text == "65") == "#FFFFFF"


def test_labels_of_close_outages_do_not_cover_each_other() -> None:
    marks = tuple(
        OutageMark(row=0, at=f"2026-08-{day:02d}T10:00", minutes=30, words=f"08-{day:02d} 10:00 · 30 分")
        for day in (10, 11, 12)
    )
    svg = parsed(OutageTimeline(rows=("MES",), first="2026-07-01", last="2026-09-30", outages=marks))
    placed = [(t.get("x"), t.get("y")) for t in svg.iter(f"{SVG}text") if (t.text or "").endswith("分")]

    assert len(placed) == len(set(placed))
    for (x1, y1), (x2, y2) in pairwise(placed):
        assert y1 != y2 or abs(float(x1 or 0) - float(x2 or 0)) > 80


def test_an_allowance_over_its_whole_is_red_and_passes_the_mark() -> None:
    over = NamedShare(name="MES", share=Share(used=Decimal("1.87"), words="187%", missed=True))
    svg = parsed(AllowanceBars(shares=(over,)))
    bars = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == BAD]

    mark = next(svg.iter(f"{SVG}line"))
    assert float(bars[0].get("x") or 0) + float(bars[0].get("width") or 0) > float(mark.get("x1") or 0)


def test_a_sparkline_marks_misses_and_leaves_gaps() -> None:
    values = (Decimal("0.9"), None, Decimal("0.99"), Decimal("0.98"))

    assert len(hollow(parsed(Sparkline(values=values, target=Decimal("0.95"))))) == 1


@pytest.mark.parametrize("hostile", ['"/><script>alert(1)</script>', "a&b<c>", "\x00\x1b[31m", "{{7*7}}"])
def test_hostile_words_are_text(hostile: str) -> None:
    drawing = HeatMap(rows=(hostile,), columns=("09",), counts=((1,),), column_title=hostile)
    svg = parsed(drawing)

    assert not list(svg.iter(f"{SVG}script"))
    assert words(svg).count("".join(letter for letter in hostile if letter >= " ")) == 2


def test_the_same_drawing_is_drawn_once_and_a_new_one_in_milliseconds() -> None:
    charts = [block.drawing for block in flat(sample().blocks) if isinstance(block, Chart)]
    assert all(draw(drawing) is draw(drawing) for drawing in charts)
    draw.cache_clear()
    begun = time.process_time()
    for drawing in charts:
        draw(drawing)

    assert (time.process_time() - begun) / len(charts) < 0.02


def test_series_can_be_told_apart_in_grey() -> None:
    levels = [lightness(colour) for colour in SERIES]

    assert all(abs(a - b) >= 20 for a, b in pairwise(levels))


def lightness(colour: str) -> float:
    """CIE L* of a colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    luminance: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * luminance ** (1 / 3) - 16
