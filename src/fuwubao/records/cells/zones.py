"""Wall-clock seconds of a zone as instants, a whole column at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fuwubao.domain.zones import pieces

Seconds = npt.NDArray[np.int64]
_DAY = 86_400


def instants_in_zone(walls: Seconds, timezone: str) -> tuple[Seconds, npt.NDArray[np.int64]]:
    """Return the earliest instant at which the zone's clock shows each time, and how many such instants there are.

    0 where a clock change skips the time, 2 where it repeats it. Raises: ZoneUnknown.
    """
    cut = pieces(int(walls.min()) - 2 * _DAY, int(walls.max()) + 2 * _DAY, timezone)
    starts = np.array([piece[0] for piece in cut], np.int64)
    offsets = np.array([piece[2] for piece in cut], np.int64)
    instants = np.zeros(len(walls), np.int64)
    valid = np.zeros(len(walls), np.int64)
    for offset in sorted(set(offsets.tolist()), reverse=True):
        candidates = walls - offset
        held = offsets[np.clip(np.searchsorted(starts, candidates, side="right") - 1, 0, None)] == offset
        instants = np.where(held & (valid == 0), candidates, instants)
        valid += held
    return instants, valid


def wall_of(instants: Seconds, timezone: str) -> Seconds:
    """Return what the zone's clock shows at each instant, counted as if it were UTC."""
    if not len(instants):
        return instants
    cut = pieces(int(instants.min()), int(instants.max()) + 1, timezone)
    starts = np.array([piece[0] for piece in cut], np.int64)
    offsets = np.array([piece[2] for piece in cut], np.int64)
    return instants + offsets[np.clip(np.searchsorted(starts, instants, side="right") - 1, 0, None)]
