"""What a log, or the stamps without one, amount to: the cleaning rules of semantics section 2."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fuwubao.domain.history import History, NoFirstInstant, State, replay
from fuwubao.domain.tickets import EventKind, TicketEvent, TicketFacts
from tests.domain.promises import local, log, ticket

OPENED = "2026-03-02 09:00"


def of(*lines: str, facts: TicketFacts | None = None) -> History:
    return replay(facts or ticket(OPENED), log(f"{OPENED} opened", *lines))


def states(history: History) -> list[tuple[str, State]]:
    return [(transition.by.value, transition.state) for transition in history.transitions]


def test_events_act_in_order_of_time_whatever_order_they_came_in() -> None:
    shuffled = replay(
        ticket(OPENED), log("2026-03-02 11:00 resolved", "2026-03-02 10:00 pending x", f"{OPENED} opened")
    )
    assert states(shuffled) == [
        ("opened", State.RUNNING),
        ("pending", State.PENDING),
        ("resolved", State.STOPPED),
    ]


def test_of_events_in_one_second_the_order_of_the_source_decides() -> None:
    first = log("2026-03-02 10:00 resumed", "2026-03-02 10:00 pending x")
    fractions = [replace(event, at=event.at + timedelta(milliseconds=900 - 800 * n)) for n, event in enumerate(first)]
    assert states(replay(ticket(OPENED), fractions))[-1] == ("pending", State.PENDING)


def test_a_repeated_event_and_a_repeated_state_change_nothing() -> None:
    lines = ["2026-03-02 10:00 pending x", "2026-03-02 10:00 pending x", "2026-03-02 10:30 pending x"]
    assert len(of(*lines).transitions) == 2


def test_an_equal_row_later_in_the_source_does_not_act_again() -> None:
    lines = ["2026-03-02 10:00 pending x", "2026-03-02 10:00 resumed", "2026-03-02 10:00 pending x"]
    assert states(of(*lines))[-1] == ("resumed", State.RUNNING)


def test_pending_while_pending_changes_only_the_reason() -> None:
    history = of("2026-03-02 10:00 pending x", "2026-03-02 11:00 pending y")
    assert [(t.reason, t.at) for t in history.transitions[1:]] == [
        ("x", local("2026-03-02 10:00")),
        ("y", local("2026-03-02 11:00")),
    ]


@pytest.mark.parametrize("event", ["responded", "assigned", "escalated", "opened", "reopened"])
def test_nothing_but_resuming_or_a_stop_ends_waiting(event: str) -> None:
    history = of("2026-03-02 10:00 pending x", f"2026-03-02 11:00 {event}")
    assert history.transitions[-1].state is State.PENDING


@pytest.mark.parametrize("event", ["responded", "assigned", "escalated", "pending x", "resumed", "resolved", "closed"])
@pytest.mark.parametrize("stop", ["resolved", "closed"])
def test_r03_after_a_stop_only_reopening_and_ending_change_the_state(stop: str, event: str) -> None:
    history = of(f"2026-03-02 10:00 {stop}", f"2026-03-02 11:00 {event}")
    assert states(history)[-1] == (stop, State.STOPPED)


def test_closed_counts_as_resolved_where_nothing_was_resolved() -> None:
    assert states(of("2026-03-02 10:00 closed"))[-1] == ("closed", State.STOPPED)


def test_r04_a_reopening_of_what_is_open_does_nothing_and_is_told() -> None:
    history = of("2026-03-02 10:00 pending x", "2026-03-02 11:00 reopened")
    assert history.transitions[-1].state is State.PENDING
    assert [warning.code for warning in history.warnings] == ["reopened_while_open"]


def test_after_the_end_nothing_happens_any_more() -> None:
    history = of("2026-03-02 10:00 cancelled", "2026-03-02 11:00 reopened", "2026-03-02 12:00 service_changed FAX")
    assert states(history)[-1] == ("cancelled", State.ENDED)


def test_an_automatic_response_is_not_a_response() -> None:
    assert of("2026-03-02 09:05 responded auto").responded_at is None


def test_the_first_human_response_counts_and_no_later_one() -> None:
    history = of("2026-03-02 09:05 responded auto", "2026-03-02 09:30 responded", "2026-03-02 10:00 responded")
    assert history.responded_at == local("2026-03-02 09:30")


def test_an_event_before_the_opening_is_ignored_and_told() -> None:
    history = of("2026-03-02 08:00 resolved")
    assert states(history) == [("opened", State.RUNNING)]
    assert [warning.code for warning in history.warnings] == ["before_opened"]


def test_r02_changes_at_the_first_instant_override_the_row() -> None:
    history = of(f"{OPENED} priority_changed P1", f"{OPENED} service_changed NET")
    held = history.spans(local(OPENED))[0]
    assert (held.priority, held.service) == ("P1", "NET")


def test_spans_cover_the_time_up_to_the_question_without_gaps() -> None:
    history = of("2026-03-02 10:00 pending x", "2026-03-02 10:00 resumed", "2026-03-02 12:00 resolved")
    spans = history.spans(local("2026-03-02 11:00"))
    assert [(span.starts, span.ends, span.state) for span in spans] == [
        (local(OPENED), local("2026-03-02 10:00"), State.RUNNING),
        (local("2026-03-02 10:00"), local("2026-03-02 11:00"), State.RUNNING),
    ]


def test_without_a_log_the_stamps_stand_for_events() -> None:
    facts = replace(
        ticket(OPENED),
        responded_at=local("2026-03-02 09:10"),
        resolved_at=local("2026-03-02 12:00"),
        closed_at=local("2026-03-03 09:00"),
    )
    history = replay(facts, [])
    assert history.derived
    assert states(history) == [
        ("opened", State.RUNNING),
        ("responded", State.RUNNING),
        ("resolved", State.STOPPED),
    ]


@pytest.mark.parametrize("closed, ended", [("2026-03-02 15:00", "2026-03-02 15:00"), (None, "2026-03-02 09:10")])
def test_a_cancelled_row_without_a_log_ends_when_closed_or_last_touched(closed: str | None, ended: str) -> None:
    facts = replace(
        ticket(OPENED),
        state="cancelled",
        responded_at=local("2026-03-02 09:10"),
        closed_at=local(closed) if closed else None,
    )
    latest = replay(facts, []).transitions[-1]
    assert (latest.by, latest.at) == (EventKind.CANCELLED, local(ended))


def test_a_ticket_that_nobody_opened_is_refused() -> None:
    with pytest.raises(NoFirstInstant, match="T1"):
        replay(replace(ticket(OPENED), opened_at=None), [])


def test_a_log_without_an_opening_starts_with_the_row() -> None:
    assert replay(ticket(OPENED), log("2026-03-02 10:00 resolved")).first_instant == local(OPENED)


@pytest.mark.parametrize("seconds, told", [(60, []), (61, ["stamp_differs.responded_at"])])
def test_the_log_is_the_truth_and_a_stamp_far_from_it_is_told(seconds: int, told: list[str]) -> None:
    responded = TicketEvent(at=local("2026-03-02 10:00"), event=EventKind.RESPONDED)
    facts = replace(ticket(OPENED), responded_at=responded.at + timedelta(seconds=seconds))
    history = replay(facts, [responded])
    assert history.responded_at == responded.at
    assert [warning.code for warning in history.warnings] == told
