"""受控副本、用印登记、签章扫描件: the master stays, each copy has its number, the signed paper finds its version."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta

import pypdfium2
import pytest
from pypdf import PdfReader

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import User
from fuwubao.domain.steps import StepUnknown
from fuwubao.reports import files
from fuwubao.reports.actions.copies import bytes_of, copies_to_recall, end_copy, issue_copy
from fuwubao.reports.actions.drafting import correct_report
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, review_report, submit_report
from fuwubao.reports.actions.sealing import (
    ReturnedPaper,
    cover_code_of,
    decide_seal,
    register_scan,
    register_seal,
    request_seal,
)
from fuwubao.reports.distribution_errors import ScanOfAnother, SealBySameHands, SealNumberTaken
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import ControlledCopy, Report, SealUse
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds

NEXT = "SLM-01-2026Q3-A/1"


def issue(cast: Cast, holder: str = "刘主任") -> ControlledCopy:
    return issue_copy(number=DRAFT, holder=holder, department="质量部", actor=cast.manager, now=NOW)


def corrected(world: World, cast: Cast) -> Report:
    """Approve and publish the next version of the published report."""
    correct_report(number=DRAFT, reason="漏算一单", actor=cast.author, now=NOW)
    submit_report(number=world.written(NEXT), actor=cast.author, now=NOW)
    review_report(number=NEXT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    approve_report(number=NEXT, remark="", actor=cast.manager, now=NOW)
    return publish_report(number=NEXT, actor=cast.manager, now=NOW)


def test_a_copy_is_the_master_under_its_stamp_with_the_same_bytes_each_time(world: World, cast: Cast) -> None:
    """S1.1: 受控状态, 分发号, 持有人."""
    master = world.approved().files.get(file_format="pdf")
    before = files.read(master.sha256, name=master.name)

    copy = issue(cast)

    made = files.read(copy.sha256, name=copy.number)
    assert bytes_of(copy) == made
    assert hashlib.sha256(made).hexdigest() == copy.sha256 != master.sha256
    assert files.read(master.sha256, name=master.name) == before
    first, *rest = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert {"受控", f"{DRAFT}-01"} <= set(first.replace("受 控", "受控").split())
    assert "刘主任（质量部）" in first
    assert len(rest) == len(PdfReader(io.BytesIO(before)).pages) - 1
    assert all(f"分发号 {DRAFT}-01" in page for page in rest)


def test_each_holder_has_a_number_of_her_own_that_is_never_used_again(world: World, cast: Cast) -> None:
    world.approved()
    first, second = issue(cast), issue(cast, "周工")
    end_copy(number=DRAFT, copy_number=second.number, act="recall_copy", reason="", actor=cast.manager, now=NOW)

    third = issue(cast, "吴工")

    assert [one.number for one in (first, second, third)] == [f"{DRAFT}-0{n}" for n in (1, 2, 3)]
    assert len({first.sha256, second.sha256, third.sha256}) == 3


def test_copies_of_a_version_that_was_replaced_wait_to_be_recalled(world: World, cast: Cast) -> None:
    world.approved()
    copy = issue(cast)
    old = publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert copies_to_recall(old) == 0
    corrected(world, cast)

    old.refresh_from_db()
    assert copies_to_recall(old) == 1
    end_copy(number=DRAFT, copy_number=copy.number, act="recall_copy", reason="", actor=cast.manager, now=NOW)
    assert copies_to_recall(old) == 0
    with pytest.raises(ReasonMissing):
        end_copy(number=DRAFT, copy_number=copy.number, act="destroy_copy", reason="", actor=cast.manager, now=NOW)
    gone = end_copy(
        number=DRAFT, copy_number=copy.number, act="destroy_copy", reason="碎纸", actor=cast.manager, now=NOW
    )
    assert gone.state == "destroyed"
    with pytest.raises(StepUnknown):
        end_copy(number=DRAFT, copy_number=copy.number, act="lose_copy", reason="？", actor=cast.manager, now=NOW)


def test_authors_and_customers_issue_no_copies(world: World, cast: Cast) -> None:
    world.approved()
    for actor in (cast.author, cast.customer):
        with pytest.raises(RoleMissing):
            issue_copy(number=DRAFT, holder="我", department="", actor=actor, now=NOW)


def asked(actor: User) -> SealUse:
    return request_seal(number=DRAFT, seal="公章", purpose="客户存档", copies=2, actor=actor, now=NOW)


def test_a_seal_is_asked_for_approved_by_another_and_registered_once(world: World, cast: Cast) -> None:
    world.approved()
    use = asked(cast.author)
    with pytest.raises(StepUnknown):
        register_seal(use_id=use.pk, register_number="YZ-2026-001", actor=cast.manager, now=NOW)

    decide_seal(use_id=use.pk, approved=True, reason="", actor=cast.head, now=NOW)
    sealed = register_seal(use_id=use.pk, register_number="YZ-2026-001", actor=cast.manager, now=NOW)

    assert (sealed.state, sealed.decided_by, sealed.register_number) == ("sealed", cast.head, "YZ-2026-001")
    other = asked(cast.author)
    decide_seal(use_id=other.pk, approved=True, reason="", actor=cast.head, now=NOW)
    with pytest.raises(SealNumberTaken):
        register_seal(use_id=other.pk, register_number="YZ-2026-001", actor=cast.manager, now=NOW)


def test_nobody_approves_a_seal_for_herself_and_a_refusal_says_why(world: World, cast: Cast) -> None:
    world.approved()
    use = asked(cast.manager)
    with pytest.raises(SealBySameHands):
        decide_seal(use_id=use.pk, approved=True, reason="", actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        decide_seal(use_id=use.pk, approved=False, reason=" ", actor=cast.head, now=NOW)
    assert decide_seal(use_id=use.pk, approved=False, reason="已盖过", actor=cast.head, now=NOW).state == "rejected"


def scan(number: str, code: str, actor: User) -> object:
    paper = ReturnedPaper(
        name="签章.pdf", content=b"%PDF-1.4 scan", signed_by="刘主任", signed_on=date(2026, 10, 12), code=code
    )
    return register_scan(number=number, paper=paper, actor=actor, now=NOW + timedelta(days=4))


def test_the_signed_paper_is_attached_to_the_version_that_its_code_names(world: World, cast: Cast) -> None:
    world.approved()
    old = publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    newer = corrected(world, cast)
    codes = {report.number: str(cover_code_of(report)) for report in (old, newer)}

    scan(DRAFT, codes[DRAFT], cast.author)

    assert Report.objects.get(number=DRAFT).scans.get().read_code
    for wrong in (codes[NEXT], "https://example.cn", codes[DRAFT][:-1] + "x"):
        with pytest.raises(ScanOfAnother):
            scan(DRAFT, wrong, cast.author)
    assert Report.objects.get(number=DRAFT).scans.count() == 1


def test_the_approved_cover_carries_the_code_and_the_draft_none(world: World, cast: Cast) -> None:
    report = world.approved()
    code = cover_code_of(report)
    assert str(code).startswith(f"FUWUBAO|{DRAFT}|A/0|")
    kept = report.files.get(file_format="pdf")
    document = pypdfium2.PdfDocument(files.read(kept.sha256, name=kept.name))
    try:
        assert code.check in document[0].get_textpage().get_text_bounded()
    finally:
        document.close()
