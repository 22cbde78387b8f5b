"""Drawings as SVG, about a millisecond each: thin, direct, readable in grey (looks.md section 7).

Red only marks a miss, which is also a hollow square; a target is dashed ink and may step; the report's period is a
light band; a gap stays a gap. Text stays text in the font of the page, so Typst and the browser set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fuwubao.render.charts_of_time import outage_timeline, sparkline, stacked_bars, trend_line
from fuwubao.render.palette import BAD, BLUE, HEAT, INK, INK2, INK3, LINE, LINE2, NAVY, PALE, WASH
from fuwubao.render.printable import width_in_em
from fuwubao.render.scales import scale_around, tick_words
from fuwubao.render.svg import Canvas, Picture
from fuwubao.render.tree import (
    AllowanceBars,
    Drawing,
    HeatMap,
    MovesOfMeans,
    OutageTimeline,
    Share,
    Sparkline,
    StackedBars,
    TrendLine,
)

WIDTH = 612.0
HALF_WIDTH = 380.0


@lru_cache(maxsize=1024)
def draw(drawing: Drawing | Sparkline | Share) -> Picture:
    """Draw; the same content is drawn once."""
    match drawing:
        case TrendLine():
            return trend_line(drawing, WIDTH)
        case StackedBars():
            return stacked_bars(drawing, WIDTH)
        case OutageTimeline():
            return outage_timeline(drawing, WIDTH)
        case HeatMap():
            return _heat_map(drawing)
        case AllowanceBars():
            return _allowances(drawing)
        case MovesOfMeans():
            return _moves(drawing)
        case Sparkline():
            return sparkline(drawing)
        case Share():
            return _share(drawing)


def _gutter(names: Sequence[str], *, least: float) -> float:
    """Return the room that the names at the left of a chart need, at most half of its width."""
    return min(max([least, *(width_in_em(name) * 11 + 16 for name in names)]), WIDTH / 2)


def _heat_map(drawing: HeatMap) -> Picture:
    left, cell_height = _gutter(drawing.rows, least=42.0), 21.0
    cell = (WIDTH - left) / max(len(drawing.columns), 1)
    bottom = cell_height * len(drawing.rows)
    canvas = Canvas(WIDTH, bottom + (32 if drawing.column_title else 18))
    most = max((count for row in drawing.counts for count in row), default=0) or 1
    for r, (name, counts) in enumerate(zip(drawing.rows, drawing.counts, strict=True)):
        canvas.words(left - 6, r * cell_height + 15, name, anchor="end")
        for c, count in enumerate(counts):
            share = count / most
            canvas.rect(left + c * cell + 0.6, r * cell_height + 0.6, cell - 1.2, cell_height - 1.2, _heat(share))
            if count:
                colour = "#FFFFFF" if share > 0.58 else INK2
                canvas.words(
                    left + (c + 0.5) * cell,
                    r * cell_height + 14.5,
                    str(count),
                    size=9.5,
                    colour=colour,
                    anchor="middle",
                )
    for c, name in enumerate(drawing.columns):
        canvas.words(left + (c + 0.5) * cell, bottom + 13, name, size=10.5, anchor="middle")
    if drawing.column_title:
        canvas.words(WIDTH, bottom + 28, drawing.column_title, colour=INK3, anchor="end")
    return canvas.picture()


def _heat(share: float) -> str:
    """Return the colour of a share of the highest cell, between the four steps of one hue."""
    place = min(share, 1.0) ** 0.75 * (len(HEAT) - 1)
    at = min(int(place), len(HEAT) - 2)
    lower, upper, part = HEAT[at], HEAT[at + 1], place - at
    mixed = (round(int(lower[i : i + 2], 16) * (1 - part) + int(upper[i : i + 2], 16) * part) for i in (1, 3, 5))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def _allowances(drawing: AllowanceBars) -> Picture:
    row_height, left, right = 24.0, _gutter([one.name for one in drawing.shares], least=150.0), 150.0
    canvas = Canvas(WIDTH, row_height * len(drawing.shares) + 4)
    for i, named in enumerate(drawing.shares):
        top = i * row_height + 7
        canvas.words(left - 10, top + 9, named.name, anchor="end")
        _bar(canvas, named.share, left, top, (WIDTH - left - right) * 0.6, 11)
        colour = BAD if named.share.missed else INK2
        canvas.words(WIDTH - right + 10, top + 9, named.share.words, colour=colour, bold=named.share.missed)
    return canvas.picture()


def _share(drawing: Share) -> Picture:
    canvas = Canvas(50, 13)
    _bar(canvas, drawing, 0.5, 2, 30, 9)
    return canvas.picture()


def _bar(canvas: Canvas, share: Share, x: float, y: float, whole: float, height: float) -> None:
    """Draw an allowance with what is used of it; the mark stands at the whole, more than 1.6 of it is cut off."""
    canvas.rect(x, y, whole, height, WASH, stroke=LINE2)
    used = min(max(float(share.used), 0.0), 1.6)
    canvas.rect(x, y, whole * used, height, BAD if share.missed else BLUE)
    canvas.line(x + whole, y - 2, x + whole, y + height + 2, INK, width=1.2)


def _moves(drawing: MovesOfMeans) -> Picture:
    row_height, left, right, top = 27.0, 74.0, 52.0, 4.0
    bottom = top + row_height * len(drawing.moves)
    canvas = Canvas(HALF_WIDTH, bottom + 18)
    values = [float(v) for move in drawing.moves for v in (move.now, move.before) if v is not None]
    scale = scale_around(values or [0.0], left + 34, HALF_WIDTH - right - 34, ceiling=None, ticks=3)
    for tick, words in zip(scale.ticks, tick_words(scale.ticks), strict=True):
        canvas.line(scale.at(tick), top, scale.at(tick), bottom, LINE)
        canvas.words(scale.at(tick), bottom + 13, words, size=10.5, anchor="middle")
    for i, move in enumerate(drawing.moves):
        y = top + (i + 0.5) * row_height
        now = scale.at(float(move.now))
        canvas.words(0, y + 4, move.name)
        falls = False
        if move.before is not None:
            before = scale.at(float(move.before))
            falls = now < before
            canvas.line(before, y, now, y, PALE, width=2.5)
            canvas.disc(before, y, 4, "#FFFFFF", stroke=INK3)
        canvas.disc(now, y, 4.6, NAVY)
        canvas.words(now + (-9 if falls else 9), y + 4, move.now_words, colour=INK, anchor="end" if falls else "start")
        canvas.words(HALF_WIDTH - 2, y + 4, move.difference, size=10.5, colour=INK3, anchor="end")
    return canvas.picture()
