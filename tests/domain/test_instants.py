"""Instants are read strictly: with an offset, or on the wall of a zone where that is no guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fuwubao.domain.instants import InstantUnreadable, parse_instant


@pytest.mark.parametrize(
    "text, zone, expected",
    [
        ("2026-03-31T18:00:00Z", "Asia/Shanghai", datetime(2026, 3, 31, 18, tzinfo=UTC)),
        ("2026-03-31T18:00:00.900+08:00", "Europe/Berlin", datetime(2026, 3, 31, 10, tzinfo=UTC)),
        ("2026-03-31 18:00", "Asia/Shanghai", datetime(2026, 3, 31, 10, tzinfo=UTC)),
        ("2026-03-31", "Asia/Shanghai", datetime(2026, 3, 30, 16, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_its_own_offset_or_in_the_zone(text: str, zone: str, expected: datetime) -> None:
    assert parse_instant(text, zone) == expected


@pytest.mark.parametrize("text", ["2026-03-29T02:30", "2026-10-25T02:30", "yesterday", "", "2026-02-30"])
def test_what_the_clock_skips_or_repeats_or_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(InstantUnreadable):
        parse_instant(text, "Europe/Berlin")


def test_in_a_repeated_hour_the_offset_decides() -> None:
    assert parse_instant("2026-10-25T02:30+01:00", "Europe/Berlin") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0001-01-01"])
def test_an_instant_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(InstantUnreadable):
        parse_instant(text, "Asia/Shanghai")
