"""Files that customers confirm with, kept under their own hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fuwubao.accounts.workspace import home_folder


def keep_file(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        beside = path.with_suffix(f".{os.getpid()}.part")
        beside.write_bytes(content)
        beside.replace(path)
    return digest


def path_of(digest: str) -> Path:
    """Return where the bytes of that hash are."""
    return home_folder() / "changes" / digest
