"""What the page of a figure shows, as one typed object: the answer to "where does this number come from" (looks 04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fuwubao.domain.figures import (
    DURATION_UNITS,
    Better,
    Dimension,
    Figure,
    FigureStatus,
    FigureVerdict,
    Unit,
    Variant,
    change_text,
    decimal_text,
    displayed,
)
from fuwubao.domain.terms import Operator
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.words import Words
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.engine.measures.lineage import INSTANTS, RowsBehind, Side
from fuwubao.engine.measures.measure import Frame
from fuwubao.measurement.addresses import figure_query
from fuwubao.measurement.entered import entry_definition, measure_words
from fuwubao.measurement.figure_sources import Use, stages, uses_of
from fuwubao.measurement.notations import (
    CLASS_WORDS,
    CLOCK_WORDS,
    COLUMN_WORDS,
    TICKET_VERDICTS,
    clock_text,
    length_text,
    local_text,
    shown,
)
from fuwubao.measurement.queries import rows_behind, trend
from fuwubao.records import queries as records
from fuwubao.render.charts import draw
from fuwubao.render.drawings import Point, Sense, Series, TargetStep, TrendLine
from fuwubao.ui.language import reader_language, said
from fuwubao.ui.parts import LineageCell

ROWS_SHOWN = 200
VERDICT_WORDS = {FigureVerdict.MET: Words("达标", "met"), FigureVerdict.NOT_MET: Words("未达标", "not met")}
STATISTIC_WORDS = {
    "mean": Words("平均", "mean"),
    "median": Words("中位数", "median"),
    **{code.lower(): Words(code, code) for code in ("P90", "MTRS", "MTBF", "MTBSI")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsTab:
    """One group of rows behind a figure; ``more`` is how many are not shown."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    tickets: tuple[str, ...]
    more: int

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The number of each row's ticket with the cells after it."""
        return tuple(zip(self.tickets, (line[1:] for line in self.lines), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period of the trend as the table beside the chart tells it."""

    label: str
    display: str
    base: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePage:
    """Where a number comes from: value, base, target, distance, trend, definition, rows."""

    figure: Figure
    display: str
    title: str
    scope: str
    definition: str
    source: str
    tag: str
    verdict: str
    base: str
    target: str
    since_previous: str
    since_last_year: str
    distance: str
    small_sample: bool
    snapshot: str
    as_of: str
    picture: SafeString
    rows_are_tickets: bool
    stages: tuple[LineageCell, ...]
    uses: tuple[Use, ...]
    is_recounted: bool
    query: str
    points: tuple[TrendPoint, ...]
    tabs: tuple[RowsTab, ...]


def figure_page(
    *,
    measure: str,
    customer: str,
    period: str,
    as_of: datetime,
    dimension: Dimension | None = None,
    key: str = "",
    variant: Variant | None = None,
    snapshot: str | None = None,
    recount: bool = False,
) -> FigurePage:
    """Return the page of one figure with its trend and rows; ``recount`` asks its frozen copies again.

    Raises: CustomerUnknown, UnknownMeasure, FigureUnknown, PeriodUnreadable.
    """
    taken = snapshot or records.latest_snapshot()
    series = trend(
        measure=measure,
        customer=customer,
        period=period,
        as_of=as_of,
        dimension=dimension,
        key=key,
        variant=variant,
        snapshot=taken,
    )
    return _page(series, taken, recount=recount)


def _page(series: Sequence[Figure], snapshot: str, *, recount: bool) -> FigurePage:
    figure = series[-1]
    behind = rows_behind(figure, Side.DENOMINATOR, snapshot=snapshot)
    uses = uses_of(figure, recount=recount)
    rule = None if figure.entry else measure_called(figure.measure)
    previous = series[-2].value if len(series) > 1 else None
    year = {"month": 12, "quarter": 4, "year": 1}.get(figure.period.kind)
    last_year = series[-1 - year].value if year and len(series) > year else None
    return FigurePage(
        figure=figure,
        display=shown(figure),
        title=" ".join((said(measure_words(figure)), *variant_words(figure.variant))),
        scope=figure.scope.key or _("全部"),
        definition=said(rule.definition if rule else entry_definition(figure)),
        source=rule.source if rule else "",
        tag=_("手工登记") if figure.entry else "",
        verdict=said(VERDICT_WORDS[figure.verdict]) if figure.verdict else "",
        base=base_text(figure),
        target=target_text(figure),
        since_previous=change_text(previous, figure.value, unit=figure.unit, language=reader_language()),
        since_last_year=change_text(last_year, figure.value, unit=figure.unit, language=reader_language()),
        distance=distance_text(figure),
        small_sample=figure.status is FigureStatus.SMALL_SAMPLE,
        snapshot=snapshot,
        as_of=local_text(figure.as_of, figure.period.timezone),
        picture=mark_safe(draw(_trend_line(series)).svg),
        rows_are_tickets=rule is not None and rule.sources == ("ticket",),
        stages=stages(figure, base_text(figure), behind, uses, snapshot=snapshot),
        uses=uses,
        is_recounted=recount,
        query=figure_query(figure, figure.period.label, snapshot=snapshot),
        points=tuple(_point(one) for one in series),
        tabs=_tabs(figure, behind, snapshot),
    )


def base_text(figure: Figure) -> str:
    """Write numerator and denominator; means and quantiles tell their n."""
    if figure.denominator is None:
        return ""
    return f"n = {figure.denominator}" if figure.numerator is None else f"{figure.numerator} / {figure.denominator}"


def target_text(figure: Figure) -> str:
    """Write the target as agreements do; empty without one."""
    if figure.target is None:
        return ""
    sign = "≥" if figure.target.operator is Operator.AT_LEAST else "≤"
    if figure.unit is Unit.SECONDS:
        return f"{sign} {length_text(figure.target.value)}"
    value = figure.target.value * (100 if figure.unit is Unit.RATIO else 1)
    return f"{sign} {decimal_text(value)}{'%' if figure.unit is Unit.RATIO else ''}"


def distance_text(figure: Figure) -> str:
    """Say how many more hits would have met the target; empty where that is no question."""
    known = figure.numerator is not None and bool(figure.denominator) and figure.target is not None
    if not known or figure.unit is not Unit.RATIO or figure.verdict is not FigureVerdict.NOT_MET:
        return ""
    n, d, target = figure.numerator or 0, figure.denominator or 1, figure.target
    assert target is not None  # known, above
    if target.operator is Operator.AT_MOST or figure.measure == "K09":
        return ""
    needed = -(-target.value.numerator * d // target.value.denominator)
    of_tickets = measure_called(figure.measure).sources == ("ticket",)
    words = _("再多 %(more)s 张即达标：%(hits)s") if of_tickets else _("再多 %(more)s 个即达标：%(hits)s")
    return words % {"more": needed - n, "hits": f"{needed} / {d}"} if needed <= d else ""


def variant_words(variant: Variant) -> list[str]:
    """Name the clock, statistic or bucket of a number."""
    known = [CLOCK_WORDS.get(variant.clock), STATISTIC_WORDS.get(variant.statistic)]
    words = [word.say(reader_language()) for word in known if word]
    return [*words, _("%(bucket)s 天") % {"bucket": variant.bucket}] if variant.bucket else words


def _trend_line(series: Sequence[Figure]) -> TrendLine:
    last = series[-1]
    scale = {Unit.RATIO: Fraction(100), Unit.SECONDS: Fraction(1, 3600)}.get(last.unit, Fraction(1))
    points = tuple(
        Point(
            value=None if one.value is None else _decimal(one.value * scale),
            words="" if one.numerator is None or one.denominator is None else f"{one.numerator}/{one.denominator}",
        )
        for one in series
    )
    targets = (
        ()
        if last.target is None
        else (
            TargetStep(
                first=0,
                value=_decimal(last.target.value * scale),
                words=_("目标 %(target)s") % {"target": target_text(last)},
            ),
        )
    )
    sense = Sense.AT_MOST if last.target and last.target.operator is Operator.AT_MOST else Sense.AT_LEAST
    return TrendLine(
        periods=tuple(one.period.label[2:] for one in series),
        series=(Series(name=last.measure, points=points),),
        targets=targets,
        sense=sense,
        unit={Unit.RATIO: "%", Unit.SECONDS: DURATION_UNITS[reader_language()][0]}.get(last.unit, ""),
        band=(len(series) - 1, len(series) - 1),
    )


def _decimal(value: Fraction) -> Decimal:
    """For the height of a point only; the words beside it are exact."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))


def _point(figure: Figure) -> TrendPoint:
    return TrendPoint(
        label=figure.period.label,
        display=shown(figure),
        base=base_text(figure),
        verdict=said(VERDICT_WORDS[figure.verdict]) if figure.verdict else "",
    )


def _tabs(figure: Figure, found: RowsBehind, snapshot: str) -> tuple[RowsTab, ...]:
    if figure.entry:
        return (_tab(_("登记"), found, figure, snapshot),)
    if measure_called(figure.measure).frame is not Frame.DECISIONS:
        return (_tab(_("计入的记录"), found, figure, snapshot),)
    groups = [(_("超时"), "breached"), (_("达标"), "met")]
    return tuple(
        _tab(
            title,
            RowsBehind(found.columns, tuple(row for row in found.rows if row["verdict"] == verdict)),
            figure,
            snapshot,
        )
        for title, verdict in groups
    )


def _tab(title: str, found: RowsBehind, figure: Figure, snapshot: str) -> RowsTab:
    shown = found.rows[:ROWS_SHOWN]
    titles = _titles([str(row["ticket"]) for row in shown], snapshot)
    names = [name for name in found.columns if name not in ("ticket", "customer", "agreement")]
    headings = ["ticket", *(["title"] if titles else []), *names]
    lines = tuple(
        tuple(
            titles.get(str(row["ticket"]), "") if name == "title" else _cell(name, row[name], figure.period.timezone)
            for name in headings
        )
        for row in shown
    )
    return RowsTab(
        title=f"{title} {len(found.rows)}",
        headings=tuple(said(COLUMN_WORDS[name]) if name in COLUMN_WORDS else name for name in headings),
        lines=lines,
        tickets=tuple(str(row["ticket"]) for row in shown),
        more=len(found.rows) - len(shown),
    )


def _cell(name: str, value: object, timezone: str) -> str:
    if value is None:
        return "—"
    if name in INSTANTS:
        return local_text(datetime.fromtimestamp(int(str(value)), tz=UTC), timezone)
    if name == "elapsed_seconds":
        return clock_text(int(str(value)))
    if name == "verdict":
        return said(TICKET_VERDICTS[VerdictKind(str(value))])
    if name == "clock":
        return said(CLOCK_WORDS[str(value)])
    if name == "class" and str(value) in CLASS_WORDS:
        return said(CLASS_WORDS[str(value)])
    if name == "weight":
        return displayed(Fraction(int(str(value)), 100), unit=Unit.SCORE, better=Better.NEITHER, digits=2)
    return (pgettext("answer", "是") if value else pgettext("answer", "否")) if isinstance(value, bool) else str(value)


def _titles(tickets: Sequence[str], snapshot: str) -> dict[str, str]:
    table = records.current_rows("ticket", snapshot=snapshot)
    if not tickets or not len(table):
        return {}
    found = table.filter(pc.is_in(table["id"], value_set=pa.array(sorted(set(tickets)), pa.string())))
    return {
        number: title or "" for number, title in zip(found["id"].to_pylist(), found["title"].to_pylist(), strict=True)
    }
