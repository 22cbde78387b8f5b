"""Warnings before a breach: raised once by rule, answered, settled by what happened; the averted share (S1.23)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from fuwubao.cli.report import report
from fuwubao.domain.errors import NotAllowed
from fuwubao.reports.actions.warning import Warned, answer_warning, close_warning, warn
from fuwubao.reports.errors import ReasonMissing, StepRefused
from fuwubao.reports.models import EarlyWarning, Obligation
from fuwubao.reports.queries.warning_pages import avoidance, warning_lines
from fuwubao.reports.warning_errors import ActionMissing
from tests.reports.world import Cast, World

# P1 has four hours round the clock: at 12:12 local time 3 h 12 min, exactly 80 %, are used
OPENED = "2026-10-12T09:00:00"
AT_80_PER_CENT = datetime(2026, 10, 12, 4, 12, tzinfo=UTC)
LATE = datetime(2026, 10, 12, 6, 0, tzinfo=UTC)
HEAD = "id  class  title  customer  service  priority  opened_at  resolved_at  state\n"
LOADED = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)  # after everything that is told
DISTANT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def open_ticket(world: World, *, resolved: str = "-") -> None:
    state = "open" if resolved == "-" else "resolved"
    world.load("ticket", f"{HEAD}J1  incident  停机  HD  ERP  P1  {OPENED}  {resolved}  {state}", at=LOADED)


def by_rule(done: Warned, rule: str) -> list[EarlyWarning]:
    return [one for one in done.raised if one.rule == rule]


def test_a_clock_is_told_of_at_80_per_cent_and_not_a_second_before(world: World, cast: Cast) -> None:
    open_ticket(world)
    assert by_rule(warn(actor=cast.manager, now=AT_80_PER_CENT - timedelta(seconds=1)), "clock_share") == []

    (warning,) = by_rule(warn(actor=cast.manager, now=AT_80_PER_CENT), "clock_share")

    assert (warning.subject, warning.customer_code) == ("J1 resolution", "HD")
    assert (warning.used_numerator, warning.used_denominator) == (4, 5)
    assert warning.expected_at == datetime(2026, 10, 12, 5, 0, tzinfo=UTC)


def test_what_was_told_is_not_told_again(world: World, cast: Cast) -> None:
    open_ticket(world)
    warn(actor=cast.manager, now=AT_80_PER_CENT)
    again = warn(actor=cast.manager, now=AT_80_PER_CENT + timedelta(minutes=10))
    assert by_rule(again, "clock_share") == []


def test_a_ticket_resolved_in_time_is_averted(world: World, cast: Cast) -> None:
    open_ticket(world)
    warn(actor=cast.manager, now=AT_80_PER_CENT)
    open_ticket(world, resolved="2026-10-12T12:59:59")

    done = warn(actor=cast.manager, now=LATE)

    assert (done.averted, done.breached) == (1, 0)
    assert EarlyWarning.objects.get(rule="clock_share").state == "averted"


def test_a_ticket_still_open_at_its_due_time_is_not_averted(world: World, cast: Cast) -> None:
    open_ticket(world)
    warn(actor=cast.manager, now=AT_80_PER_CENT)
    assert warn(actor=cast.manager, now=LATE).breached == 1


def test_a_clock_that_is_late_already_is_no_warning(world: World, cast: Cast) -> None:
    open_ticket(world)
    assert by_rule(warn(actor=cast.manager, now=LATE), "clock_share") == []


def down(world: World, minutes: int) -> None:
    """Put ERP out of service on 13 October; October allows 0.1 % of 744 h, which is 44 min 38.4 s."""
    ends = (datetime(2026, 10, 13, 10, 0, tzinfo=UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S")
    world.load(
        "outage",
        f"id service start end planned weight cause\nO9 ERP 2026-10-13T10:00:00 {ends} false 1.00 电源",
        at=LOADED,
    )


@pytest.mark.parametrize(("minutes", "told"), [(35, 0), (36, 1), (44, 1), (45, 0)])
def test_the_allowance_is_told_of_from_80_per_cent_to_the_whole(
    world: World, cast: Cast, minutes: int, told: int
) -> None:
    """K11: 80 % of 2 678.4 s are 2 142.72 s, so 36 minutes are past it and 45 past all of it."""
    down(world, minutes)
    assert len(by_rule(warn(actor=cast.manager, now=DISTANT), "allowance")) == told


def test_an_allowance_that_held_to_the_end_of_the_month_is_averted(world: World, cast: Cast) -> None:
    down(world, 40)
    warn(actor=cast.manager, now=DISTANT)
    assert warn(actor=cast.manager, now=datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)).averted == 0
    warn(actor=cast.manager, now=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    assert EarlyWarning.objects.get(rule="allowance").averted is True


def test_more_downtime_turns_it_before_the_month_ends(world: World, cast: Cast) -> None:
    down(world, 40)
    warn(actor=cast.manager, now=DISTANT)
    down(world, 60)
    warn(actor=cast.manager, now=DISTANT + timedelta(hours=1))
    assert EarlyWarning.objects.get(rule="allowance").averted is False


@pytest.mark.parametrize(("more", "told"), [(4, 0), (5, 1)])
def test_a_backlog_is_told_of_when_it_grows_by_five(world: World, cast: Cast, more: int, told: int) -> None:
    rows = "\n".join(f"K{n} request 申请 HD ERP P3 2026-10-1{n}T09:00:00 - open" for n in range(more))
    world.load("ticket", HEAD + rows, at=LOADED)
    assert len(by_rule(warn(actor=cast.manager, now=DISTANT), "backlog")) == told


def test_a_report_that_nears_its_date_without_approval_is_told_of(world: World, cast: Cast) -> None:
    duty = Obligation.objects.get(row__number="SLM-01", period_label="2026Q3")
    early = warn(actor=cast.manager, now=duty.due_at - timedelta(days=9))
    assert by_rule(early, "report_late") == []

    (warning,) = by_rule(warn(actor=cast.manager, now=duty.due_at - timedelta(hours=20)), "report_late")

    assert (warning.subject, warning.period_label, warning.expected_at) == ("SLM-01", "2026Q3", duty.due_at)
    warn(actor=cast.manager, now=duty.due_at + timedelta(seconds=1))
    assert EarlyWarning.objects.get(pk=warning.pk).averted is False


def told_warning(world: World, cast: Cast) -> EarlyWarning:
    open_ticket(world)
    return by_rule(warn(actor=cast.manager, now=AT_80_PER_CENT), "clock_share")[0]


def test_an_answer_names_an_owner_and_acts_only_with_action_and_date(world: World, cast: Cast) -> None:
    number = told_warning(world, cast).number
    by = {"number": number, "actor": cast.author, "now": AT_80_PER_CENT}
    with pytest.raises(ActionMissing):
        answer_warning(owner=None, action="升级二线", due_on=date(2026, 10, 12), **by)  # type: ignore[arg-type]  # shared arguments
    with pytest.raises(ActionMissing):
        answer_warning(owner=cast.author, action="升级二线", due_on=None, **by)  # type: ignore[arg-type]  # shared arguments

    assigned = answer_warning(
        number=number, owner=cast.author, action="", due_on=None, actor=cast.author, now=AT_80_PER_CENT
    )
    assert (assigned.state, assigned.owner) == ("assigned", cast.author)
    acting = answer_warning(
        number=number,
        owner=None,
        action="升级二线",
        due_on=date(2026, 10, 12),
        actor=cast.author,
        now=AT_80_PER_CENT,
    )
    assert (acting.state, acting.owner, acting.action) == ("acting", cast.author, "升级二线")


def test_a_warning_is_closed_only_after_it_came_out_and_with_a_remark(world: World, cast: Cast) -> None:
    number = told_warning(world, cast).number
    with pytest.raises(StepRefused):
        close_warning(number=number, remark="知道了", actor=cast.manager, now=LATE)
    warn(actor=cast.manager, now=LATE)
    with pytest.raises(ReasonMissing):
        close_warning(number=number, remark=" ", actor=cast.manager, now=LATE)
    with pytest.raises(NotAllowed):
        close_warning(number=number, remark="知道了", actor=cast.author, now=LATE)

    closed = close_warning(number=number, remark="夜班要有人", actor=cast.manager, now=LATE)

    assert (closed.state, closed.averted) == ("closed", False)
    with pytest.raises(StepRefused):
        answer_warning(number=number, owner=cast.author, action="", due_on=None, actor=cast.author, now=LATE)


def test_the_averted_share_counts_what_came_out(world: World, cast: Cast) -> None:
    for number, averted in enumerate((True, True, False, None)):
        EarlyWarning.objects.create(
            number=f"WRN-2026-90{number}", rule="backlog", subject=str(number), title="x", raised_at=LATE,
            state="raised" if averted is None else "averted" if averted else "breached",
            averted=averted,
        )  # fmt: skip
    rate = avoidance(reader=cast.manager)
    assert (rate.averted, rate.settled, rate.open, rate.display) == (2, 3, 1, "66.66%")


def test_only_those_who_may_let_the_rules_look(world: World, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        warn(actor=cast.customer, now=LATE)


def test_the_pages_show_list_reason_and_answer(world: World, cast: Cast) -> None:
    warning = told_warning(world, cast)
    browser = Client()
    browser.force_login(cast.manager)
    listed = browser.get("/reports/warnings/?state=open").content.decode()
    assert warning.number in listed
    assert "80.00%" in listed
    sent = browser.post(
        f"/reports/warnings/{warning.number}/answer/",
        {"owner": cast.author.pk, "action": "升级二线", "due_on": "2026-10-12"},
    )
    assert sent.status_code == 302
    page = browser.get(f"/reports/warnings/{warning.number}/").content.decode()
    assert "升级二线" in page
    states = {line.number: line.state for line in warning_lines(reader=cast.manager, state="open")}
    assert states[warning.number] == "acting"


def test_the_command_tells_what_it_raised(world: World, cast: Cast) -> None:
    told = CliRunner().invoke(report, ["warn", "--json"], catch_exceptions=False)
    assert told.exit_code == 0
    assert set(json.loads(told.stdout)) == {"raised", "averted", "breached", "ended"}
