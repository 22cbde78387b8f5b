"""R08 预警 and R09 计划活动: what may come and what is planned (S1.23, S1.24)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fuwubao.domain.figures import Dimension
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.composition.workload import flow, slices
from fuwubao.reports.material import key_of

MOST_ROWS = 80
KINDS = {
    "change": "变更",
    "release": "发布",
    "maintenance": "维护",
    "exercise": "演练",
    "report": "报告提交",
    "review": "评审",
    "audit": "审核",
}
STATES = {
    "raised": t.Status(shape=t.Shape.OPEN, word="待处置"),
    "assigned": t.Status(shape=t.Shape.OPEN, word="已指派"),
    "acting": t.Status(shape=t.Shape.RUNNING, word="处置中"),
    "averted": t.Status(shape=t.Shape.MET, word="已避免"),
    "breached": t.Status(shape=t.Shape.BAD, word="未能避免"),
    "closed": t.Status(shape=t.Shape.NONE, word="已关闭"),
}


def planned_activities(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every planned activity of the period by its beginning, with expected outage and clashes."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "planned_activities")]
    told = composer.material.practice.planned
    if not told:
        return [*made, t.NothingThisPeriod(subject="计划内的变更、发布、维护、演练、审核与评审")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=composer.moment(one.starts_at), instant=one.starts_at.isoformat()),
                t.Cell(text=composer.moment(one.ends_at)),
                t.Cell(text=KINDS.get(one.kind, one.kind), note=one.id),
                t.Cell(text=one.title or "—", note=composer.service(one.service) if one.service else ""),
                count_cell(-(-one.outage_seconds // 60)) if one.outage_seconds else t.Cell(text="—"),
                t.Cell(text=one.owner or "—"),
            )
        )
        for one in told[:MOST_ROWS]
    ]
    columns = (
        t.Column(title="开始", kind=t.Kind.DATE),
        t.Column(title="结束", kind=t.Kind.DATE),
        t.Column(title="活动 / 编号", width=30),
        t.Column(title="内容 / 服务"),
        t.Column(title="预计停机(分)", kind=t.Kind.NUMBER),
        t.Column(title="负责人", width=18),
    )
    left = len(told) - len(rows)
    note = plain(f"另有 {left} 项未列出。") if left > 0 else ()
    caption = "计划活动"
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption=caption, note=note, dense=True, sheet=caption)]


def clashes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Activities that touch the same service at the same time, each pair once."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "clashes")]
    told = composer.material.practice.planned
    pairs = {tuple(sorted((one.id, other))) for one in told for other in one.clashes}
    if not pairs:
        return [*made, t.NothingThisPeriod(subject="同一服务上时间重叠的活动")]
    by_id = {one.id: one for one in told}
    rows = []
    for left, right in sorted(pairs):
        one, other = by_id[left], by_id[right]
        cells = (
            t.Cell(text=composer.service(one.service)),
            t.Cell(text=f"{left} {one.title}", note=composer.moment(one.starts_at)),
            t.Cell(text=f"{right} {other.title}", note=composer.moment(other.starts_at)),
        )
        rows.append(t.Row(cells=cells))
    columns = (t.Column(title="服务", width=36), t.Column(title="活动"), t.Column(title="与之重叠"))
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="时间冲突", sheet="冲突")]


def expected_outage(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Planned downtime by service, beside what the last period had."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "expected_outage")]
    minutes: dict[str, int] = defaultdict(int)
    for one in composer.material.practice.planned:
        if one.outage_seconds:
            minutes[one.service] += one.outage_seconds
    if not minutes:
        return [*made, t.NothingThisPeriod(subject="预计的停机")]
    rows = []
    for service, seconds in sorted(minutes.items(), key=lambda item: -item[1]):
        before = composer.material.figure(
            key_of("K09", dimension=Dimension.SERVICE, value=service), composer.material.previous
        )
        cells = (t.Cell(text=composer.service(service)), count_cell(-(-seconds // 60)), composer.figure_cell(before))
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="服务"),
        t.Column(title="预计停机(分)", kind=t.Kind.NUMBER, width=40),
        t.Column(title="上一期可用性", kind=t.Kind.RATIO, width=40),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="预计停机", sheet="预计停机")]


def expected_workload(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What the periods before brought, as a measure for what is to be expected."""
    material = composer.material
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "expected_workload")]
    rows = []
    for words, period in (("上一期", material.previous), ("去年同期", material.year_ago)):
        figure = material.figure("K07", period)
        if figure is None or figure.value is None:
            continue
        opened, resolved = (flow(composer, "K07", name, period) for name in ("opened", "resolved"))
        name = t.Cell(text=f"{words}（{period.label}）")
        rows.append(t.Row(cells=(name, count_cell(opened), count_cell(resolved), composer.figure_cell(figure))))
    if not rows:
        return [*made, t.NothingThisPeriod(subject="可供参照的工作量")]
    columns = (
        t.Column(title="参照期间"),
        t.Column(title="受理", kind=t.Kind.NUMBER, width=34),
        t.Column(title="解决", kind=t.Kind.NUMBER, width=34),
        t.Column(title="期末积压", kind=t.Kind.NUMBER, width=34),
    )
    note = plain("不作预测：以上一期与去年同期的实际数作参照。")
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="工作量参照", note=note, sheet="工作量参照")]


def warnings_raised(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every warning: subject, share used, expected moment, reason, owner, preventive action, outcome (R08)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "warnings_raised")]
    told = composer.material.practice.warnings
    if not told:
        return [*made, t.NothingThisPeriod(subject="预警")]
    rows = [
        t.Row(
            cells=(
                t.Cell(text=one.number, note=composer.moment(one.raised_at)),
                t.Cell(text=one.title, note=one.reason),
                t.Cell(text=one.used or "—"),
                t.Cell(text=composer.moment(one.expected_at)),
                t.Cell(text=one.action or "未登记", note=one.owner or "未指派"),
                t.Cell(status=STATES.get(one.state, STATES["raised"])),
            )
        )
        for one in told[:MOST_ROWS]
    ]
    columns = (
        t.Column(title="预警 / 发出", width=30),
        t.Column(title="对象 / 依据"),
        t.Column(title="已用", kind=t.Kind.RATIO),
        t.Column(title="预计时刻", kind=t.Kind.DATE),
        t.Column(title="预防措施 / 责任人", width=38),
        t.Column(title="结果", kind=t.Kind.STATUS, width=23),
    )
    caption = "预警与处置"
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption=caption, dense=True, sheet="预警")]


def allowance_left(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Availability and what may still be lost in the period, by service (K09, K11)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "allowance_left")]
    rows = []
    several = bool(composer.material.naming.members)  # then each member's own, under its own promise
    for figure in slices(composer, "K11", Dimension.SERVICE, own=several):
        if figure.value is None:
            continue
        share = composer.material.figure(composer.material.key(figure).replace("K11", "K09", 1))
        name = composer.service_cell(figure.scope.key)
        rows.append(t.Row(cells=(name, composer.figure_cell(share), composer.figure_cell(figure))))
    if not rows:
        return [*made, t.NothingThisPeriod(subject="约定可用性目标的服务")]
    columns = (
        t.Column(title="服务"),
        t.Column(title="可用性", kind=t.Kind.RATIO, width=40),
        t.Column(title="可用性余量", kind=t.Kind.DURATION, width=50),
    )
    note = plain("余量用去 80% 时发出预警；负数即已未达标。")
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="可用性余量", note=note, sheet="余量")]
