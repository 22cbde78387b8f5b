"""What the demo organisation is improving: actions in several states, suggestions, nonconformities.

Each step is an act of a person on a day before ``now``; a second call changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import period_of
from fuwubao.improvement.actions.moving import ask_move
from fuwubao.improvement.actions.nonconformities import (
    Finding,
    correct_nonconformity,
    notify_responsible,
    raise_nonconformity,
    reply_to_nonconformity,
)
from fuwubao.improvement.actions.raising import Content, Source, decide_suggestion, raise_action, raise_suggestion
from fuwubao.improvement.actions.working import report_done, start_action, verify_action
from fuwubao.improvement.effects import Expectation
from fuwubao.improvement.errors import EffectMissed
from fuwubao.improvement.models import Action
from fuwubao.improvement.numbers import today_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCast:
    """Who acts in the demo."""

    manager: User
    author: User
    reviewer: User
    service_manager: User
    auditor: User


def seed_improvement(*, cast: DemoCast, report: Source, customer: str, now: datetime) -> int:
    """Let the cast improve something, unless there is an action already; return how many there are."""
    if not Action.objects.exists():
        _verified(cast, customer, now)
        _overdue(cast, report, customer, now)
        _waiting_for_an_extension(cast, customer, now)
        _done(cast, customer, now)
        _suggestions(cast, report, now)
        _nonconformities(cast, now)
    return Action.objects.count()


def _month_before(at: datetime) -> str:
    return period_of(today_of(at), "month", time_zone()).previous.label


def _verified(cast: DemoCast, customer: str, now: datetime) -> None:
    """An action whose effect could be counted; the verifier concludes what the figure says."""
    raised_at = now - timedelta(days=110)
    action = raise_action(
        content=Content(
            title="二线升级不再等待人工分派",
            problem="升级工单平均等待 40 分钟才有人接手",
            cause="值班表与分派规则不一致",
            measure="按值班表自动分派，每月核对一次",
            process="事件管理",
            customer_code=customer,
        ),
        source=Source(kind="meeting", number="季度回顾会纪要 3"),
        owner=cast.author,
        due_on=today_of(now - timedelta(days=75)),
        expected=Expectation(
            measure="K03", customer=customer, period=_month_before(raised_at), target=">= 94.5%"
        ),
        actor=cast.manager,
        now=raised_at,
    )  # fmt: skip
    start_action(number=action.number, actor=cast.author, now=raised_at + timedelta(days=5))
    result = "分派规则已改，值班表由系统读取"
    report_done(number=action.number, result=result, actor=cast.author, now=now - timedelta(days=78))
    verified_at = now - timedelta(days=3)
    try:
        verify_action(
            number=action.number, effective=True, remark="抽查 20 张升级工单", actor=cast.reviewer, now=verified_at
        )
    except EffectMissed:
        remark = "解决及时率未达到目标，夜间工单仍在等待"
        verify_action(number=action.number, effective=False, remark=remark, actor=cast.reviewer, now=verified_at)


def _overdue(cast: DemoCast, report: Source, customer: str, now: datetime) -> None:
    raised_at = now - timedelta(days=45)
    action = raise_action(
        content=Content(
            title="供应商到场时限写入支撑合同",
            problem="P1 工单有一半以上的时间在等供应商到场",
            cause="支撑合同没有到场时限",
            measure="与供应商签补充协议：2 小时到场，每周核对",
            priority="high",
            process="供应商管理",
            customer_code=customer,
        ),
        source=report,
        owner=cast.service_manager,
        due_on=today_of(now - timedelta(days=9)),
        expected=Expectation(
            measure="K03", customer=customer, period=_month_before(raised_at), target=">= 97%"
        ),
        actor=cast.manager,
        now=raised_at,
    )  # fmt: skip
    start_action(number=action.number, actor=cast.service_manager, now=raised_at + timedelta(days=3))


def _waiting_for_an_extension(cast: DemoCast, customer: str, now: datetime) -> None:
    due_on = today_of(now + timedelta(days=6))
    action = raise_action(
        content=Content(
            title="月报附上工单挂起原因的分布",
            problem="客户两次在反馈中问到挂起时间",
            measure="在工作量一章加挂起原因表",
            process="服务报告管理",
            customer_code=customer,
        ),
        source=Source(kind="feedback", number="王建国"),
        owner=cast.author,
        due_on=due_on,
        actor=cast.manager,
        now=now - timedelta(days=14),
    )
    ask_move(
        number=action.number,
        reason="等服务台补录 9 月的挂起原因",
        new_due_on=due_on + timedelta(days=14),
        actor=cast.author,
        now=now - timedelta(days=1),
    )


def _done(cast: DemoCast, customer: str, now: datetime) -> None:
    action = raise_action(
        content=Content(
            title="评审检查表增加“数据已核实”的抽样记录",
            problem="评审记录看不出核对了哪些行",
            measure="评审人每期抽 20 行与源系统核对并留存",
            process="服务报告管理",
            customer_code=customer,
        ),
        source=Source(kind="review", number="服务报告列表 5 条"),
        owner=cast.author,
        due_on=today_of(now + timedelta(days=2)),
        actor=cast.manager,
        now=now - timedelta(days=30),
    )
    start_action(number=action.number, actor=cast.author, now=now - timedelta(days=20))
    result = "检查表已改，9 月起执行"
    report_done(number=action.number, result=result, actor=cast.author, now=now - timedelta(days=2))


def _suggestions(cast: DemoCast, report: Source, now: datetime) -> None:
    taken = raise_suggestion(
        content=Content(title="重大事件当天发简报", problem="客户从业务部门先知道中断", process="事件管理"),
        source=report,
        addressed_to=cast.service_manager,
        actor=cast.author,
        now=now - timedelta(days=35),
    )
    decide_suggestion(
        number=taken.number, accept=True, owner=cast.author, actor=cast.service_manager, now=now - timedelta(days=33)
    )
    refused = raise_suggestion(
        content=Content(title="每天发一份工单清单", process="服务报告管理"),
        source=Source(kind="suggestion"),
        addressed_to=cast.service_manager,
        actor=cast.author,
        now=now - timedelta(days=20),
    )
    reason = "客户可在门户随时查看，日报没有人读"
    decide_suggestion(
        number=refused.number, accept=False, reason=reason, actor=cast.service_manager, now=now - timedelta(days=19)
    )
    raise_suggestion(
        content=Content(
            title="把重复事件的前五类单列一页",
            problem="同类事件每月重复出现，报告中分散在各表",
            measure="问题管理每月给出前五类及进展",
            process="问题管理",
        ),
        source=report,
        addressed_to=cast.service_manager,
        actor=cast.author,
        now=now - timedelta(days=2),
    )


def _nonconformities(cast: DemoCast, now: datetime) -> None:
    audit = Source(kind="audit", number="2026 年内审")
    found_at = now - timedelta(days=50)
    first = raise_nonconformity(
        finding=Finding(
            basis="iso20000",
            clause="9.4",
            description="两份月报没有趋势信息，也没有写明“本期无”",
            process="服务报告管理",
        ),
        source=audit,
        actor=cast.auditor,
        now=found_at,
    )
    notify_responsible(number=first.number, responsible=cast.service_manager, actor=cast.auditor, now=found_at)
    reply_to_nonconformity(
        number=first.number,
        correction="两份月报已出更正版本，补上 13 期趋势",
        cause="旧模板没有趋势一节，检查表也不核对",
        actor=cast.service_manager,
        now=found_at + timedelta(days=3),
    )
    correct_nonconformity(
        number=first.number,
        content=Content(title="模板必备章节缺失时不能提交评审", measure="启用 a–f 覆盖检查，培训编制人"),
        owner=cast.author,
        due_on=today_of(now + timedelta(days=12)),
        actor=cast.service_manager,
        now=found_at + timedelta(days=5),
    )
    second = raise_nonconformity(
        finding=Finding(
            basis="requirement",
            clause="SLA 附件 3",
            description="一次 P1 事件未在 30 分钟内通知客户",
            severity="major",
            process="事件管理",
        ),
        source=audit,
        actor=cast.auditor,
        now=now - timedelta(days=3),
    )
    notify_responsible(
        number=second.number, responsible=cast.service_manager, actor=cast.auditor, now=now - timedelta(days=3)
    )
