"""Loading, undoing, mending and entering by hand, with the store and the audit chain behind them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from fuwubao.accounts import audit
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.records import actions, queries, rules
from fuwubao.records.errors import (
    BatchAlreadyUndone,
    BatchInUse,
    BatchMissing,
    RowNotInQuarantine,
    SnapshotMissing,
    StoreBusy,
    ValueRejected,
    VerifierIsEnterer,
)
from fuwubao.records.mapping import read_mapping
from fuwubao.records.store import RecordStore
from tests.records.reading import IMPORTED_AT, tickets, written

pytestmark = pytest.mark.django_db(transaction=True)

ROW = "{},标题,服务,{},已关闭,2026-09-01 08:00,2026-09-01 09:00,2026-09-01 10:00,一线"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))


@pytest.fixture
def zhang() -> User:
    return User.objects.create(login="zhang", name="张工", password="!")


@pytest.fixture
def wang() -> User:
    return User.objects.create(login="wang", name="王审", password="!")


def load(path: Path, actor: User, kind: str = "ticket") -> actions.Loaded:
    return actions.load_file(
        path=path, kind=kind, source="desk", timezone="Asia/Shanghai", actor=actor, now=IMPORTED_AT
    )


def test_rows_carry_their_provenance(tmp_path: Path, zhang: User) -> None:
    loaded = load(tickets(tmp_path, ROW.format("A1", "P1")), zhang)

    row = queries.current_rows("ticket").to_pylist()[0]
    assert (row["id"], row["source"], row["batch"], row["row_number"]) == ("A1", "desk", "B-20261008-01", 2)
    assert row["file_sha256"] == loaded.batch.sha256
    assert AuditEntry.objects.get(act="records.load_file").subject_label == "B-20261008-01"
    assert audit.verify().broken_at is None


def test_a_later_version_replaces_and_undoing_brings_the_earlier_one_back(tmp_path: Path, zhang: User) -> None:
    load(tickets(tmp_path, ROW.format("A1", "P1"), ROW.format("A2", "P2")), zhang)
    before = queries.latest_snapshot()
    second = load(tickets(tmp_path, ROW.format("a1", "P3")), zhang).batch

    assert queries.current_rows("ticket")["priority"].to_pylist() == ["P2", "P3"]
    actions.undo_batch(number=second.number, actor=zhang, now=IMPORTED_AT)

    assert queries.current_rows("ticket")["priority"].to_pylist() == ["P1", "P2"]
    assert queries.current_rows("ticket", snapshot=before)["priority"].to_pylist() == ["P1", "P2"]
    with pytest.raises(BatchAlreadyUndone):
        actions.undo_batch(number=second.number, actor=zhang, now=IMPORTED_AT)
    with pytest.raises(BatchMissing):
        actions.undo_batch(number="B-0", actor=zhang, now=IMPORTED_AT)


def test_a_snapshot_says_for_ever_what_it_said(tmp_path: Path, zhang: User) -> None:
    first = load(tickets(tmp_path, ROW.format("A1", "P1")), zhang).batch
    snapshot = queries.latest_snapshot()
    load(tickets(tmp_path, ROW.format("A1", "P4")), zhang)
    actions.undo_batch(number=first.number, actor=zhang, now=IMPORTED_AT)
    with queries.record_store().writing():
        queries.record_store().compact()

    assert queries.latest_snapshot() != snapshot
    assert queries.current_rows("ticket", snapshot=snapshot)["priority"].to_pylist() == ["P1"]
    assert queries.current_rows("ticket")["priority"].to_pylist() == ["P4"]
    with pytest.raises(SnapshotMissing):
        queries.current_rows("ticket", snapshot="S-none")


def test_loading_the_same_file_again_is_told_and_writes_nothing(tmp_path: Path, zhang: User) -> None:
    path = tickets(tmp_path, ROW.format("A1", "P1"))
    load(path, zhang)

    again = load(path, zhang)

    assert "W-SAME-FILE" in {warning.code for warning in again.examined.outcome.warnings}
    assert [table.rows for table in queries.record_store().tables()] == [1]
    assert queries.current_rows("ticket")["batch"].to_pylist() == ["B-20261008-01"]


def test_events_add_up_and_a_second_equal_one_changes_nothing(tmp_path: Path, zhang: User) -> None:
    load(tickets(tmp_path, ROW.format("A1", "P1")), zhang)
    header = "ticket_id,at,event,value,reason,actor\n"
    early = "A1,2026-09-01T00:00:00Z,responded,,,\nA1,2026-08-31T23:59:59Z,assigned,,,\n"

    first = load(written(tmp_path, header + early), zhang, "ticket_event").examined.outcome
    second = load(written(tmp_path, header + early + "A1,2026-09-01T01:00:00Z,resolved,,,\n"), zhang, "ticket_event")

    assert [(problem.row, problem.code) for problem in first.problems] == [(3, "E-BEFORE-OPENED")]
    assert [(p.row, p.code) for p in second.examined.outcome.problems] == [(2, "E-DUP-SAME"), (3, "E-BEFORE-OPENED")]
    assert queries.current_rows("ticket_event")["event"].to_pylist() == ["responded", "resolved"]


def test_a_batch_behind_frozen_figures_is_not_simply_undone(
    tmp_path: Path, zhang: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = load(tickets(tmp_path, ROW.format("A1", "P1")), zhang).batch
    monkeypatch.setattr(rules, "FIGURES_RESTING_ON", [lambda number: ("SLM-01",) if number == batch.number else ()])

    with pytest.raises(BatchInUse, match="SLM-01"):
        actions.undo_batch(number=batch.number, actor=zhang, now=IMPORTED_AT, reason="导错文件")

    assert queries.current_rows("ticket").num_rows == 1


def test_a_mended_row_is_replayed_into_the_store(tmp_path: Path, zhang: User) -> None:
    batch = load(tickets(tmp_path, ROW.format("A1", "特急"), ROW.format("A2", "P1")), zhang).batch
    assert [line.code for line in queries.quarantine(batch=batch.number)] == ["E-PRIORITY"]

    actions.mend_row(batch=batch.number, row=2, cells={"优先级": "P1"}, actor=zhang, now=IMPORTED_AT)
    made = actions.replay_quarantine(batch=batch.number, actor=zhang, now=IMPORTED_AT)

    assert made is not None
    assert made.mends == batch
    assert sorted(queries.current_rows("ticket")["id"].to_pylist()) == ["A1", "A2"]
    assert [line.state for line in queries.quarantine(batch=batch.number)] == ["replayed"]
    with pytest.raises(RowNotInQuarantine):
        actions.mend_row(batch=batch.number, row=2, cells={"优先级": "P2"}, actor=zhang, now=IMPORTED_AT)


def test_a_value_added_to_the_map_replays_all_waiting_rows(tmp_path: Path, zhang: User) -> None:
    batch = load(tickets(tmp_path, ROW.format("A1", "特急"), ROW.format("A2", "飞快")), zhang).batch
    mapping = read_mapping("columns: {priority: {from: 优先级, values: {特急: P1}}}", file="map.yaml")

    made = actions.replay_quarantine(batch=batch.number, mapping=mapping, actor=zhang, now=IMPORTED_AT)

    assert made is not None
    assert queries.current_rows("ticket")["id"].to_pylist() == ["A1"]
    assert [line.row for line in queries.quarantine(waiting_only=True)] == [3]


def test_a_value_by_hand_needs_another_person_and_its_schema(zhang: User, wang: User) -> None:
    cells = {
        "id": "M1",
        "measure": "巡检次数",
        "period_start": "2026-09-01",
        "period_end": "2026-09-30",
        "value": "12.5",
        "basis": "巡检表",
    }

    with pytest.raises(VerifierIsEnterer):
        actions.enter_manual_value(cells=cells, verifier=zhang, actor=zhang, now=IMPORTED_AT)
    with pytest.raises(ValueRejected):
        actions.enter_manual_value(cells={**cells, "value": "很多"}, verifier=wang, actor=zhang, now=IMPORTED_AT)
    actions.enter_manual_value(cells=cells, verifier=wang, actor=zhang, now=IMPORTED_AT)

    row = queries.current_rows("manual_value").to_pylist()[0]
    assert (str(row["value"]), row["entered_by"], row["verified_by"]) == ("12.500000", "zhang", "wang")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    store = RecordStore(tmp_path / "store")

    with store.writing(), pytest.raises(StoreBusy), RecordStore(tmp_path / "store").writing():
        raise AssertionError("two writers")


def test_completeness_shows_missing_days_drops_and_gaps(tmp_path: Path, zhang: User) -> None:
    first = date(2026, 9, 1)
    rows, number = [], 0
    for step in range(28):
        for _ in range({9: 0, 17: 1}.get(step, 5)):
            number += 1
            if number not in (40, 41):
                rows.append(f"INC{number:04d},x,{first + timedelta(days=step)} 08:00")
    load(tickets(tmp_path, *rows, header="工单编号,标题,登记时间"), zhang)

    found = queries.completeness("ticket", first=first, last=date(2026, 9, 28))

    assert found.missing_days == (date(2026, 9, 10),)
    assert [(drop.day, drop.rows, drop.usual) for drop in found.drops] == [(date(2026, 9, 18), 1, 5)]
    assert [(gap.after, gap.before, gap.missing) for gap in found.gaps] == [("INC0039", "INC0042", 2)]
