"""R06 问题管理总结: flow, sources, root causes and workarounds, age, effect, recurrence (K12–K14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from fuwubao.render import tree as t
from fuwubao.reports.composition.attainment import months_of_rate
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.practice_material import ProblemFact

MOST_ROWS = 60
STATES = {
    "open": "新登记",
    "in_progress": "处理中",
    "known_error": "已知错误",
    "resolved": "已解决",
    "closed": "已关闭",
}
ORIGINS = {"reactive": "被动（由事件引出）", "proactive": "主动（由分析发现）", "": "未填写"}
AGES = ((30, "30 天以内"), (90, "31–90 天"), (180, "91–180 天"), (None, "180 天以上"))


def problem_rates(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The three rates with their base, their change and their months."""
    rows = []
    for key, words in (("K12", "问题关闭率"), ("K13", "根因定位率"), ("K14", "重复事件率")):
        figure = composer.material.figure(key)
        if figure is None:
            continue
        cells = (
            t.Cell(text=words),
            composer.figure_cell(figure),
            t.Cell(text=composer.base(figure) or "—"),
            t.Cell(text=composer.change(figure, composer.material.previous)),
            t.Cell(text=composer.change(figure, composer.material.year_ago)),
            t.Cell(spark=composer.spark(key, figure.target)),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="指标"),
        t.Column(title="本期", kind=t.Kind.RATIO, width=26),
        t.Column(title="基数", kind=t.Kind.NUMBER, width=28),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=30),
        t.Column(title="较去年同期", kind=t.Kind.NUMBER, width=30),
        t.Column(title="近 13 个月", kind=t.Kind.SPARK, width=28),
    )
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "problem_rates")]
    made.append(t.Table(columns=columns, rows=tuple(rows), caption="问题管理指标", sheet="问题指标"))
    return [*made, *months_of_rate(composer, "K12", "问题关闭率")]


def problem_flow(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """How many problems came and went, by category and by where they came from."""
    told = composer.material.practice.problems
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "problem_flow")]
    if not told:
        return [*made, t.NothingThisPeriod(subject="未关闭或新登记的问题")]
    made.append(_by(composer, told, lambda one: one.category or "未填写", "类别"))
    made.append(_by(composer, told, lambda one: ORIGINS.get(one.origin, one.origin), "来源方式"))
    return [*made, _ages(composer, told)]


def _by(composer: Composer, told: Sequence[ProblemFact], name: Callable[[ProblemFact], str], head: str) -> t.Table:
    period = composer.material.period
    rows = []
    for words, _ in Counter(name(one) for one in told).most_common():
        group = [one for one in told if name(one) == words]
        opened = sum(period.holds(one.opened_at) for one in group)
        closed = sum(_closed_by(one, period.ends_before) for one in group)
        cells = (t.Cell(text=words), *(count_cell(n) for n in (len(group) - opened, opened, closed)))
        rows.append(t.Row(cells=(*cells, count_cell(len(group) - closed))))
    columns = (
        t.Column(title=head),
        t.Column(title="期初未关闭", kind=t.Kind.NUMBER, width=28),
        t.Column(title="本期登记", kind=t.Kind.NUMBER, width=26),
        t.Column(title="本期关闭", kind=t.Kind.NUMBER, width=26),
        t.Column(title="期末未关闭", kind=t.Kind.NUMBER, width=28),
    )
    note = plain("期初未关闭 + 本期登记 − 本期关闭 = 期末未关闭。")
    return t.Table(columns=columns, rows=tuple(rows), caption=f"问题按{head}", note=note, sheet=f"按{head}")


def _closed_by(one: ProblemFact, ends: datetime) -> bool:
    return one.closed_at is not None and one.closed_at < ends


def _ages(composer: Composer, told: Sequence[ProblemFact]) -> t.Block:
    ends = min(composer.material.period.ends_before, composer.material.as_of)
    left = [one for one in told if not _closed_by(one, ends)]
    if not left:
        return t.NothingThisPeriod(subject="期末未关闭的问题")
    days = [(ends - one.opened_at).days for one in left]
    cells, least = [t.Cell(text="问题数")], -1
    for most, _ in AGES:
        cells.append(count_cell(sum(least < age and (most is None or age <= most) for age in days)))
        least = most or least
    columns = [t.Column(title="账龄"), *(t.Column(title=w, kind=t.Kind.NUMBER, width=30) for _, w in AGES)]
    row = t.Row(cells=tuple(cells))
    return t.Table(columns=tuple(columns), rows=(row,), caption="期末未关闭问题的账龄", sheet="问题账龄")


def root_causes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Root causes found and workarounds in use: the known errors of the period."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "root_causes")]
    known = [one for one in composer.material.practice.problems if one.root_cause or one.workaround]
    if not known:
        return [*made, t.NothingThisPeriod(subject="已定位的根因与临时方案")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.id, note=STATES.get(one.state, one.state)),
                t.Cell(text=one.title, note=composer.service(one.service) if one.service else ""),
                t.Cell(text=one.root_cause or "待定位"),
                t.Cell(text=one.workaround or "无"),
                t.Cell(text=one.change_id or "—"),
                t.Cell(text=one.owner or "未填写"),
            )
        )
        for one in known[:MOST_ROWS]
    ]
    columns = (
        t.Column(title="问题 / 状态", width=30),
        t.Column(title="标题 / 服务", width=38),
        t.Column(title="根本原因"),
        t.Column(title="临时方案"),
        t.Column(title="关联变更", width=26),
        t.Column(title="负责人", width=20),
    )
    left = len(known) - len(rows)
    note = plain(f"另有 {left} 个未列出。") if left > 0 else ()
    table = t.Table(
        columns=columns, rows=tuple(rows), caption="根因、已知错误与临时方案", note=note, dense=True, sheet="根因"
    )
    return [*made, table]


def problem_effect(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Incidents before and after the solution of each problem, and those that came again after its closing."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "problem_effect")]
    solved = [one for one in composer.material.practice.problems if one.resolved_at or one.closed_at]
    if not solved:
        return [*made, t.NothingThisPeriod(subject="已解决的问题")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.id),
                t.Cell(text=one.title),
                t.Cell(text=composer.moment(one.resolved_at or one.closed_at)),
                count_cell(one.before),
                count_cell(one.after),
                t.Cell(status=_effect(one)),
            )
        )
        for one in solved[:MOST_ROWS]
    ]
    columns = (
        t.Column(title="问题", width=30),
        t.Column(title="标题"),
        t.Column(title="解决时间", kind=t.Kind.DATE, width=32),
        t.Column(title="解决前事件", kind=t.Kind.NUMBER, width=24),
        t.Column(title="解决后事件", kind=t.Kind.NUMBER, width=24),
        t.Column(title="效果", kind=t.Kind.STATUS, width=24),
    )
    note = plain("只计关联到该问题的事件；解决后又有事件的，视为需要复查。")
    table = t.Table(
        columns=columns, rows=tuple(rows), caption="解决效果（解决前后的关联事件）", note=note, sheet="效果"
    )
    return [*made, table]


def _effect(one: ProblemFact) -> t.Status:
    if not one.before and not one.after:
        return t.Status(shape=t.Shape.NONE, word="无关联事件")
    if one.after:
        return t.Status(shape=t.Shape.BAD, word="再次发生")
    return t.Status(shape=t.Shape.MET, word="未再发生")
