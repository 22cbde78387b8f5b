"""SLA 达成情况: each target with its requirement, actual and verdict; what was missed and why (S1.17, S1.30, R02)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fuwubao.domain.figures import Dimension, Figure, FigureVerdict
from fuwubao.domain.terms import Bound, Operator
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import (
    Composer,
    clock_words,
    count_cell,
    day_words,
    decimal_of,
    month_label,
    plain,
    scaled,
)
from fuwubao.reports.composition.entered import entered
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.material import (
    CLASS_WORDS,
    CLOCK_WORDS,
    BreachFact,
    Note,
    TargetLine,
    key_of,
)

Line = tuple[TargetLine, Figure | None]

MOST_TRENDS = 3
MOST_LISTED = 40

SCORECARD = (
    t.Column(title="目标项"),
    t.Column(title="约定", width=18),
    t.Column(title="实际（达标 / 判定）", kind=t.Kind.RATIO, width=36),
    t.Column(title="较上期", kind=t.Kind.NUMBER, width=26),
    t.Column(title="近 13 个月", kind=t.Kind.SPARK, width=22),
    t.Column(title="判定", kind=t.Kind.STATUS, width=22),
)


def attainment(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The chapter: the author's words, the scorecard, trends of what was missed, breaches, exclusions, near misses."""
    only = parameters.get("only_class", "")
    lines = [(line, figure) for line, figure in composer.target_figures() if not only or line.ticket_class == only]
    clocks = [(line, figure) for line, figure in lines if line.clock]
    return [
        t.Heading(text=title, fresh_page="services" not in composer.begun),  # else that short chapter stood alone
        *paragraphs(composer, "attainment"),
        *_scorecard(composer, lines, only),
        *_trends(composer, clocks),
        *_misses(composer, lines),
        *_explained_breaches(composer, parameters),
        *_exclusions(composer),
        *_restatements(composer),
        *_near(composer, lines),
        *([] if only else entered(composer)),
    ]


MOST_MEMBERS = 3  # as columns beside the total; more become a table of their own, one row a member


def _rates_by_class(composer: Composer, only: str) -> list[t.Block]:
    """Rates of several customers together and each one's own, by class (M10, M11): no rate here has a promise."""
    members = composer.material.naming.members
    beside = list(members.items()) if len(members) <= MOST_MEMBERS else []
    crowded = len(beside) > 1  # the months give way, so that names and rates keep their room
    shown: list[tuple[str, str, str]] = []
    rows = []
    for code, words in CLASS_WORDS.items():
        for measure, clock in (("K02", "response"), ("K03", "resolution")):
            figure = composer.material.figure(key_of(measure, dimension=Dimension.CLASS, value=code))
            if figure is None or not figure.denominator or (only and code != only):
                continue
            shown.append((f"{words}{CLOCK_WORDS[clock]}", measure, code))
            cells = (
                t.Cell(text=f"{words}{CLOCK_WORDS[clock]}"),
                composer.figure_cell(figure, note=composer.base(figure)),
                *(_of_member(composer, member, measure, code) for member, _ in beside),
                t.Cell(text=composer.change(figure, composer.material.previous)),
                *([] if crowded else [t.Cell(spark=composer.spark(composer.material.key(figure), None))]),
            )
            rows.append(t.Row(cells=cells))
    if not rows:
        return []
    columns = (
        t.Column(title="指标"),
        t.Column(title="合计（达标 / 判定）" if members else "实际（达标 / 判定）", kind=t.Kind.RATIO, width=32),
        *(t.Column(title=name, kind=t.Kind.RATIO, width=27) for _, name in beside),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=25),
        *([] if crowded else [t.Column(title="近 13 个月", kind=t.Kind.SPARK, width=24)]),
    )
    note = plain("各客户的判定按各自的协议作出，合计 = Σ达标 ÷ Σ判定；合计不设目标。")
    table = t.Table(columns=columns, rows=tuple(rows), caption="及时率", anchor="tab-rates", note=note, sheet="及时率")
    return [table, *([] if beside or not members else [_members_table(composer, shown)])]


def _of_member(composer: Composer, member: str, measure: str, code: str) -> t.Cell:
    figure = composer.material.of_member(member, measure, dimension=Dimension.CLASS, value=code)
    return composer.figure_cell(figure, note=composer.base(figure) if figure and figure.denominator else "")


def _members_table(composer: Composer, shown: list[tuple[str, str, str]]) -> t.Table:
    """One row a member, for more members than fit as columns."""
    rows = tuple(
        t.Row(cells=(t.Cell(text=name), *(_of_member(composer, code, m, value) for _, m, value in shown)))
        for code, name in composer.material.naming.members.items()
    )
    columns = (t.Column(title="客户"), *(t.Column(title=words, kind=t.Kind.RATIO) for words, *_ in shown))
    return t.Table(columns=columns, rows=rows, caption="各客户的及时率", anchor="tab-members", sheet="各客户及时率")


def _scorecard(composer: Composer, lines: list[Line], only: str) -> list[t.Block]:
    rates = _rates_by_class(composer, only) if not lines or composer.material.naming.members else []
    if not lines:
        return rates or [t.NothingThisPeriod(subject="约定的 SLA 目标")]
    rows: list[t.Row] = []
    for name, group in groupby(lines, key=lambda pair: pair[0].service_name):
        rows.append(t.Row(cells=(t.Cell(text=name),), kind=t.RowKind.GROUP))
        rows.extend(_score(composer, line, figure) for line, figure in group)
    note = "实际 = 达标 ÷（达标 + 超时），按判定所在期间计一次；已取消、合并和约定排除的工单不计；— 为本期无判定。"
    overall = composer.material.figure("K01")
    runs: t.Runs = plain(note)
    if not only and overall is not None and overall.value is not None:
        runs = (
            *runs,
            t.Text("全部计时合计（各类单据混合，仅作总览）"),
            composer.cited(overall),
            t.Text(f"（{composer.base(overall)}）。"),
        )
    return [
        *rates,
        t.Table(columns=SCORECARD, rows=tuple(rows), caption="SLA 目标达成情况", anchor="tab-scorecard", note=runs,
                sheet="SLA达成")
    ]  # fmt: skip


def _score(composer: Composer, line: TargetLine, figure: Figure | None) -> t.Row:
    name = t.Cell(text=line.title, note=f"{line.within}" if line.within else "")
    bound = t.Cell(text=composer.bound(line.bound))
    if figure is None:
        status = t.Status(shape=t.Shape.NONE, word="无判定", tags=("数据不可用",))
        return t.Row(cells=(name, bound, *[t.Cell(text="—")] * 2, t.Cell(), t.Cell(status=status)))
    return t.Row(
        cells=(
            name,
            bound,
            composer.figure_cell(figure, note=composer.base(figure) if figure.denominator else ""),
            t.Cell(text=composer.change(figure, composer.material.previous)),
            t.Cell(spark=composer.spark(line.key, line.bound)),
            t.Cell(status=composer.status(figure)),
        )
    )


def _trends(composer: Composer, lines: list[Line]) -> list[t.Block]:
    missed = [(line, f) for line, f in lines if f and f.verdict is FigureVerdict.NOT_MET][:MOST_TRENDS]
    chosen = missed or [(line, f) for line, f in lines if f and f.value is not None][:1]
    if not chosen:
        return []
    made: list[t.Block] = [t.Heading(text="趋势", level=2)]
    for number, (line, _figure) in enumerate(chosen, 1):
        drawing = trend(composer, line.key, line.bound, line.title)
        if drawing is None:
            continue
        name = line.full_title
        made.append(
            t.Chart(
                drawing=drawing,
                caption=f"{name}（{len(composer.material.months)} 个月，%）",
                alt=f"{name}按月的折线，虚线为目标，未达标的月份为空心方块",
                anchor=f"fig-attainment-{number}",
            )
        )
    return made if len(made) > 1 else []


def months_of_rate(composer: Composer, key: str, words: str) -> list[t.Block]:
    """Return the months of a rate without a target as a chart; nothing with fewer than three points."""
    drawing = trend(composer, key, None, words)
    if drawing is None:
        return []
    caption, alt = f"{words}（13 个月，%）", f"{words}按月的折线"
    return [t.Chart(drawing=drawing, caption=caption, alt=alt, anchor=f"fig-{key.lower()}")]


def trend(composer: Composer, key: str, bound: Bound | None, name: str) -> t.TrendLine | None:
    """Return the months of one figure as a line with its target; None with fewer than three points (M15)."""
    material = composer.material
    points = []
    for month in material.months:
        figure = material.figure(key, month)
        value = scaled(figure) if figure else None
        words = (
            f"{figure.numerator}/{figure.denominator}" if figure and value is not None and figure.denominator else ""
        )
        points.append(t.Point(value=value, words=words))
    if sum(point.value is not None for point in points) < 3:
        return None
    targets: tuple[t.TargetStep, ...] = ()
    sense = t.Sense.AT_LEAST
    if bound is not None:
        targets = (t.TargetStep(first=0, value=decimal_of(bound.value * 100), words=f"目标 {composer.bound(bound)}"),)
        sense = t.Sense.AT_MOST if bound.operator is Operator.AT_MOST else t.Sense.AT_LEAST
    return t.TrendLine(
        periods=tuple(month_label(month) for month in material.months),
        series=(t.Series(name=name, points=tuple(points)),),
        targets=targets,
        sense=sense,
        unit="%",
        band=period_band(composer),
    )


def period_band(composer: Composer) -> tuple[int, int] | None:
    """Return the first and last index of the months that lie in the report's period."""
    period = composer.material.period
    inside = [i for i, m in enumerate(composer.material.months) if period.first <= m.first < period.day_after]
    return (inside[0], inside[-1]) if inside else None


def _misses(composer: Composer, lines: list[Line]) -> list[t.Block]:
    missed = [(line, f) for line, f in lines if f and f.verdict is FigureVerdict.NOT_MET]
    made: list[t.Block] = [t.Heading(text="未达标目标的原因与措施", level=2)]
    if not missed:
        return [*made, t.NothingThisPeriod(subject="未达标的目标")]
    year = composer.material.period.last.year
    rows = []
    for line, figure in missed:
        note = composer.material.notes.get(f"target {line.agreement} {line.id}", Note(subject=""))
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=line.title, note=line.service_name),
                    composer.figure_cell(figure, note=f"目标 {composer.bound(line.bound)}"),
                    t.Cell(text=note.cause or "待补"),
                    t.Cell(text=note.measure or "待补"),
                    t.Cell(text=note.owner or "待补"),
                    t.Cell(text=day_words(note.due_on, year=year)),
                )
            )
        )
    columns = (
        t.Column(title="目标 / 服务", width=34),
        t.Column(title="实际", kind=t.Kind.RATIO, width=22),
        t.Column(title="原因"),
        t.Column(title="措施"),
        t.Column(title="责任人", width=16),
        t.Column(title="期限", kind=t.Kind.DATE, width=14),
    )
    caption = "未达标目标的原因、措施与责任人"
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption=caption, anchor="tab-misses", sheet="未达标")]


def _explained_breaches(composer: Composer, parameters: dict[str, Any]) -> list[t.Block]:
    priorities = parameters.get("explain_each", [])
    chosen = [b for b in composer.material.breaches if b.priority in priorities]
    words = "、".join(priorities)
    if not priorities:
        return []
    heading = t.Heading(text=f"{words} 超时清单", level=2)
    if not chosen:
        return [heading, t.NothingThisPeriod(subject=f"{words} 超时")]
    rest = len(composer.material.breaches) - len(chosen)
    note = f"计时时长已扣除服务时间以外的时段和约定的挂起。其余超时 {rest} 项见附录超时清单和随附数据表。"
    listed = tuple(breach_line(composer, breach) for breach in chosen[:MOST_LISTED])
    caption = f"{words} 超时清单（单位 时:分）"
    return [heading, t.BreachList(breaches=listed, caption=caption, anchor="tab-breaches", note=plain(note))]


def breach_line(composer: Composer, breach: BreachFact) -> t.Breach:
    """Return one breach with its times as text, its cause and what is done."""
    note = composer.material.notes.get(breach.subject, Note(subject=breach.subject))
    over = None if breach.target_seconds is None else breach.elapsed_seconds - breach.target_seconds
    return t.Breach(
        ticket=breach.ticket,
        service=composer.service(breach.service),
        title=breach.title,
        elapsed=clock_words(breach.elapsed_seconds),
        over="—" if over is None else f"+{clock_words(over)}",
        elapsed_seconds=breach.elapsed_seconds,
        over_seconds=over or 0,
        cause=note.cause,
        measure=note.measure,
        owner=note.owner,
        due=day_words(note.due_on, year=composer.material.period.last.year) if note.due_on else "",
        priority=breach.priority,
    )


EXCLUSION_WORDS = {"cancelled": "客户取消", "merged": "重复，已并入父单", "test": "测试工单", "spam": "垃圾信息",
                   "agreed": "约定排除"}  # fmt: skip


def _exclusions(composer: Composer) -> list[t.Block]:
    heading = t.Heading(text="未计入 SLA 的工单", level=2)
    exclusions = composer.material.exclusions
    if not exclusions:
        return [heading, t.NothingThisPeriod(subject="排除的工单")]
    rows = [
        t.Row(cells=(t.Cell(text=EXCLUSION_WORDS.get(reason, reason)), count_cell(count)))
        for reason, count in exclusions
    ]
    total = sum(count for _, count in exclusions)
    rows.append(t.Row(cells=(t.Cell(text="合计"), count_cell(total)), kind=t.RowKind.TOTAL))
    columns = (t.Column(title="排除原因"), t.Column(title="工单数", kind=t.Kind.NUMBER, width=30))
    return [heading, t.Table(columns=columns, rows=tuple(rows), caption="未计入 SLA 的工单", sheet="排除")]


VERDICT_WORDS = {"met": "达标", "breached": "超时", "excluded": "不计入", "running": "计时中", "not_covered": "无约定"}


def _restatements(composer: Composer) -> list[t.Block]:
    """更正说明: what the report before told otherwise, since a ticket was reopened or its rows were mended (M6)."""
    heading = t.Heading(text="更正说明", level=2)
    restated = composer.material.restated
    told: list[t.Block] = [t.Paragraph(runs=plain(words)) for words in composer.material.told_late]
    if not restated:
        return [heading, *told] if told else [heading, t.NothingThisPeriod(subject="对已发布报告的更正")]
    rows = tuple(
        t.Row(
            cells=(
                t.Cell(text=one.ticket, note="响应" if one.clock == "response" else "解决"),
                t.Cell(text=one.report),
                t.Cell(text=VERDICT_WORDS.get(one.was, one.was)),
                t.Cell(text=VERDICT_WORDS.get(one.now, one.now)),
            )
        )
        for one in restated
    )
    columns = (
        t.Column(title="工单 / 计时"),
        t.Column(title="已发布的报告", width=52),
        t.Column(title="原判定", width=24),
        t.Column(title="现判定", width=24),
    )
    note = plain("已发布的报告保持原样；判定在其发生的期间计一次，年度数字取年末的判定。")
    return [heading, *told, t.Table(columns=columns, rows=rows, caption="判定有变化的工单", note=note, sheet="更正")]


def _near(composer: Composer, lines: list[Line]) -> list[t.Block]:
    near = [(line, f) for line, f in lines if f and composer.is_near(f)]
    heading = t.Heading(text="临近未达标的目标", level=2)
    if not near:
        return [heading, t.NothingThisPeriod(subject="临近未达标的目标")]
    rows = []
    for line, figure in near:
        room = "再多 1 项超时即未达标" if figure.measure != "K09" else "停机余量已用 80% 以上"
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=line.title, note=line.service_name),
                    t.Cell(text=composer.bound(line.bound)),
                    composer.figure_cell(figure, note=composer.base(figure)),
                    t.Cell(text=room),
                )
            )
        )
    columns = (
        t.Column(title="目标 / 服务"),
        t.Column(title="约定", width=24),
        t.Column(title="实际", kind=t.Kind.RATIO, width=30),
        t.Column(title="余量", width=48),
    )
    return [heading, t.Table(columns=columns, rows=tuple(rows), caption="达标但临近目标的项", sheet="临近")]
