"""What a period run, carried words and late data refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, Refused


class DataIncomplete(Refused):
    """The records of a row's period are not complete, so that its draft is not built by the run."""

    code = "reports.data_incomplete"
    zh = "{number} {period} 的数据还不完整：{missing}"
    en = "The data of {number} {period} are not complete: {missing}"
    hint_zh = "补齐数据后再生成；确要先看草稿时在报告页单独生成"
    hint_en = "Complete the data and build again; a single draft can still be made from the row"
    source = "S6.1"


class SummaryUnopened(NotAllowed):
    """Whoever approves by selection has opened the summary of each report first."""

    code = "reports.summary_unopened"
    zh = "{person} 还没有打开 {number} 本次提交的摘要，不能批准"
    en = "{person} has not opened the summary of {number} as it was submitted and cannot approve it"
    hint_zh = "打开摘要（本期批次页的“摘要”，或 fuwubao report summary {number}）后再批准"
    hint_en = "Open its summary (on the page of the period run, or fuwubao report summary {number}) first"
    source = "S1.5; S1.25"


class NothingSelected(BadInput):
    """No report was selected."""

    code = "reports.nothing_selected"
    zh = "{where}没有选中任何报告"
    en = "No report is selected in {where}"
    hint_zh = "勾选报告；文件每行写一个报告编号，或用本页导出的 CSV、JSON"
    hint_en = "Tick reports; a file holds one number a line, or the CSV or JSON that the page exports"
    source = "design 7"


class SelectionUnreadable(BadInput):
    """A file of selected reports cannot be read."""

    code = "reports.selection_unreadable"
    zh = "{where} 读不出报告编号：{why}"
    en = "{where} holds no report numbers: {why}"
    hint_zh = "每行写一个报告编号，或用本期批次页导出的 CSV、JSON（列“number”）"
    hint_en = "One number a line, or the CSV or JSON that the page of the period run exports (column number)"
    source = "design 7"


class NothingToCarry(Refused):
    """There are no words of an earlier period, or the block has words of its own."""

    code = "reports.nothing_to_carry"
    zh = "{number} 没有可以带入的上期文字：{why}"
    en = "{number} has no words of the last period to carry over: {why}"
    hint_zh = "只有空白的章节可以带入；本期已写的文字不会被覆盖"
    hint_en = "Only an empty chapter takes words over; what is written is never overwritten"
    source = "S1.4"


class CarriedUnknown(BadInput):
    """A sentence to confirm is none of the report's carried ones, or was changed meanwhile."""

    code = "reports.carried_unknown"
    zh = "{number} 没有待确认的沿用文字 {key}"
    en = "{number} has no carried sentence {key} to confirm"
    hint_zh = "刷新页面；改写过的句子不再是沿用文字"
    hint_en = "Reload the page; a sentence that was rewritten is carried no longer"
    source = "S1.4"


class NothingLate(Refused):
    """No data came after the freeze, or it moves no figure of the report."""

    code = "reports.nothing_late"
    zh = "{number} 冻结之后没有影响其数字的新数据"
    en = "No data that moves a figure of {number} came after its freeze"
    hint_zh = "先导入迟到的数据，再选择更新数据或更正说明"
    hint_en = "Load the late data first, then choose to update or to explain"
    source = "M14"


class PlanUnreadable(BadInput):
    """A rung of the ladder, or the days of the stages, cannot stand as given."""

    code = "reports.plan_unreadable"
    zh = "{where} 不能这样设置：{why}"
    en = "{where} cannot be set so: {why}"
    hint_zh = "逾期天数至少 1；阶段天数 0—60，先后不能颠倒（数据截止 ≥ 草稿 ≥ 评审 ≥ 批准）"
    hint_en = "At least 1 day late; 0 to 60 days before the due day, in order (data ≥ draft ≥ review ≥ approval)"
    source = "S1.29; S2.4"
