"""What a dry run found, as a plain tree that the database keeps: counts, reasons with their mending, samples."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from fuwubao.domain.words import Words
from fuwubao.records.checks.outcome import Outcome, RowProblem, RowWarning
from fuwubao.records.errors import FileRefused
from fuwubao.records.examination import Examined

ROWS_SHOWN = 200
SAMPLE = 8

MENDING: dict[str, Words] = {
    "E-COLUMNS": Words("多为单元格内有分隔符或换行，请重新导出", "often a delimiter inside a cell: export again"),
    "E-TOO-LONG": Words("缩短该单元格，或不导入这一列", "shorten the cell or leave the column out"),
    "E-ID-PRECISION": Words("在源表中将编号列设为文本，重新导出", "make the number column text and export again"),
    "E-REQUIRED": Words("在文件中补全，或入库后在批次页补填", "fill it in the file, or in quarantine after loading"),
    "E-DATE": Words("写明该列的时间格式，或更正单元格", "say the column's time format, or correct the cell"),
    "E-DATE-AMBIGUOUS": Words("写明该列的时间格式，如 %d/%m/%Y %H:%M", "say the format, such as %d/%m/%Y %H:%M"),
    "E-FUTURE": Words("核对时区与日期", "check the zone and the date"),
    "E-ORDER": Words("核对两列时间，多为 12 小时制或列对应错了", "check both times: 12-hour clock, or columns swapped"),
    "E-PRIORITY": Words("在取值对应中为它选 P1–P4", "choose P1–P4 for it in the value map"),
    "E-NUMBER": Words("核对数值与单位", "check the number and its unit"),
    "E-SCORE": Words("核对评分的范围", "check the range of scores"),
    "E-VALUE": Words("在取值对应中为它选一个取值", "choose a value for it in the value map"),
    "E-DUP-SAME": Words("无需处理：同一行只计一次", "nothing to do: the row counts once"),
    "E-DUP-CONFLICT": Words("选择保留哪一行，删去另一行", "decide which row to keep"),
    "E-BEFORE-OPENED": Words("核对该事件的时间与时区", "check the event's time and zone"),
}
TITLES: dict[str, Words] = {
    "E-COLUMNS": Words("列数与表头不符", "fields do not fit the header"),
    "E-TOO-LONG": Words("单元格过长", "cell too long"),
    "E-ID-PRECISION": Words("编号已丢失位数", "number has lost digits"),
    "E-REQUIRED": Words("必填项为空", "required and blank"),
    "E-DATE": Words("时间无法识别", "time cannot be read"),
    "E-DATE-AMBIGUOUS": Words("时间分不清", "time is ambiguous"),
    "E-FUTURE": Words("时间晚于导入时刻", "time lies in the future"),
    "E-ORDER": Words("时间先后颠倒", "times in the wrong order"),
    "E-PRIORITY": Words("优先级取值不在对应表", "priority is not in the value map"),
    "E-NUMBER": Words("数值不在允许范围", "number out of range"),
    "E-SCORE": Words("评分不在允许范围", "score out of range"),
    "E-VALUE": Words("取值不在对应表", "value is not in the value map"),
    "E-DUP-SAME": Words("重复，内容相同", "duplicate, same content"),
    "E-DUP-CONFLICT": Words("编号重复，内容不同", "same number, other content"),
    "E-BEFORE-OPENED": Words("事件早于受理", "event before the ticket was opened"),
}


def title_of(code: str) -> Words:
    """Return a reason in a few words."""
    return TITLES.get(code, Words(code, code))


def mending_of(code: str) -> Words:
    """Return how a reason is mended."""
    return MENDING.get(code, Words("更正后补导", "correct the row and replay it"))


def findings_of(examined: Examined) -> dict[str, object]:
    """Return counts, reasons by frequency, the first problems, warnings and accepted rows, and value words to map."""
    outcome = examined.outcome
    tree: dict[str, object] = {
        "rows": outcome.rows,
        "accepted": outcome.accepted.num_rows,
        "rejected": len(outcome.problems),
        "encoding": outcome.facts.encoding,
        "delimiter": outcome.facts.delimiter,
        "header_row": outcome.facts.header_row,
        "reasons": [list(pair) for pair in Counter(problem.code for problem in outcome.problems).most_common()],
        "problems": [_problem(problem) for problem in outcome.problems[:ROWS_SHOWN]],
        "warned": len(outcome.warnings),
        "warnings": [_warning(warning) for warning in outcome.warnings[:ROWS_SHOWN]],
        "sample": _sample(outcome),
        "unknown": _unknown(outcome),
    }
    if examined.events is not None:
        tree["events"] = {"rows": examined.events.rows, "accepted": examined.events.accepted.num_rows}
    return tree


def refusal_of(refusal: FileRefused) -> dict[str, object]:
    """Return why the whole file cannot be taken, with the way to mend it."""
    return {
        "refused": refusal.letter,
        "zh": [refusal.message("zh"), refusal.hint("zh")],
        "en": [refusal.message("en"), refusal.hint("en")],
    }


def _problem(problem: RowProblem) -> dict[str, object]:
    return {
        "row": problem.row,
        "field": problem.field,
        "code": problem.code,
        "zh": problem.message.zh,
        "en": problem.message.en,
        "value": problem.value[:80],
    }


def _warning(warning: RowWarning) -> dict[str, object]:
    return {"row": warning.row, "code": warning.code, "zh": warning.message.zh, "en": warning.message.en}


def _unknown(outcome: Outcome) -> dict[str, list[str]]:
    """Return the words that no value map knows, by record column, most frequent first."""
    words: dict[str, Counter[str]] = {}
    for problem in outcome.problems:
        if problem.code in ("E-PRIORITY", "E-VALUE") and problem.value:
            words.setdefault(problem.field, Counter())[problem.value] += 1
    return {field: [word for word, _ in counted.most_common(30)] for field, counted in words.items()}


def _sample(outcome: Outcome) -> dict[str, object]:
    """Return the first accepted rows in the columns that hold something."""
    names = [
        name
        for name in outcome.accepted.column_names
        if name not in ("key", "row_number") and outcome.accepted[name].null_count < outcome.accepted.num_rows
    ]
    first = outcome.accepted.select(["row_number", *names]).slice(0, SAMPLE)
    rows = [[_shown(cell) for cell in row.values()] for row in first.to_pylist()]
    return {"names": names, "rows": rows}


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, date | Decimal):
        return str(cell)
    return str(cell)[:60]
