"""A small material made by hand: two clock targets, one availability target, one breach, one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit, Variant
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.terms import Bound, Operator
from fuwubao.reports.checks import Draft, Finding, findings
from fuwubao.reports.material import (
    BreachFact,
    EventFact,
    Masthead,
    Material,
    Note,
    Person,
    TargetLine,
    VersionLine,
    citation_key,
    key_of,
)
from fuwubao.reports.seed import TEMPLATES

ZONE = "Asia/Shanghai"
Q3, Q2 = parse_period("2026Q3", ZONE), parse_period("2026Q2", ZONE)
MONTHS = tuple(parse_period("2026-09", ZONE).shifted(-step) for step in reversed(range(13)))
AS_OF = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)


def at_least(percent: str) -> Bound:
    """Return a target of that many per cent."""
    return Bound(operator=Operator.AT_LEAST, value=Fraction(percent) / 100)


def rate(
    measure: str,
    numerator: int,
    denominator: int,
    *,
    period: Period = Q3,
    dimension: Dimension | None = None,
    key: str = "",
    target: Bound | None = None,
) -> Figure:
    """Return a ratio as the engine makes it; availability has three digits."""
    small = 0 < denominator < 5
    status = FigureStatus.SMALL_SAMPLE if small else FigureStatus.OK if denominator else FigureStatus.NOT_APPLICABLE
    return Figure(
        measure=measure,
        version=1,
        scope=Scope("HD", dimension, key),
        period=period,
        as_of=AS_OF,
        unit=Unit.RATIO,
        better=Better.HIGHER,
        digits=3 if measure == "K09" else 2,
        status=status,
        numerator=numerator,
        denominator=denominator,
        value=Fraction(numerator, denominator) if denominator else None,
        target=target,
    )


def backlog(opened: int, *, period: Period = Q3, service: str = "") -> Figure:
    """Return K07 with its flows: 3 were open before, all but 2 of the rest are resolved."""
    flows = {"opening": 3, "opened": opened, "reopened": 0, "resolved": opened + 1, "ended": 0, "closing": 2}
    dimension = Dimension.SERVICE if service else None
    count = rate("K07", 2, 1, period=period, dimension=dimension, key=service)
    return replace(count, unit=Unit.COUNT, digits=0, denominator=None, value=Fraction(2), identity=flows)


def mean_time(seconds: int, n: int) -> Figure:
    """Return the mean resolution time of incidents, K04."""
    figure = rate("K04", seconds * n, n, dimension=Dimension.CLASS, key="incident")
    variant = Variant(clock="resolution", statistic="mean")
    return replace(figure, unit=Unit.SECONDS, better=Better.LOWER, digits=0, value=Fraction(seconds), variant=variant)


def clock_line(target_id: str, title: str, bound: Bound) -> TargetLine:
    """Return the line of a resolution target of ERP."""
    return TargetLine(
        agreement="SLA-1",
        service="ERP",
        service_name="ERP 系统",
        id=target_id,
        title=title,
        short=target_id,
        within="≤ 4 小时",
        bound=bound,
        key=key_of("K03", dimension=Dimension.TARGET, value=target_id),
        clock="resolution",
        priority=target_id[:2],
        ticket_class="incident",
    )


TARGETS = (
    clock_line("P1-解决", "P1 事件解决及时率", at_least("95")),
    clock_line("P2-解决", "P2 事件解决及时率", at_least("90")),
    TargetLine(
        agreement="SLA-1",
        service="ERP",
        service_name="ERP 系统",
        id="可用性",
        title="ERP 系统可用性",
        short="可用性",
        within="",
        bound=at_least("99.9"),
        key=key_of("K09", dimension=Dimension.SERVICE, value="ERP"),
    ),
)
FIGURES = (
    rate("K01", 61, 63),
    rate("K03", 19, 21, dimension=Dimension.TARGET, key="P1-解决", target=at_least("95")),
    rate("K03", 18, 20, dimension=Dimension.TARGET, key="P1-解决", target=at_least("95"), period=Q2),
    rate("K03", 42, 42, dimension=Dimension.TARGET, key="P2-解决", target=at_least("90")),
    rate("K09", 7_944_000, 7_948_800, dimension=Dimension.SERVICE, key="ERP", target=at_least("99.9")),
    backlog(1234),
    backlog(1000, period=Q2),
    backlog(1234, service="ERP"),
    mean_time(3725, 42),
)
BREACH = BreachFact(
    ticket="INC0000045",
    clock="resolution",
    title="过账失败",
    service="ERP",
    priority="P1",
    ticket_class="incident",
    target_row="P1-解决",
    elapsed_seconds=14401,
    target_seconds=14400,
    due_at=datetime(2026, 8, 3, 5, 0, tzinfo=UTC),
    decided_at=datetime(2026, 8, 3, 5, 0, tzinfo=UTC),
)
NOTE = Note(subject="", cause="夜班交接", measure="增设备岗", owner="张工", due_on=date(2026, 11, 15))


def explained(*subjects: str) -> dict[str, Note]:
    """Return the same complete note for some subjects."""
    return {subject: replace(NOTE, subject=subject) for subject in subjects}


def small_material(*figures: Figure) -> Material:
    """Return the material of 2026Q3 with those figures, by default all of FIGURES, every miss explained."""
    return Material(
        masthead=Masthead(
            number="SLM-01-2026Q3-A/0",
            row_number="SLM-01",
            version="A/0",
            title="SLA执行情况报告",
            template="R02 第 1 版",
            issuer="本公司",
            customer="华东制造有限公司",
            classification="商业秘密 · 仅限双方",
            frequency="每季",
            approved=False,
            drafted_at="2026-10-08 10:00",
            people=(Person(role="编制", name="张工"), Person(role="审核"), Person(role="批准")),
            recipients=(("刘主任", "客户门户"),),
            versions=(VersionLine(version="A/0", on="2026-10-08", change="首次编制", author="张工"),),
        ),
        period=Q3,
        previous=Q2,
        year_ago=Q3.a_year_earlier,
        months=MONTHS,
        as_of=AS_OF,
        snapshot="7",
        figures={(citation_key(f), f.period.label): f for f in figures or FIGURES},
        targets=TARGETS,
        services={"ERP": "ERP 系统"},
        breaches=(BREACH,),
        events=(EventFact(kind="major_incident", at=AS_OF.replace(month=8, day=3), title="过账失败", record_id="I2"),),
        texts={"summary": "P1 有一项超时。"},
        notes=explained("INC0000045 resolution", "target SLA-1 P1-解决"),
    )


def small_draft(material: Material | None = None, *, template: str = "R02", agreed: bool = True) -> Draft:
    """Return a draft of the small material that nothing is wrong with."""
    return Draft(material=material or small_material(), blocks=TEMPLATES[template][1], agreed=agreed)


def found(draft: Draft, rule: str) -> list[Finding]:
    """Return what one rule finds."""
    return [finding for finding in findings(draft) if finding.rule == rule]


def with_text(text: str, block: str = "summary") -> Material:
    """Return the small material with the author's words in one block."""
    material = small_material()
    return replace(material, texts={**material.texts, block: text})
