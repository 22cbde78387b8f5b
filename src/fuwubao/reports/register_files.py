"""The register as a file: the columns of the form 《服务报告列表》 (F01), safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from fuwubao.accounts.workspace import time_zone
from fuwubao.records.exporting import as_csv
from fuwubao.reports.queries.register import RegisterLine

COLUMNS = (
    "编号", "来源流程", "名称/内容", "目的", "种类", "分类", "汇报对象", "频次", "截止规则", "数据来源", "模板",
    "编制人", "审核人", "批准人", "提交方式", "状态", "服务协议",
    "约定人", "约定日期", "凭据", "下次评审日", "保存期限（年）",
)  # fmt: skip


def register_csv(lines: Iterable[RegisterLine]) -> bytes:
    """Return the rows as UTF-8 CSV with a mark that spreadsheets read; no cell can run as a formula."""
    return cells_csv(row_cells(line) for line in lines)


def row_cells(line: RegisterLine) -> dict[str, str]:
    """Return a row as the form writes it, by column, as an edition of the list keeps it (S1.42)."""
    return dict(zip(COLUMNS, _cells(line), strict=True))


def cells_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows of the form as CSV; a column that a row lacks is empty."""
    kept = list(rows)
    columns = [[row.get(column, "") for row in kept] for column in COLUMNS]
    table = pa.table([pa.array(column, pa.string()) for column in columns], names=list(COLUMNS))
    return as_csv(table, COLUMNS, timezone=time_zone())


def _cells(line: RegisterLine) -> tuple[str, ...]:
    return (
        line.number, line.source_process, line.name, line.purpose, line.kind, line.initiation, line.recipient,
        line.frequency, line.due_rule, line.data_sources, line.template, line.author, line.reviewer, line.approver,
        line.delivery, line.state_words, line.agreements, line.agreed_by, str(line.agreed_on or ""), line.agreed,
        str(line.next_review_on or ""), str(line.retention_years),
    )  # fmt: skip
