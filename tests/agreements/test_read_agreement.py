"""What the notations of an agreement file mean."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from fuwubao.agreements.reading import read_agreement
from fuwubao.domain.calendars import Shift
from fuwubao.domain.terms import AgreementTerms, Bound, DueRule, Operator, Reopen, WeeklyWindow
from tests.agreements.files import DUTY, SMALL, changed
from tests.shared import shared

HOUR = 3_600


def read(text: str) -> AgreementTerms:
    return read_agreement(text, file="hd.yaml")


def test_the_small_agreement_is_read() -> None:
    terms = read(SMALL)

    assert (terms.code, terms.customer_code, terms.holds_from) == ("SLA-2026-007", "HD", date(2026, 1, 1))
    assert terms.pending_reasons == {"waiting_customer"}
    assert (terms.reopen, terms.pause_days, terms.attainment_cohort) == (Reopen.TOTAL, False, "decided_in")


@pytest.mark.parametrize(
    "written, seconds, days",
    [
        ("15m", 900, None),
        ("4h", 14_400, None),
        ("480m", 28_800, None),
        ("1h30m", 5_400, None),
        ("1 h 30 m", 5_400, None),
        ("90s", 90, None),
        ("5wd", None, 5),
    ],
)
def test_a_duration_is_whole_seconds_or_working_days(written: str, seconds: int | None, days: int | None) -> None:
    target = read(changed("within: 15m", f"within: {written}")).services[0].targets[0]

    assert (target.within_seconds, target.within_days) == (seconds, days)


@pytest.mark.parametrize(
    "written, operator, value",
    [
        (">= 99.9 %", Operator.AT_LEAST, Fraction(999, 1000)),
        ("≥99.95%", Operator.AT_LEAST, Fraction(9995, 10000)),
        (">= 0.98", Operator.AT_LEAST, Fraction(98, 100)),
    ],
)
def test_a_bound_is_an_exact_fraction(written: str, operator: Operator, value: Fraction) -> None:
    target = read(changed(">= 99.9 %", written)).services[0].measure_targets[0]

    assert target.value == Bound(operator=operator, value=value)


@pytest.mark.parametrize(
    "written, value", [("<= 4 h", 14_400), ("≤ 90m", 5_400), ("<= 3", 3), (">= 4.5", Fraction(9, 2))]
)
def test_a_bound_may_be_a_duration_or_a_number(written: str, value: Fraction) -> None:
    text = changed("measure: K09", "measure: K04", text=changed(">= 99.9 %", written))

    assert read(text).services[0].measure_targets[0].value.value == value


@pytest.mark.parametrize(
    "written, windows",
    [
        ("sun 00:00-04:00", (WeeklyWindow(weekday=6, starts=0, ends=4 * HOUR),)),
        ("sat 22:00-02:00", (WeeklyWindow(weekday=5, starts=22 * HOUR, ends=26 * HOUR),)),
        ("sat-sun 01:00-02:00", tuple(WeeklyWindow(weekday=n, starts=HOUR, ends=2 * HOUR) for n in (5, 6))),
    ],
)
def test_a_maintenance_window_belongs_to_its_weekday(written: str, windows: tuple[WeeklyWindow, ...]) -> None:
    assert read(changed("sun 00:00-04:00", written)).services[0].measure_targets[0].maintenance == windows


@pytest.mark.parametrize(
    "written, shift",
    [
        ("20:00-06:00", Shift(20 * HOUR, 30 * HOUR)),
        ("00:00-24:00", Shift(0, 24 * HOUR)),
        ("12:30-24:00", Shift(12 * HOUR + 1_800, 24 * HOUR)),
        ("8:00-8:00", Shift(8 * HOUR, 32 * HOUR)),
    ],
)
def test_a_window_whose_end_is_not_later_runs_past_midnight(written: str, shift: Shift) -> None:
    assert read(changed("00:00-24:00", written)).calendars["always"].weekly[0] == (shift,)


def test_a_range_of_weekdays_may_run_over_the_weekend() -> None:
    weekly = read(changed("mon-sun: [", "sat-mon: [")).calendars["always"].weekly

    assert [bool(shifts) for shifts in weekly] == [True, False, False, False, False, True, True]


def test_a_make_up_day_has_the_hours_of_monday() -> None:  # M13
    office = read(SMALL).calendars["office"]

    assert office.extra_workdays[date(2026, 10, 10)] == office.weekly[0]
    assert date(2026, 10, 1) in office.holidays
    assert office.provisional_after == date(2026, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        'extra_workdays: {china: monday, "2026-10-10": ["08:00-12:00"]}',
        'extra_workdays: china, special_shifts: {"2026-10-10": ["08:00-12:00"]}',
    ],
)
def test_the_agreement_may_write_its_own_hours_for_a_make_up_day(written: str) -> None:  # M13
    office = read(changed("extra_workdays: china", written)).calendars["office"]

    assert office.extra_workdays[date(2026, 10, 10)] == (Shift(8 * HOUR, 12 * HOUR),)
    assert office.extra_workdays[date(2026, 9, 20)] == office.weekly[0]


def test_own_hours_may_hold_for_all_make_up_days() -> None:
    office = read(changed("extra_workdays: china", 'extra_workdays: {china: ["10:00-16:00"]}')).calendars["office"]

    assert set(office.extra_workdays.values()) == {(Shift(10 * HOUR, 16 * HOUR),)}


def test_holidays_of_the_firm_stand_beside_the_national_ones() -> None:
    office = read(changed("holidays: china", 'holidays: [china, "2026-12-24"]')).calendars["office"]

    assert {date(2026, 12, 24), date(2026, 10, 1)} <= office.holidays


def test_dates_written_out_are_not_provisional() -> None:
    written = 'holidays: ["2026-10-01"], breaks: {"2026-10-08": ["10:00-10:30"]}, special_shifts: {"2026-09-30": []}'
    office = read(changed("holidays: china, extra_workdays: china", written)).calendars["office"]

    assert office.provisional_after is None
    assert office.breaks == {date(2026, 10, 8): (Shift(10 * HOUR, 10 * HOUR + 1_800),)}
    assert office.special_shifts == {date(2026, 9, 30): ()}


@pytest.mark.parametrize(
    "written, rule",
    [
        ("{working_days: 5, after: period_end}", DueRule(working_days=5)),
        ("5 working days after period end", DueRule(working_days=5)),
        ("10 days after period end", DueRule(days=10)),
        ("1 day after the period end", DueRule(days=1)),
        ("月结束后第 5 个工作日前", DueRule(working_days=5)),
        ("每季首月 15 日前", DueRule(day=15)),
        (
            '{day: 15, month: 1, time: "18:00", on_rest_day: after}',
            DueRule(day=15, month=1, time="18:00", on_rest_day="after"),
        ),
    ],
)
def test_a_due_rule_is_data_or_the_same_in_words(written: str, rule: DueRule) -> None:  # S1.29
    assert read(changed("{working_days: 5}", written, text=SMALL + DUTY)).reports[0].due == rule


def test_two_rows_that_overlap_are_decided_by_a_finer_row() -> None:
    row = (
        "      - {{id: {id}, applies: {{class: incident, {applies}}}, clock: response, within: 1h, calendar: always}}\n"
    )
    by_category = row.format(id="数据库", applies="category: 数据库")
    both = row.format(id="P1-数据库", applies="priority: P1, category: 数据库")

    terms = read(SMALL + by_category + both)

    assert [target.id for target in terms.services[0].targets] == ["P1-响应", "P1-解决", "数据库", "P1-数据库"]


WORLDS = ["w1/BK", "w1/GZ", "w1/HD", "w1/MB", "w2/GZ", "w2/MB"]


@pytest.mark.parametrize("name", WORLDS)
def test_the_agreements_of_the_worlds_are_read(name: str) -> None:
    world, customer = name.split("/")
    path = shared("worlds", world, f"agreement_{customer}.yaml")
    text = path.read_text(encoding="utf-8")

    terms = read_agreement(text, file=name)

    assert sum(len(s.targets) + len(s.measure_targets) for s in terms.services) == text.count("- {id:")
