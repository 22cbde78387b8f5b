"""What checking a sheet found: accepted rows, rejected rows with their reason, warnings. All of it is data."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as default_of

import pyarrow as pa

from fuwubao.domain.words import Words
from fuwubao.records.reading.sheet import FileFacts

REASONS: dict[str, Words] = {
    "E-COLUMNS": Words("列数为 {value}，表头有 {expected} 列", "{value} fields, the header has {expected}"),
    "E-TOO-LONG": Words(
        "“{field}”有 {length} 个字符，上限 32,767", "“{field}” has {length} characters, the limit is 32,767"
    ),
    "E-ID-PRECISION": Words(
        "“{field}”{value} 已丢失位数，请在源表中设为文本后重新导出",
        "“{field}” {value} has lost digits: make it text in the source and export again",
    ),
    "E-REQUIRED": Words("必填的“{field}”为空", "“{field}” is required and blank"),
    "E-DATE": Words("“{field}”{value} 不是可识别的日期时间", "“{field}” {value} is no date or time that can be read"),
    "E-DATE-SKIPPED": Words(
        "“{field}”{value} 在时区 {zone} 不存在（夏令时跳过）",
        "“{field}” {value} does not exist in {zone} (the clock skips it)",
    ),
    "E-DATE-AMBIGUOUS": Words(
        "“{field}”{value} 分不清日、月，请在对应关系中写明格式",
        "“{field}” {value}: day or month first? Say the format in the mapping",
    ),
    "E-DATE-REPEATED": Words(
        "“{field}”{value} 在时区 {zone} 出现两次（夏令时回拨），请带上时差",
        "“{field}” {value} occurs twice in {zone}: give the offset",
    ),
    "E-FUTURE": Words("“{field}”{value} 晚于导入时刻", "“{field}” {value} is later than the moment of import"),
    "E-ORDER": Words(
        "“{field}”{value} 早于“{earlier}”{earlier_value}", "“{field}” {value} is before “{earlier}” {earlier_value}"
    ),
    "E-PRIORITY": Words(
        "优先级“{value}”不在 P1–P4 中，请补一条取值对应", "priority “{value}” is none of P1–P4: add it to the value map"
    ),
    "E-NUMBER": Words("“{field}”{value} 不是允许范围内的数", "“{field}” {value} is no number in its range"),
    "E-SCORE": Words(
        "“{field}”{value} 不是 {low}–{high} 的整数", "“{field}” {value} is no whole number from {low} to {high}"
    ),
    "E-VALUE": Words(
        "“{field}”的取值“{value}”未知，请补一条取值对应", "“{field}”: unknown value “{value}”, add it to the value map"
    ),
    "E-DUP-SAME": Words("与第 {other} 行完全相同", "the same as row {other}"),
    "E-DUP-STORED": Words("与已入库的记录完全相同", "the same as a record in the store"),
    "E-DUP-CONFLICT": Words(
        "编号 {value} 与第 {other} 行重复，内容不同", "number {value} is also in row {other} with other content"
    ),
    "E-BEFORE-OPENED": Words(
        "{value} 早于工单的受理时刻 {earlier_value}", "{value} is before the ticket's first instant {earlier_value}"
    ),
    "W-TITLE": Words("第 1–{last} 行在表头之上，已跳过", "rows 1–{last} are above the header and were skipped"),
    "W-COLUMN": Words("未导入的列：{value}", "columns left out: {value}"),
    "W-TOTAL": Words("合计行“{value}”已跳过", "totals row “{value}” was skipped"),
    "W-NO-ROWS": Words("只有表头，没有数据行", "a header and no rows"),
    "W-NO-PRIORITY": Words("优先级为空，无法确定目标", "no priority, so no target can be set"),
    "W-FORMULA": Words(
        "“{field}”以 {sign} 开头，按文本保存，不作公式", "“{field}” begins with {sign}: stored as text, never a formula"
    ),
    "W-FRACTION": Words("时间中不足一秒的部分已舍去", "fractions of a second were cut off"),
    "W-SAME-FILE": Words("同一文件已在批次 {value} 中导入", "the same file was loaded in batch {value}"),
    "W-UNCHANGED": Words(
        "{value} 行与已入库的记录相同，未重复写入", "{value} rows equal what is in the store and were not written again"
    ),
}
# reasons that share a public code with another
PUBLIC_CODES = {
    "E-DATE-SKIPPED": "E-DATE", "E-DATE-REPEATED": "E-DATE-AMBIGUOUS", "E-DUP-STORED": "E-DUP-SAME",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row was rejected; ``field`` is the record column, ``cells`` the row as it stood in the file."""

    row: int
    field: str
    code: str
    message: Words
    value: str
    cells: dict[str, str] = default_of(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWarning:
    """Something worth knowing about a row that was accepted; row 0 is the file."""

    row: int
    code: str
    message: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Accepted rows (columns of the kind, ``key``, ``row_number``), problems and warnings, in order of rows."""

    kind: str
    facts: FileFacts
    accepted: pa.Table
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowWarning, ...]
    header: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Number of data rows: accepted and rejected ones."""
        return int(self.accepted.num_rows) + len(self.problems)


def said(reason: str, **facts: object) -> Words:
    """Return the words of a reason with its facts filled in."""
    words = REASONS[reason]
    shown = {name: _short(value) for name, value in facts.items()}
    return Words(words.zh.format_map(shown), words.en.format_map(shown))


def public_code(reason: str) -> str:
    """Return the code that the contract shows for a reason."""
    return PUBLIC_CODES.get(reason, reason)


def _short(value: object) -> object:
    return value[:60] + "…" if isinstance(value, str) and len(value) > 60 else value
