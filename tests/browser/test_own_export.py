"""A firm's own Excel export beside the demo's data, by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.browser.machine import Site, fuwubao

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
