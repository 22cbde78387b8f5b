"""Bytes kept under their own SHA-256 in a folder of the workspace, so that nothing can be overwritten.

Rooms say which folder and refuse in their own words; knows no Django.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fuwubao.accounts.workspace import home_folder


def keep(content: bytes, *, folder: str) -> str:
    """Store bytes and return their hash; the same bytes twice are one file. Written whole or not at all."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest, folder=folder)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    return digest


def read(digest: str, *, folder: str) -> bytes | None:
    """Return kept bytes after checking their hash; None when they were changed or are gone."""
    path = path_of(digest, folder=folder)
    if not path.exists():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None


def path_of(digest: str, *, folder: str) -> Path:
    """Return where bytes of that hash lie."""
    return home_folder() / folder / digest[:2] / digest
