"""The pages that four people reach by links: wide ones are usable by axe, narrow ones fit, none complains."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walking import axe_faults, faults_of_page, walk
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser

# a manager, an author, an auditor (who reads nearly everything) and a customer
STARTS = {"lijing": "/", "zhangwei": "/", "songwen": "/", "wangjianguo": "/portal/"}
WIDE = max(WIDTHS)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("login", STARTS)
def test_every_page_of_a_person_is_whole(windows: Windows, shots: Path, login: str, width: int) -> None:
    window = windows.of(login, width)
    found: dict[str, list[str]] = {}
    for route, answer in walk(window, STARTS[login]):
        faults = faults_of_page(window, answer)
        if width == WIDE:
            window.page.screenshot(path=shots / f"{login}-{route.replace(':', '-')}.png", full_page=True)
            faults += axe_faults(window.page)
        if faults:
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
