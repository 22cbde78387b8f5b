"""The span that a figure or a report speaks of: whole local days, half open (M1).

A period is a pair of dates in a zone; its instants follow from them, so that a day of a clock change has its
23 or 25 hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fuwubao.domain.errors import BadInput
from fuwubao.domain.words import Words
from fuwubao.domain.zones import zone_of


class PeriodUnreadable(BadInput):
    """The text names no month, quarter, year or pair of dates."""

    code = "periods.unreadable"
    zh = "看不懂期间“{text}”：{problem}"
    en = "Cannot read the period “{text}”: {problem}"
    hint_zh = "请写 2026-09、2026Q3、2026H1、2026 或 2026-09-15/2026-10-02（含最后一天）"
    hint_en = "Write 2026-09, 2026Q3, 2026H1, 2026 or 2026-09-15/2026-10-02 (its last day included)"
    source = "M1"

    def __init__(self, *, problem: Words | None = None, **facts: object) -> None:
        super().__init__(problem=problem or Words("不是约定的写法", "it is written in no known way"), **facts)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local days ``first`` … the day before ``day_after`` in ``timezone``; ``label`` is how people wrote it."""

    first: date
    day_after: date
    timezone: str
    label: str

    @property
    def starts_at(self) -> datetime:
        """First instant, in UTC."""
        return local_midnight(self.first, self.timezone)

    @property
    def ends_before(self) -> datetime:
        """The instant after the last one, in UTC."""
        return local_midnight(self.day_after, self.timezone)

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.day_after - timedelta(days=1)

    def holds(self, at: datetime) -> bool:
        """Say whether the instant lies in [start, end)."""
        return self.starts_at <= at < self.ends_before

    def shifted(self, steps: int) -> Period:
        """Return the period ``steps`` earlier (negative) or later: months, quarters, halves, years, or as many days.

        Raises: PeriodUnreadable beyond the years 1–9999.
        """
        months = MONTHS_OF.get(self.kind)
        try:
            if months is None:
                days = (self.day_after - self.first) * steps
                return _span(self.first + days, self.day_after + days, self.timezone)
            number = self.first.year * 12 + self.first.month - 1 + months * steps
            first = date(number // 12, number % 12 + 1, 1)
        except (ValueError, OverflowError) as beyond:
            raise PeriodUnreadable(text=self.label, where="period", why=self.label) from beyond
        return parse_period(_label(first, self.kind), self.timezone)

    @property
    def previous(self) -> Period:
        """The period just before it, to compare with (环比, M15)."""
        return self.shifted(-1)

    @property
    def a_year_earlier(self) -> Period:
        """The same period of the year before (同比, M15); of dates, the same dates, 29 February as the 28th."""
        months = MONTHS_OF.get(self.kind)
        if months is not None:
            return self.shifted(-12 // months)
        return _span(_year_before(self.first), _year_before(self.last) + timedelta(days=1), self.timezone)

    def latest(self, count: int) -> tuple[Period, ...]:
        """Return ``count`` periods of its kind, the earliest first, itself the last (13 for a trend, M15)."""
        return tuple(self.shifted(step) for step in range(1 - count, 1))

    @property
    def words(self) -> Words:
        """How documents name it: 2026 年 9 月, 2026 年第三季度, 2026-09-15 至 2026-10-02."""
        year, kind = self.first.year, self.kind
        if kind == "month":
            return Words(f"{year} 年 {self.first.month} 月", f"{self.first:%Y-%m}")
        if kind == "quarter":
            number = (self.first.month + 2) // 3
            return Words(f"{year} 年第{'一二三四'[number - 1]}季度", f"Q{number} {year}")
        if kind == "half":
            return Words(
                f"{year} 年{'上' if self.first.month == 1 else '下'}半年", f"H{(self.first.month + 5) // 6} {year}"
            )
        if kind == "year":
            return Words(f"{year} 年度", f"{year}")
        return Words(f"{self.first} 至 {self.last}", f"{self.first} to {self.last}")

    @property
    def kind(self) -> str:
        """``month``, ``quarter``, ``half``, ``year`` or ``span``, by the way it is written."""
        if _MONTH.fullmatch(self.label):
            return "month"
        if _QUARTER.fullmatch(self.label):
            return "quarter"
        if _HALF.fullmatch(self.label):
            return "half"
        return "year" if _YEAR.fullmatch(self.label) else "span"


MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII)
_HALF = re.compile(r"(\d{4})-?[Hh]([12])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LIMITS = (
    (re.compile(r"\d{4}-?[Qq](\d+)", re.ASCII), 4, Words("季度", "quarters are"), "1–4"),
    (re.compile(r"\d{4}-?[Hh](\d+)", re.ASCII), 2, Words("半年", "halves are"), "1–2"),
    (re.compile(r"\d{4}-(\d{1,2})", re.ASCII), 12, Words("月份", "months are"), "01–12"),
)


def parse_period(text: str, timezone: str) -> Period:
    """Read ``2026-09``, ``2026Q3``, ``2026H1``, ``2026`` or ``2026-09-15/2026-10-02`` (last day included) in a zone.

    Raises: PeriodUnreadable, also where its bounds would lie outside the years 1–9999 in UTC.
    """
    given = text.strip()
    try:
        period = _written(given, timezone)
        if period.first < period.day_after and period.starts_at < period.ends_before:
            return period
    except (ValueError, OverflowError) as unreadable:
        raise PeriodUnreadable(text=text, where="--period", why=text, problem=_problem(given)) from unreadable
    raise PeriodUnreadable(text=text, where="--period", why=text, problem=_problem(given))


def _problem(given: str) -> Words | None:
    """Say what is wrong with a period that is nearly one: a month 13, a quarter 5, a day that no month has, ends."""
    for pattern, most, words, range_ in _LIMITS:
        found = pattern.fullmatch(given)
        if found and not 1 <= int(found[1]) <= most:
            return Words(f"{words.zh}只有 {range_}", f"{words.en} {range_}")
    if re.fullmatch(r"\d{4}-\d", given, re.ASCII):
        return Words("月份写两位，如 2026-09", "a month has two digits, such as 2026-09")
    parts = [part.strip() for part in given.split("/")]
    if len(parts) == 1 and _DAY.fullmatch(given):
        return Words(f"一天写作 {given}/{given}", f"one day is written {given}/{given}")
    for part in parts:
        wrong = day_problem(part) if _DAY.fullmatch(part) else None
        if wrong is not None:
            return wrong
    if len(parts) == 2 and all(_DAY.fullmatch(part) for part in parts):
        first, last = parts
        if first > last:
            return Words(f"结束 {last} 早于开始 {first}", f"it ends on {last}, before it begins on {first}")
        return Words("超出可用的年份", "it lies outside the usable years")
    return None


def day_problem(text: str) -> Words | None:
    """Say what is wrong with a day written ``2026-02-30``; None when it is one."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return Words(f"“{text}”不是 2026-09-15 这样的日期", f"“{text}” is no date such as 2026-09-15")
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12:
        return Words(f"{text} 的月份只有 01–12", f"{text}: months are 01–12")
    if len(found[2]) != 2 or len(found[3]) != 2:
        return Words(f"{text} 的月和日各写两位", f"{text}: month and day have two digits each")
    try:
        date(year, month, day)
    except ValueError:
        return Words(f"{year} 年 {month} 月没有 {day} 日", f"{year}-{month:02} has no day {day}")
    return None


def _written(given: str, timezone: str) -> Period:
    """Read one of the ways to write a period. Raises: ValueError, OverflowError."""
    if month := _MONTH.fullmatch(given):
        return _months(int(month[1]), int(month[2]), 1, timezone, given)
    if quarter := _QUARTER.fullmatch(given):
        label = f"{quarter[1]}Q{quarter[2]}"
        return _months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3, timezone, label)
    if half := _HALF.fullmatch(given):
        return _months(int(half[1]), int(half[2]) * 6 - 5, 6, timezone, f"{half[1]}H{half[2]}")
    if _YEAR.fullmatch(given):
        return _months(int(given), 1, 12, timezone, given)
    starts, ends = given.split("/")
    first, last = date.fromisoformat(starts.strip()), date.fromisoformat(ends.strip())
    return _span(first, last + timedelta(days=1), timezone)


def period_of(day: date, kind: str, timezone: str) -> Period:
    """Return the month, quarter, half or year that holds the day. Raises: PeriodUnreadable for another kind."""
    months = MONTHS_OF.get(kind)
    if months is None:
        raise PeriodUnreadable(text=kind, where="kind", why=kind)
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return parse_period(_label(first, kind), timezone)


def local_midnight(day: date, timezone: str) -> datetime:
    """Return the instant at which a local day begins, in UTC; where midnight is skipped, the first one after."""
    return datetime.combine(day, time(0), tzinfo=zone_of(timezone)).astimezone(UTC)


def _months(year: int, month: int, count: int, timezone: str, label: str) -> Period:
    number = year * 12 + month - 1 + count
    return Period(date(year, month, 1), date(number // 12, number % 12 + 1, 1), timezone, label)


def _span(first: date, day_after: date, timezone: str) -> Period:
    last = day_after - timedelta(days=1)
    return Period(first, day_after, timezone, f"{first.isoformat()}/{last.isoformat()}")


def _label(first: date, kind: str) -> str:
    if kind == "month":
        return f"{first.year:04}-{first.month:02}"
    if kind == "half":
        return f"{first.year:04}H{(first.month + 5) // 6}"
    return f"{first.year:04}Q{(first.month + 2) // 3}" if kind == "quarter" else f"{first.year:04}"


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
