"""R03 服务可用性不符合 and R04 服务可用性分析: what was down, why, which part, and how it moves (K09–K11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from fuwubao.domain.figures import Dimension, Figure, FigureVerdict
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import (
    Composer,
    count_cell,
    day_words,
    decimal_of,
    month_label,
    plain,
)
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.material import Note, TargetLine, key_of
from fuwubao.reports.practice_material import UnavailabilityFact

MOST_ROWS = 40
STATISTICS = (("mtrs", "平均恢复"), ("mtbf", "平均无故障"), ("mtbsi", "平均间隔"))
Line = tuple[TargetLine, Figure | None]


def availability_lines(composer: Composer) -> list[Line]:
    """Return the availability targets with their figures."""
    return [(line, figure) for line, figure in composer.target_figures() if line.key.startswith("K09")]


def availability_misses(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Only services below their target: promise and result, each outage, cause and correction (R03)."""
    missed = [
        (line, figure)
        for line, figure in availability_lines(composer)
        if figure is not None and figure.verdict is FigureVerdict.NOT_MET
    ]
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "availability_misses")]
    if not missed:
        return [*made, t.NothingThisPeriod(subject="可用性低于目标的服务")]
    made.append(_missed_table(composer, missed))
    for line, _ in missed:
        made += [t.Heading(text=f"{line.service_name}的中断", level=2), _outage_table(composer, line)]
    return [*made, t.Heading(text="原因与纠正", level=2), _corrections(composer, missed)]


def _missed_table(composer: Composer, missed: Sequence[tuple[TargetLine, Figure]]) -> t.Table:
    rows = []
    for line, figure in missed:
        agreed, down = composer.service_seconds(figure)
        allowance = composer.material.figure(line.key.replace("K09", "K11", 1))
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=line.service_name, note=f"依据 {line.agreement} {line.id}"),
                    t.Cell(text=composer.bound(line.bound)),
                    composer.figure_cell(figure),
                    count_cell(int(agreed // 60)),
                    count_cell(-int(-down // 60)),
                    composer.figure_cell(allowance),
                    t.Cell(text=composer.change(figure, composer.material.previous)),
                )
            )
        )
    columns = (
        t.Column(title="服务 / 依据"),
        t.Column(title="目标", width=20),
        t.Column(title="实际", kind=t.Kind.RATIO, width=20),
        t.Column(title="约定服务(分)", kind=t.Kind.NUMBER, width=23),
        t.Column(title="停机(分)", kind=t.Kind.NUMBER, width=18),
        t.Column(title="余量", kind=t.Kind.DURATION, width=28),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=27),
    )
    note = plain("余量 = 约定服务时间 ×（1 − 目标）− 停机；负数为超出允许停机的时间。")
    return t.Table(columns=columns, rows=tuple(rows), caption="可用性低于目标的服务", note=note, sheet="不符合")


def _outage_table(composer: Composer, line: TargetLine) -> t.Block:
    mine = [one for one in composer.material.practice.outages if one.service == line.service and not one.planned]
    if not mine:
        return t.NothingThisPeriod(subject="登记的故障中断（停机来自超出约定窗口的维护）")
    longest = sorted(mine, key=lambda one: -one.seconds)[:MOST_ROWS]
    rows = [_outage_row(composer, one) for one in sorted(longest, key=lambda one: (one.starts_at, one.id))]
    left = len(mine) - len(longest)
    note = plain(f"另有 {left} 次较短的中断未列出。") if left else ()
    columns = (
        t.Column(title="编号", width=34),
        t.Column(title="开始", kind=t.Kind.DATE, width=30),
        t.Column(title="结束", kind=t.Kind.DATE, width=30),
        t.Column(title="本期内(分)", kind=t.Kind.NUMBER, width=20),
        t.Column(title="部件"),
        t.Column(title="原因"),
    )
    return t.Table(
        columns=columns, rows=tuple(rows), caption=f"{line.service_name}的中断", note=note, dense=True, sheet="中断"
    )


def _outage_row(composer: Composer, one: UnavailabilityFact) -> t.Row:
    weight = f"权重 {Decimal(one.weight) / 100}" if one.weight != 100 else ""
    return t.Row(
        cells=(
            t.Cell(text=one.id),
            t.Cell(text=composer.moment(one.starts_at), instant=one.starts_at.isoformat()),
            t.Cell(text=composer.moment(one.ends_at) if one.ends_at else "仍在中断"),
            t.Cell(text=count_cell(-(-one.seconds // 60)).text, note=weight, value=Decimal(-(-one.seconds // 60))),
            t.Cell(text=one.component or "未填写"),
            t.Cell(text=one.cause or "未填写"),
        )
    )


def _corrections(composer: Composer, missed: Sequence[tuple[TargetLine, Figure]]) -> t.Table:
    rows = []
    for line, _ in missed:
        note = composer.material.notes.get(f"target {line.agreement} {line.id}", Note(subject=""))
        due = day_words(note.due_on, year=composer.material.period.last.year)
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=line.service_name),
                    t.Cell(text=note.cause or "待补"),
                    t.Cell(text=note.measure or "待补"),
                    t.Cell(text=note.owner or "待补"),
                    t.Cell(text=due),
                )
            )
        )
    columns = (
        t.Column(title="服务", width=38),
        t.Column(title="原因"),
        t.Column(title="纠正措施"),
        t.Column(title="责任人", width=20),
        t.Column(title="期限", kind=t.Kind.DATE, width=20),
    )
    return t.Table(columns=columns, rows=tuple(rows), caption="原因、纠正措施与期限", sheet="纠正")


def reliability(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """MTRS, MTBF and MTBSI of each service, against the period before (K10)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "reliability")]
    rows = []
    for code in composer.material.services:
        keys = [key_of("K10", dimension=Dimension.SERVICE, value=code, statistic=stat) for stat, _ in STATISTICS]
        figures = [composer.material.figure(key) for key in keys]
        if all(figure is None for figure in figures):
            continue
        first = figures[0]
        count = first.denominator if first is not None else None
        change = composer.change(first, composer.material.previous) if first is not None else "—"
        cells = [composer.figure_cell(figure) for figure in figures]
        rows.append(t.Row(cells=(composer.service_cell(code), count_cell(count), *cells, t.Cell(text=change))))
    if not rows:
        return [*made, t.NothingThisPeriod(subject="约定可用性目标的服务")]
    columns = (
        t.Column(title="服务"),
        t.Column(title="中断(次)", kind=t.Kind.NUMBER, width=20),
        *(t.Column(title=words, kind=t.Kind.DURATION, width=30) for _, words in STATISTICS),
        t.Column(title="恢复较上期", kind=t.Kind.NUMBER, width=26),
    )
    note = plain(
        "平均恢复 MTRS = 停机 ÷ 中断次数；平均无故障 MTBF =（约定服务 − 停机）÷ 次数；"
        "平均间隔 MTBSI = 约定服务 ÷ 次数；没有中断的写“无中断”。"
    )
    table = t.Table(columns=columns, rows=tuple(rows), caption="恢复与间隔时间", note=note, sheet="恢复与间隔")
    return [*made, table, *_restoring(composer)]


def _restoring(composer: Composer) -> list[t.Block]:
    """The mean time to restore over the months, in minutes."""
    material, key = composer.material, key_of("K10", statistic="mtrs")
    figures = [material.figure(key, month) for month in material.months]
    points = tuple(
        t.Point(value=None if f is None or f.value is None else decimal_of(f.value / 60).quantize(Decimal("0.1")))
        for f in figures
    )
    if sum(point.value is not None for point in points) < 3:
        return []
    drawing = t.TrendLine(
        periods=tuple(month_label(month) for month in material.months),
        series=(t.Series(name="平均恢复", points=points),),
        unit="分",
    )
    alt = "平均恢复时间按月的折线，没有中断的月份为空缺"
    return [t.Chart(drawing=drawing, caption="平均恢复时间（分，全部服务）", alt=alt, anchor="fig-mtrs")]


def downtime_causes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Downtime by cause and by component, the greatest first, with the running share; planned beside unplanned."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "downtime_causes")]
    told = composer.material.practice.outages
    failures = [one for one in told if not one.planned]
    if not failures:
        made.append(t.NothingThisPeriod(subject="故障中断"))
    else:
        made += [
            _ranked(failures, lambda one: one.cause or "未填写", "原因", "停机按原因"),
            _ranked(failures, lambda one: one.component or "未填写", "部件", "停机按部件（薄弱部件在前）"),
            *_heat(composer, failures),
        ]
    return [*made, _planned_and_not(composer, told)]


def _ranked(
    failures: Sequence[UnavailabilityFact], name: Callable[[UnavailabilityFact], str], head: str, caption: str
) -> t.Table:
    groups: dict[str, list[UnavailabilityFact]] = defaultdict(list)
    for one in failures:
        groups[name(one)].append(one)
    total = sum(one.seconds for one in failures)
    rows, running = [], 0
    ordered = sorted(groups.items(), key=lambda item: (-sum(one.seconds for one in item[1]), item[0]))
    for words, group in ordered[:MOST_ROWS]:
        seconds = sum(one.seconds for one in group)
        running += seconds
        share = Decimal(running) / total
        cells = (
            t.Cell(text=words),
            count_cell(len(group)),
            count_cell(-(-seconds // 60)),
            t.Cell(text=f"{Decimal(running * 10000 // total) / 100:.2f}%", value=share),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title=head),
        t.Column(title="次数", kind=t.Kind.NUMBER, width=22),
        t.Column(title="停机(分)", kind=t.Kind.NUMBER, width=26),
        t.Column(title="累计占比", kind=t.Kind.RATIO, width=26),
    )
    note = plain("各次中断的时间相加，未扣除服务时间以外的部分，也未合并重叠；判定以可用性一章为准。")
    return t.Table(columns=columns, rows=tuple(rows), caption=caption, note=note, sheet=f"按{head}")


def _heat(composer: Composer, failures: Sequence[UnavailabilityFact]) -> list[t.Block]:
    """Outages by service and month of their beginning, where the period has several months."""
    months = [m for m in composer.material.months if composer.material.period.first <= m.first]
    months = [m for m in months if m.first < composer.material.period.day_after]
    services = list(dict.fromkeys(one.service for one in failures))
    if len(months) < 2:
        return []
    counts = tuple(
        tuple(sum(one.service == code and month.holds(one.starts_at) for one in failures) for month in months)
        for code in services
    )
    drawing = t.HeatMap(
        rows=tuple(composer.service_label(code) for code in services),
        columns=tuple(month.label for month in months),
        counts=counts,
        column_title="月份",
    )
    alt = "每格为该服务当月开始的中断次数"
    return [t.Chart(drawing=drawing, caption="中断次数（服务 × 月）", alt=alt, anchor="fig-outage-heat")]


def _planned_and_not(composer: Composer, told: Sequence[UnavailabilityFact]) -> t.Block:
    if not told:
        return t.NothingThisPeriod(subject="中断与计划维护")
    rows = []
    for code in dict.fromkeys(one.service for one in told):
        cells = [composer.service_cell(code)]
        for is_planned in (False, True):
            group = [one for one in told if one.service == code and one.planned is is_planned]
            cells += [count_cell(len(group)), count_cell(-(-sum(one.seconds for one in group) // 60))]
        rows.append(t.Row(cells=tuple(cells)))
    columns = (
        t.Column(title="服务"),
        t.Column(title="故障(次)", kind=t.Kind.NUMBER, width=24),
        t.Column(title="故障(分)", kind=t.Kind.NUMBER, width=24),
        t.Column(title="计划维护(次)", kind=t.Kind.NUMBER, width=28),
        t.Column(title="计划维护(分)", kind=t.Kind.NUMBER, width=28),
    )
    return t.Table(columns=columns, rows=tuple(rows), caption="计划与非计划停机", sheet="计划与非计划")
