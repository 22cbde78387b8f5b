"""One engine for every duty: raised by time, moved with a trail, chased by working days late (S1.19, S1.28, S1.29)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fuwubao.accounts.models import Delegation, Notice
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.periods import parse_period
from fuwubao.reports.actions.building import bring_up_to_date
from fuwubao.reports.actions.duty_dates import waive_duty
from fuwubao.reports.actions.duty_keeping import Owed, fulfil_duty, keep_duties, name_data_owner, owe
from fuwubao.reports.errors import ConsentMissing, DutyKindUnknown, NotResponsible
from fuwubao.reports.models import DueChange, Duty, Obligation, RegisterRow, Reminder
from fuwubao.reports.queries.duties import DueFlag, duty_lines, kept, key_of
from tests.reports.duties import consent, key, report_duty, row_of
from tests.reports.world import AGREEMENT, NOW, Cast, World

DUE = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_time_alone_raises_reviews_summary_meeting_data_and_the_end_of_a_delegation(cast: Cast) -> None:
    Delegation.objects.create(
        giver=cast.manager, holder=cast.reviewer, role="report_manager", starts_at=NOW, ends_before=DUE
    )
    keep_duties(actor=cast.operator, now=NOW)
    raised = {(d.kind, d.subject, d.period_label) for d in Duty.objects.all()}
    assert {
        ("row_review", "SLM-01", "2027"),  # the register names 2027-01-01
        ("template_review", "R02", "2026"),
        ("annual_summary", "R15", "2026"),
        ("service_review_meeting", "HD", "2026"),
        ("data_cutoff", "SLM-01", "2026Q4"),
    } <= raised
    assert Duty.objects.get(kind="delegation_end").responsible == cast.manager


def test_keeping_twice_raises_and_moves_nothing_new(cast: Cast) -> None:
    keep_duties(actor=cast.operator, now=NOW)
    before = (Duty.objects.count(), DueChange.objects.count(), Notice.objects.count(), Reminder.objects.count())
    keep_duties(actor=cast.operator, now=NOW)
    after = (Duty.objects.count(), DueChange.objects.count(), Notice.objects.count(), Reminder.objects.count())
    assert before == after


def test_another_room_owes_once_and_only_a_known_kind(cast: Cast) -> None:
    owed = Owed(
        kind="nonconformity_reply", subject="NC-1", title="NC-1 答复", period_label="1", due_at=DUE,
        responsible=cast.reviewer,
    )  # fmt: skip
    first = owe(owed=owed, actor=cast.operator, now=NOW)
    assert owe(owed=owed, actor=cast.operator, now=NOW) == first
    with pytest.raises(DutyKindUnknown):
        owe(
            owed=Owed(kind="nothing", subject="1", title="1", period_label="1", due_at=DUE),
            actor=cast.operator,
            now=NOW,
        )


def test_who_is_responsible_settles_a_duty_and_nobody_else_but_the_manager(cast: Cast) -> None:
    owed = Owed(
        kind="nonconformity_reply", subject="NC-1", title="NC-1 答复", period_label="1", due_at=DUE,
        responsible=cast.reviewer,
    )  # fmt: skip
    duty = owe(owed=owed, actor=cast.operator, now=NOW)
    with pytest.raises(NotResponsible):
        fulfil_duty(key=key_of(duty), remark="", actor=cast.author, now=NOW)
    fulfil_duty(key=key_of(duty), remark="已答复", actor=cast.reviewer, now=NOW)
    line = next(x for x in duty_lines(reader=cast.manager, now=NOW, kinds=("nonconformity_reply",)))
    assert line.flag is DueFlag.ON_TIME


def test_a_report_is_settled_by_its_publication_alone(cast: Cast) -> None:
    with pytest.raises(NotResponsible):
        fulfil_duty(key=key("2026Q3"), remark="", actor=cast.manager, now=NOW)


def test_data_are_due_four_working_days_before_the_report_from_their_owner(cast: Cast) -> None:
    name_data_owner(number="SLM-01", source="工单", owner=cast.reviewer, actor=cast.manager, now=NOW)
    keep_duties(actor=cast.operator, now=NOW)
    duty = Duty.objects.get(kind="data_cutoff", subject="SLM-01/工单", period_label="2026Q4")
    # due by the end of 7 January 2027, counted on weekdays alone until its holidays are published
    assert report_duty("2026Q4").due_at == datetime(2027, 1, 7, 16, 0, tzinfo=UTC)
    assert (duty.due_at, duty.responsible) == (datetime(2027, 1, 1, 16, 0, tzinfo=UTC), cast.reviewer)


def test_a_revised_agreement_moves_open_dates_with_a_trail_and_leaves_decided_ones(world: World, cast: Cast) -> None:
    decided = report_duty("2026Q3")
    Obligation.objects.filter(pk=decided.pk).update(state="fulfilled", fulfilled_at=NOW)
    before = report_duty("2026Q4").due_at
    revised = AGREEMENT.replace("working_days: 5", "working_days: 8").replace(
        "timezone: Asia/Shanghai", "timezone: Asia/Shanghai\nrevision: {from: 2026-10-01, reason: 延长期限}"
    )
    load_agreement(text=revised, file="hd2.yaml", actor=cast.operator, now=NOW)
    bring_up_to_date(actor=cast.operator, now=NOW)

    moved = report_duty("2026Q4")
    assert moved.due_at > before
    trail = DueChange.objects.get(obligation=moved)
    assert (trail.old_due_at, trail.new_due_at, trail.why, trail.at) == (before, moved.due_at, "agreement", NOW)
    assert report_duty("2026Q3").due_at == decided.due_at


def test_each_rung_of_the_ladder_is_told_once_by_working_days_late(cast: Cast) -> None:
    Obligation.objects.exclude(period_label="2026Q3").delete()
    RegisterRow.objects.update(author=cast.author)
    Notice.objects.all().delete()
    Reminder.objects.all().delete()
    told = []
    for day in range(13, 23):
        keep_duties(actor=cast.operator, now=datetime(2026, 10, day, 17, 0, tzinfo=UTC))
        told.append(
            list(Reminder.objects.filter(obligation__isnull=False).order_by("rung").values_list("rung", flat=True))
        )
    # at 17:00 UTC the next day has begun: 14 October is the first working day late, 16 the third, 20 the fifth
    assert told == [[1], [1], [1, 3], [1, 3], [1, 3], [1, 3], [1, 3, 5], [1, 3, 5], [1, 3, 5], [1, 3, 5]]
    people = Notice.objects.filter(text__contains="SLM-01 2026Q3").order_by("at").values_list("to__login", flat=True)
    assert list(people) == ["zhang", "li", "chen"]


def test_a_year_of_seventeen_duties_one_late_one_waived_in_time_one_waived_too_late(world: World, cast: Cast) -> None:
    """K30 of duties due from February 2026 to January 2027: 17 owed, 1 waived, 2 not kept, so 14 of 16."""
    row_of(cast, "SLM-M", "monthly")
    row_of(cast, "SLM-Y", "yearly")
    year = parse_period("2026", "Asia/Shanghai")
    duties = list(Obligation.objects.order_by("due_at", "pk"))
    assert len(duties) == 12 + 4 + 1

    for duty in duties:
        clock = duty.due_at - timedelta(days=1)
        given = (clock - timedelta(days=1)).date()
        if duty.row.number == "SLM-M" and duty.period_label == "2026-05":
            waive_duty(key=key_of(duty), reason="停产", consent=consent(given), actor=cast.manager, now=clock)
        elif duty.row.number == "SLM-M" and duty.period_label == "2026-07":
            with pytest.raises(ConsentMissing):
                waive_duty(key=key_of(duty), reason="忙", consent=None, actor=cast.manager, now=clock)
        elif duty.row.number == "SLM-M" and duty.period_label == "2026-09":
            _published(duty, duty.due_at + timedelta(seconds=1))
        else:
            _published(duty, clock)

    end = datetime(2027, 2, 1, tzinfo=UTC)
    found = kept(reader=cast.manager, starts_at=year.starts_at, ends_before=end, now=end)
    assert (found.share.numerator, found.share.denominator, found.waived) == (14, 16, 1)


def _published(duty: Obligation, at: datetime) -> None:
    """The duty as the publication of its report leaves it."""
    duty.state, duty.fulfilled_at = "fulfilled", at
    duty.save(update_fields=["state", "fulfilled_at"])


def test_the_duties_of_a_year_are_all_in_that_span(cast: Cast) -> None:
    lines = duty_lines(reader=cast.manager, now=NOW, due_from=date(2026, 1, 1), due_to=date(2027, 1, 31))
    assert [line.period_label for line in lines] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
