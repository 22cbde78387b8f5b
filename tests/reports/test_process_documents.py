"""Documents of the process: drafted, approved by another, in force by date, read, related (S1.13, S1.43, S2.17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry, Notice
from fuwubao.reports.actions.process import (
    Wording,
    confirm_reading,
    decide_version,
    draft_document,
    draft_version,
    part_document,
    relate_document,
)
from fuwubao.reports.distribution_errors import FileUnfit
from fuwubao.reports.errors import ReasonMissing, RowNotFound
from fuwubao.reports.models import DocumentReading, DocumentVersion, ProcessDocument
from fuwubao.reports.process_errors import (
    ApprovedByItsMaker,
    DocumentNotFound,
    DocumentUnclear,
    EffectiveTooEarly,
    NotInForce,
    VersionDecided,
    VersionOpen,
)
from fuwubao.reports.queries.process_documents import (
    document_lines,
    document_named,
    document_page,
    in_force,
    related_to,
    unread_by,
)
from tests.reports.process import POLICY, TODAY, policy_in_force, representative, wording
from tests.reports.world import NOW, Cast, World


def test_the_policy_comes_into_force_when_another_person_approves_it(cast: Cast) -> None:
    """S1.43: the manager drafts, the management representative approves; everybody is asked to read."""
    approver = representative()
    draft_document(number=POLICY, kind="policy", title="服务报告方针", wording=wording(), actor=cast.manager, now=NOW)
    assert in_force(document_named(POLICY), on=TODAY) is None
    decide_version(number=POLICY, version=1, approve=True, reason="", actor=approver, now=NOW)
    valid = in_force(document_named(POLICY), on=TODAY)
    assert valid is not None
    assert valid.decided_by == approver
    assert Notice.objects.filter(to=cast.author, text__contains=POLICY).count() == 1
    assert not Notice.objects.filter(to=cast.customer).exists()
    acts = AuditEntry.objects.filter(act__contains="process_document").values_list("act", flat=True)
    assert list(acts) == ["reports.draft_process_document", "reports.approve_process_document"]


def test_who_drafted_a_version_never_approves_it(cast: Cast) -> None:
    """S1.43: also not with both roles; and an author may do neither."""
    approver = representative()
    approver.appointments.create(role="report_manager", starts_on=TODAY)
    draft_document(number=POLICY, kind="policy", title="方针", wording=wording(), actor=approver, now=NOW)
    with pytest.raises(ApprovedByItsMaker):
        decide_version(number=POLICY, version=1, approve=True, reason="", actor=approver, now=NOW)
    with pytest.raises(RoleMissing):
        decide_version(number=POLICY, version=1, approve=True, reason="", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        draft_version(number=POLICY, wording=wording(), actor=cast.author, now=NOW)
    assert DocumentVersion.objects.get().state == "draft"


def test_a_document_needs_kind_number_text_change_and_a_day_that_is_not_past(cast: Cast) -> None:
    """S2.17: what the version record could not tell is refused, nothing is kept."""

    def draft(given: Wording, *, kind: str = "policy", number: str = POLICY) -> None:
        draft_document(number=number, kind=kind, title="方针", wording=given, actor=cast.manager, now=NOW)

    for given in (wording(text=""), wording(change=" ")):
        with pytest.raises(DocumentUnclear):
            draft(given)
    with pytest.raises(DocumentUnclear):
        draft(wording(), kind="novel")
    with pytest.raises(DocumentUnclear):
        draft(wording(), number=" ")
    with pytest.raises(EffectiveTooEarly):
        draft(wording(on=TODAY - timedelta(days=1)))
    with pytest.raises(FileUnfit):
        draft(Wording(effective_from=TODAY, change="首次", content=b"MZ", file_name="方针.exe"))
    assert not ProcessDocument.objects.exists()


def test_the_next_version_takes_over_on_its_day_and_the_record_tells_both(cast: Cast) -> None:
    """S2.17: version, date, author, change; the old version is in force until the day before."""
    approver = representative()
    policy_in_force(cast, approver)
    day = TODAY + timedelta(days=10)
    draft_version(number=POLICY, wording=wording(on=day, change="增加年度评审"), actor=cast.manager, now=NOW)
    with pytest.raises(VersionOpen):
        draft_version(number=POLICY, wording=wording(on=day), actor=cast.manager, now=NOW)
    decide_version(number=POLICY, version=2, approve=True, reason="", actor=approver, now=NOW)
    document = document_named(POLICY)
    versions = [in_force(document, on=on) for on in (day - timedelta(days=1), day)]
    assert [one.version for one in versions if one] == [1, 2]
    record = document_page(POLICY, version=None, reader=cast.manager, now=NOW).record
    assert [(one.version, one.author, one.change, one.in_force) for one in record] == [
        (2, "李经理", "增加年度评审", False),
        (1, "李经理", "首次发布", True),
    ]


def test_a_returned_version_names_its_reason_and_is_not_decided_again(cast: Cast) -> None:
    """S2.17: returning asks for the reason; a decided version stays as it is."""
    approver = representative()
    draft_document(number=POLICY, kind="policy", title="方针", wording=wording(), actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        decide_version(number=POLICY, version=1, approve=False, reason=" ", actor=approver, now=NOW)
    decide_version(number=POLICY, version=1, approve=False, reason="缺目标", actor=approver, now=NOW)
    with pytest.raises(VersionDecided):
        decide_version(number=POLICY, version=1, approve=True, reason="", actor=approver, now=NOW)
    with pytest.raises(DocumentNotFound):
        decide_version(number=POLICY, version=7, approve=True, reason="", actor=approver, now=NOW)
    assert Notice.objects.filter(to=cast.manager, text__endswith="已退回：缺目标").count() == 1
    assert in_force(document_named(POLICY), on=TODAY) is None


def test_each_reader_confirms_the_version_in_force_once(cast: Cast) -> None:
    """S1.43: who has read which version, and who has not; a new version is unread again."""
    approver = representative()
    policy_in_force(cast, approver)
    confirm_reading(number=POLICY, version=1, actor=cast.author, now=NOW)
    confirm_reading(number=POLICY, version=1, actor=cast.author, now=NOW + timedelta(hours=1))
    assert DocumentReading.objects.get().read_at == NOW
    page = document_page(POLICY, version=None, reader=cast.author, now=NOW)
    assert {one.name for one in page.readings if one.read_at} == {"张工"}
    assert {one.name for one in page.readings if not one.read_at} == {"李经理", "王审", "陈总", "高代表"}
    assert not unread_by(cast.author, now=NOW)
    assert [str(one) for one in unread_by(cast.reviewer, now=NOW)] == [f"{POLICY} 第 1 版"]
    draft_version(number=POLICY, wording=wording(change="修订"), actor=cast.manager, now=NOW)
    with pytest.raises(NotInForce):
        confirm_reading(number=POLICY, version=2, actor=cast.author, now=NOW)
    decide_version(number=POLICY, version=2, approve=True, reason="", actor=approver, now=NOW)
    assert document_lines(reader=cast.author, now=NOW)[0].unread == 5
    assert not document_lines(reader=cast.author, now=NOW)[0].read_by_me
    with pytest.raises(RoleMissing):
        confirm_reading(number=POLICY, version=2, actor=cast.customer, now=NOW)


def test_the_manual_is_related_to_a_row_and_by_it_to_the_rows_reports(world: World) -> None:
    """S1.13: rows and reports name related documents, each once; a stranger cannot add one."""
    cast = world.cast
    draft_document(number="MAN-01", kind="manual", title="管理手册", wording=wording(), actor=cast.manager, now=NOW)
    report = world.draft()
    first = relate_document(number="MAN-01", row="SLM-01", actor=cast.author, now=NOW)
    assert relate_document(number="MAN-01", row="SLM-01", actor=cast.author, now=NOW).pk == first.pk
    assert [one.document.number for one in related_to(row="SLM-01")] == ["MAN-01"]
    assert [one.document.number for one in related_to(report=report.pk)] == ["MAN-01"]
    relate_document(number="MAN-01", report=report.pk, actor=cast.author, now=NOW)
    assert len(related_to(row="SLM-01")) == 1
    with pytest.raises(RoleMissing):
        relate_document(number="MAN-01", row="SLM-01", actor=cast.reviewer, now=NOW)
    with pytest.raises(RowNotFound):
        relate_document(number="MAN-01", row="NO-01", actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        part_document(relation_id=first.pk, actor=cast.reviewer, now=NOW)
    part_document(relation_id=first.pk, actor=cast.author, now=NOW)
    assert not related_to(row="SLM-01")
