"""摘要 of reports on one practice: what happened in counts, figures with their trend, changes, decisions (S6.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fuwubao.domain.figures import Figure, FigureStatus
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.render import tree as t
from fuwubao.reports.composition.annual_chapters import plan_verdict, year_verdict
from fuwubao.reports.composition.composer import Composer, grouped
from fuwubao.reports.composition.supplier_chapters import suppliers_verdict

OPEN_PROBLEMS = ("open", "in_progress", "known_error")


def practice_cards(composer: Composer, keys: list[str]) -> tuple[t.Card, ...]:
    """Return a card for each key of a figure that the report holds."""
    found = [(key, composer.material.figure(key)) for key in keys]
    return tuple(_card(composer, key, figure) for key, figure in found if figure is not None)


def _card(composer: Composer, key: str, figure: Figure) -> t.Card:
    facts = [("较上期", composer.change(figure, composer.material.previous))]
    if figure.target is not None:
        facts.insert(0, ("目标", composer.bound(figure.target, figure.unit)))
    return t.Card(
        title=measure_called(figure.measure).words.zh,
        display=composer.show(figure),
        status=composer.status(figure),
        base=composer.base(figure),
        facts=tuple(facts),
        spark=composer.spark(key, figure.target),
        figure=composer.tree_key(figure),
    )


def practice_verdict(composer: Composer, about: str) -> t.Verdict:
    """Say in one line what the period brought in the practice that the report is about."""
    return VERDICTS[about](composer)


def _problems(composer: Composer) -> t.Verdict:
    told, period = composer.material.practice.problems, composer.material.period
    counted = [composer.material.figure(key) for key in ("K12", "K13", "K14")]
    if not told and all(figure is None or figure.status is FigureStatus.UNAVAILABLE for figure in counted):
        return t.Verdict(title="总体判定：数据不可用", runs=(t.Text("本期没有问题管理的数据，不作判定。"),))
    opened = sum(period.holds(one.opened_at) for one in told)
    closed = sum(one.closed_at is not None and period.holds(one.closed_at) for one in told)
    left = sum(one.closed_at is None or one.closed_at >= period.ends_before for one in told)
    again = sum(one.again for one in told)
    word = "关闭后再次发生" if again else "无关闭后再次发生"
    runs = f"本期登记 {opened} 个问题，关闭 {closed} 个，期末未关闭 {left} 个"
    runs += f"；已关闭的问题引发 {again} 起新事件。" if again else "；没有已关闭的问题再次引发事件。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(runs),))


def _changes(composer: Composer) -> t.Verdict:
    told = composer.material.practice.changes
    if not told:
        return t.Verdict(title="总体判定：本期无完成的变更", runs=(t.Text("本期没有完成的变更。"),))
    good = sum(one.succeeded for one in told)
    back = sum(one.result == "backed_out" for one in told)
    failed = sum(one.result == "failed" for one in told)
    word = "全部成功" if good == len(told) else "部分成功" if good else "全部未成功"
    words = f"本期完成 {grouped(len(told))} 个变更，成功 {grouped(good)} 个，回退 {back} 个，失败 {failed} 个。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def _majors(composer: Composer) -> t.Verdict:
    told = composer.material.practice.majors
    if not told:
        return t.Verdict(title="本期间无重大事件", runs=(t.Text("本期间没有重大事件。"),))
    going = [one for one in told if one.recovered_at is None]
    word = "尚未恢复" if going else "已恢复"
    longest = max(one.down_seconds for one in told)
    words = f"{len(told)} 起重大事件，最长历时 {-(-longest // 60)} 分"
    words += f"；{len(going)} 起尚未恢复。" if going else "；均已恢复。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def _planned(composer: Composer) -> t.Verdict:
    told = composer.material.practice.planned
    if not told:
        return t.Verdict(title="本期无计划活动", runs=(t.Text("没有登记计划内的变更、发布、维护和演练。"),))
    clashes = sum(bool(one.clashes) for one in told)
    minutes = -(-sum(one.outage_seconds for one in told) // 60)
    word = f"{clashes} 项有冲突" if clashes else "无冲突"
    words = f"计划 {len(told)} 项活动，预计停机合计 {grouped(minutes)} 分；"
    words += f"{clashes} 项与同一服务上的其他活动时间重叠，需协调。" if clashes else "没有时间重叠。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


def _warnings(composer: Composer) -> t.Verdict:
    told = composer.material.practice.warnings
    if not told:
        return t.Verdict(title="本期无预警", runs=(t.Text("没有规则发出预警。"),))
    averted, breached = (sum(one.state == state for one in told) for state in ("averted", "breached"))
    rest = len(told) - averted - breached
    word = "仍有未处置的预警" if rest else "预警均有结果"
    words = f"发出 {len(told)} 条预警，避免 {averted} 条，未能避免 {breached} 条，处置中 {rest} 条。"
    return t.Verdict(title=f"总体判定：{word}", runs=(t.Text(words),))


VERDICTS: dict[str, Callable[[Composer], t.Verdict]] = {
    "problems": _problems,
    "changes": _changes,
    "majors": _majors,
    "planned": _planned,
    "warnings": _warnings,
    "suppliers": suppliers_verdict,
    "plan": plan_verdict,
    "year": year_verdict,
}


def left_out(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Say which of the contents a–f this kind of report leaves to another one, and why (S1.36)."""
    reasons: dict[str, str] = parameters.get("reasons", {})
    rows = tuple(
        t.Row(cells=(t.Cell(text=f"{letter}）{CONTENTS[letter]}"), t.Cell(text=why))) for letter, why in reasons.items()
    )
    columns = (t.Column(title="内容", width=62), t.Column(title="不适用的理由"))
    return [
        t.Heading(text=title),
        t.Table(columns=columns, rows=rows, caption="本报告不含的内容", sheet="不适用"),
    ]


CONTENTS = {
    "a": "与服务级别目标相对应的绩效",
    "b": "重大事件信息",
    "c": "工作量特征",
    "d": "识别出的不合格及原因",
    "e": "趋势信息",
    "f": "客户满意度与投诉",
}
