"""Who can move a number: a request, another person, a reason and the figures before they move (design section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fuwubao.accounts.models import Appointment, AuditEntry, Delegation, User
from fuwubao.agreements.queries import terms_of_agreement
from fuwubao.domain.roles import Role
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.changes import actions
from fuwubao.measurement.changes.tellers import TOLD_BY, Told
from fuwubao.measurement.errors import (
    ApproverIsRequester,
    ChangeAskedTwice,
    ChangeDecided,
    ExclusionFrozen,
    ExclusionUnfounded,
    NotTheRequester,
    PreviewMissing,
    ReasonMissing,
)
from fuwubao.measurement.models import ChangeRequest
from fuwubao.measurement.queries import figures_for
from fuwubao.records import queries as records
from fuwubao.records.actions import save_mapping, undo_batch
from fuwubao.records.errors import BatchInUse, MappingInUse
from fuwubao.records.mapping import Mapping as FileMapping
from fuwubao.records.mapping import mapping_of
from fuwubao.records.models import Batch
from tests.cast import cast
from tests.measurement.conftest import AGREEMENT, TICKETS, Load

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 8, 2, 0, tzinfo=UTC)
LATE = "T2"  # breached on 3 March
CLAUSE = {"clause": "附件 2 第 4.3 条"}
REVISED = AGREEMENT.replace("within: 4h", "within: 6h") + "revision: {from: 2026-03-01, reason: 目标调整}\n"


@pytest.fixture
def people(loaded: Load) -> dict[str, User]:
    """李经理 decides, 张工 asks, 陈总 decides too."""
    return cast()


def exclusion(people: dict[str, User], ticket: str = LATE, **told: Any) -> ChangeRequest:
    facts = {"grounds": CLAUSE, "reason": "客户机房断电", "is_correction": False, "actor": people["张工"], **told}
    return actions.request_exclusion(source="desk", ticket=ticket, now=NOW, **facts)


def approved(request: ChangeRequest, person: User) -> ChangeRequest:
    actions.preview_change(number=request.number, now=NOW)
    return actions.approve_change(number=request.number, actor=person, now=NOW)


def counted(period: str = "2026-03") -> dict[str, tuple[int | None, int | None]]:
    """The customer's totals of the resolution rate, by measure."""
    found = figures_for(customer="HD", period=period, as_of=NOW, measures=("K01", "K03")).figures
    return {f.measure: (f.numerator, f.denominator) for f in found if f.scope.dimension is None}


def lines_of(request: ChangeRequest) -> dict[tuple[str, ...], Mapping[str, Any]]:
    assert request.preview is not None
    return {
        (line["measure"], line["period"], line["dimension"], line["key"], *sorted(line["variant"].values())): line
        for line in request.preview["lines"]
    }


def tell(monkeypatch: pytest.MonkeyPatch, person: User, *, is_out: bool) -> None:
    """Freeze March and let a report tell it."""
    found = figures_for(customer="HD", period="2026-03", as_of=NOW, measures=("K01", "K03"))
    kept = freeze_figures(figures=found.figures, snapshot=found.snapshot, purpose="SLM-01", actor=person, now=NOW)
    told = (Told(figure_set=kept.pk, report="SLM-01-2026-03-A/0", is_out=is_out),)
    monkeypatch.setattr("fuwubao.measurement.changes.tellers.TOLD_BY", [lambda: told])


def test_an_approved_exclusion_counts_as_the_row_s_own_would(people: dict[str, User]) -> None:
    before = counted()

    request = approved(exclusion(people), people["李经理"])

    after = counted()
    assert before["K03"] == (1, 2)
    assert after["K03"] == (1, 1)
    row = next(row for row in records.current_rows("ticket").to_pylist() if row["id"] == LATE)
    assert (row["exclusion"], row["exclusion_approver"]) == ("agreed", "李经理")
    assert "客户机房断电" in row["exclusion_reason"]
    assert "4.3" in row["exclusion_reason"]
    assert (request.state, request.decided_by) == ("applied", people["李经理"])
    assert list(AuditEntry.objects.filter(act__startswith="measurement.").values_list("act", flat=True)) == [
        "measurement.request_change",
        "measurement.approve_change",
    ]


def test_the_preview_says_what_then_happens(people: dict[str, User]) -> None:
    request = exclusion(people)
    told = lines_of(actions.preview_change(number=request.number, now=NOW))
    before = {f.key: f for f in figures_for(customer="HD", period="2026-03", as_of=NOW).figures}

    actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)

    after = {f.key: f for f in figures_for(customer="HD", period="2026-03", as_of=NOW).figures}
    moved = [key for key in after if after[key].value != before[key].value]
    assert moved
    for key in moved:
        figure = after[key]
        dimension = figure.scope.dimension.value if figure.scope.dimension else ""
        name = (figure.measure, "2026-03", dimension, figure.scope.key, *sorted(figure.variant.to_json().values()))
        shown = told[name]["after"]
        assert (shown["numerator"], shown["denominator"]) == (figure.numerator, figure.denominator)


def test_an_exclusion_outlives_the_next_file_of_the_tool(people: dict[str, User], loaded: Load) -> None:
    approved(exclusion(people), people["李经理"])

    loaded("ticket", TICKETS.replace("报表打不开", "报表打不开（二线）"))

    row = next(row for row in records.current_rows("ticket").to_pylist() if row["id"] == LATE)
    assert (row["title"], row["exclusion"]) == ("报表打不开（二线）", "agreed")


def test_a_snapshot_taken_before_does_not_know_the_exclusion(people: dict[str, User]) -> None:
    old = records.latest_snapshot()

    approved(exclusion(people), people["李经理"])

    assert set(records.current_rows("ticket", snapshot=old)["exclusion"].to_pylist()) == {None}
    assert records.latest_snapshot() != old


def test_an_exclusion_after_the_target_time_is_marked(people: dict[str, User]) -> None:
    running = actions.request_exclusion(
        source="desk",
        ticket="T3",
        grounds=CLAUSE,
        reason="演练",
        is_correction=False,
        actor=people["张工"],
        now=datetime(2026, 4, 30, 16, 0, tzinfo=UTC),
    )

    assert exclusion(people).is_after_target
    assert not running.is_after_target


def test_an_exclusion_needs_a_clause_or_who_when_and_which_file(people: dict[str, User]) -> None:
    with pytest.raises(ExclusionUnfounded):
        exclusion(people, grounds={"confirmed_by": "刘主任", "confirmed_on": "2026-03-04"})
    with pytest.raises(ReasonMissing):
        exclusion(people, reason=" ")

    confirmed = {"confirmed_by": "刘主任", "confirmed_on": "2026-03-04", "file": "确认函.pdf"}
    assert exclusion(people, grounds=confirmed).payload["file"] == "确认函.pdf"


def test_nobody_decides_on_her_own_request_nor_for_who_asked(people: dict[str, User]) -> None:
    manager, head = people["李经理"], people["陈总"]
    request = exclusion(people, actor=manager)
    actions.preview_change(number=request.number, now=NOW)
    Delegation.objects.create(
        giver=manager, holder=people["张工"], role=Role.REPORT_MANAGER, starts_at=NOW, ends_before=NOW + timedelta(1)
    )

    for person in (manager, people["张工"]):
        with pytest.raises(ApproverIsRequester):
            actions.approve_change(number=request.number, actor=person, now=NOW)
        with pytest.raises(ApproverIsRequester):
            actions.reject_change(number=request.number, remark="不", actor=person, now=NOW)

    assert actions.approve_change(number=request.number, actor=head, now=NOW).state == "applied"


def test_who_had_it_asked_does_not_decide_either(people: dict[str, User]) -> None:
    Delegation.objects.create(
        giver=people["李经理"],
        holder=people["王审"],
        role=Role.REPORT_MANAGER,
        starts_at=NOW,
        ends_before=NOW + timedelta(1),
    )
    request = exclusion(people, actor=people["王审"])
    actions.preview_change(number=request.number, now=NOW)

    assert request.requested_for == people["李经理"]
    with pytest.raises(ApproverIsRequester):
        actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)


def test_a_decided_request_is_closed_and_one_subject_is_asked_for_once(people: dict[str, User]) -> None:
    request = exclusion(people)
    with pytest.raises(ChangeAskedTwice):
        exclusion(people)
    with pytest.raises(ReasonMissing):
        actions.reject_change(number=request.number, remark="", actor=people["陈总"], now=NOW)

    actions.reject_change(number=request.number, remark="条款不适用", actor=people["陈总"], now=NOW)

    with pytest.raises(ChangeDecided):
        actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)
    assert counted()["K03"] == (1, 2)


def test_only_the_requester_withdraws(people: dict[str, User]) -> None:
    request = exclusion(people)
    with pytest.raises(NotTheRequester):
        actions.withdraw_change(number=request.number, actor=people["李经理"], now=NOW)

    assert actions.withdraw_change(number=request.number, actor=people["张工"], now=NOW).state == "withdrawn"


def test_approval_needs_a_preview_of_the_present_records(people: dict[str, User], loaded: Load) -> None:
    request = exclusion(people)
    with pytest.raises(PreviewMissing):
        actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)
    actions.preview_change(number=request.number, now=NOW)
    loaded("ticket", TICKETS.replace("T1,", "T9,"))

    with pytest.raises(PreviewMissing):
        actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)


def test_a_ticket_that_a_report_counts_is_excluded_only_as_its_correction(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, people["李经理"], is_out=False)
    for is_correction in (False, True):
        with pytest.raises(ExclusionFrozen, match="SLM-01-2026-03"):
            exclusion(people, is_correction=is_correction)

    tell(monkeypatch, people["李经理"], is_out=True)
    with pytest.raises(ExclusionFrozen):
        exclusion(people)
    request = exclusion(people, is_correction=True)

    told = actions.preview_change(number=request.number, now=NOW)
    assert request.is_correction
    assert request.payload["corrects"] == ["SLM-01-2026-03-A/0"]
    assert {"customer": "HD", "period": "2026-03", "report": "SLM-01-2026-03-A/0"} in told.preview["frozen"]
    assert "2026-03" not in {line["period"] for line in told.preview["lines"]}


def test_a_batch_behind_a_told_figure_is_undone_by_request_alone(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, people["李经理"], is_out=True)
    batch = Batch.objects.filter(kind="ticket").get()
    with pytest.raises(BatchInUse, match="SLM-01-2026-03"):
        undo_batch(number=batch.number, actor=people["李经理"], now=NOW)
    request = actions.request_change(
        kind="undo", subject=batch.number, payload={}, reason="导错文件", actor=people["李经理"], now=NOW
    )

    approved(request, people["陈总"])

    batch.refresh_from_db()
    assert (batch.undone_at, batch.undo_approved_by) == (NOW, "chen")
    assert records.current_rows("ticket").num_rows == 0


def test_a_batch_that_no_report_rests_on_is_undone_at_once(
    people: dict[str, User], loaded: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, people["李经理"], is_out=True)
    loaded("ticket", TICKETS.replace("T1,", "T9,"))

    late = Batch.objects.filter(kind="ticket").order_by("-order")[0]
    assert undo_batch(number=late.number, actor=people["李经理"], now=NOW).undone_at == NOW


def test_a_revision_that_reaches_back_tells_its_figures_and_is_loaded_on_approval(people: dict[str, User]) -> None:
    Appointment.objects.create(user=people["王审"], role=Role.SERVICE_MANAGER, starts_on=NOW.date() - timedelta(9))
    request = actions.request_change(
        kind="revision",
        subject="SLA-1",
        payload={"text": REVISED, "file": "hd.yaml"},
        reason="目标调整",
        actor=people["王审"],
        now=NOW,
    )
    told = lines_of(actions.preview_change(number=request.number, now=NOW))
    assert len(terms_of_agreement("SLA-1")) == 1

    actions.approve_change(number=request.number, actor=people["李经理"], now=NOW)

    line = next(line for name, line in told.items() if name[:4] == ("K03", "2026-03", "", ""))
    # T2 took five hours; G4, reopened in April, stays within six in all
    assert [line[when]["numerator"] for when in ("before", "after")] == [1, 3]
    assert counted()["K03"] == (3, 3)
    assert len(terms_of_agreement("SLA-1")) == 2


def test_words_that_loaded_batches_were_read_with_change_by_request(people: dict[str, User]) -> None:
    def words(stored: str) -> FileMapping:
        tree = {
            "kind": "ticket",
            "source": "desk",
            "columns": {"priority": {"from": "priority", "values": {"高": stored}}},
        }
        return mapping_of(tree, file="desk")

    saved = save_mapping(name="工单", mapping=words("P1"), actor=people["张工"], now=NOW)
    save_mapping(name="工单", mapping=words("P1"), actor=people["张工"], now=NOW)
    Batch.objects.filter(kind="ticket").update(mapping=saved.tree)
    with pytest.raises(MappingInUse):
        save_mapping(name="工单", mapping=words("P2"), actor=people["张工"], now=NOW)
    tree = {**saved.tree, "columns": {"priority": {"from": "priority", "values": {"高": "P2"}}}}
    request = actions.request_change(
        kind="mapping", subject="工单", payload={"tree": tree}, reason="客户改了分级", actor=people["张工"], now=NOW
    )

    approved(request, people["李经理"])

    saved.refresh_from_db()
    assert saved.tree["columns"]["priority"]["values"] == {"高": "P2"}


def test_reports_say_which_figures_they_have_told() -> None:
    assert [tell.__module__ for tell in TOLD_BY] == ["fuwubao.reports.queries.told"]
