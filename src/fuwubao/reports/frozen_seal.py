"""One hash over all frozen figures of a report, kept beside them at the freeze, so that a change of one shows (M14)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from fuwubao.domain.figures import Figure

KEPT_AS = "figures_sha256"


def seal_of(figures: Iterable[Figure]) -> str:
    """Return the SHA-256 over what each figure says, with its period and scope, in the order of freezing."""
    lines = [figure.to_json() | {"period": figure.period.label, "at": figure.as_of.isoformat()} for figure in figures]
    text = json.dumps(lines, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
