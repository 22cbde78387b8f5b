"""评审 (F04): a stored result for every item, by another person than the writers; a return has its reason."""

from __future__ import annotations

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.actions.review import Judgement, return_report, review_report, revise_report
from fuwubao.reports.actions.writing import save_text
from fuwubao.reports.errors import ReasonMissing, ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import Obligation, Report, Review
from fuwubao.reports.rules import REVIEW_ITEMS
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds


def review(actor: User, judgement: Judgement) -> Review:
    return review_report(number=DRAFT, judgement=judgement, actor=actor, now=NOW)


def also(user: User, role: Role) -> None:
    Appointment.objects.create(user=user, role=role, starts_on=NOW.date().replace(month=1))


def test_a_review_keeps_a_result_for_every_item_of_the_list(world: World, cast: Cast) -> None:
    world.submitted()

    kept = review(cast.reviewer, all_holds())

    assert kept.items.count() == len(REVIEW_ITEMS) == 11
    assert Report.objects.get().reviewed_by == cast.reviewer
    assert Report.objects.get().state == "in_review"


def test_an_item_without_a_result_is_refused_by_its_name(world: World, cast: Cast) -> None:
    world.submitted()
    items = {code: result for code, result in all_holds().items.items() if code != "language"}
    with pytest.raises(ReviewIncomplete, match="语言未给结果"):
        review(cast.reviewer, Judgement(items=items, conclusion="pass"))


def test_a_failed_item_needs_a_comment_and_cannot_pass(world: World, cast: Cast) -> None:
    world.submitted()
    silent = {**all_holds().items, "clear": (False, "")}
    with pytest.raises(ReviewIncomplete, match="清晰不符合但无意见"):
        review(cast.reviewer, Judgement(items=silent, conclusion="return", opinion="退回"))
    failed = all_holds(clear="图三看不懂")
    with pytest.raises(ReviewIncomplete):
        review(cast.reviewer, Judgement(items=failed.items, conclusion="pass"))


def test_an_unknown_conclusion_is_refused(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(ReviewIncomplete):
        review(cast.reviewer, Judgement(items=all_holds().items, conclusion="maybe"))


def test_the_author_cannot_review_her_own_report_whatever_her_roles(world: World, cast: Cast) -> None:
    world.submitted()
    also(cast.author, Role.REVIEWER)
    with pytest.raises(SameHands):
        review(cast.author, all_holds())


def test_who_wrote_a_part_of_it_cannot_review_it(world: World, cast: Cast) -> None:
    world.draft()
    also(cast.reviewer, Role.AUTHOR)
    world.written()
    save_text(number=DRAFT, block="events", text="无。", edit_count=None, actor=cast.reviewer, now=NOW)
    from_draft = Report.objects.get()
    assert from_draft.author == cast.author

    with pytest.raises(StepRefused):
        review(cast.reviewer, all_holds())  # not in review yet
    Report.objects.update(state="in_review")
    with pytest.raises(SameHands):
        review(cast.reviewer, all_holds())


def test_a_return_goes_back_to_the_author_with_its_reason(world: World, cast: Cast) -> None:
    world.submitted()

    kept = review(cast.reviewer, all_holds(data_verified="I2 的原因不对"))

    assert (kept.conclusion, kept.opinion) == ("return", "I2 的原因不对")
    assert Report.objects.get().state == "returned"
    assert Obligation.objects.get(period_label="2026Q3").state == "in_progress"


def test_a_return_without_a_reason_is_refused(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(ReasonMissing):
        review(cast.reviewer, Judgement(items=all_holds().items, conclusion="return"))
    with pytest.raises(ReasonMissing):
        return_report(number=DRAFT, reason="", actor=cast.manager, now=NOW)


def test_a_returned_report_is_read_with_its_new_words_not_as_it_was_submitted(world: World, cast: Cast) -> None:
    world.submitted()
    review(cast.reviewer, all_holds(clear="摘要含糊"))
    revise_report(number=DRAFT, actor=cast.author, now=NOW)
    save_text(number=DRAFT, block="summary", text="摘要重写过。", edit_count=None, actor=cast.author, now=NOW)

    document, _ = document_of(Report.objects.get())

    assert "摘要重写过。" in repr(document)


def test_an_approved_report_can_still_be_returned_before_it_is_published(world: World, cast: Cast) -> None:
    world.approved()

    report = return_report(number=DRAFT, reason="客户改了口径", actor=cast.manager, now=NOW)

    assert (report.state, report.approved_by, report.files.count()) == ("returned", None, 0)


def test_the_customer_cannot_review(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(RoleMissing):
        review(cast.customer, all_holds())
