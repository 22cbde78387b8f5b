"""The charts of the sample report."""

# Sentences and rows of the sample stay whole, so that they can be read as the reader sees them.
# ruff: noqa: E501

from __future__ import annotations

from decimal import Decimal

from fuwubao.render.tree import (
    Beside,
    Cell,
    Chart,
    Column,
    HeatMap,
    Kind,
    Move,
    MovesOfMeans,
    OutageMark,
    OutageTimeline,
    Point,
    Row,
    RowKind,
    Series,
    StackedBars,
    Table,
    TargetStep,
    TrendLine,
)
from tests.render.sample_numbers import BY_KEY, HOURS, MEANS, OPENED, PERIODS, SCORES
from tests.render.sample_prose import prose

SUNDAYS = (
    "07-05",
    "07-12",
    "07-19",
    "07-26",
    "08-02",
    "08-09",
    "08-16",
    "08-23",
    "08-30",
    "09-06",
    "09-13",
    "09-20",
    "09-27",
)


def trend() -> Chart:
    """P2 resolution over thirteen months."""
    points = tuple(
        Point(value=None if not n else Decimal(k * 100) / n, words=f"{k}/{n}") for k, n in BY_KEY["p2s"].months
    )
    return Chart(
        drawing=TrendLine(
            periods=PERIODS,
            series=(Series(name="P2 解决及时率", points=points),),
            targets=(TargetStep(first=0, value=Decimal(95), words="目标 ≥ 95%"),),
            unit="%",
            band=(10, 12),
        ),
        caption="P2 事件解决及时率，2025 年 9 月至 2026 年 9 月",
        alt="13 个月的 P2 事件解决及时率折线，2026 年 8 月 37/43 低于目标 95%，其余各月达标",
        anchor="f-trend",
        note=prose("点旁数字为按期数 / 判定数；空心方块为未达标月份；浅底色为本报告期。目标自 2025-09 起未调整。"),
    )


def volume() -> Chart:
    """Tickets opened by class and month against the agreed limit."""
    series = tuple(
        Series(name=name, points=tuple(Point(value=Decimal(n)) for n in counts)) for name, counts in OPENED.items()
    )
    return Chart(
        drawing=StackedBars(
            periods=PERIODS, series=series, limit=Decimal(600), limit_words="约定上限 600 张/月", unit="张"
        ),
        caption="月受理量与约定上限（单位：张）",
        alt="13 个月受理量堆叠柱，2026 年 8 月 597 张最接近 600 张上限",
        anchor="f-stack",
        note=prose("柱顶数字为当月合计；虚线为协议约定上限。颜色由深到浅依次为事件、服务请求、咨询，灰度打印可辨。"),
    )


def hours() -> Chart:
    """Tickets opened by weekday and hour."""
    total = sum(sum(row) for row in HOURS)
    assert total == sum(sum(counts[-3:]) for counts in OPENED.values()) == 1697
    return Chart(
        drawing=HeatMap(
            rows=tuple("周" + day for day in "一二三四五六日"),
            columns=tuple(f"{hour:02d}" for hour in range(24)),
            counts=HOURS,
            column_title="受理时刻（时）",
        ),
        caption="受理量按星期与时刻分布（单位：张，合计 1\u2009697）",
        alt="受理量按星期与小时的分布，周一 9 时最高，65 张",
        anchor="f-heat",
        note=prose("按受理时刻的本地时间统计；空格为 0。"),
    )


def outages() -> Chart:
    """Outages by service over the quarter."""
    marks = (
        OutageMark(row=0, at="2026-07-23T10:05", minutes=18, words="07-23 10:05 · 18 分"),
        OutageMark(row=1, at="2026-08-18T14:22", minutes=79, words="08-18 14:22 · 79 分", missed=True),
        OutageMark(row=1, at="2026-09-09T03:10", minutes=42, words="09-09 03:10 · 42 分", missed=True),
        OutageMark(row=2, at="2026-07-12T04:00", minutes=25, words="07-12 04:00 · 25 分"),
        OutageMark(row=3, at="2026-08-05T09:12", minutes=28, words="08-05 09:12 · 28 分"),
    )
    return Chart(
        drawing=OutageTimeline(
            rows=("ERP 系统", "MES 制造执行", "网络与互联网出口", "邮件与协同"),
            first="2026-07-01",
            last="2026-09-30",
            outages=marks,
            windows=tuple(f"2026-{day}" for day in SUNDAYS),
        ),
        caption="第三季度中断时间线",
        alt="四项服务的五次中断，MES 制造执行 8 月 18 日 79 分、9 月 9 日 42 分",
        anchor="f-outage",
        note=prose(
            "符号面积与停机分钟数成比例；方块属于未达标服务。竖点线为每周日 0—4 时约定维护窗口；07-12 的中断为窗口超时部分。"
        ),
    )


def satisfaction() -> Beside:
    """Means by dimension beside the distribution of scores."""
    moves = tuple(
        Move(
            name=name,
            now=Decimal(now),
            before=Decimal(before),
            now_words=now,
            difference=f"{Decimal(now) - Decimal(before):+}".replace("-", "−"),
        )
        for name, now, before in MEANS
    )
    total = sum(count for _, count in SCORES)
    rows = [
        Row(
            cells=(
                Cell(text=f"{score} 分", value=Decimal(score)),
                Cell(text=str(count), value=Decimal(count)),
                Cell(text=f"{Decimal(count * 100) / total:.2f}%", value=Decimal(count) / total),
            )
        )
        for score, count in SCORES
    ]
    closing = Row(
        cells=(Cell(text="合计"), Cell(text=str(total), value=Decimal(total)), Cell(text="100.00%", value=Decimal(1))),
        kind=RowKind.TOTAL,
    )
    return Beside(
        chart=Chart(
            drawing=MovesOfMeans(moves=moves),
            caption="分维度均分（空心为上季）",
            alt="五个维度的均分与上季比较，响应速度由 4.49 降至 4.38",
            anchor="f-means",
        ),
        table=Table(
            columns=(
                Column(title="得分"),
                Column(title="份数", kind=Kind.NUMBER),
                Column(title="占比", kind=Kind.RATIO),
            ),
            rows=(*rows, closing),
            caption="得分分布",
            anchor="t-scores",
        ),
    )
