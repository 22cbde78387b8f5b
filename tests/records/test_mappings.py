"""Mappings: the examples in docs/mappings against the facts of the open data, suggestions, refusals."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from pathlib import Path

import pyarrow.compute as pc
import pytest

from fuwubao.records.errors import MappingUnreadable
from fuwubao.records.examination import Examined
from fuwubao.records.mapping import kind_called, mapping_of, read_mapping, tree_of
from fuwubao.records.suggestion import suggest_mapping
from tests.records.reading import checked, examined, tickets, written
from tests.shared import REPOSITORY, shared

MAPPINGS = REPOSITORY / "docs" / "mappings"


def by_example(mapping: str, file: str) -> Examined:
    text = next(MAPPINGS.glob(f"{mapping}*.yaml")).read_text(encoding="utf-8")
    told = read_mapping(text, file=mapping)
    return examined(shared("data", file), told.kind, told, zone="")


@pytest.fixture(scope="module")
def o1() -> Examined:
    return by_example("O1-", "uci_incident_event_log.csv.gz")


def test_o1_gives_the_last_row_of_each_of_24918_incidents(o1: Examined) -> None:
    rows = o1.outcome.accepted

    assert (rows.num_rows, o1.outcome.problems) == (24_918, ())
    assert Counter(rows["priority"].to_pylist()) == {"P1": 270, "P2": 408, "P3": 23_466, "P4": 774}
    assert set(rows["state"].to_pylist()) == {"closed"}
    assert Counter(rows["source_resolution_met"].to_pylist())[False] == 9_115
    assert pc.sum(pc.greater(rows["reopen_count"], 0)).as_py() == 275
    assert rows["resolved_at"].null_count == 1_556
    assert rows.num_rows - rows["problem_id"].null_count == 380
    assert rows.num_rows - rows["change_id"].null_count == 176


def test_o1_gives_one_opening_a_ticket_and_the_pauses_between(o1: Examined) -> None:
    assert o1.events is not None
    events = o1.events.accepted

    told = Counter(events["event"].to_pylist())
    moved = events.filter(pc.equal(events["event"], "priority_changed"))
    assert told["opened"] == 24_918
    assert pc.count_distinct(moved["ticket_id"]).as_py() == 383
    assert 0 < told["resumed"] <= told["pending"]
    assert {problem.code for problem in o1.events.problems} == {"E-BEFORE-OPENED"}


def test_o2_gives_the_same_incidents_from_the_chinese_export(o1: Examined) -> None:
    rows = by_example("O2-", "uci_incidents_zh_gbk.csv.gz").outcome.accepted

    assert rows.num_rows == 24_918
    for column in ("id", "priority", "opened_at", "resolved_at", "closed_at"):
        assert sorted(map(str, rows[column].to_pylist())) == sorted(map(str, o1.outcome.accepted[column].to_pylist()))


def test_o3_reads_months_first_in_the_citys_own_time() -> None:
    rows = by_example("O3-", "boston311_2015_sla.csv.gz").outcome.accepted

    assert rows.num_rows == 15_974
    assert Counter(rows["source_resolution_met"].to_pylist()) == {True: 11_271, False: 4_604, None: 99}
    assert (rows["source_due_at"].null_count, rows["closed_at"].null_count) == (12, 1_846)


@pytest.mark.parametrize(
    "mapping, file, accepted, rejected",
    [
        ("O4-", "gitbugs_hadoop_bugs.csv.gz", 2_503, {}),
        ("O5-github-outages", "github_status_incidents.csv", 819, {}),
        ("O5-github-updates", "github_status_updates.csv.gz", 4_570, {}),
        ("O7-", "govuk_infra_changes.csv.gz", 3_640, {"E-DUP-CONFLICT": 4}),
        ("O8-", "openrepair_wales.csv.gz", 20_190, {}),
        ("O10-", "cfpb_payday_complaints.csv.gz", 2_827, {}),
        ("O12-", "zh_service_tickets.csv", 25, {}),
    ],
)
def test_other_open_data_load_by_their_mappings(
    mapping: str, file: str, accepted: int, rejected: dict[str, int]
) -> None:
    outcome = by_example(mapping, file).outcome

    assert outcome.accepted.num_rows == accepted
    assert Counter(problem.code for problem in outcome.problems) == rejected


def test_o5_tells_planned_from_unplanned() -> None:
    rows = by_example("O5-github-outages", "github_status_incidents.csv").outcome.accepted

    started = [at.astimezone(UTC).year for at in rows["start"].to_pylist()]
    assert (Counter(rows["planned"].to_pylist())[True], started.count(2024)) == (18, 124)


def test_o9_rejects_what_is_no_score_and_what_is_no_date() -> None:
    outcome = by_example("O9-", "nhs_fft_survey.csv.gz").outcome

    codes = Counter(problem.code for problem in outcome.problems)
    assert (outcome.rows, codes["E-DATE"]) == (7_908, 289)


def test_o12_keeps_satisfaction_where_it_was_given() -> None:
    scores = by_example("O12-", "zh_service_tickets.csv").outcome.accepted["satisfaction"].to_pylist()

    assert Counter(scores) == {5: 14, 4: 8, 3: 1, None: 2}


def test_a_mapping_survives_being_written_and_read() -> None:
    for path in MAPPINGS.glob("*.yaml"):
        told = read_mapping(path.read_text(encoding="utf-8"), file=path.name)
        assert mapping_of(tree_of(told), file="again") == told


@pytest.mark.parametrize(
    "text, place",
    [
        ("kind: ticket\ncolumns: {opend_at: x}", "columns.opend_at"),
        ("kind: ticket\ncolumns: {id: {from: a, constant: b}}", "columns.id"),
        ("kind: ticket\ncolumns: {opened_at: {from: a, format: '%Q'}}", "columns.opened_at"),
        ("kind: ticket\ncolour: red", "map.yaml"),
        ("kind: ticket\nevents: {state: s}", "events"),
        ("kind: [", "map.yaml:1"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_where(text: str, place: str) -> None:
    with pytest.raises(MappingUnreadable) as refusal:
        read_mapping(text, file="map.yaml")

    assert place in refusal.value.message("zh")


def test_suggestions_name_formats_words_and_likely_columns(tmp_path: Path) -> None:
    path = tickets(
        tmp_path, "A1,x,2 - High,29/2/2016 01:16,?", header="number,short_description,priority,提单时刻,vendor"
    )

    tree = suggest_mapping(path, kind_called("ticket")).tree

    assert tree["nulls"] == ["?"]
    assert tree["columns"] == {
        "id": "number",
        "title": "short_description",
        "priority": {"from": "priority", "values": {"2 - High": "P2"}},
        "opened_at": {"from": "提单时刻", "format": "%d/%m/%Y %H:%M"},
        "supplier": "vendor",
    }


def test_json_lines_and_parquet_give_the_same_rows_as_csv(tmp_path: Path) -> None:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": "A1", "title": "x", "opened_at": "2026-09-01T08:00:00Z", "priority": "P1"}]
    lines = written(tmp_path, json.dumps(rows[0]) + "\n", "a.jsonl")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")

    for path in (lines, tmp_path / "a.parquet"):
        outcome = checked(path)
        assert outcome.accepted.select(["id", "title", "priority", "row_number"]).to_pylist() == [
            {"id": "A1", "title": "x", "priority": "P1", "row_number": 1}
        ]
