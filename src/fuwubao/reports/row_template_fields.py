"""The fields of a row template and what each may hold (S1.41)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fuwubao.domain.words import Words
from fuwubao.reports.frequencies import MONTHS
from fuwubao.reports.seed import ROW_TEMPLATES, TEMPLATES
from fuwubao.reports.template_errors import BlocksUnreadable

AUDIENCES = {
    "customer": Words("客户", "customer"),
    "internal": Words("内部", "internal"),
    "supplier": Words("供应商", "supplier"),
}
FREQUENCIES = (*MONTHS, "on_event")
LENGTHS = {"prefix": 8, "source_process": 64, "name": 100, "purpose": 300}
FIELDS: dict[str, Words] = {
    "prefix": Words("编号前缀", "Prefix of the number"),
    "source_process": Words("来源流程", "Source process"),
    "name": Words("报表名称", "Name"),
    "template": Words("报告模板", "Report template"),
    "frequency": Words("频次", "Frequency"),
    "purpose": Words("内容与目的", "Contents and purpose"),
    "audience": Words("受众", "Audience"),
}


def shipped_row_templates() -> dict[str, dict[str, str]]:
    """Return the row templates that ship, by code: version 1 of each."""
    return {
        one.code: {field: value for field, value in asdict(one).items() if field in FIELDS} for one in ROW_TEMPLATES
    }


def read_row_template(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a row template after checking each. Raises: BlocksUnreadable."""
    read = {field: str(content.get(field, "")).strip() for field in FIELDS}
    for field, most in LENGTHS.items():
        if not read[field] or len(read[field]) > most:
            why = Words(f"1—{most} 字", f"1 to {most} characters")
            raise BlocksUnreadable(where=FIELDS[field].zh, why=why)
    for field, known in (("template", tuple(TEMPLATES)), ("frequency", FREQUENCIES), ("audience", tuple(AUDIENCES))):
        if read[field] not in known:
            raise BlocksUnreadable(where=FIELDS[field].zh, why=Words(f"没有 {read[field]}", f"no {read[field]}"))
    return read
