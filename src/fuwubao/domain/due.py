"""When a duty is due: a due rule, held against a period and a calendar, gives one instant (S1.29, M13).

Working days count from the last day of the period, which is day 0; ``days`` likewise in calendar days; ``day``
is a day of the ``month``-th month after the period's end (the first when no month is named), so that
``{day: 15}`` is "每季首月 15 日前" and, after a year, ``{day: 31, month: 1}`` the 31st of January. A day that its
month lacks is the month's last.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.errors import BadInput
from fuwubao.domain.periods import Period, local_midnight
from fuwubao.domain.terms import DueRule
from fuwubao.domain.time_of_day import parse_time_of_day
from fuwubao.domain.words import Words
from fuwubao.domain.zones import DAY, zone_of


class DueUnclear(BadInput):
    """The rule names no day, more than one, or something that is no rule."""

    code = "due.unclear"
    zh = "看不懂截止规则：{given}"
    en = "Cannot read the due rule: {given}"
    hint_zh = "请写“月结束后第 5 个工作日前”，或只给 working_days、days、day 三者之一"
    hint_en = "Write “5 working days after period end”, or give one of working_days, days, day"
    source = "S1.29"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The last instant at which the duty is in time (UTC) and its local day.

    ``provisional``: the holidays up to that day are not all published yet (暂定), so it may still move.
    """

    at: datetime
    on: date
    provisional: bool

    def is_overdue(self, now: datetime) -> bool:
        """Say whether ``now`` lies after the due instant; at that instant itself the duty is in time."""
        return now > self.at


def due_after(period: Period, rule: DueRule, calendar: WorkCalendar) -> Due:
    """Return when the duty for the period is due, in the period's zone, on the calendar's working days.

    Raises: DueUnclear, NoWorkingTime.
    """
    day = _moved_off_rest(_named_day(period, rule), rule, calendar)
    return Due(at=_instant(day, rule, period.timezone), on=day, provisional=calendar.is_provisional(day))


def due_after_receipt(received: datetime, working_days: int, calendar: WorkCalendar) -> Due:
    """Return the end of the n-th working day after receipt; the local day of receipt is day 0 (M13, S3.6).

    Raises: NoWorkingTime.
    """
    day = calendar.nth_working_day_after(received.astimezone(zone_of(calendar.timezone)).date(), working_days)
    at = local_midnight(day + timedelta(days=1), calendar.timezone)
    return Due(at=at, on=day, provisional=calendar.is_provisional(day))


def day_ended_by(at: datetime, zone: tzinfo) -> date:
    """Return the local day that a bound ends or lies in: 24:00 belongs to the day before (a due instant, M13)."""
    return (at - timedelta(seconds=1)).astimezone(zone).date()


def working_days_left(today: date, due_on: date, calendar: WorkCalendar) -> int:
    """Count the working days later than ``today`` up to and with ``due_on``; 0 when it is not later."""
    span = (due_on - today).days
    return sum(calendar.is_working_day(today + timedelta(days=n)) for n in range(1, span + 1))


def parse_due_words(text: str) -> DueRule:
    """Read ``5 working days after period end``, ``月结束后第 5 个工作日前``, ``每季首月 15 日前`` and their like.

    Raises: DueUnclear.
    """
    given = re.sub(r"\s+", " ", text.strip())
    for pattern, rule_of in _NOTATIONS:
        if match := pattern.fullmatch(given):
            rule = rule_of(match)
            _refuse_unclear(rule, text)
            return rule
    raise DueUnclear(given=text, where=text, why=text)


def described(rule: DueRule) -> Words:
    """Say the rule in words that ``parse_due_words`` reads, but for its time and rest-day rule."""
    _refuse_unclear(rule, str(rule))
    if rule.working_days is not None:
        return Words(
            f"期间结束后第 {rule.working_days} 个工作日前", f"{rule.working_days} working days after period end"
        )
    if rule.days is not None:
        return Words(f"期间结束后第 {rule.days} 日前", f"{rule.days} days after period end")
    month = rule.month or 1
    return Words(f"期间结束后第 {month} 个月 {rule.day} 日前", f"month {month} after period end, day {rule.day}")


def _refuse_unclear(rule: DueRule, given: str) -> None:
    named = sum(part is not None for part in (rule.working_days, rule.days, rule.day))
    numbers = (rule.working_days or 0, rule.days or 0, (rule.day or 1) - 1, (rule.month or 1) - 1)
    in_range = min(numbers) >= 0 and (rule.day or 1) <= 31 and (rule.month or 1) <= 12
    strange = rule.after != "period_end" or rule.on_rest_day not in ("keep", "before", "after")
    if named != 1 or not in_range or strange or (rule.month is not None and rule.day is None):
        raise DueUnclear(given=given, where=given, why=given)


def _named_day(period: Period, rule: DueRule) -> date:
    _refuse_unclear(rule, str(rule))
    if rule.days is not None:
        return period.last + timedelta(days=rule.days)
    if rule.day is not None:
        number = period.last.year * 12 + period.last.month - 1 + (rule.month or 1)
        year, month = number // 12, number % 12 + 1
        return date(year, month, min(rule.day, monthrange(year, month)[1]))
    return period.last


def _moved_off_rest(day: date, rule: DueRule, calendar: WorkCalendar) -> date:
    if rule.working_days is not None:
        return calendar.nth_working_day_after(day, rule.working_days)
    if rule.on_rest_day == "keep":
        return day
    return calendar.working_day_from(day, forwards=rule.on_rest_day == "after")


def _instant(day: date, rule: DueRule, timezone: str) -> datetime:
    try:
        second = parse_time_of_day(rule.time)
    except ValueError as unreadable:
        raise DueUnclear(given=rule.time, where="time", why=rule.time) from unreadable
    if second == DAY:
        return local_midnight(day + timedelta(days=1), timezone)
    at = time(second // 3600, second % 3600 // 60, second % 60, tzinfo=zone_of(timezone))
    return datetime.combine(day, at).astimezone(UTC)


_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def _number(text: str) -> int:
    """Read ``5``, ``五``, ``十五`` or ``二十``."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.get(text, -1)
    return _NUMERALS.get(tens, 1 if not tens else -100) * 10 + _NUMERALS.get(ones, 0 if not ones else -100)


def _counted_days(match: re.Match[str]) -> DueRule:
    count, unit = _number(match[1]), (match[2] or "").lower()
    return DueRule(working_days=count) if unit in ("working", "business", "工作日") else DueRule(days=count)


def _day_of_next_month(match: re.Match[str]) -> DueRule:
    return DueRule(day=_number(match[1]))


def _day_of_month(match: re.Match[str]) -> DueRule:
    return DueRule(month=_number(match[1]), day=_number(match[2]))


_N = r" ?(\d{1,3}|[一二两三四五六七八九十]{1,3}) ?"
_PERIOD = r"每?(?:月度?|季度?|半年度?|年度?|报告期|期间?) ?"
_AFTER = _PERIOD + r"(?:结束|期?末|终了)?(?:之|以)?后"
_BY = r"(?:(?:之|以)?前|之?内)?(?:提交)?"
_END = r" days? after (?:the )?period(?: end|'s end)"
_NOTATIONS = (
    (re.compile(r"(\d{1,3})(?: (working|business|calendar))?" + _END, re.IGNORECASE | re.ASCII), _counted_days),
    (re.compile(_AFTER + r" ?(?:的)?第?" + _N + r"个? ?(工作日|自然日|日|天)" + _BY, re.ASCII), _counted_days),
    (re.compile(r"(?:" + _PERIOD + r"首月|次月)" + _N + r"[日号]" + _BY, re.ASCII), _day_of_next_month),
    (re.compile(_AFTER + r" ?第" + _N + r"个月(?:的)?" + _N + r"[日号]" + _BY, re.ASCII), _day_of_month),
    (re.compile(r"次年" + _N + r"月" + _N + r"[日号]" + _BY, re.ASCII), _day_of_month),
    (re.compile(r"month (\d{1,2}) after (?:the )?period end, day (\d{1,2})", re.IGNORECASE | re.ASCII), _day_of_month),
)
