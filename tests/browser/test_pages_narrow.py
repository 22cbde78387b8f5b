"""The pages that four people reach by links, on a telephone: each opens, fits and complains of nothing."""

from __future__ import annotations

import pytest

from tests.browser.walking import STARTS, faults_of_page, told, walk
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("login", STARTS)
def test_every_page_of_a_person_fits(windows: Windows, login: str) -> None:
    window = windows.of(login, min(WIDTHS))
    found: dict[str, list[str]] = {}
    for route, answer in walk(window, STARTS[login]):
        if faults := faults_of_page(window, answer):
            found[f"{route} {window.page.url}"] = faults
    assert not found, told(found)
