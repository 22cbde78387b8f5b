"""The clock kernel: tables of tickets and events in, verdicts out; all customers and agreements in one pass.

``domain.judge`` says the same of one ticket, slowly; a property test holds the two equal in every column.
Source: semantics 2–6 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from fuwubao.domain.terms import AgreementTerms, ClockKind, Reopen
from fuwubao.domain.verdicts import VerdictKind
from fuwubao.domain.zones import second_of
from fuwubao.engine.clocks import Run, run_clock
from fuwubao.engine.columns import (
    NEVER,
    Codes,
    Ints,
    Texts,
    Truths,
    instants,
    integers,
    text_column,
    texts,
    whole_numbers,
)
from fuwubao.engine.history import Transitions, transitions_of
from fuwubao.engine.logs import KINDS
from fuwubao.engine.promises import NO_ROW, NO_TARGET, REOPENS, TICKET_KEYS, Promises, promises

CLOCKS = (ClockKind.RESPONSE, ClockKind.RESOLUTION)
VERDICTS = tuple(VerdictKind)
MET, BREACHED, RUNNING, EXCLUDED, NOT_COVERED = (VERDICTS.index(kind) for kind in VerdictKind)
DIMENSIONS = ("customer", "class", "category", "team", "supplier", "line")
INSTANT = pa.timestamp("us", tz="UTC")
TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [("ticket", pa.string()), ("source", pa.string())]
    + [(name, TEXT) for name in ("clock", "agreement", "target_row")]
    + [(name, INSTANT) for name in ("opened_at", "stopped_at")]
    + [(f"{name}_seconds", pa.int64()) for name in ("elapsed", "pending", "gross", "target")]
    + [("due_at", INSTANT), ("verdict", TEXT), ("decided_at", INSTANT), ("exclusion", TEXT), ("estimated", pa.bool_())]
    + [(name, TEXT) for name in DIMENSIONS]
    + [(f"{name}_at_{when}", TEXT) for when in ("decision", "stop") for name in ("service", "priority")]
)


@dataclass(frozen=True, eq=False)
class Judged:
    """Verdicts of one clock as arrays, one entry a ticket that exists at the question; codes into VERDICTS."""

    clock: ClockKind
    run: Run
    verdict: Codes
    decided_at: Ints
    gross: Ints
    estimated: Truths


def judge_table(tickets: pa.Table, events: pa.Table, agreements: Sequence[AgreementTerms], as_of: datetime) -> pa.Table:
    """Judge every ticket that exists at ``as_of``: two rows each, response and resolution, columns by SCHEMA.

    Tables have the columns of the record kinds; events lie in the order of their batches and rows. Instants are
    UTC, durations whole seconds; what is not covered has only its ticket, clock, verdict and dimensions.
    Raises: NoFirstInstant, UnknownEvent, TwoAgreements, TwoRows, UnknownTicketKey, NoWorkingTime.
    """
    return judge_batch(tickets, transitions_of(tickets, events), promises(agreements), as_of)


def judge_batch(tickets: pa.Table, history: Transitions, made: Promises, as_of: datetime) -> pa.Table:
    """Judge tickets whose history is already replayed, under agreements compiled once for many batches.

    Raises: as ``judge_table``.
    """
    told, present = known(history, second_of(as_of))
    rows = tickets.take(pa.array(present))
    judged = judge_transitions(rows, told, made, second_of(as_of))
    tables = [_table(rows, told, made, one) for one in judged]
    return pa.concat_tables(tables) if len(rows) else SCHEMA.empty_table()


def known(history: Transitions, as_of: int) -> tuple[Transitions, Ints]:
    """Return what is known at ``as_of`` of the tickets that exist by then, and their row numbers."""
    present = np.flatnonzero(history.opened_at <= as_of)
    if len(present) < len(history.derived):
        history, _ = history.only(present)
    return history.known_by(as_of), present


def judge_transitions(tickets: pa.Table, told: Transitions, made: Promises, as_of: int) -> tuple[Judged, Judged]:
    """Judge both clocks; ``told`` holds the transitions of exactly these tickets that are known at ``as_of``."""
    first, last = int(told.at.min(initial=as_of)), as_of
    dense = made.tables.covering(first, last)
    fitting = _rows_in_force(tickets, told, made)
    marks = _marked_out(tickets)
    waited = whole_numbers(tickets, "pending_total_seconds")

    def one(clock: ClockKind) -> Judged:
        run = run_clock(clock, told, fitting[clock], made, dense, as_of)
        run, estimated = _estimated(run, told, made, waited, as_of)
        return _decided(clock, run, told, made, marks.codes > 0, estimated, as_of)

    return one(ClockKind.RESPONSE), one(ClockKind.RESOLUTION)


def _rows_in_force(tickets: pa.Table, told: Transitions, made: Promises) -> Mapping[ClockKind, Codes]:
    """The row that fits after each transition; it is looked up where service or priority may change."""
    begins = told.changes_row
    begins[told.first[:-1]] = True
    places = np.flatnonzero(begins)
    owner = told.ticket[places]
    facts = {key: text.taken(owner) for key, text in _facts(tickets, made).items()}
    facts |= {"service": told.service.taken(places), "priority": told.priority.taken(places)}
    fitting = made.rows_in_force(facts, told.opened_at[owner])
    held = np.diff(np.append(places, len(told.at)))
    return {clock: np.repeat(rows, held) for clock, rows in fitting.items()}


def _facts(tickets: pa.Table, made: Promises) -> dict[str, Texts]:
    """The ticket's own values of the keys that target rows ask for, and the customer."""
    needed = [key for key in TICKET_KEYS if key in ("customer", *made.keys) and key not in ("service", "priority")]
    return {key: texts(_as_text(tickets, key))[0] for key in needed}


def _as_text(tickets: pa.Table, key: str) -> pa.ChunkedArray:
    column = text_column(tickets, key)
    if key == "major":
        return column.cast(pa.string()).fill_null("false") if key in tickets.column_names else column
    return column


def _marked_out(tickets: pa.Table) -> Texts:
    """Exclusions that hold for rows: an agreed one only with its approver (M9)."""
    marks, approver = (texts(text_column(tickets, name))[0] for name in ("exclusion", "exclusion_approver"))
    codes = marks.codes.copy()
    codes[(codes == marks.code("agreed")) & (approver.codes == 0)] = 0
    return Texts(codes, marks.words)


def _estimated(
    run: Run, told: Transitions, made: Promises, waited: tuple[Ints, Truths], as_of: int
) -> tuple[Run, Truths]:
    """Take told waiting without a place from the working time (推算, semantics 2)."""
    told_seconds, given = waited
    estimated = told.derived & given & made.rows.waits[run.row]
    if not estimated.any():
        return run, estimated
    taken = np.minimum(told_seconds, run.elapsed)
    elapsed = np.where(estimated, run.elapsed - taken, run.elapsed)
    ends = np.where(run.stopped_at == NEVER, as_of, run.stopped_at)
    target = made.rows.seconds[run.row]
    breached = np.where(elapsed > target, ends, NEVER)
    in_seconds = estimated & (target != NO_TARGET)
    return Run(
        row=run.row,
        elapsed=elapsed,
        pending=np.where(estimated, taken, run.pending),
        due_at=np.where(estimated, NEVER, run.due_at),
        breached_at=np.where(in_seconds, breached, run.breached_at),
        first_at=run.first_at,
        latest_at=run.latest_at,
        stopped_at=run.stopped_at,
        ended_at=run.ended_at,
        ended_by=run.ended_by,
    ), estimated


def _decided(
    clock: ClockKind, run: Run, told: Transitions, made: Promises, marked: Truths, estimated: Truths, as_of: int
) -> Judged:
    """Not covered before excluded before breached before met before running (semantics 4, R09)."""
    latest = made.rows.reopen[run.row] == REOPENS.index(Reopen.LAST)
    met_at = np.where(latest, run.latest_at, run.first_at) if clock is ClockKind.RESOLUTION else run.first_at
    verdict = np.where(run.first_at != NEVER, MET, RUNNING)
    decided_at = met_at.copy()
    broken = run.breached_at != NEVER
    verdict[broken], decided_at[broken] = BREACHED, run.breached_at[broken]
    out = marked | (run.ended_at != NEVER)
    verdict[out], decided_at[out] = EXCLUDED, run.ended_at[out]
    bare = run.row == NO_ROW
    verdict[bare], decided_at[bare] = NOT_COVERED, NEVER
    ends = np.where(run.stopped_at == NEVER, as_of, run.stopped_at)
    return Judged(clock, run, verdict.astype(np.int32), decided_at, ends - told.opened_at, estimated)


def _table(tickets: pa.Table, told: Transitions, made: Promises, judged: Judged) -> pa.Table:
    run, bare = judged.run, judged.run.row == NO_ROW
    target = made.rows.seconds[run.row]
    stopped_at = np.where(bare, NEVER, run.stopped_at)
    agreements = Texts(made.rows.agreement[run.row], tuple(terms.code for terms in made.agreements))
    columns = {
        "ticket": tickets["id"],
        "source": text_column(tickets, "source"),
        "clock": pa.repeat(judged.clock.value, len(bare)).dictionary_encode(),
        "agreement": agreements.array(empty_is_null=False),
        "target_row": Texts(run.row, made.rows.ids).array(empty_is_null=False),
        "opened_at": instants(told.opened_at),
        "stopped_at": instants(stopped_at),
        "elapsed_seconds": integers(run.elapsed, bare),
        "pending_seconds": integers(run.pending, bare),
        "gross_seconds": integers(judged.gross, bare),
        "target_seconds": integers(target, bare | (target == NO_TARGET)),
        "due_at": instants(run.due_at),
        "verdict": Texts(judged.verdict, tuple(VERDICTS)).array(empty_is_null=False),
        "decided_at": instants(judged.decided_at),
        "exclusion": _exclusions(tickets, judged),
        "estimated": pa.array(judged.estimated & ~bare),
        **{name: texts(text_column(tickets, name))[0].array() for name in DIMENSIONS},
        **_in_force(told, judged.decided_at, "decision"),
        **_in_force(told, stopped_at, "stop"),
    }
    return pa.table(columns).select(SCHEMA.names).cast(SCHEMA)


def _exclusions(tickets: pa.Table, judged: Judged) -> pa.DictionaryArray:
    """What ended the ticket, else its mark."""
    marks = _marked_out(tickets)
    endings = tuple(kind.value for kind in KINDS)
    codes = np.where(judged.run.ended_at != NEVER, judged.run.ended_by + len(marks.words), marks.codes)
    codes[judged.verdict != EXCLUDED] = 0
    return Texts(codes.astype(np.int32), (*marks.words, *endings)).array()


def _in_force(told: Transitions, at: Ints, when: str) -> dict[str, pa.DictionaryArray]:
    """Service and priority after everything that happened at the instant (F02); null where there is none."""
    place = told.first[1:] - 1
    if told.changes_row.any():
        reached = np.add.reduceat(told.at <= np.repeat(at, np.diff(told.first)), told.first[:-1])
        place = told.first[:-1] + np.maximum(reached, 1) - 1
    absent = at == NEVER
    return {
        f"{name}_at_{when}": text.array(np.where(absent, 0, text.codes[place]).astype(np.int32))
        for name, text in (("service", told.service), ("priority", told.priority))
    }
