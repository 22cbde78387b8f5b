"""Numbers and versions of documents and reports (S1.1, domain part (d))."""

from __future__ import annotations

import pytest

from fuwubao.domain.numbering import (
    FIRST_VERSION,
    NumberPattern,
    PatternUnusable,
    Version,
    VersionUnreadable,
    file_name,
    parse_version,
    report_number,
)


def test_a_revision_counts_on_and_a_new_edition_begins_at_zero() -> None:
    assert str(FIRST_VERSION) == "A/0"
    assert str(FIRST_VERSION.next_revision()) == "A/1"
    assert str(Version("A", 7).next_edition()) == "B/0"


def test_after_edition_z_there_is_none() -> None:
    with pytest.raises(VersionUnreadable):
        Version("Z", 0).next_edition()


@pytest.mark.parametrize("text", ["A/0", "A-0", "A0", " A/0 "])
def test_a_version_is_read_in_all_its_forms(text: str) -> None:
    assert parse_version(text) == FIRST_VERSION


@pytest.mark.parametrize("text", ["", "0/A", "a/0", "A/", "AA/1", "V1.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(VersionUnreadable):
        parse_version(text)


def test_versions_are_ordered_as_they_were_issued() -> None:
    assert sorted([Version("B", 0), Version("A", 10), Version("A", 2)]) == [
        Version("A", 2),
        Version("A", 10),
        Version("B", 0),
    ]


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("AX-{serial:0000}-{year}", "AX-0009-2018"),
        ("{prefix}-{type}-{serial:00}", "HW-ISP-09"),
        ("Q/6DG13.{serial:000}", "Q/6DG13.009"),
        ("DK-ISMS-P03-R{serial:00}", "DK-ISMS-P03-R09"),
    ],
)
def test_a_firm_writes_its_numbers_its_own_way(pattern: str, number: str) -> None:
    values: dict[str, str | int] = {"serial": 9, "year": 2018, "prefix": "HW", "type": "ISP"}

    assert NumberPattern(pattern).filled(values) == number


def test_the_next_serial_follows_the_highest_ever_given_and_never_fills_a_gap() -> None:
    pattern = NumberPattern("AX-{serial:0000}-{year}")
    given = ["AX-0001-2026", "AX-0007-2026", "AX-0050-2025", "BX-0099-2026", "AX-0100-2026-old"]

    assert pattern.next_serial(given, {"year": 2026}) == 8
    assert pattern.next_serial([], {"year": 2026}) == 1


@pytest.mark.parametrize("pattern", ["", "AX-{serial", "AX-{Serial}", "AX-{serial:9}"])
def test_a_pattern_with_a_loose_brace_is_refused(pattern: str) -> None:
    with pytest.raises(PatternUnusable):
        NumberPattern(pattern)


def test_a_field_that_nobody_fills_is_refused_by_name() -> None:
    with pytest.raises(PatternUnusable, match="year"):
        NumberPattern("AX-{serial}-{year}").filled({"serial": 1})


def test_a_pattern_without_a_serial_gives_no_next_one() -> None:
    with pytest.raises(PatternUnusable, match="serial"):
        NumberPattern("AX-{year}").next_serial([], {"year": 2026})


def test_a_report_is_numbered_by_row_period_and_version() -> None:
    assert report_number("SLM-01", "2026Q3") == "SLM-01-2026Q3-A/0"
    assert report_number("SLM-01", "2026-09", Version("B", 2)) == "SLM-01-2026-09-B/2"


def test_the_dates_of_a_period_stay_one_part_of_the_number() -> None:
    assert report_number("SLM-01", "2026-09-15/2026-10-02") == "SLM-01-2026-09-15_2026-10-02-A/0"


def test_a_file_name_has_no_character_that_a_file_system_refuses() -> None:
    assert file_name("SLM-01-2026Q3-A/0", "SLA执行情况报告", "pdf") == "SLM-01-2026Q3-A0 SLA执行情况报告.pdf"
    assert file_name("Q/6DG13.402", 'a<b>:"?', ".docx") == "Q_6DG13.402 a_b____.docx"
