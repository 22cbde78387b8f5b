"""The pages: what they show to whom, and that each button does its act."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fuwubao.improvement.models import Action, Nonconformity
from tests.improvement.conftest import People
from tests.improvement.raising import raised, suggested

PAGES = ("", "new/", "suggestions/", "plan/", "plan/print/", "nonconformities/", "nonconformities/new/")


@pytest.fixture
def manager(people: People, client: Client) -> Client:
    """The process manager, logged in."""
    client.force_login(people["李经理"])
    return client


def in_a_year() -> str:
    return timezone.localdate().replace(year=timezone.localdate().year + 1, day=1).isoformat()


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_room_says_what_is_absent(manager: Client, path: str) -> None:
    answer = manager.get(f"/improvement/{path}")

    assert answer.status_code == 200


def test_an_action_is_raised_from_the_form_and_taken_to_its_end(people: People, manager: Client) -> None:
    given = {
        "title": "缩短到场时间", "source_kind": "review", "source_number": "R-2026", "priority": "high",
        "measure": "与供应商约定", "owner": people["张工"].pk, "due_on": in_a_year(), "customer_code": "HD",
    }  # fmt: skip
    answer = manager.post("/improvement/new/", given, follow=True)
    action = Action.objects.get()
    assert action.title in answer.content.decode()

    author, reviewer = Client(), Client()
    author.force_login(people["张工"])
    reviewer.force_login(people["王审"])
    page = f"/improvement/{action.number}/"
    author.post(f"{page}start/")
    author.post(f"{page}done/", {"words": "已签协议"})
    assert "验证效果" not in author.get(page).content.decode()
    reviewer.post(f"{page}verify/", {"effective": "1", "words": "抽查 10 次"})
    manager.post(f"{page}close/")

    action.refresh_from_db()
    assert (action.state, action.verified_by) == ("closed", people["王审"])


def test_a_form_that_lacks_something_stands_there_again(manager: Client) -> None:
    answer = manager.post("/improvement/new/", {"title": "", "source_kind": "review"})

    assert answer.status_code == 422
    assert not Action.objects.exists()


def test_filters_of_the_address_choose_the_lines_and_the_export(people: People, manager: Client) -> None:
    raised(people, title="华东的措施")
    raised(people, title="南方的措施", customer="NF", owner="王审")

    page = manager.get("/improvement/?customer=NF&owner=wang&state=open").content.decode()
    assert "南方的措施" in page
    assert "华东的措施" not in page
    table = manager.get("/improvement/export/csv/?customer=NF").content.decode("utf-8-sig")
    assert "南方的措施" in table
    assert "华东的措施" not in table
    assert manager.get("/improvement/export/xlsx/").content[:2] == b"PK"
    assert manager.get("/improvement/export/exe/").status_code == 404


def test_evidence_comes_back_as_it_was_and_a_changed_file_is_refused(people: People, manager: Client) -> None:
    action = raised(people)
    file = SimpleUploadedFile("..\\协议.pdf", b"%PDF-1.7 signed")
    manager.post(f"/improvement/{action.number}/attach/", {"file": file})
    kept = action.evidence.get()

    assert kept.name == "协议.pdf"
    address = f"/improvement/evidence/{action.number}/{kept.pk}/"
    assert manager.get(address).content == b"%PDF-1.7 signed"
    kept.sha256 = "0" * 64
    kept.save()
    assert manager.get(address).status_code == 422
    assert manager.get(f"/improvement/evidence/{raised(people).number}/{kept.pk}/").status_code == 404


def test_an_empty_file_is_refused(people: People, manager: Client) -> None:
    action = raised(people)

    answer = manager.post(f"/improvement/{action.number}/attach/", {"file": io.BytesIO(b"")})

    assert answer.status_code == 422
    assert not action.evidence.exists()


def test_an_outsider_has_no_way_in(people: People, client: Client) -> None:
    action = raised(people)
    client.force_login(people["刘主任"])

    for path in (*PAGES, f"{action.number}/"):
        assert client.get(f"/improvement/{path}").status_code == 403


def test_a_suggestion_is_raised_and_decided_on_the_pages(people: People, manager: Client) -> None:
    given = {"title": "核对工单", "process": "事件管理", "addressed_to": people["周岚"].pk}
    assert "核对工单" in manager.post("/improvement/suggestions/", given, follow=True).content.decode()
    number = Action.objects.get().number
    owner = Client()
    owner.force_login(people["周岚"])

    assert "采纳为改进措施" not in manager.get(f"/improvement/{number}/").content.decode()
    assert "采纳为改进措施" in owner.get(f"/improvement/{number}/").content.decode()
    owner.post(f"/improvement/{number}/accept/", {"owner": people["张工"].pk})
    assert Action.objects.get().state == "accepted"


def test_a_declined_suggestion_tells_why(people: People, manager: Client) -> None:
    number = suggested(people, to=None).number

    answer = manager.post(f"/improvement/{number}/decline/", {"reason": "已有同类措施"}, follow=True)

    assert "已有同类措施" in answer.content.decode()


def test_an_extension_is_asked_by_the_owner_and_decided_by_another(people: People, manager: Client) -> None:
    action = raised(people, due_on=timezone.localdate().replace(year=timezone.localdate().year + 1))
    author = Client()
    author.force_login(people["张工"])
    page, later = f"/improvement/{action.number}/", timezone.localdate().replace(year=timezone.localdate().year + 2)

    author.post(f"{page}move/", {"new_due_on": later.isoformat(), "reason": "供应商换签"})
    assert "批复申请" not in author.get(page).content.decode()
    manager.post(f"{page}move/decide/", {"approve": "1"})

    action.refresh_from_db()
    assert action.due_on == later


def test_a_nonconformity_is_raised_told_answered_and_corrected(people: People, manager: Client) -> None:
    given = {
        "basis": "iso20000",
        "clause": "9.4",
        "severity": "minor",
        "description": "季报缺趋势",
        "source_kind": "audit",
    }
    manager.post("/improvement/nonconformities/new/", given)
    number = Nonconformity.objects.get().number
    page = f"/improvement/nonconformities/{number}/"
    manager.post(f"{page}notify/", {"responsible": people["周岚"].pk})
    responsible = Client()
    responsible.force_login(people["周岚"])
    responsible.post(f"{page}reply/", {"correction": "已补趋势", "cause": "模板未含该节"})
    responsible.post(
        f"{page}correct/",
        {"title": "改模板", "measure": "加趋势一节", "owner": people["张工"].pk, "due_on": in_a_year()},
    )

    found = Nonconformity.objects.get()
    assert (found.state, found.cause) == ("corrective", "模板未含该节")
    assert found.actions.get().source_number == number
    assert "改模板" in manager.get(page).content.decode()
