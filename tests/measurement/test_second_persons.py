"""More that two persons do: another calendar, a lifted exclusion, a long preview; and exactly the previewed moves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuwubao.accounts import jobs
from fuwubao.accounts.models import Appointment, User
from fuwubao.agreements import china
from fuwubao.agreements.actions import load_calendar
from fuwubao.agreements.queries import revision_facts
from fuwubao.domain.figures import Figure, Scope, Variant
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.roles import Role
from fuwubao.home.queries import home_page
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.changes import actions
from fuwubao.measurement.changes.late import late_exclusions
from fuwubao.measurement.errors import NotExcluded
from fuwubao.measurement.models import ChangeRequest
from fuwubao.measurement.queries import figures_for, frozen_figures
from fuwubao.records import queries as records
from tests.cast import SINCE, cast
from tests.measurement.conftest import AGREEMENT, TICKETS, Load

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 8, 2, 0, tzinfo=UTC)
CLAUSE = {"clause": "附件 2 第 4.3 条"}
HEAD = "id,class,title,customer,service,priority,opened_at,responded_at,resolved_at,state\n"


@pytest.fixture
def people(loaded: Load) -> dict[str, User]:
    """The cast, where 王审 keeps agreements too."""
    everybody = cast()
    Appointment.objects.create(user=everybody["王审"], role=Role.SERVICE_MANAGER, starts_on=SINCE)
    return everybody


def exclude(people: dict[str, User], ticket: str) -> ChangeRequest:
    request = actions.request_exclusion(
        source="desk",
        ticket=ticket,
        grounds=CLAUSE,
        reason="客户机房断电",
        is_correction=False,
        actor=people["张工"],
        now=NOW,
    )
    actions.preview_change(number=request.number, now=NOW)
    return actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)


def lift(people: dict[str, User], ticket: str) -> ChangeRequest:
    request = actions.request_lifting(
        source="desk", ticket=ticket, reason="条款不适用", is_correction=False, actor=people["张工"], now=NOW
    )
    actions.preview_change(number=request.number, now=NOW)
    return actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(figures: tuple[Figure, ...]) -> dict[tuple[Scope, Variant, str, Period], tuple[object, ...]]:
    return {
        (f.scope, f.variant, f.measure, f.period): (f.numerator, f.denominator, f.value, f.status, f.target, f.verdict)
        for f in figures
    }


def test_a_calendar_is_adopted_by_another_persons_approval(people: dict[str, User]) -> None:
    """Design section 6, M13: the agreement counts on the new version once it is approved, and not before."""
    newer = china.shipped_text().replace("version: 1.11.0", "version: 2027.1").replace("2026-12-31", "2027-12-31")
    load_calendar(text=newer, file="2027.csv", actor=people["王审"], now=NOW)
    request = actions.request_change(
        kind="calendar", subject="SLA-1", payload={"version": "2027.1"}, reason="公布", actor=people["王审"], now=NOW
    )
    actions.preview_change(number=request.number, now=NOW)
    assert revision_facts("SLA-1")[0].calendar_version == "1.11.0"

    actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)

    assert revision_facts("SLA-1")[0].calendar_version == "2027.1"


def test_a_lifted_exclusion_counts_as_before_it(people: dict[str, User]) -> None:
    """M9: the way back needs the same two persons, and the preview tells it."""
    before = told(figures_for(customer="HD", period="2026-03", as_of=NOW).figures)
    exclude(people, "T2")
    assert told(figures_for(customer="HD", period="2026-03", as_of=NOW).figures) != before

    request = lift(people, "T2")

    assert told(figures_for(customer="HD", period="2026-03", as_of=NOW).figures) == before
    assert request.preview is not None
    assert request.preview["count"] > 0
    rows = {row["id"]: row["exclusion"] for row in records.current_rows("ticket").to_pylist()}
    assert rows["T2"] is None
    with pytest.raises(NotExcluded):
        lift(people, "T2")


def test_exclusions_after_the_target_time_are_listed_apart_while_they_hold(people: dict[str, User]) -> None:
    """Design section 6, M9: the reader of a report sees who left what out after its target time."""
    march, april = (parse_period(label, "Asia/Shanghai") for label in ("2026-03", "2026-04"))
    request = exclude(people, "T2")

    [line] = late_exclusions(march, customer="HD")

    assert (line.ticket, line.request, line.requester, line.approver) == ("T2", request.number, "张工", "李经理")
    assert (line.reason, line.ground) == ("客户机房断电", CLAUSE["clause"])
    assert late_exclusions(april, customer="HD") == late_exclusions(march, customer="NF") == ()
    lift(people, "T2")
    assert late_exclusions(march, customer="HD") == ()


def test_the_page_of_a_ticket_offers_to_exclude_or_to_lift(people: dict[str, User]) -> None:
    client = browser(people["张工"])
    assert "申请剔除" in client.get("/measures/clocks/T2/").content.decode()
    exclude(people, "T2")

    page = client.get("/measures/clocks/T2/").content.decode()
    made = client.post("/measures/changes/lift/?source=desk&ticket=T2", {"reason": "条款不适用"})

    assert ["申请恢复计入" in page, "申请剔除" in page] == [True, False]
    assert ChangeRequest.objects.get(kind="lift").state == "requested"
    assert made.headers["Location"].startswith("/measures/changes/CR-")


def test_a_back_dated_revision_is_asked_for_by_its_page_and_shows_its_lines(people: dict[str, User]) -> None:
    text = AGREEMENT.replace("within: 4h", "within: 6h") + "revision: {from: 2026-03-01, reason: 目标调整}\n"
    asked = browser(people["王审"]).post("/measures/changes/revision/", {"text": text, "reason": "目标调整"})

    page = browser(people["李经理"]).get(asked.headers["Location"]).content.decode()

    assert all(words in page for words in ("within: 6h", "within: 4h", "批准并生效"))


def test_a_waiting_request_is_a_task_of_those_who_decide_and_of_nobody_else(people: dict[str, User]) -> None:
    made = actions.request_exclusion(
        source="desk", ticket="T2", grounds=CLAUSE, reason="x", is_correction=False, actor=people["李经理"], now=NOW
    )

    tasks = {
        name: [task.url for task in home_page(reader=people[name], now=NOW).tasks if made.number in task.about]
        for name in ("李经理", "陈总", "张工", "王审")
    }

    assert tasks == {"李经理": [], "陈总": [f"/measures/changes/{made.number}/"], "张工": [], "王审": []}
    actions.withdraw_change(number=made.number, actor=people["李经理"], now=NOW)
    assert not [task for task in home_page(reader=people["陈总"], now=NOW).tasks if made.number in task.about]


def test_the_job_makes_the_preview_of_a_large_store(people: dict[str, User]) -> None:
    made = actions.request_exclusion(
        source="desk", ticket="T2", grounds=CLAUSE, reason="x", is_correction=False, actor=people["张工"], now=NOW
    )

    jobs.enqueue(
        task="fuwubao.measurement.tasks.preview",
        title="预览",
        arguments={"number": made.number},
        owner=people["张工"],
        now=NOW,
    )
    job = jobs.run_one(now=NOW)

    made.refresh_from_db()
    assert job is not None
    assert job.state == "done"
    assert made.preview is not None
    assert made.preview["count"] > 0


TICKET = st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["P1", "P2"]), st.booleans())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(world=st.lists(TICKET, min_size=3, max_size=8), chosen=st.integers(0, 7))
def test_after_approval_exactly_the_previewed_figures_moved_and_frozen_ones_did_not(
    people: dict[str, User], loaded: Load, world: list[tuple[int, int, str, bool]], chosen: int
) -> None:
    """Design section 6, M14: on a random small world, the preview is neither too long nor too short."""
    lines = [_line(number, *one) for number, one in enumerate(world)]
    loaded("ticket", TICKETS + "".join(lines))
    ticket = f"R{chosen % len(world)}"
    periods = ("2026-03", "2026-04", "2026-05", "2026Q1", "2026Q2", "2026")
    before = {label: told(figures_for(customer="HD", period=label, as_of=NOW).figures) for label in periods}
    found = figures_for(customer="HD", period="2026Q1", as_of=NOW)
    kept = freeze_figures(figures=found.figures, snapshot=found.snapshot, purpose="X", actor=people["李经理"], now=NOW)

    was_out = records.current_rows("ticket").to_pylist()
    excluded = any(row["id"] == ticket and row["exclusion"] == "agreed" for row in was_out)
    request = lift(people, ticket) if excluded else exclude(people, ticket)

    assert request.preview is not None
    moved = set()
    for label in periods:
        after = told(figures_for(customer="HD", period=label, as_of=NOW).figures)
        for key in before[label].keys() | after.keys():
            if before[label].get(key) != after.get(key):
                scope, variant, measure, _period = key
                dimension = scope.dimension.value if scope.dimension else ""
                moved.add((measure, label, dimension, scope.key, *sorted(variant.to_json().values())))
    previewed = {
        (x["measure"], x["period"], x["dimension"], x["key"], *sorted(x["variant"].values()))
        for x in request.preview["lines"]
        if x["dimension"] in ("", "service", "priority", "class")
    }
    assert {name for name in previewed if name[1] in periods} == moved
    assert frozen_figures(kept.pk) == found.figures


def _line(number: int, day: int, hours: int, priority: str, done: bool) -> str:
    opened = datetime(2026, 3, 1 + day % 28, 1, tzinfo=UTC) if day < 28 else datetime(2026, 4, day - 27, 1, tzinfo=UTC)
    closed = f"{opened:%Y-%m-%d}T{1 + hours:02}:00:00Z" if done else ""
    state = "resolved" if done else "open"
    return f"R{number},incident,随机单,HD,ERP,{priority},{opened:%Y-%m-%dT%H:%M:%SZ},,{closed},{state}\n"
