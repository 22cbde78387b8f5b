"""Problems, changes, outages and a major incident of the small material, made by hand for golden documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from fuwubao.domain.figures import Better, Dimension, Figure, Unit, Variant
from fuwubao.reports.material import Material, citation_key
from fuwubao.reports.practice_material import (
    ChangeFact,
    MajorFact,
    PlannedFact,
    Practice,
    ProblemFact,
    StepFact,
    UnavailabilityFact,
    WarningFact,
)
from tests.reports.small import AS_OF, FIGURES, Q2, at_least, explained, rate, small_material


def on(month: int, day: int, hour: int = 1, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def seconds(measure: str, value: int, *, statistic: str = "", count: int = 2) -> Figure:
    figure = rate(measure, value * count, count, dimension=Dimension.SERVICE, key="ERP")
    better = Better.LOWER if statistic == "mtrs" else Better.HIGHER
    return replace(
        figure,
        unit=Unit.SECONDS,
        better=better,
        digits=0,
        value=Fraction(value),
        variant=Variant(statistic=statistic),
    )


PROBLEM = ProblemFact(
    id="PRB-1",
    title="过账服务内存泄漏",
    service="ERP",
    category="应用",
    origin="reactive",
    state="closed",
    opened_at=on(6, 1),
    found_at=on(7, 3),
    resolved_at=on(7, 10),
    closed_at=on(7, 20),
    root_cause="连接未释放",
    workaround="每日重启",
    owner="张工",
    change_id="CHG-1",
    before=4,
    after=1,
    again=1,
)
STILL_OPEN = replace(
    PROBLEM, id="PRB-2", title="打印慢", category="", origin="proactive", state="open", opened_at=on(8, 1),
    found_at=None, resolved_at=None, closed_at=None, root_cause="", workaround="", change_id="", before=0, after=0,
    again=0,
)  # fmt: skip
CHANGE = ChangeFact(
    id="CHG-1",
    title="升级连接池",
    service="ERP",
    type="normal",
    risk="中",
    result="successful",
    release="R2026.3",
    owner="张工",
    done_at=on(7, 10),
    succeeded=True,
    caused=0,
    unauthorised=False,
    late=False,
)
FALLEN = replace(
    CHANGE, id="CHG-2", title="调整路由", type="emergency", result="backed_out", succeeded=False, caused=2,
    unauthorised=True, late=True, done_at=on(8, 3),
)  # fmt: skip
DOWN = UnavailabilityFact(
    id="OUT-1",
    service="ERP",
    component="数据库",
    cause="电源",
    planned=False,
    weight=100,
    starts_at=on(8, 3, 1),
    ends_at=on(8, 3, 2, 10),
    seconds=4200,
)
HALF = replace(DOWN, id="OUT-2", component="", cause="", weight=50, starts_at=on(9, 7), ends_at=None, seconds=600)
UPKEEP = replace(DOWN, id="OUT-3", planned=True, starts_at=on(9, 6), ends_at=on(9, 6, 2), seconds=3600)
MAJOR = MajorFact(
    ticket="I2",
    title="过账失败",
    service="ERP",
    priority="P1",
    category="应用",
    team="应用组",
    opened_at=on(8, 3, 1),
    responded_at=on(8, 3, 1, 5),
    recovered_at=on(8, 3, 6),
    down_seconds=5 * 3600,
    problem_id="PRB-1",
    change_id="",
    impact="财务关账推迟",
    continuity=False,
    steps=(
        StepFact(at=on(8, 3, 1), what="受理", who="值班"),
        StepFact(at=on(8, 3, 1, 5), what="响应", who="张工"),
        StepFact(at=on(8, 3, 6), what="解决", who="张工"),
    ),
)
PLANNED = PlannedFact(
    kind="change",
    id="CHG-9",
    title="换交换机",
    service="ERP",
    starts_at=on(9, 12, 10),
    ends_at=on(9, 12, 12),
    outage_seconds=0,
    owner="张工",
    clashes=("OUT-9",),
)
MAINTENANCE = replace(
    PLANNED, kind="maintenance", id="OUT-9", title="机房检修", starts_at=on(9, 12, 11), ends_at=on(9, 12, 13),
    outage_seconds=7200, owner="", clashes=("CHG-9",),
)  # fmt: skip
WARNED = WarningFact(
    number="WRN-2026-0001",
    rule="clock_share",
    subject="I9 resolution",
    title="I9 解决计时",
    used="83.33%",
    expected_at=on(9, 1, 5),
    raised_at=on(9, 1, 4),
    reason="已用去目标时长的 80% 以上",
    owner="张工",
    action="升级二线",
    state="averted",
)
MISSED = replace(WARNED, number="WRN-2026-0002", title="ERP 可用性余量", owner="", action="", state="breached")
ALL = Practice(
    problems=(PROBLEM, STILL_OPEN),
    changes=(CHANGE, FALLEN),
    planned=(PLANNED, MAINTENANCE),
    majors=(MAJOR,),
    warnings=(WARNED, MISSED),
    outages=(DOWN, HALF, UPKEEP),
)
MEASURED = (
    *FIGURES,
    rate("K09", 7_938_000, 7_948_800, dimension=Dimension.SERVICE, key="ERP", target=at_least("99.9")),
    rate("K12", 1, 2),
    rate("K12", 3, 4, period=Q2),
    rate("K13", 1, 2),
    rate("K14", 1, 40),
    rate("K15", 1, 2),
    rate("K16", 1, 2),
    rate("K16U", 1, 2),
    rate("K16R", 0, 1),
    seconds("K10", 2400, statistic="mtrs"),
    seconds("K10", 3_972_000, statistic="mtbf"),
    seconds("K10", 3_974_400, statistic="mtbsi"),
    seconds("K11", -2851),
)


def practice_material(practice: Practice = ALL) -> Material:
    """Return the small material with what practices tell; the missed availability is explained."""
    material = small_material()
    subjects = ("INC0000045 resolution", "target SLA-1 P1-解决", "target SLA-1 可用性")
    figures = {(citation_key(f), f.period.label): f for f in MEASURED}
    return replace(material, figures=figures, practice=practice, notes=explained(*subjects), as_of=AS_OF)
