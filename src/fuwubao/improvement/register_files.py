"""The list of actions and of nonconformities as XLSX and CSV, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from django.utils.translation import gettext as _

from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.errors import NotFound
from fuwubao.improvement.queries.actions import ActionLine
from fuwubao.improvement.queries.nonconformities import NonconformityLine
from fuwubao.records.exporting import as_csv, as_xlsx
from fuwubao.ui.templatetags.ui import due_words

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def actions_file(lines: Sequence[ActionLine], file_format: str) -> bytes:
    """Write the actions with baseline, target and actual. Raises: NotFound for another format."""
    columns: dict[str, list[object]] = {
        _("编号"): [line.number for line in lines],
        _("改进事项"): [line.title for line in lines],
        _("措施"): [line.measure for line in lines],
        _("来源"): [f"{line.source} {line.source_number}".strip() for line in lines],
        _("客户"): [line.customer for line in lines],
        _("责任人"): [line.owner for line in lines],
        _("计划完成"): [line.due_on for line in lines],
        _("原定完成"): [line.first_due_on for line in lines],
        _("状态"): [line.state_words for line in lines],
        _("到期情况"): [due_words(line.flag) if line.flag else "" for line in lines],
        _("逾期工作日"): [line.days_over for line in lines],
        _("指标"): [f"{line.strip.measure} {line.strip.title}" if line.strip else "" for line in lines],
        _("基线"): [line.strip.baseline.value if line.strip else "" for line in lines],
        _("目标"): [line.strip.target if line.strip else "" for line in lines],
        _("实际"): [line.strip.actual.value if line.strip and line.strip.actual else "" for line in lines],
        _("验证人"): [line.verifier for line in lines],
        _("结论"): [line.outcome for line in lines],
    }
    return _written(columns, file_format, _("改进措施"))


def nonconformities_file(lines: Sequence[NonconformityLine], file_format: str) -> bytes:
    """Write the nonconformities (F09). Raises: NotFound for another format."""
    columns: dict[str, list[object]] = {
        _("编号"): [line.number for line in lines],
        _("依据"): [line.basis_words for line in lines],
        _("条款"): [line.clause for line in lines],
        _("事实"): [line.description for line in lines],
        _("严重度"): [line.severity for line in lines],
        _("发现日期"): [line.found_on for line in lines],
        _("责任服务经理"): [line.responsible for line in lines],
        _("答复期限"): [line.reply_due_on for line in lines],
        _("纠正"): [line.correction for line in lines],
        _("原因分析"): [line.cause for line in lines],
        _("状态"): [line.state_words for line in lines],
    }
    return _written(columns, file_format, _("不符合"))


def _written(columns: dict[str, list[object]], file_format: str, sheet: str) -> bytes:
    if file_format not in MEDIA:
        raise NotFound(what=file_format)
    arrays = [pa.array(values) for values in columns.values()]
    table = pa.Table.from_arrays(arrays, names=[str(at) for at in range(len(columns))])
    titles = list(columns)
    if file_format == "csv":
        return as_csv(table, titles, timezone=time_zone())
    return as_xlsx(table, titles, timezone=time_zone(), sheet=sheet[:31])
