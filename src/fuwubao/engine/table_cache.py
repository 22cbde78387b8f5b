"""Tables that can be made again, kept as Parquet files by name: whoever asks twice reads instead of reckoning.

A file may vanish at any time, by hand or by another process that cleans up; then its table is made anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SUFFIX = ".parquet"
DRAFT = ".part"
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a file may lie unused, and how many bytes all may have together."""

    unused_days: int
    bytes: int


@dataclass(frozen=True, slots=True)
class TableCache:
    """The kept tables of one folder. Names are those of files, without their ending."""

    folder: Path

    def read(self, name: str) -> pa.Table | None:
        """Return a kept table and note that it was used; None when it is not there, or not whole."""
        path = self._path(name)
        try:
            table = pq.ParquetFile(path, page_checksum_verification=True).read()
        except (OSError, pa.ArrowInvalid):  # Arrow tells a broken page as an OSError
            return None
        with suppress(OSError):  # it was read; when it was used is only for the clean-up
            os.utime(path)
        return table

    def write(self, name: str, table: pa.Table) -> None:
        """Keep a table: written beside and renamed, so that a reader never sees half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=self.folder, suffix=DRAFT)
        os.close(handle)
        pq.write_table(table, beside, compression="zstd", compression_level=1, write_page_checksum=True)
        os.replace(beside, self._path(name))

    def exceeds(self, limits: Limits, *, at: float) -> bool:
        """Tell whether some file is unused for too long, or all are too large together; ``at`` in epoch seconds."""
        files = self._files()
        return sum(size for _, size, _ in files) > limits.bytes or any(
            used < at - limits.unused_days * _DAY for used, _, _ in files
        )

    def clean(self, limits: Limits, *, at: float, needed: Collection[str]) -> int:
        """Remove what lies unused for too long, then the longest unused until the rest fits; return the bytes freed.

        Files whose names begin with one of ``needed`` stay, whatever their age and size, and count.
        """
        files = sorted(self._files())
        total, freed = sum(size for _, size, _ in files), 0
        for used, size, path in files:
            if path.name.startswith(tuple(needed)):
                continue
            if used < at - limits.unused_days * _DAY or total - freed > limits.bytes:
                with suppress(OSError):  # another process was quicker, or reads it just now
                    path.unlink()
                    freed += size
        return freed

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _files(self) -> list[tuple[float, int, Path]]:
        """Return when each file was last used, its size and path; drafts of broken writes too."""
        found = []
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            with suppress(OSError):
                if path.suffix in (SUFFIX, DRAFT):
                    facts = path.stat()
                    found.append((facts.st_mtime, facts.st_size, path))
        return found
