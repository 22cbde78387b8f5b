"""What components are given: small frozen values, so that a page states facts and never markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """A status by its shape; in grey only shape and word tell states apart (looks section 3)."""

    OK = "ok"  # ● 达标 按期 生效
    NEAR = "near"  # ▲ 临近 将到期
    BAD = "bad"  # ■ 未达标 超时 逾期
    NA = "na"  # – 不适用 免报
    OPEN = "open"  # ○ 未开始 待确认
    RUN = "run"  # ◐ 编制中 评审中
    PAUSE = "pause"  # ❚❚ 暂停计时


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One state of a lifecycle as the stepper shows it; ``place`` is done, current or future."""

    words: str
    note: str = ""
    place: str = "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageCell:
    """One stage on the way of a number, with the count that passed it."""

    words: str
    count: str
    note: str = ""
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period of a trend; ``value`` None is a gap, ``target`` None no promise then."""

    value: float | None
    target: float | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One filter above a table; ``url`` changes or removes it, so that the address says what is on screen."""

    label: str
    words: str
    url: str
    is_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer of the palette: its name, what it is, where it stands."""

    words: str
    kind: str
    url: str
    place: str = ""
