"""The rows that measures count, cut to the periods asked for: one builder a cohort (M2, M5, F01–F04, F07).

Every frame has ``customer``, ``part`` (number of the period asked for), the dimensions ``service``,
``priority``, ``class``, ``target``, ``team``, ``supplier`` (text, may be null), ``ticket`` (the row's own
number) and the columns that its measures name. Instants are epoch seconds, so that every engine reckons alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals import col, lit

from fuwubao.domain.figures import Dimension
from fuwubao.engine.measures.measure import Frame

Rows = nw.LazyFrame[Any]

DAY = 86_400
REOPENED_SOON = 14 * DAY  # K06: 14 × 24 hours
REOPENED_AT_ONCE = 7 * DAY  # K05
FIRST_LINE = "1"
INCIDENT = "incident"
OPEN_STATES = ("running", "pending")
DIMENSIONS = tuple(dimension.value for dimension in Dimension)
TICKET = ("source", "ticket")  # numbers are unique within a source only
MOVING = ("service", "priority")  # dimensions that change while a ticket lives
FLOWS = ("opened", "reopened", "resolved", "ended", *(f"{n}_moved_{way}" for n in MOVING for way in ("in", "out")))
ONE, NONE = lit(1, dtype=nw.Int64), lit(0, dtype=nw.Int64)
COMMON = ("customer", "part", "ticket", *DIMENSIONS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What is known as of one instant and snapshot, as lazy frames of one engine.

    verdicts (ticket, clock, verdict, decided_at, stopped_at, elapsed_seconds, opened_at, agreement, target,
    customer, class, team, supplier, service_at_decision, priority_at_decision, service_at_stop,
    priority_at_stop); transitions (source, ticket, seq, at, by, state, service, priority, opened_at, customer, class,
    team, supplier, line, marked_out, escalated); service_time (customer, part, service, agreement, target, agreed,
    lost, outages, allowance); answers (id, at, score, customer, service); complaints (id, at, decided_at, in_time,
    customer, service); problems (id, at, closed_at, found_at, customer, service, priority); links (ticket and source of
    an incident, when its problem was closed); changes, releases (id, at, customer, service and 0 or 1 for what holds
    of it); bounds (customer, part, starts, ends, cut): the periods asked for, ``cut`` the last second.
    ``settled`` computes a frame so far as the engine likes to, so that it is not computed for every use of it.
    """

    verdicts: Rows
    transitions: Rows
    service_time: Rows
    answers: Rows
    complaints: Rows
    problems: Rows
    links: Rows
    changes: Rows
    releases: Rows
    bounds: Rows
    settled: Callable[[Rows], Rows]


def frame_rows(frame: Frame, facts: Facts) -> Rows:
    """Return the rows of one cohort in all periods asked for, computed once by ``settled`` for all that count them."""
    return facts.settled(frame_question(frame, facts))


def frame_question(frame: Frame, facts: Facts) -> Rows:
    """Return the rows of one cohort as a question that the engine has not answered yet."""
    return _BUILDERS[frame](facts)


def decisions(facts: Facts) -> Rows:
    """Clocks decided in the period, with service and priority in force at the decision (M5, F02)."""
    rows = facts.verdicts.with_columns(
        at=col("decided_at"), service=col("service_at_decision"), priority=col("priority_at_decision")
    )
    return _within(rows, facts).select(*COMMON, "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds")


def stops(facts: Facts) -> Rows:
    """Clocks stopped as of the cut-off whose stop lies in the period (F03)."""
    rows = facts.verdicts.with_columns(
        at=col("stopped_at"), service=col("service_at_stop"), priority=col("priority_at_stop")
    )
    return _within(rows, facts).select(*COMMON, "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds")


def state_changes(facts: Facts) -> Rows:
    """Transitions that open, stop or end a ticket, each with its successor; moves to another row left aside."""
    before = col("state").shift(1).over(*TICKET, order_by="seq")
    changed = facts.transitions.with_columns(before=before).filter(col("before").is_null() | _differs())
    return changed.with_columns(
        next_at=col("at").shift(-1).over(*TICKET, order_by="seq"),
        next_by=col("by").shift(-1).over(*TICKET, order_by="seq"),
        is_ended=_number(col("state") == "ended").max().over(*TICKET),
    )


def resolutions(facts: Facts) -> Rows:
    """Tickets with a resolution in the period; cancelled, merged and test tickets are out (M9, F07)."""
    stopped = state_changes(facts).filter(col("state") == "stopped", col("is_ended") == 0, ~col("marked_out"))
    soon = ((col("next_by") == "reopened") & (col("next_at") - col("at") <= REOPENED_SOON)).fill_null(value=False)
    rows = _within(stopped.with_columns(soon=soon.cast(nw.Int64)), facts)
    counted = rows.with_columns(
        reopened_soon=col("soon").max().over(*TICKET, "part"),
        latest=col("seq").max().over(*TICKET, "part"),
    )
    # one row a ticket, in the slice of its latest resolution in the period (F02)
    return counted.filter(col("seq") == col("latest")).select(*COMMON, "reopened_soon", "at")


def first_line(facts: Facts) -> Rows:
    """Tickets with a support line whose resolution that holds as of the cut-off lies in the period (semantics 7).

    ``by_first_line`` is 1 where the first line resolved it, without an escalation and without a reopening within
    7 × 24 h of any resolution; cancelled, merged and test tickets are out (M9).
    """
    changes = state_changes(facts)
    back = (col("next_by") == "reopened") & (col("next_at") - col("at") <= REOPENED_AT_ONCE)
    rows = changes.with_columns(back=_number((col("state") == "stopped") & back))
    rows = rows.with_columns(came_back=col("back").max().over(*TICKET))
    held = rows.filter(col("state") == "stopped", col("next_at").is_null(), ~col("marked_out"), ~col("line").is_null())
    by_first = (col("line") == FIRST_LINE) & ~col("escalated") & (col("came_back") == 0)
    return _within(held.with_columns(by_first_line=_number(by_first)), facts).select(
        *COMMON, "line", "by_first_line", "at"
    )


def spells(facts: Facts) -> Rows:
    """Stretches [at, until) of one state, service and priority; ``until`` is null for the latest."""
    return facts.transitions.with_columns(
        until=col("at").shift(-1).over(*TICKET, order_by="seq"),
        is_open=col("state").is_in(OPEN_STATES),
    )


def backlog(facts: Facts) -> Rows:
    """Tickets open at the end of the period, by events before it (F01), with their age in 24-hour days (F04)."""
    return _open_at(facts, "ends")


def opening_backlog(facts: Facts) -> Rows:
    """Tickets open at the beginning of the period."""
    return _open_at(facts, "starts")


def _open_at(facts: Facts, edge: str) -> Rows:
    held = spells(facts).filter(col("is_open")).join(facts.bounds, on="customer")
    rows = held.filter(col("at") < col(edge), col("until").is_null() | (col("until") >= col(edge)))
    # a period that is not over yet is looked at as of its last known second
    age = (nw.min_horizontal(col(edge), col("cut")) - col("opened_at")) // DAY
    return _with_common(rows.with_columns(age_days=age)).select(*COMMON, "age_days", "opened_at", "state")


def flows(facts: Facts) -> Rows:
    """What came into the backlog and left it in the period; a move is one row for the side left, one for the other.

    Columns, 0 or 1 each: opened, reopened, resolved, ended, and moved_in and moved_out for service and priority.
    """
    rows = facts.transitions.with_columns(
        was=col("state").shift(1).over(*TICKET, order_by="seq"),
        service_before=col("service").shift(1).over(*TICKET, order_by="seq"),
        priority_before=col("priority").shift(1).over(*TICKET, order_by="seq"),
    )
    was_open, is_open = col("was").is_in(OPEN_STATES).fill_null(value=False), col("state").is_in(OPEN_STATES)
    moved = {name: was_open & is_open & (col(name) != col(f"{name}_before")) for name in MOVING}
    entered = rows.with_columns(
        opened=_number(col("was").is_null()),
        reopened=_number(~col("was").is_null() & ~was_open & is_open),
        resolved=_number(was_open & (col("state") == "stopped")),
        ended=_number(was_open & (col("state") == "ended")),
        **{f"{name}_moved_in": _number(moved[name]) for name in MOVING},
        **{f"{name}_moved_out": NONE for name in MOVING},
    )
    left = rows.filter(moved["service"] | moved["priority"]).with_columns(
        **dict.fromkeys(("opened", "reopened", "resolved", "ended"), NONE),
        **{f"{name}_moved_in": NONE for name in MOVING},
        **{f"{name}_moved_out": _number(moved[name]) for name in MOVING},
    )
    left = left.with_columns(**{name: col(f"{name}_before") for name in MOVING})
    both = [_within(side, facts).select(*COMMON, *FLOWS) for side in (entered, left)]
    return nw.concat(both, how="vertical")


def openings(facts: Facts) -> Rows:
    """Tickets whose first instant lies in the period."""
    return _within(facts.transitions.filter(col("seq") == 0), facts).select(*COMMON, "at")


def service_time(facts: Facts) -> Rows:
    """Agreed time, lost time and outages of each service, already by period."""
    rows = facts.service_time.with_columns(outages_scaled=col("outages") * 100, ticket=col("service"))
    names = ("agreement", "agreed", "lost", "outages", "outages_scaled", "allowance")
    return _with_common(rows).select(*COMMON, *names)


def answers(facts: Facts) -> Rows:
    """Survey answers given in the period."""
    return _within(facts.answers, facts).select(*COMMON, "score", "at")


def complaints(facts: Facts) -> Rows:
    """Complaints decided in the period: closed, or their due date passed."""
    rows = facts.complaints.with_columns(at=col("decided_at"))
    return _within(rows, facts).select(*COMMON, "in_time", "at")


def problems(facts: Facts) -> Rows:
    """Problems open at some time in the period, with what was closed and whose cause was known by its end."""
    ends = nw.min_horizontal(col("ends"), col("cut") + 1)
    joined = facts.problems.join(facts.bounds, on="customer")
    lived = joined.filter(col("at") < ends, col("closed_at").is_null() | (col("closed_at") >= col("starts")))
    told = lived.with_columns(is_closed=_number(col("closed_at") < ends), cause_found=_number(col("found_at") < ends))
    return _with_common(told).select(*COMMON, "is_closed", "cause_found", "at")


def incidents(facts: Facts) -> Rows:
    """Incidents opened in the period, with those whose problem had been closed before; duplicates are out (M9)."""
    ended = _number(col("state") == "ended").max().over(*TICKET)
    alive = facts.transitions.with_columns(is_ended=ended).filter(
        col("seq") == 0, col("is_ended") == 0, col("class") == INCIDENT, ~col("marked_out")
    )
    linked = alive.join(facts.links.select(*TICKET, "problem_closed_at"), on=list(TICKET), how="left")
    again = linked.with_columns(recurs=_number(col("problem_closed_at") <= col("at")))
    return _within(again, facts).select(*COMMON, "recurs", "at")


def changes(facts: Facts) -> Rows:
    """Changes completed in the period; what nobody recorded of one is null."""
    return _within(facts.changes, facts).select(*COMMON, "succeeded", "is_emergency", "is_unauthorised", "at")


def releases(facts: Facts) -> Rows:
    """Releases whose last change was completed in the period."""
    return _within(facts.releases, facts).select(*COMMON, "held", "at")


def contacts(facts: Facts) -> Rows:
    """Tickets opened and complaints received in the period."""
    tickets = openings(facts).with_columns(is_ticket=ONE, is_complaint=NONE)
    received = _within(facts.complaints, facts).select(*COMMON, "at").with_columns(is_ticket=NONE, is_complaint=ONE)
    return nw.concat([tickets, received], how="vertical")


def _within(rows: Rows, facts: Facts) -> Rows:
    """Keep rows whose ``at`` lies in [starts, ends) of a period asked for, once for each such period."""
    joined = rows.join(facts.bounds, on="customer")
    return _with_common(joined.filter(col("at") >= col("starts"), col("at") < col("ends")))


def _with_common(rows: Rows) -> Rows:
    missing = [name for name in COMMON if name not in rows.collect_schema().names()]
    return rows.with_columns(**{name: lit(None, dtype=nw.String) for name in missing}) if missing else rows


def _differs() -> nw.Expr:
    """Whether a transition changes what K06 sees: open, stopped or ended."""
    before = col("before").is_in(OPEN_STATES)
    return (before != col("state").is_in(OPEN_STATES)) | ((col("state") == "ended") & (col("before") != "ended"))


def _number(truth: nw.Expr) -> nw.Expr:
    return truth.fill_null(value=False).cast(nw.Int64)


_BUILDERS: dict[Frame, Callable[[Facts], Rows]] = {
    Frame.DECISIONS: decisions,
    Frame.STOPS: stops,
    Frame.RESOLUTIONS: resolutions,
    Frame.FIRST_LINE: first_line,
    Frame.BACKLOG: backlog,
    Frame.OPENINGS: openings,
    Frame.SERVICE_TIME: service_time,
    Frame.ANSWERS: answers,
    Frame.COMPLAINTS: complaints,
    Frame.CONTACTS: contacts,
    Frame.PROBLEMS: problems,
    Frame.INCIDENTS: incidents,
    Frame.CHANGES: changes,
    Frame.RELEASES: releases,
}
