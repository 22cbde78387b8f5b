"""Every page that a person reaches by links, wide and narrow: it opens, fits, is usable, complains of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walking import axe_faults, faults_of_page, walk
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser

INSIDE = ("lijing", "zhangwei", "wangshen", "chenzong", "zhoulan", "heyuan", "songwen", "admin")
OUTSIDE = ("wangjianguo", "heweidong", "zhaolixin")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("login", [*INSIDE, *OUTSIDE])
def test_every_page_of_a_person_is_whole(windows: Windows, shots: Path, login: str, width: int) -> None:
    window = windows.of(login, width)
    start = "/portal/" if login in OUTSIDE else "/"
    found: dict[str, list[str]] = {}
    for route, answer in walk(window, start):
        shot = shots / f"{login}-{width}-{route.replace(':', '-')}.png"
        if faults := faults_of_page(window, answer, shot):
            found[f"{route} {window.page.url}"] = faults
    assert not found, "\n".join(f"{page}\n    " + "\n    ".join(faults) for page, faults in found.items())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_pages_before_the_log_in_are_whole(windows: Windows, shots: Path, path: str, width: int) -> None:
    window = windows.anonymous(width)
    answer = window.page.goto(path)
    assert answer is not None
    window.page.screenshot(path=shots / f"nobody-{width}{path.replace('/', '-')}.png", full_page=True)
    assert axe_faults(window.page) == []
