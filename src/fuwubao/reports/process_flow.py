"""What goes into the process of reporting and what comes out of it, each with the page where it lives (S2.10)."""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One input or output: its words and the address of its page."""

    words: Words
    url: str


INPUTS = (
    Flow(
        words=Words("服务级别协议与支撑合同", "service level agreements and underpinning contracts"), url="/agreements/"
    ),
    Flow(words=Words("服务目录", "service catalogue"), url="/agreements/services/"),
    Flow(words=Words("各流程的服务数据", "data of the service processes"), url="/records/"),
    Flow(words=Words("手工登记指标", "values entered by hand"), url="/records/manual/"),
    Flow(words=Words("报告申请", "requests for reports"), url="/reports/requests/"),
    Flow(words=Words("供应商报告", "suppliers' reports"), url="/reports/suppliers/"),
)
OUTPUTS = (
    Flow(words=Words("服务报告列表", "service report register"), url="/reports/register/"),
    Flow(words=Words("年度报告计划", "yearly plan of reports"), url="/reports/year/"),
    Flow(words=Words("服务报告", "service reports"), url="/reports/"),
    Flow(words=Words("年度评审与总结", "annual reviews and summary"), url="/reports/annual/"),
    Flow(words=Words("服务回顾会记录", "records of service review meetings"), url="/reports/process/meetings/"),
    Flow(words=Words("服务改进计划", "service improvement plan"), url="/improvement/plan/"),
    Flow(words=Words("不符合记录", "nonconformities"), url="/improvement/nonconformities/"),
)
