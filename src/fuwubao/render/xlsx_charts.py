"""Charts in the workbook: the numbers of a drawing in a sheet of its own, with a native chart for trends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fuwubao.render.palette import BAD, BLUE, GRID, HEAT, INK, NAVY, SERIES
from fuwubao.render.printable import printable
from fuwubao.render.tree import (
    AllowanceBars,
    Chart,
    HeatMap,
    MovesOfMeans,
    OutageTimeline,
    Series,
    StackedBars,
    TrendLine,
)
from fuwubao.render.xlsx_sheets import FIRST_ROW, Book

HEADS = FIRST_ROW - 1
Numbers = tuple[Decimal | None, ...]


def add_chart(book: Book, chart: Chart, label: str) -> None:
    """Add the sheet of a chart."""
    caption = f"{label} {chart.caption}"
    sheet = book.sheet(caption)
    sheet.write_string(0, 0, printable(caption), book.look(title=True))
    match chart.drawing:
        case TrendLine():
            _trend(book, sheet, chart, chart.drawing)
        case StackedBars():
            _stack(book, sheet, chart, chart.drawing)
        case HeatMap():
            _heat(book, sheet, chart.drawing)
        case OutageTimeline():
            _outages(book, sheet, chart.drawing)
        case MovesOfMeans():
            _moves(book, sheet, chart, chart.drawing)
        case AllowanceBars():
            _allowances(book, sheet, chart.drawing)


def _columns(
    book: Book, sheet: Worksheet, names: tuple[str, ...], columns: list[tuple[str, Numbers]], form: str
) -> None:
    """Write names down the first column and one column of numbers a series."""
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, len(columns), 16)
    sheet.write_string(HEADS, 0, "", book.look(head=True))
    for row, name in enumerate(names, start=FIRST_ROW):
        sheet.write_string(row, 0, printable(name), book.look())
    for place, (head, values) in enumerate(columns, start=1):
        sheet.write_string(HEADS, place, printable(head), book.look(head=True, align="right"))
        for row, value in enumerate(values, start=FIRST_ROW):
            if value is not None:
                sheet.write_number(row, place, float(value), book.look(number=form, align="right"))


def _values(series: Series, scale: Decimal = Decimal(1)) -> Numbers:
    return tuple(None if point.value is None else point.value / scale for point in series.points)


def _steps(drawing: TrendLine, scale: Decimal) -> Numbers:
    """Return the target in force in each period."""
    return tuple(
        next((step.value / scale for step in reversed(drawing.targets) if step.first <= i), None)
        for i in range(len(drawing.periods))
    )


def _trend(book: Book, sheet: Worksheet, chart: Chart, drawing: TrendLine) -> None:
    percent = drawing.unit == "%"
    scale, form = (Decimal(100), "0.00%") if percent else (Decimal(1), "#,##0.##")
    columns = [(series.name, _values(series, scale)) for series in drawing.series]
    styles: list[dict[str, Any]] = [_dotted(SERIES[i % len(SERIES)]) for i in range(len(columns))]
    if drawing.targets:
        columns.append((drawing.targets[-1].words, _steps(drawing, scale)))
        styles.append({"line": {"color": INK, "width": 1.25, "dash_type": "dash"}, "marker": {"type": "none"}})
    _columns(book, sheet, drawing.periods, columns, form)
    axis: dict[str, Any] = (
        {"num_format": "0%", "max": 1} if percent and all(v is None or v <= 1 for _, vs in columns for v in vs) else {}
    )
    _insert(book, sheet, chart, {"type": "line"}, len(drawing.periods), styles, axis=axis)


def _dotted(colour: str) -> dict[str, Any]:
    """Style a line whose points can be told apart in grey."""
    marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"none": True}}
    return {"line": {"color": colour, "width": 2}, "marker": marker}


def _stack(book: Book, sheet: Worksheet, chart: Chart, drawing: StackedBars) -> None:
    columns = [(series.name, _values(series)) for series in drawing.series]
    styles: list[dict[str, Any]] = [{"fill": {"color": SERIES[i % 3]}, "gap": 60} for i in range(len(columns))]
    if drawing.limit is not None:
        columns.append((drawing.limit_words, (drawing.limit,) * len(drawing.periods)))
    _columns(book, sheet, drawing.periods, columns, "#,##0")
    line = {"line": {"color": INK, "width": 1.25, "dash_type": "dash"}} if drawing.limit is not None else None
    kind = {"type": "column", "subtype": "stacked"}
    _insert(book, sheet, chart, kind, len(drawing.periods), styles, line=line)


def _moves(book: Book, sheet: Worksheet, chart: Chart, drawing: MovesOfMeans) -> None:
    names = tuple(move.name for move in drawing.moves)
    columns: list[tuple[str, Numbers]] = [
        (chart.caption, tuple(move.now for move in drawing.moves)),
        ("Δ", tuple(None if move.before is None else move.now - move.before for move in drawing.moves)),
    ]
    _columns(book, sheet, names, columns, "0.00")
    _insert(book, sheet, chart, {"type": "bar"}, len(names), [{"fill": {"color": NAVY}}])


def _heat(book: Book, sheet: Worksheet, drawing: HeatMap) -> None:
    sheet.write_string(HEADS, 0, printable(drawing.column_title), book.look(head=True))
    for place, name in enumerate(drawing.columns, start=1):
        sheet.write_string(HEADS, place, printable(name), book.look(head=True, align="right"))
    sheet.set_column(1, len(drawing.columns), 5)
    for row, (name, counts) in enumerate(zip(drawing.rows, drawing.counts, strict=True), start=FIRST_ROW):
        sheet.write_string(row, 0, printable(name), book.look())
        for place, count in enumerate(counts, start=1):
            sheet.write_number(row, place, count, book.look(align="right"))
    shades = {"type": "3_color_scale", "min_color": HEAT[0], "mid_color": HEAT[1], "max_color": HEAT[2]}
    sheet.conditional_format(FIRST_ROW, 1, FIRST_ROW + len(drawing.rows) - 1, len(drawing.columns), shades)


def _outages(book: Book, sheet: Worksheet, drawing: OutageTimeline) -> None:
    sheet.set_column(0, 2, 24)
    for row, outage in enumerate(drawing.outages, start=FIRST_ROW):
        colour = "bad" if outage.missed else "plain"
        sheet.write_string(row, 0, printable(drawing.rows[outage.row]), book.look(colour=colour))
        sheet.write_string(row, 1, printable(outage.words), book.look(colour=colour))
        sheet.write_number(row, 2, outage.minutes, book.look(align="right", colour=colour))


def _allowances(book: Book, sheet: Worksheet, drawing: AllowanceBars) -> None:
    sheet.set_column(0, 2, 24)
    for row, named in enumerate(drawing.shares, start=FIRST_ROW):
        sheet.write_string(row, 0, printable(named.name), book.look())
        sheet.write_number(row, 1, float(named.share.used), book.look(number="0%", align="right"))
        sheet.write_string(row, 2, printable(named.share.words), book.look())
    last = FIRST_ROW + len(drawing.shares) - 1
    bars = {"type": "data_bar", "bar_color": BLUE, "bar_solid": True, "min_type": "num", "min_value": 0}
    sheet.conditional_format(FIRST_ROW, 1, last, 1, bars | {"bar_negative_color": BAD})


def _insert(
    book: Book,
    sheet: Worksheet,
    chart: Chart,
    kind: dict[str, str],
    rows: int,
    styles: list[dict[str, Any]],
    *,
    line: dict[str, Any] | None = None,
    axis: dict[str, Any] | None = None,
) -> None:
    """Draw the columns of the sheet as a native chart beside them; ``line`` styles a further column as a line."""
    native = book.workbook.add_chart(kind)
    last = FIRST_ROW + rows - 1

    def series(place: int, style: dict[str, Any]) -> dict[str, Any]:
        name = sheet.get_name()
        return {
            "name": [name, HEADS, place],
            "categories": [name, FIRST_ROW, 0, last, 0],
            "values": [name, FIRST_ROW, place, last, place],
            **style,
        }

    for place, style in enumerate(styles, start=1):
        native.add_series(series(place, style))
    if line is not None:
        over = book.workbook.add_chart({"type": "line"})
        over.add_series(series(len(styles) + 1, line))
        native.combine(over)
    native.set_y_axis(
        {"major_gridlines": {"visible": True, "line": {"color": GRID}}, "line": {"none": True}} | (axis or {})
    )
    native.set_legend({"position": "top"} if len(styles) > 1 or line else {"none": True})
    native.set_size({"width": 760, "height": 300})
    place = len(styles) + (2 if line else 1) + 1
    sheet.insert_chart(HEADS, place, native, {"description": printable(chart.alt)})
