"""The yearly cycle: reviews of rows and templates, the summary and its review, K30–K36, R14 and R15."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from fuwubao.accounts.models import Appointment, AuditEntry, Notice, User
from fuwubao.domain.errors import NotAllowed
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.roles import Role
from fuwubao.domain.steps import StepUnknown
from fuwubao.domain.terms import DueRule
from fuwubao.reports.actions.annual_review import Verdict, a_year_on, review_row, review_template
from fuwubao.reports.actions.annual_summary import (
    Meeting,
    conclude_summary,
    convene_summary,
    give_opinion,
    hand_summary,
    note_effort,
)
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.annual_errors import (
    MembersMissing,
    NotMember,
    OpinionsMissing,
    OutcomeUnknown,
    SummaryOpen,
    SummaryReviewNotFound,
    SummaryReviewOpen,
    TemplateUnknown,
)
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import AnnualReview, Duty, RegisterRow, Report
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.process_kpis import process_kpis
from tests.reports.telling import table, told
from tests.reports.world import DRAFT, NOW, Cast, World

LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
QUARTER = parse_period("2026Q3", "Asia/Shanghai")
KEEP = Verdict(outcome="keep", reason="客户仍在使用")


@pytest.fixture
def head_of_system(cast: Cast) -> User:
    """何代表 convenes the review of the summary."""
    person = User.objects.create(login="he", name="何代表")
    Appointment.objects.create(user=person, role=Role.MANAGEMENT_REPRESENTATIVE, starts_on=date(2026, 1, 1))
    return person


def meeting(*members: str, year: int = 2026) -> Meeting:
    return Meeting(
        year=year,
        held_on=date(2026, 10, 26),
        agenda="逐份评审",
        inputs="年度总结、K30–K36",
        members=members,
        place="301",
    )


def test_the_yearly_review_of_a_row_is_recorded_and_meets_its_duty(world: World, cast: Cast) -> None:
    """S1.19, S1.38: kept with its reason; the next one is owed a year on."""
    keep_duties(actor=cast.manager, now=NOW)
    owed = Duty.objects.filter(kind="row_review", subject="SLM-01").order_by("due_at")[0]
    review_row(number="SLM-01", verdict=KEEP, actor=cast.manager, now=NOW)
    owed.refresh_from_db()
    assert (owed.state, owed.fulfilled_at) == ("fulfilled", NOW)
    assert RegisterRow.objects.get(number="SLM-01").next_review_on == date(2027, 10, 8)
    assert [(one.outcome, one.reason) for one in AnnualReview.objects.all()] == [("keep", "客户仍在使用")]


@pytest.mark.parametrize(
    ("outcome", "state"), [("lower", "lowered_priority"), ("retire", "retired"), ("change", "active")]
)
def test_its_outcome_is_carried_out_at_once(world: World, cast: Cast, outcome: str, state: str) -> None:
    """S1.38: a report that nobody needs is lowered or retired."""
    review_row(number="SLM-01", verdict=Verdict(outcome=outcome, reason="少有人读"), actor=cast.manager, now=NOW)
    assert RegisterRow.objects.get(number="SLM-01").state == state


def test_a_review_needs_an_outcome_a_reason_and_the_manager(world: World, cast: Cast) -> None:
    with pytest.raises(OutcomeUnknown):
        review_row(number="SLM-01", verdict=Verdict(outcome="good", reason="好"), actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        review_row(number="SLM-01", verdict=Verdict(outcome="keep", reason=" "), actor=cast.manager, now=NOW)
    with pytest.raises(NotAllowed):
        review_row(number="SLM-01", verdict=KEEP, actor=cast.author, now=NOW)
    review_row(number="SLM-01", verdict=Verdict(outcome="retire", reason="合同结束"), actor=cast.manager, now=NOW)
    with pytest.raises(StepUnknown):
        review_row(number="SLM-01", verdict=Verdict(outcome="lower", reason="少"), actor=cast.manager, now=NOW)
    assert AnnualReview.objects.count() == 1


def test_a_template_is_reviewed_every_year_too_or_within_an_audit(world: World, cast: Cast) -> None:
    """S1.19: the review can be part of an internal audit or management review instead."""
    keep_duties(actor=cast.manager, now=NOW)
    within = Verdict(outcome="keep", reason="仍适用", held_with="内部审核 IA-2026-02")
    review_template(code="R02", verdict=within, actor=cast.manager, now=NOW)
    assert AnnualReview.objects.get().held_with == "内部审核 IA-2026-02"
    assert Duty.objects.filter(kind="template_review", subject="R02", state="fulfilled").count() == 1
    with pytest.raises(TemplateUnknown):
        review_template(code="R99", verdict=KEEP, actor=cast.manager, now=NOW)


def test_the_29th_of_february_comes_again_on_the_28th() -> None:
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_management_representative_convenes_the_review_of_the_summary(head_of_system: User, cast: Cast) -> None:
    """S1.11: date, members, agenda, inputs; nobody else convenes it, and not twice."""
    with pytest.raises(NotAllowed):
        convene_summary(meeting=meeting("wang"), actor=cast.manager, now=NOW)
    with pytest.raises(MembersMissing):
        convene_summary(meeting=meeting(), actor=head_of_system, now=NOW)
    with pytest.raises(MembersMissing):
        convene_summary(meeting=meeting("liu"), actor=head_of_system, now=NOW)  # a customer is no member
    review = convene_summary(meeting=meeting("wang", "chen"), actor=head_of_system, now=NOW)
    assert Notice.objects.filter(to=cast.reviewer, url="/reports/annual/").count() == 1
    with pytest.raises(SummaryReviewOpen):
        convene_summary(meeting=meeting("wang"), actor=head_of_system, now=NOW)
    assert (review.agenda, review.inputs) == ("逐份评审", "年度总结、K30–K36")


def test_it_closes_only_when_every_member_has_spoken(head_of_system: User, cast: Cast) -> None:
    """S1.12: an opinion and a conclusion each; then the year's duty is met and the review is an input (S1.20)."""
    keep_duties(actor=cast.manager, now=NOW)
    review = convene_summary(meeting=meeting("wang", "chen"), actor=head_of_system, now=NOW)
    with pytest.raises(NotMember):
        give_opinion(review_id=review.pk, conclusion="agree", opinion="同意", actor=cast.author, now=NOW)
    with pytest.raises(ReasonMissing):
        give_opinion(review_id=review.pk, conclusion="agree", opinion=" ", actor=cast.reviewer, now=NOW)
    give_opinion(review_id=review.pk, conclusion="agree", opinion="数据完整", actor=cast.reviewer, now=NOW)
    with pytest.raises(OpinionsMissing) as refused:
        conclude_summary(review_id=review.pk, conclusion="通过", actor=head_of_system, now=NOW)
    assert refused.value.facts["missing"] == "陈总"
    with pytest.raises(SummaryOpen):
        hand_summary(
            review_id=review.pk, target="management_review", reference="MR-2026", actor=head_of_system, now=NOW
        )
    give_opinion(review_id=review.pk, conclusion="agree_with_changes", opinion="补充投诉", actor=cast.head, now=NOW)
    conclude_summary(review_id=review.pk, conclusion="补充后通过", actor=head_of_system, now=LATER)
    assert Duty.objects.get(kind="annual_summary", period_label="2026").state == "fulfilled"
    handed = hand_summary(
        review_id=review.pk, target="management_review", reference="MR-2026", actor=head_of_system, now=LATER
    )
    assert handed.reference == "MR-2026"
    with pytest.raises(NotMember):
        give_opinion(review_id=review.pk, conclusion="disagree", opinion="再议", actor=cast.head, now=LATER)
    with pytest.raises(SummaryReviewNotFound):
        conclude_summary(review_id=999, conclusion="通过", actor=head_of_system, now=LATER)
    assert AuditEntry.objects.filter(act="reports.conclude_summary").count() == 1


def test_the_measures_of_the_process_are_counted_by_hand(world: World, cast: Cast) -> None:
    """K30–K36: one report, published on time in October, reviewed once, 90 minutes of work."""
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    note_effort(number=DRAFT, minutes=60, actor=cast.author, now=NOW)
    note_effort(number=DRAFT, minutes=30, actor=cast.reviewer, now=NOW)
    october = parse_period("2026Q4", "Asia/Shanghai")
    found = {one.measure: one for one in process_kpis(reader=cast.manager, period=october, now=LATER)}
    assert found["K30"].ratio == Ratio(1, 1)
    assert (found["K31"].ratio, found["K31"].note.zh[:2]) == (Ratio(1, 1), "暂定")
    assert found["K32"].ratio == Ratio(1, 1)
    assert found["K33"].ratio == Ratio(0, 1)
    assert found["K36"].ratio.value == Fraction(90)
    before = {one.measure: one.ratio for one in process_kpis(reader=cast.manager, period=QUARTER, now=LATER)}
    assert all(not ratio.is_applicable for name, ratio in before.items() if name != "K30")


def test_work_is_noted_in_minutes_of_one_day_at_most(world: World, cast: Cast) -> None:
    world.draft()
    for minutes in (0, 1441):
        with pytest.raises(ReasonMissing):
            note_effort(number=DRAFT, minutes=minutes, actor=cast.author, now=NOW)
    with pytest.raises(NotAllowed):
        note_effort(number=DRAFT, minutes=5, actor=cast.customer, now=NOW)


def drafted(cast: Cast, number: str, template: str, period: str, now: datetime) -> Report:
    content = RowContent(
        number=number,
        name="年度总结" if template == "R15" else "改进计划",
        source_process="服务报告管理",
        template=template,
        frequency="yearly" if template == "R15" else "quarterly",
        due=DueRule(working_days=20),
        audience="internal",
        recipients=("陈总",),
    )
    add_row(content=content, actor=cast.manager, now=NOW)
    agree_row(number=number, agreed_by="陈总", agreed_on=NOW.date(), evidence="纪要", actor=cast.manager, now=NOW)
    activate_and_schedule(number=number, actor=cast.manager, now=NOW)
    return draft_report(row_number=number, period_label=period, actor=cast.author, now=now)


def test_the_annual_summary_is_built_by_the_system(world: World, cast: Cast) -> None:
    """S1.10, R15: the list of reports, K30–K36, review outcomes and nonconformities by basis with 本期无."""
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    review_row(number="SLM-01", verdict=KEEP, actor=cast.manager, now=NOW)
    made = drafted(cast, "SUM-01", "R15", "2026", LATER)
    document, _ = compose(material_of(made), made.template.blocks)
    assert [row[-1] for row in table(document, "年度评审结果")] == ["李经理"]
    assert [row[0] for row in table(document, "报告清单") if row[-1] == "按时"] == ["SLM-01（2026Q3）"]
    assert table(document, "流程指标")[0][1:3] == ["1 / 3", "33.33%"]  # the first two quarters were never told
    assert "本期无不符合（依据：服务要求）" in told(document)


def test_the_improvement_plan_says_so_when_it_is_empty(world: World, cast: Cast) -> None:
    """R14."""
    made = drafted(cast, "SIP-01", "R14", "2026Q3", NOW)
    text = told(compose(material_of(made), made.template.blocks)[0])
    assert "计划中没有改进措施" in text
    assert "改进项按期完成率" in text
