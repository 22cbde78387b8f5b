"""Customers, departments and suppliers and the groups they belong to."""

from __future__ import annotations

import pytest

from fuwubao.accounts.models import AuditEntry, User
from fuwubao.agreements import errors, queries
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
