"""重大事件信息, 变更, 记录质量, 满意度与投诉 (S1.31, S1.35)."""

from __future__ import annotations

from typing import Any

from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell
from fuwubao.reports.composition.prose import paragraphs

EVENT_WORDS = {
    "major_incident": "重大事故",
    "service_deployment": "部署新的或变更的服务",
    "continuity": "触发业务连续性计划",
    "other": "其他",
}


def events(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Major incidents, deployed services, continuity plan invoked; each kind that has none says 本期无 (S1.31)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "events")]
    happened = composer.material.events
    if happened:
        listed = tuple(
            t.Event(
                on=composer.moment(event.at),
                kind=EVENT_WORDS.get(event.kind, event.kind),
                what=(t.Text(event.title + (f"：{event.detail}" if event.detail else "")),),
                related=event.record_id,
            )
            for event in happened
        )
        made.append(t.EventList(events=listed, caption="重大事件", anchor="tab-events"))
    for kind in ("major_incident", "service_deployment", "continuity"):
        if not any(event.kind == kind for event in happened):
            made.append(t.NothingThisPeriod(subject=EVENT_WORDS[kind]))
    return made


def changes(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Changes of the period by result."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "changes")]
    if not composer.material.changes:
        return [*made, t.NothingThisPeriod(subject="实施的变更")]
    rows = tuple(t.Row(cells=(t.Cell(text=name), count_cell(n))) for name, n in composer.material.changes)
    columns = (t.Column(title="变更结果"), t.Column(title="数量", kind=t.Kind.NUMBER, width=30))
    return [*made, t.Table(columns=columns, rows=rows, caption="本期实施的变更", sheet="变更")]


def record_quality(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What the data itself lacks, told instead of hidden (R05)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "record_quality")]
    if not composer.material.problems:
        return [*made, t.NothingThisPeriod(subject="需要说明的记录质量问题")]
    return [*made, t.Bullets(items=tuple((t.Text(words),) for words in composer.material.problems))]


def satisfaction(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Satisfaction and complaints with their bases; a small sample is tagged, no sample is said (S1.35)."""
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "satisfaction")]
    named = (("K17", "满意度（4–5 分占比）", "份"), ("K21", "投诉率", "件"), ("K22", "投诉按期结案率", "件"))
    rows = []
    for key, words, unit in named:
        figure = composer.material.figure(key)
        if figure is None:
            continue
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=words),
                    composer.figure_cell(figure),
                    t.Cell(text=composer.base(figure, unit) or "—"),
                    t.Cell(text=composer.change(figure, composer.material.previous)),
                    t.Cell(status=composer.status(figure)),
                )
            )
        )
    if not rows:
        return [*made, t.NothingThisPeriod(subject="满意度调查与服务投诉")]
    columns = (
        t.Column(title="指标"),
        t.Column(title="本期", kind=t.Kind.RATIO, width=28),
        t.Column(title="基数", kind=t.Kind.NUMBER, width=34),
        t.Column(title="较上期", kind=t.Kind.NUMBER, width=32),
        t.Column(title="判定", kind=t.Kind.STATUS, width=28),
    )
    return [*made, t.Table(columns=columns, rows=tuple(rows), caption="满意度与投诉", sheet="满意度与投诉")]
