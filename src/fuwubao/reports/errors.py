"""What the room refuses, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class RowNotFound(NotFound):
    """No register row of that number."""

    code = "reports.row_not_found"
    zh = "服务报告列表中没有编号 {number}"
    en = "The register has no row {number}"
    hint_zh = "用 fuwubao register show 查看编号；报告只能来自列表中的条目"
    hint_en = "See the numbers with fuwubao register show; a report comes from a row of the register"
    source = "S1.40"


class ReportNotFound(NotFound):
    """No report of that number, or none that this reader may see."""

    code = "reports.report_not_found"
    zh = "没有报告 {number}"
    en = "There is no report {number}"
    hint_zh = "用 fuwubao report list 查看报告编号"
    hint_en = "See the numbers with fuwubao report list"
    source = "S1.40"


class NumberTaken(Refused):
    """A register number is unique in the firm and never used again."""

    code = "reports.number_taken"
    zh = "编号 {number} 已被使用"
    en = "The number {number} is taken"
    hint_zh = "换一个编号；停用条目的编号也不再使用"
    hint_en = "Choose another; the number of a retired row is not used again either"
    source = "S1.40"


class RowUnready(Refused):
    """A row lacks what its next state needs."""

    code = "reports.row_unready"
    zh = "条目 {number} 还缺：{missing}"
    en = "Row {number} still lacks: {missing}"
    hint_zh = "补齐后再办理；未约定的报告不产生应提交期次"
    hint_en = "Fill it in first; a report that nobody agreed raises no duty"
    source = "S1.14; S1.37"


class TemplateMissing(Refused):
    """The template that a row names is not built, so that the row stays a draft."""

    code = "reports.template_missing"
    zh = "条目 {number} 的模板 {template} 尚未生效"
    en = "The template {template} of row {number} is not effective"
    hint_zh = "先使模板生效；此前条目保持草稿，不产生应提交期次"
    hint_en = "Make the template effective first; until then the row stays a draft and raises no duty"
    source = "S1.27"


class TooRare(Refused):
    """Less than one occurrence a year."""

    code = "reports.too_rare"
    zh = "条目 {number} 的频次“{frequency}”每年不足一次"
    en = "Row {number} with frequency “{frequency}” occurs less than once a year"
    hint_zh = "频次请选 monthly、quarterly、half_yearly 或 yearly"
    hint_en = "Choose monthly, quarterly, half_yearly or yearly"
    source = "S1.28"


class StepRefused(Refused):
    """The state of the thing does not permit the act."""

    code = "reports.step_refused"
    zh = "{what} 现为“{state}”，不能{act}"
    en = "{what} is “{state}”; it cannot {act}"
    hint_zh = "按流程先完成前一步，或由有权人退回"
    hint_en = "Complete the step before it, or have it returned"
    source = "S1.3"


class AlreadyDrafted(Refused):
    """A report of that row and period exists and is not a correction."""

    code = "reports.already_drafted"
    zh = "{number} 已经存在，状态“{state}”"
    en = "{number} exists already, in state “{state}”"
    hint_zh = "打开已有报告；已发布的报告请用“更正”建立新版本"
    hint_en = "Open it; a published report is corrected by a new version"
    source = "M14"


class SameHands(NotAllowed):
    """Separation of duties: one person may not do both."""

    code = "reports.same_hands"
    zh = "{person} 已是该报告的{role}，不能再{act}"
    en = "{person} is already the {role} of this report and cannot {act} it"
    hint_zh = "请由另一人办理；流程经理为编制人时由委派代理或管理体系负责人批准"
    hint_en = "Another person must do it; when the manager is the author, a delegate or the system head approves"
    source = "S1.5; domain (e)"


class NotTheApprover(NotAllowed):
    """A normal report is approved by the process manager or her delegate; the system head stands in for her alone."""

    code = "reports.not_the_approver"
    zh = "{number} 是正常报告，由服务报告流程经理或其代理批准，{person} 不能代为批准"
    en = "{number} is a normal report: the process manager or her delegate approves it, not {person}"
    hint_zh = "请流程经理批准，或由她先转体系负责人；她本人编制的报告才由体系负责人直接批准"
    hint_en = "Ask the process manager to approve or escalate it; only her own report goes to the system head at once"
    source = "S1.5; S1.6"


class EvidenceNotYet(Refused):
    """An evidence pack is made of an approved report alone."""

    code = "reports.evidence_not_yet"
    zh = "{number} 尚未批准，不能出证据包"
    en = "{number} is not approved yet: there is no evidence pack of it"
    hint_zh = "批准后再取；批准前的数据和依据见编制页"
    hint_en = "Take it after approval; until then the editor shows figures and sources"
    source = "domain (h)"


class PackUnreadable(BadInput):
    """The file is no evidence pack, or a part that is needed is missing."""

    code = "reports.pack_unreadable"
    zh = "{file} 不是完整的证据包：{why}"
    en = "{file} is not a whole evidence pack: {why}"
    hint_zh = "请用 fuwubao report evidence 生成的 zip 文件"
    hint_en = "Give the zip file that fuwubao report evidence made"
    source = "domain (h)"


class ChecksOpen(Refused):
    """Findings that must be mended before the report goes to review."""

    code = "reports.checks_open"
    zh = "{number} 还有 {count} 项必须先改：{findings}"
    en = "{number} has {count} findings to mend first: {findings}"
    hint_zh = "用 fuwubao report check {number} 或编制页右侧的检查逐项处理"
    hint_en = "Mend them one by one: fuwubao report check {number}, or the checks beside the editor"
    source = "S1.18; S1.36; S6.8"


class ReviewIncomplete(BadInput):
    """The check list of a review lacks a result, or a failed item lacks a comment."""

    code = "reports.review_incomplete"
    zh = "评审记录不完整：{where}"
    en = "The review record is incomplete: {where}"
    hint_zh = "每一检查项都要给出结果；不符合的写明意见"
    hint_en = "Give a result for each item, and a comment where it does not hold"
    source = "S1.25; S6.9"


class ReasonMissing(BadInput):
    """An act that needs a reason came without one."""

    code = "reports.reason_missing"
    zh = "{act}要写明原因"
    en = "{act} needs a reason"
    hint_zh = "写明原因后重试"
    hint_en = "State the reason and try again"
    source = "S2.11"


class EditedMeanwhile(Refused):
    """Another person saved the same thing in the meantime; nothing is overwritten."""

    code = "reports.edited_meanwhile"
    zh = "“{what}”在此期间已被 {by} 修改，未覆盖"
    en = "“{what}” was changed by {by} in the meantime; nothing was overwritten"
    hint_zh = "重新载入后合并您的文字再保存"
    hint_en = "Reload, merge your words and save again"
    source = "S1.4"


class UnknownCitation(BadInput):
    """A text cites a figure that the report does not hold."""

    code = "reports.unknown_citation"
    zh = "{where} 引用了报告中没有的数字 {key}"
    en = "{where} cites {key}, which the report does not hold"
    hint_zh = "用“引用数字”从报告的数字中选择"
    hint_en = "Choose from the report's figures with “cite a figure”"
    source = "M14"


class NoRecipients(Refused):
    """A report without recipients cannot be published."""

    code = "reports.no_recipients"
    zh = "{number} 没有可发布的接收人"
    en = "{number} has no recipient to publish to"
    hint_zh = "在服务报告列表中约定汇报对象"
    hint_en = "Agree the recipients in the register"
    source = "S1.16"


class NotAgreedParty(Refused):
    """The party that the report goes to is named by no live agreement."""

    code = "reports.not_agreed_party"
    zh = "{party} 没有生效的协议，{number} 不能向其发布"
    en = "{party} is named by no live agreement; {number} cannot be published to it"
    hint_zh = "先登记生效的协议并在条目中引用"
    hint_en = "Register a live agreement first and name it in the row"
    source = "S1.16"


class FileDamaged(Refused):
    """The kept bytes of an approved report no longer have the hash that was recorded."""

    code = "reports.file_damaged"
    zh = "{name} 的内容与批准时的散列值不符"
    en = "{name} does not have the hash that was recorded at approval"
    hint_zh = "从备份恢复该文件；用 fuwubao audit verify 核对审计链"
    hint_en = "Restore the file from a backup; check the audit chain with fuwubao audit verify"
    source = "M14"


class ConsentMissing(Refused):
    """A date owed to a customer is moved or waived only with the customer's consent, dated before it."""

    code = "reports.consent_missing"
    zh = "{what} 的免报或延期缺少客户在期限前的同意"
    en = "{what} lacks the customer's consent dated before the due date"
    hint_zh = "写明同意人、日期和凭据；期限过后不能补办免报"
    hint_en = "State who consented, when, and the file; after the due date it cannot be waived"
    source = "S1.29"


class SuggestionsOpen(Refused):
    """What a reader suggested or objected to is not answered yet."""

    code = "reports.suggestions_open"
    zh = "{number} 还有 {count} 条意见没有答复：{listed}"
    en = "{number} has {count} remarks without an answer: {listed}"
    hint_zh = "先在报告页逐条答复反馈、处理异议，再确认建议已落实"
    hint_en = "Answer each remark and decide each objection on the report's page first"
    source = "S6.13"


class OutsidePeriod(BadInput):
    """The period has not begun."""

    code = "reports.outside_period"
    zh = "{where}：期间 {period} 不能编制，{why}"
    en = "{where}: the period {period} cannot be reported, {why}"
    hint_zh = "反应性报告写已经发生的事：期间开始后可以先编草稿，结束后才能提交"
    hint_en = "A reactive report tells what happened: draft it once the period has begun, submit it after its end"
    source = "S1.22"


class RowOfAnother(BadInput):
    """The row belongs to another customer than the one named."""

    code = "reports.row_of_another"
    zh = "条目 {number} 属于客户 {customer}"
    en = "Row {number} belongs to customer {customer}"
    hint_zh = "去掉 --customer，或改用该客户的条目"
    hint_en = "Leave --customer out, or name a row of that customer"
    source = "S1.40"


class DutyNotFound(NotFound):
    """No duty has this key."""

    code = "reports.duty_not_found"
    zh = "找不到应办事项 {key}"
    en = "There is no duty {key}"
    hint_zh = "用 fuwubao report due --kind all --json 查看 key"
    hint_en = "See the keys with fuwubao report due --kind all --json"
    source = "S1.29"


class DutyKindUnknown(BadInput):
    """The kind of duty is none of the table."""

    code = "reports.duty_kind_unknown"
    zh = "没有种类为 {kind} 的应办事项"
    en = "There is no kind of duty {kind}"
    hint_zh = "种类见 reports/duty_kinds.py"
    hint_en = "The kinds are in reports/duty_kinds.py"
    source = "S1.29"


class DateNotLater(BadInput):
    """A date is moved later, never earlier."""

    code = "reports.date_not_later"
    zh = "{what} 的新期限必须晚于原期限"
    en = "The new date of {what} must be later than the old one"
    hint_zh = "填写晚于原期限的日期"
    hint_en = "Give a date after the present one"
    source = "S1.29"


class NotResponsible(NotAllowed):
    """Only who is responsible, or the manager, settles a duty; a report's is settled by its publication."""

    code = "reports.not_responsible"
    zh = "{what} 由责任人或服务报告流程经理办结，{person} 不能代办；服务报告以发布为完成"
    en = "{what} is settled by who is responsible or the process manager, not by {person}; a report by its publication"
    hint_zh = "请责任人办理；报告请走发布"
    hint_en = "Ask who is responsible; publish a report"
    source = "S1.3; S1.29"
