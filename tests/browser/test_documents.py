"""The document itself as a web page, in the frame of the editor and of the portal."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import axe_faults
from tests.browser.windows import WIDTHS, Windows

pytestmark = pytest.mark.browser


def published(page: Page) -> str:
    """Return the address of the newest report that the portal shows, as a document."""
    page.goto("/portal/")
    link = page.get_by_test_id("portal-reports").locator("tbody a").first.get_attribute("href")
    return f"{link}document/"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_published_document_is_whole(windows: Windows, shots: Path, width: int) -> None:
    address = published(windows.of("zhaolixin", width).page)
    window = windows.again("zhaolixin", width, bypass_csp=True)  # the document allows no script, axe is one
    answer = window.page.goto(address)
    assert answer is not None
    assert answer.status == 200
    expect(window.page.locator("body")).to_contain_text("南方物流有限公司")
    window.page.screenshot(path=shots / f"document-{width}.png", full_page=True)
    assert not window.page.evaluate("() => document.scrollingElement.scrollWidth > innerWidth")
    assert axe_faults(window.page) == []
    assert window.take_faults() == []


def test_no_script_runs_in_a_document(windows: Windows) -> None:
    page = windows.of("zhaolixin").page
    answer = page.goto(published(page))
    assert answer is not None
    assert "script-src 'none'" in answer.headers["content-security-policy"]
