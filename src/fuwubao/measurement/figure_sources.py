"""Where a figure comes from and where it went: the stages before it, its frozen copies, its rows as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
from django.utils.translation import gettext as _

from fuwubao.domain.errors import BadInput
from fuwubao.domain.figures import Dimension, Figure, Variant
from fuwubao.engine.measures.catalogue import measure_called
from fuwubao.engine.measures.lineage import INSTANTS, RowsBehind
from fuwubao.measurement.models import FrozenFigure
from fuwubao.measurement.notations import COLUMN_WORDS, local_text, shown
from fuwubao.measurement.queries import one_figure, rows_behind, thawed
from fuwubao.records import queries as records
from fuwubao.records.exporting import as_csv, as_xlsx
from fuwubao.records.models import Batch
from fuwubao.ui.language import said
from fuwubao.ui.parts import LineageCell

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class RowsFormatUnknown(BadInput):
    """Rows are exported as CSV or XLSX alone."""

    code = "measurement.rows_format_unknown"
    zh = "不能导出为 {format}"
    en = "Rows cannot be exported as {format}"
    hint_zh = "请用 csv 或 xlsx"
    hint_en = "Use csv or xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One frozen copy of a figure; ``now`` is what the same question gives by the latest rows, if that was asked."""

    purpose: str
    as_of: str
    display: str
    base: str
    now: str
    is_same: bool


def uses_of(figure: Figure, *, recount: bool) -> tuple[Use, ...]:
    """Return the frozen copies of a figure, the latest first; ``recount`` asks each question again (M14)."""
    scope, period = figure.scope, figure.period
    frozen = FrozenFigure.objects.filter(
        measure=figure.measure,
        customer=scope.customer,
        first=period.first,
        day_after=period.day_after,
        clock=figure.variant.clock,
        statistic=figure.variant.statistic,
        bucket=figure.variant.bucket,
        dimension=scope.dimension.value if scope.dimension else "",
        key=scope.key,
        agreement=scope.agreement,
    )
    rows = frozen.select_related("figure_set").order_by("-figure_set__pk")
    return tuple(_use(row, thawed(row, row.figure_set.as_of), recount=recount) for row in rows)


def stages(
    figure: Figure, base: str, rows: RowsBehind, uses: Sequence[Use], *, snapshot: str
) -> tuple[LineageCell, ...]:
    """Return the way from file rows to reports, with how many passed each stage."""
    kinds = ("manual_value",) if figure.entry else measure_called(figure.measure).sources
    tables = [records.current_rows(kind, snapshot=snapshot) for kind in kinds]
    numbers = {number for table in tables for number in table["batch"].unique().to_pylist()}
    batches = list(Batch.objects.filter(number__in=numbers).order_by("order"))
    files = list(dict.fromkeys(batch.file for batch in batches))
    tickets = {row["ticket"] for row in rows.rows}
    file = files[0] if len(files) == 1 else _("%(count)s 个文件") % {"count": len(files)}
    middle = _("登记") if figure.entry else _("单据")
    cells = (
        (_("文件行"), _("%(count)s 行") % {"count": f"{sum(batch.rows for batch in batches):,}"}, file),
        (
            _("有效记录"),
            _("%(count)s 条") % {"count": f"{sum(len(table) for table in tables):,}"},
            _("快照 %(name)s") % {"name": snapshot},
        ),
        (
            middle,
            _("%(count)s 条") % {"count": len(tickets)}
            if figure.entry
            else _("%(count)s 张") % {"count": f"{len(tickets):,}"},
            _("%(customer)s，本期") % {"customer": figure.scope.customer},
        ),
    )
    judged = _("%(count)s 次") % {"count": f"{len(rows.rows):,}"}
    frozen = _("冻结 %(count)s 次") % {"count": len(uses)}
    return (
        *(LineageCell(words=words, count=count, note=note) for words, count, note in cells),
        LineageCell(
            words=_("登记与核实") if figure.entry else _("计时与判定"), count=judged, note=_("计入本数字"), url="#rows"
        ),
        LineageCell(words=_("本数字"), count=base or shown(figure), note=shown(figure), is_current=True),
        LineageCell(words=_("报告"), count=uses[0].purpose if uses else "—", note=frozen, url="#uses"),
    )


def figure_rows_file(
    *,
    measure: str,
    customer: str,
    period: str,
    as_of: datetime,
    dimension: Dimension | None,
    key: str,
    variant: Variant,
    snapshot: str | None,
    file_format: str,
) -> tuple[bytes, str]:
    """Return the rows behind a figure as CSV or XLSX with its media type; no cell is a formula.

    Raises: RowsFormatUnknown, CustomerUnknown, UnknownMeasure, FigureUnknown, PeriodUnreadable.
    """
    if file_format not in FORMATS:
        raise RowsFormatUnknown(format=file_format, what=file_format)
    figure = one_figure(
        measure=measure,
        customer=customer,
        period=period,
        as_of=as_of,
        dimension=dimension,
        key=key,
        variant=variant,
        snapshot=snapshot,
    )
    found = rows_behind(figure, snapshot=snapshot)
    table = pa.table({name: _column(name, [row[name] for row in found.rows]) for name in found.columns})
    titles = [said(COLUMN_WORDS[name]) if name in COLUMN_WORDS else name for name in found.columns]
    write = as_csv if file_format == "csv" else as_xlsx
    return write(table, titles, timezone=figure.period.timezone), FORMATS[file_format]


def _use(row: FrozenFigure, frozen: Figure, *, recount: bool) -> Use:
    base = f"{frozen.numerator} / {frozen.denominator}" if frozen.numerator is not None and frozen.denominator else ""
    again = _again(frozen) if recount else None
    return Use(
        purpose=row.figure_set.purpose,
        as_of=local_text(frozen.as_of, frozen.period.timezone),
        display=shown(frozen),
        base=base,
        now=shown(again) if again else "",
        is_same=again is not None
        and (again.numerator, again.denominator, again.value) == (frozen.numerator, frozen.denominator, frozen.value),
    )


def _again(frozen: Figure) -> Figure:
    scope = frozen.scope
    return one_figure(
        measure=frozen.measure,
        customer=scope.customer,
        period=frozen.period.label,
        as_of=frozen.as_of,
        dimension=scope.dimension,
        key=f"{scope.agreement}/{scope.key}" if scope.agreement else scope.key,
        variant=frozen.variant,
    )


def _column(name: str, cells: list[object]) -> pa.Array:
    if name in INSTANTS:
        instants = [None if cell is None else datetime.fromtimestamp(int(str(cell)), tz=UTC) for cell in cells]
        return pa.array(instants, pa.timestamp("s", tz="UTC"))
    return pa.array(cells)
