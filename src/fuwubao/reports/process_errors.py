"""What the rules about the process, the list's editions and service reviews refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class DocumentNotFound(NotFound):
    """No document, or no version of one, by that name."""

    code = "reports.process_document_not_found"
    zh = "没有流程文件 {document}"
    en = "There is no document {document} of the process"
    hint_zh = "在“服务报告管理流程”页查看文件编号和版本"
    hint_en = "See numbers and versions on the page of the process"
    source = "S1.43"


class DocumentUnclear(BadInput):
    """A version needs a known kind, a number, a title, its change, and text or file."""

    code = "reports.process_document_unclear"
    zh = "流程文件缺少{missing}"
    en = "The document lacks: {missing}"
    hint_zh = "填写编号、名称、变更内容，并写正文或附文件"
    hint_en = "Give number, title and change, and a text or a file"
    source = "S2.17"


class EffectiveTooEarly(BadInput):
    """A version comes into force today or later, never before."""

    code = "reports.process_document_back_dated"
    zh = "生效日期 {given} 早于今天 {today}"
    en = "It cannot come into force on {given}: today is {today}"
    hint_zh = "填写今天或以后的日期；历史由版本记录说明"
    hint_en = "Give today or a later day; the version record tells what was before"
    source = "S2.17"


class VersionOpen(Refused):
    """One draft at a time awaits approval."""

    code = "reports.process_version_open"
    zh = "{what}已有一版待批准"
    en = "A version of {what} awaits approval already"
    hint_zh = "先批准或退回该版，再起草下一版"
    hint_en = "Approve or return that one first"
    source = "S2.17"


class VersionDecided(Refused):
    """What is approved or returned is not decided again."""

    code = "reports.process_version_decided"
    zh = "{what}不在待批准状态"
    en = "{what} does not await approval"
    hint_zh = "刷新页面查看当前状态"
    hint_en = "Load the page again to see how it stands"
    source = "S2.17"


class ApprovedByItsMaker(NotAllowed):
    """Who made a version does not approve it."""

    code = "reports.approved_by_its_maker"
    zh = "{person} 起草了{what}，不能由本人批准"
    en = "{person} made {what} and cannot approve it"
    hint_zh = "请另一位有批准权限的人办理"
    hint_en = "Another person with the right to approve must do it"
    source = "S1.42; S1.43"


class NotInForce(Refused):
    """Only the version in force is confirmed as read."""

    code = "reports.process_version_not_in_force"
    zh = "{what}不是现行版本，不能确认阅读"
    en = "{what} is not in force and cannot be confirmed as read"
    hint_zh = "打开现行版本后确认"
    hint_en = "Open the version in force and confirm that one"
    source = "S1.43"


class EditionNotFound(NotFound):
    """No edition of the register by that number."""

    code = "reports.register_edition_not_found"
    zh = "没有服务报告列表第 {number} 版"
    en = "There is no edition {number} of the register"
    hint_zh = "在“列表版本”页查看已有的版本"
    hint_en = "See the page of the register's editions"
    source = "S1.42"


class EditionUnchanged(Refused):
    """An edition differs from the one before."""

    code = "reports.register_edition_unchanged"
    zh = "列表与已批准的第 {number} 版相同，不必发布新版"
    en = "The register equals its approved edition {number}; there is nothing to issue"
    hint_zh = "列表有变化后再发布"
    hint_en = "Issue a new one when the register has changed"
    source = "S1.42"


class ScopeUnclear(BadInput):
    """A scope entry or source needs its fields, a known service or class, and a sound span of days."""

    code = "reports.process_scope_unclear"
    zh = "范围或数据来源填写有误：{why}"
    en = "The scope or source is not clear: {why}"
    hint_zh = "服务编号取自服务目录；结束日期晚于开始日期"
    hint_en = "Services are named by their code in the catalogue; the end lies after the start"
    source = "S2.5; S6.2"


class MeetingNotFound(NotFound):
    """No service review by that number."""

    code = "reports.service_review_not_found"
    zh = "没有服务回顾会记录 {number}"
    en = "There is no service review {number}"
    hint_zh = "在“服务回顾会”页查看编号"
    hint_en = "See the numbers on the page of service reviews"
    source = "S6.12"


class MeetingUnclear(BadInput):
    """A meeting has agenda, minutes and people of both sides, and lies in the past."""

    code = "reports.service_review_unclear"
    zh = "服务回顾会记录不完整：{why}"
    en = "The record of the meeting is incomplete: {why}"
    hint_zh = "填写议程、纪要、双方出席人；会议时间不晚于现在"
    hint_en = "Give agenda, minutes and who attended of both sides; the meeting lies in the past"
    source = "S6.12"


class ReportNotTold(Refused):
    """A meeting goes through a report that the customer has."""

    code = "reports.service_review_unpublished"
    zh = "{number} 尚未发布给{customer}，不能据此召开服务回顾会"
    en = "{number} has not been published to {customer}, so no meeting can go through it"
    hint_zh = "先发布报告"
    hint_en = "Publish the report first"
    source = "S6.12"


class EvaluationUnclear(BadInput):
    """An evaluation has a known aspect, a score from 1 to 5 and its reasons."""

    code = "reports.service_evaluation_unclear"
    zh = "服务评价填写有误：{why}"
    en = "The evaluation is not clear: {why}"
    hint_zh = "选择评价方面，给出 1–5 分并写明依据"
    hint_en = "Choose an aspect, a score from 1 to 5, and state the grounds"
    source = "S6.15"
