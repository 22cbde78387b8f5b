"""The named figure judges the effect: baseline frozen at once, effect of the first full period after the due day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from fuwubao.accounts.models import Appointment, User
from fuwubao.agreements.errors import AgreementFault
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.roles import Role
from fuwubao.engine.measures.catalogue import UnknownMeasure
from fuwubao.improvement.actions.working import plan_action
from fuwubao.improvement.effects import Expectation
from fuwubao.improvement.errors import EffectMissed, EffectTooEarly, FigureIncomplete
from fuwubao.improvement.models import Action
from fuwubao.improvement.queries.effectiveness import completion_on_time
from fuwubao.improvement.queries.strips import strip_of
from tests.improvement.conftest import People
from tests.improvement.raising import done, raised, verified
from tests.reports.world import World

RAISED_AT = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)
DUE_ON = date(2026, 7, 31)
DONE_AT = datetime(2026, 7, 30, 2, 0, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
K03 = Expectation(measure="K03", customer="HD", period="2026-07", target=">= 60%")


@pytest.fixture
def people(world: World) -> People:
    """The world's people by name."""
    heyuan = User.objects.create(login="heyuan", name="何远")
    Appointment.objects.create(user=heyuan, role=Role.MANAGEMENT_REPRESENTATIVE, starts_on=date(2026, 1, 1))
    return {user.name: user for user in User.objects.all()}


def raised_in_july(people: People, *, target: str = ">= 60%", now: datetime = RAISED_AT) -> Action:
    """An action of 张工 that shall lift K03; July has 3 met of 3, August 1 of 2 (I2 late, I5 met)."""
    expected = Expectation(measure="K03", customer="HD", period="2026-07", target=target)
    return raised(people, due_on=DUE_ON, expected=expected, now=now)


def test_the_baseline_is_frozen_with_numerator_and_denominator(people: People) -> None:
    action = raised_in_july(people)

    assert action.baseline is not None
    assert (action.baseline.numerator, action.baseline.denominator) == (3, 3)
    assert (action.operator, Fraction(action.target)) == (">=", Fraction(3, 5))
    strip = strip_of(action)
    assert strip is not None
    assert (strip.due_period, strip.verdict, strip.actual) == ("2026-08", "open", None)
    assert strip.baseline.url.startswith("/measures/figure/K03/?customer=HD&period=2026-07")


def test_before_the_effect_can_show_nobody_calls_it_effective(people: People) -> None:
    action = done(raised_in_july(people), by=people["张工"], on=DONE_AT)

    with pytest.raises(EffectTooEarly):
        verified(action, by=people["王审"], now=SEPTEMBER - timedelta(days=2))
    early = verified(action, by=people["王审"], effective=False, now=SEPTEMBER - timedelta(days=2))
    assert (early.state, early.effect) == ("ineffective", None)


def test_a_figure_that_missed_its_target_refuses_the_conclusion_effective(people: People) -> None:
    """August has 1 of 2 = 50 %, target 60 %."""
    action = done(raised_in_july(people), by=people["张工"], on=DONE_AT)

    with pytest.raises(EffectMissed):
        verified(action, by=people["王审"], now=SEPTEMBER)
    assert Action.objects.get().state == "done"
    back = verified(action, by=people["王审"], effective=False, now=SEPTEMBER)
    strip = strip_of(back)
    assert strip is not None
    assert strip.actual is not None
    assert (back.state, strip.verdict, strip.actual.base) == ("ineffective", "bad", "1 / 2")


def test_a_target_that_is_met_is_frozen_as_the_effect(people: People) -> None:
    action = done(raised_in_july(people, target=">= 50%"), by=people["张工"], on=DONE_AT)

    found = verified(action, by=people["王审"], now=SEPTEMBER)

    assert found.effect is not None
    assert (found.state, found.effect.label, found.effect.value) == ("verified_effective", "2026-08", "1/2")


def test_planned_anew_the_effect_belongs_to_the_new_due_day(people: People) -> None:
    action = done(raised_in_july(people), by=people["张工"], on=DONE_AT)
    verified(action, by=people["王审"], effective=False, now=SEPTEMBER)

    again = plan_action(
        number=action.number, measure="换供应商", due_on=date(2026, 9, 15), actor=people["张工"], now=SEPTEMBER
    )

    strip = strip_of(again)
    assert strip is not None
    assert (again.state, again.effect, strip.due_period) == ("planned", None, "2026-10")


@pytest.mark.parametrize(
    "expected, refusal",
    [
        (Expectation(measure="K03"), FigureIncomplete),
        (Expectation(measure="K03", customer="HD", period="2026-07", target="95%"), AgreementFault),
        (Expectation(measure="K03", customer="HD", period="2026-07", target=">= 9%", key="P1"), FigureIncomplete),
        (Expectation(measure="K99", customer="HD", period="2026-07", target=">= 9%"), UnknownMeasure),
    ],
)
def test_a_figure_that_is_not_wholly_named_is_refused(
    people: People, expected: Expectation, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        raised(people, due_on=DUE_ON, expected=expected, now=RAISED_AT)
    assert not Action.objects.exists()


def test_k35_counts_what_was_done_in_time_and_found_effective(people: People) -> None:
    """K35 改进项按期完成率 = verified closed by due ÷ due in P; July: one kept, one late, one unverified."""
    july, author, reviewer = parse_period("2026-07", "Asia/Shanghai"), people["张工"], people["王审"]
    verified(done(raised_in_july(people, target=">= 50%"), by=author, on=DONE_AT), by=reviewer, now=SEPTEMBER)
    late = raised(people, due_on=DUE_ON, now=RAISED_AT)
    verified(done(late, by=author, on=datetime(2026, 8, 3, 2, 0, tzinfo=UTC)), by=reviewer, now=SEPTEMBER)
    done(raised(people, due_on=DUE_ON, now=RAISED_AT), by=author, on=DONE_AT)
    raised(people, due_on=date(2026, 8, 5), now=RAISED_AT)

    assert completion_on_time(reader=people["李经理"], period=july, now=SEPTEMBER) == Ratio(1, 3)


def test_k35_leaves_out_what_is_not_due_yet(people: People) -> None:
    raised(people, due_on=DUE_ON, now=RAISED_AT)
    july = parse_period("2026-07", "Asia/Shanghai")

    assert completion_on_time(reader=people["李经理"], period=july, now=RAISED_AT) == Ratio(0, 0)
