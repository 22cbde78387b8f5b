"""Golden cases G3, G5 and G6 and the counting rules of semantics section 7, on worlds written out as text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from fuwubao.domain.figures import Dimension, FigureStatus, Scope, Variant
from fuwubao.domain.terms import AgreementTerms, Bound, ClockKind, Operator
from fuwubao.domain.tickets import TicketEvent, TicketFacts
from fuwubao.engine.measures.evidence import Evidence
from tests.domain.promises import HOUR, agreement, local, log, target
from tests.measurement.known import evidence, figures, total

ROUND_THE_CLOCK = target(seconds=4 * HOUR, calendar="always")


def world(text: str, *terms: AgreementTerms, as_of: str = "2026-06-30 00:00") -> Evidence:
    """Read ``T1 P3 2026-03-31 10:00 opened`` lines: ticket, priority, then what the log says."""
    lines: dict[str, list[str]] = defaultdict(list)
    priorities: dict[str, str] = {}
    for line in text.strip().splitlines():
        number, priority, told = line.split(maxsplit=2)
        lines[number].append(told)
        priorities[number] = priority
    tickets = [
        TicketFacts(id=number, ticket_class="incident", customer="HD", service="ERP", priority=priorities[number])
        for number in lines
    ]
    events: dict[str, list[TicketEvent]] = {number: log(*told) for number, told in lines.items()}
    return evidence(tickets, events, terms or (agreement(ROUND_THE_CLOCK),), local(as_of))


SPANNING = """
X P3 2026-03-31 10:00 opened
X P3 2026-04-02 09:00 resolved
Y P3 2026-03-31 22:00 opened
Y P3 2026-04-01 01:00 resolved
Z P3 2026-04-30 23:00 opened
W P3 2026-04-10 10:00 opened
W P3 2026-04-20 10:00 cancelled
V P3 2026-04-01 00:10 opened
V P3 2026-04-01 00:20 merged
"""


def test_g3_a_verdict_counts_once_in_the_period_of_its_decision() -> None:
    facts = world(SPANNING, as_of="2026-05-01 00:00")
    march, april = (total(facts, period, "K03") for period in ("2026-03", "2026-04"))
    assert (march.numerator, march.denominator) == (0, 1)
    assert (april.numerator, april.denominator, april.status) == (1, 1, FigureStatus.SMALL_SAMPLE)


def backlog_world() -> str:
    """12 open before April, 40 opened in it, 3 reopened, 41 resolved, 1 cancelled, 2 merged."""
    lines = [f"A{n} P3 2026-03-20 10:00 opened" for n in range(12)]
    for n in range(3):  # resolved before April, reopened in it
        lines += [f"R{n} P3 2026-03-01 10:00 opened", f"R{n} P3 2026-03-02 10:00 resolved"]
        lines += [f"R{n} P3 2026-04-02 10:00 reopened"]
    lines += [f"N{n} P3 2026-04-05 10:00 opened" for n in range(40)]
    lines += [f"N{n} P3 2026-04-06 10:00 resolved" for n in range(38)]
    lines += [f"R{n} P3 2026-04-07 10:00 resolved" for n in range(3)]
    lines += ["A0 P3 2026-04-08 10:00 cancelled", "A1 P3 2026-04-08 10:00 merged", "A2 P3 2026-04-08 10:00 merged"]
    return "\n".join(lines)


def test_g5_the_backlog_adds_up() -> None:
    figure = total(world(backlog_world()), "2026-04", "K07")
    assert figure.value == 11
    assert figure.identity == {
        "opening": 12,
        "opened": 40,
        "reopened": 3,
        "moved_in": 0,
        "resolved": 41,
        "ended": 3,
        "moved_out": 0,
        "closing": 11,
    }


def test_g5_the_backlog_by_age_adds_up_to_the_backlog() -> None:
    buckets = [f for f in figures(world(backlog_world()), "HD", "2026-04", "K08") if f.scope == Scope("HD")]
    assert [(f.variant.bucket, f.numerator) for f in buckets if f.numerator] == [("15-30", 2), (">30", 9)]


def test_an_event_in_the_second_that_ends_the_period_belongs_to_the_next_one() -> None:
    facts = world("T P3 2026-04-30 10:00 opened\nT P3 2026-05-01 00:00 resolved")
    assert total(facts, "2026-04", "K07").value == 1
    assert total(facts, "2026-05", "K07").identity["resolved"] == 1


def test_a_ticket_that_changes_priority_moves_between_slices() -> None:
    facts = world("T P3 2026-03-30 10:00 opened\nT P3 2026-04-02 10:00 priority_changed P1")
    found = {f.scope.key: f for f in figures(facts, "HD", "2026-04", "K07", dimensions=[Dimension.PRIORITY])}
    assert (found["P1"].value, found["P1"].identity["moved_in"]) == (1, 1)
    assert (found["P3"].value, found["P3"].identity["moved_out"]) == (0, 1)


def many(met: int, of: int, service: str) -> list[TicketFacts]:
    """Tickets of one service, the first ``met`` resolved in time."""
    opened = local("2026-04-10 10:00")
    return [
        TicketFacts(
            id=f"{service}-{n}",
            ticket_class="incident",
            customer="HD",
            service=service,
            priority="P3",
            opened_at=opened,
            responded_at=opened,
            resolved_at=local("2026-04-10 11:00" if n < met else "2026-04-11 11:00"),
        )
        for n in range(of)
    ]


def test_g6_a_total_divides_sums_and_never_averages_rates() -> None:
    terms = agreement(ROUND_THE_CLOCK, services=("ERP", "MAIL"))
    facts = evidence([*many(9, 10, "ERP"), *many(990, 1000, "MAIL")], {}, (terms,), local("2026-06-30 00:00"))
    figure = total(facts, "2026-04", "K03")
    assert (figure.numerator, figure.denominator, figure.display) == (999, 1010, "98.91%")
    slices = figures(facts, "HD", "2026-04", "K03", dimensions=[Dimension.SERVICE])[1:]
    assert [(f.scope.key, f.numerator, f.denominator) for f in slices] == [("ERP", 9, 10), ("MAIL", 990, 1000)]


def test_no_tickets_are_not_applicable_and_not_a_hundred_per_cent() -> None:
    figure = total(world(SPANNING), "2025-01", "K01")
    assert (figure.value, figure.status, figure.display) == (None, FigureStatus.NOT_APPLICABLE, "不适用 (n=0)")


def test_a_figure_has_a_target_when_all_its_rows_share_one() -> None:
    at_least = Bound(operator=Operator.AT_LEAST, value=Fraction(95, 100))
    p3, p1 = (target(seconds=4 * HOUR, calendar="always", priority=p) for p in ("P3", "P1"))
    terms = agreement(*(replace(row, attainment=at_least) for row in (p3, p1)))
    facts = world("A P3 2026-04-02 10:00 opened\nB P1 2026-04-02 10:00 opened", terms)
    total_figure, *slices = figures(facts, "HD", "2026-04", "K03", dimensions=[Dimension.PRIORITY])
    assert total_figure.target is None
    assert [(f.scope.key, f.target) for f in slices] == [("P1", at_least), ("P3", at_least)]


def test_median_and_p90_are_values_that_occur() -> None:
    hours = [1, 2, 3, 10]
    lines = [
        f"T{h} P3 2026-04-02 00:00 opened\nT{h} P3 2026-04-02 {h:02d}:00 responded\nT{h} P3 2026-04-03 00:00 resolved"
        for h in hours
    ]
    response = target(ClockKind.RESPONSE, seconds=HOUR, calendar="always")
    facts = world("\n".join(lines), agreement(ROUND_THE_CLOCK, response))
    found = {
        f.variant.statistic: f.value
        for f in figures(facts, "HD", "2026-04", "K04", dimensions=())
        if f.variant.clock == "response"
    }
    assert found == {"mean": Fraction(16 * HOUR, 4), "median": 2 * HOUR, "p90": 10 * HOUR}


def test_a_reopening_after_14_days_and_a_second_is_not_soon() -> None:
    told = "A P3 2026-04-01 10:00 opened\nA P3 2026-04-02 10:00 resolved\nA P3 2026-04-16 10:00 reopened"
    assert total(world(told), "2026-04", "K06").numerator == 1
    late = told.replace("2026-04-16 10:00 reopened", "2026-04-16 10:01 reopened")
    assert total(world(late), "2026-04", "K06").numerator == 0


def test_a_ticket_reopened_twice_counts_once() -> None:
    told = """
A P3 2026-04-01 10:00 opened
A P3 2026-04-02 10:00 resolved
A P3 2026-04-03 10:00 reopened
A P3 2026-04-04 10:00 resolved
A P3 2026-04-05 10:00 reopened
A P3 2026-04-06 10:00 resolved
"""
    figure = total(world(told), "2026-04", "K06")
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_variants_name_clock_and_statistic() -> None:
    found = figures(world(SPANNING), "HD", "2026-04", "K04", dimensions=())
    assert found[0].variant == Variant(clock="response", statistic="mean")
    assert len({f.variant for f in found}) == 6
