"""Each awkward file gives exactly the outcome that its README states, and the facts there hold."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from fuwubao.records.checks.outcome import Outcome
from fuwubao.records.errors import FileRefused, HeaderIncomplete
from fuwubao.records.mapping import kind_called
from fuwubao.records.reading.sheets import read_sheet
from tests.records.reading import checked, local, problems, warnings
from tests.shared import SHARED, shared

DIRTY = SHARED / "data" / "dirty"
EXPECTED = json.loads((DIRTY / "expected.json").read_text(encoding="utf-8")) if DIRTY.exists() else []


def dirty(name: str, kind: str = "ticket", mapping: str | None = None) -> Outcome:
    return checked(next(shared("data", "dirty").glob(f"{name}_*")), kind, mapping)


@pytest.mark.parametrize("want", EXPECTED, ids=lambda want: want["file"])
def test_every_file_gives_exactly_the_stated_rows_and_warnings(want: dict[str, object]) -> None:
    path = shared("data", "dirty", str(want["file"]))
    if want["refused"]:
        with pytest.raises(FileRefused) as refusal:
            checked(path, str(want["kind"]))
        assert refusal.value.letter == want["refused"]
        return

    outcome = checked(path, str(want["kind"]))

    assert outcome.accepted.num_rows == want["accepted"]
    assert problems(outcome) == [(row["row"], row["code"]) for row in want["rejected"]]
    assert sorted(warnings(outcome)) == sorted((row["row"], row["code"]) for row in want["warnings"])


def test_01_the_title_keeps_its_full_width_signs() -> None:
    outcome = dirty("01")

    titles = dict(zip(outcome.accepted["id"].to_pylist(), outcome.accepted["title"].to_pylist(), strict=True))
    assert titles["INC0001496"].endswith("（附件：截图①，费用￥35）")
    assert Counter(outcome.accepted["priority"].to_pylist()) == {"P1": 1, "P2": 1, "P3": 14, "P4": 4}


def test_02_the_mark_of_utf8_is_no_part_of_the_first_name() -> None:
    assert read_sheet(next(shared("data", "dirty").glob("02_*")), kind_called("ticket")).header[0] == "工单编号"


def test_03_utf16_is_read_from_first_to_last() -> None:
    ids = dirty("03").accepted["id"].to_pylist()

    assert (ids[0], ids[-1]) == ("INC0002587", "INC0001479")


def test_04_mapped_hours_with_decimal_commas_add_up() -> None:
    outcome = dirty("04", mapping="{kind: ticket, columns: {effort_hours: 工时(小时)}}")

    assert sum(outcome.accepted["effort_hours"].to_pylist()) == Decimal("32.5")
    assert warnings(outcome) == []


def test_05_serials_and_date_cells_are_the_same_kind_of_time() -> None:
    outcome = dirty("05")

    ids = outcome.accepted["id"].to_pylist()
    assert local(outcome, "opened_at")[ids.index("INC0002458")].startswith("2026-09-04 11:55")
    assert local(outcome, "resolved_at")[ids.index("INC0001265")] == "2026-09-04 09:07:00"


def test_06_each_way_of_writing_a_time_is_read() -> None:
    assert local(dirty("06"), "opened_at") == [
        "2026-09-03 08:05:00", "2026-09-03 08:05:00", "2026-09-03 08:05:30", "2026-09-03 00:00:00",
        "2026-09-03 14:20:00", "2026-09-03 14:05:09", "2026-09-03 00:00:00", "2026-09-03 12:30:00",
        "2026-09-03 14:05:00", "2026-09-03 08:05:00", "2026-09-03 12:00:00", "2026-09-03 08:05:00",
    ]  # fmt: skip


def test_07_offsets_and_local_times_fall_into_the_right_month() -> None:
    outcome = dirty("07")

    assert Counter(at[:7] for at in local(outcome, "opened_at")) == {"2026-08": 2, "2026-09": 4, "2026-10": 2}
    last = outcome.accepted.slice(7).to_pylist()[0]
    assert last["resolved_at"] - last["opened_at"] == timedelta(minutes=90)


def test_08_six_different_ids_are_stored() -> None:
    assert len(set(dirty("08").accepted["key"].to_pylist())) == 6


def test_11_priorities_before_and_after_the_user_maps_the_names() -> None:
    assert Counter(dirty("11").accepted["priority"].to_pylist()) == {"P1": 1, "P2": 1, "P3": 1, "P4": 1, None: 1}
    mapped = dirty(
        "11",
        mapping="""
        kind: ticket
        columns: {priority: {from: 优先级, values: {P1-紧急: P1, 紧急: P1, 高: P2, 2: P2}}}
        """,
    )

    assert (mapped.accepted.num_rows, problems(mapped)) == (9, [(7, "E-PRIORITY")])


def test_12_the_refusal_names_the_column_and_offers_the_likely_one() -> None:
    with pytest.raises(HeaderIncomplete) as refusal:
        dirty("12")
    mapped = dirty("12", mapping="{kind: ticket, columns: {opened_at: 提单时刻}}")

    assert "登记时间" in refusal.value.message("zh")
    assert refusal.value.facts["offers"] == {"opened_at": "提单时刻"}
    assert (mapped.accepted.num_rows, problems(mapped)) == (8, [])


def test_14_a_formula_is_stored_as_the_text_that_it_is() -> None:
    titles = dict(
        zip(dirty("14").accepted["row_number"].to_pylist(), dirty("14").accepted["title"].to_pylist(), strict=True)
    )

    assert titles[6] == "=1+1"


def test_15_line_breaks_and_quotes_stay_inside_their_cells() -> None:
    titles = dirty("15").accepted["title"].to_pylist()

    assert (titles[0].count("\n"), len(titles[0]), titles[1].count('"')) == (2, 11, 2)


def test_19_long_ids_and_leading_zeros_survive() -> None:
    assert dirty("19").accepted["id"].to_pylist() == ["202609000012345678", "000123", "123", "1234"]


def test_20_scores_are_whole_numbers_of_the_scale() -> None:
    assert dirty("20", "survey_answer").accepted["score"].to_pylist() == [5, 4, 3, 1, 2]


def test_21_mail_was_down_for_170_minutes_in_september() -> None:
    rows = dirty("21", "outage").accepted.to_pylist()
    start, end = datetime(2026, 8, 31, 16, tzinfo=UTC), datetime(2026, 9, 30, 16, tzinfo=UTC)

    minutes: set[datetime] = set()
    for row in rows:
        at = max(row["start"], start)
        while row["service"] == "邮件服务" and not row["planned"] and at < min(row["end"] or end, end):
            minutes.add(at)
            at += timedelta(minutes=1)
    assert len(minutes) == 170
