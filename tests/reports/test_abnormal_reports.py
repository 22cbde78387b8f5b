"""异常报告 by rules (S1.6), 会签 and 签发 (design 6): what holds an approval or a publication back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.actions import DelegationTerms, delegate, revoke_delegation
from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, AuditEntry, User
from fuwubao.domain.roles import Role
from fuwubao.reports.abnormal_rules import RULES
from fuwubao.reports.actions.abnormal import switch_rule
from fuwubao.reports.actions.drafting import correct_report
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import (
    approve_report,
    escalate_report,
    return_report,
    review_report,
    revise_report,
    stored_document,
    submit_report,
)
from fuwubao.reports.actions.signatures import ask_signature, give_signature, withdraw_signature
from fuwubao.reports.errors import ReasonMissing, SameHands
from fuwubao.reports.models import AbnormalRule, Report
from fuwubao.reports.review_errors import AbnormalNeedsHead, RuleUnknown, SignaturesOpen, SignatureUnknown
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds


def approve(actor: User) -> Report:
    return approve_report(number=DRAFT, remark="", actor=actor, now=NOW)


def in_force(cast: Cast, *codes: str) -> None:
    for code in codes:
        switch_rule(code=code, is_on=True, reason="程序 5.3", actor=cast.manager, now=NOW)


def signed(report: Report) -> list[tuple[str, str]]:
    return [(line.role, line.name) for line in stored_document(report).meta.signatures]


def test_a_new_workspace_has_every_rule_in_force() -> None:
    """S1.6: major incident, P1 or availability missed, corrected version, data unavailable."""
    from importlib import import_module

    made = import_module("fuwubao.reports.migrations.0006_reviewing")
    assert set(made.RULES) == {rule.code for rule in RULES}


def test_a_missed_p1_target_needs_the_system_head_besides_the_manager(world: World, cast: Cast) -> None:
    """S1.6: a further approval before release; the paper names both."""
    in_force(cast, "p1_missed", "availability_missed")
    world.reviewed()
    assert [ground.rule for ground in Report.objects.get().abnormal_grounds.all()] == ["p1_missed"]
    with pytest.raises(AbnormalNeedsHead, match="P1"):
        approve(cast.manager)
    escalate_report(number=DRAFT, reason="P1 未达标", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        approve(cast.manager)

    report = approve(cast.head)

    assert report.state == "approved"
    assert signed(report)[-2:] == [("批准", "李经理"), ("异常批准", "陈总")]


def test_with_the_rules_out_of_force_the_manager_approves_alone(world: World, cast: Cast) -> None:
    """S1.5: a normal report."""
    world.reviewed()
    assert approve(cast.manager).state == "approved"


def test_a_corrected_version_is_abnormal_by_its_rule(world: World, cast: Cast) -> None:
    in_force(cast, "corrected")
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    newer = correct_report(number=DRAFT, reason="I2 的时长录错", actor=cast.author, now=NOW)
    sent = submit_report(number=world.written(newer.number), actor=cast.author, now=NOW)
    assert [ground.words for ground in sent.abnormal_grounds.all()] == [f"更正 {DRAFT}"]


def test_a_rule_is_switched_by_the_manager_with_a_reason_and_logged(world: World, cast: Cast) -> None:
    """S1.6: rules as data."""
    with pytest.raises(RoleMissing):
        switch_rule(code="corrected", is_on=True, reason="x", actor=cast.author, now=NOW)
    with pytest.raises(ReasonMissing):
        switch_rule(code="corrected", is_on=True, reason=" ", actor=cast.manager, now=NOW)
    with pytest.raises(RuleUnknown):
        switch_rule(code="else", is_on=True, reason="x", actor=cast.manager, now=NOW)
    in_force(cast, "corrected")
    entry = AuditEntry.objects.get(act="reports.switch_review_rule")
    assert (entry.before, entry.after, entry.remark) == (False, True, "程序 5.3")


def test_the_page_of_the_rules_switches_one(world: World, cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    address = reverse("reports:switch-review-rule", args=["p1_missed"])
    client.post(address, {"is_on": "1", "reason": "年度评审"})
    assert AbnormalRule.objects.get(code="p1_missed").is_on
    assert "年度评审" in client.get(reverse("reports:review-rules")).content.decode()


def test_an_open_countersignature_holds_the_approval_back(world: World, cast: Cast) -> None:
    """Design 6: an addition, never instead; only the person asked gives it."""
    world.reviewed()
    ask_signature(number=DRAFT, kind="countersign", signer=cast.head, actor=cast.manager, now=NOW)
    with pytest.raises(SignaturesOpen, match="陈总"):
        approve(cast.manager)
    with pytest.raises(SignatureUnknown):
        give_signature(number=DRAFT, kind="countersign", remark="", actor=cast.reviewer, now=NOW)
    give_signature(number=DRAFT, kind="countersign", remark="同意", actor=cast.head, now=NOW)
    assert ("会签", "陈总") in signed(approve(cast.manager))


def test_an_issue_signature_stands_on_the_hash_and_holds_the_publication_back(world: World, cast: Cast) -> None:
    """Design 6: 签发 after 批准."""
    world.approved()
    ask_signature(number=DRAFT, kind="issue", signer=cast.head, actor=cast.manager, now=NOW)
    with pytest.raises(SignaturesOpen):
        publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    given = give_signature(number=DRAFT, kind="issue", remark="", actor=cast.head, now=NOW)
    assert given.sha256 == Report.objects.get().files.get(file_format="pdf").sha256
    assert publish_report(number=DRAFT, actor=cast.manager, now=NOW).state == "published"


def test_a_signature_is_not_asked_of_the_author_and_can_be_withdrawn_with_a_reason(world: World, cast: Cast) -> None:
    """Domain (e)."""
    world.reviewed()
    with pytest.raises(SameHands):
        ask_signature(number=DRAFT, kind="countersign", signer=cast.author, actor=cast.manager, now=NOW)
    asked = ask_signature(number=DRAFT, kind="countersign", signer=cast.head, actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        withdraw_signature(number=DRAFT, signature_id=asked.pk, reason="", actor=cast.manager, now=NOW)
    withdraw_signature(number=DRAFT, signature_id=asked.pk, reason="出差", actor=cast.manager, now=NOW)
    assert approve(cast.manager).state == "approved"


def test_a_reviewer_who_wrote_and_was_overwritten_is_still_a_writer(world: World, cast: Cast) -> None:
    """Domain (e): the history of the blocks counts, not the last hand alone."""
    from fuwubao.reports.actions.writing import save_text

    Appointment.objects.create(user=cast.reviewer, role=Role.AUTHOR, starts_on=date(2026, 1, 1))
    world.draft()
    save_text(number=DRAFT, block="summary", text="审核人写的。", edit_count=None, actor=cast.reviewer, now=NOW)
    submit_report(number=world.written(), actor=cast.author, now=NOW)
    with pytest.raises(SameHands):
        review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)


def test_a_delegation_ends_by_its_date_or_its_revocation(world: World, cast: Cast) -> None:
    """S1.8: scope, dates, revocation; the approval says 甲 代 乙."""
    world.reviewed()
    until = datetime(2026, 10, 20, tzinfo=UTC)
    terms = DelegationTerms(holder="wang", starts_at=NOW, ends_before=until, reason="出差", scope="HD")
    given = delegate(terms=terms, actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        approve_report(number=DRAFT, remark="", actor=cast.reviewer, now=until)
    revoke_delegation(delegation_id=given.pk, reason="提前返回", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        approve(cast.reviewer)
    delegate(terms=terms, actor=cast.manager, now=NOW)
    assert signed(approve(cast.reviewer))[-1] == ("批准", "王审 代 李经理")


def test_a_return_names_its_reasons_at_the_blocks_and_each_is_confirmed_before_the_next_submission(
    world: World, cast: Cast
) -> None:
    """S6.8, F04: 修改确认."""
    from fuwubao.reports.actions.comments import resolve_comment
    from fuwubao.reports.review_errors import ReturnsOpen

    world.submitted()
    reasons = {"summary": "写明交接的问题", "workload": " "}
    return_report(number=DRAFT, reason="摘要不足", by_block=reasons, actor=cast.reviewer, now=NOW)
    revise_report(number=DRAFT, actor=cast.author, now=NOW)
    with pytest.raises(ReturnsOpen, match="摘要"):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    comment = Report.objects.get().comments.get(kind="return")
    with pytest.raises(RoleMissing):
        resolve_comment(number=DRAFT, comment_id=comment.pk, resolution="已改", actor=cast.reviewer, now=NOW)
    with pytest.raises(ReasonMissing):
        resolve_comment(number=DRAFT, comment_id=comment.pk, resolution="", actor=cast.author, now=NOW)
    resolve_comment(number=DRAFT, comment_id=comment.pk, resolution="已补写", actor=cast.author, now=NOW)
    assert submit_report(number=DRAFT, actor=cast.author, now=NOW).state == "in_review"


def test_the_approver_sees_verdict_red_figures_changes_and_checks_before_the_buttons(
    world: World, cast: Cast, client: Client
) -> None:
    """S1.5 on a phone: in that order, and what changed since the last submission marked."""
    from fuwubao.reports.actions.comments import resolve_comment
    from fuwubao.reports.actions.writing import save_text

    world.submitted()
    return_report(number=DRAFT, reason="摘要不足", by_block={"summary": "原因"}, actor=cast.reviewer, now=NOW)
    revise_report(number=DRAFT, actor=cast.author, now=NOW)
    save_text(
        number=DRAFT, block="summary", text="P1 有一项超时，交接所致。", edit_count=None, actor=cast.author, now=NOW
    )
    comment = Report.objects.get().comments.get()
    resolve_comment(number=DRAFT, comment_id=comment.pk, resolution="已补写", actor=cast.author, now=NOW)
    submit_report(number=DRAFT, actor=cast.author, now=NOW)
    review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    client.force_login(cast.manager)
    told = client.get(reverse("reports:review", args=[Report.objects.get().pk])).content.decode()
    marks = ['data-testid="verdict"', 'data-testid="red"', 'data-testid="changes"', 'data-testid="check-results"']
    marks += ['data-testid="approve-form"', 'data-testid="return-form"']
    places = [told.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "<ins>，交接所致</ins>" in told
