"""The rows that measures count, cut to the periods asked for: one builder a cohort (M2, M5, F01–F04, F07).

Every frame has ``customer``, ``part`` (number of the period asked for), the dimensions ``service``,
``priority``, ``class``, ``target``, ``team``, ``supplier`` (text, may be null), ``ticket`` (the row's own
number) and the columns that its measures name. Instants are epoch seconds, so that every engine reckons alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
from narwhals import col, lit

from fuwubao.domain.figures import Dimension
from fuwubao.engine.measures.measure import Frame
from fuwubao.engine.measures.neighbours import OPEN_STATES

Rows = nw.LazyFrame[Any]

DAY = 86_400
REOPENED_SOON = 14 * DAY  # K06: 14 × 24 hours
REOPENED_AT_ONCE = 7 * DAY  # K05
FIRST_LINE = "1"
INCIDENT = "incident"
DIMENSIONS = tuple(dimension.value for dimension in Dimension)
TICKET = ("source", "ticket")  # numbers are unique within a source only
MOVING = ("service", "priority")  # dimensions that change while a ticket lives
FLOWS = ("opened", "reopened", "resolved", "ended", *(f"{n}_moved_{way}" for n in MOVING for way in ("in", "out")))
ONE, NONE = lit(1, dtype=nw.Int64), lit(0, dtype=nw.Int64)
OF_CLOCK = ("clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds")
COMMON = ("customer", "part", "ticket", *DIMENSIONS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What is known as of one instant and snapshot, as lazy frames of one engine.

    verdicts (ticket, clock, verdict, decided_at, stopped_at, elapsed_seconds, opened_at, agreement, target,
    customer, class, team, supplier, service_at_decision, priority_at_decision, service_at_stop,
    priority_at_stop); transitions (source, ticket, seq, at, by, state, service, priority, opened_at, customer, class,
    team, supplier, line, marked_out, escalated and what ``neighbours.with_neighbours`` adds); service_time (customer,
    part, service, agreement, target, agreed, lost, outages, allowance); answers (id, at, score, customer, service);
    complaints (id, at, decided_at, in_time, customer, service); problems (id, at, closed_at, found_at, customer,
    service, priority); links (ticket and source of an incident, when its problem was closed); changes, releases (id,
    at, customer, service and 0 or 1 for what holds of it); bounds (customer, part, starts, ends, cut): the periods
    asked for, ``cut`` the last second.
    ``answered`` keeps what was settled.
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
    answered: dict[Frame, Rows] = field(default_factory=dict)


def frame_rows(frame: Frame, facts: Facts) -> Rows:
    """Return the rows of one cohort in all periods asked for, computed once by ``settled`` for all that count them."""
    if frame not in facts.answered:
        facts.answered[frame] = facts.settled(frame_question(frame, facts))
    return facts.answered[frame]


def frame_question(frame: Frame, facts: Facts) -> Rows:
    """Return the rows of one cohort as a question that the engine has not answered yet."""
    return _BUILDERS[frame](facts)


def decisions(facts: Facts) -> Rows:
    """Clocks decided in the period, with service and priority in force at the decision (M5, F02)."""
    called = {"at": "decided_at", "service": "service_at_decision", "priority": "priority_at_decision"}
    return _within(facts.verdicts, facts, *OF_CLOCK, called=called)


def stops(facts: Facts) -> Rows:
    """Clocks stopped as of the cut-off whose stop lies in the period (F03)."""
    called = {"at": "stopped_at", "service": "service_at_stop", "priority": "priority_at_stop"}
    return _within(facts.verdicts, facts, *OF_CLOCK, called=called)


def turns(facts: Facts) -> Rows:
    """Transitions that open, stop or end a ticket, each with the next of them; moves to another row left aside."""
    return facts.transitions.filter(col("turns"))


def resolutions(facts: Facts) -> Rows:
    """Tickets with a resolution in the period; cancelled, merged and test tickets are out (M9, F07)."""
    stopped = turns(facts).filter(col("state") == "stopped", ~col("is_ended"), ~col("marked_out"))
    soon = ((col("next_by") == "reopened") & (col("next_at") - col("at") <= REOPENED_SOON)).fill_null(value=False)
    rows = _within(stopped.with_columns(soon=soon.cast(nw.Int64)), facts, "source", "seq", "soon", "at")
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
    told = turns(facts).filter(~col("line").is_null())
    back = (col("next_by") == "reopened") & (col("next_at") - col("at") <= REOPENED_AT_ONCE)
    rows = told.with_columns(back=_number((col("state") == "stopped") & back))
    rows = rows.with_columns(came_back=col("back").max().over(*TICKET))
    held = rows.filter(col("state") == "stopped", col("next_at").is_null(), ~col("marked_out"))
    by_first = (col("line") == FIRST_LINE) & ~col("escalated") & (col("came_back") == 0)
    return _within(held.with_columns(by_first_line=_number(by_first)), facts, "line", "by_first_line", "at")


def backlog(facts: Facts) -> Rows:
    """Tickets open at the end of the period, by events before it (F01), with their age in 24-hour days (F04)."""
    return _open_at(facts, "ends")


def opening_backlog(facts: Facts) -> Rows:
    """Tickets open at the beginning of the period."""
    return _open_at(facts, "starts")


def _open_at(facts: Facts, edge: str) -> Rows:
    held = facts.transitions.filter(col("state").is_in(OPEN_STATES)).join(facts.bounds, on="customer")
    rows = held.filter(col("at") < col(edge), col("until").is_null() | (col("until") >= col(edge)))
    # a period that is not over yet is looked at as of its last known second
    age = (nw.min_horizontal(col(edge), col("cut")) - col("opened_at")) // DAY
    return _told(rows.with_columns(age_days=age), "age_days", "opened_at", "state")


def flows(facts: Facts) -> Rows:
    """What came into the backlog and left it in the period; a move is one row for the side left, one for the other.

    Columns, 0 or 1 each: opened, reopened, resolved, ended, and moved_in and moved_out for service and priority.
    """
    beside = ("was", *(f"{name}_before" for name in MOVING), "state", "at")
    rows = facts.transitions.select(*(name for name in COMMON if name not in ("part", "target")), *beside)
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
    return nw.concat([_within(side, facts, *FLOWS) for side in (entered, left)], how="vertical")


def openings(facts: Facts) -> Rows:
    """Tickets whose first instant lies in the period."""
    return _within(facts.transitions.filter(col("seq") == 0), facts, "at")


def service_time(facts: Facts) -> Rows:
    """Agreed time, lost time and outages of each service, already by period."""
    rows = facts.service_time.with_columns(outages_scaled=col("outages") * 100, ticket=col("service"))
    names = ("agreement", "agreed", "lost", "outages", "outages_scaled", "allowance")
    return _told(rows, *names)


def answers(facts: Facts) -> Rows:
    """Survey answers given in the period."""
    return _within(facts.answers, facts, "score", "at")


def complaints(facts: Facts) -> Rows:
    """Complaints decided in the period: closed, or their due date passed."""
    return _within(facts.complaints, facts, "in_time", "at", called={"at": "decided_at"})


def problems(facts: Facts) -> Rows:
    """Problems open at some time in the period, with what was closed and whose cause was known by its end."""
    ends = nw.min_horizontal(col("ends"), col("cut") + 1)
    joined = facts.problems.join(facts.bounds, on="customer")
    lived = joined.filter(col("at") < ends, col("closed_at").is_null() | (col("closed_at") >= col("starts")))
    told = lived.with_columns(is_closed=_number(col("closed_at") < ends), cause_found=_number(col("found_at") < ends))
    return _told(told, "is_closed", "cause_found", "at")


def incidents(facts: Facts) -> Rows:
    """Incidents opened in the period, with those whose problem had been closed before; duplicates are out (M9)."""
    alive = facts.transitions.filter(col("seq") == 0, ~col("is_ended"), col("class") == INCIDENT, ~col("marked_out"))
    linked = alive.join(facts.links.select(*TICKET, "problem_closed_at"), on=list(TICKET), how="left")
    again = linked.with_columns(recurs=_number(col("problem_closed_at") <= col("at")))
    return _within(again, facts, "recurs", "at")


def changes(facts: Facts) -> Rows:
    """Changes completed in the period; what nobody recorded of one is null."""
    return _within(facts.changes, facts, "succeeded", "is_emergency", "is_unauthorised", "at")


def releases(facts: Facts) -> Rows:
    """Releases whose last change was completed in the period."""
    return _within(facts.releases, facts, "held", "at")


def contacts(facts: Facts) -> Rows:
    """Tickets opened and complaints received in the period."""
    tickets = openings(facts).with_columns(is_ticket=ONE, is_complaint=NONE)
    received = _within(facts.complaints, facts, "at").with_columns(is_ticket=NONE, is_complaint=ONE)
    return nw.concat([tickets, received], how="vertical")


def _within(rows: Rows, facts: Facts, *names: str, called: Mapping[str, str] | None = None) -> Rows:
    """Keep rows whose ``at`` lies in [starts, ends) of a period asked for, once for each such period.

    Returns ``COMMON`` and the named columns; ``called`` tells under what name the rows hold one.
    """
    known, held = rows.collect_schema().names(), called or {}
    asked = [(name, held.get(name, name)) for name in dict.fromkeys((*COMMON, *names, "at"))]
    narrow = rows.select(*(col(own).alias(name) for name, own in asked if own in known))
    bounds = facts.bounds.select("customer", "part", "starts", "ends")
    joined = narrow.join(bounds, on="customer").filter(col("at") >= col("starts"), col("at") < col("ends"))
    return _told(joined, *names)


def _told(rows: Rows, *names: str) -> Rows:
    """Return ``COMMON`` and the named columns; a dimension that these rows do not have is null."""
    known, absent = rows.collect_schema().names(), lit(None, dtype=nw.String)
    return rows.select(*(col(name) if name in known else absent.alias(name) for name in (*COMMON, *names)))


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
