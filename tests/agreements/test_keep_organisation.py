"""Customers, departments and suppliers and the groups they belong to."""

from __future__ import annotations

import pytest

from fuwubao.accounts.models import AuditEntry, User
from fuwubao.agreements import organisation_errors as errors
from fuwubao.agreements import queries
from fuwubao.agreements.actions import keep_organisation
from fuwubao.agreements.models import Organisation
from tests.agreements.conftest import NOW


def keep(manager: User, code: str, parent: str = "", *, name: str = "某公司", kind: str = "customer") -> Organisation:
    return keep_organisation(code=code, name=name, kind=kind, parent_code=parent, actor=manager, now=NOW)


def test_a_member_of_a_group_names_its_parent(manager: User) -> None:
    keep(manager, "HDG", name="华东集团")
    keep(manager, "HD", "HDG", name="华东制造")

    rows = {row.code: row for row in queries.organisation_rows()}

    assert (rows["HD"].parent, rows["HD"].name, rows["HDG"].parent) == ("华东集团", "华东制造", "")


def test_a_change_is_audited_with_before_and_after_and_no_change_is_not(manager: User) -> None:
    keep(manager, "S1", kind="supplier")
    keep(manager, "S1", kind="supplier", name="新名称")
    keep(manager, "S1", kind="supplier", name="新名称")

    made, renamed = AuditEntry.objects.filter(act="agreements.keep_organisation").order_by("number")
    assert made.before is None
    assert (renamed.before["name"], renamed.after["name"]) == ("某公司", "新名称")


def test_an_unknown_parent_is_refused(manager: User) -> None:
    with pytest.raises(errors.OrganisationUnknown):
        keep(manager, "HD", "NOBODY")

    assert not Organisation.objects.exists()


def test_a_group_never_contains_itself(manager: User) -> None:
    keep(manager, "A")
    keep(manager, "B", "A")
    keep(manager, "C", "B")

    for code, parent in (("A", "C"), ("A", "A")):
        with pytest.raises(errors.OrganisationInItself):
            keep(manager, code, parent)


def test_a_supplier_is_a_plain_one_until_it_is_called_key_or_subcontractor(manager: User) -> None:
    """S1.16: suppliers are typed."""
    keep(manager, "S1", kind="supplier")
    keep_organisation(code="S2", name="乙", kind="supplier", supplier_kind="key_supplier", actor=manager, now=NOW)
    keep(manager, "HD")

    assert {row.code: row.supplier_kind for row in Organisation.objects.all()} == {
        "S1": "supplier",
        "S2": "key_supplier",
        "HD": "",
    }


def test_a_subcontractor_names_the_lead_supplier_that_answers_for_it(manager: User) -> None:
    """S1.16: lead–sub links; a customer leads no supplier."""
    keep(manager, "LEAD", kind="supplier", name="总包")
    keep(manager, "HD")
    for parent in ("", "HD"):
        with pytest.raises(errors.LeadMissing):
            keep_organisation(
                code="SUB",
                name="分包",
                kind="supplier",
                supplier_kind="subcontractor",
                parent_code=parent,
                actor=manager,
                now=NOW,
            )
    keep_organisation(
        code="SUB",
        name="分包",
        kind="supplier",
        supplier_kind="subcontractor",
        parent_code="LEAD",
        actor=manager,
        now=NOW,
    )

    told = {one.code: (one.kind, one.lead_code, one.lead_name) for one in queries.suppliers()}
    assert told == {"LEAD": ("supplier", "", ""), "SUB": ("subcontractor", "LEAD", "总包")}
