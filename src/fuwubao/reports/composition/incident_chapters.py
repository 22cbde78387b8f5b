"""R07 重大事件报告: each major incident with its time line, impact, cause, recovery and what is learnt (S1.31)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fuwubao.domain.figures import Dimension
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell, plain
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.composition.workload import slices
from fuwubao.reports.practice_material import MajorFact


def major_facts(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What happened: when it began, was answered and was over, for how long, which service."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "major_facts")]
    told = composer.material.practice.majors
    if not told:
        return [*made, t.NothingThisPeriod(subject="重大事件")]
    for one in told:
        made += [t.Heading(text=f"{one.ticket} {one.title}", level=2), _facts(composer, one)]
    return made


def _facts(composer: Composer, one: MajorFact) -> t.Table:
    minutes = -(-one.down_seconds // 60)
    lines = (
        ("服务", composer.service(one.service) if one.service else "未填写"),
        ("优先级 / 分类", f"{one.priority or '未填写'} / {one.category or '未填写'}"),
        ("发生（受理）", composer.moment(one.opened_at)),
        ("首次响应", composer.moment(one.responded_at)),
        ("恢复", composer.moment(one.recovered_at) if one.recovered_at else "尚未恢复"),
        ("历时", f"{minutes} 分" + ("" if one.recovered_at else "（截至数据截止时）")),
        ("处理组", one.team or "未填写"),
        ("业务影响", one.impact or "未登记，见影响一节的说明"),
        ("触发业务连续性计划", "是" if one.continuity else "否"),
        ("关联问题 / 变更", f"{one.problem_id or '—'} / {one.change_id or '—'}"),
    )
    rows = tuple(t.Row(cells=(t.Cell(text=name), t.Cell(text=value))) for name, value in lines)
    columns = (t.Column(title="项目", width=42), t.Column(title="内容"))
    return t.Table(columns=columns, rows=rows, caption=f"{one.ticket} 概况", sheet="概况")


def time_line(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Each moment from the ticket's log and the notices given, with the minutes since the beginning."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "time_line")]
    told = [one for one in composer.material.practice.majors if one.steps]
    if not told:
        return [*made, t.NothingThisPeriod(subject="登记的时间线")]
    for one in told:
        rows = tuple(
            t.Row(
                cells=(
                    t.Cell(text=composer.moment(step.at), instant=step.at.isoformat()),
                    count_cell(_minutes(one.opened_at, step.at)),
                    t.Cell(text=step.what),
                    t.Cell(text=step.who or "—"),
                )
            )
            for step in one.steps
        )
        columns = (
            t.Column(title="时间", kind=t.Kind.DATE, width=34),
            t.Column(title="自发生(分)", kind=t.Kind.NUMBER, width=24),
            t.Column(title="经过"),
            t.Column(title="执行人", width=28),
        )
        caption = f"{one.ticket} 时间线"
        made.append(t.Table(columns=columns, rows=rows, caption=caption, dense=True, sheet="时间线"))
    return made


def _minutes(begins: datetime, at: datetime) -> int:
    return int((at - begins).total_seconds()) // 60


def _written(block: str, subject: str, composer: Composer, title: str) -> list[t.Block]:
    words = paragraphs(composer, block)
    return [t.Heading(text=title), *(words or [t.NothingThisPeriod(subject=subject)])]


def impact(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Impact in the author's words, with the availability of the services on the days of the incident."""
    made = _written("impact", "对影响的补充说明", composer, title)
    figures = [figure for figure in slices(composer, "K09", Dimension.SERVICE) if figure.value is not None]
    if not figures:
        return made
    rows = []
    for figure in figures:
        agreed, down = composer.service_seconds(figure)
        cells = (
            t.Cell(text=composer.service(figure.scope.key)),
            composer.figure_cell(figure),
            count_cell(int(agreed // 60)),
            count_cell(-int(-down // 60)),
        )
        rows.append(t.Row(cells=cells))
    columns = (
        t.Column(title="服务"),
        t.Column(title="可用性", kind=t.Kind.RATIO, width=34),
        t.Column(title="约定服务(分)", kind=t.Kind.NUMBER, width=34),
        t.Column(title="停机(分)", kind=t.Kind.NUMBER, width=30),
    )
    note = plain("只算本报告的日期；月度判定见当月的可用性报告。")
    table = t.Table(columns=columns, rows=tuple(rows), caption="事件期间的可用性", note=note, sheet="可用性")
    return [*made, table]


def communication(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Who was told what and when, in the author's words."""
    return _written("communication", "登记的通报", composer, title)


def cause_and_recovery(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Cause and how the service was restored; without a word it stays open on the page."""
    words = paragraphs(composer, "cause_and_recovery")
    if words or not composer.material.practice.majors:
        return [t.Heading(text=title), *(words or [t.NothingThisPeriod(subject="重大事件的原因")])]
    runs = plain("原因与恢复过程尚待编制人补写。")
    return [t.Heading(text=title), t.Callout(title="待补", runs=runs, weight=t.Weight.NEAR)]


def lessons(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What worked and what did not."""
    return _written("lessons", "经验与教训", composer, title)


def recovery_targets(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Whether the continuity plan was invoked, and its RTO and RPO against what was reached (author's words)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "recovery_targets")]
    if not any(one.continuity for one in composer.material.practice.majors):
        made.append(t.NothingThisPeriod(subject="触发业务连续性计划"))
    return made
