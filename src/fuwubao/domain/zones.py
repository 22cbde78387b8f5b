"""What the clock on the wall of a zone shows, in epoch seconds: the only place that knows of clock changes.

A *wall second* is the reading of a local clock counted as if it were UTC. An instant belongs to a wall span
when the reading at that instant lies in it; so a day of a clock change has 23 or 25 hours, a skipped hour has
no instants and a repeated one has two hours of them (M1, M13).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fuwubao.domain.errors import BadInput
from fuwubao.domain.spans import Span

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FIRST_SECOND = (2 - EPOCH_ORDINAL) * DAY  # a day inside the years 1–9999, so that offsets never overflow
LAST_SECOND = (date.max.toordinal() - 1 - EPOCH_ORDINAL) * DAY
BLOCK = 28 * DAY  # zones and calendars are worked out and remembered by blocks of four weeks
_STEP = DAY // 2  # no zone changes its clock twice within half a day

Piece = tuple[int, int, int]  # [from, to) in epoch seconds, and the offset from UTC in force there


class ZoneUnknown(BadInput):
    """No zone of this name in the zone data."""

    code = "zones.unknown"
    zh = "没有时区“{timezone}”"
    en = "There is no time zone “{timezone}”"
    hint_zh = "请写 IANA 时区名，如 Asia/Shanghai"
    hint_en = "Write an IANA name such as Asia/Shanghai"
    source = "M1"


@lru_cache(maxsize=256)
def zone_of(timezone: str) -> ZoneInfo:
    """Return the zone. Raises: ZoneUnknown."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ZoneUnknown(timezone=timezone, where="timezone", why=timezone) from unknown


def second_of(at: datetime) -> int:
    """Return the epoch second of an aware instant, a fraction cut off (semantics section 1)."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return (at - EPOCH) // timedelta(seconds=1)


def instant_of(second: int) -> datetime:
    """Return the instant of an epoch second, in UTC."""
    return EPOCH + timedelta(seconds=second)


def wall_midnight(day: date) -> int:
    """Return the wall second at which the clock shows 00:00 of the day."""
    return (day.toordinal() - EPOCH_ORDINAL) * DAY


def offset_at(second: int, timezone: str) -> int:
    """Return the zone's offset from UTC in seconds; beyond the years 1–9999 that of the nearest day."""
    at = instant_of(min(max(second, FIRST_SECOND), LAST_SECOND))
    offset = at.astimezone(zone_of(timezone)).utcoffset()
    assert offset is not None
    return offset // timedelta(seconds=1)


def local_date(second: int, timezone: str) -> date:
    """Return the date on the wall at the instant."""
    return date.fromordinal((second + offset_at(second, timezone)) // DAY + EPOCH_ORDINAL)


def pieces(starts: int, ends: int, timezone: str) -> list[Piece]:
    """Cut [starts, ends) where the offset changes; neighbours differ in their offset."""
    cut: list[Piece] = []
    for block in range(starts // BLOCK, (ends - 1) // BLOCK + 1):
        for since, until, offset in _block_pieces(block, timezone):
            if cut and cut[-1][2] == offset:
                cut[-1] = (cut[-1][0], until, offset)
            else:
                cut.append((since, until, offset))
    return cut


def instants_of(wall: Iterable[Span], cut: list[Piece]) -> list[Span]:
    """Return the instants, within the pieces, at which the clock stands inside one of the wall spans.

    Out: epoch seconds, by piece and then in the order given; merge where the order matters.
    """
    if len(cut) == 1:
        since, until, offset = cut[0]
        moved = [(starts - offset, ends - offset) for starts, ends in wall]
        if all(since <= starts and ends <= until for starts, ends in moved):
            return moved
        wall = [(starts + offset, ends + offset) for starts, ends in moved]
    else:
        wall = list(wall)
    found: list[Span] = []
    for since, until, offset in cut:
        for starts, ends in wall:
            first, last = max(starts - offset, since), min(ends - offset, until)
            if first < last:
                found.append((first, last))
    return found


@lru_cache(maxsize=20_000)
def _block_pieces(block: int, timezone: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    since, ends = block * BLOCK, (block + 1) * BLOCK
    before = offset_at(since, timezone)
    for at in range(since + _STEP, ends + 1, _STEP):
        after = offset_at(at, timezone)
        if after != before:
            change = _change_between(at - _STEP, at, timezone)
            if change < ends:
                found.append((since, change, before))
                since, before = change, after
    found.append((since, ends, before))
    return tuple(found)


def _change_between(earlier: int, later: int, timezone: str) -> int:
    """Return the first second in (earlier, later] with the offset of ``later``."""
    target = offset_at(later, timezone)
    while later - earlier > 1:
        middle = (earlier + later) // 2
        if offset_at(middle, timezone) == target:
            later = middle
        else:
            earlier = middle
    return later
