"""Small random worlds, from a seed: what the engine counts is what a plain loop over the tickets counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwubao.domain.calendars import ALWAYS, Shift, WorkCalendar
from fuwubao.domain.figures import Figure
from fuwubao.domain.periods import parse_period
from fuwubao.domain.terms import Bound, MeasureTarget, Operator, WeeklyWindow
from fuwubao.engine.measures.catalogue import measures_called
from fuwubao.engine.measures.computing import compute
from fuwubao.engine.measures.evidence import FAR_FUTURE, TRANSITIONS, Evidence, Question
from fuwubao.engine.measures.service_time import Outage, service_times
from fuwubao.measurement.judging import counted_verdicts, judge_tables
from tests.domain.promises import agreement
from tests.engine.random_tickets import Tickets, tables, tickets
from tests.measurement.plain_count import Key, Numbers, lives, minutes_lost, plain_figures

TOLD = ("K01", "K02", "K03", "K04", "K06", "K07", "K08")
ZONES = {"HD": "Asia/Shanghai", "MB": "Europe/Berlin", "BK": "Asia/Shanghai"}
PERIODS = ("2026-03", "2026-04", "2026-05", "2026Q2", "2026-03-28/2026-03-30")


def engine_figures(told: Tickets, periods: tuple[str, ...]) -> list[Figure]:
    """Judge the tables with the kernel and count them with the engine, all customers in one pass."""
    verdicts, transitions = judge_tables(*tables(told), told.agreements, told.as_of)
    known = Evidence(
        agreements=told.agreements,
        as_of=told.as_of,
        verdicts=counted_verdicts(verdicts, told.agreements),
        transitions=transitions.select(TRANSITIONS.names).cast(TRANSITIONS),
    )
    questions = [
        Question(customer, tuple(parse_period(period, zone) for period in periods)) for customer, zone in ZONES.items()
    ]
    return compute(known, questions, measures_called(TOLD))


def key_of(figure: Figure) -> Key:
    scope, variant = figure.scope, figure.variant
    dimension = scope.dimension.value if scope.dimension else ""
    return (figure.measure, variant.clock, variant.statistic, variant.bucket, dimension, scope.key)


def differences(told: Tickets) -> list[tuple[str, str, Key, Numbers | None, Numbers]]:
    """Every figure that the two ways tell differently; a slice that only the engine names must be empty."""
    known = lives(told.rows, told.logs, told.agreements, told.as_of)
    counted: dict[tuple[str, str], dict[Key, Numbers]] = {}
    for customer, zone in ZONES.items():
        own = [one for one in known if one.facts.customer == customer]
        for label in PERIODS:
            period = parse_period(label, zone)
            counted[customer, period.label] = plain_figures(own, period, told.as_of)
    different, met = [], set()
    for figure in engine_figures(told, PERIODS):
        place, key = (figure.scope.customer, figure.period.label), key_of(figure)
        expected = counted[place].get(key)
        met.add((place, key))
        got = (figure.numerator, figure.denominator, figure.value)
        if figure.measure in ("K07", "K08"):
            same = (expected[0] if expected else 0) == figure.numerator
        elif expected is None:
            same = not figure.denominator and figure.value is None
        else:
            same = expected == got
        if not same:
            different.append((*place, key, expected, got))
    missing = [
        (*place, key, numbers, (None, None, None))
        for place, keys in counted.items()
        for key, numbers in keys.items()
        if (place, key) not in met
    ]
    return different + missing


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_both_ways_give_every_figure_alike(seed: int) -> None:
    assert differences(tickets(seed, count=60)) == []


def test_the_worlds_are_lively_enough_to_tell_the_two_ways_apart() -> None:
    told = tickets(1, count=60)
    values = {figure.measure: figure for figure in engine_figures(told, PERIODS) if figure.numerator}
    assert set(values) == set(TOLD)


def outage(random: Random, number: int) -> Outage:
    """An outage around the change of the clocks, edges on whole minutes; some planned, some still going on."""
    starts = int(datetime(2026, 3, 26, tzinfo=UTC).timestamp()) + 60 * random.randrange(6 * 1440)
    ends = FAR_FUTURE if random.random() < 0.1 else starts + 60 * random.randrange(900)
    return Outage(
        id=f"O{number}",
        service="ERP",
        starts=starts,
        ends=ends,
        weight=random.choice([100, 50, 25, 0]),
        planned=random.random() < 0.4,
        agreed=random.random() < 0.2,
    )


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_both_ways_give_the_same_agreed_and_lost_time(seed: int, zone: str) -> None:
    random = Random(seed)
    outages = [outage(random, number) for number in range(random.randrange(8))]
    windows = tuple(
        WeeklyWindow(weekday=day, starts=3600 * random.choice([0, 1, 22]), ends=3600 * random.choice([3, 5, 24]))
        for day in random.sample(range(7), 3)
    )
    windows = tuple(window for window in windows if window.starts < window.ends)
    calendar = random.choice([office(zone), nights(zone), ALWAYS(zone)])
    promise = MeasureTarget(
        id="A",
        measure="K09",
        calendar="agreed",
        value=Bound(operator=Operator.AT_LEAST, value=Fraction(999, 1000)),
        maintenance=windows,
    )
    plain = agreement(calendars={"agreed": calendar})
    service = replace(plain.services[0], measure_targets=(promise,))
    terms = replace(plain, timezone=zone, services=(service,))
    period = parse_period("2026-03-27/2026-03-31", zone)
    as_of = int(datetime(2026, 3, 31, 12, tzinfo=UTC).timestamp())
    (measured,) = service_times([terms], outages, customer="HD", period=period, as_of=as_of)
    upkeep = maintenance_minutes(windows, zone)
    known = [one for one in outages if one.starts <= as_of]
    expected = minutes_lost(
        known,
        first=period.first,
        day_after=period.day_after,
        calendar=calendar,
        is_upkeep=upkeep.__contains__,
        as_of=as_of,
    )
    assert (measured.agreed // 100, measured.lost, measured.outages) == expected


def maintenance_minutes(windows: tuple[WeeklyWindow, ...], zone: str) -> set[int]:
    """Every minute, as epoch second, whose wall clock lies in a weekly window."""
    first = int(datetime(2026, 3, 18, tzinfo=UTC).timestamp())
    found = set()
    for minute in range(first, first + 20 * 86_400, 60):
        wall = datetime.fromtimestamp(minute, tz=ZoneInfo(zone))
        second = wall.hour * 3600 + wall.minute * 60
        if any(window.weekday == wall.weekday() and window.starts <= second < window.ends for window in windows):
            found.add(minute)
    return found


def office(zone: str) -> WorkCalendar:
    return WorkCalendar(
        timezone=zone,
        weekly=((Shift(9 * 3600, 12 * 3600), Shift(13 * 3600, 18 * 3600)),) * 5 + ((),) * 2,
        holidays=frozenset({date(2026, 3, 27)}),
        extra_workdays={date(2026, 3, 28): (Shift(9 * 3600, 12 * 3600),)},
    )


def nights(zone: str) -> WorkCalendar:
    return WorkCalendar(timezone=zone, weekly=((Shift(22 * 3600, 30 * 3600),),) * 7)
