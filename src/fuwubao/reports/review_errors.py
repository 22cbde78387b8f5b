"""What review, sampling, further signatures, approval by link and PDF signatures refuse."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused, Unreachable


class NotListed(NotAllowed):
    """Reviewers are chosen from the list of service managers and experts."""

    code = "reports.not_listed"
    zh = "{person} 当日不在评审人员名单中，不能评审"
    en = "{person} is not on the list of reviewers that day"
    hint_zh = "由流程经理在评审人员名单中登记领域和起止日期，或请名单中的人评审"
    hint_en = "Have the process manager enter field and dates in the list, or ask somebody who is on it"
    source = "S6.10"


class ReviewerEntryUnclear(BadInput):
    """An entry of the list lacks its field, or ends before it begins."""

    code = "reports.reviewer_entry_unclear"
    zh = "评审人员名单的这一条不完整：{where}"
    en = "This entry of the list of reviewers is incomplete: {where}"
    hint_zh = "写明领域、类别和起止日期，结束不早于开始"
    hint_en = "State the field, the capacity and the dates; the end is not before the beginning"
    source = "S6.10"


class ReviewerEntryUnknown(NotFound):
    """No such entry in the list of reviewers."""

    code = "reports.reviewer_entry_unknown"
    zh = "评审人员名单中没有第 {number} 条"
    en = "The list of reviewers has no entry {number}"
    hint_zh = "重新打开名单"
    hint_en = "Open the list again"
    source = "S6.10"


class GroupUnclear(BadInput):
    """A review group cannot be called as given."""

    code = "reports.group_unclear"
    zh = "评审组不能这样召集：{where}"
    en = "The review group cannot be called like this: {where}"
    hint_zh = "选择方式与至少两名成员；编制人不能是成员"
    hint_en = "Choose how it is held and at least two members; who wrote the report is none"
    source = "S6.10; S1.12"


class NotYourSeat(Refused):
    """The group's order, or the meeting, does not let this person record a review now."""

    code = "reports.not_your_seat"
    zh = "{person} 现在不能评审 {number}：{reason}"
    en = "{person} cannot review {number} now: {reason}"
    hint_zh = "会签按次序签署；会议先登记出席和纪要，再由出席人签署"
    hint_en = "A group signs in its order; of a meeting attendance and minutes come first, then those present sign"
    source = "S1.12; S6.8"


class MeetingUnclear(BadInput):
    """The record of a review meeting lacks minutes, or too few members were there."""

    code = "reports.meeting_unclear"
    zh = "评审会议的记录不完整：{where}"
    en = "The record of the review meeting is incomplete: {where}"
    hint_zh = "写明时间、出席人和纪要；出席人须过半数"
    hint_en = "State when it was held, who was there and the minutes; more than half of the members must be there"
    source = "S1.12"


class SampleDrawn(Refused):
    """One sample a submission: nobody draws until the rows please."""

    code = "reports.sample_drawn"
    zh = "{number} 本次提交已抽样（种子 {seed}），不能重抽"
    en = "A sample of this submission of {number} exists (seed {seed}); it is not drawn again"
    hint_zh = "核对已抽出的各行；退回后重新提交可再抽"
    hint_en = "Compare the rows that were drawn; after a return and a new submission another one is drawn"
    source = "S6.9"


class NothingToSample(Refused):
    """No row stands behind the figures."""

    code = "reports.nothing_to_sample"
    zh = "{number} 的数字后面没有可抽样的记录"
    en = "No record stands behind the figures of {number}"
    hint_zh = "没有记录的报告在“数据已核实”项写明核对方法"
    hint_en = "For a report without records say at the item “data verified” how it was checked"
    source = "S6.9"


class SampleOpen(Refused):
    """The data are not verified while rows of the sample wait for their comparison."""

    code = "reports.sample_open"
    zh = "{number} 的抽样还有 {count} 行没有核对，不能给出“数据已核实”"
    en = "{count} rows of the sample of {number} were not compared; the data are not verified yet"
    hint_zh = "逐行与来源工具核对并登记一致或不一致"
    hint_en = "Compare each row with the source tool and tick equal or different"
    source = "S6.9"


class DifferenceUnsaid(BadInput):
    """A row that differs from its source says what differs."""

    code = "reports.difference_unsaid"
    zh = "第 {where} 行不一致，要写明差在哪里"
    en = "Row {where} differs; say what differs"
    hint_zh = "写明来源工具中的值"
    hint_en = "Write what the source tool says"
    source = "S6.9"


class AbnormalNeedsHead(Refused):
    """An abnormal report needs the system head's approval besides the manager's."""

    code = "reports.abnormal_needs_head"
    zh = "{number} 是异常报告，还需管理体系负责人批准：{grounds}"
    en = "{number} is an abnormal report and needs the system head's approval too: {grounds}"
    hint_zh = "由流程经理转管理体系负责人；转出即为流程经理的批准意见"
    hint_en = "The process manager passes it on to the system head; that is her own approval"
    source = "S1.6"


class RuleUnknown(NotFound):
    """No rule of that name decides on abnormal reports."""

    code = "reports.abnormal_rule_unknown"
    zh = "没有异常报告规则 {rule}"
    en = "There is no rule {rule} for abnormal reports"
    hint_zh = "在“评审与批准规则”页查看"
    hint_en = "See the page of the rules of review and approval"
    source = "S1.6"


class SignaturesOpen(Refused):
    """A further signature that was asked for is still missing."""

    code = "reports.signatures_open"
    zh = "{number} 还缺{kind}：{people}"
    en = "{number} still lacks {kind}: {people}"
    hint_zh = "请被指定的人签署，或由流程经理写明原因撤销该签署"
    hint_en = "Ask those named to sign, or have the process manager withdraw the request with a reason"
    source = "design 6"


class SignatureUnknown(NotFound):
    """No such open signature for this person."""

    code = "reports.signature_unknown"
    zh = "没有等待 {person} 的这项签署"
    en = "No such signature waits for {person}"
    hint_zh = "打开报告的评审与批准页查看"
    hint_en = "See the page of review and approval of the report"
    source = "design 6"


class ReturnsOpen(Refused):
    """Reasons of return whose mending nobody has confirmed."""

    code = "reports.returns_open"
    zh = "{number} 还有 {count} 条退回意见没有写修改确认：{blocks}"
    en = "{number} has {count} reasons of return without a confirmation of what was mended: {blocks}"
    hint_zh = "在各章的意见处写明怎样修改，再提交"
    hint_en = "Say at each block what was mended, then submit"
    source = "S6.8; F04"


class ApprovalLinkClosed(Refused):
    """A one-time link that was used, has expired, or is nobody's."""

    code = "reports.approval_link_closed"
    zh = "这个链接已使用、已过期或无效"
    en = "This link was used, has expired or is not valid"
    hint_zh = "登录后从报告页批准，或请流程经理再发一次"
    hint_en = "Log in and approve from the report's page, or have the link sent again"
    source = "S1.5"


class NoMailAddress(Refused):
    """The person has no mail address."""

    code = "reports.no_mail_address"
    zh = "{person} 没有登记邮箱"
    en = "{person} has no mail address"
    hint_zh = "由系统管理员登记邮箱"
    hint_en = "Have the administrator enter one"
    source = "S1.5"


class CannotApprove(Refused):
    """The person could not approve this report, so no link is sent."""

    code = "reports.cannot_approve"
    zh = "{person} 不能批准 {number}，不发送链接"
    en = "{person} cannot approve {number}; no link is sent"
    hint_zh = "链接只发给此时能批准该报告的人"
    hint_en = "A link goes to people alone who could approve the report now"
    source = "S1.5; domain (e)"


class SignerMissing(Unreachable):
    """PDF signatures are set up but cannot be made."""

    code = "reports.signer_missing"
    zh = "PDF 签名不可用：{why}"
    en = "PDFs cannot be signed: {why}"
    hint_zh = "安装 fuwubao[sign]，核对 FUWUBAO_SIGN_CERTIFICATE 与口令文件；不签名时删去该设置"
    hint_en = "Install fuwubao[sign] and check FUWUBAO_SIGN_CERTIFICATE and its password file, or drop the setting"
    source = "design 5"
