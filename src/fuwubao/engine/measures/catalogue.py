"""The measure catalogue: every rule in force, one entry each (domain part (c), K01–K28).

Columns that expressions name are those of the entry's frame. A rule that changes gets a new version here; the
old entry moves to ``RETIRED`` and stays runnable, so that an old figure can always be computed again.
"""

from __future__ import annotations

from fractions import Fraction

from narwhals import Expr, col, lit, when

from fuwubao.domain.errors import NotFound
from fuwubao.domain.figures import Better, Unit, Variant
from fuwubao.domain.words import Words
from fuwubao.engine.measures.measure import Frame, Kind, Measure, Part
from fuwubao.engine.measures.practices import PRACTICES

BUCKETS = (("0-1", 0, 1), ("2-3", 2, 3), ("4-7", 4, 7), ("8-14", 8, 14), ("15-30", 15, 30), (">30", 31, None))
CLOCKS = ("response", "resolution")


class UnknownMeasure(NotFound):
    """The catalogue has no such rule."""

    code = "measures.unknown"
    zh = "指标目录中没有 {measure}"
    en = "The catalogue has no measure {measure}"
    hint_zh = "可用的指标：{known}"
    hint_en = "Known measures: {known}"


def _decided(clock: str | None = None) -> Expr:
    """Rows with a verdict that counts, of one clock or of both."""
    decided = col("verdict").is_in(["met", "breached"])
    return decided if clock is None else decided & (col("clock") == clock)


def _attainment(clock: str | None = None) -> tuple[Part, ...]:
    """Met verdicts among those that count."""
    return (Part(numerator=_decided(clock) & (col("verdict") == "met"), denominator=_decided(clock)),)


def _times(clock: str) -> tuple[Part, ...]:
    """Mean, median and P90 of the net time of one clock."""
    counted = _decided(clock)
    seconds = when(counted).then(col("elapsed_seconds"))
    quantiles = (("median", Fraction(1, 2)), ("p90", Fraction(9, 10)))
    return (
        Part(variant=Variant(clock=clock, statistic="mean"), numerator=seconds, denominator=counted),
        *(
            Part(
                variant=Variant(clock=clock, statistic=name),
                numerator=seconds,
                denominator=counted,
                kind=Kind.QUANTILE,
                quantile=share,
            )
            for name, share in quantiles
        ),
    )


def _aged(label: str, least: int, most: int | None) -> Part:
    """The backlog whose age in days lies in one bucket."""
    aged = col("age_days") >= least if most is None else col("age_days").is_between(least, most)
    return Part(variant=Variant(bucket=label), numerator=aged, denominator=lit(1), kind=Kind.COUNT)


K01 = Measure(
    id="K01",
    version=1,
    words=Words("SLA 达成率", "SLA attainment"),
    definition=Words(
        "达标 ÷（达标 + 超时）；每张工单每个计时各一次，计入判定所在期间；计时中、已排除、未约定的不计",
        "Met ÷ (met + late), once per ticket and clock, in the period of its decision; running, excluded and "
        "uncovered clocks are left out",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.DECISIONS,
    parts=_attainment(),
    judged_by_rows=True,
    source="S1.30; M5; ISO/IEC 20000-1:2018 9.4",
)

K02 = Measure(
    id="K02",
    version=1,
    words=Words("响应及时率", "Response in time"),
    definition=Words(
        "响应达标 ÷ 响应已判定；自动回复不算响应，未响应即解决的以解决时间为响应",
        "Responses in time ÷ response clocks decided; automatic replies are no response, a ticket resolved "
        "without one is answered by its resolution",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.DECISIONS,
    parts=_attainment("response"),
    judged_by_rows=True,
    source="S1.30; M5",
)

K03 = Measure(
    id="K03",
    version=1,
    words=Words("解决及时率", "Resolution in time"),
    definition=Words("解决达标 ÷ 解决已判定", "Resolved in time ÷ resolution clocks decided"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.DECISIONS,
    parts=_attainment("resolution"),
    judged_by_rows=True,
    source="S1.30; M5",
)

K04 = Measure(
    id="K04",
    version=1,
    words=Words("响应与解决时间", "Time to respond and to resolve"),
    definition=Words(
        "计时时长（扣除挂起）的平均值、中位数和 P90；取截至时计时已停止且停止在本期的工单",
        "Mean, median and P90 of net time, over clocks that are stopped as of the cut-off and stopped in the period",
    ),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    frame=Frame.STOPS,
    parts=tuple(part for clock in CLOCKS for part in _times(clock)),
    source="S1.30; M11",
)

K05 = Measure(
    id="K05",
    version=1,
    words=Words("一线解决率", "First-line resolution"),
    definition=Words(
        "由一线解决、从未升级、解决后 7×24 小时内未重开的工单 ÷ 本期解决且记有支持级别的工单；期末后 7 天内为暂定值。"
        "与首次解决率（FCR，首次接触即解决）是两个指标，记录中没有首次接触的结果，故不计 FCR",
        "Tickets resolved by the first line, never escalated, not reopened within 7 × 24 h ÷ tickets resolved in the "
        "period that have a support line; provisional until 7 days after its end. First-contact resolution is another "
        "measure: no record tells how a first contact ended, so it is not counted",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.FIRST_LINE,
    parts=(Part(numerator=col("by_first_line"), denominator=lit(1)),),
    source="S1.30; M9",
    empty="未记录支持级别",
)

K06 = Measure(
    id="K06",
    version=1,
    words=Words("重开率", "Reopen rate"),
    definition=Words(
        "本期解决后 14×24 小时内重开的工单 ÷ 本期解决的工单；期末后 14 天内为暂定值",
        "Tickets reopened within 14 × 24 h of a resolution in the period ÷ tickets resolved in it; provisional "
        "until 14 days after its end",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.RESOLUTIONS,
    parts=(Part(numerator=col("reopened_soon"), denominator=lit(1)),),
    source="M6; M9",
)

K07 = Measure(
    id="K07",
    version=1,
    words=Words("积压", "Backlog"),
    definition=Words(
        "期末未解决、未关闭、未取消的工单数；期初 + 受理 + 重开 + 转入 − 解决 − 取消或合并 − 转出 = 期末",
        "Tickets open at the end of the period; opening + opened + reopened + moved in − resolved − ended − moved "
        "out = closing",
    ),
    unit=Unit.COUNT,
    better=Better.LOWER,
    frame=Frame.BACKLOG,
    parts=(Part(numerator=lit(1), denominator=lit(1), kind=Kind.COUNT),),
    digits=0,
    minimum_sample=0,
    source="S1.32; M2",
)

K08 = Measure(
    id="K08",
    version=1,
    words=Words("积压账龄", "Age of the backlog"),
    definition=Words(
        "期末积压按账龄（整 24 小时计的天数）分档", "The backlog at the end of the period by age in whole 24-hour days"
    ),
    unit=Unit.COUNT,
    better=Better.LOWER,
    frame=Frame.BACKLOG,
    parts=tuple(_aged(*bucket) for bucket in BUCKETS),
    digits=0,
    minimum_sample=0,
    source="S1.32; M2",
)

K09 = Measure(
    id="K09",
    version=1,
    words=Words("可用性", "Availability"),
    definition=Words(
        "（约定服务时间 − 停机时间）÷ 约定服务时间；约定维护窗口不计入约定服务时间，重叠的中断按最高权重计一次",
        "(agreed service time − downtime) ÷ agreed service time; agreed maintenance is not agreed time, overlapping "
        "outages count once at the greatest weight",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.SERVICE_TIME,
    parts=(Part(numerator=col("agreed") - col("lost"), denominator=col("agreed")),),
    digits=3,
    minimum_sample=0,
    sources=("outage",),
    by_service_only=True,
    source="S1.30; ISO/IEC 20000-1:2018 8.7.1",
)

K10 = Measure(
    id="K10",
    version=1,
    words=Words("恢复与间隔时间", "Time to restore and between failures"),
    definition=Words(
        "MTRS = 停机时间 ÷ 中断次数；MTBF =（约定服务时间 − 停机时间）÷ 中断次数；MTBSI = 约定服务时间 ÷ 中断次数",
        "MTRS = downtime ÷ outages; MTBF = (agreed time − downtime) ÷ outages; MTBSI = agreed time ÷ outages",
    ),
    unit=Unit.SECONDS,
    better=Better.HIGHER,
    frame=Frame.SERVICE_TIME,
    parts=(
        Part(
            variant=Variant(statistic="mtrs"),
            numerator=col("lost"),
            denominator=col("outages_scaled"),
            better=Better.LOWER,
        ),
        Part(
            variant=Variant(statistic="mtbf"),
            numerator=col("agreed") - col("lost"),
            denominator=col("outages_scaled"),
        ),
        Part(variant=Variant(statistic="mtbsi"), numerator=col("agreed"), denominator=col("outages_scaled")),
    ),
    minimum_sample=0,
    sources=("outage",),
    by_service_only=True,
    empty="无中断",
    source="S1.30; ISO/IEC 20000-1:2018 8.7.1",
)

K11 = Measure(
    id="K11",
    version=1,
    words=Words("可用性余量", "Availability allowance"),
    definition=Words(
        "约定服务时间 ×（1 − 目标）− 停机时间；负数即未达标",
        "Agreed time × (1 − target) − downtime; a negative one is a miss",
    ),
    unit=Unit.SECONDS,
    better=Better.HIGHER,
    frame=Frame.SERVICE_TIME,
    parts=(Part(numerator=col("allowance"), denominator=col("agreed"), kind=Kind.SCALED),),
    minimum_sample=0,
    sources=("outage",),
    by_service_only=True,
    source="S1.30; ISO/IEC 20000-1:2018 8.7.1",
)

K17 = Measure(
    id="K17",
    version=1,
    words=Words("满意度", "Customer satisfaction"),
    definition=Words("4–5 分的有效答卷 ÷ 有效答卷", "Valid answers of 4 or 5 ÷ valid answers"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.ANSWERS,
    parts=(Part(numerator=col("score") >= 4, denominator=~col("score").is_null()),),
    minimum_sample=30,
    sources=("survey_answer",),
    source="S1.35; M16",
)

K17_MEAN = Measure(
    id="K17M",
    version=1,
    words=Words("满意度均分", "Mean satisfaction score"),
    definition=Words("有效答卷总体评分之和 ÷ 有效答卷", "Sum of overall scores ÷ valid answers"),
    unit=Unit.SCORE,
    better=Better.HIGHER,
    frame=Frame.ANSWERS,
    parts=(Part(numerator=col("score"), denominator=~col("score").is_null()),),
    minimum_sample=30,
    sources=("survey_answer",),
    source="S1.35; M16",
)

K21 = Measure(
    id="K21",
    version=1,
    words=Words("投诉率", "Complaint rate"),
    definition=Words(
        "本期收到的投诉 ÷ 本期受理的工单（申报的基数）；分子即投诉件数",
        "Complaints received ÷ tickets opened in the period (the declared base); the numerator is their count",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.CONTACTS,
    parts=(Part(numerator=col("is_complaint"), denominator=col("is_ticket")),),
    sources=("ticket", "complaint"),
    source="S1.35; M2",
)

K22 = Measure(
    id="K22",
    version=1,
    words=Words("投诉按期结案率", "Complaints closed in time"),
    definition=Words(
        "5 个工作日内结案 ÷ 已判定（已结案，或第 5 个工作日已过）；截止日当天结案为按期",
        "Closed within 5 working days ÷ decided (closed, or day 5 passed); closed on the due day is in time",
    ),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    frame=Frame.COMPLAINTS,
    parts=(Part(numerator=col("in_time"), denominator=lit(1)),),
    sources=("complaint",),
    source="S3.6; M13",
)

K28 = Measure(
    id="K28",
    version=1,
    words=Words("工作量占限比", "Workload against its limit"),
    definition=Words(
        "本期受理的工单 ÷ 协议约定的工作量上限；没有约定时只列工单数",
        "Tickets opened in the period ÷ the agreed ceiling; without one only the count is told",
    ),
    unit=Unit.RATIO,
    better=Better.LOWER,
    frame=Frame.OPENINGS,
    parts=(Part(numerator=lit(1), denominator=lit(1), kind=Kind.LIMIT),),
    minimum_sample=0,
    source="S1.32",
    empty="未约定上限",
)

CATALOGUE: tuple[Measure, ...] = (
    *(K01, K02, K03, K04, K05, K06, K07, K08, K09, K10, K11),
    *PRACTICES,
    *(K17, K17_MEAN, K21, K22, K28),
)
RETIRED: tuple[Measure, ...] = ()


def measure_called(name: str) -> Measure:
    """Return the measure in force with that number. Raises: UnknownMeasure."""
    for measure in CATALOGUE:
        if measure.id == name:
            return measure
    raise UnknownMeasure(measure=name, known=", ".join(m.id for m in CATALOGUE), what=name)


def measures_called(names: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the named measures in the catalogue's order, all of them for no name. Raises: UnknownMeasure."""
    wanted = {measure_called(name).id for name in names}
    return tuple(m for m in CATALOGUE if not wanted or m.id in wanted)
