"""Write a clock's timeline for a terminal, or as the JSON of ``fuwubao sla explain``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fuwubao.domain.explain import Segment, SegmentKind, Timeline
from fuwubao.domain.terms import ClockKind
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.words import Words

CLOCKS = {ClockKind.RESPONSE: Words("响应", "Response"), ClockKind.RESOLUTION: Words("解决", "Resolution")}
VERDICTS = {
    VerdictKind.MET: Words("达标", "met"),
    VerdictKind.BREACHED: Words("超时", "breached"),
    VerdictKind.RUNNING: Words("未决", "undecided"),
    VerdictKind.EXCLUDED: Words("免计", "excluded"),
    VerdictKind.NOT_COVERED: Words("无约定目标", "not covered"),
}
KINDS = {
    SegmentKind.RUNNING: Words("计时", "running"),
    SegmentKind.OUTSIDE: Words("服务时间外", "outside hours"),
    SegmentKind.PENDING: Words("暂停计时", "pending"),
    SegmentKind.WAITING_NOT_ALLOWED: Words("挂起但计时", "waiting, counted"),
    SegmentKind.STOPPED: Words("已停止", "stopped"),
    SegmentKind.NOT_COVERED: Words("无约定目标", "not covered"),
}
HEADERS = (
    Words("起", "from"),
    Words("止", "to"),
    Words("状态", "state"),
    Words("原因", "reason"),
    Words("累计计时", "running total"),
    Words("累计暂停", "pending total"),
)
BREACH = Words("此刻超时", "breached here")


def written(line: Timeline, *, timezone: str, language: str) -> str:
    """Write one timeline as lines of text; instants on the wall of the agreement's zone, else of ``timezone``."""
    zone = line.timezone or timezone
    return "\n".join([*_facts(line, zone, language), "", _table(line, zone, language)])


def to_json(line: Timeline) -> dict[str, object]:
    """Give one timeline to machines: durations in seconds, instants in UTC with Z."""
    verdict = line.verdict
    return {
        "clock": str(verdict.clock),
        "agreement": verdict.agreement,
        "target_row": verdict.target_row,
        "target_seconds": verdict.target_seconds,
        "target_working_days": line.target.within_days if line.target else None,
        "calendar": line.target.calendar if line.target else None,
        "timezone": line.timezone,
        "verdict": str(verdict.verdict),
        "opened_at": _utc(verdict.opened_at),
        "stopped_at": _utc(verdict.stopped_at),
        "due_at": _utc(verdict.due_at),
        "breached_at": _utc(line.breached_at),
        "decided_at": _utc(verdict.decided_at),
        "elapsed_seconds": verdict.elapsed_seconds,
        "pending_seconds": verdict.pending_seconds,
        "gross_seconds": verdict.gross_seconds,
        "exclusion": verdict.exclusion,
        "estimated": verdict.estimated,
        "segments": [_segment_json(segment) for segment in line.segments],
    }


def _segment_json(segment: Segment) -> dict[str, object]:
    return {
        "from": _utc(segment.starts),
        "to": _utc(segment.ends),
        "kind": str(segment.kind),
        "reason": segment.reason or None,
        "target_row": segment.target_row,
        "elapsed_seconds": segment.elapsed_after,
        "pending_seconds": segment.pending_after,
    }


def _facts(line: Timeline, zone: str, language: str) -> list[str]:
    verdict = line.verdict
    told = VERDICTS[verdict.verdict].say(language)
    if verdict.exclusion:
        told += f" ({verdict.exclusion})"
    if verdict.estimated:
        told += Words("（推算）", " (estimated)").say(language)
    rows = [
        (CLOCKS[ClockKind(verdict.clock)], told),
        (Words("协议 / 目标", "Agreement / target"), _promise(line, language)),
        (Words("应于", "Due"), _wall(verdict.due_at, zone)),
        (Words("判定于", "Decided"), _wall(verdict.decided_at, zone)),
        (Words("计时时长（扣除挂起）", "Running time"), _clock_face(verdict.elapsed_seconds)),
        (Words("暂停计时", "Pending time"), _clock_face(verdict.pending_seconds)),
    ]
    return _aligned([(label.say(language), text) for label, text in rows])


def _promise(line: Timeline, language: str) -> str:
    if line.target is None:
        return "—"
    days = line.target.within_days
    within = Words(f"{days} 个工作日", f"{days} working days").say(language) if days else ""
    return f"{line.verdict.agreement} / {line.target.id} / {within or _clock_face(line.target.within_seconds)}"


def _table(line: Timeline, zone: str, language: str) -> str:
    rows = [tuple(header.say(language) for header in HEADERS)]
    for segment in line.segments:
        rows.append(
            (
                _wall(segment.starts, zone),
                _wall(segment.ends, zone),
                KINDS[segment.kind].say(language),
                segment.reason,
                _clock_face(segment.elapsed_after),
                _clock_face(segment.pending_after),
                BREACH.say(language) if segment.starts == line.breached_at else "",
            )
        )
    return "\n".join(_aligned(rows))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Pad columns to equal width on a terminal, where a Chinese character takes two cells."""
    count = max(len(row) for row in rows)
    widths = [max(_cells(row[number]) for row in rows if number < len(row)) for number in range(count)]
    return [
        "  ".join(text + " " * (width - _cells(text)) for text, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _wall(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}" if at else "—"


def _utc(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def _clock_face(seconds: int | None) -> str:
    if seconds is None:
        return "—"
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def written_warnings(texts: Iterable[tuple[datetime, Words]], *, timezone: str, language: str) -> list[str]:
    """Write the doubts about the ticket's data, one a line."""
    return [f"! {_wall(at, timezone)}  {words.say(language)}" for at, words in texts]
