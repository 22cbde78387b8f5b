"""Clock changes are found where they are, in any block of weeks, for zones of all habits."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from fuwubao.domain.zones import BLOCK, LAST_SECOND, offset_at, pieces, second_of

ZONES = (
    "Asia/Shanghai",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Pacific/Apia",
)


@pytest.mark.parametrize("timezone", ZONES)
def test_pieces_cover_a_span_without_gaps_and_neighbours_differ(timezone: str) -> None:
    starts, ends = 40 * BLOCK + 7, 900 * BLOCK  # 1973 to 2038

    cut = pieces(starts, ends, timezone)

    assert cut[0][0] <= starts
    assert cut[-1][1] >= ends
    assert all(earlier[1] == later[0] and earlier[2] != later[2] for earlier, later in pairwise(cut))


@pytest.mark.parametrize("timezone", ZONES)
def test_every_piece_has_the_offset_of_the_zone_up_to_its_last_second(timezone: str) -> None:
    zone = ZoneInfo(timezone)
    for since, until, offset in pieces(40 * BLOCK, 900 * BLOCK, timezone):
        for second in (since, (since + until) // 2, until - 1):
            told = datetime.fromtimestamp(second, zone).utcoffset()
            assert told is not None
            assert told.total_seconds() == offset


def test_the_clock_changes_of_paris_are_found_to_the_second() -> None:
    year = pieces(
        second_of(datetime(2026, 1, 1, tzinfo=UTC)), second_of(datetime(2026, 12, 1, tzinfo=UTC)), "Europe/Paris"
    )

    assert [piece[0] for piece in year[1:]] == [
        second_of(datetime(2026, 3, 29, 1, tzinfo=UTC)),
        second_of(datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ]


def test_beyond_the_years_that_dates_have_the_last_offset_holds() -> None:
    assert offset_at(LAST_SECOND * 10, "Asia/Shanghai") == 8 * 3600
