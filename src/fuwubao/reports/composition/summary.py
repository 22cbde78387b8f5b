"""摘要 and 服务范围: the verdict first, on one page (S6.6)."""

from __future__ import annotations

from typing import Any

from fuwubao.domain.figures import Figure, FigureVerdict
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, count_cell, day_words
from fuwubao.reports.composition.practice_summary import practice_cards, practice_verdict
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.material import TargetLine

MOST_GLANCES = 24

LEGEND = (
    t.Status(shape=t.Shape.MET, word="达标"),
    t.Status(shape=t.Shape.NEAR, word="临近"),
    t.Status(shape=t.Shape.BAD, word="未达标"),
    t.Status(shape=t.Shape.NONE, word="无判定"),
)


def summary(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """One page: overall verdict, up to three cards, every target at a glance, what changed, decisions asked."""
    lines = composer.target_figures()
    if "about" in parameters:
        verdict = practice_verdict(composer, parameters["about"])
        cards = practice_cards(composer, parameters.get("keys", []))
    else:
        verdict = _verdict(composer, lines)
        cards = tuple(_card(composer, line, figure) for line, figure in _chosen(lines, parameters.get("cards", 3)))
    glances = tuple(_glance(composer, line, figure) for line, figure in _at_a_glance(composer, lines))
    return [
        t.Heading(text=title, fresh_page=True),
        verdict,
        *([t.KeyFigures(cards=cards, targets=glances, legend=LEGEND if glances else ())] if cards or glances else []),
        t.Heading(text="本期变化", level=2),
        *(paragraphs(composer, "summary") or [t.NothingThisPeriod(subject="补充说明")]),
        t.Heading(text="提请决策", level=2),
        _decisions(composer),
    ]


def _verdict(composer: Composer, lines: list[tuple[TargetLine, Figure | None]]) -> t.Verdict:
    missed = [line for line, f in lines if f and f.verdict is FigureVerdict.NOT_MET]
    met = [line for line, f in lines if f and f.verdict is FigureVerdict.MET]
    silent = len(lines) - len(missed) - len(met)
    if not met and not missed:
        return t.Verdict(title="总体判定：无可判定的目标", runs=(t.Text("本期没有可判定的 SLA 目标。"),))
    word = "全部达标" if not missed else "部分达标" if met else "未达标"
    runs: list[t.Run] = [
        t.Text(f"{len(met) + len(missed)} 项可判定的 SLA 目标中 "),
        t.Text(f"{len(met)} 项达标", strong=True),
    ]
    if missed:
        names = "、".join(line.full_title for line in missed[:3])
        runs += [t.Text("，"), t.Text(f"{len(missed)} 项未达标", strong=True)]
        runs.append(t.Text(f"：{names}{' 等' if len(missed) > 3 else ''}"))
    if silent:
        runs.append(t.Text(f"。另有 {silent} 项本期无判定，不参与"))
    return t.Verdict(title=f"总体判定：{word}", runs=(*runs, t.Text("。")))


def _chosen(lines: list[tuple[TargetLine, Figure | None]], count: int) -> list[tuple[TargetLine, Figure]]:
    """Choose the cards: missed targets first, most verdicts first, then met ones."""
    judged = [(line, f) for line, f in lines if f is not None and f.verdict is not None]
    judged.sort(key=lambda pair: (pair[1].verdict is FigureVerdict.MET, -(pair[1].denominator or 0)))
    return judged[:count]


def _card(composer: Composer, line: TargetLine, figure: Figure) -> t.Card:
    return t.Card(
        title=line.full_title,
        display=composer.show(figure),
        status=composer.status(figure),
        base=composer.base(figure, "项" if line.clock else ""),
        facts=(
            ("目标", composer.bound(line.bound)),
            ("较上期", composer.change(figure, composer.material.previous)),
        ),
        spark=composer.spark(line.key, line.bound),
        figure=composer.tree_key(figure),
    )


def _at_a_glance(
    composer: Composer, lines: list[tuple[TargetLine, Figure | None]]
) -> list[tuple[TargetLine, Figure | None]]:
    """Show every target when they fit in the strip, else those that are missed or at risk."""
    if len(lines) <= MOST_GLANCES:
        return lines
    loud = (t.Shape.BAD, t.Shape.NEAR)
    return [pair for pair in lines if pair[1] is not None and composer.status(pair[1]).shape in loud][:MOST_GLANCES]


def _glance(composer: Composer, line: TargetLine, figure: Figure | None) -> t.Glance:
    title = f"{line.service_name} {line.short}"
    if figure is None:
        return t.Glance(shape=t.Shape.NONE, title=title, display="—")
    shown = composer.show(figure)
    return t.Glance(shape=composer.status(figure).shape, title=title, display=shown, figure=composer.tree_key(figure))


def _decisions(composer: Composer) -> t.Block:
    decisions = composer.material.decisions
    if not decisions:
        return t.NothingThisPeriod(subject="提请决策的事项")
    rows = tuple(
        t.Row(
            cells=(t.Cell(text=str(i)), t.Cell(text=d.text), t.Cell(text=d.decider), t.Cell(text=day_words(d.due_on)))
        )
        for i, d in enumerate(decisions, 1)
    )
    columns = (
        t.Column(title="序", width=10, align=t.Align.CENTER),
        t.Column(title="事项与建议"),
        t.Column(title="决策人", width=34),
        t.Column(title="期望答复", kind=t.Kind.DATE, width=28),
    )
    return t.Table(columns=columns, rows=rows, caption="提请决策的事项", sheet="决策")


def services(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Which services the report covers, and how many targets each has."""
    rows = []
    for code, name in composer.material.services.items():
        count = sum(line.service == code for line in composer.material.targets)
        opened = composer.material.figure(f"K07:service={code}")
        flow = opened.identity.get("opened") if opened else None
        rows.append(t.Row(cells=(t.Cell(text=name, note=code), count_cell(count), count_cell(flow))))
    columns = (
        t.Column(title="服务"),
        t.Column(title="约定目标数", kind=t.Kind.NUMBER, width=34),
        t.Column(title="本期受理", kind=t.Kind.NUMBER, width=34),
    )
    table = t.Table(columns=columns, rows=tuple(rows), caption="服务范围", sheet="服务")
    return [t.Heading(text=title), *paragraphs(composer, "services"), table]
