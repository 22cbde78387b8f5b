"""The list in editions, and the scope and sources of the process (S1.42, S2.5, S6.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry
from fuwubao.reports.actions.process_scope import Source, add_scope, end_scope, keep_source
from fuwubao.reports.actions.register_edition import decide_edition, issue_register
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import DataSource, RegisterEdition, RegisterRow, ScopeEntry
from fuwubao.reports.process_errors import (
    ApprovedByItsMaker,
    EditionNotFound,
    EditionUnchanged,
    ScopeUnclear,
    VersionDecided,
    VersionOpen,
)
from fuwubao.reports.queries.register_editions import edition_page, editions_page
from fuwubao.reports.register_difference import difference_between
from tests.reports.process import TODAY, representative
from tests.reports.world import NOW, Cast

TOOL = Source(
    code="SRC-01",
    name="服务台工单",
    category="tool",
    record_kind="ticket",
    classification="商业秘密",
    archive="数据仓 ticket",
    retention_years=6,
)


def test_the_list_is_issued_by_one_and_approved_by_another(cast: Cast) -> None:
    """S1.42: an edition keeps every row; until it is approved the next one waits."""
    approver = representative()
    issue_register(change="首版", actor=cast.manager, now=NOW)
    with pytest.raises(VersionOpen):
        issue_register(change="再版", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        decide_edition(number=1, approve=True, reason="", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        issue_register(change="首版", actor=cast.author, now=NOW)
    with pytest.raises(EditionNotFound):
        decide_edition(number=9, approve=True, reason="", actor=approver, now=NOW)
    decide_edition(number=1, approve=True, reason="", actor=approver, now=NOW)
    with pytest.raises(VersionDecided):
        decide_edition(number=1, approve=False, reason="晚了", actor=approver, now=NOW)
    edition = RegisterEdition.objects.get()
    assert [row["编号"] for row in edition.lines] == ["SLM-01"]
    assert edition.lines[0]["汇报对象"] == "华东制造有限公司 · 刘主任"
    assert AuditEntry.objects.filter(act="reports.approve_register").count() == 1


def test_who_issued_an_edition_does_not_approve_it_with_a_second_role(cast: Cast) -> None:
    """S1.42: separation of duties between persons, whatever their roles."""
    cast.manager.appointments.create(role="system_head", starts_on=TODAY)
    issue_register(change="首版", actor=cast.manager, now=NOW)
    with pytest.raises(ApprovedByItsMaker):
        decide_edition(number=1, approve=True, reason="", actor=cast.manager, now=NOW)
    with pytest.raises(ReasonMissing):
        decide_edition(number=1, approve=False, reason="", actor=cast.head, now=NOW)
    assert decide_edition(number=1, approve=True, reason="", actor=cast.head, now=NOW).state == "approved"


def test_two_editions_are_compared_row_by_row_and_cell_by_cell(cast: Cast) -> None:
    """S1.42: an unchanged list is not issued again; past editions stay as they were."""
    approver = representative()
    issue_register(change="首版", actor=cast.manager, now=NOW)
    decide_edition(number=1, approve=True, reason="", actor=approver, now=NOW)
    with pytest.raises(EditionUnchanged):
        issue_register(change="无变化", actor=cast.manager, now=NOW)
    RegisterRow.objects.filter(number="SLM-01").update(purpose="说明目标与可用性")
    since = editions_page(reader=cast.manager, now=NOW).since
    assert since is not None
    assert [(one.column, one.old, one.new) for one in since.changed] == [("目的", "说明目标的达成", "说明目标与可用性")]
    with pytest.raises(ReasonMissing):
        issue_register(change=" ", actor=cast.manager, now=NOW)
    issue_register(change="改目的", actor=cast.manager, now=NOW)
    page = edition_page(2, against=None, reader=cast.manager, now=NOW)
    assert page.other == 1
    assert page.difference == since
    assert edition_page(1, against=None, reader=cast.manager, now=NOW).rows[0]["目的"] == "说明目标的达成"


def test_added_and_removed_rows_are_told_apart() -> None:
    """S1.42: a row of one edition only is added or removed, never changed."""
    kept, gone, new = ({"编号": number, "目的": "甲"} for number in ("A", "B", "C"))
    found = difference_between([kept, gone], [kept, new])
    assert (found.added, found.removed, found.changed) == ((new,), (gone,), ())
    assert difference_between([kept], [kept]).is_empty


def test_the_scope_is_held_by_department_and_service_with_dates(cast: Cast) -> None:
    """S2.5: an entry has a first day and, when it ends, a last one; an unknown service is refused."""
    entry = add_scope(department="运维部", service_code="ERP", starts_on=TODAY, remark="", actor=cast.manager, now=NOW)
    with pytest.raises(ScopeUnclear):
        add_scope(department="运维部", service_code="ERP", starts_on=TODAY, remark="", actor=cast.manager, now=NOW)
    with pytest.raises(ScopeUnclear):
        add_scope(department="运维部", service_code="无", starts_on=TODAY, remark="", actor=cast.manager, now=NOW)
    with pytest.raises(ScopeUnclear):
        add_scope(department=" ", service_code="", starts_on=TODAY, remark="", actor=cast.manager, now=NOW)
    with pytest.raises(RoleMissing):
        add_scope(department="财务部", service_code="", starts_on=TODAY, remark="", actor=cast.author, now=NOW)
    with pytest.raises(ScopeUnclear):
        end_scope(entry_id=entry.pk, ends_before=TODAY, actor=cast.manager, now=NOW)
    end_scope(entry_id=entry.pk, ends_before=TODAY + timedelta(days=1), actor=cast.manager, now=NOW)
    with pytest.raises(ScopeUnclear):
        end_scope(entry_id=entry.pk, ends_before=TODAY + timedelta(days=2), actor=cast.manager, now=NOW)
    assert ScopeEntry.objects.get().ends_before == TODAY + timedelta(days=1)


def test_sources_are_coded_classified_and_archived(cast: Cast) -> None:
    """S6.2: a source has a code, class, secrecy, place of archive and years; one that lacks any is refused."""
    keep_source(source=TOOL, custodian=cast.author, actor=cast.manager, now=NOW)
    for lacking in ({"category": "air"}, {"archive": " "}, {"retention_years": 0}, {"record_kind": "weather"}):
        with pytest.raises(ScopeUnclear):
            keep_source(
                source=Source(**({**as_fields(TOOL), **lacking})),  # type: ignore[arg-type]  # one field is made wrong
                custodian=None,
                actor=cast.manager,
                now=NOW,
            )
    with pytest.raises(RoleMissing):
        keep_source(source=TOOL, custodian=None, actor=cast.author, now=NOW)
    kept = DataSource.objects.get()
    assert (kept.code, kept.category, kept.custodian) == ("SRC-01", "tool", cast.author)


def as_fields(source: Source) -> dict[str, object]:
    """The fields of a source."""
    return {name: getattr(source, name) for name in Source.__slots__}
