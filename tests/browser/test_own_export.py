"""A firm's own Excel export beside the demo's data, by command and by page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import FilePayload, expect

from tests.browser.machine import Site, fuwubao
from tests.browser.windows import Windows

pytestmark = pytest.mark.browser

HEADINGS = ("工单号", "标题", "客户", "服务", "优先级", "创建时间", "解决时间")
ROWS = (
    ("T-0001", "打印机脱机", "HD", "HD-DESK", "P3", "2026-10-08 09:00", "2026-10-08 11:00"),
    ("T-0002", "无法登录", "HD", "HD-ERP", "P2", "2026-10-09 10:00", "2026-10-09 12:30"),
    ("T-0003", "网络慢", "HD", "HD-DESK", "P3", "2026-13-40 09:00", "2026-10-08 11:00"),
    ("", "报表空白", "HD", "HD-ERP", "P3", "2026-10-12 09:00", "2026-10-12 10:00"),
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export with two title rows, Chinese headings, a date that is none and a row without its number."""
    path = tmp_path / "工单导出.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, ("云澜信息技术有限公司 工单导出",))
        sheet.write_row(1, 0, ("导出日期：2026-11-20",))
        for number, row in enumerate((HEADINGS, *ROWS)):
            sheet.write_row(number + 2, 0, row)
    return path


def test_an_export_is_checked_loaded_and_judged_and_its_bad_rows_are_listed(site: Site, export: Path) -> None:
    asked = ("intake", "load", str(export), "--kind", "ticket", "--source", "itsm", "--json")
    dry = json.loads(fuwubao(site.home, *asked, "--dry-run").stdout)
    loaded = json.loads(fuwubao(site.home, *asked).stdout)
    for outcome in (dry, loaded):
        assert (outcome["header_row"], outcome["rows"], outcome["accepted"]) == (3, 4, 2)
        assert [(row["row"], row["code"]) for row in outcome["rejected"]] == [(6, "E-DATE"), (7, "E-REQUIRED")]
    assert dry["batch"] is None
    assert loaded["batch"] is not None
    undone = fuwubao(site.home, "intake", "undo", str(loaded["batch"]))
    assert undone.returncode == 0, undone.stderr


def test_an_export_is_checked_loaded_and_taken_back_by_page(windows: Windows, export: Path, shots: Path) -> None:
    window = windows.of("lijing")
    page = window.page
    page.goto("/records/upload/")
    sent = FilePayload(name=export.name, mimeType="application/octet-stream", buffer=export.read_bytes())
    page.get_by_label("文件", exact=True).set_input_files(sent)
    page.get_by_label("来源").fill("desk")
    page.get_by_role("button", name="预检").click()
    page.wait_for_url("**/records/upload/*/")
    expect(page.get_by_test_id("sample")).to_contain_text("2026-10-08 09:00:00")  # in the zone of the file
    page.screenshot(path=shots / "import-dry-run.png", full_page=True)
    page.get_by_role("button", name="导入 2 行").click()
    page.wait_for_url("**/records/batches/*/")
    expect(page.locator("h1")).to_contain_text("批次 B-")
    page.screenshot(path=shots / "import-batch.png", full_page=True)
    page.get_by_label("撤销原因").fill("试导")
    page.get_by_role("button", name="撤销批次").click()
    page.locator("#ask").get_by_role("button", name="撤销").click()
    expect(page.locator("main")).to_contain_text("已撤销")
    assert window.take_faults() == []
