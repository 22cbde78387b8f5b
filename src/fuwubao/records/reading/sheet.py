"""What a reader hands on: columns of text with the row numbers that a person sees, and facts of the file."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
EXACT_BELOW = 10**15  # a double shows 15 digits (rule 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Where a sheet came from; ``header_row`` is 1-based, None where the form has no header row.

    ``sheet`` is the name of a workbook's sheet; ``from_1904``: its serial numbers count from 1904.
    """

    name: str
    sha256: str
    form: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    from_1904: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RaggedRow:
    """A record with more or fewer fields than the header (rule 17)."""

    row: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows below the header: one text array a column, untrimmed, ``""`` for an empty cell.

    ``lossy`` marks, by column position, number cells of more than 15 digits (rule 20).
    """

    facts: FileFacts
    header: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    rows: Numbers
    ragged: tuple[RaggedRow, ...] = ()
    lossy: dict[int, Mask] = field(default_factory=dict)
