"""The verdict, the key figures and the scorecard of the sample report."""

# Sentences and rows of the sample stay whole, so that they can be read as the reader sees them.
# ruff: noqa: E501

from __future__ import annotations

from decimal import Decimal

from fuwubao.render.tree import (
    Align,
    Card,
    Cell,
    Column,
    Glance,
    KeyFigures,
    Kind,
    Row,
    RowKind,
    Shape,
    Sparkline,
    Status,
    Table,
    Tone,
    Verdict,
)
from tests.render.sample_numbers import BY_KEY, TARGETS, Target, thousands
from tests.render.sample_prose import prose
from tests.render.sample_rows import number, plain

OPERATOR = {">=": "≥", "=": "="}


def verdict() -> Verdict:
    """The overall verdict."""
    judged = [target for target in TARGETS if target.met is not None]
    met = sum(bool(target.met) for target in judged)
    assert (len(judged), met) == (15, 13)
    return Verdict(
        title="总体判定：部分达标",
        runs=prose(
            "15 项可判定的 SLA 目标中 **13 项达标**，**2 项未达标**：P2 事件解决及时率与 MES 制造执行可用性。另有 1 项本期无样本，不参与判定。上季度为 16 项中 15 项达标。"
        ),
    )


def shape_of(target: Target) -> Shape:
    """Shape of the target's verdict."""
    if target.met is None:
        return Shape.NONE
    return Shape.BAD if not target.met else Shape.NEAR if target.near else Shape.MET


def status_of(target: Target) -> Status:
    """Status with its tags."""
    words = {Shape.NONE: "不适用", Shape.BAD: "未达标", Shape.NEAR: "达标·临近", Shape.MET: "达标"}
    tags = ("样本不足",) if 0 < target.denominator < 5 else ()
    return Status(shape=shape_of(target), word=words[shape_of(target)], tags=tags)


def spark_of(target: Target) -> Sparkline:
    """Thirteen months."""
    return Sparkline(values=target.ratios, target=Decimal(target.target) / 100, sense=target.sense)


def goal(target: Target) -> str:
    """The target as printed."""
    return f"{OPERATOR[str(target.sense)]} {target.target}%"


def key_figures() -> KeyFigures:
    """Three cards and all targets."""
    cards = tuple(
        Card(
            title=target.name,
            display=target.display,
            status=status_of(target),
            base=f"{thousands(target.numerator)} / {thousands(target.denominator)} {target.unit}",
            facts=(("目标", goal(target)), ("较上季", f"{target.change} 百分点")),
            spark=spark_of(target),
            figure=target.key,
        )
        for target in (BY_KEY["p2s"], BY_KEY["mes"], BY_KEY["csat"])
    )
    targets = tuple(Glance(shape=shape_of(t), title=t.name, display=t.display, figure=t.key) for t in TARGETS)
    legend = tuple(
        Status(shape=shape, word=word)
        for shape, word in ((Shape.MET, "达标"), (Shape.NEAR, "临近"), (Shape.BAD, "未达标"), (Shape.NONE, "无样本"))
    )
    return KeyFigures(cards=cards, targets=targets, legend=legend)


def scorecard() -> Table:
    """All targets with their verdicts."""
    rows: list[Row] = []
    group = ""
    for i, target in enumerate(TARGETS, start=1):
        if target.group != group:
            group = target.group
            rows.append(plain(group, kind=RowKind.GROUP))
        tone = Tone.BAD if target.met is False else Tone.QUIET if target.met is None else Tone.PLAIN
        rows.append(
            plain(
                number(str(i)),
                target.name,
                Cell(text=goal(target), value=Decimal(target.target) / 100),
                Cell(text=target.display, value=target.value, tone=tone, figure=target.key),
                f"{thousands(target.numerator)} / {thousands(target.denominator)}",
                Cell(text=status_of(target).word, status=status_of(target)),
                target.change,
                Cell(spark=spark_of(target)),
            )
        )
    columns = (
        Column(title="序", align=Align.CENTER, kind=Kind.NUMBER),
        Column(title="指标"),
        Column(title="目标", kind=Kind.RATIO),
        Column(title="实际", kind=Kind.RATIO),
        Column(title="分子 / 分母", width=28, align=Align.RIGHT),
        Column(title="判定", kind=Kind.STATUS),
        Column(title="较上季", width=14, align=Align.RIGHT),
        Column(title="近 13 个月", kind=Kind.SPARK, align=Align.CENTER),
    )
    return Table(
        columns=columns,
        rows=tuple(rows),
        caption="2026 年第三季度 SLA 记分表",
        anchor="t-score",
        note=prose(
            "可用性的分子、分母单位为分；其余为张、份、项。“较上季”为百分点。走势线中虚线为目标，空心方块为单月低于目标（判定按季），断开处为无样本。可判定 15 项，达标 13 项，未达标 2 项，不适用 1 项（本期未安排灾备演练）。"
        ),
    )
