"""What the page and the files of 并行核对 show: counts, causes with their filters, differences one a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.words import Words
from fuwubao.measurement.figure_sources import FORMATS, RowsFormatUnknown
from fuwubao.measurement.notations import CLOCK_WORDS, TICKET_VERDICTS, local_text
from fuwubao.measurement.queries import customers_as_of, utc_text
from fuwubao.measurement.reconciliation import Cause, Difference, reconcile
from fuwubao.records import queries as records
from fuwubao.records.exporting import as_csv, as_xlsx
from fuwubao.ui.language import listed, said

LINES = 50
CAUSE_WORDS = {
    Cause.COVERAGE: Words("未约定或免计", "not covered or excluded"),
    Cause.CALENDAR: Words("服务日历", "calendar"),
    Cause.PAUSE: Words("暂停计时", "waiting"),
    Cause.REOPENING: Words("重开", "reopening"),
    Cause.STAMPS: Words("流转记录", "log against stamps"),
    Cause.TARGET: Words("目标时限", "target"),
    Cause.GROSS: Words("毛时长", "plain time"),
    Cause.UNEXPLAINED: Words("原因未明", "unexplained"),
}
CAUSE_MEANING = {
    Cause.COVERAGE: Words(
        "本系统不判定：没有适用的目标行，或工单免计；核对客户、服务、类别的对应", "we judge nothing here: check mapping"
    ),
    Cause.CALENDAR: Words("按 7×24 小时计时即与源工具一致", "counted round the clock, both agree"),
    Cause.PAUSE: Words("不扣除暂停即与源工具一致", "without deducting waiting, both agree"),
    Cause.REOPENING: Words("换一种重开规则即与源工具一致", "under another rule of reopening, both agree"),
    Cause.STAMPS: Words("只看工单时间戳、不看流转记录即与源工具一致", "by the row's stamps alone, both agree"),
    Cause.TARGET: Words("按源工具的截止时间即与其一致", "by the tool's own due instant, both agree"),
    Cause.GROSS: Words(
        "按受理到解决的毛时长（7×24、不扣暂停）即与源工具一致", "by plain time from start to stop, both agree"
    ),
    Cause.UNEXPLAINED: Words("以上各项都不能解释；请核对源工具的目标与规则", "none of these explains it"),
}
TITLES = (
    Words("工单", "ticket"), Words("来源", "source"), Words("事项", "matter"), Words("计时", "clock"),
    Words("客户", "customer"), Words("协议", "agreement"), Words("目标行", "target row"), Words("本系统", "ours"),
    Words("源工具", "the tool's"), Words("原因", "cause"), Words("可解释的原因", "all that explain"),
    Words("受理时间", "received at"), Words("停止时刻", "stopped at"), Words("应完成时刻", "due at"),
    Words("源工具截止时间", "the tool's due"), Words("计时秒数", "net seconds"), Words("暂停秒数", "waiting seconds"),
    Words("目标秒数", "target seconds"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """One cause with its count."""

    code: str
    words: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceLine:
    """One difference of the list."""

    ticket: str
    source: str
    title: str
    clock: str
    target_row: str
    ours: str
    ours_shape: str
    theirs: str
    theirs_shape: str
    cause: str
    also: str
    opened_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationPage:
    """Counts and differences of a customer and period; ``lines`` are those of the chosen cause and clock."""

    customers: tuple[str, ...]
    customer: str
    period: str
    as_of_query: str
    compared: int
    agreeing: int
    differing: int
    silent: int
    undecided: int
    share: str
    causes: tuple[CauseLine, ...]
    lines: Page[DifferenceLine]


def reconciliation_page(
    *, customer: str, period: str, as_of: datetime, cause: str, clock: str, number: str
) -> ReconciliationPage:
    """Return the comparison of a customer, by default of the first one there is. Raises: PeriodUnreadable."""
    taken = records.latest_snapshot()
    known = customers_as_of(as_of, snapshot=taken)
    chosen = customer or (known[0] if known else "")
    found = reconcile(as_of, customer=chosen, period=period or None, snapshot=taken)
    shown = [one for one in found.differences if cause in ("", one.cause) and clock in ("", one.clock)]
    return ReconciliationPage(
        customers=known,
        customer=chosen,
        period=period,
        as_of_query=utc_text(as_of),
        compared=found.compared,
        agreeing=found.agreeing,
        differing=len(found.differences),
        silent=found.silent,
        undecided=found.undecided,
        share=_share(found.agreeing, found.compared),
        causes=tuple(
            CauseLine(code=one, words=said(CAUSE_WORDS[one]), meaning=said(CAUSE_MEANING[one]), count=count)
            for one, count in found.causes
        ),
        lines=Paginator([_line(one) for one in shown], LINES).get_page(number),
    )


def differences_file(*, customer: str, period: str, as_of: datetime, file_format: str) -> tuple[bytes, str]:
    """Return the differences as CSV or XLSX with its media type; no cell is a formula.

    Raises: RowsFormatUnknown, PeriodUnreadable.
    """
    if file_format not in FORMATS:
        raise RowsFormatUnknown(format=file_format, what=file_format)
    found = reconcile(as_of, customer=customer, period=period or None)
    return written(found.differences, file_format=file_format), FORMATS[file_format]


def written(differences: tuple[Difference, ...], *, file_format: str) -> bytes:
    """Write differences as ``csv`` or ``xlsx``."""
    table, titles = reconciliation_table(differences)
    return (as_xlsx if file_format == "xlsx" else as_csv)(table, titles, timezone=time_zone())


def reconciliation_table(differences: tuple[Difference, ...]) -> tuple[pa.Table, list[str]]:
    """Return the differences as a table for CSV and XLSX, and the titles of its columns."""
    names = ("ticket", "source", "title", "clock", "customer", "agreement", "target_row")
    columns: list[pa.Array] = [pa.array([_text(one, name) for one in differences], pa.string()) for name in names]
    columns += [
        pa.array([_ours(one) for one in differences], pa.string()),
        pa.array([_theirs(one) for one in differences], pa.string()),
        pa.array([said(CAUSE_WORDS[one.cause]) for one in differences], pa.string()),
        pa.array([listed(*(said(CAUSE_WORDS[cause]) for cause in one.fits)) for one in differences], pa.string()),
    ]
    for name in ("opened_at", "stopped_at", "due_at", "source_due_at"):
        columns.append(pa.array([getattr(one, name) for one in differences], pa.timestamp("us", "UTC")))
    for name in ("elapsed_seconds", "pending_seconds", "target_seconds"):
        columns.append(pa.array([getattr(one, name) for one in differences], pa.int64()))
    return pa.table(columns, names=[title.en for title in TITLES]), [said(title) for title in TITLES]


def _text(one: Difference, name: str) -> str:
    value = getattr(one, name) or ""
    return said(CLOCK_WORDS[value]) if name == "clock" else str(value)


def _ours(one: Difference) -> str:
    return said(TICKET_VERDICTS[VerdictKind(one.ours)])


def _theirs(one: Difference) -> str:
    return said(TICKET_VERDICTS[VerdictKind.MET if one.theirs else VerdictKind.BREACHED])


def _line(one: Difference) -> DifferenceLine:
    shapes = {"met": "ok", "breached": "bad", "running": "run"}
    return DifferenceLine(
        ticket=one.ticket,
        source=one.source,
        title=one.title,
        clock=said(CLOCK_WORDS[one.clock]),
        target_row=one.target_row or "—",
        ours=_ours(one),
        ours_shape=shapes.get(one.ours, "na"),
        theirs=_theirs(one),
        theirs_shape="ok" if one.theirs else "bad",
        cause=said(CAUSE_WORDS[one.cause]),
        also=listed(*(said(CAUSE_WORDS[cause]) for cause in one.fits[1:])),
        opened_at=local_text(one.opened_at, time_zone()),
    )


def _share(agreeing: int, compared: int) -> str:
    """Write the share of agreement, cut off at two digits; nothing compared is said in words."""
    if not compared:
        return _("无可比的判定")
    hundredths = agreeing * 10_000 // compared
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
