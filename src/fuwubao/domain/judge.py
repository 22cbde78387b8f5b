"""Judge one ticket: did its response and its resolution keep what was promised, as of one instant?

The plain second way to every verdict: one ticket at a time, whole seconds, nothing clever. Tables are judged by
``engine.kernel``, which must say the same in every column.
Source: semantics 3–6; R01–R14; M5–M9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fuwubao.domain.clock import ClockRun, run_clock
from fuwubao.domain.coverage import RowInForce
from fuwubao.domain.errors import NotFound
from fuwubao.domain.history import History, replay
from fuwubao.domain.terms import AgreementTerms, ClockKind, Reopen
from fuwubao.domain.tickets import TicketEvent, TicketFacts, whole_second
from fuwubao.domain.verdicts import Verdict, VerdictKind


class NotYetOpened(NotFound):
    """As of the instant asked for, the ticket does not exist."""

    code = "domain.not_yet_opened"
    zh = "截至 {as_of}，工单 {ticket} 尚未受理"
    en = "As of {as_of} ticket {ticket} has not been opened"
    hint_zh = "请选择更晚的截至时间"
    hint_en = "Ask for a later instant"
    source = "semantics 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict with the run of the clock that it was read from."""

    verdict: Verdict
    run: ClockRun


def judge(
    ticket: TicketFacts,
    events: Sequence[TicketEvent],
    agreements: Sequence[AgreementTerms],
    as_of: datetime,
) -> tuple[Verdict, Verdict]:
    """Return the verdicts of the response and of the resolution clock, as of ``as_of``.

    ``events`` in the source's order; empty: the ticket has no log. ``agreements``: every revision that may apply.
    Raises: NotYetOpened, NoFirstInstant, TwoAgreements, TwoRows, UnknownTicketKey.
    """
    response, resolution = judge_history(ticket, replay(ticket, events), agreements, as_of)
    return response.verdict, resolution.verdict


def judge_history(
    ticket: TicketFacts, history: History, agreements: Sequence[AgreementTerms], as_of: datetime
) -> tuple[Judged, Judged]:
    """Judge both clocks of a replayed ticket and keep their runs.

    Raises: NotYetOpened, TwoAgreements, TwoRows, UnknownTicketKey.
    """
    as_of = whole_second(as_of)
    if as_of < history.first_instant:
        raise NotYetOpened(ticket=ticket.id, as_of=as_of.isoformat())

    def one(clock: ClockKind) -> Judged:
        run = run_clock(ticket, history, agreements, clock, as_of)
        return Judged(verdict=_verdict(ticket, history, run, as_of), run=run)

    return one(ClockKind.RESPONSE), one(ClockKind.RESOLUTION)


def _verdict(ticket: TicketFacts, history: History, run: ClockRun, as_of: datetime) -> Verdict:
    row = run.row
    if row is None:
        return _not_covered(ticket, history, run)
    estimated = _waited_unplaced(ticket, history, row, run.clock)
    if estimated:
        run = _estimated(ticket, run, row, as_of)
    kind, decided_at = _decision(ticket, run)
    ends = run.stopped_at or as_of
    return Verdict(
        ticket=ticket.id,
        clock=run.clock,
        agreement=row.terms.code,
        target_row=row.target.id,
        opened_at=history.first_instant,
        stopped_at=run.stopped_at,
        elapsed_seconds=run.elapsed_seconds,
        pending_seconds=run.pending_seconds,
        gross_seconds=int((ends - history.first_instant).total_seconds()),
        target_seconds=row.target.within_seconds,
        due_at=run.due_at,
        verdict=kind,
        decided_at=decided_at,
        exclusion=_exclusion(ticket, run),
        estimated=estimated,
    )


def _decision(ticket: TicketFacts, run: ClockRun) -> tuple[VerdictKind, datetime | None]:
    """Excluded before breached before met before running (semantics 4); a mark on the row has no instant."""
    if _exclusion(ticket, run):
        return VerdictKind.EXCLUDED, run.ended_at
    if run.breached_at is not None:
        return VerdictKind.BREACHED, run.breached_at
    if run.first_stop_at is not None:
        by_latest = run.clock is ClockKind.RESOLUTION and run.row and run.row.terms.reopen is Reopen.LAST
        return VerdictKind.MET, run.latest_stop_at if by_latest else run.first_stop_at
    return VerdictKind.RUNNING, None


def _exclusion(ticket: TicketFacts, run: ClockRun) -> str | None:
    return (run.ended_by.value if run.ended_by else ticket.marked_out) or None


def _not_covered(ticket: TicketFacts, history: History, run: ClockRun) -> Verdict:
    """Nothing was promised, so nothing is counted, whatever became of the ticket (R09, R14)."""
    return Verdict(
        ticket=ticket.id,
        clock=run.clock,
        agreement=None,
        target_row=None,
        opened_at=history.first_instant,
        stopped_at=None,
        elapsed_seconds=None,
        pending_seconds=None,
        gross_seconds=None,
        target_seconds=None,
        due_at=None,
        verdict=VerdictKind.NOT_COVERED,
        decided_at=None,
        exclusion=None,
    )


def _waited_unplaced(ticket: TicketFacts, history: History, row: RowInForce, clock: ClockKind) -> bool:
    """Say whether the tool told how long was waited but not when, and this clock stops for waiting (semantics 2)."""
    pausable = clock is ClockKind.RESOLUTION or row.terms.pause_response
    return history.derived and ticket.pending_total_seconds is not None and pausable


def _estimated(ticket: TicketFacts, run: ClockRun, row: RowInForce, as_of: datetime) -> ClockRun:
    """Take the told waiting from the working time; the breach is decided at the stop or at ``as_of`` (推算).

    A working-day target keeps its date: waiting whose days are unknown moves none.
    """
    waited = min(ticket.pending_total_seconds or 0, run.elapsed_seconds)
    elapsed = run.elapsed_seconds - waited
    target = row.target.within_seconds
    if target is None:
        return replace(run, elapsed_seconds=elapsed, pending_seconds=waited, due_at=None)
    breached_at = (run.stopped_at or as_of) if elapsed > target else None
    return replace(run, elapsed_seconds=elapsed, pending_seconds=waited, due_at=None, breached_at=breached_at)
