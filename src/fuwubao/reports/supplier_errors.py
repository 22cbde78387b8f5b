"""What the rules about suppliers' reports refuse, in the reader's words."""

from __future__ import annotations

from fuwubao.domain.errors import BadInput, NotFound, Refused


class SupplierReportNotFound(NotFound):
    """No such report is owed, or none that this reader may see."""

    code = "reports.supplier_report_not_found"
    zh = "没有供应商报告 {key}"
    en = "There is no supplier report {key}"
    hint_zh = "在“供应商报告”页或用 fuwubao supplier list 查看"
    hint_en = "See the page of supplier reports, or fuwubao supplier list"
    source = "S2.7"


class SupplierUnknown(NotFound):
    """No supplier of that code is registered."""

    code = "reports.supplier_unknown"
    zh = "没有编号为 {supplier} 的供应商；已登记：{known}"
    en = "There is no supplier {supplier}; registered: {known}"
    hint_zh = "在“客户与供应商”页登记，或载入其支撑合同"
    hint_en = "Register it among customers and suppliers, or load its underpinning contract"
    source = "S1.16"


class ReceivedInFuture(BadInput):
    """Nothing is received after now."""

    code = "reports.received_in_future"
    zh = "收到时间 {given} 晚于现在 {now}"
    en = "It cannot have been received at {given}: it is {now} now"
    hint_zh = "填写实际收到的时间"
    hint_en = "Give the time at which it came in"
    source = "S2.7"


class CheckIncomplete(BadInput):
    """Every item has a result, and one that is not passed says what is wrong."""

    code = "reports.supplier_check_incomplete"
    zh = "核对清单缺少结果或不合格的说明：{missing}"
    en = "The check list lacks a result, or the remark of a failed item: {missing}"
    hint_zh = "逐项选择合格或不合格；不合格的写明问题"
    hint_en = "Pass or fail each item; a failed one says what is wrong"
    source = "S2.7"


class DisputeNotFound(NotFound):
    """No open dispute of that number."""

    code = "reports.dispute_not_found"
    zh = "没有未解决的争议 {number}"
    en = "There is no open dispute {number}"
    hint_zh = "在该供应商的页面查看编号"
    hint_en = "See the numbers on the supplier's page"
    source = "ISO/IEC 20000-1 8.3.4"


class DeductionUnclear(BadInput):
    """A deduction is whole points from 1 to 100 with its reason."""

    code = "reports.deduction_unclear"
    zh = "看不懂扣分“{given}”"
    en = "Cannot read the deduction “{given}”"
    hint_zh = "写作“5 未按合同提供月报”：1–100 的整数，空一格，再写原因"
    hint_en = "Write “5 no monthly report as agreed”: whole points from 1 to 100, a space, the reason"
    source = "K27"


class PeriodNotOver(Refused):
    """A supplier is evaluated for a closed period."""

    code = "reports.evaluation_period_open"
    zh = "期间 {period} 尚未结束，不能评价"
    en = "The period {period} is not over yet"
    hint_zh = "期间结束后再评价"
    hint_en = "Evaluate it after its end"
    source = "R13"
