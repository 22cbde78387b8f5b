"""Calendars agree with an oracle that looks at the clock every quarter of an hour, and keep their laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwubao.domain.calendars import Shift, Shifts, WorkCalendar
from tests.domain.quarter_hour_oracle import LOOK, Hours, PlainCalendar

# a day before each clock change, or an ordinary day: spans begin around these
CHANGES = {
    "Asia/Shanghai": date(2026, 9, 29),
    "Europe/Paris": date(2026, 10, 24),
    "America/New_York": date(2026, 3, 7),
    "Australia/Lord_Howe": date(2026, 4, 4),
    "America/St_Johns": date(2026, 10, 31),
    "Pacific/Chatham": date(2026, 9, 26),
    "Africa/Cairo": date(2026, 4, 23),
    "America/Sao_Paulo": date(2018, 11, 3),
    "Asia/Kathmandu": date(2026, 2, 27),
    "Pacific/Apia": date(2011, 12, 28),
}

hours = st.tuples(st.integers(0, 95), st.integers(1, 96)).map(lambda h: (h[0], h[1] if h[1] > h[0] else h[1] + 96))
days_hours = st.lists(hours, max_size=3)


def shifts(quarters: Hours) -> Shifts:
    return tuple(Shift(starts * 900, ends * 900) for starts, ends in quarters)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[WorkCalendar, PlainCalendar, date]:
    """The same calendar twice, and a date near a clock change of its zone."""
    timezone = draw(st.sampled_from(sorted(CHANGES)))
    near = CHANGES[timezone]
    dates = st.integers(-2, 6).map(lambda n: near + timedelta(days=n))
    by_date = st.dictionaries(dates, days_hours, max_size=3)
    weekly = draw(st.lists(days_hours, min_size=7, max_size=7))
    holidays = draw(st.frozensets(dates, max_size=3))
    extra, special, breaks = draw(by_date), draw(by_date), draw(by_date)
    plain = PlainCalendar(timezone, weekly, holidays, extra, special, breaks)
    calendar = WorkCalendar(
        timezone=timezone,
        weekly=tuple(shifts(day) for day in weekly),
        holidays=holidays,
        extra_workdays={day: shifts(quarters) for day, quarters in extra.items()},
        special_shifts={day: shifts(quarters) for day, quarters in special.items()},
        breaks={day: shifts(quarters) for day, quarters in breaks.items()},
    )
    return calendar, plain, near


def instant(day: date, looks: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + looks * LOOK


looks = st.integers(-96, 4 * 96)
pause_looks = st.lists(st.tuples(looks, looks), max_size=3)


@settings(max_examples=150, deadline=None)
@given(worlds(), looks, looks, pause_looks)
def test_elapsed_equals_looking_at_the_clock(
    world: tuple[WorkCalendar, PlainCalendar, date], a: int, b: int, stops: list[tuple[int, int]]
) -> None:
    calendar, plain, day = world
    start, end = instant(day, a), instant(day, b)
    pauses = [(instant(day, since), instant(day, until)) for since, until in stops]

    assert calendar.elapsed(start, end, pauses) == plain.elapsed(start, end, pauses)


@settings(max_examples=150, deadline=None)
@given(worlds(), looks)
def test_working_time_is_what_the_wall_clock_says(world: tuple[WorkCalendar, PlainCalendar, date], a: int) -> None:
    calendar, plain, day = world

    assert calendar.is_working_time(instant(day, a)) == plain.works_at(instant(day, a))


@settings(max_examples=150, deadline=None)
@given(worlds(), st.integers(-86_400, 3 * 86_400), st.integers(1, 200_000), pause_looks)
def test_a_deadline_is_the_earliest_instant_at_which_the_time_is_used_up(
    world: tuple[WorkCalendar, PlainCalendar, date], a: int, seconds: int, stops: list[tuple[int, int]]
) -> None:
    calendar, _, day = world
    if not any(calendar.weekly):
        return
    start = instant(day, 0) + timedelta(seconds=a)
    pauses = [(instant(day, since), instant(day, until)) for since, until in stops]

    due = calendar.deadline(start, seconds, pauses)

    assert calendar.elapsed(start, due, pauses) == seconds
    assert calendar.elapsed(start, due - timedelta(seconds=1), pauses) == seconds - 1


@settings(max_examples=100, deadline=None)
@given(worlds(), st.lists(st.integers(-86_400, 40 * 86_400), min_size=3, max_size=3))
def test_a_split_span_has_the_sum_of_its_parts(
    world: tuple[WorkCalendar, PlainCalendar, date], offsets: list[int]
) -> None:
    calendar, _, day = world
    a, b, c = (instant(day, 0) + timedelta(seconds=offset) for offset in sorted(offsets))

    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_windows_in_utc_hold_the_seconds_of_the_dates_on_which_they_start(
    world: tuple[WorkCalendar, PlainCalendar, date],
) -> None:
    calendar, _, day = world
    first, last = day - timedelta(days=40), day + timedelta(days=40)

    windows = calendar.utc_windows(first, last)

    assert all(starts < ends for starts, ends in windows)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(windows))
    inner_from, inner_to = instant(day - timedelta(days=30), 0), instant(day + timedelta(days=30), 0)
    lo, hi = int(inner_from.timestamp()), int(inner_to.timestamp())
    inside = sum(max(0, min(ends, hi) - max(starts, lo)) for starts, ends in windows)
    assert inside == calendar.elapsed(inner_from, inner_to)
