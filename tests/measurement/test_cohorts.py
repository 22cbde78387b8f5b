"""When a verdict counts: when it is decided, or when the clock stops under an agreement that says so (M5)."""

from __future__ import annotations

from datetime import UTC, datetime

from fuwubao.accounts.models import User
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.figures import Figure
from fuwubao.measurement.queries import one_figure
from tests.measurement.conftest import AGREEMENT, NOW, Load

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
BY_RESOLUTION = AGREEMENT.replace("kind: sla\n", "kind: sla\nattainment_cohort: resolved_in\n")
HEAD = "id,class,title,customer,service,priority,opened_at,resolved_at,state\n"
# four hours round the clock: T1 is late in March and resolved in April, T2 is late in March and still open
TICKETS = (
    HEAD
    + "T1,incident,a,HD,ERP,P1,2026-03-31T00:00:00Z,2026-04-02T00:00:00Z,resolved\n"
    + "T2,incident,b,HD,ERP,P1,2026-03-31T00:00:00Z,,open\n"
    + "T3,incident,c,HD,ERP,P1,2026-04-01T00:00:00Z,2026-04-01T01:00:00Z,resolved\n"
)


def counted(period: str) -> Figure:
    return one_figure(measure="K03", customer="HD", period=period, as_of=AS_OF)


def test_a_verdict_counts_when_it_is_decided(load: Load, operator: User) -> None:
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", TICKETS)
    assert [(counted(p).numerator, counted(p).denominator) for p in ("2026-03", "2026-04")] == [(0, 2), (1, 1)]


def test_under_resolved_in_it_counts_when_the_clock_stops(load: Load, operator: User) -> None:
    load_agreement(text=BY_RESOLUTION, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", TICKETS)
    assert [(counted(p).numerator, counted(p).denominator) for p in ("2026-03", "2026-04")] == [(0, 0), (1, 2)]


def test_the_period_ends_at_midnight_of_the_agreements_zone(load: Load, operator: User) -> None:
    berlin = AGREEMENT.replace("Asia/Shanghai", "Europe/Berlin")
    load_agreement(text=berlin, file="hd.yaml", actor=operator, now=NOW)
    at = "2026-03-31T21:00:00Z"  # 23:00 in Berlin, already April in Shanghai
    load("ticket", HEAD + f"T1,incident,a,HD,ERP,P1,{at},{at},resolved\n")
    assert [(counted(p).numerator, counted(p).denominator) for p in ("2026-03", "2026-04")] == [(1, 1), (0, 0)]
