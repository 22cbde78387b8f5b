"""Words and notations that the pages of this room share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fuwubao.domain.verdicts import VerdictKind

CLOCK_WORDS = {"response": "响应", "resolution": "解决"}
TICKET_VERDICTS = {
    VerdictKind.MET: "达标",
    VerdictKind.BREACHED: "超时",
    VerdictKind.RUNNING: "计时中",
    VerdictKind.EXCLUDED: "免计",
    VerdictKind.NOT_COVERED: "未约定目标",
}


def clock_text(seconds: int) -> str:
    """Write a duration as hours and minutes, ``4:30``, with seconds where there are any."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if left else f"{hours}:{minutes:02d}"


def local_text(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}".removesuffix(":00")
