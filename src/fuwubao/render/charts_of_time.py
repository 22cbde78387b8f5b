"""Charts whose horizontal axis is time: trend with target, stacked bars with limit, outages, sparkline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from fuwubao.render.labels import Room, place
from fuwubao.render.palette import BAD, BAND, GRID, INK, INK2, INK3, LINE2, NAVY, SERIES
from fuwubao.render.printable import width_in_em
from fuwubao.render.scales import Scale, scale_around, scale_from_zero, tick_words
from fuwubao.render.svg import Canvas, Picture
from fuwubao.render.tree import OutageMark, OutageTimeline, Point, Sparkline, StackedBars, TargetStep, TrendLine

RIGHT = 8.0
LABEL, SMALL = 10.5, 9.5


@dataclass(frozen=True, slots=True)
class Plot:
    """The field of a chart over periods: where it lies, how wide a period is, and its vertical scale."""

    left: float
    right: float
    top: float
    bottom: float
    pitch: float
    scale: Scale

    def middle(self, index: int) -> float:
        """Return the horizontal pixel of a period's middle."""
        return self.left + (index + 0.5) * self.pitch

    def spot(self, index: int, value: Decimal) -> tuple[float, float]:
        """Return the pixel of a value."""
        return self.middle(index), self.scale.at(float(value))


def plot_of(periods: tuple[str, ...], scale: Scale, *, width: float, top: float, bottom: float, right: float) -> Plot:
    """Leave at the left what the words of the ticks need, at the right what is asked for."""
    left = max(40.0, max(width_in_em(words) for words in tick_words(scale.ticks)) * 11 + 12)
    return Plot(left, width - right, top, bottom, (width - left - right) / max(len(periods), 1), scale)


def trend_line(drawing: TrendLine, width: float) -> Picture:
    """Draw lines over periods with their target, misses as hollow red squares."""
    top, bottom = 24.0, 170.0
    several = len(drawing.series) > 1
    right = 8 + max((width_in_em(s.name) for s in drawing.series), default=0) * 11 + 8 if several else RIGHT
    canvas = Canvas(width, bottom + 20)
    values = [float(p.value) for s in drawing.series for p in s.points if p.value is not None]
    values += [float(step.value) for step in drawing.targets]
    scale = scale_around(values or [0.0], bottom, top + 8, ceiling=100.0 if drawing.unit == "%" else None)
    plot = plot_of(drawing.periods, scale, width=width, top=top, bottom=bottom, right=right)
    room = Room(plot.left, width)
    _frame(canvas, plot, drawing.periods, drawing.band)
    canvas.words(plot.left - 6, 11, drawing.unit, colour=INK3, anchor="end")
    for number, series in enumerate(drawing.series):
        for stretch in _stretches(series.points):
            spots = [plot.spot(i, p.value) for i, p in stretch if p.value is not None]
            canvas.path(spots, SERIES[number % len(SERIES)])
            room.add_line(spots)
    if several:
        for series in drawing.series:
            _name_at_the_end(canvas, series.name, series.points, plot, room)
    _targets(canvas, drawing, plot, room)
    _points(canvas, drawing, plot, room, quiet=several)
    return canvas.picture()


def _stretches(points: tuple[Point, ...]) -> Iterator[list[tuple[int, Point]]]:
    """Cut a series at its gaps."""
    stretch: list[tuple[int, Point]] = []
    for i, point in enumerate(points):
        if point.value is None:
            yield stretch
            stretch = []
        else:
            stretch.append((i, point))
    yield stretch


def _frame(canvas: Canvas, plot: Plot, periods: tuple[str, ...], band: tuple[int, int] | None) -> None:
    """Draw the band of the report's period, the horizontal grid with its words, and the names of the periods."""
    if band is not None:
        wide = (band[1] - band[0] + 1) * plot.pitch
        canvas.rect(plot.left + band[0] * plot.pitch, plot.top - 4, wide, plot.bottom - plot.top + 4, BAND)
    for tick, words in zip(plot.scale.ticks, tick_words(plot.scale.ticks), strict=True):
        canvas.line(plot.left, plot.scale.at(tick), plot.right, plot.scale.at(tick), GRID)
        canvas.words(plot.left - 6, plot.scale.at(tick) + 4, words, anchor="end")
    canvas.line(plot.left, plot.bottom, plot.right, plot.bottom, INK3)
    every = 1 + int(max((width_in_em(p) for p in periods), default=0) * 11 / max(plot.pitch, 1))
    for i, period in enumerate(periods):
        if (len(periods) - 1 - i) % every == 0:
            canvas.line(plot.middle(i), plot.bottom, plot.middle(i), plot.bottom + 3, INK3)
            canvas.words(plot.middle(i), plot.bottom + 16, period, anchor="middle")


def _targets(canvas: Canvas, drawing: TrendLine, plot: Plot, room: Room) -> None:
    """Draw the target as one dashed line with steps; its words stand below or above it where most is free."""
    steps = drawing.targets
    ends = [step.first for step in steps[1:]] + [len(drawing.periods)]
    corners: list[tuple[float, float]] = []
    for step, end in zip(steps, ends, strict=False):
        y = plot.scale.at(float(step.value))
        corners += [(plot.left + step.first * plot.pitch, y), (plot.left + end * plot.pitch, y)]
    canvas.path(corners, INK, width=1.1, dash="5 3")
    for series in drawing.series:
        for i, point in enumerate(series.points):
            if point.value is not None:
                room.add_mark(*plot.spot(i, point.value), 4)
    for step, end in zip(steps, ends, strict=False):
        y = plot.scale.at(float(step.value))
        begins = [plot.left + i * plot.pitch + 6 for i in range(step.first, end)]
        best = room.take([place(x, at, step.words, LABEL, "start") for x in begins for at in (y + 13, y - 5)])
        canvas.words(best.x, best.y, step.words, size=LABEL, colour=INK)
    room.add_line(corners)


def _target_at(drawing: TrendLine, index: int) -> TargetStep | None:
    return next((step for step in reversed(drawing.targets) if step.first <= index), None)


def _points(canvas: Canvas, drawing: TrendLine, plot: Plot, room: Room, *, quiet: bool) -> None:
    """Draw the marks, then the words: those of misses always, the others where they fit and the line is alone."""
    worded: list[tuple[float, float, str, bool]] = []
    for number, series in enumerate(drawing.series):
        for i, point in enumerate(series.points):
            if point.value is None:
                continue
            x, y = plot.spot(i, point.value)
            target = _target_at(drawing, i)
            missed = target is not None and drawing.sense.missed(point.value, target.value)
            if missed:
                canvas.hollow_square(x, y, 4, BAD)
            else:
                canvas.disc(x, y, 3.4, SERIES[number % len(SERIES)])
            fits = not quiet and width_in_em(point.words) * SMALL < plot.pitch + 4
            if point.words and (missed or fits):
                worded.append((x, y, point.words, missed))
    for x, y, words, missed in sorted(worded, key=lambda one: not one[3]):
        _point_words(canvas, room, x, y, words, missed=missed)


def _point_words(canvas: Canvas, room: Room, x: float, y: float, words: str, *, missed: bool) -> None:
    size, colour = (LABEL, BAD) if missed else (SMALL, INK3)
    above, below = place(x, y - 8, words, size, "middle"), place(x, y + 16, words, size, "middle")
    sides = [place(x + 10, y + 4, words, size, "start"), place(x - 10, y + 4, words, size, "end")]
    best = room.take([*sides, below, above] if missed else [above, below])
    canvas.words(best.x, best.y, words, size=size, colour=colour, anchor=best.anchor)


def _name_at_the_end(canvas: Canvas, name: str, points: tuple[Point, ...], plot: Plot, room: Room) -> None:
    last = next(((i, p.value) for i, p in reversed(list(enumerate(points))) if p.value is not None), None)
    if last is not None:
        x, y = plot.spot(*last)
        best = room.take([place(x + 10, y + shift, name, 11, "start") for shift in (4, -8, 16)])
        canvas.words(best.x, best.y, name, colour=INK)


def stacked_bars(drawing: StackedBars, width: float) -> Picture:
    """Draw stacked bars from zero, dark to pale, with sums on top and the limit as a dashed line."""
    top, bottom = 34.0, 200.0
    canvas = Canvas(width, bottom + 20)
    sums = [sum(float(s.points[i].value or 0) for s in drawing.series) for i in range(len(drawing.periods))]
    limit = float(drawing.limit) if drawing.limit is not None else None
    scale = scale_from_zero(max([*sums, limit or 0.0], default=0.0), bottom, top)
    plot = plot_of(drawing.periods, scale, width=width, top=top, bottom=bottom, right=RIGHT)
    _frame(canvas, plot, drawing.periods, drawing.band)
    _legend(canvas, [series.name for series in drawing.series], plot.left)
    bar = plot.pitch * 0.56
    inside = limit is not None and any(-4 < scale.at(total) - scale.at(limit) < 16 for total in sums)
    for i, total in enumerate(sums):
        base = 0.0
        for number, series in enumerate(drawing.series):
            value = float(series.points[i].value or 0)
            y = scale.at(base + value)
            colour = SERIES[number % len(SERIES)]
            canvas.rect(plot.middle(i) - bar / 2, y, bar, scale.at(base) - y, colour, stroke="#FFFFFF")
            base += value
        y = scale.at(total)
        canvas.words(
            plot.middle(i),
            y + 12 if inside else y - 5,
            tick_words([total])[0],
            size=LABEL,
            colour=INK,
            anchor="middle",
        )
    if limit is not None:
        y = scale.at(limit)
        canvas.line(plot.left, y, plot.right, y, INK, width=1.1, dash="5 3")
        canvas.words(plot.left + 6, y - 5, drawing.limit_words, size=LABEL, colour=INK)
    return canvas.picture()


def _legend(canvas: Canvas, names: list[str], x: float) -> None:
    for number, name in enumerate(names):
        canvas.rect(x, 2, 9, 9, SERIES[number % len(SERIES)])
        canvas.words(x + 14, 11, name)
        x += 14 + width_in_em(name) * 11 + 16


def outage_timeline(drawing: OutageTimeline, width: float) -> Picture:
    """Draw outages on the line of their service, area by minutes; squares belong to services that missed."""
    left, pitch = 20 + max((width_in_em(row) for row in drawing.rows), default=0) * 11, 42.0
    bottom = 8 + pitch * len(drawing.rows)
    canvas = Canvas(width, bottom + 20)
    first, last = date.fromisoformat(drawing.first), date.fromisoformat(drawing.last) + timedelta(days=1)
    seconds = (last - first).total_seconds()

    def at(text: str) -> float:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
        start = datetime.combine(first, time())
        return left + (moment - start).total_seconds() / seconds * (width - left - 8)

    for window in drawing.windows:
        canvas.line(at(window), 4, at(window), bottom, LINE2, width=1, dash="1 3")
    for i, row in enumerate(drawing.rows):
        y = 12 + (i + 0.5) * pitch
        canvas.line(left, y, width - 8, y, LINE2)
        canvas.words(left - 8, y + 4, row, anchor="end")
        _outages_of(canvas, [o for o in drawing.outages if o.row == i], y, at, left)
    canvas.line(left, bottom + 4, width - 8, bottom + 4, INK3)
    for day in _days_marked(first, last):
        anchor = "start" if day == first else "end" if day == last else "middle"
        canvas.line(at(day.isoformat()), bottom + 4, at(day.isoformat()), bottom + 7, INK3)
        canvas.words(at(day.isoformat()), bottom + 18, f"{day:%m-%d}", anchor=anchor)
    return canvas.picture()


def _outages_of(canvas: Canvas, outages: list[OutageMark], y: float, at: Callable[[str], float], left: float) -> None:
    """Draw outages of one service; a label takes the first free place: above right, above left, below right, left."""
    marks = [(at(o.at), max(2.2, min(11.0, (o.minutes * 1.9) ** 0.5)), o) for o in sorted(outages, key=lambda o: o.at)]
    taken = [(x - half, x + half, side) for x, half, _ in marks for side in (True, False)]
    for x, half, outage in marks:
        if outage.missed:
            canvas.rect(x - half, y - half, 2 * half, 2 * half, BAD)
        else:
            canvas.disc(x, y, half, NAVY)
        long = width_in_em(outage.words) * 10
        for above, right in ((True, True), (True, False), (False, True), (False, False)):
            start = x + half + 4 if right else x - half - 4 - long
            free = all(above != side or start > e or start + long < s for s, e, side in taken)
            if free and start + long < canvas.width and start > left:
                taken.append((start, start + long, above))
                colour = BAD if outage.missed else INK2
                canvas.words(start, y - 8 if above else y + 16, outage.words, size=10, colour=colour)
                break


def _days_marked(first: date, last: date) -> list[date]:
    """Choose the days to name: the 1st and 15th, only the 1st over more than four months, each week in a short span."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    if len(days) <= 45:
        return days[::7]
    return [day for day in days if day.day == 1 or (day.day == 15 and len(days) <= 125)]


def sparkline(drawing: Sparkline) -> Picture:
    """Draw thirteen periods in the height of a line: navy, dashed target, hollow red squares at misses."""
    width, height, edge = 76.0, 18.0, 3.5
    canvas = Canvas(width, height)
    values = [float(v) for v in drawing.values if v is not None]
    if not values:
        return canvas.picture()
    heights = [*values, float(drawing.target)] if drawing.target is not None else values
    low, high = min(heights), max(heights)
    if high - low < 1e-12:
        low, high = low - 0.5, high + 0.5
    scale = Scale(low, high, height - edge, edge, ())
    pitch = (width - 2 * edge) / max(len(drawing.values) - 1, 1)
    if drawing.target is not None:
        y = scale.at(float(drawing.target))
        canvas.line(0, y, width, y, INK3, width=0.7, dash="2 2")
    points = tuple(Point(value=value) for value in drawing.values)
    for stretch in _stretches(points):
        spots = [(edge + i * pitch, scale.at(float(p.value or 0))) for i, p in stretch]
        canvas.path(spots, NAVY, width=1.2)
        if len(spots) == 1:
            canvas.disc(*spots[0], 1.7, NAVY)
    missed = [
        v is not None and drawing.target is not None and drawing.sense.missed(v, drawing.target) for v in drawing.values
    ]
    for i, value in enumerate(drawing.values):
        if value is not None and missed[i]:
            canvas.hollow_square(edge + i * pitch, scale.at(float(value)), 2, BAD, width=1.1)
    final = drawing.values[-1]
    if final is not None and not missed[-1]:
        canvas.disc(edge + (len(points) - 1) * pitch, scale.at(float(final)), 2.2, NAVY)
    return canvas.picture()
