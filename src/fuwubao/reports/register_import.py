"""Read rows of 《服务报告列表》 from a CSV with the columns of its export; faults name file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from fuwubao.domain.due import parse_due_words
from fuwubao.domain.errors import BadInput
from fuwubao.domain.words import Words
from fuwubao.reports.actions.register import RowContent
from fuwubao.reports.frequencies import WORDS

FREQUENCIES = {words: code for code, words in WORDS.items()}
KINDS = {"反应性": "reactive", "前置性": "proactive", "预先计划": "forward_schedule"}
REQUIRED = ("编号", "来源流程", "名称/内容", "汇报对象", "频次", "截止规则", "模板")


class RegisterUnreadable(BadInput):
    """The file lacks a column, or a row lacks a value."""

    code = "reports.register_unreadable"
    zh = "{where}：{why}"
    en = "{where}: {why}"
    hint_zh = "列名与“导出”的文件相同；编号、来源流程、名称/内容、汇报对象、频次、截止规则、模板必填"
    hint_en = "Use the columns of the exported file; number, process, name, recipient, frequency, due rule, template"
    source = "S1.40"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of the file: what it would register, and its cells as they stand."""

    content: RowContent
    cells: dict[str, str]


def rows_of_csv(text: str, *, file: str) -> list[FileRow]:
    """Return the rows of a CSV, in its order; the recipient cell is ``customer · names``, names apart by 、.

    Raises: RegisterUnreadable, DueUnclear; nothing is returned of a file with a fault.
    """
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    head = _place(file, 1)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        names = "、".join(missing)
        raise RegisterUnreadable(where=head, why=Words(f"缺少列：{names}", f"columns are missing: {names}"))
    rows: dict[str, FileRow] = {}
    for number, cells in enumerate(reader, 2):
        row = _row(cells, _place(file, number))
        if row.content.number in rows:
            twice = Words(f"编号 {row.content.number} 写了两次", f"the number {row.content.number} occurs twice")
            raise RegisterUnreadable(where=_place(file, number), why=twice)
        rows[row.content.number] = row
    return list(rows.values())


def cells_of_csv(text: str) -> dict[str, dict[str, str]]:
    """Return the cells of an exported register by number."""
    return {row["编号"].strip(): _stripped(row) for row in csv.DictReader(StringIO(text))}


def _place(file: str, line: int) -> Words:
    return Words(f"{file} 第 {line} 行", f"{file}, line {line}")


def _stripped(cells: Mapping[str, str | None]) -> dict[str, str]:
    return {name: (value or "").strip() for name, value in cells.items() if isinstance(name, str)}


def _row(cells: Mapping[str, str | None], where: Words) -> FileRow:
    given = _stripped(cells)
    empty = "、".join(name for name in REQUIRED if not given.get(name))
    if empty:
        raise RegisterUnreadable(where=where, why=Words(f"未填写：{empty}", f"empty: {empty}"))
    frequency = FREQUENCIES.get(given["频次"], given["频次"])
    if frequency not in WORDS:
        told, known = given["频次"], "、".join(FREQUENCIES)
        why = Words(f"频次“{told}”不在 {known} 之中", f"the frequency {told} is not one of {known}")
        raise RegisterUnreadable(where=where, why=why)
    return FileRow(content=_content(given, frequency), cells=given)


def _content(given: dict[str, str], frequency: str) -> RowContent:
    recipients = given["汇报对象"].rpartition("·")[2]
    return RowContent(
        number=given["编号"],
        source_process=given["来源流程"],
        name=given["名称/内容"],
        template=given["模板"],
        frequency=frequency,
        due=parse_due_words(given["截止规则"]),
        purpose=given.get("目的", ""),
        report_kind=KINDS.get(given.get("种类", ""), ""),
        initiation=given.get("分类") or "主动",
        recipients=tuple(name.strip() for name in recipients.split("、") if name.strip()),
        agreements=tuple(code.strip() for code in given.get("服务协议", "").split("、") if code.strip()),
        data_sources=given.get("数据来源", ""),
    )
