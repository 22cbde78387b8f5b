"""The pages that people reach by links, in a wide window: each opens, fits, is usable, complains of nothing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.browser.walking import OTHERS, PAGES_OF_OTHERS, STARTS, axe_faults, faults_of_page, told, walk
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("login", STARTS)
def test_every_page_of_a_person_is_whole(windows: Windows, shots: Path, login: str) -> None:
    window = windows.of(login, max(WIDTHS))
    found: dict[str, list[str]] = {}
    for route, answer in walk(window, STARTS[login]):
        faults = faults_of_page(window, answer)
        window.page.screenshot(path=shots / f"{login}-{route.replace(':', '-')}.png", full_page=True)
        if faults := [*faults, *axe_faults(window.page)]:
            found[f"{route} {window.page.url}"] = faults
    assert not found, told(found)


@pytest.mark.parametrize("login", OTHERS)
def test_the_first_pages_of_every_other_person_are_whole(windows: Windows, shots: Path, login: str) -> None:
    window = windows.of(login, max(WIDTHS))
    found: dict[str, list[str]] = {}
    for route, answer in islice(walk(window, OTHERS[login]), PAGES_OF_OTHERS):
        window.page.screenshot(path=shots / f"{login}-{route.replace(':', '-')}.png", full_page=True)
        if faults := faults_of_page(window, answer):
            found[f"{route} {window.page.url}"] = faults
    assert not found, told(found)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_pages_before_the_log_in_are_whole(windows: Windows, shots: Path, path: str, width: int) -> None:
    window = windows.anonymous(width)
    answer = window.page.goto(path)
    assert answer is not None
    window.page.screenshot(path=shots / f"nobody-{width}{path.replace('/', '-')}.png", full_page=True)
    assert axe_faults(window.page) == []
