"""The pages that makers of reports reach by links: each opens, fits two screens, is usable, complains of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walking import WRITERS, axe_faults, walked
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn() -> set[tuple[str, frozenset[str]]]:
    """What was drawn for an earlier person of this file: routes, each with the forms that it offered."""
    return set()


@pytest.mark.parametrize("login", WRITERS)
def test_every_page_of_a_writer_is_whole(
    windows: Windows, shots: Path, drawn: set[tuple[str, frozenset[str]]], login: str
) -> None:
    faults = walked(windows.of(login), WRITERS[login], drawn, f"{shots}/{login}")
    assert not faults, faults


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_pages_before_the_log_in_are_whole(windows: Windows, shots: Path, path: str, width: int) -> None:
    window = windows.anonymous(width)
    answer = window.page.goto(path)
    assert answer is not None
    window.page.screenshot(path=shots / f"nobody-{width}{path.replace('/', '-')}.png", full_page=True)
    assert axe_faults(window.page) == []
