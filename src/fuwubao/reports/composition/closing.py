"""下期计划 and the appendices: breaches, definitions, revisions and distribution (S2.17)."""

from __future__ import annotations

from typing import Any

from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.measurement.entered import entry_definition, measure_words
from fuwubao.render import tree as t
from fuwubao.reports.composition.attainment import breach_line
from fuwubao.reports.composition.composer import Composer, grouped, plain
from fuwubao.reports.composition.prose import paragraphs


def next_plan(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """What the next period brings, in the author's words."""
    words = paragraphs(composer, "next_plan")
    return [t.Heading(text=title), *(words or [t.NothingThisPeriod(subject="需要预告的计划")])]


def appendix_breaches(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Every breach of the period, up to a limit that is told; the rest is in the spreadsheet."""
    breaches = composer.material.breaches
    made: list[t.Block] = [t.Appendix(text=title, fresh_page=True)]
    if not breaches:
        return [*made, t.NothingThisPeriod(subject="超时的单据")]
    limit = parameters.get("limit", 200)
    listed = tuple(breach_line(composer, breach) for breach in breaches[:limit])
    left = len(breaches) - len(listed)
    note = plain(
        f"共 {grouped(len(breaches))} 项超时判定" + (f"，此处列出前 {limit} 项，其余见随附数据表。" if left else "。")
    )
    caption = "超时清单（单位 时:分）"
    return [*made, t.BreachList(breaches=listed, caption=caption, anchor="tab-all-breaches", note=note, brief=True)]


def appendix_definitions(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """How each measure on these pages is counted, with its version and source clause (M2)."""
    names = sorted({figure.measure for figure in composer.printed.values() if not figure.entry})
    rows = []
    for name in names:
        measure = measure_called(name)
        rows.append(
            t.Row(
                cells=(
                    t.Cell(text=f"{measure.id} 第 {measure.version} 版"),
                    t.Cell(text=measure.words.zh),
                    t.Cell(text=measure.definition.zh),
                    t.Cell(text=measure.source),
                )
            )
        )
    for figure in composer.printed.values():
        if figure.entry and figure.period == composer.material.period:
            words = (figure.tag, measure_words(figure).zh, entry_definition(figure).zh, "M14")
            rows.append(t.Row(cells=tuple(t.Cell(text=word) for word in words)))
    columns = (
        t.Column(title="编号", width=24),
        t.Column(title="指标", width=32),
        t.Column(title="口径"),
        t.Column(title="依据", width=34),
    )
    rules = t.Paragraph(
        runs=plain(
            f"期间按 {composer.material.period.timezone} 的日界，含起不含止；判定在其发生的期间计一次。"
            "计时只在约定的服务时间内进行，约定的挂起原因暂停计时；重开按协议约定累计计时。"
        )
    )
    if not rows:
        return [t.Appendix(text=title), rules]
    return [
        t.Appendix(text=title),
        rules,
        t.Table(columns=columns, rows=tuple(rows), caption="指标口径", dense=True, sheet="口径"),
    ]


def appendix_revisions(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """The version record and the planned distribution; receipts live in the distribution record (design 5)."""
    head = composer.material.masthead
    revisions = tuple(t.Revision(version=v.version, on=v.on, change=v.change, author=v.author) for v in head.versions)
    recipients = tuple(t.Recipient(name=name, position="", means=means) for name, means in head.recipients)
    made: list[t.Block] = [t.Appendix(text=title), t.RevisionHistory(revisions=revisions, caption="修订记录")]
    if recipients:
        made.append(t.Distribution(recipients=recipients, caption="计划分发"))
    return [*made, t.Signatures(caption="编制、审核与批准")]
