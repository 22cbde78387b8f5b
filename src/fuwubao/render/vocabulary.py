"""The words that writers add of themselves, in both languages; a document's language is its own, not the reader's."""

from __future__ import annotations

from fuwubao.domain.words import Words

CONTENTS = Words("目次", "Contents")
TABLE = Words("表", "Table")
CHART = Words("图", "Figure")
APPENDIX = Words("附录", "Appendix")
CHAPTER = Words("第 {number} 章", "chapter {number}")
PAGE_OF = Words("第 {page} 页 共 {pages} 页", "Page {page} of {pages}")
DRAFT = Words("草稿", "DRAFT")
DRAFTED = Words("草稿 · {at} 生成", "Draft · made {at}")
NOTHING = Words("本期无。", "None in this period.")
NOTHING_OF = Words("{subject}：", "{subject}: ")
END = Words("报告正文结束", "End of report")
TO = Words("致", "To")
CLASSIFICATION = Words("密级", "Classification")
COPY = Words("分发号 {number}", "Copy {number}")
HOLDER = Words("持有人 {name}", "Holder {name}")
COUNTED = Words("合计", "Total")
KIND_OF_FILE = Words("服务报告", "Service report")
STRIP = Words("全部目标", "All targets")
YES = Words("是", "yes")

NUMBER = Words("编号", "No.")
ACTION = Words("措施", "Measure")
EFFECT = Words("预期效果（基线 → 目标）", "Expected effect (from → to)")
OWNER = Words("责任人", "Owner")
PLANNED = Words("计划完成", "Planned")
DONE = Words("实际完成", "Done")
STATE = Words("状态", "State")
DATE = Words("日期", "Date")
EVENT_KIND = Words("类别", "Kind")
EVENT = Words("事件与结果", "Event and outcome")
RELATED = Words("关联记录", "Related records")
TICKET = Words("工单", "Ticket")
TICKET_SERVICE = Words("工单 / 服务", "Ticket / service")
SERVICE = Words("服务", "Service")
SUBJECT = Words("事项", "Subject")
PRIORITY = Words("级别", "Priority")
ELAPSED = Words("计时时长", "Elapsed")
OVER = Words("超时", "Over")
CAUSE = Words("原因", "Cause")
DUE = Words("期限", "Due")
VERSION = Words("版本", "Version")
CHANGE = Words("修改内容", "Change")
AUTHOR = Words("修改人", "Author")
RECIPIENT = Words("接收人", "Recipient")
POSITION = Words("部门 / 职务", "Department / position")
MEANS = Words("方式", "Means")
ROLE = Words("环节", "Step")
NAME = Words("姓名", "Name")
SIGNED = Words("日期", "Date")

SHEET_FIGURES = Words("指标", "Figures")
SHEET_DOCUMENT = Words("报告", "Report")
FIGURE_COLUMNS = (
    Words("指标", "Measure"),
    Words("版本", "Version"),
    Words("名称", "Title"),
    Words("范围", "Scope"),
    Words("分子", "Numerator"),
    Words("分母", "Denominator"),
    Words("数值（未舍入）", "Value (unrounded)"),
    Words("单位", "Unit"),
    Words("显示", "Display"),
    Words("目标", "Target"),
    Words("判定", "Verdict"),
    Words("状态", "Status"),
)
META_ROWS = (
    ("number", Words("报告编号", "Number")),
    ("title", Words("名称", "Title")),
    ("version", Words("版本", "Version")),
    ("customer", Words("客户", "Customer")),
    ("period", Words("报告期间", "Period")),
    ("issuer", Words("编制单位", "Issuer")),
    ("confidentiality", Words("密级", "Classification")),
    ("control", Words("受控状态", "Control")),
    ("as_of", Words("数据截至", "Data as of")),
    ("snapshot", Words("快照", "Snapshot")),
)
VERDICTS = {"met": Words("达标", "met"), "not_met": Words("未达标", "not met")}
FIGURE_STATES = {
    "ok": Words("正常", "ok"),
    "not_applicable": Words("不适用", "not applicable"),
    "unavailable": Words("数据不可用", "unavailable"),
    "small_sample": Words("样本不足", "small sample"),
}
