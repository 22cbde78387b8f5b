"""What a new firm starts with: the templates that exist and the row templates of 《服务报告列表》 (S1.41).

A block is ``code``, its title in the report, the items a–f that it covers (S1.30–S1.35) and its parameters;
the code names the function of ``reports.composition`` that makes it. New content is a new template version.
"""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.reports.practice_templates import PRACTICE_TEMPLATES, Block, block

_CLOSE = [
    block("improvement", "改进措施与建议"),
    block("next_plan", "下期计划"),
    block("appendix_breaches", "超时清单", limit=200),
    block("appendix_definitions", "口径"),
    block("appendix_revisions", "修订与分发"),
]

TEMPLATES: dict[str, tuple[str, list[Block]]] = PRACTICE_TEMPLATES | {
    "R01": (
        "IT运维服务报告",
        [
            block("summary", "摘要", cards=3),
            block("previous_actions", "上期改进措施跟踪"),
            block("services", "服务范围与服务时间"),
            block("attainment", "SLA 达成情况", "ae", explain_each=["P1"]),
            block("events", "重大事件信息（含重大事故）", "b"),
            block("workload", "工作量", "ce"),
            block("speed", "响应与解决时间", "e"),
            block("backlog", "积压与账龄"),
            block("availability", "服务可用性", "ae"),
            block("changes", "变更"),
            block("nonconformities", "不符合项与原因", "d"),
            block("satisfaction", "客户满意度与投诉", "f"),
            *_CLOSE,
        ],
    ),
    "R02": (
        "SLA执行情况报告",
        [
            block("summary", "摘要", cards=3),
            block("previous_actions", "上期改进措施跟踪"),
            block("attainment", "SLA 达成情况", "ae", explain_each=["P1"]),
            block("events", "重大事件信息（含重大事故）", "b"),
            block("workload", "工作量", "ce"),
            block("availability", "服务可用性", "ae"),
            block("nonconformities", "不符合项与原因", "d"),
            block("satisfaction", "客户满意度与投诉", "f"),
            *_CLOSE,
        ],
    ),
    "R05": (
        "事件管理季度报告",
        [
            block("summary", "摘要", cards=3),
            block("previous_actions", "上期改进措施跟踪"),
            block("attainment", "事件管理指标", "ae", explain_each=["P1"], only_class="incident"),
            block("workload", "事件数量与来源", "ce"),
            block("teams", "按处理组与渠道"),
            block("speed", "响应与解决时间", "e"),
            block("backlog", "积压与账龄"),
            block("events", "重大事件分析", "b"),
            block("record_quality", "记录质量检查"),
            block("nonconformities", "不符合项与原因", "d"),
            block("satisfaction", "客户满意度与投诉", "f"),
            *_CLOSE,
        ],
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTemplate:
    """列表条目模板: what a register row starts from, for any customer or for the firm itself."""

    code: str
    prefix: str
    source_process: str
    name: str
    template: str
    frequency: str
    purpose: str
    audience: str


ROW_TEMPLATES: tuple[RowTemplate, ...] = (
    RowTemplate(code="SLM", prefix="SLM", source_process="服务级别管理", name="SLA执行情况报告", template="R02",
                frequency="quarterly", purpose="向客户说明 SLA 各目标的达成、未达标原因与措施", audience="customer"),
    RowTemplate(code="AVA-N", prefix="AVA", source_process="可用性管理", name="服务可用性不符合报告", template="R03",
                frequency="monthly", purpose="说明可用性低于目标的服务、原因与纠正", audience="internal"),
    RowTemplate(code="AVA-A", prefix="AVA", source_process="可用性管理", name="服务可用性分析报告", template="R04",
                frequency="quarterly", purpose="分析可用性趋势与薄弱部件", audience="internal"),
    RowTemplate(code="INC", prefix="INC", source_process="事件管理", name="事件管理季度报告", template="R05",
                frequency="quarterly", purpose="分析事件数量、处理与趋势", audience="internal"),
    RowTemplate(code="PRB", prefix="PRB", source_process="问题管理", name="问题管理总结报告", template="R06",
                frequency="quarterly", purpose="总结问题、已知错误与根因", audience="internal"),
    RowTemplate(code="OPS", prefix="OPS", source_process="运维服务", name="IT运维服务月报", template="R01",
                frequency="monthly", purpose="按月说明服务内容、过程与结果", audience="customer"),
    RowTemplate(code="MIR", prefix="MIR", source_process="事件管理", name="重大事件报告", template="R07",
                frequency="on_event", purpose="说明重大事件的经过、影响、原因与改进", audience="customer"),
    RowTemplate(code="WRN", prefix="WRN", source_process="服务级别管理", name="SLA违反预警报告", template="R08",
                frequency="monthly", purpose="在违反发生之前提出预警与预防措施", audience="internal"),
    RowTemplate(code="FWD", prefix="FWD", source_process="变更管理", name="计划活动报告", template="R09",
                frequency="monthly", purpose="预告下一期的变更、发布、维护、演练与评审", audience="customer"),
    RowTemplate(code="CHG", prefix="CHG", source_process="变更管理", name="变更与发布报告", template="R10",
                frequency="quarterly", purpose="总结变更与发布的结果、失败与例外", audience="internal"),
    RowTemplate(code="SUP", prefix="SUP", source_process="供应商管理", name="供应商服务报告", template="R13",
                frequency="quarterly", purpose="评价供应商的报告、目标达成与争议", audience="internal"),
    RowTemplate(code="SIP", prefix="SIP", source_process="持续改进", name="服务改进计划报告", template="R14",
                frequency="quarterly", purpose="汇总各流程的改进措施、进展与效果", audience="internal"),
    RowTemplate(code="SUM", prefix="SUM", source_process="服务报告管理", name="服务报告年度总结", template="R15",
                frequency="yearly", purpose="总结全年服务报告，作为内审与管理评审的输入", audience="internal"),
)  # fmt: skip
