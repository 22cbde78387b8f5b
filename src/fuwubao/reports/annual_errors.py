"""What the rules about yearly reviews and the annual summary refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class OutcomeUnknown(BadInput):
    """A review ends with keep, change, lower or retire."""

    code = "reports.review_outcome_unknown"
    zh = "看不懂评审结果“{given}”"
    en = "Unknown outcome of a review: “{given}”"
    hint_zh = "保留 keep、修改 change、降低优先级 lower、停用 retire 四者之一"
    hint_en = "One of keep, change, lower, retire"
    source = "S1.38"


class TemplateUnknown(NotFound):
    """No template in force has that code."""

    code = "reports.template_unknown"
    zh = "没有生效的模板 {template}"
    en = "There is no template {template} in force"
    hint_zh = "在“报告模板”页查看代码"
    hint_en = "See the codes on the page of templates"
    source = "S1.19"


class SummaryReviewOpen(Refused):
    """The review of that year's summary is convened already."""

    code = "reports.summary_review_open"
    zh = "{year} 年度总结的评审已召集，尚未结束"
    en = "The review of the summary of {year} is convened and not closed yet"
    hint_zh = "先完成已召集的评审"
    hint_en = "Close that one first"
    source = "S1.11"


class SummaryReviewNotFound(NotFound):
    """No such review."""

    code = "reports.summary_review_not_found"
    zh = "没有年度总结评审 {review}"
    en = "There is no review {review} of an annual summary"
    hint_zh = "在“年度评审与总结”页查看"
    hint_en = "See the page of annual reviews"
    source = "S1.11"


class MembersMissing(BadInput):
    """A review has members, known people of the house."""

    code = "reports.summary_members_missing"
    zh = "评审组成员缺少或不存在：{missing}"
    en = "Members of the review group are missing or unknown: {missing}"
    hint_zh = "给出至少一名本单位用户的登录名"
    hint_en = "Give the log-in of at least one person of the house"
    source = "S1.12"


class NotMember(NotAllowed):
    """Only a required member gives an opinion, and before the review is closed."""

    code = "reports.not_a_summary_member"
    zh = "{person} 不是该评审未结束时的评审组成员"
    en = "{person} is no member of this review while it is open"
    hint_zh = "请管理者代表召集时列入"
    hint_en = "Ask the management representative to name you when convening"
    source = "S1.12"


class OpinionsMissing(Refused):
    """The review closes only when every member has given an opinion and a conclusion."""

    code = "reports.summary_opinions_missing"
    zh = "尚缺评审组成员的意见：{missing}"
    en = "Opinions are missing of: {missing}"
    hint_zh = "成员逐一填写意见和结论后再结束评审"
    hint_en = "Close it when each of them has given an opinion and a conclusion"
    source = "S1.12"


class SummaryOpen(Refused):
    """Only a concluded review is an input to an audit or a management review."""

    code = "reports.summary_not_concluded"
    zh = "{year} 年度总结的评审尚未结束，不能作为输入"
    en = "The review of the summary of {year} is not closed and is no input yet"
    hint_zh = "结束评审后再登记"
    hint_en = "Close the review first"
    source = "S1.20"
