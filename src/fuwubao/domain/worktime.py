"""Answer one working-time question given as a plain mapping: the vectors that scripts and peers exchange.

The format is that of ``fuwubao worktime compute`` (design section 7): ``id``, ``calendar``, ``case`` and what the
case needs. No promise is known here: ``breached`` of a clock case is plainly elapsed > target.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fuwubao.domain.calendars import NoWorkingTime, Shift, Shifts, WorkCalendar
from fuwubao.domain.errors import BadInput
from fuwubao.domain.periods import local_midnight
from fuwubao.domain.spans import Span
from fuwubao.domain.time_of_day import shift_between
from fuwubao.domain.words import Words
from fuwubao.domain.zones import ZoneUnknown, instant_of, local_date, second_of

Answer = dict[str, int | str | bool | None]
Given = Mapping[str, Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CALENDAR_KEYS = {"tz", "weekly", "holidays", "extra_workdays", "special_shifts", "breaks", "id", "name", "note"}
RUNNING = frozenset({"open", "in_progress"})
STOPPED = frozenset({"pending", "resolved", "closed"})


class BadVector(BadInput):
    """A case that cannot be read; ``where`` names its id and the key."""

    code = "worktime.bad_vector"
    zh = "算例 {vector} 的 {key} 无法读取：{value}"
    en = "Case {vector}: cannot read {key}: {value}"
    hint_zh = "请对照“应为：{wanted}”修改后重试"
    hint_en = "Correct it; wanted: {wanted}"
    source = "M13"


class NoAnswer(BadInput):
    """A case that can be read and has no answer, such as a deadline on a calendar without working time."""

    code = "worktime.no_answer"
    zh = "算例 {vector} 没有答案：{why}"
    en = "Case {vector} has no answer: {why}"
    hint_zh = "请检查日历的每周工作时段、节假日和时长"
    hint_en = "Check the calendar's weekly hours, its holidays and the duration"
    source = "M13"


class Worktime:
    """Answers cases one after another; equal calendars are made once and keep what they worked out."""

    def __init__(self) -> None:
        self._calendars: dict[str, WorkCalendar] = {}

    def answer(self, vector: Given) -> Answer:
        """Return the answer of one case under the keys of the contract; instants in UTC with Z.

        Raises: BadVector, NoAnswer.
        """
        asked = _Asked(vector)
        compute = _CASES.get(asked.text("case"))
        if compute is None:
            raise asked.bad("case", " | ".join(_CASES))
        calendar = self._calendar(asked)
        try:
            return compute(asked, calendar)
        except NoWorkingTime as never:
            why = Words(never.message("zh"), never.message("en"))
            raise NoAnswer(vector=asked.id, why=why, where=asked.id) from never

    def _calendar(self, asked: _Asked) -> WorkCalendar:
        given = asked.get("calendar")
        key = json.dumps(given, sort_keys=True)
        if key not in self._calendars:
            self._calendars[key] = _read_calendar(asked, given)
        return self._calendars[key]


class _Asked:
    """One case with readers that name its id and the key when a value is not what it should be."""

    def __init__(self, vector: Given) -> None:
        self._vector = vector
        self.id = str(vector.get("id"))

    def bad(self, key: str, wanted: str | Words, value: object = None) -> BadVector:
        shown = self._vector.get(key) if value is None else value
        text = json.dumps(shown, ensure_ascii=False, default=str)[:120]
        return BadVector(vector=self.id, key=key, value=text, wanted=wanted, where=f"{self.id}.{key}", why=text)

    def has(self, key: str) -> bool:
        return key in self._vector

    def get(self, key: str) -> object:
        return self._vector.get(key)

    def text(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str):
            raise self.bad(key, Words("文本", "text"))
        return value

    def count(self, key: str) -> int:
        value = self.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.bad(key, Words("不小于 0 的整数", "a whole number ≥ 0"))
        return value

    def second(self, key: str) -> int:
        return self.second_in(self.get(key), key)

    def second_in(self, value: object, key: str) -> int:
        """Epoch second of an instant; a fraction is cut off."""
        if isinstance(value, str):
            try:
                at = datetime.fromisoformat(value)
            except ValueError as unreadable:
                raise self.bad(key, "2026-09-03T08:05:00+08:00", value) from unreadable
            if at.tzinfo is not None:
                return second_of(at)
        raise self.bad(key, "2026-09-03T08:05:00+08:00", value)

    def pauses(self) -> list[Span]:
        value = self.get("pauses")
        if value is None:
            return []
        pairs = self.pairs(value, "pauses")
        return [(self.second_in(since, "pauses"), self.second_in(until, "pauses")) for since, until in pairs]

    def pairs(self, value: object, key: str) -> list[tuple[object, object]]:
        if not isinstance(value, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in value):
            raise self.bad(key, "[[from, to], …]", value)
        return [(pair[0], pair[1]) for pair in value]


def _read_calendar(asked: _Asked, given: object) -> WorkCalendar:
    if not isinstance(given, dict):
        raise asked.bad("calendar", '{"tz": …, "weekly": …}')
    if unknown := sorted(set(given) - _CALENDAR_KEYS):
        raise asked.bad(f"calendar.{unknown[0]}", ", ".join(sorted(_CALENDAR_KEYS)), given[unknown[0]])
    zone, weekly, holidays = given.get("tz"), given.get("weekly"), given.get("holidays", [])
    if not isinstance(zone, str):
        raise asked.bad("calendar.tz", "Asia/Shanghai", zone)
    if not isinstance(weekly, dict) or set(weekly) - set(WEEKDAYS):
        raise asked.bad("calendar.weekly", '{"mon": [["09:00", "18:00"]], …}', weekly)
    if not isinstance(holidays, list):
        raise asked.bad("calendar.holidays", '["2026-10-01", …]', holidays)
    try:
        return WorkCalendar(
            timezone=zone,
            weekly=tuple(_read_shifts(asked, weekly.get(day, []), f"calendar.weekly.{day}") for day in WEEKDAYS),
            holidays=frozenset(_read_date(asked, day, "calendar.holidays") for day in holidays),
            extra_workdays=_read_days(asked, given, "extra_workdays"),
            special_shifts=_read_days(asked, given, "special_shifts"),
            breaks=_read_days(asked, given, "breaks"),
        )
    except ZoneUnknown as unknown_zone:
        raise asked.bad("calendar.tz", "Asia/Shanghai", zone) from unknown_zone


def _read_days(asked: _Asked, given: Given, key: str) -> dict[date, Shifts]:
    days = given.get(key, {})
    where = f"calendar.{key}"
    if not isinstance(days, dict):
        raise asked.bad(where, '{"2026-10-10": [["09:00", "18:00"]]}', days)
    return {_read_date(asked, day, where): _read_shifts(asked, pairs, f"{where}.{day}") for day, pairs in days.items()}


def _read_shifts(asked: _Asked, value: object, key: str) -> Shifts:
    return tuple(_read_shift(asked, pair, key) for pair in asked.pairs(value, key))


def _read_shift(asked: _Asked, pair: tuple[object, object], key: str) -> Shift:
    starts, ends = pair
    if isinstance(starts, str) and isinstance(ends, str):
        try:
            return shift_between(starts, ends)
        except ValueError as unreadable:
            raise asked.bad(key, '["09:00", "18:00"]', list(pair)) from unreadable
    raise asked.bad(key, '["09:00", "18:00"]', list(pair))


def _read_date(asked: _Asked, value: object, key: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as unreadable:
            raise asked.bad(key, "2026-10-01", value) from unreadable
    raise asked.bad(key, "2026-10-01", value)


def _elapsed(asked: _Asked, calendar: WorkCalendar) -> Answer:
    seconds = calendar.elapsed_seconds(asked.second("start"), asked.second("end"), asked.pauses())
    return {"elapsed_seconds": seconds}


def _deadline(asked: _Asked, calendar: WorkCalendar) -> Answer:
    """Seconds of working time; or ``business_days``: the end of the n-th working day, day 0 being the start's (M13)."""
    start = asked.second("start")
    if asked.has("business_days") and not asked.has("seconds"):
        received = local_date(start, calendar.timezone)
        day = calendar.nth_working_day_after(received, asked.count("business_days"))
        return {"deadline": _iso(second_of(local_midnight(day + timedelta(days=1), calendar.timezone)))}
    return {"deadline": _iso(calendar.deadline_second(start, asked.count("seconds"), asked.pauses()))}


def _is_working_day(asked: _Asked, calendar: WorkCalendar) -> Answer:
    return {"working_day": calendar.is_working_day(_read_date(asked, asked.get("date"), "date"))}


def _is_working_time(asked: _Asked, calendar: WorkCalendar) -> Answer:
    return {"working_time": calendar.is_working_time(instant_of(asked.second("at")))}


def _clock(asked: _Asked, calendar: WorkCalendar) -> Answer:
    """Replay the states up to ``as_of``; later events do not exist for the question (semantics section 1)."""
    target, as_of = asked.count("target_seconds"), asked.second("as_of")
    states = _states(asked, as_of)
    elapsed = pending = 0
    stops: list[Span] = []
    for number, (since, state) in enumerate(states):
        until = states[number + 1][0] if number + 1 < len(states) else as_of
        worked = calendar.elapsed_seconds(since, until)
        if state in RUNNING:
            elapsed += worked
        else:
            stops.append((since, until))
        pending += worked if state == "pending" else 0
    goes_on = bool(states) and states[-1][1] in RUNNING
    reached = elapsed >= target if states else False
    due = calendar.deadline_second(states[0][0], target, stops) if goes_on or reached else None
    breached = elapsed > target
    return {
        "elapsed_seconds": elapsed,
        "pending_seconds": pending,
        "due_at": None if due is None else _iso(due),
        "breached": breached,
        "breached_at": _iso(due) if breached and due is not None else None,
    }


def _states(asked: _Asked, as_of: int) -> list[tuple[int, str]]:
    """Instants and states in the order given; texts with a colon change no state."""
    states: list[tuple[int, str]] = []
    for at, text in asked.pairs(asked.get("events"), "events"):
        second = asked.second_in(at, "events")
        if not isinstance(text, str) or (":" not in text and text not in RUNNING | STOPPED):
            raise asked.bad("events", " | ".join(sorted(RUNNING | STOPPED)), text)
        if states and second < states[-1][0]:
            raise asked.bad("events", Words("按时间先后排列", "instants in order of time"), at)
        if ":" not in text and second <= as_of:
            states.append((second, text))
    return states


def _iso(second: int) -> str:
    return instant_of(second).isoformat().replace("+00:00", "Z")


_CASES: dict[str, Callable[[_Asked, WorkCalendar], Answer]] = {
    "elapsed": _elapsed,
    "deadline": _deadline,
    "is_working_day": _is_working_day,
    "is_working_time": _is_working_time,
    "clock": _clock,
}
