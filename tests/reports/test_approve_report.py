"""批准: by the process manager or a delegate, never by a writer, always possible; the bytes are kept by their hash."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from fuwubao.accounts.actions import DelegationTerms, delegate
from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.render import tree as t
from fuwubao.reports import files
from fuwubao.reports.actions.drafting import draft_report
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import (
    approve_report,
    escalate_report,
    review_report,
    stored_document,
    submit_report,
)
from fuwubao.reports.actions.writing import Explanation, explain_breaches, save_text, waive_finding
from fuwubao.reports.errors import NotTheApprover, ReasonMissing, ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import Report
from fuwubao.reports.queries.pages import editor_page
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds


def approve(actor: User) -> Report:
    return approve_report(number=DRAFT, remark="同意", actor=actor, now=NOW)


def delegated(cast: Cast, holder: str) -> None:
    terms = DelegationTerms(holder=holder, starts_at=NOW, ends_before=datetime(2026, 10, 20, tzinfo=UTC), reason="出差")
    delegate(terms=terms, actor=cast.manager, now=NOW)


def written_by_the_manager(world: World, cast: Cast) -> None:
    """Bring a report to review that 李经理 drafted and wrote herself."""
    draft_report(row_number="SLM-01", period_label="2026Q3", actor=cast.manager, now=NOW)
    save_text(number=DRAFT, block="summary", text="本季有超时。", edit_count=None, actor=cast.manager, now=NOW)
    explanation = Explanation(cause="交接", measure="设岗", owner="张工", due_on=NOW.date())
    subjects = ("I2 resolution", "target SLA-2026-007 P1-解决", "target SLA-2026-007 可用性")
    explain_breaches(number=DRAFT, subjects=subjects, explanation=explanation, actor=cast.manager, now=NOW)
    for target in ("P1-解决", "P2-解决"):
        waive_finding(
            number=DRAFT, rule="small_sample", subject=target, reason="样本少，已写明", actor=cast.manager, now=NOW
        )
    submit_report(number=DRAFT, actor=cast.manager, now=NOW)
    review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)


def test_the_process_manager_approves_a_reviewed_report(world: World, cast: Cast) -> None:
    world.reviewed()

    report = approve(cast.manager)

    assert (report.state, report.approved_by, report.approved_for) == ("approved", cast.manager, None)


def test_the_kept_files_are_the_bytes_of_the_recorded_hashes(world: World, cast: Cast) -> None:
    report = world.approved()

    kept = {file.file_format: file for file in report.files.all()}
    assert sorted(kept) == ["docx", "html", "pdf", "xlsx"]
    for file in kept.values():
        content = files.read(file.sha256, name=file.name)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    entry = AuditEntry.objects.get(act="reports.approve")
    assert entry.after is not None
    assert entry.after["sha256"] == {name: file.sha256 for name, file in kept.items()}


def test_the_paper_names_who_wrote_reviewed_and_approved_it_and_is_no_draft_any_more(world: World) -> None:
    document = stored_document(world.approved())

    assert document.meta.state is t.State.APPROVED
    signed = [(s.role, s.name, s.on) for s in document.meta.signatures]
    assert signed == [
        ("编制", "张工", "2026-10-08"),
        ("审核", "王审", "2026-10-08"),
        ("批准", "李经理", "2026-10-08"),
    ]


def test_a_delegate_approves_and_the_paper_says_for_whom(world: World, cast: Cast) -> None:
    world.reviewed()
    delegated(cast, "wang")

    report = approve(cast.reviewer)

    assert (report.approved_by, report.approved_for) == (cast.reviewer, cast.manager)
    assert stored_document(report).meta.signatures[-1].name == "王审 代 李经理"
    assert AuditEntry.objects.get(act="reports.approve").for_login == "li"


def test_a_delegate_reviews_and_the_paper_says_for_whom(world: World, cast: Cast) -> None:
    """S1.8, S2: review and approval by a delegate are signed 甲 代 乙 on paper, in record and chain alike."""
    world.submitted()
    delegated(cast, "chen")

    review = review_report(number=DRAFT, judgement=all_holds(), actor=cast.head, now=NOW)
    report = approve(cast.manager)

    assert (review.reviewed_for, review.reviewed_by_words) == (cast.manager, "陈总 代 李经理")
    signed = {one.role: one.name for one in stored_document(report).meta.signatures}
    assert (signed["审核"], signed["批准"]) == ("陈总 代 李经理", "李经理")
    assert AuditEntry.objects.get(act="reports.review").for_login == "li"


def test_a_reviewer_by_own_role_signs_alone(world: World, cast: Cast) -> None:
    world.submitted()

    review = review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)

    assert (review.reviewed_for, review.reviewed_by_words) == (None, "王审")


def test_the_system_head_to_whom_the_manager_delegated_approves_as_her_delegate(world: World, cast: Cast) -> None:
    """S1.5, S1.8: the own role does not stand in the way of the delegation; chain and paper say 甲 代 乙."""
    world.reviewed()
    with pytest.raises(NotTheApprover):
        approve(cast.head)
    delegated(cast, "chen")
    assert editor_page(Report.objects.get().pk, reader=cast.head, block="", now=NOW).may["approve"]

    report = approve(cast.head)

    assert (report.state, report.approved_by, report.approved_for) == ("approved", cast.head, cast.manager)
    entry = AuditEntry.objects.get(act="reports.approve")
    assert (entry.actor_login, entry.for_login) == ("chen", "li")
    signed = [one.name for one in stored_document(report).meta.signatures if one.role == "批准"]
    assert signed == ["陈总 代 李经理"]


def test_what_a_delegate_publishes_is_recorded_for_the_giver(world: World, cast: Cast) -> None:
    world.approved()
    delegated(cast, "wang")
    publish_report(number=DRAFT, actor=cast.reviewer, now=NOW)
    assert AuditEntry.objects.get(act="reports.publish").for_login == "li"


def test_the_author_cannot_approve_even_as_a_delegate(world: World, cast: Cast) -> None:
    world.reviewed()
    delegated(cast, "zhang")
    with pytest.raises(SameHands):
        approve(cast.author)


def test_a_manager_who_wrote_it_is_refused_and_the_system_head_approves_instead(world: World, cast: Cast) -> None:
    written_by_the_manager(world, cast)

    with pytest.raises(SameHands):
        approve(cast.manager)
    assert approve(cast.head).approved_by == cast.head


def test_the_system_head_does_not_approve_a_normal_report_of_others(world: World, cast: Cast) -> None:
    world.reviewed()
    with pytest.raises(NotTheApprover):
        approve(cast.head)


def test_an_abnormal_report_is_escalated_and_approved_by_the_system_head_alone(world: World, cast: Cast) -> None:
    world.reviewed()
    with pytest.raises(ReasonMissing):
        escalate_report(number=DRAFT, reason="", actor=cast.manager, now=NOW)
    escalate_report(number=DRAFT, reason="重大异常", actor=cast.manager, now=NOW)

    with pytest.raises(RoleMissing):
        approve(cast.manager)
    assert approve(cast.head).state == "approved"


def test_the_operator_cannot_approve(world: World, cast: Cast) -> None:
    world.reviewed()
    with pytest.raises(RoleMissing):
        approve(cast.operator)


def test_without_a_passed_review_nothing_is_approved(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(ReviewIncomplete):
        approve(cast.manager)


def test_approving_twice_is_refused(world: World, cast: Cast) -> None:
    world.approved()
    with pytest.raises(StepRefused):
        approve(cast.manager)
