"""What can be done without a mouse: the palette, log-in, forms."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.windows import Windows

pytestmark = pytest.mark.browser


def test_the_palette_finds_service_reports_by_pinyin_initials(windows: Windows) -> None:
    page = windows.of("lijing").page
    page.goto("/")
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette).to_be_visible()
    page.keyboard.type("fwbg")
    expect(palette.locator(".hit").first).to_contain_text("服务报告")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    expect(page.locator("h1")).to_be_visible()


def test_escape_closes_the_palette_and_gives_the_focus_back(windows: Windows) -> None:
    page = windows.of("lijing").page
    page.goto("/reports/register/")
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_first_tab_stop_leads_to_the_content(windows: Windows) -> None:
    page = windows.of("lijing").page
    page.goto("/reports/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_a_form_is_sent_with_enter(windows: Windows) -> None:
    page = windows.of("lijing").page
    page.goto("/search/")
    page.get_by_role("main").get_by_role("searchbox").fill("SLM-01")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("found")).to_contain_text("SLM-01")


def test_the_citations_open_and_close_by_keyboard(windows: Windows) -> None:
    page = windows.of("zhangwei").page
    page.goto("/reports/?waits=writing")
    page.get_by_role("link", name="SLM-03-").click()
    page.get_by_role("button", name="引用数字").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#cite-dialog")
    expect(dialog).to_be_visible()
    page.keyboard.type("不会有这样的指标")
    expect(dialog.locator("li:visible")).to_have_count(0)
    page.keyboard.press("Escape")  # the browser's own: the first one empties a search field
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
