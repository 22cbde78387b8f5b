"""Read an instant that a person or a script wrote: ISO 8601, with an offset or on the wall of a declared zone."""

from __future__ import annotations

from datetime import UTC, datetime

from fuwubao.domain.errors import BadInput
from fuwubao.domain.zones import zone_of


class InstantUnreadable(BadInput):
    """The text is not an instant, or the clock on the wall skips or repeats it."""

    code = "instants.unreadable"
    zh = "“{text}”不是可用的时刻"
    en = "“{text}” is not a usable instant"
    hint_zh = "请写成 2026-03-31T18:00:00+08:00；调整时钟的那一小时须写明时差"
    hint_en = "Write 2026-03-31T18:00:00+08:00; in the hour of a clock change the offset is needed"
    source = "semantics 1"


def parse_instant(text: str, timezone: str) -> datetime:
    """Return the instant in UTC, cut to whole seconds; without an offset the text is read in ``timezone``.

    Raises: InstantUnreadable, ZoneUnknown.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as not_iso:
        raise InstantUnreadable(text=text, where="", why=text) from not_iso
    try:
        if read.tzinfo is None:
            read = _on_the_wall(read, timezone, text)
        return read.astimezone(UTC).replace(microsecond=0)
    except OverflowError as beyond:  # in UTC it would lie outside the years 1–9999
        raise InstantUnreadable(text=text, where="", why=text) from beyond


def _on_the_wall(read: datetime, timezone: str, text: str) -> datetime:
    earlier, later = (read.replace(tzinfo=zone_of(timezone), fold=fold) for fold in (0, 1))
    skipped_or_repeated = earlier.utcoffset() != later.utcoffset()
    if skipped_or_repeated:
        raise InstantUnreadable(text=text, where="", why=text)
    return earlier
