"""工作量, 处理组, 时间 and 积压: volume, its periodic change, and how old what is left has grown (S1.32, S1.34)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fuwubao.domain.figures import BLANK_KEY, Dimension, Figure, Unit, change_text
from fuwubao.domain.periods import Period
from fuwubao.render import tree as t
from fuwubao.reports.composition.attainment import period_band
from fuwubao.reports.composition.composer import Composer, count_cell, month_label
from fuwubao.reports.composition.prose import paragraphs
from fuwubao.reports.material import CLASS_WORDS, key_of

FLOWS = (
    ("opening", "期初积压"),
    ("opened", "新受理"),
    ("reopened", "重开"),
    ("moved_in", "转入"),
    ("resolved", "已解决"),
    ("ended", "取消 / 合并"),
    ("moved_out", "转出"),
    ("closing", "期末积压"),
)
MOST_TEAMS = 15
BUCKETS = ("0-1", "2-3", "4-7", "8-14", "15-30", ">30")


def flow(composer: Composer, key: str, name: str, period: Period | None = None) -> int | None:
    """Return one flow of a backlog (K07) in a period; None when it was not counted."""
    figure = composer.material.figure(key, period)
    return None if figure is None or not figure.identity else figure.identity.get(name, 0)


def slices(composer: Composer, measure: str, dimension: Dimension, *, own: bool = False) -> list[Figure]:
    """Return the figures of one measure by the slices of a dimension, in their fixed order, one a slice.

    In a report on several customers these are the roll-ups, or with ``own`` each member's.
    """
    period, naming = composer.material.period, composer.material.naming
    return [
        figure
        for (key, label), figure in composer.material.figures.items()
        if label == period.label
        and figure.measure == measure
        and figure.scope.dimension is dimension
        and (not naming.members or (figure.scope.customer in naming.members) is own)
        # a roll-up over one member carries that member's code; its name does not say the member
        and (not own or key == naming.key(figure))
        and not figure.variant.to_json()
    ]


def workload(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Flows of the period against the one before and a year ago, by class and month, by priority and service."""
    return [
        t.Heading(text=title),
        *paragraphs(composer, "workload"),
        _flows(composer),
        *_by_member(composer),
        *_by_month(composer),
        *_by_slice(composer, Dimension.SERVICE, "按服务", composer.service_cell),
        *_by_slice(composer, Dimension.PRIORITY, "按优先级", lambda key: t.Cell(text=key or BLANK_KEY)),
        *_limits(composer),
    ]


def _flows(composer: Composer) -> t.Block:
    material = composer.material
    rows = []
    for name, words in FLOWS:
        now = flow(composer, "K07", name)
        before = flow(composer, "K07", name, material.previous)
        year_ago = flow(composer, "K07", name, material.year_ago)
        kind = t.RowKind.TOTAL if name == "closing" else t.RowKind.PLAIN
        cells = (
            t.Cell(text=words),
            count_cell(now),
            count_cell(before),
            t.Cell(text=_moved(before, now)),
            t.Cell(text=_moved(year_ago, now)),
        )
        rows.append(t.Row(cells=cells, kind=kind))
    columns = (
        t.Column(title="流转（单据数）"),
        t.Column(title="本期", kind=t.Kind.NUMBER, width=26),
        t.Column(title="上期", kind=t.Kind.NUMBER, width=26),
        t.Column(title="环比", kind=t.Kind.NUMBER, width=28),
        t.Column(title="同比", kind=t.Kind.NUMBER, width=28),
    )
    note = (t.Text("期初 + 新受理 + 重开 + 转入 − 已解决 − 取消 / 合并 − 转出 = 期末；按次计，重开的单据会再次计入。"),)
    return t.Table(columns=columns, rows=tuple(rows), caption="单据流转", anchor="tab-flows", note=note, sheet="流转")


def _moved(before: int | None, now: int | None) -> str:
    if before is None or now is None:
        return "—"
    return change_text(Fraction(before), Fraction(now), unit=Unit.COUNT)


def _by_member(composer: Composer) -> list[t.Block]:
    """The flows of each member of a report on several customers, and of all together."""
    material = composer.material
    if not material.naming.members:
        return []
    shown = [(words, name) for name, words in FLOWS if name in ("opened", "resolved", "closing")]

    def cells(title: str, figure: Figure | None) -> tuple[t.Cell, ...]:
        flows = figure.identity if figure else {}
        return (t.Cell(text=title), *(count_cell(flows.get(name)) for _, name in shown))

    rows = [
        t.Row(cells=cells(name, material.figure(f"K07:customer={code}")))
        for code, name in material.naming.members.items()
    ]
    rows.append(t.Row(cells=cells("合计", material.figure("K07")), kind=t.RowKind.TOTAL))
    columns = (t.Column(title="客户"), *(t.Column(title=words, kind=t.Kind.NUMBER, width=30) for words, _ in shown))
    return [t.Table(columns=columns, rows=tuple(rows), caption="各客户的单据数", sheet="各客户")]


def _by_month(composer: Composer) -> list[t.Block]:
    material = composer.material
    series = []
    for code, words in CLASS_WORDS.items():
        key = key_of("K07", dimension=Dimension.CLASS, value=code)
        counts = [flow(composer, key, "opened", month) for month in material.months]
        if any(counts):
            points = tuple(t.Point(value=None if n is None else Decimal(n)) for n in counts)
            series.append(t.Series(name=words, points=points))
    if not series:
        opened = flow(composer, "K07", "opened")
        return [] if opened else [t.NothingThisPeriod(subject="受理的单据")]
    drawing = t.StackedBars(
        periods=tuple(month_label(month) for month in material.months),
        series=tuple(series[:3]),
        unit="张",
        band=period_band(composer),
    )
    alt = "按月堆叠柱形，自下而上为" + "、".join(s.name for s in series)
    return [t.Chart(drawing=drawing, caption="按月受理量（张）", alt=alt, anchor="fig-volume")]


def _by_slice(composer: Composer, dimension: Dimension, words: str, name: Callable[[str], t.Cell]) -> list[t.Block]:
    rows = []
    for figure in slices(composer, "K07", dimension):
        now, closing = figure.identity.get("opened", 0), figure.identity.get("closing", 0)
        key = key_of("K07", dimension=dimension, value=figure.scope.key)
        before = flow(composer, key, "opened", composer.material.previous)
        if not (now or before or closing):
            continue
        cells = (
            name(figure.scope.key),
            count_cell(now),
            count_cell(before),
            t.Cell(text=_moved(before, now)),
            count_cell(figure.identity.get("resolved", 0)),
            count_cell(closing),
        )
        rows.append(t.Row(cells=cells))
    if not rows:
        return []
    columns = (
        t.Column(title=words),
        t.Column(title="受理", kind=t.Kind.NUMBER, width=24),
        t.Column(title="上期", kind=t.Kind.NUMBER, width=24),
        t.Column(title="环比", kind=t.Kind.NUMBER, width=26),
        t.Column(title="已解决", kind=t.Kind.NUMBER, width=24),
        t.Column(title="期末积压", kind=t.Kind.NUMBER, width=24),
    )
    return [t.Table(columns=columns, rows=tuple(rows), caption=f"{words}的单据数", sheet=words)]


def _limits(composer: Composer) -> list[t.Block]:
    figure = composer.material.figure("K28")
    if figure is None or figure.value is None:
        return []
    runs = (
        t.Text("工作量占约定上限 "),
        composer.cited(figure),
        t.Text(f"（{composer.base(figure, '张')}）。"),
    )
    return [t.Callout(title="工作量上限", runs=runs)]


def teams(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Decisions and late ones by team, as counts: a team's rate would mix classes of tickets (R05, M10)."""
    judged = [figure for figure in slices(composer, "K03", Dimension.TEAM) if figure.denominator]
    judged.sort(key=lambda figure: -(figure.denominator or 0))
    rows = [
        t.Row(
            cells=(
                t.Cell(text=figure.scope.key or BLANK_KEY),
                count_cell(figure.denominator),
                count_cell((figure.denominator or 0) - (figure.numerator or 0)),
            )
        )
        for figure in judged[:MOST_TEAMS]
    ]
    made: list[t.Block] = [t.Heading(text=title), *paragraphs(composer, "teams")]
    if not rows:
        return [*made, t.NothingThisPeriod(subject="按处理组的判定")]
    columns = (
        t.Column(title="处理组"),
        t.Column(title="解决判定", kind=t.Kind.NUMBER, width=34),
        t.Column(title="其中超时", kind=t.Kind.NUMBER, width=34),
    )
    left = judged[MOST_TEAMS:]
    rest = sum(figure.denominator or 0 for figure in left)
    words = "各类单据合计的次数；及时率按类别和目标另行列示。"
    note = (t.Text(words + (f"另有 {len(left)} 个处理组共 {rest} 项判定未列出。" if left else "")),)
    table = t.Table(columns=columns, rows=tuple(rows), caption="按处理组的解决判定", note=note, sheet="处理组")
    return [*made, table]


def speed(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Net response and resolution time by class: mean, median, P90 and n, never the mean alone (M10, M11)."""
    only = parameters.get("only_class", "")
    rows = [
        row
        for code, words in CLASS_WORDS.items()
        for clock, clock_words in (("response", "响应"), ("resolution", "解决"))
        if not only or code == only
        if (row := _times(composer, code, clock, f"{words}{clock_words}")) is not None
    ]
    if not rows:  # a report on some of a customer's agreements has no slices by class
        rows = [
            row
            for code, name in composer.material.services.items()
            for clock, words in (("response", "响应"), ("resolution", "解决"))
            if (row := _times(composer, code, clock, f"{name} {words}", by=Dimension.SERVICE)) is not None
        ]
    if not rows:
        return [t.Heading(text=title), *paragraphs(composer, "speed"), t.NothingThisPeriod(subject="计时结束的单据")]
    columns = (
        t.Column(title="计时时长（扣除挂起）"),
        t.Column(title="n", kind=t.Kind.NUMBER, width=18),
        t.Column(title="平均", kind=t.Kind.DURATION, width=28),
        t.Column(title="中位数", kind=t.Kind.DURATION, width=28),
        t.Column(title="P90", kind=t.Kind.DURATION, width=28),
        t.Column(title="平均环比", kind=t.Kind.NUMBER, width=24),
    )
    table = t.Table(columns=columns, rows=tuple(rows), caption="响应与解决时间", sheet="时间")
    return [t.Heading(text=title), *paragraphs(composer, "speed"), table]


def _times(composer: Composer, code: str, clock: str, words: str, *, by: Dimension = Dimension.CLASS) -> t.Row | None:
    """Return one clock of one class or service with its n; None when no ticket of it has stopped the clock."""

    def found(statistic: str) -> Figure | None:
        key = key_of("K04", dimension=by, value=code, clock=clock, statistic=statistic)
        return composer.material.figure(key)

    mean = found("mean")
    if mean is None or not mean.denominator:
        return None
    cells = [t.Cell(text=words), count_cell(mean.denominator)]
    cells += [composer.figure_cell(found(statistic)) for statistic in ("mean", "median", "p90")]
    return t.Row(cells=(*cells, t.Cell(text=composer.change(mean, composer.material.previous))))


def backlog(composer: Composer, title: str, parameters: dict[str, Any]) -> list[t.Block]:
    """Open tickets at the end of the period by age (K08)."""
    cells, columns = [t.Cell(text="单据数")], [t.Column(title="账龄（天）")]
    for bucket in BUCKETS:
        figure = composer.material.figure(key_of("K08", bucket=bucket))
        cells.append(composer.figure_cell(figure))
        columns.append(t.Column(title=bucket.replace("-", "–"), kind=t.Kind.NUMBER, width=20))
    table = t.Table(columns=tuple(columns), rows=(t.Row(cells=tuple(cells)),), caption="期末积压的账龄", sheet="账龄")
    return [t.Heading(text=title), *paragraphs(composer, "backlog"), table]
