"""Measures of problem, change and release management (domain part (c), K12–K16)."""

from __future__ import annotations

from narwhals import col, lit

from fuwubao.domain.figures import Better, Unit
from fuwubao.domain.words import Words
from fuwubao.engine.measures.measure import Frame, Measure, Part

K12 = Measure(
    id="K12",
    version=1,
    words=Words("问题关闭率", "Problems closed"),
    definition=Words(
        "本期关闭的问题 ÷（期初未关闭 + 本期登记）；已取消的问题不计；没有客户的问题归其服务所属的客户",
        "Problems closed in the period ÷ (open at its start + opened in it); cancelled ones are left out, one without "
        "a customer belongs to the customer of its service",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.PROBLEMS,
    parts=(Part(numerator=col("is_closed"), denominator=lit(1)),),
    sources=("problem",),
    source="ISO/IEC 20000-1:2018 8.6.3",
)

K13 = Measure(
    id="K13",
    version=1,
    words=Words("根因定位率", "Root causes found"),
    definition=Words(
        "期末前已定位根因的问题 ÷ 本期内曾未关闭或在本期关闭的问题；写有根因而没有定位时间的，按已定位计",
        "Problems whose root cause is known by the end of the period ÷ problems open at some time in it; a cause "
        "noted without a time counts as found",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.PROBLEMS,
    parts=(Part(numerator=col("cause_found"), denominator=lit(1)),),
    sources=("problem",),
    source="ISO/IEC 20000-1:2018 8.6.3",
)

K14 = Measure(
    id="K14",
    version=1,
    words=Words("重复事件率", "Recurring incidents"),
    definition=Words(
        "受理时其关联问题已关闭的事件 ÷ 本期受理的事件；取消、合并、测试与垃圾单不计",
        "Incidents whose linked problem was closed when they were opened ÷ incidents opened in the period; cancelled, "
        "merged and test tickets are left out",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.INCIDENTS,
    parts=(Part(numerator=col("recurs"), denominator=lit(1)),),
    sources=("ticket", "problem"),
    source="ISO/IEC 20000-1:2018 8.6.3; M9",
)

K15 = Measure(
    id="K15",
    version=1,
    words=Words("变更成功率", "Changes that succeeded"),
    definition=Words(
        "成功的变更 ÷ 已完成的变更（成功 + 失败 + 回退）；成功 = 未回退、未引发事件、在计划窗口内完成；"
        "取消、否决和期末未完成的不计。与“1 − 回退 ÷ 总数”是两个口径",
        "Changes that succeeded ÷ changes completed (successful, failed, backed out); success is no rollback, no "
        "incident caused, done inside the planned window; cancelled, rejected and unfinished ones are left out. "
        "This is not 1 − backed out ÷ all",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.CHANGES,
    parts=(Part(numerator=col("succeeded"), denominator=lit(1)),),
    sources=("change",),
    source="ISO/IEC 20000-1:2018 8.5.1",
)

K16 = Measure(
    id="K16",
    version=1,
    words=Words("紧急变更占比", "Emergency changes"),
    definition=Words(
        "紧急变更 ÷ 本期已完成且记有类型的变更",
        "Emergency changes ÷ changes completed in the period whose type is recorded",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.CHANGES,
    parts=(Part(numerator=col("is_emergency"), denominator=~col("is_emergency").is_null()),),
    sources=("change",),
    empty="未记录变更类型",
    source="ISO/IEC 20000-1:2018 8.5.1",
)

K16_UNAUTHORISED = Measure(
    id="K16U",
    version=1,
    words=Words("未授权变更占比", "Unauthorised changes"),
    definition=Words(
        "未授权的变更 ÷ 本期已完成且记有授权与否的变更",
        "Unauthorised changes ÷ changes completed in the period of which the authorisation is recorded",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.CHANGES,
    parts=(Part(numerator=col("is_unauthorised"), denominator=~col("is_unauthorised").is_null()),),
    sources=("change",),
    empty="未记录授权",
    source="ISO/IEC 20000-1:2018 8.5.1",
)

K16_RELEASES = Measure(
    id="K16R",
    version=1,
    words=Words("发布成功率", "Releases that held"),
    definition=Words(
        "1 − 有变更回退的发布 ÷ 本期发布；一次发布计一次，计入其最后一个变更完成的期间",
        "1 − releases of which a change was backed out ÷ releases of the period; each counts once, in the period in "
        "which its last change was completed",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.RELEASES,
    parts=(Part(numerator=col("held"), denominator=lit(1)),),
    sources=("change",),
    empty="未记录发布",
    source="ISO/IEC 20000-1:2018 8.5.3",
)

PRACTICES = (K12, K13, K14, K15, K16, K16_UNAUTHORISED, K16_RELEASES)
