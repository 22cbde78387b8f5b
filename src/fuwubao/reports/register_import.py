"""Read rows of 《服务报告列表》 from a CSV with the columns of its export; faults name file, row and column."""

from __future__ import annotations

import csv
from io import StringIO

from fuwubao.domain.due import parse_due_words
from fuwubao.domain.errors import BadInput
from fuwubao.reports.actions.register import RowContent
from fuwubao.reports.frequencies import WORDS

FREQUENCIES = {words: code for code, words in WORDS.items()}
KINDS = {"反应性": "reactive", "前置性": "proactive", "预先计划": "forward_schedule"}
REQUIRED = ("编号", "来源流程", "名称/内容", "汇报对象", "频次", "截止规则", "模板")


class RegisterUnreadable(BadInput):
    """The file lacks a column, or a row lacks a value."""

    code = "reports.register_unreadable"
    zh = "{where}：{why}"
    en = "{where}: cannot be read as a row of the register"
    hint_zh = "列名与“导出”的文件相同；编号、来源流程、名称/内容、汇报对象、频次、截止规则、模板必填"
    hint_en = "Use the columns of the exported file; number, process, name, recipient, frequency, due rule, template"
    source = "S1.40"


def rows_of_csv(text: str, *, file: str) -> list[RowContent]:
    """Return the rows of a CSV, in its order; the recipient cell is ``customer · names``, names apart by 、.

    Raises: RegisterUnreadable, DueUnclear; nothing is returned of a file with a fault.
    """
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        raise RegisterUnreadable(where=f"{file} 第 1 行", why=f"缺少列：{'、'.join(missing)}")
    return [_row(cells, f"{file} 第 {number} 行") for number, cells in enumerate(reader, 2)]


def _row(cells: dict[str, str | None], where: str) -> RowContent:
    given = {name: (value or "").strip() for name, value in cells.items() if name}
    empty = [name for name in REQUIRED if not given.get(name)]
    if empty:
        raise RegisterUnreadable(where=where, why=f"未填写：{'、'.join(empty)}")
    frequency = FREQUENCIES.get(given["频次"], given["频次"])
    if frequency not in WORDS:
        raise RegisterUnreadable(where=where, why=f"频次“{given['频次']}”不在 {'、'.join(FREQUENCIES)} 之中")
    recipients = given["汇报对象"].rpartition("·")[2]
    return RowContent(
        number=given["编号"],
        source_process=given["来源流程"],
        name=given["名称/内容"],
        template=given["模板"],
        frequency=frequency,
        due=parse_due_words(given["截止规则"]),
        purpose=given.get("目的", ""),
        report_kind=KINDS.get(given.get("种类", ""), "reactive"),
        initiation=given.get("分类") or "主动",
        recipients=tuple(name.strip() for name in recipients.split("、") if name.strip()),
        agreements=tuple(code.strip() for code in given.get("服务协议", "").split("、") if code.strip()),
        data_sources=given.get("数据来源", ""),
    )
