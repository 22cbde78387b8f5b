"""Bytes of evidence, kept under their own SHA-256 so that nothing can be overwritten."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fuwubao.accounts.workspace import home_folder
from fuwubao.domain.words import Words
from fuwubao.improvement.errors import EvidenceUnusable

MOST_BYTES = 20_000_000


def keep(content: bytes, *, name: str) -> str:
    """Store bytes and return their hash; written whole or not at all. Raises: EvidenceUnusable."""
    if not content or len(content) > MOST_BYTES:
        reason = Words("文件为空", "it is empty") if not content else Words("超过 20 MB", "it exceeds 20 MB")
        raise EvidenceUnusable(name=name, reason=reason, where=name, why=reason)
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    return digest


def read(digest: str, *, name: str) -> bytes:
    """Return kept bytes after checking their hash. Raises: EvidenceUnusable when they were changed or are gone."""
    path = _path(digest)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        reason = Words("内容与登记时的散列值不符", "its bytes do not have the recorded hash")
        raise EvidenceUnusable(name=name, reason=reason, where=name, why=reason)
    return content


def _path(digest: str) -> Path:
    return home_folder() / "evidence" / digest[:2] / digest
