"""The chain in words and as files, what happens when it was touched, and who held a role on a day."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

import fuwubao
from fuwubao.accounts import actions, audit, queries
from fuwubao.accounts.act_words import ACT_WORDS
from fuwubao.accounts.audit_words import DONE_WORDS, done_in_words
from fuwubao.accounts.models import Appointment, AuditEntry, AuditHead, User
from fuwubao.domain.roles import Role
from tests.accounts.conftest import NOW, Appoint

RECORDED = re.compile(r'audit\.record\(\s*"([a-z_]+\.[a-z_]+)"')


@pytest.fixture
def reader(client: Client, appoint: Appoint) -> Client:
    """The auditor's browser."""
    client.force_login(appoint("song", Role.AUDITOR))
    return client


def given(giver: User, holder: User, *, reason: str = "出差") -> None:
    """A delegation of three days from now."""
    terms = actions.DelegationTerms(
        holder=holder.login, starts_at=NOW, ends_before=NOW + timedelta(days=3), reason=reason
    )
    actions.delegate(terms=terms, actor=giver, now=NOW)


def content(answer: object) -> str:
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer).decode("utf-8")


def test_every_act_that_is_recorded_has_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(fuwubao.__path__[0]).rglob("*.py"))
    recorded = set(RECORDED.findall(source))

    assert len(recorded) > 30
    assert sorted(recorded - set(ACT_WORDS) - set(DONE_WORDS)) == []
    assert done_in_words("accounts.log_in").zh == "登录"


@pytest.mark.parametrize("change", [{"remark": "改过"}, {"actor_login": "zhou2"}, {"after": {"holder": "another"}}])
def test_a_changed_entry_is_found(manager: User, appoint: Appoint, change: dict[str, object]) -> None:
    author = appoint("sun", Role.AUTHOR)
    for _ in range(3):
        given(manager, author)
    assert audit.verify().broken_at is None
    AuditEntry.objects.filter(number=2).update(**change)

    assert (audit.verify().broken_at, audit.verify().reason) == (2, "hash")


def test_an_entry_that_was_taken_out_is_found_at_either_end(manager: User, appoint: Appoint) -> None:
    author = appoint("sun", Role.AUTHOR)
    for _ in range(3):
        given(manager, author)
    AuditEntry.objects.filter(number=3).delete()
    assert audit.verify().reason == "truncated"
    AuditHead.objects.update(number=2, hash=AuditEntry.objects.get(number=2).hash)
    assert audit.verify().broken_at is None
    AuditEntry.objects.filter(number=1).delete()

    assert audit.verify().reason == "gap"


def test_the_page_tells_which_entry_does_not_fit(reader: Client, manager: User, appoint: Appoint) -> None:
    given(manager, appoint("sun", Role.AUTHOR))
    assert "审计链完整" in reader.get("/accounts/audit/?verify=1").content.decode()
    AuditEntry.objects.filter(number=1).update(remark="改过")

    assert "第 1 条与链不符" in reader.get("/accounts/audit/?verify=1").content.decode()


def test_the_page_shows_acts_in_words_and_filters_by_the_address(
    reader: Client, manager: User, appoint: Appoint
) -> None:
    given(manager, appoint("sun", Role.AUTHOR))

    assert "委派职责" in reader.get("/accounts/audit/?actor=zhou").content.decode()
    assert "没有符合条件的记录" in reader.get("/accounts/audit/?actor=nobody").content.decode()
    assert "没有符合条件的记录" in reader.get("/accounts/audit/?since=2100-01-01").content.decode()


def test_the_chain_is_handed_out_whole_as_json_lines(reader: Client, manager: User, appoint: Appoint) -> None:
    given(manager, appoint("sun", Role.AUTHOR))

    [line] = content(reader.get("/accounts/audit/export/")).splitlines()

    entry = json.loads(line)
    assert (entry["number"], entry["act"], entry["actor"]) == (1, "accounts.delegate", "zhou")
    assert entry["hash"] == audit.verify().head


def test_no_cell_of_the_csv_is_run_as_a_formula(reader: Client, manager: User, appoint: Appoint) -> None:
    given(manager, appoint("sun", Role.AUTHOR), reason='=HYPERLINK("http://x","y")')

    text = content(reader.get("/accounts/audit/export/?format=csv"))

    assert text.startswith("\ufeff")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["remark"] == '\'=HYPERLINK("http://x","y")'
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_who_held_a_role_on_a_day_counts_delegates_of_that_day(manager: User, appoint: Appoint) -> None:
    given(manager, appoint("sun", Role.AUTHOR))
    zone = NOW.tzinfo
    assert zone is not None

    def names(on: date) -> tuple[list[str], list[str]]:
        page = queries.role_page(Role.REPORT_MANAGER, on=on, zone=zone)
        return [held.login for held in page.holders], [row.holder for row in page.delegations]

    assert names(date(2026, 10, 8)) == (["zhou"], [])
    assert names(date(2026, 10, 9)) == (["zhou"], ["sun先生"])
    assert names(date(2026, 10, 13)) == (["zhou"], [])
    Appointment.objects.filter(user=manager).update(ends_before=date(2026, 10, 9))
    assert names(date(2026, 10, 9))[0] == []


def test_the_question_lives_in_the_address(reader: Client, manager: User) -> None:
    asked = {"role": "report_manager", "on": "2026-03-01"}

    assert "zhou先生" in reader.get("/accounts/roles/", asked).content.decode()
    assert "当日无人担任" in reader.get("/accounts/roles/", {**asked, "on": "2025-03-01"}).content.decode()
    assert reader.get("/accounts/roles/", {**asked, "on": "soon"}).status_code == 200


def test_outsiders_do_not_learn_who_holds_which_role(client: Client, appoint: Appoint) -> None:
    client.force_login(appoint("liu", Role.CUSTOMER, customer_code="HD"))

    assert client.get("/accounts/roles/").status_code == 403
