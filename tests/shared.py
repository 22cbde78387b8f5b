"""Where the shared vectors, data, worlds and checks lie: beside the repository, or where FUWUBAO_SHARED says."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("FUWUBAO_SHARED") or REPOSITORY.parent / "shared")


def shared(*parts: str) -> Path:
    """Return a path below the shared folder; a missing one fails the test that asked for it, loudly."""
    path = SHARED.joinpath(*parts)
    assert path.exists(), f"{path} is missing: set FUWUBAO_SHARED to the folder that holds it"
    return path
