"""Who chooses English reads English: what is left in Chinese on a page is data, never a word of ours."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from fuwubao import accounts
from fuwubao.accounts.models import Appointment, AuditEntry, Notice, User
from fuwubao.agreements.china import shipped
from fuwubao.domain.roles import Role
from fuwubao.reports.models import RegisterRow, Report, ReviewItem, Template
from tests.reports.world import AGREED_AT, AGREEMENT, TICKETS, World, made_world

CATALOGUE = Path(accounts.__file__).parent.parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
ASKED = "?customer=HD&period=2026Q3&as_of=2026-10-08T02:00:00Z"


@pytest.fixture(autouse=True)
def english(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The catalogue as it stands in the source, compiled for this test; the reader's language does not leak out."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [str(tmp_path / "locale")]
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The quarter of the report tests, with everybody reading English and 李经理 also the administrator."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    made = made_world(tmp_path)
    User.objects.update(language="en")
    for role in (Role.ADMIN, Role.AUDITOR):
        Appointment.objects.create(user=made.cast.manager, role=role, starts_on=AGREED_AT.date())
    return made


def strings_in(value: object) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)
    elif isinstance(value, str) and value.startswith("{"):
        yield from strings_in(json.loads(value))
    elif isinstance(value, str):
        yield value


def data_texts() -> list[str]:
    """What people or files brought in, and what documents say in their own language; the longest first."""
    found = [f">{name[0]}<" for name in User.objects.values_list("name", flat=True)]  # the avatar
    found += shipped().holidays.values()
    found += [AGREEMENT, *AGREEMENT.splitlines(), *TICKETS.split(), "中文"]
    found += [part.strip(' "') for part in re.split(r"[{}\[\],:\n]", AGREEMENT)]
    for model in (User, Notice, RegisterRow, Report, ReviewItem, Template, AuditEntry):
        for row in model.objects.values():
            found += [text for value in row.values() for text in strings_in(value)]
    return sorted({text for text in found if CHINESE.search(text)}, key=len, reverse=True)


def leaks(page: str, data: list[str]) -> list[str]:
    """The Chinese that a page shows beyond the data."""
    text = html.unescape(re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL))
    for known in data:
        text = text.replace(known, " ")
    return CHINESE.findall(text)


PAGES = (
    ("home:home", ""), ("home:search", "?q=nothing"),
    ("agreements:list", ""), ("agreements:agreement SLA-2026-007", ""), ("agreements:revise SLA-2026-007", ""),
    ("agreements:text SLA-2026-007", ""), ("agreements:new", ""), ("agreements:organisations", ""),
    ("agreements:services", ""),
    ("records:batches", ""), ("records:new_upload", ""), ("records:mappings", ""), ("records:manual", ""),
    ("records:completeness ticket", ""), ("records:record ticket desk I2", ""),
    ("measurement:figures", ASKED), ("measurement:breaches", ASKED), ("measurement:catalogue", ""),
    ("measurement:figure K09", ASKED),
    ("measurement:clock I2", "?as_of=2026-10-08T02:00:00Z"), ("measurement:reconciliation", ASKED),
    ("reports:issues", ""), ("reports:register", ""), ("reports:register-print", ""), ("reports:new-row", ""),
    ("reports:row SLM-01", ""), ("reports:year", "?year=2026"),
    ("accounts:users", ""), ("accounts:new_user", ""), ("accounts:user li", ""), ("accounts:roles", ""),
    ("accounts:delegations", ""), ("accounts:audit", "?verify=1"), ("accounts:notices", ""), ("accounts:password", ""),
)  # fmt: skip


@pytest.mark.parametrize(("page", "question"), PAGES, ids=[page for page, _ in PAGES])
def test_a_page_in_english_has_no_word_of_ours_in_chinese(
    client: Client, world: World, page: str, question: str
) -> None:
    client.force_login(world.cast.manager)
    name, *parts = page.split()

    answer = client.get(reverse(name, args=parts) + question)

    assert answer.status_code == 200
    assert leaks(answer.content.decode(), data_texts()) == []


def test_figures_of_every_kind_speak_english(client: Client, world: World) -> None:
    client.force_login(world.cast.manager)
    listed = client.get(reverse("measurement:figures") + ASKED).content.decode()
    found = [html.unescape(address) for address in re.findall(r'href="([^"]*/figure/[^"]+)"', listed)]
    one_each = {address.split("?")[0]: address for address in found}

    data = data_texts()
    told = {address: leaks(client.get(address).content.decode(), data) for address in one_each.values()}

    assert len(told) > 3
    assert {address: words for address, words in told.items() if words} == {}


def test_the_editor_speaks_english_about_a_draft(client: Client, world: World) -> None:
    report = world.draft()
    client.force_login(world.cast.author)

    pages = [client.get(reverse("reports:report", args=[report.pk]) + f"?block={b}") for b in ("summary", "attainment")]

    for answer in pages:
        assert leaks(answer.content.decode(), data_texts()) == []


def test_review_and_approval_speak_english(client: Client, world: World) -> None:
    report = world.submitted()
    client.force_login(world.cast.reviewer)

    answer = client.get(reverse("reports:review", args=[report.pk]))

    assert leaks(answer.content.decode(), data_texts()) == []


def test_the_approved_document_stays_chinese_whoever_approved_it(client: Client, world: World) -> None:
    report = world.reviewed()
    client.force_login(world.cast.manager)

    client.post(reverse("reports:approve", args=[report.pk]), {"remark": ""})

    report.refresh_from_db()
    assert report.state == "approved"
    in_chinese = world_document(report)
    assert "Not met" not in in_chinese
    assert "未达标" in in_chinese


def world_document(report: Report) -> str:
    """The sealed HTML of a report."""
    return str(report.tree)


def test_the_log_in_page_follows_the_browser_and_then_the_cookie(client: Client, db: None) -> None:
    first = client.get("/login/", headers={"accept-language": "en-GB,en"}).content.decode()
    client.post(reverse("accounts:language"), {"language": "zh-hans", "next": "/login/"})
    second = client.get("/login/", headers={"accept-language": "en-GB,en"}).content.decode()

    assert ('lang="en"' in first, "密码" in first) == (True, False)
    assert "密码" in second


def test_a_person_keeps_her_language_on_another_machine(world: World) -> None:
    here, there = Client(), Client()
    here.force_login(world.cast.author)
    here.post(reverse("accounts:language"), {"language": "zh-hans", "next": "/"})
    there.force_login(world.cast.author)

    page = there.get("/", headers={"accept-language": "en"}).content.decode()

    assert "我的任务" in page
    assert User.objects.get(pk=world.cast.author.pk).language == "zh-hans"


def test_an_unknown_language_changes_nothing(client: Client, world: World) -> None:
    client.force_login(world.cast.author)

    client.post(reverse("accounts:language"), {"language": "xx", "next": "/"})

    assert User.objects.get(pk=world.cast.author.pk).language == "en"
