"""A refusal reaches the reader in the form and the language that was asked for; a fault shows only its number."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.ui.faulty_urls")

STATUSES = {"locked": 409, "not_allowed": 403, "missing": 404, "bad": 422, "away": 503}


@pytest.mark.parametrize("name", STATUSES)
def test_a_refusal_keeps_its_own_status(client: Client, name: str) -> None:
    assert client.get(f"/refuse/{name}/").status_code == STATUSES[name]


def test_a_page_tells_what_why_and_what_next_in_chinese(client: Client) -> None:
    page = client.get("/refuse/locked/", headers={"Accept-Language": "zh-CN"}).content.decode()

    assert "《九月月报》已锁定，状态为评审中" in page
    assert "先撤回评审" in page
    assert "tests.report_locked" in page


def test_a_page_speaks_english_to_who_reads_english(client: Client) -> None:
    page = client.get("/refuse/locked/", headers={"Accept-Language": "en"}).content.decode()

    assert "“九月月报” is locked, its state is in review" in page
    assert "Recall it from review first" in page


def test_a_page_leads_back_to_the_page_of_ours_it_came_from(client: Client) -> None:
    came = {"Host": "testserver", "Referer": "http://testserver/reports/?sort=due"}
    ours = client.get("/refuse/locked/", headers=came)
    theirs = client.get("/refuse/locked/", headers={**came, "Referer": "http://elsewhere.test/reports/"})

    assert 'href="/reports/?sort=due"' in ours.content.decode()
    assert "/reports/" not in theirs.content.decode()


def test_htmx_gets_a_note_for_the_messages_area_and_no_page(client: Client) -> None:
    answer = client.get("/refuse/locked/", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert 'role="alert"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_machine_gets_code_words_and_facts(client: Client) -> None:
    answer = client.get("/refuse/locked/", headers={"Accept": "application/json", "Accept-Language": "zh-CN"})

    assert answer.json() == {
        "code": "tests.report_locked",
        "message": "《九月月报》已锁定，状态为评审中",
        "hint": "先撤回评审",
        "source": "S1.5",
        "facts": {"title": "九月月报", "state": "评审中", "days": 3},
    }


def test_caches_keep_fragment_and_page_of_one_address_apart(client: Client) -> None:
    assert "HX-Request" in client.get("/ui/patterns/").headers["Vary"]
    assert "HX-Request" in client.get("/refuse/locked/").headers["Vary"]


def test_a_fault_shows_a_number_that_stands_in_the_log_and_nothing_inner(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR, logger="fuwubao.faults"):
        answer = client.get("/broken/", headers={"Accept-Language": "zh-CN"})

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "secret inner words" not in page
    assert "Traceback" not in page
    number = re.search(r"编号 ([0-9a-f]{8})", page)
    assert number is not None
    logged = [record for record in caplog.records if record.name == "fuwubao.faults"]
    assert number[1] in logged[0].getMessage()
    assert logged[0].exc_info is not None


def test_an_unknown_address_is_told_in_the_same_three_forms(client: Client) -> None:
    page = client.get("/nowhere/")
    machine = client.get("/nowhere/", headers={"Accept": "application/json"})
    fragment = client.get("/nowhere/", headers={"HX-Request": "true"})

    assert {page.status_code, machine.status_code, fragment.status_code} == {404}
    assert "ui.not_found" in page.content.decode()
    assert machine.json()["code"] == "ui.not_found"
    assert "<html" not in fragment.content.decode()


def test_a_form_without_its_token_is_told_that_nothing_was_sent() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ui/patterns/", {"name": "value"})

    assert answer.status_code == 403
    assert "ui.form_expired" in answer.content.decode()


def test_a_request_with_a_foreign_host_is_refused_in_words() -> None:
    answer = Client(raise_request_exception=False).get("/ui/patterns/", headers={"Host": "evil.test"})

    assert answer.status_code == 400
    assert "ui.bad_request" in answer.content.decode()
