"""Times read by their bytes come out as the patterns would read them, cell by cell (rule 8)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from fuwubao.records.cells.plain_times import read_plain_times

ODD = (
    *("", "2026/2/29", "2026/13/1", "1899/1/1", "2026-9/3", "2026/9/3 24:00", "2026/9/3 8:5", "2026/9/3 8:05:60"),
    *("2026/9/3 8:05Z", "2026/9/3 ", "2026/9/3 8", "2026/9/3 8:05:", "\uff12\uff10\uff12\uff16/9/3", "26/9/3"),
    *("2026/9/003", "2026/9/3T", "/2026/9/3"),
)


def _written(at: datetime, rng: random.Random) -> str:
    sign = rng.choice("-/")
    wide = rng.random() < 0.5
    day = f"{at.month:02d}{sign}{at.day:02d}" if wide else f"{at.month}{sign}{at.day}"
    return f"{at.year:04d}{sign}{day}{rng.choice(' T')}{at.hour}:{at:%M:%S}"


def test_every_common_form_reads_to_its_wall_clock_seconds() -> None:
    rng = random.Random(8)
    moments = [
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(0, 4_000_000_000)) for _ in range(70_000)
    ]
    seconds, read = read_plain_times(pa.array([_written(at, rng) for at in moments]))
    assert read.all()
    expected = np.array([at.timestamp() for at in moments], np.int64)
    assert (seconds == expected).all()


def test_short_forms_and_leap_days_are_read() -> None:
    seconds, read = read_plain_times(pa.array(["1970/1/2", "1970-01-01 8:05", "2024/2/29", "1970/1/1"]))
    assert read.all()
    assert seconds.tolist() == [86_400, 8 * 3600 + 300, 19_782 * 86_400, 0]


def test_what_is_written_otherwise_or_impossible_is_left_to_the_patterns() -> None:
    _, read = read_plain_times(pa.array(ODD))
    assert not read.any()


def test_a_neighbouring_cell_is_never_read_along() -> None:
    texts = pa.array(["x", "2026/9/3", "1026/9/3 8:05", "2026/9/3 8:05", "31", "2026/1", "1/2026"]).slice(1)
    seconds, read = read_plain_times(texts)
    assert read.tolist() == [True, False, True, False, False, False]
    assert seconds[2] - seconds[0] == 8 * 3600 + 300
