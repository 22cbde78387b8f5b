"""What measurement refuses, and how to mend it."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class CustomerUnknown(NotFound):
    """Neither an agreement nor a record speaks of the customer."""

    code = "measurement.customer_unknown"
    zh = "没有客户 {customer}：协议和记录中都没有"
    en = "No customer {customer}: neither agreements nor records name it"
    hint_zh = "已知的客户：{known}"
    hint_en = "Known customers: {known}"


class FigureUnknown(NotFound):
    """The measure has no such number: a clock, statistic or bucket that it does not tell."""

    code = "measurement.figure_unknown"
    zh = "{measure} 没有这一项：{variant}"
    en = "{measure} has no such number: {variant}"
    hint_zh = "可选：{known}"
    hint_en = "Choose one of: {known}"


class FigureSetUnknown(NotFound):
    """No figures were frozen under that number."""

    code = "measurement.figure_set_unknown"
    zh = "没有冻结的数字：{number}"
    en = "No frozen figures: {number}"
    hint_zh = "请核对编号"
    hint_en = "Check the number"
    source = "M14"


class FrozenFiguresDiffer(Refused):
    """A frozen figure comes out otherwise when it is computed again from its own snapshot."""

    code = "measurement.frozen_figures_differ"
    zh = "{count} 个冻结数字重算后不一致，第一个：{first}"
    en = "{count} frozen figures come out otherwise when computed again, the first: {first}"
    hint_zh = "请核对数据目录是否被改动（fuwubao audit verify），并保留现场"
    hint_en = "Check whether files were changed by hand (fuwubao audit verify), and keep the workspace as it is"
    source = "M14"


class NothingToFreeze(Refused):
    """A set without figures proves nothing (S1.18)."""

    code = "measurement.nothing_to_freeze"
    zh = "没有可冻结的数字"
    en = "There are no figures to freeze"
    hint_zh = "请至少选择一个指标"
    hint_en = "Choose at least one measure"
    source = "S1.18"


class EngineMissing(BadInput):
    """The engine asked for is not installed here."""

    code = "measurement.engine_missing"
    zh = "未安装计算引擎 {engine}"
    en = "The engine {engine} is not installed"
    hint_zh = "请使用 --engine duckdb"
    hint_en = "Use --engine duckdb"


class ChangeUnknown(NotFound):
    """No request of that number."""

    code = "measurement.change_unknown"
    zh = "没有变更申请 {number}"
    en = "There is no change request {number}"
    hint_zh = "请核对编号，或查看“口径变更申请”清单"
    hint_en = "Check the number, or see the list of change requests"


class ChangeDecided(Refused):
    """The request was applied, rejected or withdrawn before."""

    code = "measurement.change_decided"
    zh = "变更申请 {number} 已经办结，不能再办理"
    en = "Change request {number} is closed already"
    hint_zh = "如仍需变更，请另行申请"
    hint_en = "Ask again in a new request"
    source = "design 6"


class ChangeAskedTwice(Refused):
    """One open request a subject: two previews of one thing would both be wrong."""

    code = "measurement.change_asked_twice"
    zh = "{subject} 已有待批准的申请 {number}"
    en = "{subject} has an open request already: {number}"
    hint_zh = "请等待批准，或先撤回该申请"
    hint_en = "Wait for the decision, or withdraw that request first"


class ApproverIsRequester(NotAllowed):
    """Whoever asks, or stands behind who asks, does not decide."""

    code = "measurement.approver_is_requester"
    zh = "申请人不能批准或驳回自己的申请 {number}"
    en = "Nobody decides on her own request {number}"
    hint_zh = "请由申请人及其委托人以外的人办理；本人可以撤回"
    hint_en = "Let another person decide, for whom the requester does not act; the requester may withdraw it"
    source = "design 6"


class NotTheRequester(NotAllowed):
    """Only who asked takes a request back."""

    code = "measurement.not_the_requester"
    zh = "只有申请人能撤回申请 {number}"
    en = "Only its requester withdraws request {number}"
    hint_zh = "审批人可以驳回"
    hint_en = "An approver may reject it"


class ReasonMissing(Refused):
    """A change or a rejection without a reason."""

    code = "measurement.reason_missing"
    zh = "须写明原因"
    en = "A reason is needed"
    hint_zh = "请填写原因后重试"
    hint_en = "Give the reason and try again"
    source = "design 6"


class ExclusionUnfounded(Refused):
    """An exclusion rests on a clause of the agreement or on the customer's confirmation (who, when, file)."""

    code = "measurement.exclusion_unfounded"
    zh = "剔除须有依据：协议条款，或客户确认（确认人、日期、文件）"
    en = "An exclusion needs a clause, or the customer's confirmation: who, when, file"
    hint_zh = "填写条款编号，或上传客户确认文件并填写确认人与日期"
    hint_en = "Name the clause, or give the file with the name and the date"
    source = "M9"


class NotExcluded(Refused):
    """No approved request leaves the ticket out: there is nothing to lift."""

    code = "measurement.not_excluded"
    zh = "工单 {ticket} 没有经批准的剔除"
    en = "No approved request excludes ticket {ticket}"
    hint_zh = "来源工具自己标的测试、垃圾单，请在来源中更正后重新导入"
    hint_en = "A mark of the source tool (test, spam) is mended there, then loaded again"
    source = "M9"


class ExclusionFrozen(Refused):
    """A told report counts the ticket: it moves only by a correction of that report."""

    code = "measurement.exclusion_frozen"
    zh = "报告 {reports} 的冻结数字涉及工单 {ticket}，不能再剔除或恢复"
    en = "The frozen figures of {reports} know ticket {ticket}: it can be excluded or restored no more"
    hint_zh = "已发布的报告请勾选“作为更正”；评审中或已批准的报告请先退回"
    hint_en = "Ask as a correction if the report is published; else have it returned to its author first"
    source = "M9; M14"


class PreviewMissing(Refused):
    """The figures have moved since the preview was made: the approver would decide on something else."""

    code = "measurement.preview_stale"
    zh = "申请 {number} 的预览尚未算出，或数据、协议此后有变"
    en = "The preview of {number} is not there yet, or records or agreements have changed since"
    hint_zh = "请重新计算预览，看过后再批准"
    hint_en = "Make the preview again, read it, then approve"
    source = "design 6"
