"""Where the first fault of each row is written: checks run in the order of rule 21 and never overwrite."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Facts = Callable[[int], dict[str, object]]


class Board:
    """One place a row; ``fault[i]`` is 0 while the row is sound, else 1 + the position in ``faults``."""

    def __init__(self, rows: int) -> None:
        self.fault: npt.NDArray[np.int32] = np.zeros(rows, np.int32)
        self.faults: list[tuple[str, str, Facts]] = []

    @property
    def sound(self) -> Mask:
        """Rows without a fault so far."""
        return np.asarray(self.fault == 0)

    def mark(self, wrong: Mask, reason: str, field: str, facts: Facts) -> None:
        """Write a reason to the sound rows among ``wrong``; ``facts(position)`` fill its words later."""
        if wrong.any():
            fresh = wrong & (self.fault == 0)
            if fresh.any():
                self.faults.append((reason, field, facts))
                self.fault[fresh] = len(self.faults)

    def marked(self) -> list[tuple[int, str, str, Facts]]:
        """Return (position, reason, field, facts) of each faulty row, in order of rows."""
        found = []
        for at in np.flatnonzero(self.fault).tolist():
            reason, field, facts = self.faults[int(self.fault[at]) - 1]
            found.append((at, reason, field, facts))
        return found
