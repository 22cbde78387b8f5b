"""Templates of reports on one practice, as data: R03, R04, R06–R10 (domain part (c), report types).

``summary`` says by ``keys`` which figures open the report, by ``about`` what its verdict is of, by ``targets`` which
agreed targets it tells (all where nothing is said). Contents a–f that a kind of report leaves to another one stand in
its block ``left_out`` with the reason (S1.36).
"""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def block(code: str, title: str, covers: str = "", **parameters: object) -> Block:
    """Return one block of a template."""
    return {"code": code, "title": title, "covers": list(covers), "parameters": parameters}


def _opening(*keys: str, about: str = "", targets: tuple[str, ...] = ()) -> list[Block]:
    told: dict[str, object] = {"cards": 3, "targets": list(targets)}
    if about:
        told |= {"keys": list(keys), "about": about}
    return [block("summary", "摘要") | {"parameters": told}, block("previous_actions", "上期改进措施跟踪")]


def _closing(**reasons: str) -> list[Block]:
    left_out = [block("left_out", "本报告不含的内容", reasons=reasons)] if reasons else []
    return [
        block("improvement", "改进措施与建议"),
        block("next_plan", "下期计划"),
        *left_out,
        block("appendix_definitions", "口径"),
        block("appendix_revisions", "修订与分发"),
    ]


SEEN_ELSEWHERE = "见同期的 SLA 执行情况报告"
ONLY_ONE_EVENT = "本报告只说明一次事件，按期汇总见同期的 SLA 执行情况报告"

PRACTICE_TEMPLATES: dict[str, tuple[str, list[Block]]] = {
    "R03": (
        "服务可用性不符合报告",
        [
            *_opening(targets=("K09",)),
            block("availability_misses", "不符合的服务", "ad"),
            block("events", "重大事件信息（含重大事故）", "b"),
            block("availability", "全部服务的可用性", "e"),
            *_closing(c=SEEN_ELSEWHERE, f=SEEN_ELSEWHERE),
        ],
    ),
    "R04": (
        "服务可用性分析报告",
        [
            *_opening(targets=("K09",)),
            block("availability", "服务可用性", "ae"),
            block("reliability", "恢复与间隔", "e"),
            block("downtime_causes", "停机原因与薄弱部件", "d"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(c=SEEN_ELSEWHERE, f=SEEN_ELSEWHERE),
        ],
    ),
    "R06": (
        "问题管理总结报告",
        [
            *_opening("K12", "K13", "K14", about="problems"),
            block("problem_rates", "问题管理指标", "ae"),
            block("problem_flow", "问题数量与来源", "c"),
            block("root_causes", "根因、已知错误与临时方案", "d"),
            block("problem_effect", "解决效果与重复事件"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R07": (
        "重大事件报告",
        [
            *_opening(about="majors", targets=()),
            block("major_facts", "事件概况", "b"),
            block("time_line", "时间线"),
            block("impact", "影响", "a"),
            block("communication", "通报记录"),
            block("cause_and_recovery", "原因与恢复过程", "d"),
            block("recovery_targets", "业务连续性：恢复目标与实际"),
            block("lessons", "经验与教训"),
            *_closing(c=ONLY_ONE_EVENT, e=ONLY_ONE_EVENT, f=ONLY_ONE_EVENT),
        ],
    ),
    "R08": (
        "SLA违反预警报告",
        [
            *_opening("K01", "K07", about="warnings"),
            block("warnings_raised", "预警与处置", "d"),
            block("allowance_left", "可用性余量", "a"),
            block("backlog", "积压与账龄", "ce"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R09": (
        "计划活动报告",
        [
            *_opening(about="planned"),
            block("planned_activities", "计划活动", "b"),
            block("clashes", "时间冲突", "d"),
            block("expected_outage", "预计停机", "a"),
            block("expected_workload", "工作量参照", "ce"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R10": (
        "变更与发布报告",
        [
            *_opening("K15", "K16", "K16R", about="changes"),
            block("change_rates", "变更与发布指标", "ae"),
            block("change_results", "变更数量与结果", "c"),
            block("change_failures", "失败、回退与例外", "d"),
            block("releases", "发布"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R13": (
        "供应商服务报告",
        [
            *_opening(about="suppliers"),
            block("supplier_reports", "供应商提交的报告", "c"),
            block("supplier_targets", "合同目标的达成", "a"),
            block("supplier_scores", "供应商评价", "e"),
            block("supplier_disputes", "争议", "d"),
            block("supplier_risks", "对客户 SLA 的影响"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R14": (
        "服务改进计划报告",
        [
            *_opening(about="plan"),
            block("plan_rates", "改进指标", "ae"),
            block("plan_actions", "改进措施", "cd"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(f=SEEN_ELSEWHERE),
        ],
    ),
    "R15": (
        "服务报告年度总结",
        [
            *_opening(about="year"),
            block("process_kpis", "流程指标", "ae"),
            block("year_reports", "报告清单", "c"),
            block("usefulness", "读者反馈", "f"),
            block("review_outcomes", "年度评审结果"),
            block("template_changes", "模板变更"),
            block("year_nonconformities", "不符合", "d"),
            block("summary_inputs", "上年总结评审的结论与去向"),
            block("events", "重大事件信息（含重大事故）", "b"),
            *_closing(),
        ],
    ),
}
