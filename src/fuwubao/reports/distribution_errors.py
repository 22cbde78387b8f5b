"""What publication, copies, seals, links and objections refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotAllowed, NotFound, Refused


class DeliveryUnknown(NotFound):
    """No delivery of that number in this report."""

    code = "reports.delivery_unknown"
    zh = "{number} 没有编号为 {delivery} 的分发记录"
    en = "{number} has no delivery {delivery}"
    hint_zh = "用 fuwubao report deliveries {number} 查看分发记录"
    hint_en = "See them with fuwubao report deliveries {number}"
    source = "S6.11"


class ProofMissing(BadInput):
    """A hand-over outside the system is entered with its proof."""

    code = "reports.proof_missing"
    zh = "登记线下送达还缺：{missing}"
    en = "A hand-over outside the system still needs: {missing}"
    hint_zh = "写明送达时间与送达人，并附凭据文件（签收单、聊天截图、快递回执、会议纪要）"
    hint_en = "Give its time, who handed over, and a file as proof (receipt, screenshot, courier slip, minutes)"
    source = "S6.11"


class HandOverImpossible(BadInput):
    """The instant of a hand-over cannot be: in the future, or before the bytes were approved."""

    code = "reports.hand_over_impossible"
    zh = "送达时间 {at} 不成立：{why}"
    en = "A hand-over at {at} cannot be: {why}"
    hint_zh = "送达时间在批准之后、登记之前"
    hint_en = "It lies after the approval and not after now"
    source = "S6.11; M14"


class ChannelUnknown(BadInput):
    """No such way of handing over."""

    code = "reports.channel_unknown"
    zh = "没有提交方式“{channel}”"
    en = "There is no way of delivery “{channel}”"
    hint_zh = "可选：{known}"
    hint_en = "Choose from: {known}"
    source = "S6.11"


class FileUnfit(BadInput):
    """A file that is empty, too large, or of a kind that is not kept as proof."""

    code = "reports.file_unfit"
    zh = "文件 {name} 不能作为凭据：{why}"
    en = "The file {name} cannot be kept as proof: {why}"
    hint_zh = "请附 PDF、PNG、JPG、DOCX、XLSX 或 EML，不超过 20 MB"
    hint_en = "Attach PDF, PNG, JPG, DOCX, XLSX or EML of at most 20 MB"
    source = "S6.11"


class SealBySameHands(NotAllowed):
    """Who asked for the seal does not approve its use."""

    code = "reports.seal_by_same_hands"
    zh = "{person} 是用印申请人，不能批准自己的申请"
    en = "{person} asked for the seal and cannot approve it"
    hint_zh = "请由另一位有权人批准"
    hint_en = "Another person must approve it"
    source = "domain (e)"


class SealNumberTaken(Refused):
    """A number of the seal register is used once."""

    code = "reports.seal_number_taken"
    zh = "用印登记号 {number} 已被使用"
    en = "The seal register's number {number} is taken"
    hint_zh = "换一个登记号"
    hint_en = "Choose another"
    source = "domain (d)"


class ScanOfAnother(BadInput):
    """The code on the cover belongs to another report, version or content."""

    code = "reports.scan_of_another"
    zh = "封面二维码不是 {number} 的：{why}"
    en = "The code on the cover is not that of {number}: {why}"
    hint_zh = "扫描封面二维码得到的文字形如 FUWUBAO|编号|版本|内容校验码；请登记到它所指的版本"
    hint_en = "The code reads FUWUBAO|number|version|check; register the scan with the version it names"
    source = "S1.1; M14"


class LinkClosed(NotFound):
    """A customer link that is unknown, has expired or was revoked; the three are not told apart."""

    code = "reports.link_closed"
    zh = "链接无效、已过期或已收回"
    en = "The link is unknown, has expired or was revoked"
    hint_zh = "请向发送方索取新的链接"
    hint_en = "Ask the sender for a new one"
    source = "S6.11"


class LinkTooLong(BadInput):
    """A customer link lives at most so many days."""

    code = "reports.link_too_long"
    zh = "链接有效期 {days} 天不可用，可填 1–{most} 天"
    en = "A link cannot live {days} days: give 1–{most}"
    hint_zh = "到期后可以再建一个"
    hint_en = "Make another when it has expired"
    source = "S6.11"


class NotInDistribution(Refused):
    """The person is no recipient of this report."""

    code = "reports.not_in_distribution"
    zh = "{recipient} 不在 {number} 的分发名单中"
    en = "{recipient} is not on the distribution list of {number}"
    hint_zh = "报告只发给协议约定的接收人；先在服务报告列表中约定汇报对象"
    hint_en = "A report goes to the agreed recipients only; agree the recipient in the register first"
    source = "S1.16"


class SilenceNotAgreed(Refused):
    """默认确认 without a clause, or before its days are over."""

    code = "reports.silence_not_agreed"
    zh = "{number} 不能默认确认：{why}"
    en = "{number} cannot be acknowledged by default: {why}"
    hint_zh = "默认确认须有约定条款，且送达后约定的工作日已过"
    hint_en = "It needs an agreed clause, and its working days after the hand-over to be over"
    source = "domain (f)"


class ObjectionUnknown(NotFound):
    """No objection of that number that this reader may see."""

    code = "reports.objection_unknown"
    zh = "没有编号为 {number} 的异议"
    en = "There is no objection {number}"
    hint_zh = "在报告的“异议与反馈”页查看"
    hint_en = "See the report's page of objections and feedback"
    source = "S6.14"
