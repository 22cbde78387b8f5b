"""What the page of a ticket's clocks shows, as one typed object (looks 05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fuwubao.agreements.wording import PENDING_REASONS, worded
from fuwubao.domain.explain import Segment, SegmentKind, Timeline
from fuwubao.domain.terms import ClockTarget
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.words import Words
from fuwubao.measurement.changes.kinds import exclusion_held
from fuwubao.measurement.clock_picture import clock_picture
from fuwubao.measurement.notations import CLOCK_WORDS, TICKET_VERDICTS, clock_text, length_text, local_text
from fuwubao.measurement.timelines import customer_of, source_of, timelines_of
from fuwubao.records.queries import latest_snapshot
from fuwubao.ui.language import said

SEGMENT_WORDS = {
    SegmentKind.RUNNING: Words("计时", "running"),
    SegmentKind.OUTSIDE: Words("服务时间外", "outside service hours"),
    SegmentKind.PENDING: Words("暂停计时", "clock paused"),
    SegmentKind.WAITING_NOT_ALLOWED: Words("挂起，协议不暂停计时", "pending, the agreement does not stop the clock"),
    SegmentKind.STOPPED: Words("已停止", "stopped"),
    SegmentKind.NOT_COVERED: Words("未约定目标", "no target agreed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSegment:
    """One line of a clock's table."""

    starts: str
    ends: str
    kind: str
    reason: str
    length: str
    total: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPart:
    """One clock of a ticket: verdict first, then the picture, then the same in a table."""

    clock: str
    verdict: str
    breached: bool
    agreement: str
    target_row: str
    target: str
    calendar: str
    elapsed: str
    over: str
    pending: str
    gross: str
    decided_at: str
    due_at: str
    estimated: bool
    picture: SafeString
    segments: tuple[ClockSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPage:
    """Both clocks of one ticket, explained."""

    ticket: str
    source: str
    customer: str
    is_excluded: bool
    as_of: str
    timezone: str
    warnings: tuple[str, ...]
    clocks: tuple[ClockPart, ...]


def clock_page(
    ticket: str, *, as_of: datetime, timezone: str, source: str | None = None, snapshot: str | None = None
) -> ClockPage:
    """Return both clocks of a ticket. Raises: TicketUnknown, TicketInManySources, NotYetOpened."""
    taken = snapshot or latest_snapshot()
    lines = timelines_of(ticket, as_of=as_of, source=source, snapshot=taken)
    zone = next((line.timezone for line in lines if line.timezone), timezone)
    warnings = lines[0].warnings
    found_in = source or source_of(ticket, snapshot=taken)
    return ClockPage(
        ticket=ticket,
        source=found_in,
        customer=customer_of(ticket, source=source, snapshot=taken),
        is_excluded=exclusion_held(found_in, ticket),
        as_of=local_text(as_of, zone),
        timezone=zone,
        warnings=tuple(f"{local_text(warning.at, zone)} {said(warning.words)}" for warning in warnings),
        clocks=tuple(_clock_part(line, zone) for line in lines),
    )


def _clock_part(line: Timeline, zone: str) -> ClockPart:
    verdict = line.verdict
    target = line.target
    over = None
    if verdict.elapsed_seconds is not None and verdict.target_seconds is not None:
        over = max(0, verdict.elapsed_seconds - verdict.target_seconds) or None
    return ClockPart(
        clock=said(CLOCK_WORDS[str(verdict.clock)]),
        verdict=said(TICKET_VERDICTS[verdict.verdict]),
        breached=verdict.verdict is VerdictKind.BREACHED,
        agreement=verdict.agreement or "—",
        target_row=verdict.target_row or "—",
        target=_within(target),
        calendar=target.calendar if target else "—",
        elapsed=_length(verdict.elapsed_seconds),
        over=_length(over),
        pending=_length(verdict.pending_seconds),
        gross=_length(verdict.gross_seconds),
        decided_at=local_text(verdict.decided_at, zone) if verdict.decided_at else "—",
        due_at=local_text(verdict.due_at, zone) if verdict.due_at else "—",
        estimated=verdict.estimated,
        picture=mark_safe(clock_picture(line, timezone=zone).svg),
        segments=_segments(line, zone),
    )


def _segments(line: Timeline, zone: str) -> tuple[ClockSegment, ...]:
    found, before = [], 0
    for segment in line.segments:
        found.append(_segment(segment, before, line.breached_at, zone))
        before = segment.elapsed_after
    return tuple(found)


def _segment(segment: Segment, before: int, breached_at: datetime | None, zone: str) -> ClockSegment:
    added = segment.elapsed_after - before
    return ClockSegment(
        starts=local_text(segment.starts, zone),
        ends=local_text(segment.ends, zone),
        kind=said(SEGMENT_WORDS[segment.kind]),
        reason=worded(segment.reason, PENDING_REASONS),
        length=clock_text(added) if added else "—",
        total=clock_text(segment.elapsed_after),
        late=bool(added) and breached_at is not None and segment.starts >= breached_at,
    )


def _length(seconds: int | None) -> str:
    return "—" if seconds is None else length_text(Fraction(seconds))


def _within(target: ClockTarget | None) -> str:
    if target is None:
        return "—"
    if target.within_days is not None:
        return _("%(count)d 个工作日") % {"count": target.within_days}
    return length_text(Fraction(target.within_seconds or 0))
