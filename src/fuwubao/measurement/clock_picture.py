"""One ticket's clock drawn to scale: time across, net time up, service hours and waiting as bands (looks 05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fuwubao.domain.explain import ADDING, Segment, SegmentKind, Timeline
from fuwubao.domain.words import Words
from fuwubao.measurement.notations import length_text
from fuwubao.render.palette import BAD, GRID, INK, INK2, INK3, LINE2, NAVY, NEAR, NEAR_BAR, PALE, WASH
from fuwubao.render.svg import Canvas, Picture
from fuwubao.ui.language import said

WIDTH, LEFT, RIGHT, TOP, FLOOR = 980.0, 56.0, 16.0, 24.0, 220.0
STRIPS = ((Words("计时", "running"), 236.0), (Words("暂停计时", "paused"), 258.0))
STRIP_HEIGHT = 14.0
HOUR = 3600
STEPS = tuple(n * HOUR for n in (1, 2, 4, 8, 12, 24, 48, 96, 240, 480, 1200, 4800))
WAITING_FILL = "#F6E7C4"


def clock_picture(line: Timeline, *, timezone: str) -> Picture:
    """Draw one timeline; a clock that nothing is promised for gives an empty frame with a word."""
    canvas = Canvas(WIDTH, 330.0)
    if not line.segments:
        canvas.words(WIDTH / 2, 120, _("没有约定目标，不计时"), anchor="middle", colour=INK3)
        return canvas.picture()
    _Drawing(canvas, line, ZoneInfo(line.timezone or timezone)).draw()
    return canvas.picture()


class _Drawing:
    """The scales of one picture and the parts drawn on them."""

    def __init__(self, canvas: Canvas, line: Timeline, zone: ZoneInfo) -> None:
        self.canvas, self.line, self.zone = canvas, line, zone
        self.segments = _up_to_the_stop(line.segments)
        self.starts, self.ends = self.segments[0].starts, self.segments[-1].ends
        self.span = max((self.ends - self.starts).total_seconds(), 1.0)
        target = line.target.within_seconds if line.target else None
        self.target = target
        self.most = max(self.segments[-1].elapsed_after, target or 0, HOUR) * 1.08

    def draw(self) -> None:
        """Draw bands, grid, curve, target, breach and strips, in this order."""
        for segment in self.segments:
            self._band(segment)
        self._hours()
        self._days()
        self._curve()
        if self.target is not None:
            y = self._y(self.target)
            self.canvas.line(LEFT, y, WIDTH - RIGHT, y, INK, width=1.1, dash="5 3")
            self.canvas.words(
                LEFT + 4,
                y - 5,
                _("目标 %(target)s") % {"target": length_text(Fraction(self.target))},
                colour=INK,
                bold=True,
            )
        self._breach()
        self._strips()

    def _x(self, at: datetime) -> float:
        return LEFT + (at - self.starts).total_seconds() / self.span * (WIDTH - LEFT - RIGHT)

    def _y(self, elapsed: float) -> float:
        return FLOOR - elapsed / self.most * (FLOOR - TOP)

    def _band(self, segment: Segment) -> None:
        fill = {SegmentKind.PENDING: WAITING_FILL}.get(segment.kind, WASH if segment.kind in ADDING else "")
        if fill:
            left = self._x(segment.starts)
            self.canvas.rect(left, TOP - 8, self._x(segment.ends) - left, FLOOR - TOP + 8, fill)

    def _hours(self) -> None:
        step = next((step for step in STEPS if self.most / step <= 7), STEPS[-1])
        for tick in range(0, int(self.most) + 1, step):
            self.canvas.line(LEFT, self._y(tick), WIDTH - RIGHT, self._y(tick), GRID)
            self.canvas.words(LEFT - 6, self._y(tick) + 4, f"{tick // HOUR}:00", anchor="end", colour=INK3)

    def _days(self) -> None:
        """Mark local midnights; with many days only some are named."""
        days = list(self._midnights())
        every = 1 + len(days) // 9
        for number, (at, name) in enumerate(days):
            x = self._x(at)
            self.canvas.line(x, TOP - 8, x, 278, LINE2)
            if number % every == 0:
                self.canvas.words(x, 300, name, anchor="middle")
        self.canvas.line(LEFT, FLOOR, WIDTH - RIGHT, FLOOR, INK3)
        self.canvas.words(LEFT, 322, f"{self.starts.astimezone(self.zone):%m-%d %H:%M}", colour=INK3, size=10)
        ends = f"{self.ends.astimezone(self.zone):%m-%d %H:%M}"
        self.canvas.words(WIDTH - RIGHT, 322, ends, colour=INK3, size=10, anchor="end")

    def _midnights(self) -> Iterator[tuple[datetime, str]]:
        day = self.starts.astimezone(self.zone).date() + timedelta(days=1)
        while (at := datetime.combine(day, time(0), tzinfo=self.zone).astimezone(UTC)) < self.ends:
            yield at, f"{day:%m-%d}"
            day += timedelta(days=1)

    def _curve(self) -> None:
        breached = self.line.breached_at
        elapsed = 0
        for segment in self.segments:
            late = breached is not None and segment.starts >= breached
            points = [
                (self._x(segment.starts), self._y(elapsed)),
                (self._x(segment.ends), self._y(segment.elapsed_after)),
            ]
            self.canvas.path(points, BAD if late else NAVY, width=2.2)
            elapsed = segment.elapsed_after
        self.canvas.disc(self._x(self.ends), self._y(elapsed), 4, BAD if breached else NAVY)

    def _breach(self) -> None:
        at = self.line.breached_at
        if at is None or not self.starts <= at <= self.ends:
            return
        x, y = self._x(at), self._y(_elapsed_at(self.segments, at))
        self.canvas.line(x, y, x, 278, BAD, width=1.2)
        self.canvas.hollow_square(x, y, 5, BAD)
        anchor = "end" if x > WIDTH * 0.7 else "start"
        words = _("超时时刻 %(at)s") % {"at": f"{at.astimezone(self.zone):%m-%d %H:%M}"}
        self.canvas.words(x + (-10 if anchor == "end" else 10), y + 18, words, colour=BAD, bold=True, anchor=anchor)

    def _strips(self) -> None:
        for name, y in STRIPS:
            self.canvas.words(LEFT - 6, y + 11, said(name), anchor="end", colour=INK2, size=10)
            self.canvas.rect(LEFT, y, WIDTH - LEFT - RIGHT, STRIP_HEIGHT, WASH)
        breached = self.line.breached_at
        for segment in self.segments:
            left = self._x(segment.starts)
            width = max(self._x(segment.ends) - left, 0.5)
            if segment.kind in ADDING:
                late = breached is not None and segment.starts >= breached
                self.canvas.rect(left, STRIPS[0][1], width, STRIP_HEIGHT, BAD if late else NAVY)
            if segment.kind is SegmentKind.PENDING:
                self.canvas.rect(left, STRIPS[1][1], width, STRIP_HEIGHT, WAITING_FILL, stroke=NEAR_BAR)
            if segment.kind is SegmentKind.WAITING_NOT_ALLOWED:
                self.canvas.rect(left, STRIPS[1][1], width, STRIP_HEIGHT, PALE, stroke=NEAR)


def _up_to_the_stop(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Leave out the time after the clock stopped for good: nothing happens there."""
    kept = list(segments)
    while len(kept) > 1 and kept[-1].kind is SegmentKind.STOPPED:
        kept.pop()
    return kept


def _elapsed_at(segments: Sequence[Segment], at: datetime) -> int:
    """Net time at an instant that is the edge of a segment."""
    return max((segment.elapsed_after for segment in segments if segment.ends <= at), default=0)
