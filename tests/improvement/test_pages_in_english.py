"""Who reads English finds no word of ours in Chinese on the pages of improvement."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import translation

import fuwubao
from fuwubao.accounts.models import AuditEntry, Notice, User
from fuwubao.improvement.actions.moving import ask_move
from fuwubao.improvement.models import Action, Nonconformity
from tests.improvement.conftest import NOW, People
from tests.improvement.raising import done, raised, suggested, verified
from tests.improvement.test_move_action import LATER
from tests.improvement.test_nonconformity import corrected, notified

CATALOGUE = Path(fuwubao.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
LISTS = (
    "", "?overdue=1", "new/", "suggestions/", "plan/", "plan/print/", "nonconformities/", "nonconformities/new/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The catalogue as it stands in the source, for this test alone."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [str(tmp_path / "locale")]
    yield
    translation.deactivate()


def data_texts() -> list[str]:
    """What people wrote, the longest first."""
    texts = {f">{name[0]}<" for name in User.objects.values_list("name", flat=True)} | {"中文"}
    for model in (User, Notice, Action, Nonconformity):
        texts |= {value for row in model.objects.values() for value in row.values() if isinstance(value, str)}
    texts |= set(AuditEntry.objects.values_list("remark", flat=True))
    for move in ("供应商换签", "抽查到场记录 10 次"):
        texts.add(move)
    return sorted((text for text in texts if CHINESE.search(text)), key=len, reverse=True)


def leaks(page: str) -> list[str]:
    """The Chinese that a page shows beyond what people wrote."""
    text = html.unescape(re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL))
    for known in data_texts():
        text = text.replace(known, " ")
    return CHINESE.findall(text)


@pytest.fixture
def filled(people: People) -> People:
    """A room with things in every state that a page can show."""
    verified(done(raised(people), by=people["张工"]), by=people["王审"])
    verified(done(raised(people), by=people["张工"]), by=people["王审"], effective=False)
    moved = raised(people)
    ask_move(number=moved.number, reason="供应商换签", new_due_on=LATER, actor=people["张工"], now=NOW)
    suggested(people)
    corrected(people)
    notified(people)
    User.objects.update(language="en")
    return people


def test_lists_forms_and_the_plan_speak_english(filled: People, client: Client) -> None:
    client.force_login(filled["李经理"])

    told = {path: leaks(client.get(f"/improvement/{path}").content.decode()) for path in LISTS}

    assert {path: words for path, words in told.items() if words} == {}


@pytest.mark.parametrize("reader", ["李经理", "张工", "王审", "周岚"])
def test_every_action_and_nonconformity_speaks_english(filled: People, client: Client, reader: str) -> None:
    client.force_login(filled[reader])
    paths = [f"{action.number}/" for action in Action.objects.order_by("pk")]
    paths += [f"nonconformities/{found.number}/" for found in Nonconformity.objects.order_by("pk")]

    told = {path: leaks(client.get(f"/improvement/{path}").content.decode()) for path in paths}

    assert {path: words for path, words in told.items() if words} == {}
