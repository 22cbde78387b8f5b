"""What counts as working time: shifts, holidays, make-up days, breaks, nights and clock changes (M13)."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from fuwubao.domain.calendars import ALWAYS, NoWorkingTime, Shift, Shifts, WorkCalendar
from fuwubao.domain.time_of_day import parse_time_of_day, shift_between
from fuwubao.domain.zones import ZoneUnknown

OFFICE: Shifts = (shift_between("09:00", "12:00"), shift_between("13:00", "18:00"))
NIGHT: Shifts = (shift_between("22:00", "06:00"),)
WHOLE_DAY: Shifts = (shift_between("00:00", "24:00"),)


def calendar(
    weekday: Shifts = OFFICE,
    weekend: Shifts = (),
    *,
    timezone: str = "Asia/Shanghai",
    holidays: frozenset[date] = frozenset(),
    extra: dict[date, Shifts] | None = None,
    special: dict[date, Shifts] | None = None,
    breaks: dict[date, Shifts] | None = None,
) -> WorkCalendar:
    return WorkCalendar(
        timezone=timezone,
        weekly=(weekday,) * 5 + (weekend,) * 2,
        holidays=holidays,
        extra_workdays=extra or {},
        special_shifts=special or {},
        breaks=breaks or {},
    )


def at(text: str) -> datetime:
    """An instant; without an offset, in China."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else datetime.fromisoformat(text + "+08:00")


def test_the_first_moment_of_a_window_is_working_time_and_its_last_is_not() -> None:
    assert calendar().is_working_time(at("2026-09-01T09:00:00"))
    assert not calendar().is_working_time(at("2026-09-01T12:00:00"))
    assert not calendar().is_working_time(at("2026-09-01T08:59:59"))


def test_a_make_up_day_is_worked_even_when_it_is_listed_as_a_holiday() -> None:
    saturday = date(2026, 10, 10)
    made_up = calendar(holidays=frozenset({saturday}), extra={saturday: NIGHT})

    assert made_up.shifts_on(saturday) == NIGHT
    assert made_up.is_working_day(saturday)


def test_a_holiday_goes_before_the_special_shifts_of_its_date() -> None:
    day = date(2026, 9, 30)

    assert calendar(holidays=frozenset({day}), special={day: NIGHT}).shifts_on(day) == ()


def test_a_make_up_day_without_hours_is_not_worked_whatever_the_weekday() -> None:
    assert not calendar(extra={date(2026, 9, 1): ()}).is_working_day(date(2026, 9, 1))


def test_empty_special_shifts_make_a_day_without_work() -> None:
    day = date(2026, 9, 30)
    closed = calendar(special={day: ()})

    assert not closed.is_working_day(day)
    assert closed.elapsed(at("2026-09-30T00:00:00"), at("2026-10-01T00:00:00")) == 0


def test_breaks_are_taken_from_make_up_days_too_and_leave_a_working_day() -> None:
    day = date(2026, 10, 10)
    paused = calendar(extra={day: OFFICE}, breaks={day: (Shift(0, 86_400),)})

    assert paused.windows_on(day) == ()
    assert paused.is_working_day(day)


def test_a_start_inside_a_break_counts_from_its_end() -> None:
    day = date(2026, 9, 1)
    paused = calendar(breaks={day: (shift_between("10:00", "10:30"),)})

    assert paused.deadline(at("2026-09-01T10:10:00"), 60) == at("2026-09-01T10:31:00")


def test_touching_and_overlapping_windows_count_once() -> None:
    day = date(2026, 9, 1)
    doubled = calendar(special={day: (Shift(0, 7200), Shift(3600, 10_800), Shift(10_800, 14_400))})

    assert doubled.windows_on(day) == (Shift(0, 14_400),)
    assert doubled.elapsed(at("2026-09-01T00:00:00"), at("2026-09-02T00:00:00")) == 14_400


def test_a_friday_night_shift_runs_on_into_a_saturday_holiday() -> None:
    holiday = frozenset({date(2026, 9, 5)})

    assert calendar(NIGHT, NIGHT, holidays=holiday).is_working_time(at("2026-09-05T05:59:59"))
    assert not calendar(NIGHT, NIGHT, holidays=holiday).is_working_time(at("2026-09-05T22:00:00"))


def test_a_night_shift_that_meets_the_next_days_shift_counts_once() -> None:
    overlapping = calendar((shift_between("22:00", "06:00"), shift_between("05:00", "09:00")))

    assert overlapping.elapsed(at("2026-09-02T04:00:00"), at("2026-09-02T10:00:00")) == 5 * 3600


def test_a_window_from_midnight_to_midnight_is_a_whole_day() -> None:
    assert shift_between("00:00", "00:00") == Shift(0, 86_400)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_a_day_of_a_clock_change_has_23_or_25_hours(day: str, hours: int) -> None:
    paris = calendar(WHOLE_DAY, WHOLE_DAY, timezone="Europe/Paris")
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    summer, winter = ("+02:00", "+01:00")
    starts = at(f"{day}T00:00:00{summer if day == '2026-10-25' else winter}")
    ends = at(f"{following}T00:00:00{summer if day == '2026-03-29' else winter}")

    assert paris.elapsed(starts, ends) == hours * 3600


def test_a_window_edge_in_the_skipped_hour_leaves_what_the_clock_shows() -> None:
    angeles = calendar((), (shift_between("02:30", "03:15"),), timezone="America/Los_Angeles")

    assert angeles.elapsed(at("2006-04-02T00:00:00-08:00"), at("2006-04-03T00:00:00-07:00")) == 900


def test_a_window_in_the_repeated_hour_is_worked_twice() -> None:
    angeles = calendar((), (shift_between("01:00", "01:30"),), timezone="America/Los_Angeles")

    assert angeles.elapsed(at("2026-11-01T00:00:00-07:00"), at("2026-11-02T00:00:00-08:00")) == 3600


def test_a_half_hour_clock_change_moves_half_an_hour() -> None:
    howe = calendar(WHOLE_DAY, WHOLE_DAY, timezone="Australia/Lord_Howe")

    assert howe.elapsed(at("2026-04-04T13:00:00+00:00"), at("2026-04-05T13:30:00+00:00")) == 88_200


def test_elapsed_is_never_negative() -> None:
    assert calendar().elapsed(at("2026-09-02T10:00:00"), at("2026-09-01T10:00:00")) == 0


def test_pauses_may_overlap_repeat_lie_outside_or_be_out_of_order() -> None:
    day = "2026-09-01T"
    pauses = [
        (at(day + "11:00:00"), at(day + "14:00:00")),
        (at(day + "10:00:00"), at(day + "11:30:00")),
        (at(day + "10:00:00"), at(day + "11:30:00")),
        (at(day + "17:00:00"), at("2026-09-09T09:00:00")),
        (at(day + "16:00:00"), at(day + "15:00:00")),
    ]

    assert calendar().elapsed(at(day + "09:00:00"), at(day + "17:00:00"), pauses) == 4 * 3600


def test_a_deadline_that_uses_up_a_window_is_its_end_not_the_next_opening() -> None:
    assert calendar().deadline(at("2026-09-01T13:00:00"), 5 * 3600) == at("2026-09-01T18:00:00")
    assert calendar().deadline(at("2026-09-01T13:00:00"), 5 * 3600 + 1) == at("2026-09-02T09:00:01")


def test_a_deadline_is_reached_just_as_a_pause_begins() -> None:
    pause = [(at("2026-09-01T10:00:00"), at("2026-09-03T10:00:00"))]

    assert calendar().deadline(at("2026-09-01T09:00:00"), 3600, pause) == at("2026-09-01T10:00:00")
    assert calendar().deadline(at("2026-09-01T09:00:00"), 3601, pause) == at("2026-09-03T10:00:01")


def test_no_time_at_all_is_used_up_at_once() -> None:
    assert calendar().deadline(at("2026-09-05T03:00:00"), 0) == at("2026-09-05T03:00:00")


def test_a_far_deadline_over_years_is_found() -> None:
    start = datetime(2024, 2, 29, tzinfo=UTC)

    assert ALWAYS("Asia/Shanghai").deadline(start, 86_400 * 10_000) == start + timedelta(days=10_000)


def test_a_calendar_without_working_time_refuses_a_deadline() -> None:
    with pytest.raises(NoWorkingTime):
        calendar(()).deadline(at("2026-09-01T09:00:00"), 1)


def test_a_calendar_whose_last_make_up_day_is_used_up_refuses_a_deadline() -> None:
    once = calendar((), extra={date(2026, 9, 5): OFFICE})

    assert once.deadline(at("2026-01-01T00:00:00"), 8 * 3600) == at("2026-09-05T18:00:00")
    with pytest.raises(NoWorkingTime):
        once.deadline(at("2026-01-01T00:00:00"), 8 * 3600 + 1)


def test_a_duration_beyond_two_centuries_is_refused() -> None:
    with pytest.raises(NoWorkingTime):
        ALWAYS("UTC").deadline(datetime(2026, 1, 1, tzinfo=UTC), 10**11)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert calendar().nth_working_day_after(date(2026, 9, 4), 1) == date(2026, 9, 7)
    assert calendar().nth_working_day_after(date(2026, 9, 5), 0) == date(2026, 9, 5)


def test_a_calendar_without_working_days_refuses_to_count_them() -> None:
    with pytest.raises(NoWorkingTime):
        calendar(()).nth_working_day_after(date(2026, 9, 4), 1)


def test_the_nearest_working_day_is_found_both_ways() -> None:
    saturday = date(2026, 9, 5)

    assert calendar().working_day_from(saturday, forwards=True) == date(2026, 9, 7)
    assert calendar().working_day_from(saturday, forwards=False) == date(2026, 9, 4)
    assert calendar().working_day_from(date(2026, 9, 4), forwards=True) == date(2026, 9, 4)


def test_windows_of_a_date_are_given_whole_where_they_run_past_midnight() -> None:
    starts, ends = calendar(NIGHT).utc_windows(date(2026, 9, 1), date(2026, 9, 1))[0]

    assert (starts, ends) == (
        int(at("2026-09-01T22:00:00").timestamp()),
        int(at("2026-09-02T06:00:00").timestamp()),
    )


def test_a_calendar_needs_seven_weekdays_and_a_known_zone() -> None:
    with pytest.raises(ValueError, match="seven"):
        WorkCalendar(timezone="UTC", weekly=((),))
    with pytest.raises(ZoneUnknown):
        WorkCalendar(timezone="Mars/Olympus", weekly=((),) * 7)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        calendar().is_working_time(datetime(2026, 9, 1, 9, 0))  # noqa: DTZ001 - the naive instant is the case


def test_a_calendar_travels_to_other_processes() -> None:
    used = calendar()
    used.elapsed(at("2026-09-01T00:00:00"), at("2026-09-30T00:00:00"))

    assert pickle.loads(pickle.dumps(used)) == calendar()


@pytest.mark.parametrize("text", ["24:01", "9", "09:60", "09:00:60", "-1:00", "２4:00x", ""])
def test_a_time_that_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        parse_time_of_day(text)
