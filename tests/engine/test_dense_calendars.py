"""Dense tables say of any calendar what the calendar says itself."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

from fuwubao.domain.calendars import NoWorkingTime, Shift, WorkCalendar
from fuwubao.domain.zones import DAY
from fuwubao.engine.calendars import CalendarTables
from tests.engine.lives import HOUR, calendars

SINCE, UNTIL = 1_767_225_600, 1_767_225_600 + 300 * DAY  # 2026
CROOKED = WorkCalendar(
    timezone="Australia/Lord_Howe",
    weekly=((Shift(0, 10), Shift(3600, 3610), Shift(3700, 3750), Shift(80_000, 88_000)),) * 7,
    breaks={date(2026, 3, 4): (Shift(3700, 3720),)},
)
RARE = WorkCalendar(timezone="Asia/Shanghai", weekly=((Shift(9 * HOUR, 9 * HOUR + 60),), *((),) * 6))
EMPTY = WorkCalendar(timezone="Asia/Shanghai", weekly=((),) * 7)


def tables(random: Random) -> CalendarTables:
    some = [one for zone in ("Asia/Shanghai", "Europe/Berlin") for one in calendars(random, zone).values()]
    return CalendarTables([*some, CROOKED, RARE])


@pytest.mark.parametrize("seed", range(3))
def test_working_time_and_deadlines_are_those_of_the_calendar(seed: int) -> None:
    known, draw = tables(Random(seed)), np.random.default_rng(seed)
    dense = known.covering(SINCE, UNTIL)
    number = draw.integers(0, len(known.calendars), 1500)
    at = draw.integers(SINCE, UNTIL, 1500)
    wanted = draw.integers(1, 100 * HOUR, 1500) % np.where(number == len(known.calendars) - 1, 7200, 1 << 40) + 1
    worked = dense.worked(number, at)
    due = dense.instant(number, worked + wanted)
    for which, start, seconds, told, ends in zip(number, at, wanted, worked, due, strict=True):
        calendar = known.calendars[which]
        assert told == calendar.elapsed_seconds(dense.since, int(start))
        assert ends == calendar.deadline_second(int(start), int(seconds))


def test_a_calendar_with_many_edges_does_not_make_the_others_large() -> None:
    known = tables(Random(1))
    dense = known.covering(SINCE, UNTIL)
    assert dense.packed.nbytes < 20_000_000
    assert sorted(set(dense.slot.tolist())) == [60, 3600]


def test_tables_grow_to_what_is_asked_and_keep_what_they_held() -> None:
    known = tables(Random(1))
    near, far = known.covering(SINCE, UNTIL), known.covering(SINCE - 900 * DAY, UNTIL)
    assert far.since < near.since
    assert far.until == near.until
    assert known.covering(SINCE, UNTIL) is far


def test_a_deadline_beyond_all_working_time_is_refused() -> None:
    dense = CalendarTables([EMPTY, RARE]).covering(SINCE, UNTIL)
    with pytest.raises(NoWorkingTime):
        dense.instant(np.array([1, 0]), np.array([60, 60]))


def test_days_are_due_beyond_the_tables_too() -> None:
    known = CalendarTables([RARE])
    dense = known.covering(SINCE, UNTIL)
    days = known.working_days(0, dense)
    assert len(days.day_end) == len(days.last_second)
    assert set(np.diff(days.day_end).tolist()) == {7 * DAY}
