"""Tables of logs are replayed to the same transitions as one log after the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwubao.domain.history import replay
from fuwubao.engine.history import KINDS, STATES, transitions_of
from tests.engine.random_tickets import Tickets, tables, tickets

Step = tuple[int, str, str, str, str, str]


def one_by_one(told: Tickets) -> dict[str, list[Step]]:
    histories = {row.id: replay(row, told.logs.get(row.id, [])) for row in told.rows}
    return {
        name: [
            (int(step.at.timestamp()), step.by, step.state, step.reason, step.service, step.priority)
            for step in history.transitions
        ]
        for name, history in histories.items()
    }


def at_once(told: Tickets) -> dict[str, list[Step]]:
    moves = transitions_of(*tables(told))
    words = [[text.words[code] or "" for code in text.codes] for text in (moves.reason, moves.service, moves.priority)]
    steps: dict[str, list[Step]] = {row.id: [] for row in told.rows}
    for number, (owner, at, by, state) in enumerate(
        zip(moves.ticket.tolist(), moves.at.tolist(), moves.by.tolist(), moves.state.tolist(), strict=True)
    ):
        reason, service, priority = (column[number] for column in words)
        steps[told.rows[owner].id].append((at, KINDS[by], STATES[state], reason, service, priority))
    return steps


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_all_logs_at_once_give_the_transitions_of_each_log(seed: int) -> None:
    told = tickets(seed, count=80)
    expected, got = one_by_one(told), at_once(told)
    assert {name: steps for name, steps in got.items() if steps != expected[name]} == {}


def test_logs_of_no_ticket_at_all_give_no_transitions() -> None:
    assert at_once(tickets(1, count=0)) == {}
