"""R10 变更与发布: rates, results by type and risk, what failed or was backed out, releases (K15–K16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from fuwubao.render import tree as t
from fuwubao.reports.composition.attainment import months_of_rate
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.practice_material import ChangeFact

MOST_ROWS = 60
TYPES = {"standard": "标准变更", "normal": "常规变更", "emergency": "紧急变更", "": "未填写"}
RESULTS = {"successful": "成功", "failed": "失败", "backed_out": "回退"}
RATES = (
    ("K15", "变更成功率"),
    ("K16", "紧急变更占比"),
    ("K16U", "未授权变更占比"),
    ("K16R", "发布成功率"),
)


def change_rates(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The four rates with base, change and months, and the success rate as a line."""
    rows = []
    for key, words in RATES:
        figure = composer.material.figure(key)
        if figure is None:
            continue
        cells = (
            t.Cell(text=words),
            composer.figure_cell(figure),
            t.Cell(text=composer.base(figure) or "—"),
            t.Cell(text=composer.change(figure, composer.material.previous)),
            t.Cell(spark=composer.spark(key, figure.target)),
            t.Cell(status=composer.status(figure)),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="指标"),
        t.Column(title="本期", kind=t.Kind.RATIO, width=22),
        t.Column(title="基数", kind=t.Kind.NUMBER, width=24),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=28),
        t.Column(title="近 13 个月", kind=t.Kind.SPARK, width=26),
        t.Column(title="判定", kind=t.Kind.STATUS, width=24),
    )
    note = plain("成功 = 未回退、未引发事件、在计划窗口内完成；取消、否决和未完成的变更不计。")
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "change_rates")]
    made.append(t.Table(columns=columns, rows=tuple(rows), caption="变更与发布指标", note=note, sheet="变更指标"))
    return [*made, *months_of_rate(composer, "K15", "变更成功率")]


def change_results(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Changes by type and by risk against their result."""
    told = composer.material.practice.changes
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "change_results")]
    if not told:
        return [*made, t.NothingThisPeriod(subject="完成的变更")]
    made.append(_crossed(told, lambda one: TYPES.get(one.type, one.type), "变更类型"))
    return [*made, _crossed(told, lambda one: one.risk or "未填写", "风险等级")]


def _crossed(told: Sequence[ChangeFact], name: Callable[[ChangeFact], str], head: str) -> t.Table:
    rows = []
    for words, count in Counter(name(one) for one in told).most_common():
        group = [one for one in told if name(one) == words]
        counts = [sum(one.result == result for one in group) for result in RESULTS]
        held = sum(one.succeeded for one in group)
        cells = (t.Cell(text=words), count_cell(count), *(count_cell(n) for n in counts), count_cell(held))
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title=head),
        t.Column(title="完成", kind=t.Kind.NUMBER, width=22),
        *(t.Column(title=f"结果{w}", kind=t.Kind.NUMBER, width=24) for w in RESULTS.values()),
        t.Column(title="计为成功", kind=t.Kind.NUMBER, width=26),
    )
    return t.Table(columns=columns, rows=tuple(rows), caption=f"变更按{head}与结果", sheet=f"按{head}")


def change_failures(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every change that did not hold, with why it does not count; then emergency and unauthorised ones."""
    told = composer.material.practice.changes
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "change_failures")]
    fallen = [one for one in told if not one.succeeded]
    if fallen:
        made.append(_listed(composer, fallen, "未成功的变更及原因"))
    else:
        made.append(t.NothingThisPeriod(subject="失败、回退、超窗或引发事件的变更"))
    made.append(t.Heading(text="紧急与未授权变更", level=2))
    special = [one for one in told if one.type == "emergency" or one.unauthorised]
    if special:
        return [*made, _listed(composer, special, "紧急与未授权变更")]
    return [*made, t.NothingThisPeriod(subject="紧急与未授权变更")]


def _listed(composer: Composer, group: Sequence[ChangeFact], caption: str) -> t.Table:
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.id),
                t.Cell(text=one.title, note=composer.service(one.service) if one.service else ""),
                t.Cell(text=composer.moment(one.done_at), instant=one.done_at.isoformat()),
                t.Cell(text=TYPES.get(one.type, one.type), note="未授权" if one.unauthorised else ""),
                t.Cell(text=RESULTS.get(one.result, one.result), note="、".join(_why(one))),
                t.Cell(text=one.owner or "未填写"),
            )
        )
        for one in group[:MOST_ROWS]
    ]
    columns = (
        t.Column(title="变更", width=24),
        t.Column(title="标题 / 服务"),
        t.Column(title="完成时间", kind=t.Kind.DATE),
        t.Column(title="类型", width=19),
        t.Column(title="结果", width=25),
        t.Column(title="负责人", width=18),
    )
    left = len(group) - len(rows)
    note = plain(f"另有 {left} 个未列出。") if left > 0 else ()
    return t.Table(columns=columns, rows=tuple(rows), caption=caption, note=note, dense=True, sheet=caption[:12])


def _why(one: ChangeFact) -> list[str]:
    told = [f"引发 {one.caused} 起事件"] if one.caused else []
    return [*told, "超出计划窗口"] if one.late else told


def releases(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Each release of the period with its changes."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "releases")]
    named = [one for one in composer.material.practice.changes if one.release]
    if not named:
        return [*made, t.NothingThisPeriod(subject="登记的发布")]
    rows = []
    for release in dict.fromkeys(one.release for one in named):
        group = [one for one in named if one.release == release]
        back = sum(one.result == "backed_out" for one in group)
        shape, word = (t.Shape.BAD, "有回退") if back else (t.Shape.MET, "未回退")
        last = max(one.done_at for one in group)
        cells = (
            t.Cell(text=release),
            count_cell(len(group)),
            count_cell(back),
            t.Cell(text=composer.moment(last)),
            t.Cell(status=t.Status(shape=shape, word=word)),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="发布"),
        t.Column(title="变更数", kind=t.Kind.NUMBER, width=24),
        t.Column(title="回退数", kind=t.Kind.NUMBER, width=24),
        t.Column(title="最后完成", kind=t.Kind.DATE, width=34),
        t.Column(title="结果", kind=t.Kind.STATUS, width=26),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows[:MOST_ROWS]), caption="本期发布", sheet="发布")]
