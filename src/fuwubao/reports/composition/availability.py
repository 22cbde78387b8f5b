"""服务可用性: share of agreed service time, downtime used of what is allowed, and each outage (K09–K11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fuwubao.domain.figures import Dimension, Figure
from fuwubao.render import tree as t
from fuwubao.reports.composition.attainment import trend
from fuwubao.reports.composition.composer import Composer, count_cell, decimal_of, grouped
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.composition.workload import slices
from fuwubao.reports.material import TargetLine, key_of

MOST_OUTAGES = 60


def availability(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The chapter; a customer without an availability target or service hours is told so."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "availability")]
    several = bool(composer.material.naming.members)  # then each member's own, under its own promise
    found = slices(composer, "K09", Dimension.SERVICE, own=several)
    figures = [figure for figure in found if figure.value is not None]
    if not figures:
        return [*made, t.NothingThisPeriod(subject="约定可用性目标的服务")]
    lines = {line.key: line for line in composer.material.targets if line.key.startswith("K09")}
    shares = [
        share for figure in figures if (share := _share(composer, figure, lines.get(composer.material.key(figure))))
    ]
    made.append(_table(composer, figures, lines))
    if shares:
        made.append(
            t.Chart(
                drawing=t.AllowanceBars(shares=tuple(shares)),
                caption="停机时间占本期允许停机的比例",
                alt="每项服务一条横条，竖线为允许停机的全部；超出者未达标",
                anchor="fig-allowance",
            )
        )
    made.extend(_trend(composer, lines))
    return [*made, *_outages(composer)]


def _table(composer: Composer, figures: list[Figure], lines: dict[str, TargetLine]) -> t.Block:
    rows = []
    for figure in figures:
        line = lines.get(composer.material.key(figure))
        agreed, down = composer.service_seconds(figure)
        mtrs = composer.material.figure(
            key_of("K10", dimension=Dimension.SERVICE, value=figure.scope.key, statistic="mtrs")
        )
        rows.append(
            t.Row(
                cells=(
                    composer.service_cell(figure.scope.key),
                    t.Cell(text=composer.bound(line.bound) if line else "—"),
                    composer.figure_cell(figure),
                    count_cell(int(agreed // 60)),
                    count_cell(-int(-down // 60)),
                    composer.figure_cell(mtrs),
                    t.Cell(text=composer.change(figure, composer.material.previous)),
                    t.Cell(status=composer.status(figure)),
                )
            )
        )
    columns = (
        t.Column(title="服务"),
        t.Column(title="约定", width=17),
        t.Column(title="实际", kind=t.Kind.RATIO),
        t.Column(title="约定服务(分)", kind=t.Kind.NUMBER),
        t.Column(title="停机(分)", kind=t.Kind.NUMBER),
        t.Column(title="平均恢复", kind=t.Kind.DURATION),
        t.Column(title="较上期", kind=t.Kind.NUMBER),
        t.Column(title="判定", kind=t.Kind.STATUS, width=19),
    )
    note = (
        t.Text(
            "可用性 =（约定服务时间 − 停机）÷ 约定服务时间；重叠的中断只计一次，约定的维护窗口不计，超窗部分计停机。"
        ),
    )
    return t.Table(
        columns=columns, rows=tuple(rows), caption="服务可用性", anchor="tab-availability", note=note, sheet="可用性"
    )


def _share(composer: Composer, figure: Figure, line: TargetLine | None) -> t.NamedShare | None:
    if line is None or line.bound is None or not figure.denominator or figure.numerator is None:
        return None
    agreed, down = composer.service_seconds(figure)
    allowed = (1 - line.bound.value) * agreed
    if allowed <= 0:
        return None
    used = down / allowed
    words = f"{grouped(-int(-down // 60))} / {decimal_of(allowed / 60).quantize(Decimal('0.01'))} 分"
    share = t.Share(used=decimal_of(used), words=words, missed=used > 1)
    return t.NamedShare(name=composer.scope_words(figure), share=share)


def _trend(composer: Composer, lines: dict[str, TargetLine]) -> list[t.Block]:
    for line in lines.values():
        figure = composer.material.figure(line.key)
        if figure is None or composer.status(figure).shape is not t.Shape.BAD:
            continue
        drawing = trend(composer, line.key, line.bound, line.title)
        if drawing is not None:
            caption = f"{line.title}（{len(composer.material.months)} 个月，%）"
            alt = f"{line.title}按月的折线，虚线为目标"
            return [t.Chart(drawing=drawing, caption=caption, alt=alt, anchor="fig-availability")]
    return []


def _outages(composer: Composer) -> list[t.Block]:
    heading = t.Heading(text="中断清单", level=2)
    outages = composer.material.outages
    unplanned = [outage for outage in outages if not outage.planned]
    if not unplanned:
        return [heading, t.NothingThisPeriod(subject="计划外中断")]
    chosen = sorted(unplanned, key=lambda outage: -outage.seconds)[:MOST_OUTAGES]
    rows = [
        t.Row(
            cells=(
                composer.service_cell(outage.service),
                t.Cell(text=composer.moment(outage.starts_at), instant=outage.starts_at.isoformat()),
                t.Cell(text=composer.moment(outage.ends_at) if outage.ends_at else "仍在中断"),
                count_cell(-(-outage.seconds // 60)),
                t.Cell(text=outage.cause or "未填写"),
            )
        )
        for outage in sorted(chosen, key=lambda outage: outage.starts_at)
    ]
    columns = (
        t.Column(title="服务", width=36),
        t.Column(title="开始", kind=t.Kind.DATE, width=34),
        t.Column(title="结束", kind=t.Kind.DATE, width=34),
        t.Column(title="本期内(分)", kind=t.Kind.NUMBER, width=22),
        t.Column(title="原因"),
    )
    left = len(unplanned) - len(chosen)
    note: t.Runs = (t.Text(f"另有 {left} 次较短的中断见随附数据表。"),) if left else ()
    return [
        heading,
        t.Table(columns=columns, rows=tuple(rows), caption="计划外中断", note=note, dense=True, sheet="中断"),
    ]
