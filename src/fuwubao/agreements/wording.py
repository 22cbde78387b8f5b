"""What the pages call the codes of an agreement, and how they write durations, bounds, windows and due rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fuwubao.domain.calendars import Shifts
from fuwubao.domain.due import described
from fuwubao.domain.figures import Unit
from fuwubao.domain.terms import Bound, ClockKind, ClockTarget, DueRule, MeasureTarget, Operator, WeeklyWindow
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.ui.language import clauses, listed, reader_language, said

KINDS = {
    "sla": gettext_lazy("服务级别协议"),
    "ola": gettext_lazy("运营级别协议"),
    "contract": gettext_lazy("服务合同"),
    "commitment": gettext_lazy("服务承诺书"),
    "uc": gettext_lazy("支撑合同"),
}
PARTIES = {
    "customer": pgettext_lazy("noun", "客户"),
    "department": pgettext_lazy("noun", "部门"),
    "supplier": pgettext_lazy("noun", "供应商"),
}
SUPPLIER_KINDS = {
    "supplier": pgettext_lazy("kind of supplier", "供方"),
    "key_supplier": gettext_lazy("关键供方"),
    "subcontractor": gettext_lazy("合同分包方"),
}
CLASSES = {
    "incident": pgettext_lazy("noun", "事件"),
    "request": gettext_lazy("服务请求"),
    "enquiry": pgettext_lazy("noun", "咨询"),
}
CLOCKS = {
    ClockKind.RESPONSE.value: pgettext_lazy("noun", "响应"),
    ClockKind.RESOLUTION.value: pgettext_lazy("noun", "解决"),
}
REOPENS = {
    "total": gettext_lazy("累计计时"),
    "first": gettext_lazy("只计首次解决"),
    "last": gettext_lazy("解决期间也计时"),
}
COHORTS = {"decided_in": gettext_lazy("按判定时点"), "resolved_in": gettext_lazy("按解决时点")}
FREQUENCIES = {
    "weekly": pgettext_lazy("frequency", "每周"),
    "monthly": pgettext_lazy("frequency", "每月"),
    "quarterly": pgettext_lazy("frequency", "每季"),
    "half_yearly": pgettext_lazy("frequency", "每半年"),
    "yearly": pgettext_lazy("frequency", "每年"),
    "on_event": gettext_lazy("按规则触发"),
    "on_request": gettext_lazy("按要求"),
}
WORKLOADS = {"tickets_opened": gettext_lazy("受理单据数")}
LIMIT_PERIODS = {
    "day": pgettext_lazy("limit", "每日 ≤ %(count)d"),
    "week": pgettext_lazy("limit", "每周 ≤ %(count)d"),
    "month": pgettext_lazy("limit", "每月 ≤ %(count)d"),
    "quarter": pgettext_lazy("limit", "每季 ≤ %(count)d"),
    "year": pgettext_lazy("limit", "每年 ≤ %(count)d"),
}
STATES = {
    "in_force": pgettext_lazy("state", "生效"),
    "to_come": pgettext_lazy("state", "未生效"),
    "expired": pgettext_lazy("state", "已到期"),
}
PENDING_REASONS = {
    "waiting_customer": gettext_lazy("等待客户"),
    "waiting_supplier": gettext_lazy("等待供应商"),
    "waiting_change": gettext_lazy("等待变更"),
    "waiting_problem": gettext_lazy("等待问题处理"),
    "waiting_evidence": gettext_lazy("等待佐证材料"),
}
_MEASURES = {measure.id: measure for measure in CATALOGUE}
_WEEKDAYS = gettext_lazy("周一 周二 周三 周四 周五 周六 周日")
_SPLIT = (
    (3_600, pgettext_lazy("unit", "%(count)d 小时")),
    (60, pgettext_lazy("unit", "%(count)d 分")),
    (1, pgettext_lazy("unit", "%(count)d 秒")),
)


def worded(code: str, words: Mapping[str, object]) -> str:
    """Return the words for a code, or the code itself where there are none."""
    return str(words.get(code, code))


def duration(seconds: int) -> str:
    """Write whole seconds as 4 小时 30 分."""
    parts: list[str] = []
    for size, words in _SPLIT:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(words % {"count": count})
    return " ".join(parts) or _SPLIT[-1][1] % {"count": 0}


def within(target: ClockTarget) -> str:
    """Write a target's time: 15 分, 4 小时, 5 个工作日."""
    if target.within_days is not None:
        return _("%(count)d 个工作日") % {"count": target.within_days}
    return duration(target.within_seconds or 0)


def bound(promised: Bound | None, unit: Unit = Unit.RATIO) -> str:
    """Write a bound: ≥ 98%, ≤ 4 小时, ≥ 4.5; an em dash for none."""
    if promised is None:
        return "—"
    sign = "≥" if promised.operator is Operator.AT_LEAST else "≤"
    if unit is Unit.SECONDS:
        return f"{sign} {duration(int(promised.value))}"
    if unit is Unit.RATIO:
        return f"{sign} {decimal(promised.value * 100)}%"
    return f"{sign} {decimal(promised.value)}"


def decimal(value: Fraction) -> str:
    """Write an exact decimal without trailing zeros; targets are decimals by their notation."""
    digits, rest = 0, value
    while rest.denominator != 1 and digits < 15:
        digits, rest = digits + 1, rest * 10
    whole, part = divmod(int(rest), 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def applies(target: ClockTarget) -> str:
    """Write what a row is for: 事件 P1 数据库; all tickets where it asks nothing."""
    keys = dict(target.applies)
    words = [worded(keys.pop("class"), CLASSES)] if "class" in keys else []
    words += [keys.pop("priority")] if "priority" in keys else []
    words += list(keys.values())
    return " ".join(words) or _("全部单据")


def clock(seconds: int) -> str:
    """Write seconds from midnight as 09:00; the next day's as 次日 06:00."""
    if seconds > 86_400:
        return _("次日 %(time)s") % {"time": clock(seconds - 86_400)}
    return f"{seconds // 3_600:02}:{seconds % 3_600 // 60:02}"


def hours(shifts: Shifts) -> str:
    """Write the windows of a day: 09:00—12:00、13:00—18:00."""
    return listed(*(f"{clock(shift.starts)}—{clock(shift.ends)}" for shift in shifts)) or _("无服务时间")


def weekday(number: int) -> str:
    """Name a weekday, 0 = Monday."""
    return str(_WEEKDAYS).split()[number]


def week(weekly: tuple[Shifts, ...]) -> str:
    """Write the weekly hours with equal neighbouring days joined: 周一至周五 09:00—18:00；周六 09:00—13:00."""
    runs: list[tuple[int, int]] = []
    for number, shifts in enumerate(weekly):
        if runs and runs[-1][1] == number - 1 and weekly[number - 1] == shifts:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    parts: list[str] = []
    for first, last in runs:
        if weekly[first]:
            days = weekday(first)
            if last > first:
                days = _("%(first)s至%(last)s") % {"first": days, "last": weekday(last)}
            parts.append(f"{days} {hours(weekly[first])}")
    return clauses(*parts) or _("无服务时间")


def maintenance(windows: tuple[WeeklyWindow, ...]) -> str:
    """Write the maintenance windows: 周日 00:00—04:00."""
    return clauses(*(f"{weekday(w.weekday)} {clock(w.starts)}—{clock(w.ends)}" for w in windows))


def measure_bound(target: MeasureTarget) -> str:
    """Write what a measure is held to, in the measure's own unit."""
    known = _MEASURES.get(target.measure)
    if known is not None:
        return bound(target.value, known.unit)
    return bound(target.value, Unit.RATIO if target.value.value <= 1 else Unit.COUNT)


def measure(target: MeasureTarget) -> str:
    """Name a measure target by its measure."""
    known = _MEASURES.get(target.measure)
    return said(known.words) if known is not None else target.measure


def due(rule: DueRule) -> str:
    """Write a due rule with its time: 期间结束后第 5 个工作日前（24:00）."""
    return _("%(rule)s（%(time)s）") % {"rule": described(rule).say(reader_language()), "time": rule.time}


def month_name(number: int) -> str:
    """Name a month of the year view: 1 月, January."""
    return f"{number} 月" if reader_language() == "zh" else str(MONTHS[number])
