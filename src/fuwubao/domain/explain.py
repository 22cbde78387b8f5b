"""Tell a verdict as a timeline: what the clock did when, with the running total after each segment.

The same run that the verdict was read from, cut at the edges of the service hours, so the numbers cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from fuwubao.domain.clock import ClockRun, Stretch, StretchKind
from fuwubao.domain.history import History, HistoryWarning, replay
from fuwubao.domain.judge import Judged, judge_history
from fuwubao.domain.terms import AgreementTerms, ClockTarget
from fuwubao.domain.tickets import TicketEvent, TicketFacts
from fuwubao.domain.verdicts import Verdict


class SegmentKind(StrEnum):
    """What a segment of the timeline is; running and waiting_not_allowed add to the elapsed time."""

    RUNNING = "running"
    OUTSIDE = "outside"
    PENDING = "pending"
    WAITING_NOT_ALLOWED = "waiting_not_allowed"
    STOPPED = "stopped"
    NOT_COVERED = "not_covered"


INSIDE = {
    StretchKind.RUNNING: SegmentKind.RUNNING,
    StretchKind.WAITING: SegmentKind.PENDING,
    StretchKind.WAITING_NOT_ALLOWED: SegmentKind.WAITING_NOT_ALLOWED,
}
ADDING = (SegmentKind.RUNNING, SegmentKind.WAITING_NOT_ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """[starts, ends) of one kind; ``elapsed_after`` and ``pending_after`` are the totals at ``ends``, in seconds."""

    starts: datetime
    ends: datetime
    kind: SegmentKind
    reason: str
    target_row: str | None
    elapsed_after: int
    pending_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One clock of one ticket, explained. ``target`` is the row that the verdict was judged by.

    With an estimated verdict (推算) the waiting has no place on the line: the totals of the segments are those
    before the told waiting was taken away.
    """

    verdict: Verdict
    target: ClockTarget | None
    timezone: str | None
    breached_at: datetime | None
    segments: tuple[Segment, ...]
    warnings: tuple[HistoryWarning, ...]


def explain(
    ticket: TicketFacts,
    events: Sequence[TicketEvent],
    agreements: Sequence[AgreementTerms],
    as_of: datetime,
) -> tuple[Timeline, Timeline]:
    """Return the timelines of the response and of the resolution clock up to ``as_of``; arguments as for ``judge``.

    Raises: NotYetOpened, NoFirstInstant, TwoAgreements, TwoRows, UnknownTicketKey.
    """
    history = replay(ticket, events)
    response, resolution = judge_history(ticket, history, agreements, as_of)
    return _timeline(history, response), _timeline(history, resolution)


def _timeline(history: History, judged: Judged) -> Timeline:
    run = judged.run
    return Timeline(
        verdict=judged.verdict,
        target=run.row.target if run.row else None,
        timezone=run.row.terms.timezone if run.row else None,
        breached_at=run.breached_at if run.row else None,
        segments=tuple(_segments(run)),
        warnings=history.warnings,
    )


def _segments(run: ClockRun) -> Iterator[Segment]:
    """Segments in order; time outside the service hours is one segment, whatever the ticket did in it."""
    elapsed = pending = 0
    held: Segment | None = None
    for stretch in _joined(run.stretches):
        for starts, ends, kind in _cut(stretch, run.breached_at):
            seconds = int((ends - starts).total_seconds())
            elapsed += seconds if kind in ADDING else 0
            pending += seconds if kind is SegmentKind.PENDING else 0
            segment = Segment(
                starts=starts,
                ends=ends,
                kind=kind,
                reason="" if kind is SegmentKind.OUTSIDE else stretch.reason,
                target_row=stretch.row.target.id if stretch.row else None,
                elapsed_after=elapsed,
                pending_after=pending,
            )
            if held and _one_night(held, segment) and starts != run.breached_at:
                held = replace(held, ends=ends)
                continue
            if held:
                yield held
            held = segment
    if held:
        yield held


def _one_night(before: Segment, after: Segment) -> bool:
    outside = before.kind is after.kind is SegmentKind.OUTSIDE
    return outside and before.target_row == after.target_row


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join neighbours that differ in nothing: an event that leaves the clock alone is no edge."""
    held: Stretch | None = None
    for stretch in stretches:
        same = held and (held.kind, held.reason, held.row) == (stretch.kind, stretch.reason, stretch.row)
        if held and same:
            held = replace(held, ends=stretch.ends, worked=held.worked + stretch.worked)
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held


def _cut(stretch: Stretch, breached_at: datetime | None) -> Iterator[tuple[datetime, datetime, SegmentKind]]:
    """Cut a stretch at the edges of the service hours and at the breach."""
    if stretch.row is None or stretch.kind not in INSIDE:
        kind = SegmentKind.STOPPED if stretch.kind is StretchKind.STOPPED else SegmentKind.NOT_COVERED
        yield stretch.starts, stretch.ends, kind
        return
    zone = ZoneInfo(stretch.row.calendar.timezone)
    first = stretch.starts.astimezone(zone).date() - timedelta(days=1)
    windows = [
        (datetime.fromtimestamp(opens, UTC), datetime.fromtimestamp(closes, UTC))
        for opens, closes in stretch.row.calendar.utc_windows(first, stretch.ends.astimezone(zone).date())
    ]
    edges = {stretch.starts, stretch.ends, *(edge for window in windows for edge in window)}
    if breached_at is not None:
        edges.add(breached_at)
    for starts, ends in pairwise(sorted(edge for edge in edges if stretch.starts <= edge <= stretch.ends)):
        inside = any(opens <= starts < closes for opens, closes in windows)
        yield starts, ends, INSIDE[stretch.kind] if inside else SegmentKind.OUTSIDE
