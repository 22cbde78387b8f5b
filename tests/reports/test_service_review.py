"""服务回顾会: the meeting on a report, its decisions linked both ways, evaluations over time (S6.12, S6.13, S6.15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.improvement.errors import SomethingMissing
from fuwubao.improvement.models import Action
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.process import draft_version
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.service_review import (
    Judged,
    Meeting,
    decide_action,
    decide_process_change,
    evaluate_service,
    hold_service_review,
)
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Duty, ServiceEvaluation, ServiceReview
from fuwubao.reports.process_errors import (
    DocumentNotFound,
    DocumentUnclear,
    EvaluationUnclear,
    MeetingNotFound,
    MeetingUnclear,
    ReportNotTold,
)
from fuwubao.reports.queries.process_documents import document_named, open_decisions
from fuwubao.reports.queries.service_reviews import agenda_for, evaluation_strips, meetings_on
from tests.reports.process import POLICY, policy_in_force, representative, wording
from tests.reports.world import DRAFT, NOW, World

HELD = NOW - timedelta(hours=1)
DUE = date(2026, 12, 1)
BOTH = (("ours", "李经理"), ("customer", "刘主任"))


def meeting(
    *,
    at: datetime = HELD,
    minutes: str = "双方确认增设备岗。",
    agenda: Sequence[str] = ("第三季度达成情况",),
    people: Sequence[tuple[str, str]] = BOTH,
) -> Meeting:
    """A meeting on the quarter's report."""
    return Meeting(report=DRAFT, held_at=at, agenda=agenda, attendance=people, minutes=minutes, place="客户现场")


@pytest.fixture
def told(world: World) -> World:
    """The quarter's report is with its customer, and the year's meeting is owed."""
    keep_duties(actor=world.cast.operator, now=NOW - timedelta(days=1))
    world.approved()
    publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)
    return world


def held(world: World) -> ServiceReview:
    """The meeting as recorded."""
    return hold_service_review(meeting=meeting(), actor=world.cast.author, now=NOW)


def test_a_meeting_is_recorded_and_fulfils_the_duty_of_its_year(told: World) -> None:
    """S6.12: agenda, attendance, minutes attach to the report; the duty is met as of the meeting."""
    found = held(told)
    duty = Duty.objects.get(kind="service_review_meeting", subject="HD", period_label="2026")
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", HELD)
    assert found.duty == duty
    assert [one.number for one in meetings_on(found.report_id)] == [found.number]
    again = held(told)
    assert again.duty is None
    assert again.number != found.number


def test_a_record_without_agenda_minutes_or_both_sides_is_refused(told: World) -> None:
    """S6.12: nothing is kept and the duty stays open."""
    lacking = (
        meeting(minutes=" "),
        meeting(agenda=()),
        meeting(people=BOTH[:1]),
        meeting(at=NOW + timedelta(minutes=1)),
    )
    for one in lacking:
        with pytest.raises(MeetingUnclear):
            hold_service_review(meeting=one, actor=told.cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        hold_service_review(meeting=meeting(), actor=told.cast.reviewer, now=NOW)
    assert not ServiceReview.objects.exists()
    assert Duty.objects.get(kind="service_review_meeting").state == "scheduled"


def test_no_meeting_goes_through_a_report_that_the_customer_does_not_have(world: World) -> None:
    """S6.12: a draft is refused."""
    world.draft()
    with pytest.raises(ReportNotTold):
        hold_service_review(meeting=meeting(), actor=world.cast.author, now=NOW)


def test_the_agenda_is_built_from_the_report(told: World) -> None:
    """S6.12: missed targets and measures of the report are points of the agenda."""
    report = held(told).report
    agenda = agenda_for(report, reader=told.cast.author, now=NOW)
    assert agenda[0].startswith("上期措施")
    assert any("P1-解决" in point for point in agenda)
    assert any("增设备岗" in point for point in agenda)


def test_a_decision_becomes_an_action_and_each_names_the_other(told: World) -> None:
    """S6.13: the action's source is the meeting, the decision holds its number; without owner nothing is kept."""
    found = held(told)
    with pytest.raises(SomethingMissing):
        decide_action(number=found.number, text="增设备岗", owner=None, due_on=DUE, actor=told.cast.author, now=NOW)
    with pytest.raises(MeetingNotFound):
        decide_action(
            number="SRM-2020-0001", text="x", owner=told.cast.author, due_on=DUE, actor=told.cast.author, now=NOW
        )
    assert not Action.objects.exists()
    decision = decide_action(
        number=found.number, text="增设备岗", owner=told.cast.author, due_on=DUE, actor=told.cast.author, now=NOW
    )
    action = Action.objects.get()
    assert decision.action_number == action.number
    assert (action.source_kind, action.source_number) == ("meeting", found.number)
    assert action.source_url == f"/reports/process/meetings/{found.number}/"
    assert action.customer_code == "HD"


def test_a_change_of_the_process_is_followed_by_the_version_drafted_for_it(told: World) -> None:
    """S6.13: the decision waits at the document until a version names it; a foreign decision is refused."""
    cast, approver = told.cast, representative()
    policy_in_force(cast, approver)
    found = held(told)
    with pytest.raises(ReasonMissing):
        decide_process_change(number=found.number, text=" ", document=POLICY, actor=cast.author, now=NOW)
    with pytest.raises(DocumentNotFound):
        decide_process_change(number=found.number, text="改", document="NO-1", actor=cast.author, now=NOW)
    decision = decide_process_change(
        number=found.number, text="月报提前两日", document=POLICY, actor=cast.author, now=NOW
    )
    assert open_decisions(document_named(POLICY)) == [decision]
    with pytest.raises(DocumentUnclear):
        draft_version(number=POLICY, wording=wording(follows=decision.pk + 9), actor=cast.manager, now=NOW)
    version = draft_version(number=POLICY, wording=wording(follows=decision.pk), actor=cast.manager, now=NOW)
    assert version.decision == decision
    assert list(decision.versions.all()) == [version]
    assert not open_decisions(document_named(POLICY))


def test_evaluations_of_a_service_are_kept_over_time(told: World) -> None:
    """S6.15: content, course and result by period; a score beyond 1–5 or without grounds is refused."""
    found = held(told)

    def judge(score: int, *, period: str = "2026Q3", text: str = "按时", meeting_number: str = "") -> None:
        judged = Judged(
            customer_code="HD", period=period, aspect="result", score=score, text=text, meeting=meeting_number
        )
        evaluate_service(judged=judged, actor=told.cast.author, now=NOW)

    for score, text in ((0, "按时"), (6, "按时"), (3, " ")):
        with pytest.raises(EvaluationUnclear):
            judge(score, text=text)
    with pytest.raises(MeetingNotFound):
        judge(3, meeting_number="SRM-2020-0001")
    judged = Judged(customer_code="HD", period="2026Q3", aspect="result", score=3, text="好")
    with pytest.raises(RoleMissing):
        evaluate_service(judged=judged, actor=told.cast.customer, now=NOW)
    assert not ServiceEvaluation.objects.exists()
    judge(3, period="2026Q2")
    judge(4, meeting_number=found.number)
    strips = evaluation_strips(customer_code="HD")
    result = next(strip for strip in strips if strip.code == "result")
    assert [(one.period_label, one.score) for one in result.kept] == [("2026Q2", 3), ("2026Q3", 4)]
    assert found.evaluations.get().score == 4
