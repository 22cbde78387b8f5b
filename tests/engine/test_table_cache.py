"""Tables kept as files: read back equal, and cleaned up by age and size but never what is needed."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa

from fuwubao.engine.table_cache import Limits, TableCache

DAY = 86_400
NOW = 1_700_000_000.0
LARGE = 10**9


def kept(folder: Path, **ages: int) -> TableCache:
    """A cache of equal small tables, each unused for so many days."""
    cache = TableCache(folder)
    for name, days in ages.items():
        cache.write(name, pa.table({"n": [1, 2, 3]}))
        os.utime(folder / f"{name}.parquet", (NOW - days * DAY, NOW - days * DAY))
    return cache


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.parquet")}


def test_a_kept_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    table = pa.table({"customer": ["HD", None], "at": pa.array([1, None], pa.timestamp("us", "UTC"))})
    cache = TableCache(tmp_path / "cache")
    cache.write("one", table)
    assert cache.read("one") == table
    assert cache.read("another") is None


def test_a_file_that_is_not_whole_is_as_good_as_none(tmp_path: Path) -> None:
    cache = kept(tmp_path, cut=0, empty=0, spoilt=0)
    whole = (tmp_path / "cut.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "spoilt.parquet").write_bytes(whole[:40] + bytes([whole[40] ^ 255]) + whole[41:])
    assert [cache.read(name) for name in ("cut", "empty", "spoilt")] == [None, None, None]


def test_what_lies_unused_too_long_goes_and_the_rest_stays(tmp_path: Path) -> None:
    cache = kept(tmp_path, fresh=1, week=6, old=8)
    limits = Limits(unused_days=7, bytes=LARGE)
    assert cache.exceeds(limits, at=NOW)
    assert cache.clean(limits, at=NOW, needed=()) > 0
    assert names(tmp_path) == {"fresh", "week"}
    assert not cache.exceeds(limits, at=NOW)


def test_the_longest_unused_go_first_until_the_rest_fits(tmp_path: Path) -> None:
    cache = kept(tmp_path, a=1, b=2, c=3, d=4)
    size = (tmp_path / "a.parquet").stat().st_size
    cache.clean(Limits(unused_days=7, bytes=2 * size), at=NOW, needed=())
    assert names(tmp_path) == {"a", "b"}


def test_what_is_needed_stays_however_old_and_large(tmp_path: Path) -> None:
    cache = kept(tmp_path, needed_verdicts=400, needed_transitions=400, other=400)
    cache.clean(Limits(unused_days=7, bytes=0), at=NOW, needed={"needed"})
    assert names(tmp_path) == {"needed_verdicts", "needed_transitions"}


def test_reading_makes_a_table_young_again(tmp_path: Path) -> None:
    cache = kept(tmp_path, old=400)
    cache.read("old")
    assert (tmp_path / "old.parquet").stat().st_mtime > NOW - 400 * DAY


def test_the_draft_of_a_broken_write_goes_with_age(tmp_path: Path) -> None:
    cache = kept(tmp_path, fresh=0)
    draft = tmp_path / "broken.part"
    draft.write_bytes(b"half")
    os.utime(draft, (NOW - 8 * DAY, NOW - 8 * DAY))
    cache.clean(Limits(unused_days=7, bytes=LARGE), at=NOW, needed=())
    assert not draft.exists()


def test_two_that_clean_at_once_do_not_hinder_each_other(tmp_path: Path) -> None:
    cache = kept(tmp_path, old=8)
    (tmp_path / "old.parquet").unlink()
    assert cache.clean(Limits(unused_days=7, bytes=0), at=NOW, needed=()) == 0
