"""Clock bugs that users reported to other tools (rivals 3.3): none of them here."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from fuwubao.domain.calendars import Shift, WorkCalendar
from fuwubao.domain.judge import judge
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.verdicts import VerdictKind
from tests.domain.promises import HOUR, NINE_TO_FIVE, OFFICE, agreement, local, log, resolution, target, ticket

FAR = "2026-12-01 00:00"
LUNCH = (Shift(9 * HOUR, 12 * HOUR), Shift(13 * HOUR, 18 * HOUR))


def on(
    calendar: WorkCalendar, *, pause_days: bool = False, seconds: int | None = 40 * HOUR, days: int | None = None
) -> AgreementTerms:
    return agreement(target(seconds=seconds, days=days), calendars={"office": calendar}, pause_days=pause_days)


def test_erpnext_49414_a_pause_over_the_night_adds_no_working_time() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 17:00 pending waiting_customer",
        "2026-03-03 09:00 resumed",
        "2026-03-03 10:00 resolved",
    ]
    verdict = resolution(on(NINE_TO_FIVE), lines, FAR)
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (9 * HOUR, 0)


def test_erpnext_two_pauses_both_count() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 pending waiting_customer",
        "2026-03-02 11:00 resumed",
        "2026-03-02 12:00 pending waiting_customer",
        "2026-03-02 14:00 resumed",
        "2026-03-02 15:00 resolved",
    ]
    verdict = resolution(on(OFFICE), lines, FAR)
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (3 * HOUR, 3 * HOUR)


def test_helpdesk_3776_a_ticket_resolved_out_of_its_pause_keeps_the_pause() -> None:
    lines = ["2026-02-02 09:00 opened", "2026-02-02 10:00 pending waiting_customer", "2026-08-03 10:00 resolved"]
    verdict = resolution(on(OFFICE, seconds=2 * HOUR), lines, FAR)
    assert (verdict.verdict, verdict.elapsed_seconds) == (VerdictKind.MET, HOUR)


@pytest.mark.parametrize(
    "pause_days, due",
    [(False, "2026-03-04 00:00"), (True, "2026-03-06 00:00")],
    ids=["days run on", "days waited away"],
)
def test_glpi_10594_waiting_over_a_weekend_moves_a_target_in_days_only_as_agreed(pause_days: bool, due: str) -> None:
    lines = [
        "2026-02-27 10:00 opened",
        "2026-02-27 11:00 pending waiting_customer",
        "2026-03-04 10:00 resumed",
    ]
    verdict = resolution(on(OFFICE, pause_days=pause_days, seconds=None, days=2), lines, "2026-03-04 10:00")
    assert verdict.due_at == local(due)


def test_glpi_6902_a_change_of_priority_keeps_earlier_pauses() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 pending waiting_customer",
        "2026-03-02 12:00 resumed",
        "2026-03-02 13:00 priority_changed P1",
        "2026-03-02 14:00 resolved",
    ]
    terms = agreement(target(seconds=8 * HOUR, priority="P3"), target(seconds=4 * HOUR, priority="P1"))
    verdict = resolution(terms, lines, FAR)
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (3 * HOUR, 2 * HOUR)
    assert (verdict.verdict, verdict.target_seconds) == (VerdictKind.MET, 4 * HOUR)


def test_glpi_23359_time_spent_resolved_is_neither_waiting_nor_running() -> None:
    lines = [
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 resolved",
        "2026-03-05 10:00 reopened",
        "2026-03-05 11:00 resolved",
    ]
    verdict = resolution(on(OFFICE), lines, FAR)
    assert (verdict.elapsed_seconds, verdict.pending_seconds) == (2 * HOUR, 0)
    assert verdict.gross_seconds == 3 * 24 * HOUR + 2 * HOUR


def test_helpdesk_2212_a_ticket_opened_at_lunch_starts_after_lunch() -> None:
    calendar = WorkCalendar(timezone="Asia/Shanghai", weekly=(LUNCH,) * 5 + ((),) * 2)
    lines = ["2026-03-02 12:20 opened", "2026-03-02 14:00 resolved"]
    assert resolution(on(calendar), lines, FAR).elapsed_seconds == HOUR


def test_glpi_467_a_make_up_saturday_is_worked() -> None:
    saturday = date(2026, 2, 28)
    calendar = WorkCalendar(timezone="Asia/Shanghai", weekly=OFFICE.weekly, extra_workdays={saturday: LUNCH})
    lines = ["2026-02-27 17:00 opened", "2026-02-28 14:00 resolved"]
    assert resolution(on(calendar), lines, FAR).elapsed_seconds == 5 * HOUR


def test_glpi_a_holiday_over_the_spring_festival_lasts_all_its_days() -> None:
    days = [date(2026, 2, day) for day in range(15, 24)]
    calendar = WorkCalendar(timezone="Asia/Shanghai", weekly=OFFICE.weekly, holidays=frozenset(days))
    lines = ["2026-02-13 17:00 opened", "2026-02-24 10:00 resolved"]
    assert resolution(on(calendar), lines, FAR).elapsed_seconds == 2 * HOUR


def test_zammad_3180_midnight_as_24_00_ends_the_day() -> None:
    evening = (Shift(20 * HOUR, 24 * HOUR),)
    calendar = WorkCalendar(timezone="Asia/Shanghai", weekly=(evening,) * 7)
    lines = ["2026-03-02 23:00 opened", "2026-03-03 21:00 resolved"]
    assert resolution(on(calendar), lines, FAR).elapsed_seconds == 2 * HOUR


def test_znuny_work_may_begin_at_half_past_eight() -> None:
    calendar = WorkCalendar(timezone="Asia/Shanghai", weekly=((Shift(8 * HOUR + 1800, 17 * HOUR),),) * 5 + ((),) * 2)
    lines = ["2026-03-02 08:00 opened", "2026-03-02 09:00 resolved"]
    assert resolution(on(calendar), lines, FAR).elapsed_seconds == 1800


def test_helpdesk_3776_a_question_from_another_zone_has_the_same_answer() -> None:
    lines, terms = ["2026-03-02 09:00 opened"], on(OFFICE, seconds=4 * HOUR)
    facts, events, asked = ticket("2026-03-02 09:00"), log(*lines), local("2026-03-02 12:59:59")
    there = judge(facts, events, (terms,), asked.astimezone(ZoneInfo("America/New_York")))
    assert there == judge(facts, events, (terms,), asked)
    assert there[1].verdict is VerdictKind.RUNNING
