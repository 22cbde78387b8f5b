"""The pages of the room in a browser's eyes: what is shown, what may be done, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.models import User
from fuwubao.agreements import queries
from fuwubao.agreements.actions import Loaded
from fuwubao.agreements.models import AgreementRevision, Organisation
from fuwubao.domain.roles import Role
from tests.agreements.conftest import appointed
from tests.agreements.files import DUTY, SMALL, changed

Load = Callable[[str], Loaded]
CODE = "SLA-2026-007"
READING = ("list", "organisations", "services")
READING_ONE = ("agreement", "yaml")
LOADING = ("new",)
LOADING_ONE = ("revise", "text")


@pytest.fixture
def browser(client: Client, manager: User) -> Client:
    """李经理's browser."""
    client.force_login(manager)
    return client


def page(browser: Client, name: str, *words: str, **query: str) -> str:
    """Fetch a page that must be there."""
    answer = browser.get(reverse(f"agreements:{name}", args=words), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_empty_pages_say_what_to_do_first(browser: Client) -> None:
    for name in READING:
        assert reverse("agreements:new") in page(browser, name)


def test_the_agreement_shows_targets_duties_history_and_the_year(browser: Client, load: Load) -> None:
    load(SMALL + DUTY)

    text = page(browser, "agreement", CODE, year="2026")

    for told in ("事件 P1 解决", "4 小时", "SLM-01", "首版", "国庆节 调休上班", "个工作日"):
        assert told in text
    assert "<script>" not in text
    assert "style=" not in text.split('data-testid="year"')[1]


def test_the_text_is_handed_out_as_it_was_loaded(browser: Client, load: Load) -> None:
    load(SMALL)

    answer = browser.get(reverse("agreements:yaml", args=[CODE]))

    assert answer.content.decode() == SMALL
    assert f'filename="{CODE}.yaml"' in answer.headers["Content-Disposition"]


def test_a_new_agreement_is_loaded_from_its_text(browser: Client) -> None:
    answer = browser.post(reverse("agreements:new"), {"text": SMALL})

    assert answer.headers["Location"] == reverse("agreements:agreement", args=[CODE])
    assert queries.dump(CODE) == SMALL


def test_a_text_with_faults_comes_back_with_all_of_them(browser: Client) -> None:
    wrong = changed("within: 15m", "within: soon", text=changed("kind: sla", "kind: slaa"))

    answer = browser.post(reverse("agreements:new"), {"text": wrong})

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 行 kind" in told
    assert "第 14 行 services[0].targets[0].within" in told
    assert "within: soon" in told


def test_a_revision_is_drafted_by_fields(browser: Client, load: Load) -> None:
    load(SMALL)
    values = {"begins": "2026-12-01", "reason": "目标调整", "valid": "2026-01-01/2026-12-31"}
    targets = {
        "services[0].targets[0].within": "15m",
        "services[0].targets[0].calendar": "always",
        "services[0].targets[1].within": "3h",
        "services[0].targets[1].calendar": "office",
        "services[0].targets[2].calendar": "office",
        "services[0].targets[2].value": ">= 99.9 %",
    }

    answer = browser.post(reverse("agreements:revise", args=[CODE]), {**values, **targets})

    assert answer.status_code == 302
    assert queries.terms_of_agreement(CODE)[1].services[0].targets[1].within_seconds == 10_800
    refused = browser.post(reverse("agreements:revise", args=[CODE]), {**values, **targets, "begins": "2026-11-01"})
    assert refused.status_code == 422
    assert AgreementRevision.objects.count() == 2


def test_a_back_dated_revision_goes_on_to_a_request_and_loads_nothing(browser: Client, load: Load) -> None:
    """Design section 6: who moves a number asks, and another person approves."""
    load(SMALL)
    revised = changed("timezone:", "revision: {from: 2026-01-02, reason: 目标调整}\ntimezone:")
    text = changed("within: 4h", "within: 1h", text=revised)

    answer = browser.post(reverse("agreements:text", args=[CODE]), {"text": text})

    told = answer.content.decode()
    assert answer.status_code == 200
    assert reverse("measurement:request-revision") in told
    assert all(words in told for words in ("由他人批准", "目标调整", "within: 1h"))
    assert AgreementRevision.objects.count() == 1


def test_an_organisation_is_registered_on_its_page(browser: Client) -> None:
    fields = {"code": "HDG", "name": "华东集团", "kind": "customer", "parent": ""}

    assert browser.post(reverse("agreements:keep_organisation"), fields).status_code == 302
    assert browser.post(reverse("agreements:keep_organisation"), {**fields, "code": "H/G"}).status_code == 422
    assert list(Organisation.objects.values_list("code", flat=True)) == ["HDG"]


def test_an_agreement_that_is_not_there_is_not_found(browser: Client) -> None:
    for name in (*READING_ONE, *LOADING_ONE):
        assert browser.get(reverse(f"agreements:{name}", args=["SLA-0"])).status_code == 404


@pytest.mark.parametrize(
    "role, may_read, may_load",
    [(Role.SERVICE_MANAGER, 200, 200), (Role.AUDITOR, 200, 403), (Role.CUSTOMER, 403, 403), (Role.SUPPLIER, 403, 403)],
)
def test_each_role_reaches_what_it_may(client: Client, load: Load, role: Role, may_read: int, may_load: int) -> None:
    load(SMALL)
    client.force_login(appointed("who", "某人", role))

    reading = [reverse(f"agreements:{name}") for name in READING]
    reading += [reverse(f"agreements:{name}", args=[CODE]) for name in READING_ONE]
    loading = [reverse(f"agreements:{name}") for name in LOADING]
    loading += [reverse(f"agreements:{name}", args=[CODE]) for name in LOADING_ONE]

    assert {client.get(address).status_code for address in reading} == {may_read}
    assert {client.get(address).status_code for address in loading} == {may_load}


def test_who_is_not_logged_in_is_sent_to_the_log_in_page(client: Client, db: None) -> None:
    answer = client.get(reverse("agreements:list"))

    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]
