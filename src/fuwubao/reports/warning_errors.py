"""What warnings, requests and reports on major incidents refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotFound, Refused


class WarningNotFound(NotFound):
    """No warning of that number, or none for this reader."""

    code = "reports.warning_not_found"
    zh = "没有预警 {number}"
    en = "There is no warning {number}"
    hint_zh = "在“预警”页查看编号"
    hint_en = "See the numbers on the page of warnings"
    source = "S1.23"


class ActionMissing(BadInput):
    """A warning is answered with an owner; an action has a date, a date an action."""

    code = "reports.action_missing"
    zh = "{number} 的处置要有责任人；写了预防措施就要有期限，反之亦然"
    en = "An answer to {number} needs an owner; an action needs a date, and a date an action"
    hint_zh = "选定责任人，并同时填写预防措施和期限"
    hint_en = "Name an owner, and give the action together with its date"
    source = "S1.23"


class RequestNotFound(NotFound):
    """No request of that number."""

    code = "reports.request_not_found"
    zh = "没有报告申请 {number}"
    en = "There is no request {number}"
    hint_zh = "在“报告申请”页查看编号"
    hint_en = "See the numbers on the page of requests"
    source = "S1.14"


class NeededBeforeAsked(BadInput):
    """A report cannot be needed before it is asked for."""

    code = "reports.needed_before_asked"
    zh = "需要日期 {needed} 早于今天 {today}"
    en = "It is needed by {needed}, before today {today}"
    hint_zh = "填写今天或以后的日期"
    hint_en = "Give today or a later date"
    source = "S1.14"


class NoMajorIncident(NotFound):
    """The records hold no major incident of that number."""

    code = "reports.no_major_incident"
    zh = "服务数据中没有重大事件 {ticket}"
    en = "The records hold no major incident {ticket}"
    hint_zh = "核对工单编号；只有标为重大的工单才能开立重大事件报告"
    hint_en = "Check the number; only a ticket marked as major opens such a report"
    source = "S1.31"


class NotRecovered(Refused):
    """The report is due after recovery, so its date is known only then."""

    code = "reports.not_recovered"
    zh = "{ticket} 尚未恢复，恢复后再开立重大事件报告"
    en = "{ticket} is not recovered yet; open the report afterwards"
    hint_zh = "登记解决时间并导入后重试"
    hint_en = "Load its resolution and try again"
    source = "S1.31"


class NoIncidentRow(Refused):
    """A report comes from a register row; none in force is for major incidents of this customer."""

    code = "reports.no_incident_row"
    zh = "客户 {customer} 没有生效的重大事件报告条目（模板 R07）"
    en = "Customer {customer} has no active register row for major incidents (template R07)"
    hint_zh = "在服务报告列表中登记、约定并生效一个模板为 R07 的条目"
    hint_en = "Register a row with template R07, agree it and put it into force"
    source = "S1.40"


class IncidentReportOpen(Refused):
    """The days of the incident have their report already."""

    code = "reports.incident_report_open"
    zh = "{row} 在 {period} 的重大事件报告已开立"
    en = "{row} already has its report on major incidents of {period}"
    hint_zh = "同一日期的重大事件写进同一份报告"
    hint_en = "Major incidents of the same days go into one report"
    source = "S1.31"
