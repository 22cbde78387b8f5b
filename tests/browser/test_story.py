"""The main job in a browser: from the draft that the system built to the receipt of the customer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Windows

pytestmark = pytest.mark.browser

MANAGER, AUTHOR, REVIEWER, CUSTOMER, STRANGER = "lijing", "zhangwei", "wangshen", "wangjianguo", "heweidong"
HEAD = "chenzong"


def last_quarter() -> str:
    """Return the last full quarter in the demo's zone, as 2026Q3."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    before = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return f"{before.year}Q{(before.month + 2) // 3}"


NUMBER = f"SLM-01-{last_quarter()}-A/0"


def test_a_report_goes_from_draft_to_receipt(windows: Windows, shots: Path) -> None:
    manager, author, reviewer = (windows.of(login).page for login in (MANAGER, AUTHOR, REVIEWER))
    customer = windows.of(CUSTOMER).page
    see_what_waits(manager, shots)
    open_draft(author, shots)
    click_down_to_a_clock(author, shots)
    write_two_paragraphs(author, shots)
    explain_the_breaches(author, shots)
    let_warnings_pass(author)
    submit(author, shots)
    refuse_an_incomplete_review(reviewer, shots)
    assert ["422" in fault for fault in windows.of(REVIEWER).take_faults()] == [True]
    review(reviewer, shots)
    approve_and_publish(manager, windows.of(HEAD).page, shots)
    approved = approved_hash(manager)
    read_and_download(customer, approved, shots)
    acknowledge_and_answer(customer, shots)
    refuse_another_firm(windows.of(STRANGER).page, customer.url)
    see_the_receipt(manager, shots)
    assert {login: windows.of(login).take_faults() for login in (MANAGER, AUTHOR, REVIEWER, CUSTOMER)} == {
        login: [] for login in (MANAGER, AUTHOR, REVIEWER, CUSTOMER)
    }


def see_what_waits(page: Page, shots: Path) -> None:
    """The manager sees what is due, what is late and what others owe her."""
    page.goto("/")
    expect(page.get_by_test_id("due-days")).to_be_visible()
    expect(page.get_by_test_id("timeliness")).to_contain_text("应发")
    expect(page.get_by_test_id("tasks").locator("tbody tr").first).to_be_visible()
    expect(page.get_by_test_id("waiting").get_by_role("row").filter(has_text=NUMBER)).to_contain_text("等编制人张伟")
    page.screenshot(path=shots / "story-01-manager-home.png", full_page=True)


def open_draft(page: Page, shots: Path) -> None:
    """The author goes from the task to the draft that the system built."""
    page.goto("/")
    page.get_by_test_id("tasks").get_by_role("row").filter(has_text=NUMBER).get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text(NUMBER)
    expect(page.get_by_test_id("blocked-submit")).to_contain_text("先改")
    preview = page.frame_locator("iframe[title=报告预览]")
    expect(preview.locator("body")).to_contain_text("华东制造有限公司")
    page.screenshot(path=shots / "story-02-draft.png", full_page=True)


def click_down_to_a_clock(page: Page, shots: Path) -> None:
    """A figure of the report leads to its page, that to its rows, a row to the timeline of its clocks."""
    open_chapter(page, "SLA 达成情况")
    missed = page.get_by_test_id("to-explain").get_by_role("row").filter(has_text="未达标").first
    told = missed.get_by_role("link").inner_text()
    missed.get_by_role("link").click()
    value = page.get_by_test_id("value")
    expect(value).to_be_visible()
    assert told.startswith(value.inner_text())
    page.screenshot(path=shots / "story-03-figure.png", full_page=True)
    first = page.get_by_test_id("rows").first.locator("tbody tr th a").first
    ticket = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(f"{ticket} 的计时与判定")
    expect(page.get_by_test_id("clock").first.locator("svg").first).to_be_visible()
    page.screenshot(path=shots / "story-04-clock.png", full_page=True)
    page.go_back()
    page.go_back()


def write_two_paragraphs(page: Page, shots: Path) -> None:
    """Two paragraphs with a cited figure and two loose numbers: one becomes a citation, one the author's statement."""
    open_chapter(page, "摘要")
    text = page.get_by_test_id("text")
    text.fill("本季服务总体平稳，主要变化是供应商到场时间。合计达成 ")
    page.get_by_role("button", name="引用数字").click()
    choice = page.locator("#cite-rows button").first
    display = choice.locator("b").inner_text()
    choice.click()
    written = text.input_value()
    assert "[[" in written
    text.fill(f"{written}。\n\n其中 {display} 已与服务经理核对，季内与客户沟通 37 次。")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("prose").locator("a.cite")).to_have_text(display)
    expect(page.get_by_test_id("checks")).to_contain_text(f"“{display}”不是引用的数字")
    page.screenshot(path=shots / "story-05-loose-numbers.png", full_page=True)
    page.locator(".loose").filter(has_text=f"“{display}”").get_by_role("button", name="改为引用").first.click()
    expect(page.get_by_test_id("prose").locator("a.cite")).to_have_count(2)
    own = page.locator(".loose").filter(has_text="37")
    own.get_by_label("依据").fill("第三季度客户沟通记录")
    own.get_by_label("依据").press("Enter")
    expect(page.locator(".loose")).to_have_count(0)


def explain_the_breaches(page: Page, shots: Path) -> None:
    """The checker says that breaches have no cause yet; the author adds it to all that share it."""
    checks = page.get_by_test_id("checks")
    expect(checks).to_contain_text("还没有原因")
    checks.get_by_role("link", name="补写").first.click()
    page.get_by_test_id("cause").fill("二线升级滞后，供应商到场晚于约定")
    page.get_by_test_id("measure").fill("与供应商约定到场时限，每周核对")
    page.get_by_test_id("owner").fill("周岚")
    page.get_by_test_id("due-on").fill((datetime.now() + timedelta(days=40)).date().isoformat())  # noqa: DTZ005  # the day of the person at the keyboard
    page.get_by_test_id("explain").click()
    expect(page.locator("#messages")).to_contain_text("已说明")
    expect(checks.locator(".ck.bad")).to_have_count(0)
    page.screenshot(path=shots / "story-06-explained.png", full_page=True)


def let_warnings_pass(page: Page) -> None:
    """Each warning goes with a reason that the approver will see."""
    warnings = page.get_by_test_id("checks").locator(".ck.near")
    for left in range(warnings.count(), 0, -1):
        expect(warnings).to_have_count(left)
        warnings.first.get_by_label("说明").fill("已与周岚核对，措施延至下季")
        warnings.first.get_by_label("说明").press("Enter")
        expect(warnings).to_have_count(left - 1)


def submit(page: Page, shots: Path) -> None:
    """The draft goes to review."""
    page.get_by_test_id("submit").click()
    expect(page.locator("#messages")).to_contain_text("已送评审给王慎")
    page.screenshot(path=shots / "story-07-submitted.png", full_page=True)


def open_review(page: Page) -> None:
    """Go from the list of reports to the review of this one."""
    page.goto("/reports/?waits=review")
    page.get_by_role("link", name=NUMBER).click()
    page.get_by_test_id("open-review").click()


def refuse_an_incomplete_review(page: Page, shots: Path) -> None:
    """The page holds a check list with gaps back; sent all the same, it is refused with words."""
    page.goto("/")
    expect(page.get_by_test_id("tasks").get_by_role("row").filter(has_text=NUMBER)).to_be_visible()
    open_review(page)
    form = page.get_by_test_id("review-form")
    form.get_by_role("row").filter(has_text="及时").get_by_label("符合", exact=True).first.check()
    page.get_by_test_id("save-review").click()
    assert not form.evaluate("(form) => form.checkValidity()")
    form.evaluate("(form) => { form.noValidate = true; }")
    page.get_by_test_id("save-review").click()
    expect(page.get_by_role("alert")).to_contain_text("清晰未给结果")
    page.screenshot(path=shots / "story-08-incomplete-review.png", full_page=True)


def review(page: Page, shots: Path) -> None:
    """The reviewer goes through the check list and lets the report pass."""
    open_review(page)
    form = page.get_by_test_id("review-form")
    for choice in form.locator("input[type=radio][value=yes]").all():
        choice.check()
    form.get_by_label("总体意见").fill("数据已抽查核对，原因与措施写明")
    page.screenshot(path=shots / "story-09-review.png", full_page=True)
    page.get_by_test_id("save-review").click()
    expect(page.locator("#messages")).to_contain_text("评审记录已保存")


def approve_and_publish(page: Page, head: Page, shots: Path) -> None:
    """The manager approves, which seals the files, and publishes them; an abnormal report the system head approves."""
    open_review(page)
    page.screenshot(path=shots / "story-10-approve.png", full_page=True)
    approver = page
    if page.get_by_test_id("approve").count() == 0:
        page.get_by_test_id("escalate").click()
        expect(page.locator("#messages")).to_contain_text("已转管理体系负责人")
        approver = head
        open_review(head)
    approver.get_by_test_id("approve").click()
    expect(approver.locator("#messages")).to_contain_text("已批准")
    page.goto(approver.url)
    page.get_by_test_id("publish").click()
    expect(page.locator("#messages")).to_contain_text("已发布给")
    page.screenshot(path=shots / "story-11-published.png", full_page=True)


def approved_hash(page: Page) -> str:
    """Return the SHA-256 that the page of the report shows for the PDF."""
    row = page.get_by_role("row").filter(has_text=".pdf")
    return row.locator(".hash").inner_text().strip()


def read_and_download(page: Page, approved: str, shots: Path) -> None:
    """The customer opens the portal, reads, and gets the approved bytes."""
    page.goto("/portal/")
    page.get_by_test_id("portal-reports").get_by_role("row").filter(has_text=NUMBER).get_by_role("link").click()
    expect(page.frame_locator("iframe[title=报告全文]").locator("body")).to_contain_text("SLA执行情况报告")
    address = page.get_by_role("link", name="PDF").get_attribute("href")
    assert address is not None
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert hashlib.sha256(answer.body()).hexdigest() == approved
    page.screenshot(path=shots / "story-12-portal.png", full_page=True)


def acknowledge_and_answer(page: Page, shots: Path) -> None:
    """The customer confirms the receipt and gives feedback."""
    page.get_by_label("说明（可空）").fill("已收到，周会上讨论")
    page.get_by_test_id("acknowledge").click()
    expect(page.locator("#receipt")).to_contain_text("已确认收到")
    form = page.get_by_test_id("feedback")
    form.get_by_role("group", name="有用").get_by_label("4").check()
    form.get_by_label("意见").fill("请下期列出供应商到场时间")
    form.get_by_role("button", name="提交反馈").click()
    expect(page.locator("#messages")).to_contain_text("反馈已送达编制人")
    page.screenshot(path=shots / "story-13-acknowledged.png", full_page=True)


def refuse_another_firm(page: Page, address: str) -> None:
    """For another customer the report does not exist, as a page or as a file."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    for part in ("document/", "file/pdf/"):
        assert page.request.get(f"{address}{part}").status == 404
    page.goto("/portal/")
    expect(page.locator("main")).not_to_contain_text(NUMBER)


def see_the_receipt(page: Page, shots: Path) -> None:
    """The manager sees when it was received and what was said."""
    page.goto("/reports/?waits=published")
    page.get_by_role("link", name=NUMBER).click()
    expect(page.get_by_test_id("deliveries").get_by_role("row").filter(has_text="王建国")).to_contain_text("已确认")
    expect(page.locator("main")).to_contain_text("请下期列出供应商到场时间")
    page.screenshot(path=shots / "story-14-receipt.png", full_page=True)


def open_chapter(page: Page, title: str) -> None:
    """Open one chapter of the report in the editor."""
    page.get_by_role("navigation", name="章节").get_by_role("link", name=title).click()
    expect(page.locator("#chapter")).to_have_text(title)
